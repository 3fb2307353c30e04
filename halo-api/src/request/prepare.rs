//! From a [`Call`] to what is sent: path, key, query, paging, body, and what does not go together.

use std::borrow::Cow;

use http::Method;
use serde_json::Value;

use super::field_patch::check_known;
use super::{Call, Direction, Operation, Preview, params};
use crate::codec::id::KeyValue;
use crate::codec::{WriteBody, WriteValue};
use crate::entity_info::{EndpointInfo, EntityInfo, ListInfo, Paging, ParamInfo};
use crate::pipeline::Lane;
use crate::pipeline::request::{Body, PreparedRequest};
use crate::vocabulary::Error;
use crate::vocabulary::Safety;

/// Rows of a page where the schema knows of no cap: what Halo's larger lists take.
const USUAL_PAGE: u32 = 100;
/// `count` where the schema knows of no cap: Halo gives no more than this.
const USUAL_COUNT: u32 = 1000;

/// Which part of a list a reply holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Window {
    /// One page of several.
    Page { size: u32, number: u32 },
    /// The first rows, as many as this.
    Count(u32),
    /// Everything, or, in a request that is no list, no window at all.
    Whole,
}

impl Call {
    pub(super) fn prepare(&self) -> Result<PreparedRequest, Error> {
        let parts = self.parts().map_err(|fault| Error::config(fault).with_endpoint(self.endpoint()))?;
        let uri = self.halo.inner.uri(&parts.path, &params::query_text(&parts.query))?;
        let body = match &parts.body {
            Some(body) => Some(Body::json(serde_json::to_vec(body).map_err(|error| {
                Error::config(unencodable(&error)).with_endpoint(self.endpoint()).with_source(error)
            })?)),
            None => None,
        };
        Ok(PreparedRequest {
            method: self.method(),
            uri,
            path: parts.path,
            template: self.template(),
            body,
            safety: self.safety(),
            scope: self.scope(),
            enforce_scope: self.entity.enforce_scopes && self.halo.inner.check_scopes,
            timeout: self.timeout,
            retry: self.retry.clone(),
            lane: Lane::default(),
        })
    }

    /// What it would send.
    pub(crate) fn preview(&self) -> Preview {
        let parts = self.parts();
        let fault = parts.as_ref().err().cloned();
        let parts = parts.unwrap_or_else(|_| Parts {
            path: self.path(),
            query: self.query.clone(),
            body: self.unkeyed().map(|bodies| self.shaped(bodies)),
        });
        let body = parts.body.map(|body| serde_json::to_value(body).map_err(|error| unencodable(&error)));
        let fault = fault.or_else(|| body.as_ref().and_then(|body| body.as_ref().err().cloned()));
        Preview {
            method: self.method(),
            path: parts.path,
            query: parts.query.into_iter().map(|(name, value)| (name.into_owned(), value)).collect(),
            body: body.and_then(Result::ok),
            safety: self.safety(),
            scope: self.scope(),
            fault,
        }
    }

