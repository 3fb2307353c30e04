//! `catalog.rs`: what the schema says, as static data without docs. Each entry says only what is not as usual.

mod values;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use self::values::{catalog_type, fixed, info, list_of, null_value, option};
use super::ident;
use crate::ir::{EntityDef, FieldDef, KeyPlace, ListDef, ModelDef, NeededField, OperationDef, ParamDef};
use crate::model::{Access, BodyShape, IdRepr, Presence};

pub(super) fn entity(entity: &EntityDef) -> TokenStream {
    let catalog = &entity.catalog;
    let (name, plural, path, key) = (&catalog.name, &entity.module, &catalog.path, &catalog.key);
    let read = option(catalog.read_scope.as_ref());
    let write = option(catalog.write_scope.as_ref());
    let id = ident(match catalog.id {
        IdRepr::Int => "Int",
        IdRepr::String | IdRepr::Uuid => "Text",
        IdRepr::None => "None",
    });
    let (unique, enforce) = (&catalog.unique, catalog.enforce_scopes);
    let aliases = &entity.aliases;
    let operations = entity.handle.operations.iter().map(|operation| ident(&operation.constant));
    let statics = entity.handle.operations.iter().map(operation);
    let members = members(entity);
    let fields = entity.own.as_ref().map(|own| fields(&own.model));
    quote! {
        pub(crate) static ENTITY: @crate::rt::EntityInfo = @crate::rt::EntityInfo {
            name: #name,
            plural: #plural,
            path: #path,
            key: &[#(#key),*],
            id: @crate::rt::IdKind::#id,
            aliases: &[#(#aliases),*],
            unique: &[#(#unique),*],
            read_scope: #read,
            write_scope: #write,
            enforce_scopes: #enforce,
            operations: &[#(&#operations),*],
            #members
        };

        #(#statics)*
        #fields
    }
}

/// The members of the entry that say what a row holds.
fn members(entity: &EntityDef) -> TokenStream {
    let model = ident(&entity.model.name);
    let Some(own) = &entity.own else {
        let module = ident(&entity.model.module);
        return quote! {
            fields: crate::#module::ENTITY.fields,
            write_only: crate::#module::ENTITY.write_only,
            #[cfg(test)]
            new_empty: crate::#module::ENTITY.new_empty,
        };
    };
    let write_only = own.model.fields.iter().filter(|field| !field.in_model).map(|field| self::field(field, false));
    quote! {
        fields: FIELDS,
        write_only: &[#(#write_only),*],
        #[cfg(test)]
        new_empty: || Box::new(super::model::#model::default()),
    }
}

/// An operation has a static of its own, so that a new one changes no other. It is written out whole: a chain of methods
/// would take a function body per argument to compile.
fn operation(operation: &OperationDef) -> TokenStream {
    let OperationDef { constant, name, path, kind, method, safety, reply, .. } = operation;
    let (constant, kind, method) = (ident(constant), ident(kind.variant()), ident(method.http()));
    let (safety, reply_kind) = (ident(safety.variant()), ident(reply.variant()));
    let key = operation.key.iter().map(|member| {
        let (wire, place) = (&member.wire, key_place(member.place));
        quote!(@crate::rt::KeyInfo::#place(#wire))
    });
    let (parts, params): (Vec<_>, Vec<_>) = operation.params.iter().partition(|param| param.is_part);
    let (filters, params): (Vec<_>, Vec<_>) = params.into_iter().partition(|param| param.is_filter);
    let [filters, params, parts] = [filters, params, parts].map(|params| params.into_iter().map(param));
    let body = option(operation.body.as_ref().map(|body| catalog_type(&body.of)));
    let shape = ident(operation.body_shape.map_or("None", BodyShape::variant));
    let fixed = operation.fixed.iter().map(|(name, value)| {
        let value = fixed(value);
        quote!((#name, #value))
    });
    let needs = operation.needs.iter().map(|group| needed(group));
    let enforce_needs = operation.enforce_needs;
    let ty = reply.ty().map(|ty| {
        let ty = catalog_type(ty);
        quote!((#ty))
    });
    let scope = option(operation.scope.as_ref());
    let list = option(operation.list.as_ref().map(list));
    quote! {
        pub(super) static #constant: @crate::rt::OperationInfo = @crate::rt::OperationInfo {
            kind: @crate::rt::OperationKind::#kind,
            name: #name,
            method: @crate::rt::Method::#method,
            path: #path,
            key: &[#(#key),*],
            filters: &[#(#filters),*],
            params: &[#(#params),*],
            parts: &[#(#parts),*],
            body: #body,
            body_shape: @crate::rt::BodyShape::#shape,
            fixed: &[#(#fixed),*],
            needs: &[#(#needs),*],
            enforce_needs: #enforce_needs,
            reply: @crate::rt::Reply::#reply_kind #ty,
            safety: @crate::rt::Safety::#safety,
            scope: #scope,
            list: #list,
        };
    }
}

fn needed(group: &[NeededField]) -> TokenStream {
    let fields = group.iter().map(|NeededField { wire, rust }| quote!(@crate::rt::NeededField::new(#wire, #rust)));
    quote!(&[#(#fields),*])
}

fn key_place(place: KeyPlace) -> proc_macro2::Ident {
    ident(match place {
        KeyPlace::Path => "in_path",
        KeyPlace::Query => "in_query",
        KeyPlace::Body => "in_body",
    })
}

pub(super) fn fields(model: &ModelDef) -> TokenStream {
    let fields = model.fields.iter().filter(|field| field.in_model).enumerate();
    let fields = fields.map(|(position, field)| self::field(field, model.required.contains(&position)));
    quote! {
        pub(super) static FIELDS: &[@crate::rt::FieldInfo] = &[#(#fields),*];
    }
}

/// A required field is a member of the key.
fn field(field: &FieldDef, required: bool) -> TokenStream {
    let new = info("FieldInfo", &field.wire, &field.rust, &field.ty);
    let presence = (field.presence != Presence::default()).then(|| {
        let variant = ident(field.presence.variant());
        quote!(.presence(@crate::rt::Presence::#variant))
    });
    let access = (field.access != Access::default()).then(|| {
        let variant = ident(field.access.variant());
        quote!(.access(@crate::rt::Access::#variant))
    });
    let with = list_of("with", &field.with);
    let only = field.only.map(|only| {
        let variant = ident(only.variant());
        quote!(.only(@crate::rt::OperationKind::#variant))
    });
    let null_values = list_of("null_values", field.null_values.iter().filter_map(|value| null_value(value, &field.ty)));
    let secret = field.secret.then(|| quote!(.secret()));
    let required = required.then(|| quote!(.required()));
    quote!(#new #required #presence #with #access #only #null_values #secret)
}

fn list(facts: &ListDef) -> TokenStream {
    let rows = &facts.rows;
    let paging = ident(facts.paging.variant());
    let window = facts.window.as_ref().map(|name| quote!((#name)));
    let cap = option(facts.page_cap.map(Literal::u32_unsuffixed));
    let sort = Literal::u32_unsuffixed(facts.sort);
    quote!(@crate::rt::ListInfo { rows: &[#(#rows),*], paging: @crate::rt::Paging::#paging #window, page_cap: #cap, sort: #sort })
}

fn param(param: &ParamDef) -> TokenStream {
    let new = info("ParamInfo", &param.wire, &param.rust, &param.ty);
    let field = param.field.as_ref().map(|field| quote!(.field(#field)));
    let role = param.role.map(|role| {
        let variant = ident(role.variant());
        quote!(.role(@crate::rt::Role::#variant))
    });
    let needs = list_of("needs", &param.needs);
    let excludes = list_of("excludes", &param.excludes);
    let required = param.required.then(|| quote!(.required()));
    quote!(#new #field #role #needs #excludes #required)
}
