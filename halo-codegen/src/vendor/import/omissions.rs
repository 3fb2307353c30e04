//! Decides which fields and parameters a draft leaves out, and writes its `omit`.

use std::collections::{BTreeMap, BTreeSet};

use glob::Pattern;

use super::operations::{OtherOperation, others};
use crate::model::{Entity, OperationKind, Schema};
use crate::source::Spanned;
use crate::vendor::document::{Document, Operation as TheirOperation, normalized};
use crate::vendor::facts::{Owners, Resource};

/// Covers everything that is not described; it says nothing of a single name.
const REST: &str = "*";

/// Which names entities of the schema leave out on purpose, although the vendor has them.
#[derive(Debug, Default)]
pub(super) struct Omissions {
    fields: BTreeMap<String, Decision>,
    params: BTreeMap<String, Decision>,
    operations: BTreeMap<String, Decision>,
}

/// What entities decided about one name.
#[derive(Debug, Default)]
struct Decision {
    /// The patterns, and the entities that have them.
    omitted: Vec<(String, String)>,
    described: usize,
}

/// What the curator wants on the command line.
#[derive(Debug, Clone, Copy, Default)]
pub struct Choice<'a> {
    /// Only these; everything else is omitted. Empty: all of them.
    pub only: &'a [String],
    /// Not these.
    pub omit: &'a [String],
}

impl Choice<'_> {
    /// Whether the curator left the choice to the schema.
    pub(super) fn is_empty(&self) -> bool {
        self.only.is_empty() && self.omit.is_empty()
    }
}

/// `omit` of a draft: a pattern, and the entities that have it.
pub(super) type OmitLines = BTreeMap<String, BTreeSet<String>>;

impl Omissions {
    pub(super) fn of(schema: &Schema, document: &Document) -> Self {
        let mut omissions = Self::default();
        let owners: Owners = schema.entities.iter().map(|entity| entity.path.value.as_str()).collect();
        for entity in schema.entities.iter().filter(|entity| entity.has_own_types()) {
            let Some(resource) = Resource::find(document, &entity.path.value) else { continue };
            omissions.fields_of(entity, resource, document);
            omissions.params_of(entity, resource);
            omissions.operations_of(entity, resource, &owners);
        }
        for object in &schema.objects {
            let schemas = object.vendor.iter().flat_map(|vendor| [&vendor.list, &vendor.detail]).flatten();
            let names =
                schemas.flat_map(|name| document.properties(&name.value)).map(|property| property.name.as_str());
            let described: BTreeSet<&str> = object.fields.iter().map(|field| field.wire_name.value.as_str()).collect();
            let owner = format!("types/{}", object.stem);
            add(&mut omissions.fields, (&owner, ""), names, &described, &object.omit.fields);
        }
        omissions
    }

    fn fields_of(&mut self, entity: &Entity, resource: Resource<'_>, document: &Document) {
        let vendor = entity.vendor.as_ref();
        let described_as = vendor.into_iter().flat_map(|vendor| [&vendor.list, &vendor.detail]).flatten();
        let schemas = described_as
            .map(|name| name.value.as_str())
            .chain([resource.list_schema(), resource.detail()].into_iter().flatten());
        let names = schemas.flat_map(|name| document.properties(name)).map(|property| property.name.as_str());
        let described: BTreeSet<&str> = entity.fields.iter().map(|field| field.wire_name.value.as_str()).collect();
        add(&mut self.fields, (&entity.plural, ""), names, &described, &entity.omit.fields);
    }

    fn params_of(&mut self, entity: &Entity, resource: Resource<'_>) {
        let kinds = [
            (OperationKind::List, resource.list()),
            (OperationKind::Get, resource.get()),
            (OperationKind::Create, resource.save()),
            (OperationKind::Delete, resource.delete()),
        ];
        for (kind, operation) in kinds {
            let described: BTreeSet<&str> =
                entity.params(kind).iter().map(|param| param.wire_name.value.as_str()).collect();
            let names = operation.into_iter().flat_map(TheirOperation::query).map(|param| param.name.as_str());
            // A filter by an id that one entity leaves out may be what another one is about.
            let names = names.filter(|name| !name.ends_with("_id"));
            add(&mut self.params, (&entity.plural, kind.word()), names, &described, &entity.omit.params);
        }
    }

