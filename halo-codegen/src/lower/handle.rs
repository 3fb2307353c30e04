//! The handle of an entity, and the parameters of its requests.

use super::Lowering;
use super::docs::{code, markdown, prose, summarized, words};
use super::names;
use super::sections::titles;
use super::types::takes;
use crate::ir::{HandleDef, NeededField, OperationDef, ParamDef};
use crate::model::{Entity, IdRepr, Named, OperationKind, Param, ParamPlace};

impl Lowering<'_> {
    pub(super) fn handle(&self, entity: &Entity) -> HandleDef {
        let handle = names::handle_name(&entity.name.value, &entity.plural);
        let accessor = &entity.plural;
        let titles = titles(entity.operations.iter().map(|operation| operation.section.as_ref()));
        let operations = entity
            .operations
            .iter()
            .zip(titles)
            .map(|(operation, section)| OperationDef { section, ..self.operation(entity, &handle, operation) });
        HandleDef {
            doc: markdown(&format!("Requests on {}, from [`Halo::{accessor}`].", words(accessor))),
            accessor_doc: markdown(&format!("Requests on {}.", words(accessor)))
                .verbatim(summarized(&entity.doc.value).0)
                .verbatim(example(entity, &self.bound(entity))),
            operations: operations.collect(),
            bulk: self.bulk(entity),
            hydrates: super::bulk::hydrates(entity),
            tells_changes: super::bulk::tells_changes(entity),
            name: handle,
        }
    }

    pub(super) fn params(&self, params: &[Param]) -> Vec<ParamDef> {
        let rest = if params.iter().any(|param| param.is_filter) { "What rows hold" } else { "Parameters" };
        let titled = titled(params, true, "Filters").into_iter().chain(titled(params, false, rest));
        titled.map(|(param, title)| ParamDef { section: Some(title), ..self.param(param, params) }).collect()
    }

    pub(super) fn param_name(&self, param: &Param) -> String {
        names::name_of(self.schema, &param.wire_name, param.name.as_ref())
    }

    fn param(&self, param: &Param, all: &[Param]) -> ParamDef {
        let named = |wire: &str| {
            let known = all.iter().find(|other| other.wire_name.value == wire);
            format!("`{}`", known.map_or_else(|| wire.to_owned(), |param| self.param_name(param)))
        };
        let rust = self.param_name(param);
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
        let ty = self.ty(&param.ty.value);
        ParamDef {
            wire: param.wire_name.value.clone(),
            doc: prose(&param.doc.value).and(&remarks.join(" ")),
            takes: takes(&ty),
            ty,
            section: None,
            deprecated: param.deprecated.as_ref().map(|note| note.value.clone()),
            is_filter: param.is_filter,
            is_part: param.place == ParamPlace::Part,
            role: param.role.as_ref().map(|role| role.value),
            required: param.required,
            field: param.field.as_ref().map(|field| field.value.clone()),
            needs: param.needs.iter().map(|other| other.value.clone()).collect(),
            excludes: param.excludes.iter().map(|other| other.value.clone()).collect(),
            rust,
        }
    }
}

impl Lowering<'_> {
    /// The setter that bounds a list by itself, if the list needs one: an id that all of `needs` are content with.
    fn bound(&self, entity: &Entity) -> String {
        let Some(list) = entity.operation(OperationKind::List) else { return String::new() };
        let needs = self.needs(entity, list);
        let is_number = |wire: &str| {
            let param = list.params.iter().find(|param| param.wire_name.value == wire);
            let named = param.and_then(|param| param.ty.value.name()).and_then(|name| self.types.get(name));
            matches!(named, Some(Named::Id(IdRepr::Int)))
        };
        let in_all = |field: &&NeededField| needs.iter().all(|group| group.contains(field)) && is_number(&field.wire);
        let found = needs.iter().flatten().find(in_all);
        found.map_or_else(String::new, |field| format!(".{}(5)", field.rust))
    }
}

/// Filters or the others, each with its title: what has none of its own is under the general one. A section of filters does
/// not go on in the options.
fn titled<'p>(params: &'p [Param], is_filter: bool, general: &str) -> Vec<(&'p Param, String)> {
    let of = || {
        let sent = params.iter().filter(|param| param.place != ParamPlace::Path);
        sent.filter(move |param| param.is_filter == is_filter)
    };
    let titles = titles(of().map(|param| param.section.as_ref()));
    of().zip(titles).map(|(param, title)| (param, title.unwrap_or_else(|| general.to_owned()))).collect()
}

/// An example that compiles for every entity.
fn example(entity: &Entity, bound: &str) -> Vec<String> {
    let rows = &entity.plural;
    let row = names::variable_name(&entity.name.value);
    let code = match entity.operation(OperationKind::List) {
        Some(list) if !list.params.iter().any(|param| param.required) => vec![
            format!("let mut {rows} = halo.{rows}().list(){bound}.stream();"),
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
