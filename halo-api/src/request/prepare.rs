//! From a [`Call`] to what is sent: path, key, query, paging, body, and what does not go together.

use std::borrow::Cow;

use http::Method;

use super::body::CallBody;
use super::body_check::one_of;
use super::field_patch::check_known;
use super::operation::check_keys;
use super::{Call, Direction, Preview, params};
use crate::codec::{WriteBody, WriteValue, stable_hash};
use crate::entity_info::{BodyShape, KeyPlace, ListInfo, NeededField, OperationInfo, Paging, ParamInfo};
use crate::pipeline::request::{PreparedRequest, ResponseOptions};
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
    /// As many rows as this, older than what the parameter says.
    Older(u32, &'static str),
    /// Everything, or, in a request that is no list, no window at all.
    Whole,
}

impl Call {
    pub(super) fn prepare(&self) -> Result<PreparedRequest, Error> {
        let parts = self.parts().map_err(|fault| Error::config(fault).with_endpoint(self.endpoint()))?;
        let uri = self.halo.inner.uri(&parts.path, &params::query_text(&parts.query))?;
        let body = parts.body.as_ref().map(CallBody::encode).transpose();
        let body = body.map_err(|fault| Error::config(fault).with_endpoint(self.endpoint()))?;
        Ok(PreparedRequest {
            method: self.method(),
            uri,
            path: parts.path,
            template: self.template(),
            body,
            safety: self.safety(),
            scope: self.scope(),
            enforce_scope: self.enforce_scopes && self.halo.inner.check_scopes,
            timeout: self.timeout,
            retry: self.retry.clone(),
            lane: self.lane.unwrap_or(self.halo.inner.lane),
            queued: self.queued.clone(),
            headers: self.headers.clone(),
            meta: self.meta.clone(),
            response: ResponseOptions::up_to(self.max_bytes),
        })
    }

