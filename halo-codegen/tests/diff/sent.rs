//! What every call of an API sends, as text: an interpreter of the IR that does what the runtime does with it.
//!
//! Calls are named as code spells them, so that the same name in two APIs is the same code, which compiles in both.

use std::collections::BTreeMap;

use halo_codegen::ir::{
    Api, BulkKind, EntityDef, FixedValue, KeyPlace, ListDef, NeededField, OperationDef, OwnTypes, ParamDef, SetterDef,
    Takes, Type, TypeRef, WriteDef,
};
use halo_codegen::model::{BodyShape, EnumRepr, IdRepr, Only, OperationKind, Paging, Presence, Role, Scalar};

/// A call as code spells it, below its module.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Call {
    /// Such as `tickets`.
    pub(crate) module: String,
    /// Such as `list().open_only(true)`.
    pub(crate) code: String,
}

/// What a call sends, or why it is refused before it is sent.
type Outcome = Result<Sent, String>;

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sent {
    request: String,
    /// The scope without which it is refused.
    scope: Option<String>,
}

impl Sent {
    /// Whether a call that sent this still does, and is not refused where it was not.
    fn is_still(&self, now: &Outcome) -> bool {
        now.as_ref().is_ok_and(|now| now.request == self.request && (now.scope.is_none() || now.scope == self.scope))
    }
}

/// The calls that both APIs have and that send something else in the new one, each with what it sent and sends.
pub(crate) fn differing(old: &Api, new: &Api) -> Vec<(Call, String)> {
    let (before, mut after) = (all(old), all(new));
    let both = before.into_iter().filter_map(|(call, was)| after.remove(&call).map(|is| (call, was, is)));
    // What was refused may be sent, or refused for another reason.
    let broken = both.filter(|(_, was, is)| was.as_ref().is_ok_and(|was| !was.is_still(is)));
    broken.map(|(call, was, is)| (call, format!("sent {was:?}, sends {is:?}"))).collect()
}

/// Every call with at most one setter, and those with two setters of one request.
fn all(api: &Api) -> BTreeMap<Call, Outcome> {
    let mut calls = Calls { api, module: String::new(), found: BTreeMap::new() };
    for entity in &api.entities {
        calls.module.clone_from(&entity.module);
        if let Some(own) = &entity.own {
            own.write.iter().for_each(|write| calls.write(write));
            calls.compared(own);
        }
        for operation in &entity.handle.operations {
            calls.operation(entity, operation);
        }
        calls.several(entity);
    }
    "resources".clone_into(&mut calls.module);
    for resource in api.resources.iter().filter(|resource| resource.verbs.contains(&OperationKind::List)) {
        let (rows, paging) = (resource.rows.clone(), resource.paging.unwrap_or(Paging::Pages));
        let list = ListDef { rows, paging, window: resource.window.clone(), page_cap: resource.page_cap, sort: 0 };
        for page_size in [None, Some(7)] {
            let query = window(&list, &[], &Set { page_size, ..Set::default() });
            let sent = query.map(|query| plain(&format!("get {}?{}", resource.path, query.join("&"))));
            calls.add(format!("resource({}).list() {page_size:?}", resource.path), sent);
        }
    }
    "types".clone_into(&mut calls.module);
    for object in &api.objects {
        object.write.iter().for_each(|write| calls.write(write));
    }
    for one in &api.enums {
        for value in &one.values {
            calls.add(format!("{}::{}", one.name, value.variant), Ok(plain(&value.wire)));
        }
    }
    calls.found
}

struct Calls<'a> {
    api: &'a Api,
    module: String,
    found: BTreeMap<Call, Outcome>,
}

