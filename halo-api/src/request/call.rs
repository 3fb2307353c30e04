//! One type behind all typed requests: generated code only names its parameters.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use http::Method;
use rust_decimal::Decimal;
use serde_json::Value;

use super::params;
use super::untyped::Untyped;
use super::walk_options::WalkOptions;
use crate::Halo;
use crate::codec::id::KeyValue;
use crate::codec::{IntoDecimal, Param, WriteBody, WriteValue};
use crate::entity_info::{EntityInfo, OperationInfo, OperationKind, ParamInfo, Role, Type};
use crate::files::Multipart;
use crate::pipeline::headers::{self, CallHeaders};
use crate::pipeline::request::QueueMarker;
use crate::pipeline::retry::RetryPolicy;
use crate::pipeline::{Lane, MetaSlot};
use crate::vocabulary::Safety;

/// What a request would send, from `preview()`, for tests of code that builds requests.
///
/// ```
/// # fn f(halo: halo_api::Halo) {
/// let preview = halo.tickets().list().open_only(true).preview();
/// assert_eq!(preview.path, "/Tickets");
/// assert_eq!(preview.query[0], ("open_only".to_owned(), "true".to_owned()));
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Preview {
    /// The method.
    pub method: Method,
    /// The path below `/api`.
    pub path: String,
    /// The query, in order, not yet percent-encoded.
    pub query: Vec<(String, String)>,
    /// The body.
    pub body: Option<Value>,
    /// Whether it may be sent twice.
    pub safety: Safety,
    /// The scope that it needs, as far as known.
    pub scope: Option<&'static str>,
    /// Why sending it would fail before anything is sent, if it would.
    pub fault: Option<String>,
}

/// Which end of a list comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The smallest or oldest first.
    Ascending,
    /// The largest or newest first.
    Descending,
}

/// More requests at once would only reach the rate limit sooner.
pub(crate) const MOST_AT_ONCE: usize = 8;

/// The operation that a call is of: one of the catalog, or one that is made up where the catalog has none.
#[derive(Debug, Clone)]
pub(crate) enum Operation {
    /// Of the catalog.
    Static(&'static OperationInfo),
    /// Made at run time.
    Owned(Arc<OperationInfo>),
}

impl Deref for Operation {
    type Target = OperationInfo;

    fn deref(&self) -> &OperationInfo {
        match self {
            Self::Static(operation) => operation,
            Self::Owned(operation) => operation,
        }
    }
}

/// A request of any entity. Everything that it does is compiled once, here.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) halo: Halo,
    /// The entity of the request or, in a list of another entity's rows, that of the rows.
    pub(crate) entity: &'static EntityInfo,
    /// Whether the entity of the request enforces its scopes.
    pub(super) enforce_scopes: bool,
    pub(super) operation: Operation,
    pub(super) keys: Vec<KeyValue>,
    pub(super) query: Vec<(Cow<'static, str>, String)>,
    pub(super) body: Option<WriteBody>,
    /// Several bodies, with their keys, in place of one.
    pub(super) many: Option<Vec<WriteBody>>,
    /// A list of values that are not objects, in place of bodies.
    pub(super) values: Option<WriteValue>,
    /// The parts of a form, in place of bodies.
    pub(super) form: Multipart,
    pub(crate) page_size: Option<u32>,
    pub(crate) page_no: Option<u32>,
    /// Of a list that is walked by ids: what the rows are to be older than.
    pub(crate) older_than: Option<i64>,
    /// Of a list: how the room above goes over its pages.
    pub(crate) walk: WalkOptions,
    pub(super) order: Vec<(String, Direction)>,
    pub(super) timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) assume_idempotent: bool,
    pub(super) max_bytes: Option<u64>,
    pub(super) lane: Option<Lane>,
    pub(super) headers: CallHeaders,
    /// Set if the metadata of the response is wanted.
    pub(super) meta: Option<MetaSlot>,
    /// Set while it waits for its authorization or its permit.
    pub(super) queued: Option<QueueMarker>,
    /// What only calls to resources set.
    pub(super) untyped: Untyped,
    /// What is wrong with it, said when it is sent.
    pub(super) fault: Option<String>,
}

/// How one begins.
impl Call {
    /// What generated code begins with.
    pub(crate) fn new(
        halo: &Halo,
        entity: &'static EntityInfo,
        operation: &'static OperationInfo,
        keys: &[KeyValue],
        body: Option<WriteBody>,
    ) -> Self {
        Self { body, ..Self::of(halo, entity, Operation::Static(operation), keys.to_vec()) }
    }

    /// Lets the rows of a list be those of another entity.
    pub(crate) fn of_rows(self, rows: &'static EntityInfo) -> Self {
        Self { entity: rows, ..self }
    }

    /// A read of any entity, in code that works with all of them. What the entity cannot do is said when it is sent.
    pub(crate) fn read(halo: &Halo, entity: &'static EntityInfo, kind: OperationKind) -> Self {
        if let Some(operation) = entity.operation(kind) {
            return Self::new(halo, entity, operation, &[], None);
        }
        let missing = OperationInfo::new(kind, "", Method::GET, entity.path, Safety::Safe);
        let mut call = Self::of(halo, entity, Operation::Owned(Arc::new(missing)), Vec::new());
        call.fail(match kind {
            OperationKind::List => format!("{} cannot be listed", entity.plural),
            _ => format!("{} cannot be fetched one by one", entity.plural),
        });
        call
    }

