//! Operations of entities.

use super::Reader;
use super::param::vendor_note;
use super::view::{View, literal};
use crate::model::{Body, Literal, Method, Operation, Reply, Safety, TypeExpr};
use crate::node::Entry;
use crate::source::Spanned;

const METHODS: [(&str, Method); 3] = [("get", Method::Get), ("post", Method::Post), ("delete", Method::Delete)];
const SAFETIES: [(&str, Safety); 3] =
    [("safe", Safety::Safe), ("idempotent", Safety::Idempotent), ("unsafe", Safety::Unsafe)];

impl Reader<'_> {
    /// The operations of an entity; `self` in their replies is still to be named.
    pub(super) fn operations(&mut self, view: View<'_>) -> Vec<Operation> {
        view.named("operations").into_iter().map(|entry| self.operation(entry)).collect()
    }

    fn operation(&mut self, entry: &Entry) -> Operation {
        let view = View::new(&entry.value, entry.key.span);
        let method = view.choice("method", &METHODS).unwrap_or(Spanned::new(Method::Get, view.span));
        let safety = match method.value {
            Method::Get => Safety::Safe,
            Method::Delete => Safety::Idempotent,
            Method::Post => Safety::Unsafe,
        };
        Operation {
            name: entry.key.clone(),
            path: view.text_or("path", "/Unread"),
            params: self.params(view, "params"),
            body: view.text("body").map(body),
            in_array: view.text("body_shape").is_none_or(|shape| shape.value != "object"),
            fixed: fixed(view),
            reply: self.reply(view),
            safety: view.choice("safety", &SAFETIES).map_or(safety, |safety| safety.value),
            writes: view.text("scope").map_or(method.value != Method::Get, |scope| scope.value == "write"),
            doc: view.doc(),
            vendor: vendor_note(view),
            evidence: view.evidence(),
            method,
        }
    }

    fn reply(&mut self, view: View<'_>) -> Reply {
        match view.text("reply").as_ref().map(|reply| reply.value.as_str()) {
            Some("none") => Reply::None,
            Some("bytes") => Reply::Bytes,
            _ => Reply::Type(view.ty("reply", self.diagnostics)),
        }
    }
}

/// Lets `self` in replies be this struct.
pub(super) fn name_self(operations: &mut [Operation], model: &str) {
    for operation in operations {
        if let Reply::Type(ty) = &mut operation.reply {
            name_self_in(&mut ty.value, model);
        }
    }
}

fn name_self_in(ty: &mut TypeExpr, model: &str) {
    match ty {
        TypeExpr::Named(name) if name == "self" => model.clone_into(name),
        TypeExpr::Named(_) | TypeExpr::Scalar(_) => {}
        TypeExpr::List(inner) | TypeExpr::Map(inner) => name_self_in(inner, model),
    }
}

fn body(text: Spanned<String>) -> Spanned<Body> {
    let body = if text.value == "write" { Body::Write } else { Body::Named(text.value) };
    Spanned::new(body, text.span)
}

fn fixed(view: View<'_>) -> Vec<(Spanned<String>, Spanned<Literal>)> {
    view.named("fixed").into_iter().filter_map(|entry| Some((entry.key.clone(), literal(&entry.value)?))).collect()
}