/// What was set on a request.
#[derive(Default, Clone)]
struct Set<'a> {
    /// Setters, each with its argument.
    params: Vec<(&'a ParamDef, Arg)>,
    page_size: Option<u32>,
    page_no: Option<u32>,
    orders: u32,
    /// Setters of the body, each with its argument.
    body: Vec<(&'a SetterDef, Arg)>,
}

/// An argument: as code spells it, and as it is sent.
#[derive(Clone)]
struct Arg {
    code: String,
    text: String,
}

impl Calls<'_> {
    fn add(&mut self, code: String, outcome: Outcome) {
        self.found.insert(Call { module: self.module.clone(), code }, outcome);
    }

    /// Each setter of a write type.
    fn write(&mut self, write: &WriteDef) {
        for setter in &write.setters {
            let arg = arg(&setter.takes);
            let sent = |value: &str| Ok(plain(&format!("{{{}: {value}}}", setter.wire)));
            self.add(format!("{}.{}({})", write.name, setter.rust, arg.code), sent(&json(&setter.takes, &arg)));
            if let Some(clear) = &setter.clear {
                self.add(format!("{}.{}()", write.name, clear.rust), sent(&clear.value.to_string()));
            }
        }
        for one in &write.field_setters {
            let values = if one.replaces { "every stored value, and this one" } else { "this value" };
            self.add(format!("{}.{}(7, 5)", write.name, one.rust), Ok(plain(&format!("{{{}: {values}}}", one.wire))));
        }
    }

    /// Updates that clear a field and are compared with a row of a list that lacks it.
    fn compared(&mut self, own: &OwnTypes) {
        let Some(write) = own.write.as_ref().filter(|write| write.model.is_some()) else { return };
        for setter in &write.setters {
            let Some(field) = own.model.fields.iter().find(|field| field.in_model && field.wire == setter.wire) else {
                continue;
            };
            let is_unset = field.presence == Presence::Both && field.with.is_empty();
            let is_dropped = is_unset || setter.only == Some(Only::Create);
            let sent = if is_dropped { "{}".to_owned() } else { format!("{{{}: nothing}}", setter.wire) };
            self.add(format!("{}.{}(nothing).only_changes(row)", write.name, setter.rust), Ok(plain(&sent)));
        }
    }

    fn operation(&mut self, entity: &EntityDef, operation: &OperationDef) {
        let optional: Vec<&ParamDef> = operation.params.iter().filter(|param| !param.required).collect();
        let mut sets = vec![(String::new(), Set::default())];
        for (at, param) in optional.iter().enumerate() {
            sets.push(Self::setting(&[*param], None));
            sets.push(Self::setting(&needed(&optional, &[param]), None));
            if operation.list.is_some() {
                sets.push(Self::setting(&needed(&optional, &[param]), Some(7)));
            }
            let pairs = optional[at + 1..].iter().map(|other| Self::setting(&needed(&optional, &[param, other]), None));
            sets.extend(pairs);
        }
        if operation.list.is_some() {
            for size in [7, 5_000] {
                let set = Set { page_size: Some(size), ..Set::default() };
                sets.push((format!(".page_size({size})"), set));
            }
            sets.push((".page_no(2)".to_owned(), Set { page_no: Some(2), ..Set::default() }));
            for orders in 1..=4 {
                sets.push((".order_by(x)".repeat(orders as usize), Set { orders, ..Set::default() }));
            }
        }
        let write = operation.body.as_ref().and_then(|body| match &body.takes {
            Takes::Write(write) => write_of(self.api, write),
            _ => None,
        });
        if let Some(write) = write {
            let needed = needed_setters(operation, write);
            sets.extend((1..=needed.len()).map(|most| Self::writing(&needed[..most])));
            for setter in &write.setters {
                sets.push(Self::writing(&[setter]));
                sets.push(Self::writing(&needed.iter().copied().chain([setter]).collect::<Vec<_>>()));
            }
        }
        let arguments = Self::arguments(operation);
        for (code, set) in sets {
            let outcome = Self::sent(entity, operation, &set);
            self.add(format!("{}({arguments}){code}", operation.name), outcome);
        }
    }

    /// Sets these parameters, in this order.
    fn setting<'p>(params: &[&'p ParamDef], page_size: Option<u32>) -> (String, Set<'p>) {
        let params: Vec<_> = params.iter().map(|param| (*param, arg(&param.takes))).collect();
        let code =
            params.iter().map(|(param, arg)| format!(".{}({})", param.rust, arg.code)).collect::<Vec<_>>().concat();
        let sized = page_size.map_or_else(String::new, |size| format!(".page_size({size})"));
        (code + &sized, Set { params, page_size, ..Set::default() })
    }

    /// Sends a body with these members.
    fn writing<'p>(setters: &[&'p SetterDef]) -> (String, Set<'p>) {
        let members: Vec<_> = setters.iter().map(|setter| (*setter, arg(&setter.takes))).collect();
        let code: Vec<_> = members.iter().map(|(setter, arg)| format!("{}: {}", setter.rust, arg.code)).collect();
        (format!(" {{{}}}", code.join(", ")), Set { body: members, ..Set::default() })
    }

    /// The methods that write several records, and the one that fetches the rows of a list.
    fn several(&mut self, entity: &EntityDef) {
        for bulk in &entity.handle.bulk {
            let kind = if bulk.kind == BulkKind::UpdateMany { OperationKind::Update } else { OperationKind::Create };
            let Some(operation) = entity.operation(kind) else { continue };
            // In chunks, rows are created like that, too.
            let asks = operation.params.iter().find(|param| param.role == Some(Role::AllRows));
            let asks = asks.map(|param| (param, Arg { code: String::new(), text: "true".to_owned() }));
            let needed =
                write_of(self.api, &bulk.write).map_or_else(Vec::new, |write| needed_setters(operation, write));
            let (code, body) = Self::writing(&needed);
            let outcome = Self::sent(entity, operation, &Set { params: asks.into_iter().collect(), ..body });
            let keys: Vec<String> = bulk.key.iter().map(|key| arg(&key.takes).code).collect();
            self.add(format!("{}({}){code}", bulk.kind.method(), keys.join(", ")), outcome);
        }
        if let Some(get) = entity.operation(OperationKind::Get).filter(|_| entity.handle.hydrates) {
            let full = get.params.iter().find(|param| param.role == Some(Role::Detail));
            let full = full.map(|param| (param, Arg { code: String::new(), text: "true".to_owned() }));
            let outcome = Self::sent(entity, get, &Set { params: full.into_iter().collect(), ..Set::default() });
            self.add("list().hydrate()".to_owned(), outcome);
        }
    }

    fn arguments(operation: &OperationDef) -> String {
        let key = operation.key.iter().map(|key| arg(&key.arg.takes).code);
        let body = operation.body.iter().map(|_| "body".to_owned());
        let required = operation.params.iter().filter(|param| param.required).map(|param| arg(&param.takes).code);
        key.chain(body).chain(required).collect::<Vec<_>>().join(", ")
    }

    /// What the runtime makes of a call.
    fn sent(entity: &EntityDef, operation: &OperationDef, set: &Set<'_>) -> Outcome {
        let mut params: Vec<(&ParamDef, Arg)> =
            operation.params.iter().filter(|param| param.required).map(|param| (param, arg(&param.takes))).collect();
        params.extend(set.params.iter().cloned());
        together(&params, set)?;
        bounded(operation, &params)?;
        let keys: Vec<(&str, KeyPlace, String)> =
            operation.key.iter().map(|key| (key.wire.as_str(), key.place, arg(&key.arg.takes).text)).collect();
        let mut path = operation.path.clone();
        let mut query = Vec::new();
        for (wire, place, text) in &keys {
            path = path.replace(&format!("{{{wire}}}"), text);
            if *place == KeyPlace::Query {
                query.push(format!("{wire}={text}"));
            }
        }
        let in_query = params.iter().filter(|(param, _)| !param.is_part);
        query.extend(in_query.map(|(param, arg)| format!("{}={}", param.wire, arg.text)));
        if let Some(list) = &operation.list {
            query.extend(orders(list, set.orders)?);
            query.extend(window(list, &params, set)?);
        }
        let body = body(operation, &keys, &set.body)? + &form(operation, &params);
        let catalog = &entity.catalog;
        let scope = operation.scope.as_deref().filter(|_| catalog.enforce_scopes);
        let request = format!("{} {path}?{}{body}", operation.method.word(), query.join("&"));
        Ok(Sent { request, scope: scope.map(str::to_owned) })
    }
}

