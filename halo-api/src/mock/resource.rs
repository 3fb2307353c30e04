//! Resources without typed fields: stores of JSON objects, with the envelope, paging and key that the catalog knows.
//!
//! Lists, rows and writes go the way of all entities, which need not have fields. What is left is a path that is one object.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::json;

use super::State;
use super::answer::json_reply;
use crate::catalog::{self, EntityInfo};

/// The resources without an entity, but for those that are there already.
pub(super) fn beside(entities: &[&'static EntityInfo]) -> Vec<&'static EntityInfo> {
    let is_there = |path: &str| entities.iter().any(|entity| entity.path.eq_ignore_ascii_case(path));
    let others = catalog::resources().iter().filter(|resource| resource.entity.is_none());
    others.map(|resource| resource.info).filter(|info| !is_there(info.path)).collect()
}

impl State {
    /// A path that is one object itself, such as `/InstanceInfo`: the record that was inserted last, else an empty object.
    pub(super) fn one_object(&mut self, entity: &'static EntityInfo) -> Response<Bytes> {
        match self.table(entity).rows().last() {
            Some(record) => json_reply(StatusCode::OK, record),
            None => json_reply(StatusCode::OK, &json!({})),
        }
    }
}
