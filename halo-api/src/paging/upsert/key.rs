//! What an upsert tells records apart by.

use serde_json::Value;

use crate::codec::{CustomFieldKey, Model, Scalar, WriteBody, value};
use crate::entity_info::{Access, EntityInfo, FieldInfo, Type};

const CUSTOM_FIELDS: Type = Type::List(&Type::Object("CustomField"));

/// What an [`Upsert`](crate::Upsert) tells records apart by: a field, several together, or a custom field.
///
/// Fields are named as on the wire, as in `order_by`. If several records share the value of a row, they are left alone and
/// the row fails. Texts are compared exactly, except for spaces around them; see
/// [`ignore_case`](crate::Upsert::ignore_case).
///
/// ```
/// use halo_api::UpsertKey;
///
/// let by_device = UpsertKey::from("ninjarmm_id");
/// let by_name_at_a_client = UpsertKey::from(["client_id", "name"]);
/// let by_custom_field = UpsertKey::custom_field("CFJiraKey");
/// let by_both = UpsertKey::from("client_id").and(UpsertKey::custom_field("CFSerial"));
/// # drop((by_device, by_name_at_a_client, by_custom_field, by_both));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpsertKey {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// The field with this wire name.
    Field(String),
    CustomField(CustomFieldKey),
}

impl UpsertKey {
    /// A custom field, by its id or its name. Rows have to set it by the same one of the two.
    #[must_use]
    pub fn custom_field(key: impl Into<CustomFieldKey>) -> Self {
        Self { parts: vec![Part::CustomField(key.into())] }
    }

    /// Combines two keys: records are told apart by both together.
    #[must_use]
    pub fn and(mut self, other: impl Into<Self>) -> Self {
        self.parts.extend(other.into().parts);
        self
    }
}

impl From<&str> for UpsertKey {
    fn from(wire_name: &str) -> Self {
        Self { parts: vec![Part::Field(wire_name.to_owned())] }
    }
}

impl From<String> for UpsertKey {
    fn from(wire_name: String) -> Self {
        Self { parts: vec![Part::Field(wire_name)] }
    }
}

impl<const N: usize> From<[&str; N]> for UpsertKey {
    fn from(wire_names: [&str; N]) -> Self {
        Self { parts: wire_names.iter().map(|name| Part::Field((*name).to_owned())).collect() }
    }
}

/// What the upsert does with it.
impl UpsertKey {
    /// Why records of this entity cannot be told apart by it.
    pub(super) fn check(&self, entity: &EntityInfo) -> Result<(), String> {
        if self.parts.is_empty() {
            return Err("the key of an upsert names no field".to_owned());
        }
        self.parts.iter().try_for_each(|part| match part {
            Part::Field(name) => check_field(entity, name),
            Part::CustomField(_) if list(entity).is_none() => Err(format!("{} have no custom fields", entity.plural)),
            Part::CustomField(_) => Ok(()),
        })
    }

    /// The name of the only field, if it is one.
    pub(super) fn only_field(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::Field(name)] => Some(name),
            _ => None,
        }
    }

    /// The wire names of its fields.
    pub(super) fn fields(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Field(name) => Some(name.as_str()),
            Part::CustomField(_) => None,
        })
    }

    /// Its custom fields.
    pub(super) fn custom_fields(&self) -> impl Iterator<Item = &CustomFieldKey> {
        self.parts.iter().filter_map(|part| match part {
            Part::CustomField(key) => Some(key),
            Part::Field(_) => None,
        })
    }

    /// The key that a body sets, or the name of what it does not set.
    pub(super) fn of_body(&self, entity: &EntityInfo, body: &WriteBody) -> Result<String, String> {
        self.joined(|part| match part {
            Part::Field(name) => text(entity.field(name), &serde_json::to_value(body.get(name)?).ok()?),
            Part::CustomField(key) => text(None, &body.element(list(entity)?.wire_name, key)?),
        })
    }

    /// The key that a record holds.
    pub(super) fn of_record(&self, entity: &EntityInfo, record: &dyn Model) -> Option<String> {
        let key = self.joined(|part| match part {
            Part::Field(name) => text(entity.field(name), &value(record, name)?),
            Part::CustomField(key) => {
                let list = value(record, list(entity)?.wire_name)?;
                text(None, key.find(list.as_array()?)?.get("value")?)
            }
        });
        key.ok()
    }

    fn joined(&self, text: impl Fn(&Part) -> Option<String>) -> Result<String, String> {
        let texts: Result<Vec<String>, String> =
            self.parts.iter().map(|part| text(part).ok_or_else(|| part.name())).collect();
        // No text of Halo's holds this separator.
        Ok(texts?.join("\u{1f}"))
    }
}

impl Part {
    fn name(&self) -> String {
        match self {
            Self::Field(name) => format!("`{name}`"),
            Self::CustomField(key) => key.to_string(),
        }
    }
}

fn check_field(entity: &EntityInfo, name: &str) -> Result<(), String> {
    let Some(field) = entity.field(name) else {
        let by_rust_name = entity.fields.iter().find(|field| field.rust_name == name);
        let hint = by_rust_name.map_or_else(String::new, |field| format!(": on the wire it is `{}`", field.wire_name));
        return Err(format!(
            "the key of an upsert takes the wire name of a field of {}, not `{name}`{hint}",
            entity.name
        ));
    };
    if entity.key.last() == Some(&name) {
        return Err(format!("Halo gives `{name}` itself, so that a row cannot bring it: use update(..)"));
    }
    if field.access != Access::Both {
        return Err(format!("`{name}` of {} cannot be written, so that no row can set it", entity.name));
    }
    match field.ty {
        Type::List(_) | Type::Map(_) | Type::Object(_) | Type::Json | Type::File => {
            Err(format!("`{name}` of {} is no single value, so that it is no key", entity.name))
        }
        _ => Ok(()),
    }
}

/// The list of custom fields of an entity.
pub(super) fn list(entity: &EntityInfo) -> Option<&'static FieldInfo> {
    entity.fields.iter().find(|field| field.ty == CUSTOM_FIELDS)
}

/// A value as text; `None` if it means that nothing is set.
fn text(field: Option<&FieldInfo>, value: &Value) -> Option<String> {
    let scalar = Scalar::of(value)?;
    if field.is_some_and(|field| field.null_values.iter().any(|null| null.is(scalar))) {
        return None;
    }
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() => Some(float.to_string()),
            _ => Some(number.to_string()),
        },
        other => Some(other.to_string()),
    }
}
