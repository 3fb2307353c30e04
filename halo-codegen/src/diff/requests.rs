//! What differs between the requests of two entities.

use std::collections::BTreeMap;

use super::calls::taken;
use super::collector::ChangeCollector;
use super::compare::ScopesOf;
use super::pairs::{Pair, by_name};
use super::{Rule, contents, words};
use crate::ir::{BulkKind, HandleDef, NeededField, OperationDef, ParamDef};
use crate::model::{OperationKind, Role};

impl ChangeCollector<'_> {
    pub(super) fn handle(&mut self, old: &HandleDef, new: &HandleDef, scopes: &ScopesOf<'_>) {
        if are_moved(old, new) {
            self.report(Rule::DocChanged, "operations", "requests and parameters are under other sections");
        }
        for pair in by_name(&old.operations, &new.operations, |operation| &operation.name) {
            match pair {
                Pair::New(operation) => {
                    let with = words::and(&contents::along(new, operation));
                    let what = format!("`{}()` is new, with {with}", operation.name);
                    self.came(Rule::RequestAdded, &operation.name, what, signature(operation));
                }
                Pair::Gone(operation) => {
                    let with = words::and(&contents::along(old, operation));
                    let what = format!("`{}()` is gone, with {with}", operation.name);
                    self.went(Rule::RequestRemoved, &operation.name, what, signature(operation));
                }
                Pair::Same(old, new) | Pair::Rewired(old, new) | Pair::Renamed(old, new) => {
                    self.operation(old, new, scopes);
                }
            }
        }
        let both = |kind: OperationKind| {
            [old, new].iter().all(|side| side.operations.iter().any(|operation| operation.kind == kind))
        };
        // What comes and goes with a request is said there.
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
        if [OperationKind::List, OperationKind::Create, OperationKind::Update].into_iter().all(both) {
            let has = |side: &HandleDef| side.bulk.iter().any(|def| def.kind == BulkKind::Upsert);
            self.has(BulkKind::Upsert.method(), has(old), has(new));
        }
        if both(OperationKind::List) && both(OperationKind::Get) {
            self.has("list.hydrate", old.hydrates, new.hydrates);
        }
        if both(OperationKind::List) {
            self.tells_changes(old, new);
        }
        self.roles(old, new);
    }

    /// Reports a method that came or went.
    fn has(&mut self, name: &str, old: bool, new: bool) {
        let called = name.replace('.', "().");
        match (old, new) {
            (false, true) => self.report(Rule::RequestAdded, name, format!("`{called}()` is new")),
            (true, false) => self.report(Rule::RequestRemoved, name, format!("`{called}()` is gone")),
            _ => {}
        }
    }

    /// The same of `changes()`, which is there while a filter says since when.
    fn tells_changes(&mut self, old: &HandleDef, new: &HandleDef) {
        let since = |side| sent_for(side, OperationKind::List, Role::Since).unwrap_or_default().to_owned();
        match (old.tells_changes, new.tells_changes) {
            (false, true) => self.came(Rule::RequestAdded, "changes", "`changes()` is new", since(new)),
            (true, false) => self.went(Rule::RequestRemoved, "changes", "`changes()` is gone", since(old)),
            _ => {}
        }
    }

    fn operation(&mut self, old: &OperationDef, new: &OperationDef, scopes: &ScopesOf<'_>) {
        let before = self.changes.len();
        let shape =
            |operation: &OperationDef| (key(operation), body(operation), required(operation).count(), given(operation));
        if shape(old) == shape(new) {
            self.arguments(old, new);
        } else {
            self.reshaped(old, new);
        }
        self.sent(old, new, scopes);
        self.needs(old, new);
        if let (Some(before), Some(after)) = (&old.list, &new.list) {
            self.list(&new.name, before, after);
        }
        let method = format!("{}()", new.name);
        self.deprecated(&new.name, &method, old.deprecated.as_deref(), new.deprecated.as_deref());
        if !new.kind.is_standard() && old.scope == new.scope {
            // The docs of the standard operations only say what is said of the entity, and the others name its scope.
            self.doc_alone(before, &new.name, &old.method_doc, &new.method_doc);
        }
        self.setters_of(old, new);
    }

    /// Reports that a method takes other arguments: at the parameter that it takes more or less, if there is one.
    fn reshaped(&mut self, old: &OperationDef, new: &OperationDef) {
        let (was, is) = (signature(old), signature(new));
        let lacks = |side: &OperationDef, param: &ParamDef| required(side).all(|known| known.wire != param.wire);
        let (more, less) = (
            required(new).find(|param| lacks(old, param)).filter(|_| required(new).count() > required(old).count()),
            required(old).find(|param| lacks(new, param)).filter(|_| required(new).count() < required(old).count()),
        );
        let (item, why) = match (more, less) {
            (Some(param), _) => (Some(param), argument_came(old, param)),
            (None, Some(param)) => (Some(param), argument_went(new, param)),
            (None, None) => (None, String::new()),
        };
        let item = item.map_or_else(|| new.name.clone(), |param| format!("{}.{}", new.name, param.wire));
        self.became(Rule::RequestArguments, item, format!("`{was}` is now `{is}`{why}"), (was, is));
    }

    /// Compares what a body must hold; where Halo was not seen to refuse it, the docs alone say so.
    fn needs(&mut self, old: &OperationDef, new: &OperationDef) {
        let enforced =
            |operation: &OperationDef| if operation.enforce_needs { operation.needs.clone() } else { Vec::new() };
        let (before, after) = (enforced(old), enforced(new));
        if before == after && old.needs != new.needs && new.kind.is_standard() {
            let what = format!("the doc of `{}()` {}", new.name, documented(old, new));
            self.became(Rule::DocChanged, &new.name, what, (needed(&old.needs), needed(&new.needs)));
        }
        if before != after {
            // Whatever met an old group that is part of the new one meets that, too.
            let part = |old: &[NeededField], new: &[NeededField]| old.iter().all(|field| new.contains(field));
            let met = |new: &Vec<NeededField>| before.iter().any(|old| part(old, new));
            let rule = if after.iter().all(met) { Rule::BodyNeedsFreed } else { Rule::BodyNeeds };
            let (was, is) = (needed(&before), needed(&after));
            self.became(rule, &new.name, format!("`{}()` needed {was}, and now needs {is}", new.name), (was, is));
        }
    }

    /// Compares required parameters, which code knows by where they stand.
    fn arguments(&mut self, old: &OperationDef, new: &OperationDef) {
        for (before, after) in required(old).zip(required(new)) {
            let item = format!("{}.{}", new.name, after.wire);
            if before.wire != after.wire {
                let what = format!(
                    "the argument `{}` was sent as `{}` and is now sent as `{}`",
                    after.rust, before.wire, after.wire
                );
                self.became(Rule::ParamRewired, &item, what, (&before.wire, &after.wire));
            }
            self.param(&item, |param| param.rust.clone(), (old, before), (new, after));
        }
    }

    /// Reports parameters that the runtime sends of its own accord.
    fn roles(&mut self, old: &HandleDef, new: &HandleDef) {
        let many = |side: &HandleDef, kind: BulkKind| side.bulk.iter().any(|def| def.kind == kind);
        for (kind, role, by, applies) in [
            (OperationKind::Get, Role::Detail, "hydrate()", old.hydrates && new.hydrates),
            (
                OperationKind::Create,
                Role::AllRows,
                "create_many()",
                [old, new].iter().all(|side| many(side, BulkKind::CreateMany)),
            ),
            (
                OperationKind::Update,
                Role::AllRows,
                "update_many()",
                [old, new].iter().all(|side| many(side, BulkKind::UpdateMany)),
            ),
        ] {
            let (was, is) = (sent_for(old, kind, role), sent_for(new, kind, role));
            if applies && was != is {
                let name = kind.word();
                let item = is.or(was).map_or_else(|| name.to_owned(), |wire| format!("{name}.{wire}"));
                let shown =
                    |wire: Option<&str>| wire.map_or_else(|| "no parameter".to_owned(), |wire| format!("`{wire}`"));
                let what = format!("`{by}` set {} and now sets {}", shown(was), shown(is));
                self.became(Rule::ParamSent, item, what, (shown(was), shown(is)));
            }
        }
    }
}

