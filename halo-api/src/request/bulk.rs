//! Several bodies in one request.

use super::Call;
use super::operation::check_keys;
use crate::Halo;
use crate::codec::WriteBody;
use crate::codec::id::KeyValue;
use crate::entity_info::{EntityInfo, OperationInfo, OperationKind, Role};

/// Most records in one request: what the clients in use send, and quick enough not to run into a gateway's time limit.
pub(crate) const MOST_WRITTEN: usize = 100;

// Used by generated code where the schema has something to write.
#[allow(dead_code)]
impl Call {
    pub(crate) fn create_many(
        halo: &Halo,
        entity: &'static EntityInfo,
        operation: &'static OperationInfo,
        bodies: Vec<WriteBody>,
    ) -> Self {
        let mut call = Self::new(halo, entity, operation, &[], None);
        if bodies.len() > MOST_WRITTEN {
            call.fail(format!(
                "{} records in one request, more than {MOST_WRITTEN}: create_all(..) sends them in chunks",
                bodies.len()
            ));
        }
        call.ask_for_all();
        call.with_bodies(bodies)
    }

    pub(crate) fn update_many(
        halo: &Halo,
        entity: &'static EntityInfo,
        operation: &'static OperationInfo,
        bodies: Vec<(Vec<KeyValue>, WriteBody)>,
    ) -> Self {
        let mut call = Self::new(halo, entity, operation, &[], None);
        if bodies.len() > MOST_WRITTEN {
            call.fail(format!(
                "{} records in one request, more than {MOST_WRITTEN}: send them in chunks (create_all(..) does so for \
                 new ones)",
                bodies.len()
            ));
        }
        call.ask_for_all();
        let mut all = Vec::new();
        for (keys, body) in bodies {
            match check_keys(&keys).and_then(|()| operation.body_with(&keys, Some(body))) {
                Ok(body) => all.extend(body),
                Err(fault) => call.fail(fault),
            }
        }
        call.with_bodies(all)
    }

    /// Some endpoints give back all rows when they are asked to, where otherwise only the last one comes.
    fn ask_for_all(&mut self) {
        if let Some(param) = self.operation.param_of(Role::AllRows) {
            self.set(param.wire_name, true);
        }
    }

    pub(crate) fn with_bodies(&self, bodies: Vec<WriteBody>) -> Self {
        Self { many: Some(bodies), ..self.clone() }
    }

    /// The same for another record.
    pub(crate) fn with_keys(&self, keys: Vec<KeyValue>) -> Self {
        Self { keys, ..self.clone() }
    }

    /// A request for single entities, as whole as they come.
    pub(crate) fn detail(halo: &Halo, entity: &'static EntityInfo) -> Self {
        let mut call = Self::read(halo, entity, OperationKind::Get);
        if entity.key.is_empty() {
            call.fail(format!("{} cannot be fetched one by one", entity.plural));
        }
        if let Some(param) = call.operation.param_of(Role::Detail) {
            call.set(param.wire_name, true);
        }
        call
    }
}
