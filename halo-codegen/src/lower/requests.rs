//! Requests: the handle of an entity, its requests, their parameters.

use super::Lowering;
use super::bulk::hydrates;
use super::docs::{a, code, markdown, prose, words};
use super::types::type_name;
use super::{model_of, read_scope, write_scope};
use crate::ir::{ArgDef, BodyDef, ParamDef, Reply, RequestDef, RequestsDef};
use crate::model::{Entity, Param};
use crate::naming;
use crate::source::Spanned;

/// The words of one kind of request.
struct Kind<'a> {
    verb: &'static str,
    method: &'static str,
    does: String,
    scope: Option<&'a str>,
    remark: &'static str,
    reply: Reply,
}

impl Lowering<'_> {
    pub(super) fn requests(&self, entity: &Entity) -> RequestsDef {
        let handle = naming::handle_name(&entity.name.value, &entity.plural);
        let accessor = &entity.plural;
        RequestsDef {
            handle_doc: markdown(&format!("Requests on {}, from [`Halo::{accessor}`].", words(accessor))),
            accessor_doc: markdown(&format!("Requests on {}.", words(accessor)))
                .verbatim(prose(&entity.doc.value).0)
                .verbatim(example(entity)),
            requests: self.all(entity, &handle),
            bulk: self.bulk(entity),
            hydrates: hydrates(entity),
            handle,
        }
    }

    fn all(&self, entity: &Entity, handle: &str) -> Vec<RequestDef> {
        let params =
            |endpoint: &Option<crate::model::Endpoint>| endpoint.as_ref().map(|endpoint| endpoint.params.clone());
        let listed = entity.list.as_ref().map(|list| [list.filters.clone(), list.options.clone()].concat());
        let requests = [
            (list(entity), listed),
            (get(entity), params(&entity.get)),
            (create(entity), params(&entity.create)),
            (update(entity), params(&entity.update)),
            (delete(entity), params(&entity.delete)),
        ];
        let present = requests.into_iter().filter_map(|(kind, params)| Some((kind, params?)));
        let usual = present.map(|(kind, params)| self.request(entity, handle, &kind, &params));
        let operations = entity.operations.iter().map(|operation| self.operation(entity, handle, operation));
        usual.chain(operations).collect()
    }

    fn request(&self, entity: &Entity, handle: &str, kind: &Kind<'_>, params: &[Param]) -> RequestDef {
        let singular = &entity.name.value;
        let name = match kind.reply {
            Reply::List(_) => naming::request_name(kind.verb, &entity.plural),
            _ => naming::request_name(kind.verb, singular),
        };
        let with_key = matches!(kind.verb, "get" | "update" | "delete");
        let with_body = matches!(kind.verb, "create" | "update");
        let endpoint = match kind.verb {
            "get" | "delete" => format!("{} {}/{{id}}", kind.method, entity.path.value),
            _ => format!("{} {}", kind.method, entity.path.value),
        };
        RequestDef {
            verb: kind.verb.to_owned(),
            method_doc: markdown(&format!("{}.", kind.does))
                .and(&endpoint_line(&endpoint, kind.scope))
                .and(kind.remark),
            struct_doc: markdown(&format!("{}: [`{handle}::{}`].", kind.does, kind.verb)),
            key: if with_key { self.key(entity) } else { Vec::new() },
            body: if with_body { self.body(entity.model(), singular) } else { None },
            reply: kind.reply.clone(),
            params: self.params(params),
            field_setters: self.request_field_setters(entity, kind.verb),
            operation: None,
            name,
        }
    }

    /// The argument for the write type of a struct, called after what is written.
    pub(super) fn body(&self, model: &str, called: &str) -> Option<BodyDef> {
        let (_, write) = self.names.object(model)?;
        Some(BodyDef { rust: naming::variable_name(called), ty: write?.clone() })
    }

    pub(super) fn key(&self, entity: &Entity) -> Vec<ArgDef> {
        self.arguments(entity, entity.key.iter())
    }

    /// Members of the key as arguments.
    pub(super) fn arguments<'m>(
        &self,
        entity: &Entity,
        members: impl Iterator<Item = &'m Spanned<String>>,
    ) -> Vec<ArgDef> {
        let field = |name: &str| entity.fields.iter().find(|field| field.wire_name.value == name);
        let members = members.filter_map(|member| field(&member.value));
        members.map(|field| ArgDef { rust: self.rust_name(field), ty: self.names.rust(&field.ty.value) }).collect()
    }

    pub(super) fn params(&self, params: &[Param]) -> Vec<ParamDef> {
        params.iter().map(|param| self.param(param, params)).collect()
    }

    fn param(&self, param: &Param, all: &[Param]) -> ParamDef {
        let rust_name = |param: &Param| {
            naming::rust_name(self.schema, &param.wire_name.value, param.name.as_ref().map(|name| name.value.as_str()))
        };
        let named = |wire: &str| {
            let known = all.iter().find(|other| other.wire_name.value == wire);
            format!("`{}`", known.map_or_else(|| wire.to_owned(), rust_name))
        };
        let rust = rust_name(param);
        let mut remarks = Vec::new();
        if param.wire_name.value != rust {
            remarks.push(format!("{} on the wire.", code(&param.wire_name.value)));
        }
        if !param.needs.is_empty() {
            let needs: Vec<String> = param.needs.iter().map(|other| named(&other.value)).collect();
            remarks.push(format!("Needs {}.", needs.join(" and ")));
        }
        if !param.excludes.is_empty() {
            let excludes = param.excludes.iter().map(|other| match other.value.as_str() {
                "paging" => "paging".to_owned(),
                other => named(other),
            });
            remarks.push(format!("Cannot be combined with {}.", excludes.collect::<Vec<_>>().join(" or ")));
        }
        ParamDef {
            wire: param.wire_name.value.clone(),
            doc: prose(&param.doc.value).and(&remarks.join(" ")),
            ty: self.names.rust(&param.ty.value),
            type_name: type_name(&param.ty.value),
            required: param.required,
            field: param.field.as_ref().map(|field| field.value.clone()),
            needs: param.needs.iter().map(|other| other.value.clone()).collect(),
            excludes: param.excludes.iter().map(|other| other.value.clone()).collect(),
            rust,
        }
    }
}

