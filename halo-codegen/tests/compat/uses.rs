//! A program that uses everything an API offers, with one function for each use of each item.

use std::fmt::Write as _;

use halo_codegen::diff::{Change, Changes, Class, Rule};
use halo_codegen::ir::{
    Api, BulkKind, EntityDef, EnumDef, FieldDef, IdDef, ModelDef, OperationDef, ParamDef, SetterDef, Type, TypeRef,
    WriteDef,
};
use halo_codegen::model::{EnumRepr, IdRepr, OperationKind, Reply};

use crate::calls::{path, value};

/// One function, and the items on which it depends.
#[derive(Debug)]
pub(crate) struct Use {
    /// The function without its name, starting at the parentheses.
    pub(crate) code: String,
    needs: Vec<Need>,
}

/// An item that a change with one of these rules would remove.
#[derive(Debug, Clone)]
pub(crate) struct Need {
    entity: String,
    rules: Vec<Rule>,
    /// The start of the change's item, and of its description.
    item: String,
    what: String,
    /// The argument that is passed, if its type matters.
    call: Option<String>,
}

impl Use {
    /// Whether the changes say that it no longer compiles.
    pub(crate) fn breaks(&self, changes: &Changes, renamed: &impl Fn(&str) -> String) -> bool {
        let source: Vec<&Change> = changes.iter().filter(|change| change.rule.class() == Class::Source).collect();
        let meets = |need: &Need| source.iter().any(|change| need.meets(change, renamed));
        // The argument has another type now, so changes of the old type do not matter.
        let retyped = self.needs.iter().any(|need| need.call.is_some() && meets(need));
        let counts = |need: &&Need| !(retyped && need.rules == [Rule::TypeRetyped]);
        let lost = |need: &Need| source.iter().any(|change| need.meets(change, renamed) && !need.still(change));
        self.needs.iter().filter(counts).any(lost)
    }
}

impl Use {
    /// Whether a change affects an item that it needs.
    pub(crate) fn is_about(&self, change: &Change, renamed: &impl Fn(&str) -> String) -> bool {
        self.needs.iter().any(|need| need.meets(change, renamed))
    }
}

impl Need {
    pub(crate) fn new(entity: &str, rules: &[Rule], item: &str, what: &str) -> Self {
        let (entity, item, what) = (entity.to_owned(), item.to_owned(), what.to_owned());
        Self { entity, rules: rules.to_vec(), item, what, call: None }
    }

    /// The whole entity.
    fn entity(module: &str) -> Self {
        Self::new(module, &[Rule::EntityRemoved, Rule::EntityRenamed], "", "")
    }

    /// Whether a change affects this item.
    fn meets(&self, change: &Change, renamed: &impl Fn(&str) -> String) -> bool {
        let here = change.entity == self.entity || change.entity == renamed(&self.entity);
        let same = here && self.rules.contains(&change.rule) && change.item.starts_with(&self.item);
        same && change.what.starts_with(&self.what)
    }

    /// Whether a change says that the call still compiles.
    fn still(&self, change: &Change) -> bool {
        self.call.as_ref().is_some_and(|call| change.still_compiles.contains(call))
    }
}

/// The uses of everything.
pub(crate) fn all(api: &Api) -> Vec<Use> {
    let mut program = Program { api, uses: Vec::new() };
    for entity in &api.entities {
        program.entity(entity);
    }
    for object in &api.objects {
        let (name, prefix) = (&object.model.name, format!("{}.", object.model.name));
        program.model("types", &prefix, &object.model, &format!("halo_api::types::{name}"));
        if let Some(write) = &object.write {
            program.write("types", name, write);
        }
    }
    api.enums.iter().for_each(|one| program.enumeration(one));
    api.ids.iter().for_each(|id| program.id(id));
    for scope in &api.scopes {
        let variant = format!("Scope::{}", scope.variant);
        let need = Need::new("scopes", &[Rule::ScopeRemoved, Rule::ScopeRenamed], &scope.text, &format!("`{variant}`"));
        program.add(format!("() {{ let _ = halo_api::{variant}; }}"), vec![need]);
    }
    program.uses
}

