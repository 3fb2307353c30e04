//! Compares the schema with the table of facts.
//!
//! ```yaml
//! /Tickets:
//!   agent_id: { says: "Unassigned", evidence: A, trap: "1 is the agent \"Unassigned\"." }
//!   list.includedetails: { evidence: A }
//! ```

use super::{Collector, FACTS_FILE, LintRule};
use crate::diagnostic::Diagnostics;
use crate::model::{Access, Entity, Evidence, Field, Literal, Param, Words as _};
use crate::node::{Entry, Node, Value};
use crate::source::{FileId, Location, Span, Spanned};
use crate::suggest::{did_you_mean, quoted};
use crate::yaml;

/// The keys of a fact.
const KEYS: [&str; 6] = ["access", "none", "says", "type", "trap", "evidence"];

/// What one entry demands of the schema.
#[derive(Debug, Default)]
struct Fact {
    access: Option<Access>,
    /// Values that mean "not set".
    none: Vec<Literal>,
    /// A text that the doc contains.
    says: Option<String>,
    ty: Option<String>,
    trap: String,
}

/// A field or parameter of the schema.
enum Subject<'a> {
    Field(&'a Field),
    Param(&'a Param),
}

pub(super) fn check(collector: &mut Collector<'_>, text: &str) {
    if text.trim().is_empty() {
        return;
    }
    let mut diagnostics = Diagnostics::default();
    let root = yaml::parse(FileId(0), text.as_bytes(), &mut diagnostics);
    for diagnostic in diagnostics.iter() {
        stale(collector, text, None, diagnostic.message.clone());
    }
    for resource in root.as_ref().and_then(Node::entries).unwrap_or_default() {
        let schema = collector.schema;
        let Some(entity) = schema.entities.iter().find(|entity| entity.path.value == resource.key.value) else {
            let known = schema.entities.iter().map(|entity| entity.path.value.as_str());
            let meant = did_you_mean(&resource.key.value, known).map(|meant| format!("; {meant}")).unwrap_or_default();
            let what = format!("no entity has the path {}{meant}", quoted(&resource.key.value));
            stale(collector, text, Some(resource.key.span), what);
            continue;
        };
        for entry in resource.value.entries().unwrap_or_default() {
            match read(entry) {
                Ok(fact) => compare(collector, entity, &entry.key.value, &fact),
                Err(what) => stale(collector, text, Some(entry.key.span), what),
            }
        }
    }
}

/// Reports a mistake in the table itself.
fn stale(collector: &mut Collector<'_>, text: &str, span: Option<Span>, what: String) {
    let before = span.and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let place = Location { path: FACTS_FILE.to_owned(), line, column: 1 };
    collector.found.push(super::Finding { place, rule: LintRule::FactStale, item: String::new(), what });
}

fn read(entry: &Entry) -> Result<Fact, String> {
    let mut fact = Fact::default();
    let keys = entry.value.entries().ok_or_else(|| format!("{} is no mapping of keys", quoted(&entry.key.value)))?;
    for Entry { key, value } in keys {
        let text = value.text().map(|text| text.value);
        match (key.value.as_str(), text) {
            ("access", Some(word)) => {
                fact.access =
                    Some(Access::from_word(&word).ok_or_else(|| format!("{} is no `access`", quoted(&word)))?);
            }
            ("none", _) => fact.none = literals(value).ok_or("`none` is a list of values")?,
            ("says", Some(text)) => fact.says = Some(text),
            ("type", Some(text)) => fact.ty = Some(text),
            ("trap", Some(text)) => fact.trap = text,
            ("evidence", Some(word)) if Evidence::from_word(&word).is_some() => {}
            (name, _) => {
                let meant = did_you_mean(name, KEYS).map(|meant| format!("; {meant}")).unwrap_or_default();
                return Err(format!(
                    "the key {} of a fact is unknown or has the wrong kind of value{meant}",
                    quoted(name)
                ));
            }
        }
    }
    Ok(fact)
}

fn literals(value: &Node) -> Option<Vec<Literal>> {
    let Value::List(items) = &value.value else { return None };
    let literal = |item: &Node| match &item.value {
        Value::Int(number) => Some(Literal::Int(*number)),
        Value::Text(text) => Some(Literal::String(text.clone())),
        Value::Float(number) => Some(Literal::Float(*number)),
        _ => None,
    };
    items.iter().map(literal).collect()
}

/// Compares one fact. `name`: a wire name, or `<operation>.<parameter>`.
fn compare(collector: &mut Collector<'_>, entity: &Entity, name: &str, fact: &Fact) {
    let remark = if fact.trap.is_empty() { String::new() } else { format!(" ({})", fact.trap.trim_end_matches('.')) };
    let mut report = |span: Span, what: String| {
        collector.report(LintRule::FactMissing, name, span, format!("{what}{remark}"));
    };
    let Some(subject) = find(entity, name) else {
        let what = if name.contains('.') { "the request takes this parameter" } else { "the entity has this field" };
        return report(entity.name.span, format!("{what}, but the schema lacks it"));
    };
    let (wire, doc, ty) = match &subject {
        Subject::Field(field) => (&field.wire_name, &field.doc.value, &field.ty.value),
        Subject::Param(param) => (&param.wire_name, &param.doc.value, &param.ty.value),
    };
    if let Some(text) = fact.says.as_ref().filter(|text| !doc.to_lowercase().contains(&text.to_lowercase())) {
        report(wire.span, format!("the doc does not say \"{text}\""));
    }
    if let Some(expected) = fact.ty.as_ref().filter(|expected| **expected != ty.to_string()) {
        report(wire.span, format!("the type is `{ty}` instead of `{expected}`"));
    }
    if let Subject::Field(field) = subject {
        if let Some(access) = fact.access.filter(|access| !allows(field.access, *access)) {
            let what = format!("`access` is `{}` instead of `{}`", field.access.word(), access.word());
            report(wire.span, what);
        }
        let listed: Vec<&Literal> = field.null_values.iter().map(|value| &value.value).collect();
        for value in fact.none.iter().filter(|value| !listed.contains(value)) {
            report(wire.span, format!("`none` lacks {value}"));
        }
    }
}

/// Whether an access allows at least what a fact proves.
fn allows(ours: Access, proven: Access) -> bool {
    ours == proven || (ours == Access::Both && matches!(proven, Access::Read | Access::Write))
}

fn find<'a>(entity: &'a Entity, name: &str) -> Option<Subject<'a>> {
    let is = |wire: &Spanned<String>, name: &str| wire.value == name;
    match name.split_once('.') {
        None => entity.fields.iter().find(|field| is(&field.wire_name, name)).map(Subject::Field),
        Some((verb, name)) => {
            let operation = entity.operations.iter().find(|operation| operation.name.value == verb)?;
            operation.params.iter().find(|param| is(&param.wire_name, name)).map(Subject::Param)
        }
    }
}