/// An argument that this takes. It is spelled by its type where the type is not the same for all that is spelled so.
fn arg(takes: &Takes) -> Arg {
    let arg_of = |code: &str, text: &str| Arg { code: code.to_owned(), text: text.to_owned() };
    match takes {
        Takes::Write(write) => arg_of(&write.name, "{}"),
        Takes::Each(element) => {
            let element = arg(element);
            Arg { code: format!("[{}]", element.code), text: element.text }
        }
        Takes::Decimal
        | Takes::Exactly(Type::Scalar(Scalar::Int))
        | Takes::Into(Type::Id(_, IdRepr::Int) | Type::Enum(_, EnumRepr::Int)) => arg_of("5", "5"),
        Takes::Exactly(ty) | Takes::Into(ty) => match ty {
            Type::Scalar(Scalar::Bool) => arg_of("true", "true"),
            Type::Scalar(Scalar::Float) => arg_of("1.5", "1.5"),
            Type::Scalar(Scalar::DateTime) => arg_of("instant", "2026-01-31T00:00:00Z"),
            Type::Scalar(Scalar::Date) => arg_of("day", "2026-01-31"),
            _ => arg_of("\"x\"", "x"),
        },
    }
}

/// These parameters and those that they need, each once.
fn needed<'p>(all: &[&'p ParamDef], wanted: &[&'p ParamDef]) -> Vec<&'p ParamDef> {
    let mut params: Vec<&ParamDef> = Vec::new();
    for param in wanted {
        let needs = all.iter().copied().filter(|other| param.needs.contains(&other.wire));
        for one in needs.chain([*param]) {
            if !params.iter().any(|known| known.wire == one.wire) {
                params.push(one);
            }
        }
    }
    params
}

/// A value of a body: text is quoted, the elements of a list are in brackets.
fn json(takes: &Takes, arg: &Arg) -> String {
    match takes {
        Takes::Each(element) => format!("[{}]", json(element, arg)),
        _ if arg.text.parse::<f64>().is_ok() || ["true", "{}"].contains(&arg.text.as_str()) => arg.text.clone(),
        _ => format!("\"{}\"", arg.text),
    }
}

/// Parameters that need or exclude others.
fn together(params: &[(&ParamDef, Arg)], set: &Set<'_>) -> Result<(), String> {
    let is_set = |name: &str| params.iter().any(|(param, _)| param.wire.eq_ignore_ascii_case(name));
    for (param, _) in params {
        if let Some(missing) = param.needs.iter().find(|name| !is_set(name)) {
            return Err(format!("{} needs {missing}", param.wire));
        }
        if let Some(other) = param.excludes.iter().find(|name| is_set(name)) {
            return Err(format!("{} excludes {other}", param.wire));
        }
        let pages = set.page_size.is_some() || set.page_no.is_some();
        if pages && param.excludes.iter().any(|other| other == "paging") {
            return Err(format!("{} excludes pages", param.wire));
        }
    }
    Ok(())
}

/// What a list must set.
fn bounded(operation: &OperationDef, params: &[(&ParamDef, Arg)]) -> Result<(), String> {
    let sets = |field: &NeededField| params.iter().any(|(param, _)| param.wire == field.wire);
    let lacks = |group: &Vec<NeededField>| !group.iter().any(sets);
    if operation.list.is_some() && operation.enforce_needs && operation.needs.iter().any(lacks) {
        return Err("the list lacks what bounds it".to_owned());
    }
    Ok(())
}

/// What needs no scope.
fn plain(request: &str) -> Sent {
    Sent { request: request.to_owned(), scope: None }
}

fn orders(list: &ListDef, orders: u32) -> Result<Vec<String>, String> {
    if orders > list.sort {
        return Err(format!("at most {} orders", list.sort));
    }
    Ok((1..=orders).map(|level| format!("order{level}=x&orderdesc{level}=false")).collect())
}

/// The part of the query that says which rows come.
fn window(list: &ListDef, params: &[(&ParamDef, Arg)], set: &Set<'_>) -> Result<Vec<String>, String> {
    let pageless = params.iter().any(|(param, _)| param.excludes.iter().any(|other| other == "paging"));
    let cap = list.page_cap.unwrap_or(u32::MAX);
    let count = || format!("count={}", set.page_size.unwrap_or(list.page_cap.unwrap_or(1_000)).min(cap));
    Ok(match list.paging {
        Paging::Pages if !pageless => {
            let size = set.page_size.unwrap_or(100.max(list.page_cap.unwrap_or(0))).min(cap);
            vec![format!("pageinate=true&page_size={size}&page_no={}", set.page_no.unwrap_or(1))]
        }
        _ if set.page_no.is_some() => return Err("no pages".to_owned()),
        Paging::Count if !pageless => vec![count()],
        // The second request has the parameter.
        Paging::Window if !pageless => vec![count(), format!("then {}", list.window.as_deref().unwrap_or_default())],
        _ => Vec::new(),
    })
}

fn write_of<'p>(api: &'p Api, ty: &TypeRef) -> Option<&'p WriteDef> {
    let own = api.entities.iter().filter(|entity| entity.module == ty.module);
    let own = own.filter_map(|entity| entity.own.as_ref()?.write.as_ref());
    let objects = api.objects.iter().filter_map(|object| object.write.as_ref());
    own.chain(objects).find(|write| write.name == ty.name)
}

