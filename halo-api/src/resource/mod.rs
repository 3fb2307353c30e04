//! Any resource by its path, with or without typed fields: paged, addressed and sent as the catalog knows.

mod near_miss;
mod requests;
#[cfg(all(test, feature = "mock"))]
mod tests;

use std::fmt;

use http::StatusCode;
use serde::Serialize;
use serde_json::Value;

pub use self::requests::{DeleteRow, GetRow, ListRows, WriteRow};
use crate::Halo;
use crate::catalog::{self, EntityInfo, OperationKind, ResourceInfo};
use crate::codec::{ResourceKey, WriteBody};
use crate::request::{Call, raw_path_fault};

/// A resource at a path: [`Halo::resource`].
#[derive(Clone)]
#[must_use = "a resource sends nothing by itself"]
pub struct Resource {
    halo: Halo,
    path: String,
    /// What requests work with; what is wrong with the path otherwise.
    found: Result<&'static ResourceInfo, String>,
    is_known: bool,
}

impl Halo {
    /// Any resource by its path below `/api`, such as `/CannedText` or `/Invoice/lines`.
    ///
    /// What is known of the path decides how its list is read, which key its rows have, and which scopes requests need: see
    /// [`catalog::resource`](crate::catalog::resource). Case does not matter. The path of an entity has that entity's facts.
    /// Rows are JSON objects, [`Row`](crate::Row), or of a type of your own with `stream_as` and `all_as`.
    ///
    /// **A path that is not known** is read in pages, at the price of one more request where the list has none. Its rows are
    /// the bare array, or the only array in the response; with several arrays it is an error that names them, and
    /// [`ListRows::rows`] says which one it is. Rows are told apart as wholes, and one row is addressed by its `id`. The first
    /// request for such a path is a `tracing` event. Up to 4,096 of them are remembered as long as the program runs; paths
    /// with ids in them are rather for [`Halo::request`].
    ///
    /// ```no_run
    /// # async fn f(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
    /// let canned = halo.resource("/CannedText");
    /// let mut rows = canned.list().query("team_id", 3).stream();
    /// while let Some(row) = rows.try_next().await? {
    ///     println!("{:?} {:?}", row.id(), row.get("name"));
    /// }
    /// let made = canned.create(serde_json::json!({"name": "Greeting", "text": "Hello"})).await?;
    /// if let Some(key) = made.key() {
    ///     canned.update(key.clone(), serde_json::json!({"text": "Good morning"})).await?;
    ///     canned.delete(key).await?;
    /// }
    /// // A composite key, leading members first; and a path that is one object.
    /// let action = halo.resource("/Actions").get((54321, 3)).await?;
    /// let instance = halo.resource("/InstanceInfo").get(()).await?;
    /// # Ok(()) }
    /// ```
    pub fn resource(&self, path: impl Into<String>) -> Resource {
        let path = path.into();
        let path = format!("/{}", path.trim_matches('/'));
        let known = catalog::at_path(&path);
        let found = match known {
            Some(known) => Ok(known),
            None => raw_path_fault(&self.inner.api, &path).map_or_else(|| catalog::remember(&path), Err),
        };
        Resource { halo: self.clone(), path, found, is_known: known.is_some() }
    }
}