    /// What it would send.
    pub(crate) fn preview(&self) -> Preview {
        let parts = self.parts();
        let fault = parts.as_ref().err().cloned();
        let parts = parts.unwrap_or_else(|_| Parts {
            path: self.path(),
            query: self.query.clone(),
            body: self.unkeyed().map(|bodies| CallBody::Json(self.shaped(bodies))),
        });
        let body = parts.body.map(|body| body.shown());
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
        check_keys(&self.keys)?;
        self.check_params()?;
        let mut query = Vec::new();
        for (member, key) in self.operation.key.iter().zip(&self.keys) {
            if member.place == KeyPlace::Query {
                query.push((Cow::Borrowed(member.wire_name), key.to_string()));
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
            Window::Older(rows, name) => {
                query.push(("count".into(), rows.to_string()));
                if let Some(id) = self.older_than {
                    // In place of where the caller lets the walk begin.
                    query.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
                    query.push((name.into(), id.to_string()));
                }
            }
            Window::Whole => {}
        }
        Ok(Parts { path: self.path(), query, body: self.whole_body()? })
    }

    /// What the schema says of parameters that need, or cannot stand beside, others.
    fn check_params(&self) -> Result<(), String> {
        // Typed requests have these as arguments; those of any entity, by `Halo::list`, have not.
        if let Some(missing) = self.missing_params().next() {
            return Err(format!("the parameter `{}` is missing", missing.wire_name));
        }
        self.check_bounds()?;
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

    /// What a list must set, since Halo was seen to give far too much or nothing without it.
    fn check_bounds(&self) -> Result<(), String> {
        let operation = &self.operation;
        if operation.list.is_none() || !operation.enforce_needs || self.untyped.unbounded {
            return Ok(());
        }
        let lacks = |group: &&&[NeededField]| !group.iter().any(|param| self.is_set(param.wire_name));
        let missing: Vec<_> = operation.needs.iter().filter(lacks).map(|group| one_of(group)).collect();
        match missing.as_slice() {
            [] => Ok(()),
            missing => Err(format!(
                "`{}` of {} must set {}: without, Halo lists too much, too late or nothing",
                operation.name,
                self.entity.plural,
                missing.join(", and ")
            )),
        }
    }

    /// `order` and `orderdesc`, `order2` and `orderdesc2` and so on. A column that does not exist would be ignored.
    fn ordering(&self, query: &mut Vec<(Cow<'static, str>, String)>) -> Result<(), String> {
        let levels = self.list_info().map_or(0, |list| list.sort);
        for ((field, direction), level) in self.order.iter().zip(1_u32..) {
            if level > levels && !self.untyped.any_order {
                return Err(match levels {
                    0 => "this list cannot be ordered".to_owned(),
                    _ => format!("this list accepts at most {levels} levels of order_by"),
                });
            }
            if self.entity.field(field).is_none() && !self.untyped.any_order {
                return Err(format!(
                    "order_by expects the wire name of a field of {}, not `{field}`",
                    self.entity.name
                ));
            }
            let level = if level == 1 { String::new() } else { level.to_string() };
            // The word: `orderdesc=1` was seen to order the other way round.
            let descending = *direction == Direction::Descending;
            query.push((format!("order{level}").into(), field.clone()));
            query.push((format!("orderdesc{level}").into(), descending.to_string()));
        }
        Ok(())
    }

    /// The hash of what makes a list: its path, order and filters. Options, which decide what the rows carry, do not count.
    pub(crate) fn list_hash(&self) -> u64 {
        let is_option = |name: &str| self.operation.params.iter().any(|info| info.wire_name.eq_ignore_ascii_case(name));
        let filters = self.query.iter().filter(|(name, _)| !is_option(name));
        let mut parts: Vec<String> =
            filters.map(|(name, value)| format!("{}={value}", name.to_ascii_lowercase())).collect();
        parts.sort_unstable();
        let order = self.order.iter().map(|(field, direction)| format!("{field} {direction:?}"));
        // A line break separates what may hold any other character.
        stable_hash(&[self.path()].into_iter().chain(order).chain(parts).collect::<Vec<_>>().join("\n"))
    }

    /// The window of this request, and why it cannot have the one that was asked for.
    pub(crate) fn window(&self) -> Result<Window, String> {
        let Some(list) = self.list_info() else { return Ok(Window::Whole) };
        let pageless = self.bound_params().any(|info| info.excludes.contains(&"paging"));
        let cap = list.page_cap.unwrap_or(u32::MAX);
        let rows = self.page_size.unwrap_or(list.page_cap.unwrap_or(USUAL_COUNT)).min(cap);
        match list.paging {
            Paging::Pages if !pageless => {
                let size = self.page_size.unwrap_or(USUAL_PAGE.max(list.page_cap.unwrap_or(0))).min(cap);
                Ok(Window::Page { size, number: self.page_no.unwrap_or(1) })
            }
            _ if self.page_no.is_some() => Err("this list has no pages, so page_no has no meaning".to_owned()),
            Paging::Count if !pageless => Ok(Window::Count(rows)),
            Paging::Window(name) if !pageless => Ok(Window::Older(rows, name)),
            _ => Ok(Window::Whole),
        }
    }

    /// How the rows come, if it is a list.
    pub(crate) fn list_info(&self) -> Option<&ListInfo> {
        self.operation.list.as_ref()
    }

    /// What the catalog says of the parameters that are set, where that is more than their names.
    fn bound_params(&self) -> impl Iterator<Item = &'static ParamInfo> {
        // Most of them say nothing, which is cheaper to check than whether they are set.
        let says = |info: &&ParamInfo| !info.needs.is_empty() || !info.excludes.is_empty();
        self.operation.all_params().filter(says).filter(|info| self.is_set(info.wire_name))
    }

    /// What is sent and comes back.
    pub(crate) fn operation_info(&self) -> &OperationInfo {
        &self.operation
    }

    /// Parameters without which Halo gives nothing of use. Paths without types are not bound by them.
    fn missing_params(&self) -> impl Iterator<Item = &'static ParamInfo> {
        let required = self.operation.all_params().filter(|info| info.required && !self.untyped.any_order);
        required.filter(|info| !self.is_set(info.wire_name))
    }

    /// Whether a query parameter is set.
    pub(crate) fn is_set(&self, name: &str) -> bool {
        self.query.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
    }

    /// The bodies with what they always hold and with single elements in their lists, if Halo would take them.
    pub(super) fn bodies(&self) -> Result<Option<Vec<WriteBody>>, String> {
        if let Some(body) = self.body.as_ref().filter(|_| self.changes_record()) {
            check_known(body, self.record_keys())?;
        }
        let bodies = match &self.many {
            Some(bodies) => Some(bodies.clone()),
            None => self.operation.body_with(&self.keys, self.body.clone())?.map(|body| vec![body]),
        };
        let bodies = bodies.map(|bodies| self.patched(bodies)).transpose()?;
        self.check_bodies(bodies.as_deref().unwrap_or_default())?;
        Ok(bodies)
    }

    fn unkeyed(&self) -> Option<Vec<WriteBody>> {
        self.many.clone().or_else(|| self.body.clone().map(|body| vec![body]))
    }

    /// Bodies as they stand in the request: Halo's POSTs take an array, but for a few.
    pub(super) fn shaped(&self, mut bodies: Vec<WriteBody>) -> WriteValue {
        match (self.operation.body_shape, bodies.len()) {
            (BodyShape::Object, 1) => bodies.remove(0).into(),
            _ => WriteValue::list(bodies),
        }
    }

    pub(super) fn method(&self) -> Method {
        self.operation.method.clone()
    }

    fn safety(&self) -> Safety {
        let safety = self.operation.safety;
        if safety == Safety::Unsafe && self.assume_idempotent { Safety::Idempotent } else { safety }
    }

    fn scope(&self) -> Option<&'static str> {
        self.operation.scope
    }

    fn path(&self) -> String {
        self.operation.path_with(&self.keys)
    }

    pub(super) fn template(&self) -> Cow<'static, str> {
        self.operation.path.into()
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("{} {}", self.method(), self.path())
    }
}

/// What is sent, before it is encoded.
struct Parts {
    path: String,
    query: Vec<(Cow<'static, str>, String)>,
    body: Option<CallBody>,
}
