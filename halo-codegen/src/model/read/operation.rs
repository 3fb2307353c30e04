//! Operations of entities.

use super::{MappingView, Reader};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Body, BodyShape, List, Literal, Method, Operation, OperationKind, Paging, Param, Reply, Safety, ScopeKind, TypeExpr,
};
use crate::node::Entry;
use crate::source::Spanned;

/// What the five standard operations send to, and what they are called after.
pub(super) struct Resource<'e> {
    pub(super) name: &'e Spanned<String>,
    pub(super) path: &'e Spanned<String>,
    pub(super) key: &'e [Spanned<String>],
}

impl Resource<'_> {
    /// Where a standard operation is: one row that is read or deleted has its id in the path.
    pub(super) fn path_of(&self, kind: OperationKind) -> Spanned<String> {
        match (kind, self.key.last()) {
            (OperationKind::Get | OperationKind::Delete, Some(id)) => {
                Spanned::new(format!("{}/{{{}}}", self.path.value, id.value), self.path.span)
            }
            _ => self.path.clone(),
        }
    }
}

/// `self` in replies, before it is named.
const OWN: &str = "self";

impl Reader<'_> {
    /// All operations of an entity; `self` in their replies is still to be named.
    pub(super) fn operations(&mut self, view: MappingView<'_>, resource: &Resource<'_>) -> Vec<Operation> {
        let mut operations = Vec::new();
        for kind in OperationKind::STANDARD {
            if let Some(own) = view.view(kind.word()) {
                operations.push(self.standard(own, kind, resource));
            }
        }
        let custom = view.named(OperationKind::Custom.word());
        operations.extend(custom.into_iter().map(|entry| self.custom(entry)));
        operations
    }

    /// What the five say by being there: method, path, body and reply are the same for every entity.
    fn standard(&mut self, view: MappingView<'_>, kind: OperationKind, resource: &Resource<'_>) -> Operation {
        let (name, span) = (resource.name, view.span);
        let method = match kind {
            OperationKind::Create | OperationKind::Update => Method::Post,
            OperationKind::Delete => Method::Delete,
            OperationKind::List | OperationKind::Get | OperationKind::Custom => Method::Get,
        };
        let own = || Spanned::new(TypeExpr::Named(OWN.to_owned()), span);
        let list = (kind == OperationKind::List).then(|| list(view));
        let params = match &list {
            Some(_) => self.list_params(view),
            None => self.params(view, "params"),
        };
        let writes = matches!(kind, OperationKind::Create | OperationKind::Update);
        Operation {
            kind,
            name: Spanned::new(kind.word().to_owned(), span),
            path: resource.path_of(kind),
            params,
            body: writes.then(|| Spanned::new(Body::Write, name.span)),
            body_shape: BodyShape::Array,
            fixed: Vec::new(),
            needs: view.groups("needs"),
            reply: match kind {
                OperationKind::List => Reply::Page(own()),
                OperationKind::Delete => Reply::None,
                _ => Reply::Value(own()),
            },
            safety: safety(method),
            scope: scope(method),
            doc: None,
            vendor: None,
            evidence: view.evidence(),
            section: None,
            deprecated: None,
            method: Spanned::new(method, span),
            list,
        }
    }

    fn list_params(&mut self, view: MappingView<'_>) -> Vec<Param> {
        let filters = self.params(view, "filters").into_iter().map(|param| Param { is_filter: true, ..param });
        let mut params: Vec<_> = filters.collect();
        params.extend(self.params(view, "options"));
        params
    }

    fn custom(&mut self, entry: &Entry) -> Operation {
        let view = MappingView::new(&entry.value, entry.key.span);
        let method = view.choice("method").unwrap_or(Spanned::new(Method::Get, view.span));
        let body = self.body(view);
        Operation {
            kind: OperationKind::Custom,
            name: entry.key.clone(),
            path: view.text_or("path", "/Unread"),
            list: view.view("list").map(list),
            params: self.custom_params(view),
            body_shape: body_shape(view, body.as_ref()),
            body,
            fixed: fixed(view),
            needs: view.view("list").unwrap_or(view).groups("needs"),
            reply: self.reply(view),
            safety: view.choice("safety").map_or(safety(method.value), |safety| safety.value),
            scope: view.choice("scope").map_or(scope(method.value), |scope| scope.value),
            doc: Some(view.doc()),
            vendor: view.vendor_note(),
            evidence: view.evidence(),
            section: view.text("section"),
            deprecated: view.text("deprecated"),
            method,
        }
    }

    fn custom_params(&mut self, view: MappingView<'_>) -> Vec<Param> {
        let args = view.named("args").into_iter().map(|entry| Param::read_argument(entry, self.diagnostics));
        let mut params: Vec<_> = args.collect();
        params.extend(view.view("list").map_or_else(Vec::new, |list| self.list_params(list)));
        params.extend(self.params(view, "params"));
        let parts = view.view("body").map_or_else(Vec::new, |body| body.entries_of_items("multipart"));
        params.extend(parts.into_iter().map(|part| Param::read_part(part, self.diagnostics)));
        params
    }

    fn body(&mut self, view: MappingView<'_>) -> Option<Spanned<Body>> {
        let Some(text) = view.text("body") else {
            let form = view.view("body")?;
            if let Some(shape) = view.get("body_shape") {
                let diagnostic = Diagnostic::new(Code::BodyMisfit, shape.span, "a form has no `body_shape`");
                self.diagnostics.push(diagnostic.also(form.span, "a form").help("remove `body_shape`"));
            }
            return Some(Spanned::new(Body::Multipart, form.span));
        };
        let body = match text.value.as_str() {
            "write" => Body::Write,
            list if list.contains('<') => match view.ty("body", self.diagnostics).value {
                TypeExpr::List(element) => Body::List(*element),
                other => Body::Named(other.to_string()),
            },
            _ => Body::Named(text.value),
        };
        Some(Spanned::new(body, text.span))
    }

    fn reply(&mut self, view: MappingView<'_>) -> Reply<Spanned<TypeExpr>> {
        let word = view.text("reply").and_then(|reply| Reply::from_word(&reply.value));
        let reply = word.unwrap_or_else(|| Reply::of_type(view.ty("reply", self.diagnostics)));
        match reply {
            Reply::Value(row) if view.has("list") => Reply::Page(row_type(row)),
            other => other,
        }
    }
}

