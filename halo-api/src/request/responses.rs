//! How a request is sent and its response read: what is not a list.

use std::any::Any;

use super::pending::unboxed;
use super::{Call, Pending};
use crate::codec::{Mode, Model, decode_written_object};
use crate::entity_info::OperationKind;
use crate::pipeline::request::{ApiResponse, PreparedRequest};
use crate::vocabulary::Error;

/// Makes an object to be read into.
type NewEmpty = fn() -> Box<dyn Model>;

fn new_empty<T: Model + Default>() -> Box<dyn Model> {
    Box::new(T::default())
}

fn object<T: Model>(response: Box<dyn Any + Send>) -> Result<T, Error> {
    unboxed(unboxed::<Box<dyn Model>>(response)?)
}

impl Call {
    /// Sends it and reads one object.
    pub(crate) fn object<T: Model + Default>(self) -> Pending<T> {
        Pending::new(self.one_object(new_empty::<T>), object::<T>)
    }

    pub(crate) async fn one_object(self, new_empty: NewEmpty) -> Result<Box<dyn Model>, Error> {
        let reply = self.reply().await?;
        let mut model = new_empty();
        decode_written_object(&mut *model, &reply.body, self.envelope_keys(), self.mode())
            .map_err(|error| reply.undecodable(&error))?;
        Ok(model)
    }

    /// Sends it and reads nothing: what a DELETE answers differs by endpoint.
    pub(crate) fn none(self) -> Pending<()> {
        Pending::of(async move { self.reply().await.map(drop) })
    }

    /// The keys under which a response may hold the record that was written: those of the entity's list. What is read has
    /// no envelope.
    pub(super) fn envelope_keys(&self) -> &'static [&'static str] {
        match self.operation.kind {
            OperationKind::Create | OperationKind::Update => self.entity.row_keys(),
            _ => &[],
        }
    }

    pub(crate) fn mode(&self) -> Mode {
        Mode { strict: self.halo.inner.strict }
    }

    pub(crate) async fn reply(&self) -> Result<ApiResponse, Error> {
        self.halo.inner.send(&self.prepared().await?).await.map_err(|error| self.untyped.hinted(error))
    }

    pub(super) async fn prepared(&self) -> Result<PreparedRequest, Error> {
        if self.has_unread_lists() { self.clone().with_stored().await?.prepare() } else { self.prepare() }
    }
}
