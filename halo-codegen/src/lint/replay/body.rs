//! Compares recorded requests with what the write types can send.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Mismatch, MismatchKind};
use crate::model::{Access, Entity, Field, Named, Schema, TypeExpr, Types};

/// The requests of a recording, if it is a list of requests.
pub(super) fn requests(recording: &Value) -> Option<&[Value]> {
    let items = recording.as_array()?;
    let is_request = |item: &Value| {
        item.get("method").is_some_and(Value::is_string) && item.get("path").is_some_and(Value::is_string)
    };
    (!items.is_empty() && items.iter().all(is_request)).then_some(items)
}

pub(super) fn check(schema: &Schema, types: &Types<'_>, request: &Value, found: &mut BTreeSet<Mismatch>) {
    let text = |key: &str| request.get(key).and_then(Value::as_str).unwrap_or_default();
    let path = text("path").split('?').next().unwrap_or_default();
    if !text("method").eq_ignore_ascii_case("post") {
        return;
    }
    let Some(entity) = schema.entities.iter().find(|entity| entity.path.value.eq_ignore_ascii_case(path)) else {
        return;
    };
    let body = request.get("body").unwrap_or(&Value::Null);
    let rows = body.as_array().map_or(std::slice::from_ref(body), Vec::as_slice);
    for members in rows.iter().filter_map(Value::as_object) {
        for (name, value) in members {
            let path = format!("{}.{name}", entity.plural);
            let what = match entity.fields.iter().find(|field| field.wire_name.value.eq_ignore_ascii_case(name)) {
                None => Some("was sent, but the schema has no such field".to_owned()),
                Some(field) if is_key(entity, field) || field.access != Access::Read => nested(types, field, value),
                Some(field) => Some(format!("was sent, but `access` is `{}`", field.access.word())),
            };
            found.extend(what.map(|what| Mismatch { path, kind: MismatchKind::NotWritten, what }));
        }
    }
}

fn is_key(entity: &Entity, field: &Field) -> bool {
    entity.key.iter().any(|member| member.value == field.wire_name.value)
}

/// Members of nested objects that their write type does not have.
fn nested(types: &Types<'_>, field: &Field, value: &Value) -> Option<String> {
    let (TypeExpr::List(element), Value::Array(items)) = (&field.ty.value, value) else { return None };
    let Some(Named::Object(object)) = element.name().and_then(|name| types.get(name)) else { return None };
    let sent: BTreeSet<&str> =
        items.iter().filter_map(Value::as_object).flat_map(|item| item.keys()).map(String::as_str).collect();
    let written = |name: &&str| object.write.iter().any(|wire| wire.value == **name);
    let missing: Vec<&str> = sent.into_iter().filter(|name| !written(name)).collect();
    (!missing.is_empty())
        .then(|| format!("was sent with `{}`, which `{}` cannot send", missing.join("`, `"), object.name.value))
}
