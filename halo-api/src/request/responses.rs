//! How a request is sent and its response read: what is not a list.

use std::any::Any;

use super::pending::unboxed;
use super::{Call, Pending};
use crate::codec::{Mode, Model, decode_object};
use crate::pipeline::request::{self, ApiResponse};
use crate::vocabulary::Error;

/// Makes an object to be read into.
pub(super) type Blank = fn() -> Box<dyn Model>;

fn blank<T: Model + Default>() -> Box<dyn Model> {
    Box::new(T::default())
}

fn object<T: Model>(response: Box<dyn Any + Send>) -> Result<T, Error> {
    unboxed(unboxed::<Box<dyn Model>>(response)?)
}

impl Call {
    /// Sends it and reads one object.
    pub(crate) fn object<T: Model + Default>(self) -> Pending<T> {
        Pending::new(self.changed_object(blank::<T>), object::<T>)
    }

    async fn changed_object(self, blank: Blank) -> Result<Box<dyn Model>, Error> {
        self.with_stored(blank).await?.one_object(blank).await
    }

    pub(super) async fn one_object(self, blank: Blank) -> Result<Box<dyn Model>, Error> {
        let reply = self.reply().await?;
        let mut model = blank();
        decode_object(&mut *model, &reply.body, self.mode()).map_err(|error| reply.unreadable(error.to_string()))?;
        Ok(model)
    }

    /// Sends it and reads nothing: what a DELETE answers differs by endpoint.
    pub(crate) fn empty(self) -> Pending<()> {
        Pending::of(async move { self.reply().await.map(drop) })
    }

    pub(crate) fn mode(&self) -> Mode {
        Mode { strict: self.halo.core.strict }
    }

    pub(crate) fn reply(&self) -> impl Future<Output = Result<ApiResponse, Error>> + Send + '_ {
        let out = self.prepare();
        async move { request::run(&self.halo.core, &out?).await }
    }
}
