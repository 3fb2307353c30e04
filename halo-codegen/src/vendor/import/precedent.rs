//! What the schema already says of a wire name, for new items with the same name and type.

use std::collections::BTreeMap;

use super::item::Suggestion;
use crate::check::says_only;
use crate::edit::scalar;
use crate::lower::names::rust_name;
use crate::model::{Access, Field, Literal, Param, Schema};
use crate::naming::snake_name;
use crate::source::Spanned;

/// All fields and parameters of the schema, by wire name.
pub(super) struct Precedents<'a> {
    schema: &'a Schema,
    fields: BTreeMap<&'a str, Vec<Precedent<'a, Field>>>,
    params: BTreeMap<&'a str, Vec<Precedent<'a, Param>>>,
}

/// An item of the schema.
pub(super) struct Precedent<'a, T> {
    pub(super) item: &'a T,
    /// The file that has it, such as `tickets` or `types/address`.
    owner: String,
    /// What the file describes, such as `Ticket`.
    noun: &'a str,
    is_entity: bool,
}

/// What a draft takes over from fields.
#[derive(Debug, Default)]
pub(super) struct KnownField {
    pub(super) ty: String,
    /// The inline `name:`.
    pub(super) name: Option<String>,
    pub(super) doc: Option<Suggestion>,
    /// `None` if it is only read.
    pub(super) access: Option<Access>,
    pub(super) none: Option<String>,
    pub(super) clear: Option<String>,
    pub(super) replaces: bool,
    pub(super) secret: bool,
}

/// What a draft takes over from a parameter.
pub(super) struct KnownParam<'a> {
    pub(super) param: &'a Param,
    pub(super) name: Option<String>,
    pub(super) doc: Option<Suggestion>,
}

impl<'a> Precedents<'a> {
    pub(super) fn of(schema: &'a Schema) -> Self {
        let mut precedents = Self { schema, fields: BTreeMap::new(), params: BTreeMap::new() };
        for entity in schema.entities.iter().filter(|entity| entity.has_own_types()) {
            let noun = entity.name.value.as_str();
            for item in &entity.fields {
                let precedent = Precedent { item, owner: entity.plural.clone(), noun, is_entity: true };
                precedents.fields.entry(&item.wire_name.value).or_default().push(precedent);
            }
            for item in entity.operations.iter().flat_map(|operation| &operation.params) {
                let precedent = Precedent { item, owner: entity.plural.clone(), noun, is_entity: true };
                precedents.params.entry(&item.wire_name.value).or_default().push(precedent);
            }
        }
        for object in &schema.objects {
            for item in &object.fields {
                let owner = format!("types/{}", object.stem);
                let precedent = Precedent { item, owner, noun: &object.name.value, is_entity: false };
                precedents.fields.entry(&item.wire_name.value).or_default().push(precedent);
            }
        }
        precedents
    }

    /// What fields with this wire name have in common. `noun`: what the draft describes; `fits`: whether a type does.
    pub(super) fn field(
        &self,
        wire: &str,
        (noun, in_entity): (&str, bool),
        fits: impl Fn(&Field) -> bool,
    ) -> Option<KnownField> {
        let all: Vec<_> = self.fields.get(wire)?.iter().filter(|known| fits(known.item)).collect();
        let ty = most_frequent(all.iter().map(|known| known.item.ty.value.to_string()))?;
        let same: Vec<_> = all.into_iter().filter(|known| known.item.ty.value.to_string() == ty).collect();
        let access = most_frequent(same.iter().filter(|known| known.is_entity).map(|known| known.item.access));
        let none = same.iter().map(|known| list_text(&known.item.null_values)).filter(|text| text != "[]");
        let clear = same.iter().filter_map(|known| known.item.clear.as_ref());
        Some(KnownField {
            name: self.name(wire, same.iter().map(|known| (known.noun, known.item.name.as_ref())).collect()),
            doc: doc(wire, noun, &docs_of(&same, in_entity)),
            access: access.filter(|access| *access != Access::Read),
            none: most_frequent_or_first(none),
            clear: most_frequent_or_first(clear.map(|value| literal_text(&value.value))),
            replaces: same.iter().any(|known| known.item.replaces),
            secret: same.iter().any(|known| known.item.secret.as_ref().is_some_and(|secret| secret.value)),
            ty,
        })
    }

