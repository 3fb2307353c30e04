//! Finds the entity that an id refers to, by its name.

use std::collections::BTreeMap;

use super::document::{Document, Type};
use super::words::Words;
use crate::model::{IdRepr, Schema};

/// Other names that Halo uses for its resources.
const ALIASES: [(&str, &str); 22] = [
    ("fault", "Ticket"),
    ("project", "Ticket"),
    ("opportunity", "Ticket"),
    ("opp", "Ticket"),
    ("customer", "Client"),
    ("area", "Client"),
    ("device", "Asset"),
    ("devicetype", "AssetType"),
    ("tech", "Agent"),
    ("accountmanager", "Agent"),
    ("contact", "User"),
    ("requesttype", "TicketType"),
    ("requesttypegroup", "TicketTypeGroup"),
    ("clientcontract", "Contract"),
    ("kb", "KbArticle"),
    ("softwarelicence", "Licence"),
    ("role", "Role"),
    ("columns", "ViewColumns"),
    ("viewlist", "ViewList"),
    ("quote", "Quotation"),
    ("orderhead", "SalesOrder"),
    ("section", "Team"),
];

/// Words that mark ids of other products, which are not ids of Halo.
const THIRD_PARTIES: &[&str] = &[
    "atera",
    "automate",
    "autotask",
    "azure",
    "backup",
    "cautomate",
    "connectwise",
    "datto",
    "domotz",
    "external",
    "facebook",
    "freshdesk",
    "gfi",
    "ingram",
    "instagram",
    "intune",
    "jamf",
    "jira",
    "kashflow",
    "liongard",
    "ncentral",
    "ninja",
    "ninjarmm",
    "oracle",
    "orion",
    "passportal",
    "prtg",
    "qbo",
    "sage",
    "sentinel",
    "snow",
    "stripe",
    "syncro",
    "third",
    "thirdparty",
    "tweet",
    "twitter",
    "xero",
];

/// Entities and ids, by the words that refer to them.
#[derive(Debug, Clone, Default)]
pub(super) struct Targets {
    by_word: BTreeMap<String, (String, IdRepr)>,
}

/// The entity that an id refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// The entity's name.
    pub(super) name: String,
    pub(super) repr: IdRepr,
    /// Whether the whole name matched, and not just its end.
    pub(super) whole: bool,
}

impl Targets {
    /// Collects the targets. `drafts` contains name, path and id of the entities that are being drafted.
    pub(super) fn new(
        document: &Document,
        schema: &Schema,
        words: &Words,
        drafts: &[(String, String, IdRepr)],
    ) -> Self {
        let mut targets = Self::default();
        let entities = schema.entities.iter().filter(|entity| entity.has_own_types());
        let entities = entities.map(|entity| (entity.name.value.clone(), entity.path.value.clone(), entity.id.value));
        for (name, path, repr) in drafts.iter().cloned().chain(entities).filter(|(.., repr)| *repr != IdRepr::None) {
            targets.add(&name, &name, repr);
            targets.add(path.rsplit('/').next().unwrap_or_default(), &name, repr);
        }
        for id in &schema.halo.ids {
            let name = id.name.value.strip_suffix("Id").unwrap_or(&id.name.value);
            targets.add(name, name, id.repr);
        }
        for (word, name) in ALIASES {
            if let Some((name, repr)) = targets.by_word.get(&name.to_lowercase()).cloned() {
                targets.add(word, &name, repr);
            }
        }
        for path in &document.paths {
            let Some((root, "{id}")) = path.path.rsplit_once('/') else { continue };
            let ids = path.operations.iter().flat_map(|operation| &operation.params).filter(|param| param.in_path);
            let Some(repr) = ids.map(|param| repr_of(&document.resolve(&param.ty))).next() else { continue };
            let last = root.rsplit('/').next().unwrap_or_default();
            targets.add(last, &entity_name(root, words), repr);
        }
        targets
    }

    /// Adds a name for an entity, unless another entity already has it.
    fn add(&mut self, called: &str, name: &str, repr: IdRepr) {
        let called = called.to_lowercase();
        let mut add = |called: String| {
            self.by_word.entry(called).or_insert_with(|| (name.to_owned(), repr));
        };
        add(singular(&called));
        add(called);
    }

    /// The target of an id's words without `id`: that of the longest known ending.
    pub(super) fn find(&self, words: &[String]) -> Option<Target> {
        if words.iter().any(|word| THIRD_PARTIES.contains(&word.as_str())) {
            return None;
        }
        let endings = (0..words.len()).filter_map(|at| words.get(at..).map(|tail| (at == 0, tail.concat())));
        endings.into_iter().find_map(|(whole, called)| {
            let known = self.by_word.get(&called).or_else(|| self.by_word.get(&singular(&called)));
            known.map(|(name, repr)| Target { name: name.clone(), repr: *repr, whole })
        })
    }
}

/// The representation of an id with this type of the vendor.
pub(super) fn repr_of(ty: &Type) -> IdRepr {
    match ty {
        Type::String | Type::DateTime => IdRepr::String,
        Type::Uuid => IdRepr::Uuid,
        _ => IdRepr::Int,
    }
}

/// The name of an entity from its path.
///
/// For example, `KbArticle` for `/KBArticle`, `CargoItem` for `/cargoitem`, `MooringRope` for `/Mooring/Rope`.
pub(super) fn entity_name(path: &str, words: &Words) -> String {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    // The last segment alone would give a dozen entities the same name, such as `View`.
    let last_two = segments.get(segments.len().saturating_sub(2)..).unwrap_or_default();
    let mut words: Vec<Vec<String>> = last_two.iter().map(|segment| words.split(segment)).collect();
    for word in words.iter_mut().filter_map(|words| words.last_mut()) {
        *word = singular(word);
    }
    camel(&words.concat())
}

/// The words as the name of a type.
pub(super) fn camel(words: &[String]) -> String {
    let capital = |word: &String| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    };
    words.iter().map(capital).collect()
}

/// The singular of a word.
pub(super) fn singular(word: &str) -> String {
    if let Some(start) = word.strip_suffix("ies").filter(|start| start.len() > 1) {
        return format!("{start}y");
    }
    let sibilant = ["sses", "xes", "ches", "shes"].iter().any(|end| word.ends_with(end));
    let no_plural = ["ss", "us", "is", "as"].iter().any(|end| word.ends_with(end)) || word.len() < 4;
    match word.strip_suffix('s') {
        Some(_) if sibilant => word.strip_suffix("es").unwrap_or(word).to_owned(),
        Some(start) if !no_plural => start.to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_lose_their_ending_and_other_words_do_not() {
        let pairs = [("anchors", "anchor"), ("status", "status"), ("addresses", "address"), ("categories", "category")];
        for (word, one) in pairs.into_iter().chain([("boxes", "box"), ("licence", "licence"), ("gas", "gas")]) {
            assert_eq!(singular(word), one);
        }
    }
}
