//! Relations: an id names a record of another entity, and the members beside it follow.

use std::collections::HashMap;

use serde_json::Value;

use super::State;
use super::normalize::accept;
use super::server_behavior::{self, OWNERS};
use super::store::{Key, Record, Table, is_unset, text};
use crate::catalog::{Access, EntityInfo, FieldInfo, NullValue, Type};

/// A field with the id of a record.
pub(super) struct Relation {
    pub(super) field: &'static FieldInfo,
    /// The entities whose ids these are: tickets, projects and opportunities share theirs.
    targets: Vec<&'static EntityInfo>,
    /// The field with the name of that record.
    name: Option<&'static FieldInfo>,
}

/// The relations of an entity: fields whose type is the id of an entity with a single id.
pub(super) fn relations(entity: &'static EntityInfo, entities: &[&'static EntityInfo]) -> Vec<Relation> {
    let fields = entity.fields.iter().chain(entity.write_only);
    let related = fields.filter_map(|field| {
        let is_own_id = entity.key.last() == Some(&field.wire_name);
        let has_these_ids = |other: &&&EntityInfo| own_id_type(other) == Some(field.ty);
        let targets: Vec<_> = entities.iter().filter(has_these_ids).copied().collect();
        (!is_own_id && !targets.is_empty()).then(|| Relation { field, targets, name: name_beside(entity, field) })
    });
    related.collect()
}

fn own_id_type(entity: &EntityInfo) -> Option<Type> {
    let [own] = entity.key else { return None };
    let ty = entity.field(own)?.ty;
    matches!(ty, Type::IntId(_) | Type::TextId(_)).then_some(ty)
}

/// The field with a name beside an id: `client_name`, or `team`, beside `client_id` and `team_id`.
fn name_beside(entity: &'static EntityInfo, id: &FieldInfo) -> Option<&'static FieldInfo> {
    let base = id.rust_name.strip_suffix("_id")?;
    let is_text = |field: &&&FieldInfo| field.ty == Type::String && field.access != Access::Write;
    let named =
        |wanted: &str| entity.fields.iter().filter(|field| field.rust_name == wanted).find(|field| is_text(&field));
    named(&format!("{base}_name")).or_else(|| named(base))
}

/// The field with the name of a record.
fn own_name(entity: &'static EntityInfo) -> Option<&'static str> {
    let field = entity.fields.iter().find(|field| field.rust_name == "name" && field.ty == Type::String);
    field.map(|field| field.wire_name)
}

/// Why the members beside an id are set.
#[derive(Clone, Copy)]
pub(super) enum Cause<'a> {
    /// A write sent these members.
    Sent(&'a Record),
    /// A record was inserted: what it has stays.
    Inserted,
    /// A record that it names was changed.
    Changed,
}

/// The records that others may name and that were changed since the others were last looked at, and whether their old
/// names are outdated.
pub(super) type Changed = HashMap<&'static str, HashMap<Key, bool>>;

impl Relation {
    /// The record that a value names.
    fn find<'a>(&self, state: &'a State, value: &Value) -> Option<(&'static EntityInfo, &'a Record)> {
        let key = vec![text(value)];
        self.targets.iter().find_map(|target| Some((*target, state.tables.get(target.plural)?.find(&key)?)))
    }

    /// The record with a name.
    fn find_named<'a>(&self, state: &'a State, name: &str) -> Option<&'a Record> {
        self.targets.iter().find_map(|target| {
            let own = own_name(target)?;
            let is_it = |row: &&Record| row.get(own).and_then(Value::as_str).is_some_and(|known| known == name);
            state.tables.get(target.plural)?.rows().find(is_it)
        })
    }

    fn has_records(&self, state: &State) -> bool {
        self.targets.iter().filter_map(|target| state.tables.get(target.plural)).any(|table| table.len() > 0)
    }

    /// Whether a value names a record: 0, -1 and the like do not.
    fn is_reference(&self, value: &Value) -> bool {
        let is_null = |null: &NullValue| match null {
            NullValue::Int(number) => value.as_i64() == Some(*number),
            NullValue::Text(none) => value.as_str() == Some(none),
            // No id is a date.
            NullValue::Instant(_) | NullValue::Day(_) => false,
        };
        let is_negative = text(value).starts_with('-');
        !is_unset(Some(value)) && !is_negative && !self.field.null_values.iter().any(is_null)
    }
}

