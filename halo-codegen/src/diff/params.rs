//! What differs between the parameters of two requests.

use super::calls::taken;
use super::collector::ChangeCollector;
use super::pairs::{Pair, pairs};
use super::requests::required;
use super::{Rule, words};
use crate::ir::{OperationDef, ParamDef};
use crate::model::Role;

/// What stands among the parameters that one excludes where it turns paging off.
const PAGING: &str = "paging";

impl ChangeCollector<'_> {
    pub(super) fn setters_of(&mut self, old: &OperationDef, new: &OperationDef) {
        let setters = |operation: &OperationDef| {
            operation.params.iter().filter(|param| !param.required).cloned().collect::<Vec<_>>()
        };
        let item = |param: &ParamDef| format!("{}.{}", new.name, param.wire);
        let (before, after) = (old, new);
        for pair in pairs(&setters(old), &setters(new), |param| &param.rust, |param| &param.wire) {
            match pair {
                Pair::Same(old, new) => self.param(&item(new), called, (before, old), (after, new)),
                Pair::Rewired(old, new) => {
                    let what = format!("`{}` sent `{}` and now sends `{}`", called(new), old.wire, new.wire);
                    self.became(Rule::ParamRewired, item(new), what, (&old.wire, &new.wire));
                    self.param(&item(new), called, (before, old), (after, new));
                }
                Pair::Renamed(old, new) => {
                    let what = format!("`{}` is now `{}`", called(old), called(new));
                    self.became(Rule::ParamRenamed, item(new), what, (&old.rust, &new.rust));
                    self.param(&item(new), called, (before, old), (after, new));
                }
                Pair::New(new) => {
                    let takes = taken(&new.takes);
                    self.came(
                        Rule::ParamAdded,
                        item(new),
                        format!("`{}` is new and takes `{takes}`", called(new)),
                        takes,
                    );
                }
                Pair::Gone(old) if required(new).any(|param| param.wire == old.wire) => {
                    let what = format!("`{}` is gone: `{}()` takes it as an argument now", called(old), new.name);
                    self.report(Rule::ParamRequired, item(old), what);
                }
                Pair::Gone(old) => {
                    let takes = taken(&old.takes);
                    let what = format!("`{}`, which took `{takes}`, is gone", called(old));
                    self.went(Rule::ParamRemoved, item(old), what, takes);
                }
            }
        }
    }

    /// Compares a parameter, each with the operation that it is of.
    pub(super) fn param(
        &mut self,
        item: &str,
        name: impl Fn(&ParamDef) -> String,
        (old_operation, old): (&OperationDef, &ParamDef),
        (new_operation, new): (&OperationDef, &ParamDef),
    ) {
        let called = name(new);
        // A doc tells the wire name where it is not the Rust name, so that it differs with either.
        let before = if (&old.rust, &old.wire) == (&new.rust, &new.wire) { self.changes.len() } else { usize::MAX };
        let place = |param: &ParamDef| if param.is_part { "a part of the form" } else { "a query parameter" };
        if old.is_part != new.is_part {
            let (was, is) = (place(old), place(new));
            self.became(Rule::ParamRewired, item, format!("`{called}` was {was} and is now {is}"), (was, is));
        }
        self.retyped(Rule::ParamRetyped, item, &name(old), &old.takes, &new.takes);
        let params = [&old_operation.params, &new_operation.params].map(Vec::as_slice);
        self.together(item, &called, ("needed", "needs"), (&old.needs, &new.needs), params);
        let excludes = (&*others(&old.excludes), &*others(&new.excludes));
        self.together(item, &called, ("excluded", "excludes"), excludes, params);
        let pages = |param: &ParamDef| !param.excludes.iter().any(|other| other == PAGING);
        let does = |param: &ParamDef| if pages(param) { "leaves paging on" } else { "turns paging off" };
        if pages(old) != pages(new) {
            let what = if pages(old) {
                format!("a list with `{called}` was paged, and now comes in one response")
            } else {
                format!("a list with `{called}` came in one response, and is now paged")
            };
            self.became(Rule::ParamPaging, item, what, (does(old), does(new)));
        }
        // What the runtime sends of its own accord is reported of the request.
        let role =
            |param: &ParamDef| param.role.filter(|role| !matches!(role, Role::Detail | Role::AllRows)).map(Role::word);
        self.fact(Rule::ParamRole, item, (&role(old), &role(new)), |was, is| {
            let role =
                |role: Option<&str>| role.map_or_else(|| "no role".to_owned(), |role| format!("the role `{role}`"));
            format!("`{called}` had {} and now has {}", role(*was), role(*is))
        });
        self.deprecated(item, &called, old.deprecated.as_deref(), new.deprecated.as_deref());
        self.fact(Rule::ParamField, item, (&old.field, &new.field), |was, is| {
            let with = |field: &Option<String>| {
                field.as_ref().map_or_else(|| "with nothing".to_owned(), |field| format!("with the field `{field}`"))
            };
            format!("the mock compared `{called}` {} and now compares it {}", with(was), with(is))
        });
        self.doc_alone(before, item, &old.doc, &new.doc);
    }

    /// One more makes calls fail that were sent; one less lets calls through.
    fn together(
        &mut self,
        item: &str,
        called: &str,
        (did, does): (&str, &str),
        (old, new): (&[String], &[String]),
        [before, after]: [&[ParamDef]; 2],
    ) {
        let more = new.iter().any(|other| !old.contains(other));
        let rule = if more { Rule::ParamTogether } else { Rule::ParamFreed };
        self.fact(rule, item, (&old, &new), |old, new| {
            let others = |names: &[String], params: &[ParamDef]| {
                let names: Vec<String> = names.iter().map(|wire| in_code(wire, params.iter())).collect();
                if names.is_empty() { "no other parameter".to_owned() } else { words::all(&names) }
            };
            format!("`{called}` {did} {} and now {does} {}", others(old, before), others(new, after))
        });
    }
}

/// The parameters that one excludes; paging is none of them.
fn others(excludes: &[String]) -> Vec<String> {
    excludes.iter().filter(|other| *other != PAGING).cloned().collect()
}

/// A parameter as code names it: `after()`, or `after` if it is an argument.
pub(super) fn in_code<'p>(wire: &str, mut params: impl Iterator<Item = &'p ParamDef>) -> String {
    let param = params.find(|param| param.wire == wire);
    param.map_or_else(|| wire.to_owned(), |param| if param.required { param.rust.clone() } else { called(param) })
}

fn called(param: &ParamDef) -> String {
    format!("{}()", param.rust)
}
