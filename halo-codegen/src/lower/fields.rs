//! Fields: of models and of write types.

use super::Lowering;
use super::docs::{a, code, markdown, prose, words};
use super::types::type_name;
use crate::ir::{ClearDef, Doc, FieldDef, ModelDef, SetterDef, UnsetDef, WriteDef};
use crate::model::{Access, Entity, Field, Filled, Literal, Object};
use crate::naming;
use crate::source::Spanned;

impl Lowering<'_> {
    pub(super) fn model(&self, name: &str, text: &str, fields: &[Field], key: &[Spanned<String>]) -> ModelDef {
        let field_getters = self.field_getters(fields);
        let fields: Vec<FieldDef> = fields.iter().map(|field| self.field(field)).collect();
        let in_key = |field: &FieldDef| field.always && (key.is_empty() || key.iter().any(|k| k.value == field.wire));
        let in_model = fields.iter().filter(|field| field.in_model).enumerate();
        let always = in_model.filter(|(_, field)| in_key(field)).map(|(position, _)| position).collect();
        ModelDef { name: name.to_owned(), doc: prose(text), fields, always, field_getters }
    }

    pub(super) fn rust_name(&self, field: &Field) -> String {
        naming::rust_name(self.schema, &field.wire_name.value, field.name.as_ref().map(|name| name.value.as_str()))
    }

    fn field(&self, field: &Field) -> FieldDef {
        let rust = self.rust_name(field);
        FieldDef {
            wire: field.wire_name.value.clone(),
            doc: prose(&field.doc.value).and(&remarks(field, &rust)),
            ty: self.names.rust(&field.ty.value),
            type_name: type_name(&field.ty.value),
            always: field.always.as_ref().is_some_and(|always| always.value),
            in_model: field.access.is_read(),
            filled: match field.filled {
                Filled::Both => "Both",
                Filled::List => "List",
                Filled::Detail => "Detail",
            },
            access: match field.access {
                Access::Read => "Read",
                Access::Write => "Write",
                Access::Both => "Both",
                Access::Control => "Control",
            },
            none: field.none.iter().filter_map(|none| unset(&none.value)).collect(),
            secret: is_secret(field),
            replaces: field.replaces,
            rust,
        }
    }

    pub(super) fn entity_write(&self, entity: &Entity) -> WriteDef {
        let words = words(&entity.name.value);
        let text = format!("What to write of {}: exactly what is set here is sent, in this order.", a(&words));
        let written = entity.fields.iter().filter(|field| field.access != Access::Read);
        let in_key = |field: &Field| entity.key.iter().any(|member| member.value == field.wire_name.value);
        let setter = |field: &Field| {
            let mut setter = self.setter(field, !in_key(field));
            setter.doc = setter.doc.and(&self.single(entity, field));
            setter
        };
        WriteDef {
            name: naming::write_name(&entity.name.value),
            doc: markdown(&text),
            setters: written.map(setter).collect(),
            known: self.known(entity),
            field_setters: self.field_setters(entity),
        }
    }

    pub(super) fn object_write(&self, object: &Object) -> WriteDef {
        let words = words(&object.name.value);
        let text = format!("What to write of {}: exactly what is set here is sent, in this order.", a(&words));
        let listed = |field: &&Field| object.write.iter().any(|name| name.value == field.wire_name.value);
        WriteDef {
            name: naming::write_name(&object.name.value),
            doc: markdown(&text),
            setters: object.fields.iter().filter(listed).map(|field| self.setter(field, true)).collect(),
            field_setters: Vec::new(),
            known: None,
        }
    }

    fn setter(&self, field: &Field, clears: bool) -> SetterDef {
        let rust = self.rust_name(field);
        let replaces = field.replaces.then(|| "What is sent replaces the whole list that is stored.".to_owned());
        let remarks: Vec<String> = wire_remark(field, &rust).into_iter().chain(replaces).collect();
        SetterDef {
            wire: field.wire_name.value.clone(),
            doc: prose(&field.doc.value).and(&remarks.join(" ")),
            ty: self.names.rust(&field.ty.value),
            secret: is_secret(field),
            clear: (clears && field.access != Access::Control).then(|| clear(field, &rust)),
            rust,
        }
    }
}

fn is_secret(field: &Field) -> bool {
    field.secret.as_ref().is_some_and(|secret| secret.value)
}

fn clear(field: &Field, rust: &str) -> ClearDef {
    let value = match field.clear.as_ref().map(|clear| &clear.value) {
        None | Some(Literal::Null) => "serde_json::Value::Null".to_owned(),
        Some(Literal::Bool(value)) => value.to_string(),
        Some(Literal::Int(value)) => format!("{value}_i64"),
        Some(Literal::Float(value)) => format!("{value:?}_f64"),
        Some(Literal::String(value)) => format!("{value:?}"),
    };
    ClearDef { rust: naming::clear_name(rust), value, doc: Doc(vec![format!("Clears [`{rust}`](Self::{rust}).")]) }
}

/// What a reader has to know of a field beside its own words.
fn remarks(field: &Field, rust: &str) -> String {
    let filled = match field.filled {
        Filled::Both => None,
        Filled::List => Some("Only in list rows.".to_owned()),
        Filled::Detail => Some("Only from `get`.".to_owned()),
    };
    let remarks: Vec<String> = wire_remark(field, rust).into_iter().chain(filled).collect();
    remarks.join(" ")
}

fn wire_remark(field: &Field, rust: &str) -> Option<String> {
    (field.wire_name.value != rust).then(|| format!("{} on the wire.", code(&field.wire_name.value)))
}

fn unset(literal: &Literal) -> Option<UnsetDef> {
    match literal {
        Literal::Int(number) => Some(UnsetDef::Int(*number)),
        Literal::String(text) => Some(UnsetDef::Text(text.clone())),
        Literal::Null | Literal::Bool(_) | Literal::Float(_) => None,
    }
}