/// The setter of a parameter, where it is not an argument.
fn setter<'o>(operation: &'o OperationDef, param: &ParamDef) -> Option<&'o ParamDef> {
    operation.params.iter().find(|known| !known.required && known.wire == param.wire)
}

/// An argument that a method takes more, and what became of its setter.
fn argument_came(old: &OperationDef, param: &ParamDef) -> String {
    let setter = setter(old, param);
    let gone = setter.map_or_else(String::new, |known| format!(", and the setter `{}()` is gone", known.rust));
    format!(": `{}: {}` is an argument{gone}", param.rust, taken(&param.takes))
}

/// An argument that a method takes less, and the setter in its place.
fn argument_went(new: &OperationDef, param: &ParamDef) -> String {
    let came = setter(new, param).map_or_else(String::new, |known| {
        format!(", and the setter `{}()`, which takes `{}`, is new", known.rust, taken(&known.takes))
    });
    format!(": `{}` is no longer an argument{came}", param.rust)
}

/// The sections of methods and of parameters: the title that each item is under.
fn sections(handle: &HandleDef) -> BTreeMap<(&str, &str), Option<&str>> {
    let methods =
        handle.operations.iter().map(|operation| (("", operation.name.as_str()), operation.section.as_deref()));
    let params = handle.operations.iter().flat_map(|operation| {
        operation
            .params
            .iter()
            .map(move |param| ((operation.name.as_str(), param.wire.as_str()), param.section.as_deref()))
    });
    methods.chain(params).collect()
}