fn list(entity: &Entity) -> Kind<'_> {
    Kind {
        verb: "list",
        method: "GET",
        does: format!("Lists {}", words(&entity.plural)),
        scope: read_scope(entity),
        remark: "",
        reply: Reply::List(model_of(entity)),
    }
}

fn get(entity: &Entity) -> Kind<'_> {
    Kind {
        verb: "get",
        method: "GET",
        does: format!("Fetches {}", a(&words(&entity.name.value))),
        scope: read_scope(entity),
        remark: "",
        reply: Reply::Object(model_of(entity)),
    }
}

fn create(entity: &Entity) -> Kind<'_> {
    Kind {
        verb: "create",
        method: "POST",
        does: format!("Creates {}", a(&words(&entity.name.value))),
        scope: write_scope(entity),
        remark: "It is sent once: if the outcome is in doubt, it fails with \
                 [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) rather than risk a duplicate.",
        reply: Reply::Object(model_of(entity)),
    }
}

fn update(entity: &Entity) -> Kind<'_> {
    Kind {
        verb: "update",
        method: "POST",
        does: format!("Changes {}", a(&words(&entity.name.value))),
        scope: write_scope(entity),
        remark: "Only what is set is sent, and the id with it: without one Halo would create a duplicate.",
        reply: Reply::Object(model_of(entity)),
    }
}

fn delete(entity: &Entity) -> Kind<'_> {
    Kind {
        verb: "delete",
        method: "DELETE",
        does: format!("Deletes {}", a(&words(&entity.name.value))),
        scope: write_scope(entity),
        remark: "",
        reply: Reply::Empty,
    }
}

pub(super) fn endpoint_line(endpoint: &str, scope: Option<&str>) -> String {
    match scope {
        Some(scope) => format!("{}, scope {}.", code(endpoint), code(scope)),
        None => format!("{}.", code(endpoint)),
    }
}

/// An example that compiles for every entity.
fn example(entity: &Entity) -> Vec<String> {
    let rows = &entity.plural;
    let row = naming::variable_name(&entity.name.value);
    let plain = |list: &crate::model::List| !list.filters.iter().chain(&list.options).any(|param| param.required);
    let code = match &entity.list {
        Some(list) if plain(list) => vec![
            format!("let mut {rows} = halo.{rows}().list().stream();"),
            format!("while let Some({row}) = {rows}.try_next().await? {{"),
            format!("    println!(\"{{{row}:?}}\");"),
            "}".to_owned(),
        ],
        _ => vec![format!("let {rows} = halo.{rows}();")],
    };
    let before = ["```no_run", "# async fn example(halo: halo_api::Halo) -> Result<(), halo_api::Error> {"];
    let after = ["# Ok(())", "# }", "```"];
    before.map(str::to_owned).into_iter().chain(code).chain(after.map(str::to_owned)).collect()
}
