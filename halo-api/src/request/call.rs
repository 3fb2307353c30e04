//! One type behind all typed requests: what is generated are names for its parameters.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use http::Method;
use serde_json::Value;

use super::field_patch::FieldPatch;
use super::params;
use super::prepare::Window;
use crate::Halo;
use crate::codec::Param;
use crate::codec::WriteBody;
use crate::codec::id::KeyValue;
use crate::entity_info::{EntityInfo, OperationInfo, OperationKind};
use crate::paging::position::Position;
use crate::pipeline::retry::RetryPolicy;
use crate::vocabulary::Safety;

/// What a request would send, from `preview()`: for tests of code that puts requests together.
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
    /// The scope that it is thought to need.
    pub scope: Option<&'static str>,
    /// Why sending it would fail at once, if it would.
    pub fault: Option<String>,
}

/// Which end of a list comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The smallest or oldest.
    Ascending,
    /// The largest or newest.
    Descending,
}

/// More than this would only meet the rate limit sooner.
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
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(super) halo: Halo,
    pub(super) entity: &'static EntityInfo,
    pub(super) operation: Operation,
    pub(super) keys: Vec<KeyValue>,
    pub(super) query: Vec<(Cow<'static, str>, String)>,
    pub(super) body: Option<WriteBody>,
    /// Several bodies, with their keys, in place of one.
    pub(super) many: Option<Vec<WriteBody>>,
    /// Single values in lists of the body.
    pub(super) placed: Vec<FieldPatch>,
    pub(super) page_size: Option<u32>,
    pub(super) page_no: Option<u32>,
    pub(super) max_pages: Option<u32>,
    pub(super) prefetch: usize,
    pub(super) start_at: Option<Position>,
    pub(super) order: Vec<(String, Direction)>,
    pub(super) timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) assume_idempotent: bool,
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
            operation,
            keys,
            query: Vec::new(),
            body: None,
            many: None,
            placed: Vec::new(),
            page_size: None,
            page_no: None,
            max_pages: None,
            prefetch: 1,
            start_at: None,
            order: Vec::new(),
            timeout: None,
            retry: None,
            assume_idempotent: false,
            fault: None,
        }
    }
}

/// What the setters of requests do.
impl Call {
    /// Sets a parameter of the schema; one that is set already is replaced.
    pub(crate) fn set<V: Param>(&mut self, name: &'static str, value: V) {
        self.put(name.into(), value.to_param());
    }

    /// Sets a parameter to several values, which Halo takes joined by commas.
    #[allow(dead_code)] // Used by generated code where the schema has such parameters.
    pub(crate) fn set_list<V: Param>(&mut self, name: &'static str, values: impl IntoIterator<Item = V>) {
        self.put(name.into(), params::joined(values.into_iter()));
    }

    /// Sets any parameter, but for those that are the runtime's own.
    pub(crate) fn query(&mut self, name: String, value: String) {
        let owned = ["pageinate", "page_no", "page_size", "count"].contains(&name.as_str());
        if owned && self.operation.list.is_some() {
            self.fail(format!("`{name}` is set by the client: use page_size() and page_no(), or stream()"));
        }
        self.put(name.into(), value);
    }

    fn put(&mut self, name: Cow<'static, str>, value: String) {
        match self.query.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
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

    pub(crate) fn page_size(&mut self, rows: u32) {
        if rows == 0 {
            self.fail("page_size must be at least 1".to_owned());
        }
        self.page_size = Some(rows);
    }

    pub(crate) fn page_no(&mut self, number: u32) {
        if number == 0 {
            self.fail("page_no counts from 1".to_owned());
        }
        self.page_no = Some(number);
    }

    pub(crate) fn max_pages(&mut self, pages: u32) {
        self.max_pages = Some(pages);
    }

    pub(crate) fn prefetch(&mut self, pages: usize) {
        self.prefetch = pages.clamp(1, MOST_AT_ONCE);
    }

    pub(crate) fn start_at(&mut self, position: Position) {
        self.start_at = Some(position);
    }

    pub(crate) fn order_by(&mut self, field: String, direction: Direction) {
        self.order.push((field, direction));
    }

    /// Notes what is wrong; the first fault stays, since the others may follow from it.
    pub(super) fn fail(&mut self, fault: String) {
        self.fault.get_or_insert(fault);
    }
}

/// What the walk over pages and the preparing of a request need to know.
impl Call {
    pub(crate) fn entity(&self) -> &'static EntityInfo {
        self.entity
    }

    /// Most pages that a stream takes.
    pub(crate) fn page_limit(&self) -> Option<u32> {
        self.max_pages
    }

    /// Most pages that may be asked for at once.
    pub(crate) fn prefetched(&self) -> usize {
        self.prefetch
    }

    /// Where a stream begins, if not at the beginning.
    pub(crate) fn start(&self) -> Option<Position> {
        self.start_at
    }

    /// Rows of a page, as they are asked for.
    pub(crate) fn asked_size(&self) -> Option<u32> {
        match self.window() {
            Ok(Window::Page { size, .. }) => Some(size),
            _ => None,
        }
    }

    /// A stream finds its own way, from the first page on or from where another one stopped.
    pub(crate) fn for_walk(mut self) -> Self {
        if self.page_no.is_some() {
            self.fail("page_no is for send(); a stream walks over all pages".to_owned());
        }
        if let Some(start) = self.start_at {
            // Page numbers mean nothing with pages of another size.
            if self.page_size.is_some_and(|size| size != start.size) {
                self.fail(format!("the position to start at was taken with a page_size of {}", start.size));
            }
            if self.asked_size().is_none() {
                self.fail("this list has no pages, so that start_at means nothing".to_owned());
            }
            self.page_size = Some(start.size);
        }
        self
    }

    pub(crate) fn at_page(&self, number: u32) -> Self {
        Self { page_no: Some(number), ..self.clone() }
    }
}
