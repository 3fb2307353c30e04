//! `catalog.rs`: what the schema says, as static data without docs.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident;
use super::types::Imports;
use crate::ir::{EntityDef, FieldDef, FixedDef, ListDef, ModelDef, OperationDef, ParamDef, RequestDef, UnsetDef};

pub(super) fn entity(entity: &EntityDef) -> TokenStream {
    let catalog = &entity.catalog;
    let (name, plural, path, key) = (&catalog.name, &entity.module, &catalog.path, &catalog.key);
    let read = option(catalog.read_scope.as_ref());
    let write = option(catalog.write_scope.as_ref());
    let id = ident(catalog.id);
    let enforce = catalog.enforce_scopes;
    let request = |verb: &str| entity.requests.requests.iter().find(|request| request.verb == verb);
    let list = option(request("list").zip(catalog.list.as_ref()).map(|(request, facts)| list(request, facts)));
    let [get, create, update, delete] = ["get", "create", "update", "delete"].map(|verb| endpoint(request(verb)));
    let operations = operations(entity).map(|(operation, _)| ident(&operation.constant));
    let statics = self::operations(entity).map(|(operation, request)| self::operation(operation, request));
    let imports = imports(entity);
    let members = members(entity);
    let fields = entity.own.as_ref().map(|own| fields(&own.model));
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
            blank: crate::#module::ENTITY.blank,
        };
    };
    let write_only = own.model.fields.iter().filter(|field| !field.in_model).map(|field| self::field(field, false));
    quote! {
        fields: FIELDS,
        write_only: &[#(#write_only),*],
        #[cfg(test)]
        blank: || Box::new(super::model::#model::default()),
    }
}

fn operations(entity: &EntityDef) -> impl Iterator<Item = (&OperationDef, &RequestDef)> {
    entity.requests.requests.iter().filter_map(|request| Some((request.operation.as_ref()?, request)))
}

/// An operation has a static of its own, so that a new one changes no other.
fn operation(operation: &OperationDef, request: &RequestDef) -> TokenStream {
    let (constant, name) = (ident(&operation.constant), &request.verb);
    let OperationDef { path, key, in_array, reply, .. } = operation;
    let (method, safety) = (ident(operation.method), ident(operation.safety));
    let (body, scope) = (option(operation.body.as_ref()), option(operation.scope.as_ref()));
    let params = request.params.iter().map(param);
    let fixed = operation.fixed.iter().map(|(name, value)| {
        let value = fixed(value);
        quote!((#name, #value))
    });
    quote! {
        pub(super) static #constant: OperationInfo = OperationInfo {
            name: #name,
            method: Method::#method,
            path: #path,
            key: &[#(#key),*],
            params: &[#(#params),*],
            body: #body,
            in_array: #in_array,
            fixed: &[#(#fixed),*],
            reply: #reply,
            safety: Safety::#safety,
            scope: #scope,
        };
    }
}

fn fixed(value: &FixedDef) -> TokenStream {
    match value {
        FixedDef::Null => quote!(Fixed::Null),
        FixedDef::Bool(value) => quote!(Fixed::Bool(#value)),
        FixedDef::Int(value) => {
            let value = Literal::i64_unsuffixed(*value);
            quote!(Fixed::Int(#value))
        }
        FixedDef::Float(value) => {
            let value: TokenStream = value.parse().unwrap_or_default();
            quote!(Fixed::Float(#value))
        }
        FixedDef::Text(text) => quote!(Fixed::Text(#text)),
        FixedDef::Key(member) => quote!(Fixed::Key(#member)),
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
    imports.add("crate::rt::EntityInfo");
    imports.add("crate::rt::IdKind");
    if let Some(own) = &entity.own {
        import_fields(&own.model, &mut imports);
    }
    if operations(entity).next().is_some() {
        for path in ["crate::rt::Method", "crate::rt::Safety", "crate::rt::OperationInfo"] {
            imports.add(path);
        }
    }
    if operations(entity).any(|(operation, _)| !operation.fixed.is_empty()) {
        imports.add("crate::rt::Fixed");
    }
    let requests = &entity.requests.requests;
    if requests.iter().any(|request| request.verb == "list") {
        imports.add("crate::rt::ListInfo");
        imports.add("crate::rt::Paging");
    }
    if requests.iter().any(|request| request.verb != "list" && request.operation.is_none()) {
        imports.add("crate::rt::EndpointInfo");
    }
    if requests.iter().any(|request| !request.params.is_empty()) {
        imports.add("crate::rt::ParamInfo");
    }
    imports.tokens()
}

fn import_fields(model: &ModelDef, imports: &mut Imports) {
    imports.add("crate::rt::FieldInfo");
    if model.fields.iter().any(|field| field.filled != "Both") {
        imports.add("crate::rt::Presence");
    }
    if model.fields.iter().any(|field| field.access != "Read") {
        imports.add("crate::rt::Access");
    }
    if model.fields.iter().any(|field| !field.none.is_empty()) {
        imports.add("crate::rt::NullValue");
    }
}

fn fields(model: &ModelDef) -> TokenStream {
    let fields = model.fields.iter().filter(|field| field.in_model).enumerate();
    let fields = fields.map(|(position, field)| self::field(field, model.always.contains(&position)));
    quote! {
        pub(super) static FIELDS: &[FieldInfo] = &[#(#fields),*];
    }
}

/// A field says only what is not as usual. A required one is a member of the key.
fn field(field: &FieldDef, required: bool) -> TokenStream {
    let FieldDef { wire, rust, type_name, .. } = field;
    let filled = (field.filled != "Both").then(|| {
        let variant = ident(field.filled);
        quote!(.presence(Presence::#variant))
    });
    let access = (field.access != "Read").then(|| {
        let variant = ident(field.access);
        quote!(.access(Access::#variant))
    });
    let none = (!field.none.is_empty()).then(|| {
        let values = field.none.iter().map(unset);
        quote!(.null_values(&[#(#values),*]))
    });
    let secret = field.secret.then(|| quote!(.secret()));
    let required = required.then(|| quote!(.required()));
    quote!(FieldInfo::new(#wire, #rust, #type_name) #required #filled #access #none #secret)
}

fn unset(unset: &UnsetDef) -> TokenStream {
    match unset {
        UnsetDef::Int(number) => {
            let number = Literal::i64_unsuffixed(*number);
            quote!(NullValue::Int(#number))
        }
        UnsetDef::Text(text) => quote!(NullValue::Text(#text)),
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