    /// The parameter that most requests have under this wire name, if it is described alike.
    pub(super) fn param(&self, wire: &str, noun: &str, fits: impl Fn(&Param) -> bool) -> Option<KnownParam<'a>> {
        let all: Vec<_> = self.params.get(wire)?.iter().filter(|known| fits(known.item)).collect();
        let ty = most_frequent(all.iter().map(|known| known.item.ty.value.to_string()))?;
        let same: Vec<_> = all.into_iter().filter(|known| known.item.ty.value.to_string() == ty).collect();
        Some(KnownParam {
            param: same.first()?.item,
            name: self.name(wire, same.iter().map(|known| (known.noun, known.item.name.as_ref())).collect()),
            doc: doc(wire, noun, &same.iter().map(|known| known.doc(&known.item.doc.value)).collect::<Vec<_>>()),
        })
    }

    /// The files in which this name is written inline for this wire name.
    pub(super) fn inline_uses(&self, wire: &str, name: &str) -> usize {
        let is_it = |known: Option<&Spanned<String>>| known.is_some_and(|known| known.value == name);
        let fields = self.fields.get(wire).into_iter().flatten().filter(|known| is_it(known.item.name.as_ref()));
        let params = self.params.get(wire).into_iter().flatten().filter(|known| is_it(known.item.name.as_ref()));
        let mut owners: Vec<&str> =
            fields.map(|known| known.owner.as_str()).chain(params.map(|known| known.owner.as_str())).collect();
        owners.sort_unstable();
        owners.dedup();
        owners.len()
    }

    /// The `name:` that most of these have, unless it is made from the name of the entity: `asset_type` of `type`.
    fn name(&self, wire: &str, names: Vec<(&str, Option<&Spanned<String>>)>) -> Option<String> {
        if GENERIC.contains(&wire) {
            return None;
        }
        let derived = rust_name(self.schema, wire, None);
        let is_plain = |name: &str, noun: &str| {
            let noun = snake_name(noun);
            !name.contains(&noun) || snake_name(wire).contains(&noun)
        };
        let names = names.into_iter().filter_map(|(noun, name)| match name {
            Some(name) => is_plain(&name.value, noun).then(|| name.value.clone()),
            None => Some(derived.clone()),
        });
        most_frequent(names).filter(|name| *name != derived)
    }
}

/// A doc, the file that has it, and what that file describes.
struct KnownDoc<'p> {
    text: &'p str,
    owner: &'p str,
    noun: &'p str,
}

impl<T> Precedent<'_, T> {
    fn doc<'p>(&'p self, text: &'p str) -> KnownDoc<'p> {
        KnownDoc { text, owner: &self.owner, noun: self.noun }
    }
}

/// The docs of fields: of those in entities if one is wanted for an entity, else of those in nested objects.
fn docs_of<'p>(same: &[&'p Precedent<'_, Field>], in_entity: bool) -> Vec<KnownDoc<'p>> {
    let has_own_kind = same.iter().any(|known| known.is_entity == in_entity);
    let same = same.iter().filter(|known| !has_own_kind || known.is_entity == in_entity);
    same.map(|known| known.doc(&known.item.doc.value)).collect()
}

/// Wire names that mean something else in every entity: neither their enums nor their docs are taken over.
pub(super) const GENERIC: &[&str] = &["kind", "method", "state", "status", "type", "value"];

/// Whether a doc makes sense without its neighbors: it neither names their fields nor says "that client" of one.
fn stands_alone(text: &str, wire: &str) -> bool {
    let names_others = text.split('`').skip(1).step_by(2).any(|code| code.contains('_') && code != wire);
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    let points = |pair: &[&str]| {
        let pointer =
            pair.first().is_some_and(|word| matches!(word.to_lowercase().as_str(), "that" | "those" | "these"));
        pointer && pair.get(1).is_some_and(|noun| !wire.contains(&noun.to_lowercase()))
    };
    !names_others && !words.windows(2).any(points)
}

