//! Single elements of lists in the bodies of a request, such as one custom field.

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use super::{Call, MOST_AT_ONCE, Pending};
use crate::codec::id::KeyValue;
use crate::codec::{FieldPatch, WriteBody, WriteValue};
use crate::entity_info::{KeyInfo, OperationKind};
use crate::vocabulary::{Error, ErrorKind};

impl Call {
    /// Sets one element of a list in the body.
    pub(crate) fn set_field(&mut self, patch: FieldPatch) {
        self.body.get_or_insert_default().set_field(patch);
    }

    /// The bodies with single elements in their lists, as they are sent.
    pub(super) fn patched(&self, bodies: Vec<WriteBody>) -> Result<Vec<WriteBody>, String> {
        if self.operation.kind == OperationKind::Create && bodies.iter().any(|body| body.known_key().is_some()) {
            return Err("known() is only for updates: a new record has no stored values".to_owned());
        }
        if self.operation.kind == OperationKind::Create && bodies.iter().any(WriteBody::changes_stored_elements) {
            return Err("single lines are changed and removed by updates: a new record has no stored ones".to_owned());
        }
        self.check_repeated(&bodies)?;
        bodies.into_iter().map(WriteBody::patched).collect()
    }

    /// The second of two writes of one record would replace the list with one that lacks the value of the first.
    fn check_repeated(&self, bodies: &[WriteBody]) -> Result<(), String> {
        if bodies.len() < 2 || !self.changes_record() {
            return Ok(());
        }
        let mut seen = BTreeSet::new();
        for body in bodies {
            let key = display(&self.keys_of(body));
            if let Some(list) = body.patched_lists().into_iter().find(|list| !seen.insert((*list, key.clone()))) {
                return Err(format!(
                    "two writes of record {key} set single values of `{list}`: the second would undo the first, so set \
                     both values in one write"
                ));
            }
        }
        Ok(())
    }

    /// Whether it changes a stored record, rather than creating one.
    pub(super) fn changes_record(&self) -> bool {
        match self.operation.kind {
            OperationKind::Update => true,
            OperationKind::Custom => {
                let keys = self.record_keys().len();
                keys > 0 && keys == self.entity.key.len()
            }
            _ => false,
        }
    }

    /// The keys that are members of the entity's key; other arguments in the path come behind them.
    pub(super) fn record_keys(&self) -> &[KeyValue] {
        let is_member = |info: &&KeyInfo| self.entity.key.contains(&info.wire_name);
        let members = self.operation.key.iter().take_while(is_member).count();
        self.keys.get(..members).unwrap_or(&self.keys)
    }

    fn written_bodies(&self) -> &[WriteBody] {
        self.many.as_deref().unwrap_or(self.body.as_slice())
    }

    /// Whether records have to be fetched first, since Halo would replace lists of theirs.
    pub(super) fn has_unread_lists(&self) -> bool {
        self.changes_record() && self.written_bodies().iter().any(|body| !body.unread_lists().is_empty())
    }

