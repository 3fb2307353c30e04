//! What differs between the requests of two entities.

use super::Rule;
use super::calls::{shown, taken};
use super::compare::Within;
use super::pairs::{Pair, by_name, pairs};
use crate::ir::{BulkKind, ParamDef, Reply, RequestDef, RequestsDef};

impl Within<'_> {
    pub(super) fn requests(&mut self, old: &RequestsDef, new: &RequestsDef) {
        let both = |verb: &str| [old, new].iter().all(|side| side.requests.iter().any(|request| request.verb == verb));
        for pair in by_name(&old.requests, &new.requests, |request| &request.verb) {
            match pair {
                Pair::New(new) => self.has(&new.verb, false, true),
                Pair::Gone(old) => self.has(&old.verb, true, false),
                Pair::Same(old, new) | Pair::Rewired(old, new) | Pair::Renamed(old, new) => self.request(old, new),
            }
        }
        // What comes and goes with a request is not worth a line beside it.
        for (verb, bulk) in
            [("create", BulkKind::CreateMany), ("create", BulkKind::CreateAll), ("update", BulkKind::UpdateMany)]
        {
            if both(verb) {
                let has = |side: &RequestsDef| side.bulk.iter().any(|def| def.kind == bulk);
                self.has(bulk_verb(bulk), has(old), has(new));
            }
        }
        if both("list") && both("get") {
            self.has("list.hydrate", old.hydrates, new.hydrates);
        }
    }

    /// Reports a method that came or went.
    fn has(&mut self, verb: &str, old: bool, new: bool) {
        match (old, new) {
            (false, true) => self.report(Rule::RequestAdded, verb, format!("`{verb}()` is new")),
            (true, false) => self.report(Rule::RequestRemoved, verb, format!("`{verb}()` is gone")),
            _ => {}
        }
    }

    fn request(&mut self, old: &RequestDef, new: &RequestDef) {
        let before = self.changes.len();
        let shape = |request: &RequestDef| (key(request), body(request), required(request).count(), given(request));
        if shape(old) == shape(new) {
            self.arguments(old, new);
        } else {
            let what = format!("`{}` is now `{}`", signature(old), signature(new));
            self.report(Rule::RequestArguments, &new.verb, what);
        }
        self.operation(&new.verb, old.operation.as_ref(), new.operation.as_ref());
        if new.operation.is_some() {
            // The docs of the usual requests only say what is said of the entity.
            self.doc_alone(before, &new.verb, &old.method_doc, &new.method_doc);
        }
        self.setters_of(old, new);
    }

    /// Compares required parameters, which code knows by where they stand.
    fn arguments(&mut self, old: &RequestDef, new: &RequestDef) {
        for (old, after) in required(old).zip(required(new)) {
            let item = format!("{}.{}", new.verb, after.wire);
            if old.wire != after.wire {
                let what = format!("the argument that was `{}` is `{}`", old.wire, after.wire);
                self.report(Rule::ParamRewired, &item, what);
            }
            self.param(&item, |param| param.rust.clone(), old, after);
        }
    }

    fn setters_of(&mut self, old: &RequestDef, new: &RequestDef) {
        let setters =
            |request: &RequestDef| request.params.iter().filter(|param| !param.required).cloned().collect::<Vec<_>>();
        let item = |param: &ParamDef| format!("{}.{}", new.verb, param.wire);
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
                    let what = format!("`{}` is an argument of `{}()` now", called(old), new.verb);
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
        self.retyped(Rule::ParamRetyped, item, &name(old), &old.ty, &new.ty);
        self.fact(Rule::ParamTogether, item, &format!("`{called}` needs"), &old.needs, &new.needs);
        self.fact(Rule::ParamTogether, item, &format!("`{called}` excludes"), &old.excludes, &new.excludes);
        self.fact(Rule::ParamField, item, &format!("`{called}` compared with"), &old.field, &new.field);
        self.doc_alone(before, item, &old.doc, &new.doc);
    }
}

fn called(param: &ParamDef) -> String {
    format!("{}()", param.rust)
}

fn bulk_verb(kind: BulkKind) -> &'static str {
    match kind {
        BulkKind::CreateMany => "create_many",
        BulkKind::CreateAll => "create_all",
        BulkKind::UpdateMany => "update_many",
    }
}

/// The parameters that are arguments, in their order.
fn required(request: &RequestDef) -> impl Iterator<Item = &ParamDef> {
    request.params.iter().filter(|param| param.required)
}

/// Types of the arguments that are the key.
fn key(request: &RequestDef) -> Vec<String> {
    request.key.iter().map(|arg| taken(&arg.ty)).collect()
}

/// What a method takes as body: of the usual requests it is the write type, whatever that is called.
fn body(request: &RequestDef) -> Option<String> {
    let body = request.body.as_ref()?;
    Some(if request.operation.is_some() { body.ty.name.clone() } else { String::new() })
}

/// What an operation answers; what the usual requests answer follows from the entity.
fn given(request: &RequestDef) -> Option<String> {
    request.operation.as_ref()?;
    Some(match &request.reply {
        Reply::List(model) => format!("Page<{}>", model.name),
        Reply::Object(model) => model.name.clone(),
        Reply::Value(ty) => shown(ty),
        Reply::Json => "Value".to_owned(),
        Reply::Bytes => "Bytes".to_owned(),
        Reply::Empty => "()".to_owned(),
    })
}

/// A method as documentation shows it.
fn signature(request: &RequestDef) -> String {
    let body = request.body.iter().map(|body| body.ty.name.clone());
    let arguments = key(request).into_iter().chain(body).chain(required(request).map(|param| taken(&param.ty)));
    let reply = given(request).map_or_else(String::new, |reply| format!(" -> {reply}"));
    format!("{}({}){reply}", request.verb, arguments.collect::<Vec<_>>().join(", "))
}
