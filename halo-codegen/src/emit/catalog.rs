//! `catalog.rs`: what the schema says, as static data without docs.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident;
use super::types::Imports;
use crate::ir::{EntityDef, FieldDef, ListDef, ModelDef, ParamDef, RequestDef, UnsetDef};

pub(super) fn entity(entity: &EntityDef) -> TokenStream {
    let catalog = &entity.catalog;
    let (name, plural, path, key) = (&entity.model.name, &entity.module, &catalog.path, &catalog.key);
    let read = option(catalog.read_scope.as_ref());
    let write = option(catalog.write_scope.as_ref());
    let id = ident(catalog.id);
    let enforce = catalog.enforce_scopes;
    let request = |verb: &str| entity.requests.requests.iter().find(|request| request.verb == verb);
    let list = option(request("list").zip(catalog.list.as_ref()).map(|(request, facts)| list(request, facts)));
    let [get, create, update, delete] = ["get", "create", "update", "delete"].map(|verb| endpoint(request(verb)));
    let model = ident(&entity.model.name);
    let imports = imports(entity);
    let fields = fields(&entity.model);
    let write_only = entity.model.fields.iter().filter(|field| !field.in_model).map(field);
    quote! {
        #imports

        pub(crate) static ENTITY: EntityInfo = EntityInfo {
            name: #name,
            plural: #plural,
            path: #path,
            key: &[#(#key),*],
            id: IdKind::#id,
            read_scope: #read,
            write_scope: #write,
            enforce_scopes: #enforce,
            list: #list,
            get: #get,
            create: #create,
            update: #update,
            delete: #delete,
            fields: FIELDS,
            write_only: &[#(#write_only),*],
            #[cfg(test)]
            blank: || Box::new(super::model::#model::default()),
        };

        #fields
    }
}

pub(super) fn object(model: &ModelDef) -> TokenStream {
    let mut imports = Imports::default();
    import_fields(model, &mut imports);
    let imports = imports.tokens();
    let fields = fields(model);
    quote! {
        #imports
        #fields
    }
}

fn imports(entity: &EntityDef) -> TokenStream {
    let mut imports = Imports::default();
    imports.add("crate::catalog::EntityInfo");
    imports.add("crate::catalog::IdKind");
    import_fields(&entity.model, &mut imports);
    let requests = &entity.requests.requests;
    if requests.iter().any(|request| request.verb == "list") {
        imports.add("crate::catalog::ListInfo");
        imports.add("crate::catalog::Paging");
    }
    if requests.iter().any(|request| request.verb != "list") {
        imports.add("crate::catalog::EndpointInfo");
    }
    if requests.iter().any(|request| !request.params.is_empty()) {
        imports.add("crate::catalog::ParamInfo");
    }
    imports.tokens()
}

fn import_fields(model: &ModelDef, imports: &mut Imports) {
    imports.add("crate::catalog::FieldInfo");
    if model.fields.iter().any(|field| field.filled != "Both") {
        imports.add("crate::catalog::Filled");
    }
    if model.fields.iter().any(|field| field.access != "Read") {
        imports.add("crate::catalog::Access");
    }
    if model.fields.iter().any(|field| !field.none.is_empty()) {
        imports.add("crate::catalog::Unset");
    }
}

fn fields(model: &ModelDef) -> TokenStream {
    let fields = model.fields.iter().filter(|field| field.in_model).map(field);
    quote! {
        pub(super) static FIELDS: &[FieldInfo] = &[#(#fields),*];
    }
}

/// A field says only what is not as usual.
fn field(field: &FieldDef) -> TokenStream {
    let FieldDef { wire, rust, type_name, .. } = field;
    let filled = (field.filled != "Both").then(|| {
        let variant = ident(field.filled);
        quote!(.filled(Filled::#variant))
    });
    let access = (field.access != "Read").then(|| {
        let variant = ident(field.access);
        quote!(.access(Access::#variant))
    });
    let none = (!field.none.is_empty()).then(|| {
        let values = field.none.iter().map(unset);
        quote!(.none(&[#(#values),*]))
    });
    let secret = field.secret.then(|| quote!(.secret()));
    quote!(FieldInfo::new(#wire, #rust, #type_name) #filled #access #none #secret)
}

fn unset(unset: &UnsetDef) -> TokenStream {
    match unset {
        UnsetDef::Int(number) => {
            let number = Literal::i64_unsuffixed(*number);
            quote!(Unset::Int(#number))
        }
        UnsetDef::Text(text) => quote!(Unset::Text(#text)),
    }
}

fn list(request: &RequestDef, facts: &ListDef) -> TokenStream {
    let rows = &facts.rows;
    let paging = ident(facts.paging);
    let cap = option(facts.page_cap.map(Literal::u32_unsuffixed));
    let sort = Literal::u32_unsuffixed(facts.sort);
    let (filters, options) = request.params.split_at(facts.filters.min(request.params.len()));
    let filters = filters.iter().map(param);
    let options = options.iter().map(param);
    quote! {
        ListInfo {
            rows: &[#(#rows),*],
            paging: Paging::#paging,
            page_cap: #cap,
            sort: #sort,
            filters: &[#(#filters),*],
            options: &[#(#options),*],
        }
    }
}

fn endpoint(request: Option<&RequestDef>) -> TokenStream {
    let Some(request) = request else { return quote!(None) };
    let params = request.params.iter().map(param);
    quote!(Some(EndpointInfo { params: &[#(#params),*] }))
}

/// A parameter says only what is not as usual.
fn param(param: &ParamDef) -> TokenStream {
    let ParamDef { wire, rust, type_name, .. } = param;
    let field = param.field.as_ref().map(|field| quote!(.field(#field)));
    let list = |names: &[String], method: &str| {
        let method = ident(method);
        (!names.is_empty()).then(|| quote!(.#method(&[#(#names),*])))
    };
    let needs = list(&param.needs, "needs");
    let excludes = list(&param.excludes, "excludes");
    let required = param.required.then(|| quote!(.required()));
    quote!(ParamInfo::new(#wire, #rust, #type_name) #field #needs #excludes #required)
}

fn option<T: quote::ToTokens>(value: Option<T>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}
