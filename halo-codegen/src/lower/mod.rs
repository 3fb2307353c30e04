//! The schema to the API: the only place with policy. Every name, type and sentence of the generated code is made here.

mod bulk;
mod docs;
mod field_values;
mod fields;
mod filled;
mod handle;
mod key;
pub mod names;
mod needs;
mod operations;
mod overview;
mod resources;
mod sections;
mod types;

use self::docs::{a, code, markdown, prose, summarized, words};
pub(crate) use self::key::key_args;
pub(crate) use self::types::{shown, shown_field};
use crate::ir::{Api, CatalogDef, EntityDef, EnumDef, IdDef, ObjectDef, OwnTypes, ScopeDef, TypeRef, ValueDef};
use crate::model::{Entity, Enum, IdRepr, Object, Schema, Types};
use crate::naming;
use crate::parallel;

/// Decides the whole API.
#[must_use]
pub fn lower(schema: &Schema) -> Api {
    let lowering = Lowering { schema, types: Types::of(schema) };
    Api {
        groups: overview::groups(schema),
        scopes: lowering.scopes(),
        ids: ids(schema),
        entities: parallel::map(&schema.entities, |entity| lowering.entity(entity)),
        objects: schema.objects.iter().map(|object| lowering.object(object)).collect(),
        enums: schema.enums.iter().map(enumeration).collect(),
        resources: resources::resources(schema),
    }
}

/// What every part of the lowering looks up.
struct Lowering<'a> {
    schema: &'a Schema,
    types: Types<'a>,
}

impl Lowering<'_> {
    fn scopes(&self) -> Vec<ScopeDef> {
        let scope = |scope: &crate::model::Scope| ScopeDef {
            variant: names::scope_variant(scope),
            text: scope.name.value.clone(),
            doc: prose(&scope.doc.value).and(&format!("{} on the wire.", code(&scope.name.value))),
        };
        self.schema.halo.scopes.iter().map(scope).collect()
    }

    fn entity(&self, entity: &Entity) -> EntityDef {
        EntityDef {
            source: format!("entities/{}.yaml", entity.plural),
            module: entity.plural.clone(),
            doc: summarized(&entity.doc.value).and(&path_line(entity)).and(&extends_line(entity)),
            path_alias: entity.path.value.clone(),
            aliases: aliases(entity),
            deprecated: entity.deprecated.as_ref().map(|note| note.value.clone()),
            model: model_of(entity),
            own: entity.has_own_types().then(|| OwnTypes {
                model: self.model(&entity.name.value, &entity.doc.value, &entity.fields, Some(entity)),
                write: self.schema.has_write_type(entity).then(|| self.entity_write(entity)),
            }),
            handle: self.handle(entity),
            catalog: catalog(entity),
        }
    }

    fn object(&self, object: &Object) -> ObjectDef {
        ObjectDef {
            source: format!("types/{}.yaml", object.stem),
            module: object.stem.clone(),
            doc: summarized(&object.doc.value),
            model: self.model(&object.name.value, &object.doc.value, &object.fields, None),
            write: (!object.write.is_empty()).then(|| self.object_write(object)),
        }
    }
}

/// Halo's other names for an entity, and those of its path, schemas and struct.
fn aliases(entity: &Entity) -> Vec<String> {
    let path = entity.path.value.trim_start_matches('/');
    let vendor = entity.vendor.iter().flat_map(|vendor| [&vendor.detail, &vendor.list]).flatten();
    let listed = entity.also.iter().chain(vendor).map(|name| name.value.as_str());
    let mut aliases: Vec<String> = Vec::new();
    for name in listed.chain([path, &entity.name.value]) {
        if !aliases.iter().chain([&entity.plural]).any(|known| names::same_word(known, name)) {
            aliases.push(name.to_owned());
        }
    }
    aliases
}

fn model_of(entity: &Entity) -> TypeRef {
    TypeRef { module: entity.model_module().to_owned(), name: entity.model().to_owned() }
}

fn read_scope(entity: &Entity) -> Option<&str> {
    entity.scopes.read.as_ref().map(|scope| scope.value.as_str())
}

fn write_scope(entity: &Entity) -> Option<&str> {
    entity.scopes.write.as_ref().map(|scope| scope.value.as_str())
}

/// Where the types are that the module lacks.
fn extends_line(entity: &Entity) -> String {
    let (module, model) = (entity.model_module(), entity.model());
    match entity.extends {
        Some(_) => format!(
            "Its rows and write types are those of [`{module}`](crate::{module}), such as [`{model}`](crate::{module}::{model})."
        ),
        None => String::new(),
    }
}

fn path_line(entity: &Entity) -> String {
    let scopes = [read_scope(entity), write_scope(entity)].into_iter().flatten();
    let scopes: Vec<String> = scopes.map(code).collect();
    let noun = if scopes.len() == 1 { "Scope" } else { "Scopes" };
    match scopes.as_slice() {
        [] => format!("Path: {}.", code(&entity.path.value)),
        scopes => format!("Path: {}. {noun}: {}.", code(&entity.path.value), scopes.join(" and ")),
    }
}

fn ids(schema: &Schema) -> Vec<IdDef> {
    let declared = schema.halo.ids.iter().map(|id| IdDef {
        name: id.name.value.clone(),
        repr: id.repr,
        doc: summarized(&id.doc.value),
        aliases: Vec::new(),
    });
    let has_id = |entity: &&Entity| entity.has_own_types() && entity.id.value != IdRepr::None;
    let brought = schema.entities.iter().filter(has_id).map(|entity| IdDef {
        name: naming::id_name(&entity.name.value),
        repr: entity.id.value,
        doc: markdown(&format!("Identifies {}.", a(&words(&entity.name.value)))),
        aliases: aliases(entity),
    });
    let mut ids: Vec<IdDef> = declared.chain(brought).collect();
    ids.sort_by(|one, other| one.name.cmp(&other.name));
    ids
}

fn catalog(entity: &Entity) -> CatalogDef {
    CatalogDef {
        name: entity.name.value.clone(),
        path: entity.path.value.clone(),
        key: entity.key.iter().map(|member| member.value.clone()).collect(),
        unique: entity.unique.iter().map(|field| field.value.clone()).collect(),
        id: entity.id.value,
        read_scope: read_scope(entity).map(str::to_owned),
        write_scope: write_scope(entity).map(str::to_owned),
        enforce_scopes: entity.scopes.enforce,
    }
}

fn enumeration(one: &Enum) -> EnumDef {
    let value = |value: &crate::model::EnumValue| ValueDef {
        variant: names::variant_name(value),
        wire: value.wire.value.clone(),
        also: value.also.iter().map(|also| also.value.clone()).collect(),
        doc: prose(&value.doc.value).and(&format!("{} on the wire.", code(&value.wire.value))),
    };
    EnumDef {
        source: format!("types/{}.yaml", one.stem),
        module: one.stem.clone(),
        name: one.name.value.clone(),
        doc: summarized(&one.doc.value),
        repr: one.repr.value,
        values: one.values.iter().map(value).collect(),
    }
}