impl Resource {
    /// What is known of the path. `None` if nothing is.
    #[must_use]
    pub fn info(&self) -> Option<&'static ResourceInfo> {
        self.found.as_ref().ok().copied().filter(|_| self.is_known)
    }

    /// Lists its rows.
    pub fn list(&self) -> ListRows {
        let mut call = self.call(OperationKind::List, &ResourceKey::from(()));
        call.order_unchecked();
        call.bounds_unchecked();
        ListRows::new(call)
    }

    /// Fetches one row by its key: `5`, `"a4c1…"`, `(54321, 3)`, a row's [`key`](crate::Row::key); `()` where the path is one
    /// object.
    pub fn get(&self, key: impl Into<ResourceKey>) -> GetRow {
        GetRow::new(self.call(OperationKind::Get, &key.into()))
    }

    /// Creates a row from an object. An array creates several, of which Halo mostly returns the last.
    ///
    /// It is sent once: if the outcome is in doubt, it fails with
    /// [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) rather than risk a duplicate.
    pub fn create(&self, body: impl Serialize) -> WriteRow {
        let mut call = self.call(OperationKind::Create, &ResourceKey::from(()));
        if let Some(known) = self.info().filter(|known| !known.needs.is_empty()) {
            call.hint_at(StatusCode::BAD_REQUEST, known.needs.join("`, `"), |needs| {
                Some(format!("a body that Halo was seen to accept here held `{needs}`"))
            });
        }
        WriteRow::new(with_body(call, &body, true))
    }

    /// Changes the row with this key: only what the object holds is sent, and the key with it.
    pub fn update(&self, key: impl Into<ResourceKey>, body: impl Serialize) -> WriteRow {
        WriteRow::new(with_body(self.call(OperationKind::Update, &key.into()), &body, false))
    }

    /// Deletes the row with this key. Some resources need a query parameter for it: see
    /// [`ResourceInfo::delete_needs`](crate::catalog::ResourceInfo::delete_needs).
    pub fn delete(&self, key: impl Into<ResourceKey>) -> DeleteRow {
        DeleteRow::new(self.call(OperationKind::Delete, &key.into()))
    }

    fn call(&self, kind: OperationKind, key: &ResourceKey) -> Call {
        let entry: &'static EntityInfo = match &self.found {
            Ok(found) => found.info,
            Err(_) => catalog::unknown(),
        };
        let mut call = match entry.operation(kind) {
            Some(operation) => Call::new(&self.halo, entry, operation, &key.0, None),
            None => Call::read(&self.halo, entry, kind),
        };
        match (&self.found, entry.operation(kind)) {
            (Err(fault), _) => call.fail(fault.clone()),
            (Ok(_), None) => call.fail(format!("{} has no key by which one row is addressed", self.path)),
            (Ok(_), Some(operation)) if operation.key.len() != key.0.len() => {
                call.fail(wrong_key(&self.path, operation.key.iter().map(|member| member.wire_name), key.0.len()));
            }
            _ => {}
        }
        if !self.is_known {
            call.hint_at(StatusCode::NOT_FOUND, self.path.clone(), near_miss::hint);
        }
        call
    }
}

fn wrong_key<'k>(path: &str, names: impl Iterator<Item = &'k str>, given: usize) -> String {
    let names: Vec<&str> = names.collect();
    match names.as_slice() {
        [] => format!("{path} is one object, so that get takes no key: get(())"),
        names => format!("a row of {path} is addressed by {}, not by {given} values", names.join(" and ")),
    }
}

/// Puts a body in: an object, or, if there may be several, an array of objects.
fn with_body(mut call: Call, body: &impl Serialize, may_be_several: bool) -> Call {
    let object = |value: Value| match value {
        Value::Object(members) => {
            let mut body = WriteBody::new();
            members.into_iter().for_each(|(name, value)| body.set(name, value));
            Some(body)
        }
        _ => None,
    };
    match serde_json::to_value(body) {
        Err(error) => call.fail(format!("the body cannot be encoded: {error}")),
        Ok(Value::Array(rows)) if may_be_several => match rows.into_iter().map(object).collect::<Option<Vec<_>>>() {
            Some(bodies) if !bodies.is_empty() => call = call.with_bodies(bodies),
            _ => call.fail("the body must be an object, or an array of objects".to_owned()),
        },
        Ok(value) => match object(value) {
            Some(body) => call.set_body(body),
            None => call.fail("the body must be an object".to_owned()),
        },
    }
    call
}

impl fmt::Debug for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resource").field("path", &self.path).field("is_known", &self.is_known).finish_non_exhaustive()
    }
}
