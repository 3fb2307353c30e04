//! Conveniences on generated types: the values that a tenant defines, which are custom fields and the fields of asset types.
//!
//! What is generated are methods that name a list; what they do is here, over any model.

mod reference;
#[cfg(test)]
mod tests;
mod value;

pub use self::reference::CustomFieldRef;
pub use self::value::{CustomFieldKey, CustomFieldValue};

use serde_json::Value;

use crate::codec::{Model, Scalar, View, WriteBody, WriteValue, member};

/// The value with this key in a list of a model.
pub(crate) fn find<'a>(model: &'a dyn Model, list: &str, key: &CustomFieldKey) -> Option<CustomFieldRef<'a>> {
    let View::List(list) = member(model, list)? else { return None };
    let rows: Vec<CustomFieldRef<'a>> =
        (0..list.len()).filter_map(|index| list.row(index)).map(CustomFieldRef::new).collect();
    let at = position(rows.iter().map(|row| (row.id(), row.name())), key)?;
    rows.get(at).copied()
}

/// A list with one value in the place of the one of its key, or at the end.
pub(crate) fn place(list: &mut Vec<WriteValue>, key: &CustomFieldKey, value: WriteValue) {
    let ids = |element: &WriteValue| element.member("id").and_then(atom).and_then(|atom| atom.whole().ok());
    let names: Vec<_> =
        list.iter().map(|element| (ids(element), element.member("name").and_then(Value::as_str))).collect();
    let at = position(names.into_iter(), key);
    let Some(stored) = at.and_then(|at| list.get_mut(at)) else {
        let (word, own) = key.member();
        list.push(element(word, own, value));
        return;
    };
    // As the stored one is told apart: Halo may know no name but its own spelling.
    let own = |word| stored.member(word).filter(|own| !own.is_null()).map(|own| (word, own.clone()));
    let (word, own) = own("id").or_else(|| own("name")).unwrap_or_else(|| key.member());
    *stored = element(word, own, value);
}

/// The key as a stored list has it: Halo may know no name but its own spelling, also of a field that has no value yet.
pub(crate) fn canonical_key(stored: &[Value], key: &CustomFieldKey) -> CustomFieldKey {
    let own = |element: &Value| element.get("id").and_then(atom).and_then(|atom| atom.whole().ok());
    let name = |element: &Value| element.get("name").and_then(Value::as_str).map(str::to_owned);
    let keys: Vec<_> = stored.iter().map(|element| (own(element), name(element))).collect();
    let at = position(keys.iter().map(|(id, name)| (*id, name.as_deref())), key);
    match at.and_then(|at| keys.get(at)) {
        Some((Some(id), _)) => CustomFieldKey::Id(*id),
        Some((None, Some(name))) => CustomFieldKey::Name(name.clone()),
        _ => key.clone(),
    }
}

/// What of a stored list is sent back: everything that has a value, as it came.
pub(crate) fn kept(stored: Vec<Value>) -> Vec<WriteValue> {
    let has_value = |element: &Value| element.get("value").is_some_and(|value| !value.is_null());
    stored.into_iter().filter(has_value).map(WriteValue::Json).collect()
}

fn element(word: &'static str, own: Value, value: WriteValue) -> WriteValue {
    let mut body = WriteBody::new();
    body.set(word, own);
    body.set("value", value);
    body.into()
}

/// Which one has the key. A name that is spelt exactly so goes before one that is only alike.
fn position<'a>(
    all: impl Iterator<Item = (Option<i64>, Option<&'a str>)> + Clone,
    key: &CustomFieldKey,
) -> Option<usize> {
    let mut all = all;
    match key {
        CustomFieldKey::Id(id) => all.position(|(own, _)| own == Some(*id)),
        CustomFieldKey::Name(name) => {
            let exact = all.clone().position(|(_, own)| own == Some(name));
            exact.or_else(|| all.position(|(_, own)| own.is_some_and(|own| value::alike(own, name))))
        }
    }
}

/// A JSON value as an atom, where it holds no others.
fn atom(value: &Value) -> Option<Scalar<'_>> {
    Some(match value {
        Value::Null => Scalar::Null,
        Value::Bool(value) => Scalar::Bool(*value),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(value), _) => Scalar::Int(value),
            (None, Some(value)) => Scalar::UInt(value),
            (None, None) => Scalar::Float(number.as_f64()?),
        },
        Value::String(text) => Scalar::Str(text),
        Value::Array(_) | Value::Object(_) => return None,
    })
}