    fn operations_of(&mut self, entity: &Entity, resource: Resource<'_>, owners: &Owners) {
        let all = others(resource, owners);
        let ours: BTreeSet<(&str, String)> =
            entity.custom_operations().map(|ours| (ours.method.value.word(), normalized(&ours.path.value))).collect();
        let is_ours = |other: &&OtherOperation<'_>| ours.contains(&(other.method, normalized(&other.path.path)));
        let described: Vec<String> = all.iter().filter(is_ours).map(OtherOperation::route).collect();
        let routes: Vec<String> = all.iter().map(OtherOperation::route).collect();
        let described = described.iter().map(String::as_str).collect();
        let routes = routes.iter().map(String::as_str);
        add(&mut self.operations, (&entity.plural, ""), routes, &described, &entity.omit.operations);
    }

    /// The operations to keep, as decided; the lines of `omit` for the others.
    pub(super) fn choose_operations<'n>(
        &self,
        routes: impl Iterator<Item = &'n str>,
        choice: Choice<'_>,
    ) -> (BTreeSet<&'n str>, OmitLines) {
        choose(&self.operations, routes, (None, ""), Choice { only: &[], ..choice })
    }

    /// The fields to keep, as decided; the lines of `omit` for the others.
    pub(super) fn choose_fields<'n>(
        &self,
        names: impl Iterator<Item = &'n str>,
        key: Option<&str>,
        choice: Choice<'_>,
    ) -> (BTreeSet<&'n str>, OmitLines) {
        choose(&self.fields, names, (key, ""), choice)
    }

    /// The parameters to keep, as decided; the lines of `omit` for the others.
    pub(super) fn choose_params<'n>(
        &self,
        names: impl Iterator<Item = &'n str>,
        verb: &str,
        choice: Choice<'_>,
    ) -> (BTreeSet<&'n str>, OmitLines) {
        // `--only` is about fields: a list without its other filters is of little use.
        choose(&self.params, names, (None, verb), Choice { only: &[], ..choice })
    }
}

/// Records what an entity decided. `verb`: the request that parameters belong to.
fn add<'n>(
    all: &mut BTreeMap<String, Decision>,
    (owner, verb): (&str, &str),
    names: impl Iterator<Item = &'n str>,
    described: &BTreeSet<&str>,
    patterns: &[Spanned<String>],
) {
    let texts = patterns.iter().map(|pattern| pattern.value.as_str()).filter(|text| *text != REST);
    let patterns: Vec<_> = texts.filter_map(|text| Some((text, Pattern::new(text).ok()?))).collect();
    for name in names.collect::<BTreeSet<_>>() {
        let in_place = format!("{verb}.{name}");
        let everywhere = patterns.iter().find(|(_, pattern)| pattern.matches(name));
        let here = patterns.iter().find(|(_, pattern)| !verb.is_empty() && pattern.matches(&in_place));
        if described.contains(name) {
            all.entry(name.to_owned()).or_default().described += 1;
        } else if let Some((text, _)) = everywhere {
            all.entry(name.to_owned()).or_default().omitted.push(((*text).to_owned(), owner.to_owned()));
        } else if let Some((text, _)) = here {
            all.entry(in_place).or_default().omitted.push(((*text).to_owned(), owner.to_owned()));
        }
    }
}