pub(crate) struct Program<'a> {
    pub(crate) api: &'a Api,
    uses: Vec<Use>,
}

impl Program<'_> {
    fn add(&mut self, code: String, needs: Vec<Need>) {
        self.uses.push(Use { code, needs });
    }

    fn entity(&mut self, entity: &EntityDef) {
        let module = &entity.module;
        self.add(format!("(h: &halo_api::Halo) {{ let _ = h.{module}(); }}"), vec![Need::entity(module)]);
        if let Some(own) = &entity.own {
            self.model(module, "", &own.model, &path(&entity.model));
            if let Some(write) = &own.write {
                self.write(module, "", write);
            }
        }
        for request in &entity.handle.operations {
            self.request(entity, request);
            for param in request.params.iter().filter(|param| !param.required) {
                self.param(module, request, param);
            }
        }
        self.several(entity);
    }

    fn model(&mut self, entity: &str, prefix: &str, model: &ModelDef, of: &str) {
        self.getters(entity, prefix, model, of);
        for field in model.fields.iter().filter(|field| field.in_model) {
            let FieldDef { rust, ty, .. } = field;
            let bare = value(ty);
            let ty = if field.required { bare } else { format!("Option<{bare}>") };
            let mut needs = self.named(&field.ty);
            needs.push(owner(entity, prefix));
            let rules = [Rule::FieldRemoved, Rule::FieldRenamed, Rule::FieldRetyped];
            needs.push(Need::new(entity, &rules, prefix, &format!("`{rust}`")));
            self.add(format!("(v: {of}) {{ let _: {ty} = v.{rust}; }}"), needs);
        }
    }

    /// The methods that find one value of a list.
    fn getters(&mut self, entity: &str, prefix: &str, model: &ModelDef, of: &str) {
        for getter in &model.field_getters {
            let gone = Need::new(entity, &[Rule::GetterRemoved], prefix, &format!("`{}()`", getter.rust));
            self.add(format!("(v: {of}) {{ let _ = v.{}(7); }}", getter.rust), vec![owner(entity, prefix), gone]);
        }
    }

    /// The methods that set one value of a list, and the one that takes the others from a record.
    fn values(&mut self, entity: &str, of: &str, write: &WriteDef) {
        let known = write.known.iter().map(|known| ("known".to_owned(), path(&known.model), "&v".to_owned()));
        let setters = write.field_setters.iter().map(|one| (one.rust.clone(), "i64".to_owned(), "7, v".to_owned()));
        for (rust, ty, passed) in setters.chain(known) {
            let gone = Need::new(entity, &[Rule::SetterRemoved], "", &format!("`{rust}()`"));
            let whole = Need::new(entity, &[Rule::WriteTypeRemoved], "", "");
            let needs = vec![owner(entity, ""), whole, gone];
            self.add(format!("(w: {of}, v: {ty}) {{ let _ = w.{rust}({passed}); }}"), needs);
        }
    }

    fn write(&mut self, entity: &str, object: &str, write: &WriteDef) {
        let prefix = if object.is_empty() { String::new() } else { format!("{object}.") };
        let of = format!("halo_api::{entity}::{}", write.name);
        let whole = [owner(entity, &prefix), Need::new(entity, &[Rule::WriteTypeRemoved], object, "")];
        self.values(entity, &of, write);
        for setter in &write.setters {
            let SetterDef { rust, ty, .. } = setter;
            let called = format!("`{rust}()`");
            let moved = [Rule::SetterRemoved, Rule::SetterRenamed];
            let gone = Need::new(entity, &moved, &prefix, &called);
            for call in self.calls(ty) {
                let mut needs = call.needs;
                needs.extend(whole.clone());
                needs.push(gone.clone());
                let retyped = Need::new(entity, &[Rule::SetterRetyped], &prefix, &called);
                needs.push(Need { call: Some(call.name), ..retyped });
                self.add(format!("(w: {of}{}) {{ let _ = w.{rust}({}); }}", call.argument, call.value), needs);
            }
            if let Some(clear) = &setter.clear {
                let cleared = Need::new(entity, &[Rule::ClearRemoved], &prefix, &format!("`{}()`", clear.rust));
                let needs = [gone, cleared].into_iter().chain(whole.clone()).collect();
                self.add(format!("(w: {of}) {{ let _ = w.{}(); }}", clear.rust), needs);
            }
        }
    }

    fn request(&mut self, entity: &EntityDef, request: &OperationDef) {
        let (module, verb) = (&entity.module, &request.name);
        let mut needs = vec![
            Need::entity(module),
            Need::new(module, &[Rule::RequestRemoved], verb, &format!("`{verb}()`")),
            Need::new(module, &[Rule::RequestArguments], verb, &format!("`{verb}(")),
        ];
        let mut declared = String::from("h: &halo_api::Halo");
        let mut passed = Vec::new();
        let body = request.body.iter().map(|body| {
            let (ty, named) = self.body(&body.of);
            (ty, named, &body.rust)
        });
        let key = request.key.iter().map(|key| (value(&key.arg.ty), self.named(&key.arg.ty), &key.arg.rust));
        for (ty, named, rust) in key.chain(body) {
            let _ = write!(declared, ", {rust}: {ty}");
            passed.push(rust.clone());
            needs.extend(named);
        }
        for param in request.params.iter().filter(|param| param.required) {
            let call = self.calls(&param.ty).pop().expect("a way to call it");
            declared += &call.argument.replace("v:", &format!("{}:", param.rust));
            passed.push(param.rust.clone());
            needs.extend(call.needs);
            let retyped = Need::new(module, &[Rule::ParamRetyped], &format!("{verb}."), &format!("`{}` ", param.rust));
            needs.push(Need { call: Some(call.name), ..retyped });
        }
        if let Reply::Value(ty) = &request.reply {
            needs.extend(self.named(ty));
        }
        let reply = request.reply.rust(value);
        let call = format!(
            "let r: {} = h.{module}().{verb}({}); r.send().await",
            struct_of(module, request),
            passed.join(", ")
        );
        self.add(format!("({declared}) -> Result<{reply}, halo_api::Error> {{ {call} }}"), needs);
    }

    fn param(&mut self, module: &str, request: &OperationDef, param: &ParamDef) {
        let (verb, rust) = (&request.name, &param.rust);
        let (item, called) = (format!("{verb}."), format!("`{rust}()`"));
        let moved = [Rule::ParamRemoved, Rule::ParamRenamed, Rule::ParamRequired];
        for call in self.calls(&param.ty) {
            let mut needs = call.needs;
            needs.push(Need::entity(module));
            needs.push(Need::new(module, &[Rule::RequestRemoved], verb, &format!("`{verb}()`")));
            needs.push(Need::new(module, &moved, &item, &called));
            let retyped = Need::new(module, &[Rule::ParamRetyped], &item, &called);
            needs.push(Need { call: Some(call.name), ..retyped });
            let of = struct_of(module, request);
            self.add(format!("(r: {of}{}) {{ let _ = r.{rust}({}); }}", call.argument, call.value), needs);
        }
    }

    /// The methods for several rows.
    fn several(&mut self, entity: &EntityDef) {
        let module = &entity.module;
        for bulk in &entity.handle.bulk {
            let (verb, bases): (_, &[&str]) = match bulk.kind {
                BulkKind::CreateMany => ("create_many", &["create"]),
                BulkKind::CreateAll => ("create_all", &["create"]),
                BulkKind::UpdateMany => ("update_many", &["update"]),
                BulkKind::Upsert => ("upsert", &["list", "create", "update"]),
            };
            let mut needs = vec![Need::entity(module)];
            let removed = |verb: &str| Need::new(module, &[Rule::RequestRemoved], verb, &format!("`{verb}()`"));
            needs.extend(bases.iter().chain([&verb]).map(|verb| removed(verb)));
            let by = if bulk.kind == BulkKind::Upsert { ", \"id\"" } else { "" };
            let mut row = path(&bulk.write);
            if bulk.kind == BulkKind::UpdateMany {
                needs.push(Need::new(module, &[Rule::RequestArguments], "update", "`update("));
                let key: Vec<String> = bulk.key.iter().map(|arg| value(&arg.ty)).collect();
                row = format!("({}, {row})", key.join(", "));
            }
            self.add(format!("(h: &halo_api::Halo, v: Vec<{row}>) {{ let _ = h.{module}().{verb}(v{by}); }}"), needs);
        }
        if let Some(list) = entity.operation(OperationKind::List).filter(|_| entity.handle.hydrates) {
            let needs = ["list.hydrate", "list", "get"].map(|verb| {
                Need::new(module, &[Rule::RequestRemoved], verb, &format!("`{}()`", verb.replace('.', "().")))
            });
            let needs = needs.into_iter().chain([Need::entity(module)]).collect();
            self.add(format!("(r: {}) {{ let _ = r.hydrate(2); }}", struct_of(module, list)), needs);
        }
    }

    fn enumeration(&mut self, one: &EnumDef) {
        let name = &one.name;
        let gone = Need::new("types", &[Rule::TypeRemoved], name, "");
        for known in &one.values {
            let variant = format!("{name}::{}", known.variant);
            let rules = [Rule::ValueRemoved, Rule::ValueRenamed];
            let need = Need::new("types", &rules, &format!("{name}."), &format!("`{variant}`"));
            self.add(format!("() {{ let _ = halo_api::types::{variant}; }}"), vec![gone.clone(), need]);
        }
        let value = if one.repr == EnumRepr::Int { "0" } else { "String::new()" };
        let retyped = Need::new("types", &[Rule::TypeRetyped], name, "");
        self.add(format!("() {{ let _ = halo_api::types::{name}::Unknown({value}); }}"), vec![gone, retyped]);
    }

    fn id(&mut self, id: &IdDef) {
        let value = if id.repr == IdRepr::Int { "0" } else { "String::new()" };
        let need = Need::new("ids", &[Rule::TypeRemoved, Rule::TypeRetyped], &id.name, "");
        self.add(format!("() {{ let _ = halo_api::ids::{}({value}); }}", id.name), vec![need]);
    }

    /// Depends on every type that this type names.
    fn named(&self, ty: &Type) -> Vec<Need> {
        match ty {
            Type::Id(name, _) | Type::Enum(name, _) | Type::Object(name, _) => vec![self.type_of(name)],
            Type::Nested(element) | Type::List(element) | Type::Map(element) => self.named(element),
            Type::Scalar(_) | Type::File => Vec::new(),
        }
    }

    /// The type of a body, and what it depends on.
    fn body(&self, of: &Type) -> (String, Vec<Need>) {
        match of {
            Type::Object(_, Some(write)) => (path(write), vec![self.type_of(write)]),
            Type::List(element) => {
                let (element, needs) = self.body(element);
                (format!("Vec<{element}>"), needs)
            }
            other => (value(other), self.named(other)),
        }
    }

    pub(crate) fn type_of(&self, name: &TypeRef) -> Need {
        let object =
            self.api.objects.iter().find(|object| object.write.as_ref().is_some_and(|write| write.name == name.name));
        match (name.module.as_str(), object) {
            ("types", Some(object)) => {
                let gone = [Rule::TypeRemoved, Rule::WriteTypeRemoved];
                Need::new("types", &gone, &object.model.name, "")
            }
            (module @ ("types" | "ids"), _) => Need::new(module, &[Rule::TypeRemoved], &name.name, ""),
            (module, _) => Need::entity(module),
        }
    }
}

/// The entity that owns the struct, or `types` for an object.
fn owner(entity: &str, prefix: &str) -> Need {
    match prefix.strip_suffix('.') {
        Some(object) => Need::new(entity, &[Rule::TypeRemoved], object, &format!("`{object}`")),
        None => Need::entity(entity),
    }
}

fn struct_of(module: &str, request: &OperationDef) -> String {
    format!("halo_api::{module}::{}", request.request)
}