    fn parts(&self) -> Result<Parts, String> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        self.check_operation()?;
        check_keys(self.operation, &self.keys)?;
        self.check_params()?;
        let mut query = Vec::new();
        if matches!(self.operation, Operation::Get | Operation::Delete) {
            // The leading members of a composite key; the last one is in the path.
            for (name, key) in self.entity.key.iter().zip(&self.keys).take(self.keys.len().saturating_sub(1)) {
                query.push((Cow::Borrowed(*name), key.to_string()));
            }
        }
        query.extend(self.query.iter().cloned());
        self.ordering(&mut query)?;
        match self.window()? {
            // Only all three together page: without `page_no`, Halo gives a short list that looks complete.
            Window::Page { size, number } => query.extend([
                ("pageinate".into(), "true".into()),
                ("page_size".into(), size.to_string()),
                ("page_no".into(), number.to_string()),
            ]),
            Window::Count(rows) => query.push(("count".into(), rows.to_string())),
            Window::Whole => {}
        }
        Ok(Parts { path: self.path(), query, body: self.bodies()?.map(|bodies| self.shaped(bodies)) })
    }

    /// Code that works with any entity may ask for what one cannot do.
    fn check_operation(&self) -> Result<(), String> {
        match self.operation {
            Operation::List if self.entity.list.is_none() => Err(format!("{} cannot be listed", self.entity.plural)),
            Operation::Get if self.entity.get.is_none() || self.keys.is_empty() => {
                Err(format!("{} cannot be fetched one by one", self.entity.plural))
            }
            _ => Ok(()),
        }
    }

    /// What the schema says of parameters that need, or cannot stand beside, others.
    fn check_params(&self) -> Result<(), String> {
        for info in self.bound_params() {
            if let Some(missing) = info.needs.iter().find(|name| !self.is_set(name)) {
                return Err(format!("`{}` does nothing without `{missing}`", info.wire_name));
            }
            if let Some(other) = info.excludes.iter().find(|name| self.is_set(name)) {
                return Err(format!("`{}` cannot be combined with `{other}`", info.wire_name));
            }
            let paged = self.page_size.is_some() || self.page_no.is_some();
            if paged && info.excludes.contains(&"paging") {
                return Err(format!("`{}` cannot be combined with page_size() and page_no()", info.wire_name));
            }
        }
        Ok(())
    }

    /// `order` and `orderdesc`, `order2` and `orderdesc2` and so on. A column that does not exist would be ignored.
    fn ordering(&self, query: &mut Vec<(Cow<'static, str>, String)>) -> Result<(), String> {
        let levels = self.list_info().map_or(0, |list| list.sort);
        for ((field, direction), level) in self.order.iter().zip(1_u32..) {
            if level > levels {
                return Err(match levels {
                    0 => "this list cannot be ordered".to_owned(),
                    _ => format!("this list takes at most {levels} levels of order_by"),
                });
            }
            if self.entity.field(field).is_none() {
                return Err(format!("order_by takes the wire name of a field of {}, not `{field}`", self.entity.name));
            }
            let level = if level == 1 { String::new() } else { level.to_string() };
            // The word: `orderdesc=1` was seen to order the other way round.
            let descending = *direction == Direction::Descending;
            query.push((format!("order{level}").into(), field.clone()));
            query.push((format!("orderdesc{level}").into(), descending.to_string()));
        }
        Ok(())
    }

    /// The window of this request, and why it cannot have the one that was asked for.
    pub(crate) fn window(&self) -> Result<Window, String> {
        let Some(list) = self.list_info() else { return Ok(Window::Whole) };
        let pageless = self.bound_params().any(|info| info.excludes.contains(&"paging"));
        let cap = list.page_cap.unwrap_or(u32::MAX);
        match list.paging {
            Paging::Pages if !pageless => {
                let size = self.page_size.unwrap_or(USUAL_PAGE.max(list.page_cap.unwrap_or(0))).min(cap);
                Ok(Window::Page { size, number: self.page_no.unwrap_or(1) })
            }
            _ if self.page_no.is_some() => Err("this list has no pages, so that page_no means nothing".to_owned()),
            Paging::Count if !pageless => {
                Ok(Window::Count(self.page_size.unwrap_or(list.page_cap.unwrap_or(USUAL_COUNT)).min(cap)))
            }
            _ => Ok(Window::Whole),
        }
    }

    fn list_info(&self) -> Option<&'static ListInfo> {
        self.entity.list.as_ref().filter(|_| matches!(self.operation, Operation::List))
    }

    /// What the catalog says of the parameters that are set, where that is more than their names.
    fn bound_params(&self) -> impl Iterator<Item = &'static ParamInfo> {
        let entity = self.entity;
        let params = |endpoint: &'static Option<EndpointInfo>| endpoint.as_ref().map_or(&[][..], |info| info.params);
        let params = match self.operation {
            Operation::List => &[],
            Operation::Get => params(&entity.get),
            Operation::Create => params(&entity.create),
            Operation::Update => params(&entity.update),
            Operation::Delete => params(&entity.delete),
            Operation::Other(operation) => operation.params,
        };
        let list = self.list_info().into_iter().flat_map(|list| list.filters.iter().chain(list.options));
        // Most say nothing, which is cheaper to see than whether they are set.
        let says = |info: &&ParamInfo| !info.needs.is_empty() || !info.excludes.is_empty();
        list.chain(params).filter(says).filter(|info| self.is_set(info.wire_name))
    }

    fn is_set(&self, name: &str) -> bool {
        self.query.iter().any(|(known, _)| known == name)
    }

    /// The bodies with their keys and with single elements in their lists.
    fn bodies(&self) -> Result<Option<Vec<WriteBody>>, String> {
        let bodies = match (&self.many, &self.body) {
            (None, body) if let Operation::Other(operation) = self.operation => {
                operation.body_with(&self.keys, body.as_ref())?.map(|body| vec![body])
            }
            (None, Some(body)) if matches!(self.operation, Operation::Update) => {
                Some(vec![keyed(self.entity, &self.keys, body.clone())?])
            }
            _ => self.unkeyed(),
        };
        bodies.map(|bodies| self.patched(bodies)).transpose()
    }

    fn unkeyed(&self) -> Option<Vec<WriteBody>> {
        self.many.clone().or_else(|| self.body.clone().map(|body| vec![body]))
    }

    /// Bodies as they stand in the request: Halo's POSTs take an array, but for a few.
    fn shaped(&self, mut bodies: Vec<WriteBody>) -> WriteValue {
        match (self.operation, bodies.len()) {
            (Operation::Other(operation), 1) if !operation.in_array => bodies.remove(0).into(),
            _ => WriteValue::list(bodies),
        }
    }

    fn method(&self) -> Method {
        match self.operation {
            Operation::Other(operation) => operation.method.clone(),
            Operation::List | Operation::Get => Method::GET,
            Operation::Create | Operation::Update => Method::POST,
            Operation::Delete => Method::DELETE,
        }
    }

    fn safety(&self) -> Safety {
        let safety = match self.operation {
            Operation::List | Operation::Get => Safety::Safe,
            Operation::Delete => Safety::Idempotent,
            Operation::Create | Operation::Update => Safety::Unsafe,
            Operation::Other(operation) => operation.safety,
        };
        if safety == Safety::Unsafe && self.assume_idempotent { Safety::Idempotent } else { safety }
    }

    fn scope(&self) -> Option<&'static str> {
        match self.operation {
            Operation::List | Operation::Get => self.entity.read_scope,
            Operation::Other(operation) => operation.scope,
            _ => self.entity.write_scope,
        }
    }

    fn path(&self) -> String {
        if let Operation::Other(operation) = self.operation {
            return operation.path_with(&self.keys);
        }
        let mut path = self.entity.path.to_owned();
        if let (Operation::Get | Operation::Delete, Some(key)) = (self.operation, self.keys.last()) {
            path.push('/');
            params::encode(&key.to_string(), &mut path);
        }
        path
    }

    fn template(&self) -> Cow<'static, str> {
        match self.operation {
            Operation::Get | Operation::Delete => format!("{}/{{id}}", self.entity.path).into(),
            Operation::Other(operation) => operation.path.into(),
            _ => self.entity.path.into(),
        }
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("{} {}", self.method(), self.path())
    }
}

