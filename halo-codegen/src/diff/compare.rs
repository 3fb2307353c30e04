//! What differs between two APIs.

use std::fmt::Debug;

use super::types::{by_key, shown};
use super::{Change, Rule};
use crate::ir::{
    Api, CatalogDef, Doc, EntityDef, FieldDef, ModelDef, OperationDef, ParamDef, Reply, RequestDef, SetterDef, WriteDef,
};

/// Everything that differs, in no order and without places.
pub(super) fn compare(old: &Api, new: &Api) -> Vec<Change> {
    let mut changes = Vec::new();
    super::types::compare(old, new, &mut changes);
    for (old, new) in by_key(&old.entities, &new.entities, |entity| entity.catalog.path.clone()) {
        match (old, new) {
            (Some(old), Some(new)) => {
                Within { entity: &new.module, changes: &mut changes }.entity(old, new);
            }
            (None, Some(new)) => {
                let what = format!("`{}` is new, at `{}`", new.module, new.catalog.path);
                Within { entity: &new.module, changes: &mut changes }.report(Rule::EntityAdded, "", what);
            }
            (Some(old), None) => {
                let what = format!("`{}` at `{}` is gone", old.module, old.catalog.path);
                Within { entity: &old.module, changes: &mut changes }.report(Rule::EntityRemoved, "", what);
            }
            (None, None) => {}
        }
    }
    changes
}

/// The changes of one module.
pub(super) struct Within<'a> {
    pub(super) entity: &'a str,
    pub(super) changes: &'a mut Vec<Change>,
}

