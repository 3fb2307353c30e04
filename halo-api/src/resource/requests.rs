//! Requests of resources.

use serde_json::{Map, Value};

use crate::codec::Row;
use crate::paging::macros::list_request;
use crate::pipeline::request::ApiResponse;
use crate::request::macros::{settings, single_response};
use crate::request::{Call, Pending};
use crate::vocabulary::Error;

/// Lists the rows of a resource: [`Resource::list`](crate::Resource::list).
///
/// Filters are set by their wire names, with `query`: Halo ignores those that it does not know. `order_by` takes any wire
/// name, unchecked.
#[derive(Debug, Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct ListRows {
    call: Call,
}

list_request!(ListRows, Row);

impl ListRows {
    pub(super) fn new(call: Call) -> Self {
        Self { call }
    }

    /// The member of the response that holds the rows, in place of what is known. A bare array is read in any case.
    pub fn rows(mut self, key: impl AsRef<str>) -> Self {
        match crate::catalog::remember_name(key.as_ref()) {
            Some(keys) => self.call.rows_at(keys),
            None => self.call.fail("more than 4,096 different names of rows".to_owned()),
        }
        self
    }
}

/// Fetches a row of a resource: [`Resource::get`](crate::Resource::get).
#[derive(Debug, Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct GetRow {
    call: Call,
}

/// Creates or changes a row of a resource: [`Resource::create`](crate::Resource::create),
/// [`Resource::update`](crate::Resource::update).
#[derive(Debug, Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct WriteRow {
    call: Call,
}

/// Deletes a row of a resource: [`Resource::delete`](crate::Resource::delete).
#[derive(Debug, Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct DeleteRow {
    call: Call,
}

single_response!(GetRow, Row, fetched_row, "Sends it. Awaiting the request does the same.");
settings!(GetRow);
single_response!(
    WriteRow,
    Row,
    written_row,
    "Sends it and gives the row as Halo returns it, empty if it returns none. Awaiting the request does the same."
);
settings!(WriteRow);
single_response!(DeleteRow, (), none, "Sends it. Awaiting the request does the same.");
settings!(DeleteRow);

macro_rules! new {
    ($($request:ident)*) => {$(
        impl $request {
            pub(super) fn new(call: Call) -> Self {
                Self { call }
            }
        }
    )*};
}
new!(GetRow WriteRow DeleteRow);

impl Call {
    fn fetched_row(self) -> Pending<Row> {
        Pending::of(async move {
            let response = self.reply().await?;
            match object(json(&response)?) {
                Some(members) => Ok(Row::new(members, self.entity.key)),
                None => Err(response.unreadable("the response is not an object")),
            }
        })
    }

    fn written_row(self) -> Pending<Row> {
        Pending::of(async move {
            let response = self.reply().await?;
            let value = json(&response)?;
            let members = written(value, self.entity.row_keys());
            Ok(Row::new(members.unwrap_or_default(), self.entity.key))
        })
    }
}

fn json(response: &ApiResponse) -> Result<Value, Error> {
    if response.body.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&response.body).map_err(|error| response.unreadable(error.to_string()))
}

/// One object, also as the only element of an array.
fn object(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(members) => Some(members),
        Value::Array(mut rows) if rows.len() == 1 => object(rows.pop()?),
        _ => None,
    }
}

/// The last row that was written: Halo returns it as an object, in an array, or under the key of the list.
fn written(value: Value, row_keys: &[&str]) -> Option<Map<String, Value>> {
    match value {
        Value::Array(mut rows) => written(rows.pop()?, &[]),
        Value::Object(mut members) => {
            let keyed = row_keys.iter().find(|key| members.get(**key).is_some_and(Value::is_array));
            match keyed.and_then(|key| members.remove(*key)) {
                Some(rows) => written(rows, &[]),
                None => Some(members),
            }
        }
        _ => None,
    }
}
