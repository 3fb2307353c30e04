//! What differs between the requests of two entities.

use super::Rule;
use super::calls::taken;
use super::collector::ChangeCollector;
use super::pairs::{Pair, by_name, pairs};
use crate::ir::{BulkKind, HandleDef, NeededField, OperationDef, ParamDef};
use crate::model::{OperationKind, Role};

impl ChangeCollector<'_> {
    pub(super) fn handle(&mut self, old: &HandleDef, new: &HandleDef) {
        for pair in by_name(&old.operations, &new.operations, |operation| &operation.name) {
            match pair {
                Pair::New(new) => self.has(&new.name, false, true),
                Pair::Gone(old) => self.has(&old.name, true, false),
                Pair::Same(old, new) | Pair::Rewired(old, new) | Pair::Renamed(old, new) => self.operation(old, new),
            }
        }
        let both = |kind: OperationKind| {
            [old, new].iter().all(|side| side.operations.iter().any(|operation| operation.kind == kind))
        };
        // What comes and goes with a request is not worth a line beside it.
        for (kind, bulk) in [
            (OperationKind::Create, BulkKind::CreateMany),
            (OperationKind::Create, BulkKind::CreateAll),
            (OperationKind::Update, BulkKind::UpdateMany),
        ] {
            if both(kind) {
                let has = |side: &HandleDef| side.bulk.iter().any(|def| def.kind == bulk);
                self.has(bulk.method(), has(old), has(new));
            }
        }
        if both(OperationKind::List) && both(OperationKind::Get) {
            self.has("list.hydrate", old.hydrates, new.hydrates);
        }
    }

    /// Reports a method that came or went.
    fn has(&mut self, name: &str, old: bool, new: bool) {
        match (old, new) {
            (false, true) => self.report(Rule::RequestAdded, name, format!("`{name}()` is new")),
            (true, false) => self.report(Rule::RequestRemoved, name, format!("`{name}()` is gone")),
            _ => {}
        }
    }

    fn operation(&mut self, old: &OperationDef, new: &OperationDef) {
        let before = self.changes.len();
        let shape =
            |operation: &OperationDef| (key(operation), body(operation), required(operation).count(), given(operation));
        if shape(old) == shape(new) {
            self.arguments(old, new);
        } else {
            let what = format!("`{}` is now `{}`", signature(old), signature(new));
            self.report(Rule::RequestArguments, &new.name, what);
        }
        self.sent(old, new);
        self.needs(old, new);
        if !new.kind.is_standard() {
            // The docs of the standard operations only say what is said of the entity.
            self.doc_alone(before, &new.name, &old.method_doc, &new.method_doc);
        }
        self.setters_of(old, new);
    }

    /// Compares what a body must hold; what is only documented is no change of behaviour.
    fn needs(&mut self, old: &OperationDef, new: &OperationDef) {
        let enforced =
            |operation: &OperationDef| if operation.enforce_needs { operation.needs.clone() } else { Vec::new() };
        let (before, after) = (enforced(old), enforced(new));
        if before != after {
            let what = format!("`{}()` needed {}, needs {}", new.name, needed(&before), needed(&after));
            self.report(Rule::BodyNeeds, &new.name, what);
        }
    }

    /// Compares required parameters, which code knows by where they stand.
    fn arguments(&mut self, old: &OperationDef, new: &OperationDef) {
        for (old, after) in required(old).zip(required(new)) {
            let item = format!("{}.{}", new.name, after.wire);
            if old.wire != after.wire {
                let what = format!("the argument that was `{}` is `{}`", old.wire, after.wire);
                self.report(Rule::ParamRewired, &item, what);
            }
            self.param(&item, |param| param.rust.clone(), old, after);
        }
    }

    fn setters_of(&mut self, old: &OperationDef, new: &OperationDef) {
        let setters = |operation: &OperationDef| {
            operation.params.iter().filter(|param| !param.required).cloned().collect::<Vec<_>>()
        };
        let item = |param: &ParamDef| format!("{}.{}", new.name, param.wire);
        for pair in pairs(&setters(old), &setters(new), |param| &param.rust, |param| &param.wire) {
            match pair {
                Pair::Same(old, new) => self.param(&item(new), called, old, new),
                Pair::Rewired(old, new) => {
                    let what = format!("`{}` sent `{}`, sends `{}`", called(new), old.wire, new.wire);
                    self.report(Rule::ParamRewired, item(new), what);
                    self.param(&item(new), called, old, new);
                }
                Pair::Renamed(old, new) => {
                    let what = format!("`{}` is now `{}`", called(old), called(new));
                    self.report(Rule::ParamRenamed, item(new), what);
                    self.param(&item(new), called, old, new);
                }
                Pair::New(new) => self.report(Rule::ParamAdded, item(new), format!("`{}` is new", called(new))),
                Pair::Gone(old) if required(new).any(|param| param.wire == old.wire) => {
                    let what = format!("`{}` is an argument of `{}()` now", called(old), new.name);
                    self.report(Rule::ParamRequired, item(old), what);
                }
                Pair::Gone(old) => self.report(Rule::ParamRemoved, item(old), format!("`{}` is gone", called(old))),
            }
        }
    }

    fn param(&mut self, item: &str, name: impl Fn(&ParamDef) -> String, old: &ParamDef, new: &ParamDef) {
        let called = name(new);
        // A doc tells the wire name where it is not the Rust name, so that it differs with either.
        let before = if (&old.rust, &old.wire) == (&new.rust, &new.wire) { self.changes.len() } else { usize::MAX };
        self.retyped(Rule::ParamRetyped, item, &name(old), &old.takes, &new.takes);
        self.fact(Rule::ParamTogether, item, &format!("`{called}` needs"), &old.needs, &new.needs);
        self.fact(Rule::ParamTogether, item, &format!("`{called}` excludes"), &old.excludes, &new.excludes);
        let role = |param: &ParamDef| param.role.map(Role::word);
        self.fact(Rule::ParamRole, item, &format!("the role of `{called}`"), &role(old), &role(new));
        self.fact(Rule::ParamField, item, &format!("`{called}` compared with"), &old.field, &new.field);
        self.doc_alone(before, item, &old.doc, &new.doc);
    }
}

