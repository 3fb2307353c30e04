//! Custom fields and fields of asset types: stored by definition, however a body identifies them.

use serde_json::{Map, Value};

use super::server_behavior::{instant, naive};
use super::store::{Record, Table, key_of};
use super::{MockHalo, State};
use crate::Error;
use crate::catalog::{EntityInfo, FieldInfo, Type};
use crate::codec::{CustomFieldKey, id_in, without_prefix};
use crate::request::kind_of;

/// Types of lists that hold values of definitions, as the catalog has them.
const CUSTOM_FIELDS: Type = Type::List(&Type::Object("CustomField"));
const ASSET_FIELDS: Type = Type::List(&Type::Object("FieldValue"));

/// The first id of definitions that no test declared.
const FIRST_ID: i64 = 1_000_000;

/// The `type` of a text, a choice and a date, as seen in a tenant.
const TEXT: i64 = 0;
const CHOICE: i64 = 2;
const DATE: i64 = 4;

/// The lists of an entity that contain values of definitions.
pub(super) fn value_lists(entity: &'static EntityInfo) -> Vec<&'static FieldInfo> {
    entity.fields.iter().filter(|field| [CUSTOM_FIELDS, ASSET_FIELDS].contains(&field.ty)).collect()
}

/// The definition of a field.
struct Definition {
    list: &'static FieldInfo,
    id: i64,
    name: String,
    label: Option<String>,
    field_type: Option<i64>,
    /// The numbers and labels of a choice.
    choices: Vec<(i64, String)>,
    /// Whether the test declared it: every record shows it then, even without a value.
    declared: bool,
}

impl Definition {
    /// The definition as the list of definitions has it.
    fn row(&self, plural: &str) -> Record {
        let mut row = Record::new();
        row.insert("id".to_owned(), self.id.into());
        row.insert("name".to_owned(), self.name.as_str().into());
        if self.list.ty == ASSET_FIELDS {
            row.insert("kind".to_owned(), "T".into());
            return row;
        }
        row.insert("label".to_owned(), self.label.as_deref().unwrap_or_else(|| without_prefix(&self.name)).into());
        row.insert("type".to_owned(), self.field_type.unwrap_or(TEXT).into());
        row.insert("custom".to_owned(), 1.into());
        row.insert("usage".to_owned(), kind_of(plural).unwrap_or_default().into());
        row
    }

    /// The list element with this value.
    fn element(&self, value: Value) -> Value {
        let mut element = Map::new();
        element.insert("id".to_owned(), self.id.into());
        element.insert("name".to_owned(), self.name.as_str().into());
        if let Some(label) = &self.label {
            element.insert("label".to_owned(), label.as_str().into());
        }
        if let Some(field_type) = self.field_type {
            element.insert("type".to_owned(), field_type.into());
        }
        let choice = self.choices.iter().find(|(number, _)| value.as_i64() == Some(*number));
        if let Some(display) = choice.map(|(_, label)| label.clone()).or_else(|| display(&value)) {
            element.insert("display".to_owned(), display.into());
        }
        element.insert("value".to_owned(), value);
        element.into()
    }

    /// The value as this kind of field stores it. Fields of asset types store numbers as text.
    fn accept(&mut self, value: Value) -> Value {
        if self.list.ty == ASSET_FIELDS {
            return display(&value).map_or(value, Value::String);
        }
        let field_type = match &value {
            Value::Number(_) => Some(CHOICE),
            Value::String(text) if instant(text).is_ok_and(|at| at.is_some()) => Some(DATE),
            Value::String(_) => Some(TEXT),
            _ => None,
        };
        self.field_type = self.field_type.or(field_type);
        self.by_kind(value)
    }

    /// The value in the form of the field's kind: a choice is a number, a date has no zone, a text is text.
    fn by_kind(&self, value: Value) -> Value {
        match (self.field_type, &value) {
            (Some(CHOICE), Value::String(number)) => number.trim().parse::<i64>().map_or(value, Value::from),
            (Some(DATE), Value::String(date)) => match instant(date) {
                Ok(Some(at)) => naive(at).into(),
                _ => value,
            },
            (Some(TEXT), Value::Number(_) | Value::Bool(_)) => value.to_string().into(),
            _ => value,
        }
    }
}

/// Where definitions are listed.
const DEFINITIONS: &str = "/FieldInfo";
const ASSET_DEFINITIONS: &str = "/Field";

/// The displayed form of a single value.
fn display(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// The id and the name that an element has.
fn keys_in(element: &Record) -> (Option<i64>, Option<&str>) {
    let id = element.get("id").and_then(id_in).filter(|id| *id != 0);
    (id, element.get("name").and_then(Value::as_str).filter(|name| !name.is_empty()))
}

/// The definitions of one entity.
#[derive(Default)]
pub(super) struct Definitions(Vec<Definition>);

impl Definitions {
    fn declare(&mut self, list: &'static FieldInfo, id: i64, name: String, label: Option<String>) {
        let is_other = |known: &Definition| known.id != id && !known.name.eq_ignore_ascii_case(&name);
        self.0.retain(|known| known.list.wire_name != list.wire_name || is_other(known));
        self.0.push(Definition { list, id, name, label, field_type: None, choices: Vec::new(), declared: true });
    }

    /// The definition that an element belongs to. An unknown one is generated.
    fn of(&mut self, list: &'static FieldInfo, element: &Record) -> Option<&mut Definition> {
        let (id, name) = keys_in(element);
        let keys = [id.map(CustomFieldKey::Id), name.map(CustomFieldKey::from)];
        let position = keys.iter().flatten().find_map(|key| self.position(list, key));
        let position = match (position, id, name) {
            (Some(position), ..) => position,
            (None, None, None) => return None,
            (None, id, name) => self.generate(list, id, name),
        };
        self.0.get_mut(position)
    }

    /// Makes the definition with this id a choice.
    fn set_choices(&mut self, list: &FieldInfo, id: i64, choices: Vec<(i64, String)>) -> bool {
        let position = self.position(list, &CustomFieldKey::Id(id));
        let Some(definition) = position.and_then(|position| self.0.get_mut(position)) else { return false };
        definition.field_type = Some(CHOICE);
        definition.choices = choices;
        true
    }

    fn position(&self, list: &FieldInfo, key: &CustomFieldKey) -> Option<usize> {
        // Definitions of other lists cannot match: they get neither id nor name here.
        key.position(self.0.iter().map(|known| {
            let is_here = known.list.wire_name == list.wire_name;
            (is_here.then_some(known.id), is_here.then_some(known.name.as_str()))
        }))
    }

    /// Whether the test declared fields of this list: then there are no others.
    fn are_declared(&self, list: &FieldInfo) -> bool {
        self.0.iter().any(|known| known.declared && known.list.wire_name == list.wire_name)
    }

    /// The id or name of an element that belongs to no definition, where the test declared some.
    pub(super) fn undefined(&self, list: &FieldInfo, element: &Value) -> Option<String> {
        let (id, name) = keys_in(element.as_object()?);
        let keys = [id.map(CustomFieldKey::Id), name.map(CustomFieldKey::from)];
        let is_known = keys.iter().flatten().any(|key| self.position(list, key).is_some());
        let shown = || name.map_or_else(|| id.map(|id| id.to_string()).unwrap_or_default(), str::to_owned);
        (self.are_declared(list) && !is_known).then(shown)
    }

    fn generate(&mut self, list: &'static FieldInfo, id: Option<i64>, name: Option<&str>) -> usize {
        let is_custom = list.ty == CUSTOM_FIELDS;
        let id = id.unwrap_or_else(|| self.free_id(list, name.unwrap_or_default()));
        let name = name.map_or_else(|| format!("{}{id}", if is_custom { "CF" } else { "Field " }), str::to_owned);
        let label = is_custom.then(|| without_prefix(&name).to_owned());
        self.0.push(Definition { list, id, name, label, field_type: None, choices: Vec::new(), declared: false });
        self.0.len() - 1
    }

    /// A free id that depends only on the name: it is the same in every test and in any order of use.
    fn free_id(&self, list: &FieldInfo, name: &str) -> i64 {
        let fnv = |hash: i64, byte: u8| (hash ^ i64::from(byte)).wrapping_mul(16_777_619) & 0xffff_ffff;
        let hash = without_prefix(name).to_ascii_lowercase().bytes().fold(2_166_136_261, fnv);
        let mut id = FIRST_ID + hash % FIRST_ID;
        while self.position(list, &CustomFieldKey::Id(id)).is_some() {
            id += 1;
        }
        id
    }

    /// Learns definitions from a test's elements, and adds the missing ids and names.
    fn learn(&mut self, list: &'static FieldInfo, elements: &mut [Value]) {
        for element in elements.iter_mut().filter_map(Value::as_object_mut) {
            let Some(definition) = self.of(list, element) else { continue };
            if let Some(label) = element.get("label").and_then(Value::as_str) {
                definition.label = Some(label.to_owned());
            }
            definition.field_type = element.get("type").and_then(Value::as_i64).or(definition.field_type);
            element.entry("id").or_insert_with(|| definition.id.into());
            element.entry("name").or_insert_with(|| definition.name.as_str().into());
        }
    }

    /// The list to store for a sent list: each definition once, with its last value.
    fn store(&mut self, list: &'static FieldInfo, sent: Vec<Value>, stored: &[Value]) -> Vec<Value> {
        let mut elements: Vec<(Option<i64>, Value)> = Vec::new();
        for element in sent {
            let definition = element.as_object().and_then(|element| self.of(list, element));
            let Some(definition) = definition else {
                elements.push((None, element));
                continue;
            };
            let value = definition.accept(element.get("value").cloned().unwrap_or_default());
            let id = definition.id;
            // Halo's details of a value, such as the label of a choice, change only with the value.
            let same = |old: &&Value| old.get("id").and_then(id_in) == Some(id) && old.get("value") == Some(&value);
            let element = stored.iter().find(same).cloned().unwrap_or_else(|| definition.element(value));
            match elements.iter_mut().find(|(known, _)| *known == Some(id)) {
                Some((_, known)) => *known = element,
                None => elements.push((Some(id), element)),
            }
        }
        elements.into_iter().map(|(_, element)| element).collect()
    }

    /// The declared definitions of a list without a value in this record.
    fn without_value(&self, list: &FieldInfo, stored: &[Value]) -> Vec<Value> {
        let is_held = |id: i64| stored.iter().any(|element| element.get("id").and_then(id_in) == Some(id));
        let declared = self.0.iter().filter(|known| known.declared && known.list.wire_name == list.wire_name);
        declared.filter(|known| !is_held(known.id)).map(|known| known.element(Value::Null)).collect()
    }
}

impl State {
    /// Adds the definitions that are known to the list of definitions, before a request to it.
    pub(super) fn list_definitions(&mut self, entity: &'static EntityInfo) {
        let ty = match entity.path {
            DEFINITIONS => CUSTOM_FIELDS,
            ASSET_DEFINITIONS => ASSET_FIELDS,
            _ => return,
        };
        let known =
            self.tables.values().flat_map(|table| table.definitions.0.iter().map(move |one| (one, table.entity)));
        let mut rows: Vec<Record> =
            known.filter(|(one, _)| one.list.ty == ty).map(|(one, entity)| one.row(entity.plural)).collect();
        rows.sort_by_key(|row| row.get("id").and_then(id_in));
        let table = self.table(entity);
        for row in rows {
            let key = key_of(entity, &row);
            let was_there = table.find(&key).is_some() || table.deleted().any(|gone| key_of(entity, gone) == key);
            if !was_there {
                // Only a missing leading member of the key would be refused, and there is none.
                drop(table.put(row));
            }
        }
    }
}

impl Table {
    /// Learns the definitions in a record.
    pub(super) fn learn_definitions(&mut self, record: &mut Record) {
        for list in &self.value_lists {
            if let Some(Value::Array(elements)) = record.get_mut(list.wire_name) {
                self.definitions.learn(list, elements);
            }
        }
    }

    /// Stores the values of a change by their definitions.
    pub(super) fn store_by_definition(&mut self, change: &mut Record) {
        for at in 0..self.value_lists.len() {
            let Some(list) = self.value_lists.get(at).copied() else { continue };
            let Some(Value::Array(sent)) = change.get_mut(list.wire_name).map(Value::take) else { continue };
            let current = self.find(&key_of(self.entity, change)).and_then(|record| record.get(list.wire_name));
            let stored = current.and_then(Value::as_array).cloned().unwrap_or_default();
            let elements = self.definitions.store(list, sent, &stored);
            change.insert(list.wire_name.to_owned(), elements.into());
        }
    }

    /// The lists of a record that must show declared fields in addition to its own.
    pub(super) fn lists_with_declared(&self, record: &Record) -> Vec<(&'static str, Vec<Value>)> {
        let completed = |list: &&'static FieldInfo| {
            let stored = record.get(list.wire_name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            let missing = self.definitions.without_value(list, stored);
            (!missing.is_empty()).then(|| (list.wire_name, [stored, &missing].concat()))
        };
        self.value_lists.iter().filter_map(completed).collect()
    }
}

impl Table {
    /// The list of custom fields of a record, with those that a request asks for.
    pub(super) fn chosen_custom_fields(&self, record: &Record, ids: &[i64]) -> Vec<(&'static str, Vec<Value>)> {
        let lists = self.value_lists.iter().filter(|list| list.ty == CUSTOM_FIELDS);
        let chosen = lists.map(|list| {
            let stored = record.get(list.wire_name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            let mut elements = [stored, &self.definitions.without_value(list, stored)].concat();
            elements.retain(|element| element.get("id").and_then(id_in).is_some_and(|id| ids.contains(&id)));
            (list.wire_name, elements)
        });
        chosen.collect()
    }
}

impl MockHalo {
    /// Declares a custom field of the entity with this plural: its id, name and label.
    ///
    /// Values are stored by definition: a field sent by id or by name is returned with id, name, label and type. A
    /// single record contains every declared field, even without a value. For a field that is written without a
    /// declaration, the mock generates one.
    ///
    /// ```
    /// use halo_api::mock::MockHalo;
    /// use halo_api::tickets::TicketWrite;
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mock = MockHalo::new();
    /// mock.custom_field("tickets", 40, "CFFloor", "Floor")?;
    ///
    /// let write = TicketWrite::new().summary("Printer").custom_field("CFFloor", 3);
    /// let ticket = mock.halo().tickets().create(write).await?;
    /// assert_eq!(ticket.custom_field(40).and_then(|floor| floor.int()), Some(3));
    /// # Ok::<(), halo_api::Error>(()) }).unwrap();
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): the entity does not exist or has no custom fields.
    pub fn custom_field(
        &self,
        plural: &str,
        id: i64,
        name: impl Into<String>,
        label: impl Into<String>,
    ) -> Result<(), Error> {
        self.declare(plural, CUSTOM_FIELDS, id, name.into(), Some(label.into()))
    }

    /// Makes a declared custom field a choice of these numbers and labels.
    ///
    /// Its values are numbers, also if they are sent as text, and `display` is the label.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): the entity or the field does not exist.
    pub fn custom_field_choices(
        &self,
        plural: &str,
        id: i64,
        choices: impl IntoIterator<Item = (i64, impl Into<String>)>,
    ) -> Result<(), Error> {
        let mut state = self.lock();
        let entity = state.entity(plural)?;
        let table = state.table(entity);
        let list = table.value_lists.iter().find(|list| list.ty == CUSTOM_FIELDS).copied();
        let choices = choices.into_iter().map(|(number, label)| (number, label.into())).collect();
        let is_set = list.is_some_and(|list| table.definitions.set_choices(list, id, choices));
        if is_set {
            Ok(())
        } else {
            Err(Error::config(format!("`{plural}` has no custom field {id}: declare it first")))
        }
    }

    /// Declares a field of asset types: its id and name. See [`custom_field`](Self::custom_field).
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): the catalog has no assets with such fields.
    pub fn asset_field(&self, id: i64, name: impl Into<String>) -> Result<(), Error> {
        self.declare("assets", ASSET_FIELDS, id, name.into(), None)
    }

    fn declare(&self, plural: &str, ty: Type, id: i64, name: String, label: Option<String>) -> Result<(), Error> {
        let mut state = self.lock();
        let entity = state.entity(plural)?;
        let table = state.table(entity);
        let list = table.value_lists.iter().find(|list| list.ty == ty).copied();
        let list = list.ok_or_else(|| Error::config(format!("`{plural}` has no such fields")))?;
        table.definitions.declare(list, id, name, label);
        Ok(())
    }
}
