//! Chooses the Rust names of new items.

use std::collections::{BTreeMap, BTreeSet};

use super::builder::Builder;
use super::item::ItemDraft;
use crate::lower::names::rust_name;
use crate::model::{Entity, Schema};
use crate::naming::{Use, naming_error, snake_name};
use crate::vendor::words::Words;

/// A wire name, and its explicit `name:`.
pub(super) type NamePair<'l> = (&'l str, Option<&'l str>);

/// Rust names that are taken in one struct or request.
pub(super) struct Names {
    /// The file that the names are in.
    file: String,
    owner: String,
    taken: BTreeSet<String>,
    /// Rust names that belong to a wire name, and so must not be taken by others.
    held: BTreeMap<String, String>,
    reserved: fn(&str) -> bool,
}

impl Names {
    /// Names of fields.
    pub(super) fn new(owner: &str) -> Self {
        Self::with(owner, |name| Use::ModelField.is_taken(name) || Use::WriteSetter.is_taken(name))
    }

    /// Names of parameters, some of which are arguments already.
    pub(super) fn of_request(owner: &str, arguments: &[&str]) -> Self {
        let names = Self::with(owner, |name| Use::ListSetter.is_taken(name));
        Self { taken: arguments.iter().map(|name| (*name).to_owned()).collect(), ..names }
    }

    fn with(owner: &str, reserved: fn(&str) -> bool) -> Self {
        let file = heck::ToSnakeCase::to_snake_case(owner);
        Self { owner: file.clone(), file, taken: BTreeSet::new(), held: BTreeMap::new(), reserved }
    }

    /// Keeps the names free that wire names are already, and those of ids: `approvalagentid` is `approval_agent_id`.
    pub(super) fn hold<'n>(mut self, words: &Words, wires: impl Iterator<Item = &'n str> + Clone) -> Self {
        let ids = wires.clone().filter(|wire| wire.ends_with("id"));
        let ids = ids.filter_map(|wire| Some((words.rust_name(wire)?, wire.to_owned())));
        let plain = wires.map(|wire| (wire.to_owned(), wire.to_owned()));
        // The plain ones last, because they win.
        self.held = ids.chain(plain).collect();
        self
    }

    /// Reserves a name for a wire name, if it is valid and free.
    pub(super) fn reserve(&mut self, name: &str, wire: &str) -> bool {
        let is_held = self.held.get(name).is_some_and(|owner| owner != wire);
        naming_error(name).is_none() && !(self.reserved)(name) && !is_held && self.taken.insert(name.to_owned())
    }
}

/// Names that drafts write inline, to see which of them several files have.
#[derive(Debug, Default)]
pub(super) struct InlineNames {
    files: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
    /// Wire names without an inline name somewhere: a shared name would rename them.
    plain: BTreeSet<String>,
}

impl InlineNames {
    fn add(&mut self, wire: &str, name: &str, file: &str) {
        self.files.entry(wire.to_owned()).or_default().entry(name.to_owned()).or_default().insert(file.to_owned());
    }
}

impl Builder<'_> {
    /// The inline `name:` of an item, unless its wire name or `names` give a free name.
    ///
    /// `known`: the name that the same wire name has elsewhere, or that follows from its type.
    pub(super) fn name(&mut self, wire: &str, known: Option<String>, names: &mut Names) -> Option<String> {
        let listed = self.listed.get(wire).map(|name| (*name).to_owned());
        let derived = listed.clone().unwrap_or_else(|| snake_name(wire));
        let proposal = || self.words.rust_name(wire).filter(|_| !self.settled.contains(wire));
        let wanted = known.or(listed).or_else(proposal).unwrap_or_else(|| derived.clone());
        if names.reserve(&wanted, wire) {
            if wanted == derived {
                self.inline.plain.insert(wire.to_owned());
                return None;
            }
            self.inline.add(wire, &wanted, &names.file);
            return Some(wanted);
        }
        let longer = format!("{}_{wanted}", names.owner);
        let numbered = (2..).map(|number| format!("{longer}_{number}"));
        let free = std::iter::once(longer.clone()).chain(numbered).find(|name| names.reserve(name, wire));
        Some(free.unwrap_or(longer))
    }

    /// The names that the fields of an entity already use.
    pub(super) fn names_of(&self, entity: &Entity, lines: &[NamePair<'_>]) -> Names {
        let mut names = Names::new(&entity.name.value);
        for (wire, name) in lines {
            names.reserve(&rust_name(self.schema, wire, *name), wire);
        }
        names
    }

    /// Names for `names` in halo.yaml: those that a second file uses.
    pub(super) fn shared_names(&self) -> BTreeMap<String, String> {
        let alone = |(wire, names): (&String, &BTreeMap<String, BTreeSet<String>>)| {
            // `type` is no Rust name, so every entity calls its own otherwise.
            let is_free = naming_error(&snake_name(wire)).is_none()
                && !self.inline.plain.contains(wire)
                && !self.settled.contains(wire.as_str())
                && !self.listed.contains_key(wire.as_str());
            let [(name, files)] = names.iter().collect::<Vec<_>>()[..] else { return None };
            let uses = files.len() + self.precedents.inline_uses(wire, name);
            (is_free && uses > 1).then(|| (wire.clone(), name.clone()))
        };
        self.inline.files.iter().filter_map(alone).collect()
    }
}

/// Removes the inline names that are shared now.
pub(super) fn share(shared: &BTreeMap<String, String>, item: &mut ItemDraft) {
    if item.get("name").is_some_and(|name| shared.get(&item.wire).is_some_and(|shared| shared == name)) {
        item.remove("name");
    }
}

/// Wire names that the schema uses with their derived Rust names.
pub(super) fn settled(schema: &Schema) -> BTreeSet<&str> {
    let objects = schema.objects.iter().flat_map(|object| &object.fields);
    let fields = schema.entities.iter().flat_map(|entity| &entity.fields).chain(objects);
    let fields = fields.filter(|field| field.name.is_none()).map(|field| field.wire_name.value.as_str());
    let operations = schema.entities.iter().flat_map(|entity| &entity.operations);
    let params = operations.flat_map(|operation| &operation.params).filter(|param| param.name.is_none());
    fields.chain(params.map(|param| param.wire_name.value.as_str())).collect()
}