/// The doc that most items have, said of `noun` instead of what their file describes.
fn doc(wire: &str, noun: &str, docs: &[KnownDoc<'_>]) -> Option<Suggestion> {
    if GENERIC.contains(&wire) {
        return None;
    }
    let is_telling = |doc: &&KnownDoc<'_>| !doc.text.is_empty() && stands_alone(doc.text, wire);
    let docs: Vec<_> = docs.iter().filter(is_telling).collect();
    let texts: Vec<String> = docs.iter().map(|doc| renamed(doc.text, wire, doc.noun, noun)).collect();
    let text = most_frequent_or_first(texts.iter().cloned()).filter(|text| !says_only(text, wire))?;
    let (doc, _) = docs.iter().zip(&texts).find(|(_, other)| **other == text)?;
    Some(Suggestion { text, owner: doc.owner.to_owned() })
}

/// A doc with the noun of one entity replaced by that of another one, unless the wire name itself has the noun.
fn renamed(text: &str, wire: &str, old: &str, new: &str) -> String {
    let spaced = |name: &str| heck::ToSnakeCase::to_snake_case(name).replace('_', " ");
    let (old, new) = (spaced(old), spaced(new));
    if old.is_empty() || new.is_empty() || snake_name(wire).contains(&old.replace(' ', "_")) {
        return text.to_owned();
    }
    let article = |noun: &str| if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let (plural, new_plural) = (format!("{old}s"), format!("{new}s"));
    let pairs =
        [(format!("{} {old}", article(&old)), format!("{} {new}", article(&new))), (plural, new_plural), (old, new)];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| replace_words(&text, from, to))
}

/// Replaces whole words.
fn replace_words(text: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, after) = (rest.get(..at).unwrap_or_default(), rest.get(at + from.len()..).unwrap_or_default());
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '`' | '/'));
        let inside = is_word(before.chars().last().or_else(|| out.chars().last())) || is_word(after.chars().next());
        out.push_str(before);
        out.push_str(if inside { from } else { to });
        rest = after;
    }
    out + rest
}

/// The value that occurs more often than every other one.
fn most_frequent<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_insert(0_usize) += 1;
    }
    let most = counts.values().copied().max()?;
    let is_alone = counts.values().filter(|count| **count == most).count() == 1;
    counts.into_iter().find(|(_, count)| *count == most && is_alone).map(|(value, _)| value)
}

/// The most frequent value; of several the first.
fn most_frequent_or_first(values: impl Iterator<Item = String>) -> Option<String> {
    let values: Vec<String> = values.collect();
    let times = |value: &String| values.iter().filter(|other| *other == value).count();
    let most = values.iter().map(times).max()?;
    values.iter().find(|value| times(value) == most).cloned()
}

/// Values as a list of the schema.
pub(super) fn list_text(values: &[Spanned<Literal>]) -> String {
    let values: Vec<_> = values.iter().map(|value| literal_text(&value.value)).collect();
    format!("[{}]", values.join(", "))
}

fn literal_text(value: &Literal) -> String {
    match value {
        Literal::String(text) => scalar(text),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docs_speak_of_the_new_entity() {
        let renamed = |text, wire| renamed(text, wire, "Asset", "Invoice");
        assert_eq!(renamed("Number of the asset. See assets.", "id"), "Number of the invoice. See invoices.");
        assert_eq!(renamed("Whether an asset is retired.", "inactive"), "Whether an invoice is retired.");
        assert_eq!(renamed("The asset.", "asset_id"), "The asset.");
        assert_eq!(renamed("See `asset_id` and /Asset.", "x"), "See `asset_id` and /Asset.");
        assert_eq!(super::renamed("A sla.", "x", "Sla", "Boat"), "A boat.");
    }

    #[test]
    fn docs_that_need_their_neighbors_are_not_taken_over() {
        assert!(stands_alone("Name of that client.", "client_name"));
        assert!(!stands_alone("Name of that bin.", "parent_name"));
        assert!(!stands_alone("In words: `contract_status`.", "state"));
        assert!(stands_alone("Such as `laptop`.", "state"));
    }

    #[test]
    fn a_tie_decides_nothing() {
        assert_eq!(most_frequent([1, 2].into_iter()), None);
        assert_eq!(most_frequent([1, 2, 1].into_iter()), Some(1));
        let texts = ["b", "a"].map(str::to_owned);
        assert_eq!(most_frequent_or_first(texts.into_iter()).as_deref(), Some("b"));
    }
}