/// The setters that a body needs, of several that will do the first.
fn needed_setters<'p>(operation: &OperationDef, write: &'p WriteDef) -> Vec<&'p SetterDef> {
    let first = operation.needs.iter().filter_map(|group| group.first());
    first.filter_map(|field| write.setters.iter().find(|setter| setter.wire == field.wire)).collect()
}

/// What a body is beside its members: the elements of a list, and the parts of a form in the order of the schema.
fn form(operation: &OperationDef, params: &[(&ParamDef, Arg)]) -> String {
    let list = operation.body.iter().filter(|body| matches!(body.takes, Takes::Each(_)));
    let list = list.map(|body| format!(" of {}", json(&body.takes, &arg(&body.takes))));
    let parts = operation.params.iter().filter(|param| param.is_part);
    let set = parts.filter_map(|part| params.iter().find(|(param, _)| param.is_part && param.wire == part.wire));
    list.chain(set.map(|(part, arg)| format!(" {}: {}", part.wire, json(&part.takes, arg)))).collect()
}

fn body(
    operation: &OperationDef,
    keys: &[(&str, KeyPlace, String)],
    set: &[(&SetterDef, Arg)],
) -> Result<String, String> {
    let Some(shape) = operation.body_shape else { return Ok(String::new()) };
    let only = |setter: &SetterDef| match setter.only {
        Some(Only::Create) => operation.kind != OperationKind::Update,
        Some(Only::Update) => operation.kind != OperationKind::Create,
        None => true,
    };
    if let Some((setter, _)) = set.iter().find(|(setter, _)| !only(setter)) {
        return Err(format!("{} is for another write", setter.wire));
    }
    let holds = |wire: &str| {
        operation.fixed.iter().any(|(name, _)| name == wire) || set.iter().any(|(setter, _)| setter.wire == wire)
    };
    let lacks = |group: &Vec<NeededField>| !group.iter().any(|field| holds(&field.wire));
    if operation.enforce_needs && operation.needs.iter().any(lacks) {
        return Err("the body lacks what it needs".to_owned());
    }
    let set: Vec<(&str, String)> =
        set.iter().map(|(setter, arg)| (setter.wire.as_str(), json(&setter.takes, arg))).collect();
    let mut members = Vec::new();
    for (name, value) in &operation.fixed {
        let value = match value {
            FixedValue::Literal(value) => value.to_string(),
            FixedValue::Key(member) => {
                keys.iter().find(|(wire, ..)| wire == member).map_or_else(String::new, |(.., text)| text.clone())
            }
        };
        if set.iter().any(|(known, other)| known == name && *other != value) {
            return Err(format!("{name} is set already"));
        }
        members.push(format!("{name}: {value}"));
    }
    members.extend(set.iter().map(|(name, value)| format!("{name}: {value}")));
    let members = members.join(", ");
    Ok(match shape {
        BodyShape::Array => format!(" [{{{members}}}]"),
        BodyShape::Object => format!(" {{{members}}}"),
        BodyShape::Multipart => format!(" form {{{members}}}"),
    })
}
