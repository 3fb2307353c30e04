//! Any entity, generically: what an exporter, a mirror or a table needs.

use std::marker::PhantomData;

use crate::Halo;
use crate::codec::Record;
use crate::entity_info::OperationKind;
use crate::paging::macros::list_request;
use crate::request::Call;

/// Lists the entity whose model is `T`: [`Halo::list`].
#[derive(Debug, Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct ListRecords<T> {
    call: Call,
    rows: PhantomData<fn() -> T>,
}

list_request!(ListRecords<T>, T);

impl<T: Record> ListRecords<T> {
    /// Fetches the whole entity of each row: one result per row, in order.
    ///
    /// It fetches `at_once` of them at the same time, at most 8. It is an error if the entity cannot be fetched by its key.
    #[must_use = "a stream does nothing until it is polled"]
    pub fn hydrate(self, at_once: usize) -> crate::Hydrate<T> {
        self.call.hydrate(at_once)
    }
}

impl Halo {
    /// Lists the entity of a model, in code that works with any model. Filters are set by their wire names, with `query`.
    ///
    /// ```no_run
    /// use halo_api::{Error, Halo, Record};
    ///
    /// /// Every row of an entity, as CSV.
    /// async fn export<T: Record>(halo: &Halo) -> Result<(), Error> {
    ///     let mut rows = halo.list::<T>().stream();
    ///     while let Some(row) = rows.try_next().await? {
    ///         let cells = T::INFO.fields.iter().map(|field| match row.value(field.wire_name) {
    ///             Some(value) => value.to_string(),
    ///             None => String::new(),
    ///         });
    ///         println!("{}", cells.collect::<Vec<_>>().join(","));
    ///     }
    ///     Ok(())
    /// }
    /// # async fn f(halo: Halo) -> Result<(), Error> {
    /// export::<halo_api::tickets::Ticket>(&halo).await?;
    /// export::<halo_api::clients::Client>(&halo).await
    /// # }
    /// ```
    pub fn list<T: Record>(&self) -> ListRecords<T> {
        ListRecords { call: Call::read(self, T::INFO, OperationKind::List), rows: PhantomData }
    }
}