impl State {
    /// The ids in a member of a body that name no record, as `client_id 123`.
    pub(super) fn dangling(&self, table: &Table, name: &str, value: &Value) -> Option<String> {
        let field = table.sent_field(name)?;
        let relation = table.relations.iter().find(|relation| relation.field.wire_name == field.wire_name)?;
        let is_dangling = relation.is_reference(value) && relation.find(self, value).is_none();
        is_dangling.then(|| format!("{} {}", field.wire_name, text(value)))
    }

    /// Halo's words for an id in a body that it is known to refuse, if there are records that it could name.
    pub(super) fn refused_reference(&self, table: &Table, change: &Record) -> Option<&'static str> {
        table.relations.iter().find_map(|relation| {
            let words = server_behavior::refuses_unknown(table.entity.path, relation.field.wire_name)?;
            let value = change.get(relation.field.wire_name).filter(|value| relation.is_reference(value))?;
            (relation.has_records(self) && relation.find(self, value).is_none()).then_some(words)
        })
    }

    /// The members of a record that follow others.
    pub(super) fn follow(&self, table: &Table, record: &Record, cause: Cause<'_>) -> Record {
        let mut added = Record::new();
        if let Cause::Sent(sent) = cause {
            self.ids_of_names(table, sent, &mut added);
        }
        self.follow_owners(table, record, cause, &mut added);
        self.follow_names(table, record, cause, &mut added);
        added
    }

    /// Ids of records that a body gives by name alone.
    fn ids_of_names(&self, table: &Table, sent: &Record, added: &mut Record) {
        for relation in table.relations.iter().filter(|relation| !sent.contains_key(relation.field.wire_name)) {
            let Some(name) = relation.name.and_then(|name| sent.get(name.wire_name)?.as_str()) else { continue };
            let Some(own) = relation.find_named(self, name).and_then(|record| record.get("id")) else { continue };
            added.insert(relation.field.wire_name.to_owned(), own.clone());
        }
    }

    /// A user's client follows its site; a ticket's client and site follow its user.
    fn follow_owners(&self, table: &Table, record: &Record, cause: Cause<'_>, added: &mut Record) {
        for (owner, members) in OWNERS {
            let Some(relation) = table.relations.iter().find(|relation| relation.field.wire_name == *owner) else {
                continue;
            };
            let is_new = match cause {
                Cause::Sent(sent) => sent.contains_key(*owner) || added.contains_key(*owner),
                Cause::Inserted | Cause::Changed => true,
            };
            let value = added.get(*owner).or_else(|| record.get(*owner)).filter(|value| relation.is_reference(value));
            let Some((_, owner)) = value.filter(|_| is_new).and_then(|value| relation.find(self, value)) else {
                continue;
            };
            for member in *members {
                let Some(field) = table.field(member) else { continue };
                let stays = match cause {
                    Cause::Sent(sent) => sent.contains_key(*member),
                    Cause::Changed if field.access == Access::Read => false,
                    Cause::Inserted | Cause::Changed => !is_unset(record.get(*member)),
                };
                let Some(value) = owner.get(*member).filter(|value| !stays && !is_unset(Some(value))) else { continue };
                let is_decimal = server_behavior::is_decimal(table.entity.path, member);
                if let Ok(value) = accept(text(value).into(), field.ty, is_decimal, member) {
                    added.insert((*member).to_owned(), value);
                }
            }
        }
    }

    fn follow_names(&self, table: &Table, record: &Record, cause: Cause<'_>, added: &mut Record) {
        for relation in &table.relations {
            let (Some(name), id) = (relation.name, relation.field.wire_name) else { continue };
            let (is_new, stays) = match cause {
                Cause::Sent(sent) => (sent.contains_key(id), false),
                Cause::Inserted => (true, !is_unset(record.get(name.wire_name))),
                Cause::Changed => (true, false),
            };
            let Some(value) = added.get(id).or_else(|| record.get(id)).filter(|_| is_new || added.contains_key(id))
            else {
                continue;
            };
            let named = Some(value).filter(|value| relation.is_reference(value));
            let found = named.and_then(|value| relation.find(self, value));
            let found = found.and_then(|(target, record)| record.get(own_name(target)?));
            let is_outdated = matches!(cause, Cause::Sent(sent) if !sent.contains_key(name.wire_name));
            match found {
                Some(found) if !stays => drop(added.insert(name.wire_name.to_owned(), found.clone())),
                None if is_outdated && record.contains_key(name.wire_name) => {
                    added.insert(name.wire_name.to_owned(), Value::Null);
                }
                _ => {}
            }
        }
    }

    /// Notes that a record was changed that others may name.
    pub(super) fn note_change(&mut self, entity: &'static EntityInfo, key: &Key, is_renamed: bool) {
        if own_id_type(entity).is_some() && own_name(entity).is_some() {
            let changed = self.changed.entry(entity.plural).or_default();
            *changed.entry(key.clone()).or_default() |= is_renamed;
        }
    }

    /// Whether two versions of a record have different names.
    pub(super) fn is_renamed(entity: &'static EntityInfo, old: Option<&Record>, new: &Record) -> bool {
        let value_of = |record: &Record, name: &str| record.get(name).cloned();
        let differs = |name: &str, old: &Record| new.contains_key(name) && value_of(old, name) != value_of(new, name);
        old.is_some_and(|old| {
            let names = own_name(entity).into_iter().chain(["client_id"]);
            names.into_iter().any(|name| differs(name, old))
        })
    }

    /// Lets records follow those that were changed since.
    ///
    /// It runs before records are read, so that thousands of inserts cost one pass.
    pub(super) fn catch_up(&mut self) {
        // A ticket follows its user, which follows its site.
        for _ in 0..=OWNERS.len() {
            let changed = std::mem::take(&mut self.changed);
            if changed.is_empty() {
                return;
            }
            let mut found = Vec::new();
            for table in self.tables.values().filter(|table| table.may_name(&changed)) {
                for (place, record) in table.placed_rows() {
                    let Some(is_renamed) = table.names_one_of(record, &changed) else { continue };
                    let cause = if is_renamed { Cause::Changed } else { Cause::Inserted };
                    let added = self.follow(table, record, cause);
                    if added.iter().any(|(name, value)| record.get(name) != Some(value)) {
                        found.push((table.entity, place, added));
                    }
                }
            }
            for (entity, place, added) in found {
                let Some(key) = self.table(entity).extend(place, added) else { continue };
                self.note_change(entity, &key, false);
            }
        }
        self.changed.clear();
    }
}

impl Table {
    fn may_name(&self, changed: &Changed) -> bool {
        let targets = self.relations.iter().flat_map(|relation| &relation.targets);
        targets.into_iter().any(|target| changed.contains_key(target.plural))
    }

    /// Whether a record names one that was changed, and if so, whether under a new name.
    fn names_one_of(&self, record: &Record, changed: &Changed) -> Option<bool> {
        let mut found = None;
        for relation in &self.relations {
            for changed in relation.targets.iter().filter_map(|target| changed.get(target.plural)) {
                let value = record.get(relation.field.wire_name).filter(|value| !value.is_null());
                if let Some(is_renamed) = value.and_then(|value| changed.get(&vec![text(value)])) {
                    found = Some(found.unwrap_or(false) || *is_renamed);
                }
            }
        }
        found
    }
}
