//! How a request is sent and its answer read.
//!
//! Only the last step knows the type of the answer. What comes before works on `dyn Model` and `dyn Rows` and is compiled
//! once: as generic futures it would be compiled for each entity, once here and once more in each program.

use std::any::Any;
use std::pin::Pin;
use std::task::{Context, Poll};

use serde::de::DeserializeOwned;

use super::{Call, Operation, Window};
use crate::codec::{List, Mode, Model, Record, decode_written, decode_written_object};
use crate::paging::bulk::Bulk;
use crate::paging::hydrate::Hydrate;
use crate::paging::page::Page;
use crate::paging::pager::{Pager, Pages};
use crate::paging::paginator::{Fetched, Paginator, Rows, typed};
use crate::pipeline::request::ApiResponse;
use crate::vocabulary::Error;

/// An answer under way.
pub type Pending<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

/// The last step: what came becomes what the caller asked for.
struct Last<A, T> {
    answer: Pending<A>,
    step: fn(A) -> T,
}

impl<A, T> Future for Last<A, T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let step = self.step;
        self.answer.as_mut().poll(cx).map_ok(step)
    }
}

fn then<A: 'static, T: 'static>(answer: Pending<A>, step: fn(A) -> T) -> Pending<T> {
    Box::pin(Last { answer, step })
}

/// What was boxed as `dyn`, as what it is. Whoever boxed it asks for it, so that nothing else can come back.
pub(crate) fn unboxed<T: Default + 'static>(boxed: Box<dyn Any>) -> T {
    match boxed.downcast() {
        Ok(value) => *value,
        Err(_) => T::default(),
    }
}

/// Makes an object to be read into.
type Blank = fn() -> Box<dyn Model>;

fn blank<T: Model + Default>() -> Box<dyn Model> {
    Box::new(T::default())
}

impl Call {
    /// Sends it and reads one object.
    pub(crate) fn object<T: Model + Default>(self) -> Pending<T> {
        then(Box::pin(self.one_object(blank::<T>)), |model| unboxed(model))
    }

    async fn one_object(self, blank: Blank) -> Result<Box<dyn Model>, Error> {
        let reply = self.reply().await?;
        let mut model = blank();
        decode_written_object(&mut *model, &reply.body, self.envelope_keys(), self.mode())
            .map_err(|error| reply.undecodable(&error))?;
        Ok(model)
    }

    /// Sends it and reads nothing: what a DELETE answers differs by endpoint.
    #[allow(dead_code)] // Used by generated code where the schema has such a request.
    pub(crate) fn empty(self) -> Pending<()> {
        Box::pin(async move { self.reply().await.map(drop) })
    }

    /// Sends it and reads what comes back of several records: an array, or one object for all.
    #[allow(dead_code)] // Used by generated code where the schema has something to write.
    pub(crate) fn written<T: Record>(self) -> Pending<Bulk<T>> {
        let sent = |(rows, sent): (Box<dyn List>, usize)| Bulk { rows: unboxed(rows), sent };
        then(Box::pin(self.written_into(Box::new(Vec::<T>::new()))), sent)
    }

    async fn written_into(self, mut rows: Box<dyn List>) -> Result<(Box<dyn List>, usize), Error> {
        let sent = self.many.as_ref().map_or(1, Vec::len);
        if sent > 0 || self.fault.is_some() {
            let reply = self.reply().await?;
            decode_written(&mut *rows, &reply.body, self.envelope_keys(), self.mode())
                .map_err(|error| reply.undecodable(&error))?;
        }
        Ok((rows, sent))
    }

    /// The keys under which a response may hold the record that was written: those of the entity's list. What is read has
    /// no envelope.
    fn envelope_keys(&self) -> &'static [&'static str] {
        let writes = matches!(self.operation, Operation::Create | Operation::Update);
        self.entity.list.filter(|_| writes).map_or(&[], |list| list.rows)
    }

    pub(crate) fn mode(&self) -> Mode {
        Mode { strict: self.halo.inner.strict }
    }

    pub(crate) async fn reply(&self) -> Result<ApiResponse, Error> {
        let out = if self.has_unread_lists() { self.clone().with_stored().await?.prepare()? } else { self.prepare()? };
        self.halo.inner.send(&out).await
    }
}

/// What lists answer.
impl Call {
    /// Sends it and reads one page.
    pub(crate) fn page<T: Record>(mut self) -> Pending<Page<T>> {
        self.refuse_start();
        then(Paginator::one_page(self, Paginator::blank::<T>), Page::new)
    }

    /// The first row, if there is one. Asks for no more than that.
    pub(crate) fn first<T: Record>(mut self) -> Pending<Option<T>> {
        if self.page_no.is_some() {
            self.fail("page_no is for send(); first() takes the first page".to_owned());
        }
        self.refuse_start();
        if !matches!(self.window(), Ok(Window::Whole)) {
            self.page_size = Some(1);
        }
        let first = |fetched: Fetched| typed(fetched.rows).into_iter().next();
        then(Paginator::one_page(self, Paginator::blank::<T>), first)
    }

    fn refuse_start(&mut self) {
        if self.start_at.is_some() {
            self.fail("start_at is for streams; a single page has page_no".to_owned());
        }
    }

    pub(crate) fn all<T: Record>(self) -> Pending<Vec<T>> {
        then(Box::pin(Paginator::new(self, Paginator::blank::<T>).into_pages()), joined)
    }

    pub(crate) fn stream<T: Record>(self) -> Pager<T> {
        Pager::new(Paginator::new(self, Paginator::blank::<T>))
    }

    pub(crate) fn stream_as<R: DeserializeOwned + Send + 'static>(self) -> Pager<R> {
        Pager::new(Paginator::new(self, Paginator::narrow::<R>))
    }

    /// The rows, each fetched whole.
    pub(crate) fn hydrate<T: Record>(self, most: usize) -> Hydrate<T> {
        let get = Self::detail(&self.halo, self.entity);
        Hydrate::new(self.stream(), get, most)
    }

    pub(crate) fn pages<T: Record>(self) -> Pages<T> {
        Pages::new(Paginator::new(self, Paginator::blank::<T>))
    }
}

fn joined<T: 'static>(pages: Vec<Box<dyn Rows>>) -> Vec<T> {
    let mut all = Vec::with_capacity(pages.iter().map(|rows| rows.len()).sum());
    for rows in pages {
        all.append(&mut typed(rows));
    }
    all
}
