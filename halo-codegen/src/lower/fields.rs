//! Fields: of models and of write types.

use super::Lowering;
use super::docs::{a, code, markdown, prose, summarized, words};
use super::names;
use super::needs::unique;
use super::sections::{contents, contents_line, titles};
use super::types::takes;
use crate::ir::{ClearDef, Doc, FieldDef, ModelDef, SetterDef, WriteDef};
use crate::model::{Access, Entity, Field, Literal, Object};
use crate::source::Spanned;

impl Lowering<'_> {
    /// The struct of an entity or, where there is none, of an object.
    pub(super) fn model(&self, name: &str, text: &str, fields: &[Field], entity: Option<&Entity>) -> ModelDef {
        let field_getters = self.field_getters(fields);
        let titles = titles(fields.iter().map(|field| field.section.as_ref()));
        let def = |(field, section)| FieldDef { section, ..self.field(entity, field) };
        let fields: Vec<FieldDef> = fields.iter().zip(titles).map(def).collect();
        let sections = contents(&fields);
        let key: &[Spanned<String>] = entity.map_or(&[], |entity| &entity.key);
        let in_key = |field: &FieldDef| field.required && (key.is_empty() || key.iter().any(|k| k.value == field.wire));
        let in_model = fields.iter().filter(|field| field.in_model).enumerate();
        let required = in_model.filter(|(_, field)| in_key(field)).map(|(position, _)| position).collect();
        let doc = summarized(text).and(&contents_line(&sections));
        ModelDef { name: name.to_owned(), doc, fields, sections, required, field_getters }
    }

    pub(super) fn rust_name(&self, field: &Field) -> String {
        names::name_of(self.schema, &field.wire_name, field.name.as_ref())
    }

    fn field(&self, entity: Option<&Entity>, field: &Field) -> FieldDef {
        let (rust, ty) = (self.rust_name(field), self.field_ty(&field.ty.value));
        FieldDef {
            wire: field.wire_name.value.clone(),
            doc: prose(&field.doc.value).and(&self.remarks(entity, field, &rust)),
            ty,
            required: field.required.as_ref().is_some_and(|required| required.value),
            in_model: field.access.is_read(),
            presence: field.presence,
            with: field.with.iter().map(|with| with.value.clone()).collect(),
            access: field.access,
            only: field.only.as_ref().map(|only| only.value),
            null_values: field.null_values.iter().map(|literal| literal.value.clone()).collect(),
            secret: is_secret(field),
            replaces: field.replaces,
            section: None,
            deprecated: field.deprecated.as_ref().map(|note| note.value.clone()),
            rust,
        }
    }

    pub(super) fn entity_write(&self, entity: &Entity) -> WriteDef {
        let words = words(&entity.name.value);
        let text = format!("Values to write to {}. Exactly what is set here is sent, in this order.", a(&words));
        let titles = titles(entity.fields.iter().map(|field| field.section.as_ref()));
        let written = entity.fields.iter().zip(titles).filter(|(field, _)| field.access != Access::Read);
        let in_key = |field: &Field| entity.key.iter().any(|member| member.value == field.wire_name.value);
        let setter = |(field, section): (&Field, Option<String>)| {
            let mut setter = SetterDef { section, ..self.setter(field, !in_key(field)) };
            setter.doc = setter.doc.and(&self.write_remarks(entity, field)).and(&self.single(entity, field));
            setter
        };
        WriteDef {
            name: names::write_name(&entity.name.value),
            doc: markdown(&text),
            setters: written.map(setter).collect(),
            known: self.known(entity),
            model: self.updated_model(entity),
            field_setters: self.field_setters(entity),
        }
    }

    pub(super) fn object_write(&self, object: &Object) -> WriteDef {
        let words = words(&object.name.value);
        let text = format!("Values to write to {}. Exactly what is set here is sent, in this order.", a(&words));
        let titles = titles(object.fields.iter().map(|field| field.section.as_ref()));
        let setter = |(field, section)| SetterDef { section, ..self.setter(field, true) };
        let listed = |(field, _): &(&Field, _)| object.write.iter().any(|name| name.value == field.wire_name.value);
        WriteDef {
            name: names::write_name(&object.name.value),
            doc: markdown(&text),
            setters: object.fields.iter().zip(titles).filter(listed).map(setter).collect(),
            field_setters: Vec::new(),
            known: None,
            model: None,
        }
    }

    /// What a reader has to know of a field beside its own words.
    fn remarks(&self, entity: Option<&Entity>, field: &Field, rust: &str) -> String {
        let unique = entity.and_then(|entity| unique(entity, field));
        let remarks = wire_remark(field, rust).into_iter().chain(self.filled(entity, field)).chain(unique);
        remarks.collect::<Vec<String>>().join(" ")
    }

    fn setter(&self, field: &Field, clears: bool) -> SetterDef {
        let rust = self.rust_name(field);
        let replaces = field.replaces.then(|| "What is sent replaces the whole stored list.".to_owned());
        let remarks: Vec<String> = wire_remark(field, &rust).into_iter().chain(replaces).collect();
        let ty = self.ty(&field.ty.value);
        SetterDef {
            wire: field.wire_name.value.clone(),
            doc: prose(&field.doc.value).and(&remarks.join(" ")),
            takes: takes(&ty),
            ty,
            secret: is_secret(field),
            only: field.only.as_ref().map(|only| only.value),
            section: None,
            deprecated: field.deprecated.as_ref().map(|note| note.value.clone()),
            clear: (clears && field.access != Access::Control).then(|| clear(field, &rust)),
            rust,
        }
    }
}

fn is_secret(field: &Field) -> bool {
    field.secret.as_ref().is_some_and(|secret| secret.value)
}

fn clear(field: &Field, rust: &str) -> ClearDef {
    let value = field.clear.as_ref().map_or(Literal::Null, |clear| clear.value.clone());
    ClearDef { rust: names::clear_name(rust), value, doc: Doc(vec![format!("Clears [`{rust}`](Self::{rust}).")]) }
}

fn wire_remark(field: &Field, rust: &str) -> Option<String> {
    (field.wire_name.value != rust).then(|| format!("{} on the wire.", code(&field.wire_name.value)))
}