/// Whether an item that both have is under another title: what is new or gone is reported as such.
fn are_moved(old: &HandleDef, new: &HandleDef) -> bool {
    let new = sections(new);
    sections(old).iter().any(|(item, title)| new.get(item).is_some_and(|now| now != title))
}

/// What a body must hold, by its setters.
fn needed(needs: &[Vec<NeededField>]) -> String {
    let group = |group: &Vec<NeededField>| {
        let setters: Vec<String> = group.iter().map(|field| format!("`{}()`", field.rust)).collect();
        let any = words::any(&setters);
        if setters.len() > 1 && needs.len() > 1 { format!("({any})") } else { any }
    };
    match needs {
        [] => "nothing".to_owned(),
        needs => words::and(&needs.iter().map(group).collect::<Vec<_>>()),
    }
}

/// What the doc of an operation names as needed, before and after.
fn documented(old: &OperationDef, new: &OperationDef) -> String {
    let kind = if new.body.is_some() { "field" } else { "parameter" };
    match (old.needs.is_empty(), new.needs.is_empty()) {
        (true, _) => format!("named no {kind} that it needs and now names {}", needed(&new.needs)),
        (false, true) => format!("named {} as needed and now names no {kind}", needed(&old.needs)),
        (false, false) => format!("named {} as needed and now names {}", needed(&old.needs), needed(&new.needs)),
    }
}

/// The parameter of an operation that the runtime sends itself.
fn sent_for(handle: &HandleDef, kind: OperationKind, role: Role) -> Option<&str> {
    let operation = handle.operations.iter().find(|operation| operation.kind == kind)?;
    operation.params.iter().find(|param| param.role == Some(role)).map(|param| param.wire.as_str())
}

/// The parameters that are arguments, in their order.
pub(super) fn required(operation: &OperationDef) -> impl Iterator<Item = &ParamDef> {
    operation.params.iter().filter(|param| param.required)
}

/// Types of the arguments that are the key.
fn key(operation: &OperationDef) -> Vec<String> {
    operation.key.iter().map(|member| taken(&member.arg.takes)).collect()
}

/// What a method takes as body: of the standard operations it is the write type, whatever that is called.
fn body(operation: &OperationDef) -> Option<String> {
    let body = operation.body.as_ref()?;
    Some(if operation.kind.is_standard() { String::new() } else { taken(&body.takes) })
}

/// What an operation gives; what the standard ones give follows from the entity.
fn given(operation: &OperationDef) -> Option<String> {
    (!operation.kind.is_standard()).then(|| operation.returns.clone())
}

/// A method as documentation shows it.
fn signature(operation: &OperationDef) -> String {
    let body = operation.body.iter().map(|body| taken(&body.takes));
    let arguments = key(operation).into_iter().chain(body);
    let arguments = arguments.chain(required(operation).map(|param| taken(&param.takes)));
    let reply = given(operation).map_or_else(String::new, |reply| format!(" -> {reply}"));
    format!("{}({}){reply}", operation.name, arguments.collect::<Vec<_>>().join(", "))
}