impl Within<'_> {
    pub(super) fn report(&mut self, rule: Rule, item: impl Into<String>, what: impl Into<String>) {
        let (item, what) = (item.into(), what.into());
        self.changes.push(Change { rule, entity: self.entity.to_owned(), item, what, place: None });
    }

    /// Reports that a fact is another one.
    fn fact<T: PartialEq + Debug>(&mut self, rule: Rule, item: &str, name: &str, old: &T, new: &T) {
        if old != new {
            self.report(rule, item, format!("{name} was {}, is {}", said(old), said(new)));
        }
    }

    pub(super) fn doc(&mut self, item: &str, old: &Doc, new: &Doc) {
        if old != new {
            self.report(Rule::DocChanged, item, "the doc says something else");
        }
    }

    /// A doc says what else is known of an item, so that it changes with it: worth a line only if nothing else did.
    fn doc_alone(&mut self, before: usize, item: &str, old: &Doc, new: &Doc) {
        if self.changes.len() == before {
            self.doc(item, old, new);
        }
    }

    fn entity(&mut self, old: &EntityDef, new: &EntityDef) {
        if (&old.module, &old.model.name) != (&new.module, &new.model.name) {
            let name = |entity: &EntityDef| format!("`{}::{}`", entity.module, entity.model.name);
            self.report(Rule::EntityRenamed, "", format!("{} is now {}", name(old), name(new)));
        }
        self.doc("", &old.doc, &new.doc);
        self.catalog(&old.catalog, &new.catalog);
        if let (Some(old), Some(new)) = (&old.own, &new.own) {
            self.model(&old.model, &new.model);
            self.write(old.write.as_ref(), new.write.as_ref());
        }
        self.requests(&old.requests.requests, &new.requests.requests);
    }

    fn catalog(&mut self, old: &CatalogDef, new: &CatalogDef) {
        self.fact(Rule::KeyChanged, "key", "the key", &old.key, &new.key);
        self.fact(Rule::ScopeChanged, "scopes", "the scope of reads", &old.read_scope, &new.read_scope);
        self.fact(Rule::ScopeChanged, "scopes", "the scope of writes", &old.write_scope, &new.write_scope);
        self.fact(Rule::ScopeEnforced, "scopes", "enforced", &old.enforce_scopes, &new.enforce_scopes);
        if let (Some(old), Some(new)) = (&old.list, &new.list) {
            self.fact(Rule::Envelope, "list.rows", "the key of the rows", &old.rows, &new.rows);
            self.fact(Rule::PagingChanged, "list.paging", "paging", &old.paging, &new.paging);
            self.fact(Rule::PageCap, "list.page_cap", "the cap", &old.page_cap, &new.page_cap);
            self.fact(Rule::SortLevels, "list.sort", "levels of ordering", &old.sort, &new.sort);
        }
    }

    pub(super) fn model(&mut self, old: &ModelDef, new: &ModelDef) {
        let in_model =
            |model: &ModelDef| model.fields.iter().filter(|field| field.in_model).cloned().collect::<Vec<_>>();
        let (old, new) = (in_model(old), in_model(new));
        for (before, after) in by_key(&old, &new, |field| field.wire.clone()) {
            match (before, after) {
                (Some(before), Some(after)) => self.field(before, after),
                (None, Some(after)) if rewired(&old, &new, after) => {
                    self.report(
                        Rule::FieldRewired,
                        &after.wire,
                        format!("`{}` now reads `{}`", after.rust, after.wire),
                    );
                }
                (None, Some(after)) => {
                    let what = format!("`{}: {}` is new", after.rust, shown(&after.ty));
                    self.report(Rule::FieldAdded, &after.wire, what);
                }
                (Some(before), None) if !rewired(&new, &old, before) => {
                    self.report(Rule::FieldRemoved, &before.wire, format!("`{}` is gone", before.rust));
                }
                _ => {}
            }
        }
    }

    fn field(&mut self, old: &FieldDef, new: &FieldDef) {
        let (item, before) = (new.wire.as_str(), self.changes.len());
        if old.rust != new.rust {
            self.report(Rule::FieldRenamed, item, format!("`{}` is now `{}`", old.rust, new.rust));
        }
        if (&old.ty, old.always) != (&new.ty, new.always) {
            let bare = |field: &FieldDef| shown(&field.ty);
            let ty = |field: &FieldDef| if field.always { bare(field) } else { format!("Option<{}>", bare(field)) };
            let what = format!("`{}` was `{}`, is `{}`", new.rust, ty(old), ty(new));
            self.report(Rule::FieldRetyped, item, what);
        }
        self.fact(Rule::FieldFilled, item, &format!("`{}` filled in", new.rust), &old.filled, &new.filled);
        if old.none != new.none {
            self.report(Rule::FieldUnset, item, format!("other values of `{}` stand for \"not set\"", new.rust));
        }
        if old.secret != new.secret {
            let does = if new.secret { "hides" } else { "shows" };
            self.report(Rule::FieldSecret, item, format!("`Debug` {does} `{}`", new.rust));
        }
        self.doc_alone(before, item, &old.doc, &new.doc);
    }

    pub(super) fn write(&mut self, old: Option<&WriteDef>, new: Option<&WriteDef>) {
        match (old, new) {
            (Some(old), Some(new)) => self.setters(&old.setters, &new.setters),
            (None, Some(new)) => self.report(Rule::WriteTypeAdded, "", format!("`{}` is new", new.name)),
            (Some(old), None) => self.report(Rule::WriteTypeRemoved, "", format!("`{}` is gone", old.name)),
            (None, None) => {}
        }
    }

    fn setters(&mut self, old: &[SetterDef], new: &[SetterDef]) {
        let same_name = |list: &[SetterDef], setter: &SetterDef| list.iter().any(|other| other.rust == setter.rust);
        for (before, after) in by_key(old, new, |setter| setter.wire.clone()) {
            match (before, after) {
                (Some(before), Some(after)) => self.setter(before, after),
                (None, Some(after)) if same_name(old, after) => {
                    self.report(
                        Rule::SetterRewired,
                        &after.wire,
                        format!("`{}()` now sends `{}`", after.rust, after.wire),
                    );
                }
                (None, Some(after)) => {
                    self.report(Rule::SetterAdded, &after.wire, format!("`{}()` is new", after.rust));
                }
                (Some(before), None) if !same_name(new, before) => {
                    self.report(Rule::SetterRemoved, &before.wire, format!("`{}()` is gone", before.rust));
                }
                _ => {}
            }
        }
    }

    fn setter(&mut self, old: &SetterDef, new: &SetterDef) {
        let item = new.wire.as_str();
        if old.rust != new.rust {
            self.report(Rule::SetterRenamed, item, format!("`{}()` is now `{}()`", old.rust, new.rust));
        }
        if old.ty != new.ty {
            let what = format!("`{}()` took `{}`, takes `{}`", new.rust, shown(&old.ty), shown(&new.ty));
            self.report(Rule::SetterRetyped, item, what);
        }
        match (&old.clear, &new.clear) {
            (None, Some(clear)) => self.report(Rule::ClearAdded, item, format!("`{}()` is new", clear.rust)),
            (Some(clear), None) => self.report(Rule::ClearRemoved, item, format!("`{}()` is gone", clear.rust)),
            (Some(old), Some(new)) if old.value != new.value => {
                self.report(
                    Rule::ClearValue,
                    item,
                    format!("`{}()` sent `{}`, sends `{}`", new.rust, old.value, new.value),
                );
            }
            _ => {}
        }
    }

    fn requests(&mut self, old: &[RequestDef], new: &[RequestDef]) {
        for (before, after) in by_key(old, new, |request| request.verb.clone()) {
            match (before, after) {
                (Some(before), Some(after)) => self.request(before, after),
                (None, Some(after)) => {
                    self.report(Rule::RequestAdded, &after.verb, format!("`{}()` is new", after.verb));
                }
                (Some(before), None) => {
                    self.report(Rule::RequestRemoved, &before.verb, format!("`{}()` is gone", before.verb));
                }
                (None, None) => {}
            }
        }
    }

    fn request(&mut self, old: &RequestDef, new: &RequestDef) {
        if (&old.key, sent(old), given(old)) != (&new.key, sent(new), given(new)) {
            self.report(Rule::RequestArguments, &new.verb, format!("`{}()` takes or gives something else", new.verb));
        }
        self.operation(&new.verb, old.operation.as_ref(), new.operation.as_ref());
        self.doc(&new.verb, &old.method_doc, &new.method_doc);
        let same_name = |list: &[ParamDef], param: &ParamDef| list.iter().any(|other| other.rust == param.rust);
        for (before, after) in by_key(&old.params, &new.params, |param| param.wire.clone()) {
            let item = |param: &ParamDef| format!("{}.{}", new.verb, param.wire);
            match (before, after) {
                (Some(before), Some(after)) => self.param(&item(after), before, after),
                (None, Some(after)) if after.required => {
                    self.report(Rule::ParamRequired, item(after), format!("`{}` is a new argument", after.rust));
                }
                (None, Some(after)) if same_name(&old.params, after) => {
                    self.report(
                        Rule::ParamRewired,
                        item(after),
                        format!("`{}()` now sends `{}`", after.rust, after.wire),
                    );
                }
                (None, Some(after)) => {
                    self.report(Rule::ParamAdded, item(after), format!("`{}()` is new", after.rust));
                }
                (Some(before), None) if !same_name(&new.params, before) => {
                    self.report(Rule::ParamRemoved, item(before), format!("`{}()` is gone", before.rust));
                }
                _ => {}
            }
        }
    }

    fn operation(&mut self, verb: &str, old: Option<&OperationDef>, new: Option<&OperationDef>) {
        let (Some(old), Some(new)) = (old, new) else { return };
        let sent = |operation: &OperationDef| {
            (operation.method, operation.path.clone(), operation.in_array, operation.fixed.clone())
        };
        if sent(old) != sent(new) {
            let what = format!("`{verb}()` sends another method, path or body");
            self.report(Rule::OperationSent, verb, what);
        }
        self.fact(Rule::OperationSafety, verb, &format!("`{verb}()` is"), &old.safety, &new.safety);
        self.fact(Rule::ScopeChanged, verb, &format!("the scope of `{verb}()`"), &old.scope, &new.scope);
    }

    fn param(&mut self, item: &str, old: &ParamDef, new: &ParamDef) {
        let before = self.changes.len();
        if old.rust != new.rust {
            self.report(Rule::ParamRenamed, item, format!("`{}()` is now `{}()`", old.rust, new.rust));
        }
        if old.ty != new.ty {
            let what = format!("`{}()` took `{}`, takes `{}`", new.rust, shown(&old.ty), shown(&new.ty));
            self.report(Rule::ParamRetyped, item, what);
        }
        self.fact(Rule::ParamRequired, item, &format!("`{}` an argument", new.rust), &old.required, &new.required);
        self.fact(Rule::ParamTogether, item, &format!("`{}` needs", new.rust), &old.needs, &new.needs);
        self.fact(Rule::ParamTogether, item, &format!("`{}` excludes", new.rust), &old.excludes, &new.excludes);
        self.fact(Rule::ParamField, item, &format!("`{}` compared with", new.rust), &old.field, &new.field);
        self.doc_alone(before, item, &old.doc, &new.doc);
    }
}

/// What a method takes as body: of the usual requests it is the write type, whatever that is called.
fn sent(request: &RequestDef) -> Option<&str> {
    let body = request.body.as_ref()?;
    Some(if request.operation.is_some() { &body.ty.name } else { "" })
}

/// What an operation answers; what the usual requests answer follows from the entity.
fn given(request: &RequestDef) -> Option<&Reply> {
    request.operation.as_ref().map(|_| &request.reply)
}

/// A value as people say it.
fn said<T: Debug>(value: &T) -> String {
    let text = format!("{value:?}");
    match text.strip_prefix("Some(").and_then(|text| text.strip_suffix(')')) {
        Some(inner) => inner.to_owned(),
        None if text == "None" => "nothing".to_owned(),
        None => text,
    }
}

/// Whether a field that is only in `list` has the Rust name of one that only `others` had: the name stays, what it reads
/// does not.
fn rewired(others: &[FieldDef], list: &[FieldDef], field: &FieldDef) -> bool {
    let gone = |other: &&FieldDef| !list.iter().any(|field| field.wire == other.wire);
    others.iter().filter(gone).any(|other| other.rust == field.rust && other.ty == field.ty)
}