    /// The request with the stored elements of those lists: one request for each record, several at a time.
    pub(super) fn with_stored(mut self) -> Pending<Self> {
        Pending::of(async move {
            // A mistake in the write is reported before anything is sent.
            self.halo.inner.check_read_only(&self.prepare()?)?;
            let (began, timeout) = (Instant::now(), self.timeout);
            let remaining = || timeout.map(|timeout| timeout.saturating_sub(began.elapsed()));
            let unread: Vec<(usize, Vec<&'static str>)> =
                self.written_bodies().iter().map(WriteBody::unread_lists).enumerate().collect();
            let unread: Vec<_> = unread.into_iter().filter(|(_, lists)| !lists.is_empty()).collect();
            for chunk in unread.chunks(MOST_AT_ONCE) {
                let fetches =
                    chunk.iter().map(|(index, _)| self.stored_record(*index, remaining())).collect::<Vec<_>>();
                let records = at_once(fetches.iter().map(|fetch| fetch.clone().value::<Value>()).collect()).await?;
                for (((index, lists), fetch), record) in chunk.iter().zip(&fetches).zip(records) {
                    for list in lists {
                        let is_whole = self.sends_elements_back(*index, list);
                        let elements = elements(&record, list, is_whole).ok_or_else(|| fetch.not_a_list(list))?;
                        self.set_stored(*index, list, elements);
                    }
                }
            }
            self.timeout = remaining();
            Ok(self)
        })
    }

    fn set_stored(&mut self, index: usize, list: &'static str, elements: Vec<Value>) {
        let bodies = self.many.as_deref_mut().unwrap_or(self.body.as_mut_slice());
        if let Some(body) = bodies.get_mut(index) {
            body.set_stored(list, elements);
        }
    }

    /// Whether the whole list is sent back, so that a record that does not hold it must not count as one without elements.
    fn sends_elements_back(&self, index: usize, list: &str) -> bool {
        self.written_bodies().get(index).is_some_and(|body| body.has_element_patches(list))
    }

    /// The request for the record that a body changes.
    fn stored_record(&self, index: usize, timeout: Option<Duration>) -> Self {
        let keys = match &self.many {
            Some(bodies) => bodies.get(index).map(|body| self.keys_of(body)).unwrap_or_default(),
            None => self.record_keys().to_vec(),
        };
        let get = Self::detail(&self.halo, self.entity).with_keys(keys);
        Self { timeout, retry: self.retry.clone(), ..get }
    }

    /// The key in a body of several.
    fn keys_of(&self, body: &WriteBody) -> Vec<KeyValue> {
        let member = |name: &&str| match body.get(name)? {
            WriteValue::Json(Value::Number(number)) => number.as_i64().map(KeyValue::Int),
            WriteValue::Json(Value::String(text)) => Some(KeyValue::Text(text.clone())),
            _ => None,
        };
        self.entity.key.iter().filter_map(member).collect()
    }

    fn not_a_list(&self, list: &str) -> Error {
        let detail = format!(
            "`{list}` of the stored record is not a list, so one value cannot be set without losing the others"
        );
        Error::new(ErrorKind::Decode).detail(detail).with_endpoint(self.endpoint())
    }
}

/// The elements of a list; a record that does not hold it has none, unless it must.
fn elements(record: &Value, list: &str, must_hold: bool) -> Option<Vec<Value>> {
    let record = match record {
        Value::Array(records) => records.first().filter(|_| records.len() == 1)?,
        record => record,
    };
    match record.as_object()?.get(list) {
        None | Some(Value::Null) => (!must_hold).then(Vec::new),
        Some(Value::Array(elements)) => Some(elements.clone()),
        Some(_) => None,
    }
}

/// The values of another record must not be written to this one.
pub(super) fn check_known(body: &WriteBody, keys: &[KeyValue]) -> Result<(), String> {
    match body.known_key().map(display) {
        Some(known) if known != display(keys) => {
            Err(format!("the record given to known() is {known}, but {} is updated", display(keys)))
        }
        _ => Ok(()),
    }
}

fn display(keys: &[KeyValue]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The results of requests that are sent at the same time, in their order. The first error ends all of them.
async fn at_once<T>(mut requests: Vec<Pending<T>>) -> Result<Vec<T>, Error> {
    let mut results: Vec<Option<T>> = requests.iter().map(|_| None).collect();
    poll_fn(|cx| {
        for (request, result) in requests.iter_mut().zip(&mut results).filter(|(_, result)| result.is_none()) {
            match Pin::new(request).poll(cx) {
                Poll::Ready(Ok(value)) => *result = Some(value),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => {}
            }
        }
        if results.iter().any(Option::is_none) {
            return Poll::Pending;
        }
        Poll::Ready(Ok(results.drain(..).flatten().collect()))
    })
    .await
}