fn choose<'n>(
    decisions: &BTreeMap<String, Decision>,
    names: impl Iterator<Item = &'n str>,
    (key, verb): (Option<&str>, &str),
    choice: Choice<'_>,
) -> (BTreeSet<&'n str>, OmitLines) {
    let parse = |texts: &[String]| -> Vec<(String, Pattern)> {
        texts.iter().filter_map(|text| Some((text.clone(), Pattern::new(text).ok()?))).collect()
    };
    let (only, omit) = (parse(choice.only), parse(choice.omit));
    let hit = |patterns: &[(String, Pattern)], name: &str| {
        let in_place = format!("{verb}.{name}");
        let is_hit = |pattern: &Pattern| pattern.matches(name) || (!verb.is_empty() && pattern.matches(&in_place));
        patterns.iter().find(|(_, pattern)| is_hit(pattern)).map(|(text, _)| text.clone())
    };
    let (mut kept, mut lines) = (BTreeSet::new(), OmitLines::new());
    let mut carried: Vec<(&str, &Decision)> = Vec::new();
    for name in names {
        let decided = |name: &str| decisions.get(name).filter(|known| known.omitted.len() > known.described);
        let decision = decided(name).or_else(|| decided(&format!("{verb}.{name}")));
        if key == Some(name) {
            kept.insert(name);
        } else if let Some(pattern) = hit(&omit, name) {
            lines.entry(pattern).or_default();
        } else if hit(&only, name).is_some() {
            kept.insert(name);
        } else if !only.is_empty() {
            lines.entry(REST.to_owned()).or_default();
        } else if let Some(decision) = decision {
            carried.push((name, decision));
        } else {
            kept.insert(name);
        }
    }
    for (name, decision) in carried {
        let mut patterns: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (pattern, owner) in &decision.omitted {
            // A pattern that is too wide for this draft is narrowed to the name.
            let is_hit =
                |pattern: &Pattern, name: &str| pattern.matches(name) || pattern.matches(&format!("{verb}.{name}"));
            let too_wide = Pattern::new(pattern).is_ok_and(|pattern| kept.iter().any(|kept| is_hit(&pattern, kept)));
            patterns.entry(if too_wide { name } else { pattern }).or_default().insert(owner);
        }
        // One line covers it: the one that most entities have.
        let most = patterns.iter().max_by_key(|(pattern, owners)| (owners.len(), std::cmp::Reverse(pattern.len())));
        if let Some((pattern, owners)) = most {
            lines.entry((*pattern).to_owned()).or_default().extend(owners.iter().map(|owner| (*owner).to_owned()));
        }
    }
    (kept, lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(names: &[&str], described: &[&str], patterns: &[&str]) -> BTreeMap<String, Decision> {
        let span = crate::source::Span { file: crate::source::FileId(0), start: 0, end: 0 };
        let patterns: Vec<_> = patterns.iter().map(|text| Spanned::new((*text).to_owned(), span)).collect();
        let mut all = BTreeMap::new();
        add(&mut all, ("boats", "list"), names.iter().copied(), &described.iter().copied().collect(), &patterns);
        all
    }

    #[test]
    fn omissions_of_others_hold_for_the_same_name_only() {
        let all = decided(&["_warning", "xero_id", "name"], &["name"], &["_warning", "xero*", "*"]);
        let names = ["_warning", "xero_id", "xero_rate", "name"];
        let (kept, lines) = choose(&all, names.into_iter(), (None, ""), Choice::default());
        assert_eq!(kept.into_iter().collect::<Vec<_>>(), ["name", "xero_rate"]);
        // `xero*` would omit `xero_rate` as well, about which nobody decided.
        assert_eq!(lines.keys().collect::<Vec<_>>(), ["_warning", "xero_id"]);
    }

    #[test]
    fn omissions_of_one_request_hold_for_the_same_request_only() {
        let all = decided(&["token"], &[], &["list.token"]);
        let kept = |verb| choose(&all, ["token"].into_iter(), (None, verb), Choice::default()).0.len();
        assert_eq!((kept("list"), kept("get")), (0, 1));
    }

    #[test]
    fn what_is_asked_for_wins() {
        let all = decided(&["_warning"], &[], &["_warning"]);
        let (only, omit) = (["_*".to_owned(), "id".to_owned()], ["*_x".to_owned()]);
        let choice = Choice { only: &only, omit: &omit };
        let (kept, lines) = choose(&all, ["key", "_warning", "_x", "b"].into_iter(), (Some("key"), "list"), choice);
        assert_eq!(kept.into_iter().collect::<Vec<_>>(), ["_warning", "key"]);
        assert_eq!(lines.keys().collect::<Vec<_>>(), ["*", "*_x"]);
        let omit = ["list.a".to_owned()];
        let here = |verb| choose(&all, ["a"].into_iter(), (None, verb), Choice { only: &[], omit: &omit }).0.len();
        assert_eq!((here("list"), here("get")), (0, 1));
    }
}