/// What a row of a list is, which `list<…>` says as well.
fn row_type(ty: Spanned<TypeExpr>) -> Spanned<TypeExpr> {
    match ty.value {
        TypeExpr::List(element) => Spanned::new(*element, ty.span),
        value => Spanned::new(value, ty.span),
    }
}

fn list(view: MappingView<'_>) -> List {
    let mut rows = view.one_or_more("rows");
    for key in rows.iter_mut().filter(|key| key.value == "bare") {
        key.value.clear();
    }
    let (paging, window) = paging(view);
    List {
        rows,
        paging: paging.unwrap_or(Spanned::new(Paging::None, view.span)),
        window,
        page_cap: view.int("page_cap"),
        sort: view.int("sort"),
        evidence: view.evidence(),
    }
}

/// `paging:` of a list, and the parameter of a window.
pub(super) fn paging(view: MappingView<'_>) -> (Option<Spanned<Paging>>, Option<Spanned<String>>) {
    match view.view("paging") {
        Some(window) => (Some(Spanned::new(Paging::Window, window.span)), window.text("window")),
        None => (view.choice("paging"), None),
    }
}

/// Unless the schema says otherwise.
fn safety(method: Method) -> Safety {
    match method {
        Method::Get => Safety::Safe,
        Method::Delete => Safety::Idempotent,
        Method::Post => Safety::Unsafe,
    }
}

/// Unless the schema says otherwise.
fn scope(method: Method) -> ScopeKind {
    if method == Method::Get { ScopeKind::Read } else { ScopeKind::Write }
}

/// Lets `self` in replies be this struct.
pub(super) fn name_self(operations: &mut [Operation], model: &str) {
    for ty in operations.iter_mut().filter_map(|operation| operation.reply.ty_mut()) {
        name_self_in(&mut ty.value, model);
    }
}

fn name_self_in(ty: &mut TypeExpr, model: &str) {
    match ty {
        TypeExpr::Named(name) if name == OWN => model.clone_into(name),
        TypeExpr::Named(_) | TypeExpr::Scalar(_) | TypeExpr::File => {}
        TypeExpr::List(inner) | TypeExpr::Map(inner) => name_self_in(inner, model),
    }
}

fn body_shape(view: MappingView<'_>, body: Option<&Spanned<Body>>) -> BodyShape {
    match body {
        Some(Spanned { value: Body::Multipart, .. }) => BodyShape::Multipart,
        _ => view.choice("body_shape").map_or(BodyShape::Array, |shape| shape.value),
    }
}

fn fixed(view: MappingView<'_>) -> Vec<(Spanned<String>, Spanned<Literal>)> {
    let field = |entry: &Entry| Some((entry.key.clone(), super::mapping_view::literal(&entry.value)?));
    view.named("fixed").into_iter().filter_map(field).collect()
}