/// What a body must hold, by its setters.
fn needed(needs: &[Vec<NeededField>]) -> String {
    let group = |group: &Vec<NeededField>| {
        group.iter().map(|field| format!("`{}()`", field.rust)).collect::<Vec<_>>().join(" or ")
    };
    match needs {
        [] => "nothing".to_owned(),
        needs => needs.iter().map(group).collect::<Vec<_>>().join(", "),
    }
}

fn called(param: &ParamDef) -> String {
    format!("{}()", param.rust)
}

/// The parameters that are arguments, in their order.
fn required(operation: &OperationDef) -> impl Iterator<Item = &ParamDef> {
    operation.params.iter().filter(|param| param.required)
}

/// Types of the arguments that are the key.
fn key(operation: &OperationDef) -> Vec<String> {
    operation.key.iter().map(|member| taken(&member.arg.takes)).collect()
}

/// What a method takes as body: of the standard operations it is the write type, whatever that is called.
fn body(operation: &OperationDef) -> Option<String> {
    let body = operation.body.as_ref()?;
    Some(if operation.kind.is_standard() { String::new() } else { body.ty.name.clone() })
}

/// What an operation gives; what the standard ones give follows from the entity.
fn given(operation: &OperationDef) -> Option<String> {
    (!operation.kind.is_standard()).then(|| operation.returns.clone())
}

/// A method as documentation shows it.
fn signature(operation: &OperationDef) -> String {
    let body = operation.body.iter().map(|body| body.ty.name.clone());
    let arguments = key(operation).into_iter().chain(body);
    let arguments = arguments.chain(required(operation).map(|param| taken(&param.takes)));
    let reply = given(operation).map_or_else(String::new, |reply| format!(" -> {reply}"));
    format!("{}({}){reply}", operation.name, arguments.collect::<Vec<_>>().join(", "))
}