fn unencodable(error: &serde_json::Error) -> String {
    format!("the body cannot be encoded: {error}")
}

/// An id that Halo would take for none must not be sent: an update with id 0 makes a new record.
fn check_keys(operation: Operation, keys: &[KeyValue]) -> Result<(), String> {
    if keys.iter().any(|key| matches!(key, KeyValue::Text(text) if ["", ".", ".."].contains(&text.as_str()))) {
        return Err("an id is empty, or one that no path can hold".to_owned());
    }
    if matches!(operation, Operation::Update) && keys.last() == Some(&KeyValue::Int(0)) {
        return Err("id 0 means \"new\" to Halo: this would create a record instead of changing one".to_owned());
    }
    Ok(())
}

/// A body of an update with its key. A key that was set to something else beforehand is a mistake, never overwritten.
pub(super) fn keyed(entity: &EntityInfo, keys: &[KeyValue], mut body: WriteBody) -> Result<WriteBody, String> {
    check_keys(Operation::Update, keys)?;
    check_known(&body, keys)?;
    for (name, key) in entity.key.iter().copied().zip(keys).rev() {
        if body.get(name).is_some_and(|set| !is_key(set, key)) {
            return Err(format!("the body sets another `{name}` than the one that is updated, {key}"));
        }
        body.set_first(name, key.clone().into());
    }
    Ok(body)
}

/// What is sent, before it is encoded.
struct Parts {
    path: String,
    query: Vec<(Cow<'static, str>, String)>,
    body: Option<WriteValue>,
}

/// Whether a body's value is this key; the web interface sends ids as text, so that counts as well.
fn is_key(value: &WriteValue, key: &KeyValue) -> bool {
    let key = key.to_string();
    match value {
        WriteValue::Json(Value::String(text)) => *text == key,
        WriteValue::Json(Value::Number(number)) => number.to_string() == key,
        _ => false,
    }
}