    fn of(halo: &Halo, entity: &'static EntityInfo, operation: Operation, keys: Vec<KeyValue>) -> Self {
        Self {
            halo: halo.clone(),
            entity,
            enforce_scopes: entity.enforce_scopes,
            operation,
            keys,
            query: Vec::new(),
            body: None,
            many: None,
            values: None,
            form: Multipart::new(),
            page_size: None,
            page_no: None,
            older_than: None,
            walk: WalkOptions::default(),
            order: Vec::new(),
            timeout: None,
            retry: None,
            assume_idempotent: false,
            max_bytes: None,
            lane: None,
            headers: None,
            meta: None,
            queued: None,
            untyped: Untyped::default(),
            fault: None,
        }
    }
}

/// What the setters of requests do.
impl Call {
    /// Sets a parameter of the schema, replacing an earlier value.
    pub(crate) fn set<V: Param>(&mut self, name: &'static str, value: V) {
        self.put(name.into(), value.to_param());
    }

    /// Sets a parameter to several values, which Halo takes joined by commas.
    pub(crate) fn set_list<V: Param>(&mut self, name: &'static str, values: impl IntoIterator<Item = V>) {
        self.put(name.into(), params::joined(values.into_iter()));
    }

    /// Sets a parameter that is an argument.
    pub(crate) fn with<V: Param>(mut self, name: &'static str, value: V) -> Self {
        self.set(name, value);
        self
    }

    /// Sets a parameter that is an argument to several values.
    pub(crate) fn with_list<V: Param>(mut self, name: &'static str, values: impl IntoIterator<Item = V>) -> Self {
        self.set_list(name, values);
        self
    }

    /// Sets a parameter that is an argument to one decimal or to several.
    pub(crate) fn with_decimals<V: IntoDecimal>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        self.set_decimals(name, values);
        self
    }

    /// Sets a parameter to one decimal or to several.
    pub(crate) fn set_decimals<V: IntoDecimal>(&mut self, name: &'static str, values: impl IntoIterator<Item = V>) {
        let decimals: Option<Vec<Decimal>> = values.into_iter().map(IntoDecimal::into_decimal).collect();
        match decimals {
            Some(decimals) => self.put(name.into(), params::joined(decimals.iter())),
            None => self.fail(format!("`{name}` is set to a number that is NaN, infinite, or too large for a decimal")),
        }
    }

    /// Sets any parameter, but for those that are the runtime's own.
    pub(crate) fn query(&mut self, name: String, value: String) {
        if params::is_runtime_param(&name) && self.operation.list.is_some() {
            self.fail(format!("`{name}` is set by the client: use page_size(), page_no(), order_by() or stream()"));
        }
        self.put(name.into(), value);
    }

    /// The parameter with this role, if the request has one.
    pub(crate) fn role_param(&self, role: Role) -> Option<&'static ParamInfo> {
        self.operation.param_of(role)
    }

    /// Sets the parameter with this role, by its type, if the request has one.
    pub(crate) fn set_role(&mut self, role: Role, value: impl FnOnce(&Type) -> String) {
        if let Some(param) = self.role_param(role) {
            self.put(param.wire_name.into(), value(&param.ty));
        }
    }

    fn put(&mut self, name: Cow<'static, str>, value: String) {
        // As Halo compares them.
        match self.query.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(&name)) {
            Some(known) => *known = (name, value),
            None => self.query.push((name, value)),
        }
    }

    pub(crate) fn timeout(&mut self, timeout: Duration) {
        self.timeout = Some(timeout);
    }

    pub(crate) fn retry(&mut self, policy: RetryPolicy) {
        self.retry = Some(policy);
    }

    pub(crate) fn assume_idempotent(&mut self) {
        self.assume_idempotent = true;
    }

    pub(crate) fn max_bytes(&mut self, bytes: u64) {
        self.max_bytes = Some(bytes);
    }

    pub(crate) fn lane(&mut self, lane: Lane) {
        self.lane = Some(lane);
    }

    pub(crate) fn header(&mut self, name: &str, value: &str) {
        if let Err(fault) = headers::add(&mut self.headers, name, value) {
            self.fail(fault);
        }
    }

    /// Where the metadata of the response will be.
    pub(crate) fn with_meta(&mut self) -> MetaSlot {
        self.meta.insert(MetaSlot::default()).clone()
    }

    /// What tells while it waits for its authorization or its permit.
    pub(crate) fn mark_queue(&mut self) -> QueueMarker {
        self.queued.insert(QueueMarker::default()).clone()
    }

    pub(crate) fn page_size(&mut self, rows: u32) {
        if rows == 0 {
            self.fail("page_size must be at least 1".to_owned());
        }
        self.page_size = Some(rows);
    }

    pub(crate) fn page_no(&mut self, number: u32) {
        if number == 0 {
            self.fail("page_no must be at least 1".to_owned());
        }
        self.page_no = Some(number);
    }

    pub(crate) fn order_by(&mut self, field: String, direction: Direction) {
        self.order.push((field, direction));
    }

    /// Records what is wrong. The first fault is kept, since later ones may follow from it.
    pub(crate) fn fail(&mut self, fault: String) {
        self.fault.get_or_insert(fault);
    }
}

/// Method, path template, and the names of what is set: short, and without a value that a log should not hold.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.query.iter().map(|(name, _)| name.as_ref()).collect();
        let mut shown = f.debug_struct("Call");
        shown.field("request", &format_args!("{} {}", self.method(), self.template())).field("query", &names);
        if let Some(body) = &self.body {
            shown.field("body", &body.names());
        }
        if self.form.names().next().is_some() {
            shown.field("form", &self.form);
        }
        if let Some(bodies) = &self.many {
            shown.field("bodies", &bodies.len());
        }
        shown.finish_non_exhaustive()
    }
}
