//! What a list request gives: a page, the first row, all rows, streams.
//!
//! Only the last step knows the type of the rows. The steps before it work on `dyn Rows` and are compiled once. If they
//! were generic, they would be compiled for each entity, once here and once more in each program.

use std::any::Any;

use serde::de::DeserializeOwned;

use crate::codec::Record;
use crate::paging::fetch::{counted, fetch, fetch_one};
use crate::paging::hydrate::Hydrate;
use crate::paging::page::Page;
use crate::paging::pager::{Pager, Pages, Walk};
use crate::paging::paginator::Paginator;
use crate::paging::rows::{self, NewEmpty, Rows, typed};
use crate::paging::traversal::TraversalOptions;
use crate::paging::untyped::ListedRow;
use crate::paging::whole_list::WholeList;
use crate::paging::windows::WindowWalk;
use crate::request::{Call, MOST_AT_ONCE, Pending, Window, unboxed};
use crate::vocabulary::{Error, Position};

/// How the pages of a list follow each other.
#[derive(Debug)]
pub(super) enum Way {
    /// By their numbers.
    Pages,
    /// By ids of rows.
    Windows(WindowWalk),
    /// One response is the whole list.
    Whole(WholeList),
}

/// What sends the request.
impl Call {
    /// Sends it and reads one page.
    pub(crate) fn page<T: ListedRow>(mut self) -> Pending<Page<T>> {
        self.refuse_start();
        Pending::new(fetch_one(self, T::NEW_EMPTY), Page::finish)
    }

    /// The first row, if there is one. Asks for no more than that, unless rows may have to be skipped.
    pub(crate) fn first<T: ListedRow>(self) -> Pending<Option<T>> {
        Pending::new(self.first_rows(T::NEW_EMPTY), first_row)
    }

    async fn first_rows(mut self, new_empty: NewEmpty) -> Result<Option<Box<dyn Rows>>, Error> {
        if self.page_no.is_some() {
            self.fail("page_no is for send(); first() takes the first page".to_owned());
        }
        self.refuse_start();
        if self.walk.skip_unreadable {
            return Paginator::new(self, new_empty).into_first().await;
        }
        if !matches!(self.window(), Ok(Window::Whole)) {
            self.page_size = Some(1);
        }
        fetch(self, new_empty).await.map(|page| Some(page.rows))
    }

    fn refuse_start(&mut self) {
        if self.walk.start_at.is_some() {
            self.fail("start_at is for streams; a single page has page_no".to_owned());
        }
    }

    pub(crate) fn all<T: ListedRow>(self) -> Pending<Vec<T>> {
        Pending::new(Paginator::new(self, T::NEW_EMPTY).into_all(), all_rows)
    }

    // Not within the generic ones: it is the same for every type of row.
    fn walk_of(self, new_empty: NewEmpty) -> Walk {
        Paginator::new(self, new_empty).into()
    }

    pub(crate) fn stream<T: ListedRow>(self) -> Pager<T> {
        Pager::new(self.walk_of(T::NEW_EMPTY))
    }

    pub(crate) fn all_as<R: DeserializeOwned + Send + 'static>(self) -> Pending<Vec<R>> {
        Pending::new(Paginator::new(self, rows::projected::<R>).into_all(), all_rows)
    }

    pub(crate) fn stream_as<R: DeserializeOwned + Send + 'static>(self) -> Pager<R> {
        Pager::new(self.walk_of(rows::projected::<R>))
    }

    /// The rows, each fetched whole.
    pub(crate) fn hydrate<T: Record>(mut self, most: usize) -> Hydrate<T> {
        // Pages count among what is requested at once, and rows are what takes time.
        self.walk.prefetch.get_or_insert(1);
        let get = Self::detail(&self.halo, self.entity);
        Hydrate::new(self.stream(), get, most)
    }

    pub(crate) fn pages<T: ListedRow>(self) -> Pages<T> {
        Pages::new(self.walk_of(T::NEW_EMPTY))
    }
}

fn first_row<T: 'static>(rows: Box<dyn Any + Send>) -> Result<Option<T>, Error> {
    let mut rows = all_rows(rows)?;
    rows.truncate(1);
    Ok(rows.pop())
}

fn all_rows<T: 'static>(rows: Box<dyn Any + Send>) -> Result<Vec<T>, Error> {
    match unboxed::<Option<Box<dyn Rows>>>(rows)? {
        Some(rows) => typed(rows),
        None => Ok(Vec::new()),
    }
}

/// What the setters of list requests do.
impl Call {
    pub(crate) fn max_pages(&mut self, pages: u32) {
        self.walk.max_pages = Some(pages);
    }

    pub(crate) fn prefetch(&mut self, pages: usize) {
        self.walk.prefetch = Some(pages.clamp(1, MOST_AT_ONCE));
    }

    pub(crate) fn start_at(&mut self, position: Position) {
        self.walk.start_at = Some(position);
    }

    pub(crate) fn overlap(&mut self) {
        self.walk.overlap = true;
    }

    pub(crate) fn accept_shortfall(&mut self) {
        self.walk.accept_shortfall = true;
    }

    pub(crate) fn skip_unreadable(&mut self) {
        self.walk.skip_unreadable = true;
    }
}

/// What the walk over the pages needs to know.
impl Call {
    /// Rows of a page, as they are asked for.
    pub(super) fn asked_size(&self) -> Option<u32> {
        match self.window() {
            Ok(Window::Page { size, .. } | Window::Older(size, _)) => Some(size),
            _ => None,
        }
    }

    /// The call for a stream, which chooses the pages itself, from the first one on or from where another stream stopped.
    pub(super) fn for_walk(mut self) -> Self {
        if self.page_no.is_some() {
            self.fail("page_no is for send(); a stream walks over all pages".to_owned());
        }
        if let Some(start) = self.walk.start_at {
            // Page numbers mean nothing with pages of another size.
            if self.page_size.is_some_and(|size| size != start.asked) {
                self.fail(format!("the position to start at was taken with a page_size of {}", start.asked));
            }
            if self.asked_size().is_none() {
                self.fail("this list has no pages, so that start_at means nothing".to_owned());
            }
            if self.list_hash() != start.list {
                self.fail("the position to start at is of another list: its path, order or filters differ".to_owned());
            }
            if start.older_than.is_some() && !matches!(self.window(), Ok(Window::Older(..))) {
                self.fail("the position to start at is of a list that is walked by ids".to_owned());
            }
            self.page_size = Some(start.asked);
        }
        self
    }

    /// How its pages follow each other.
    pub(super) fn way(&self) -> Way {
        match self.window() {
            Ok(Window::Page { .. }) => Way::Pages,
            Ok(Window::Older(..)) => Way::Windows(WindowWalk::new(self.walk.start_at)),
            _ => {
                let has_cap = self.list_info().is_some_and(|list| list.page_cap.is_some());
                Way::Whole(WholeList::new(counted(self), self.page_size.is_some(), has_cap))
            }
        }
    }

    pub(super) fn traversal_options(&self) -> TraversalOptions {
        TraversalOptions {
            asked: self.asked_size().unwrap_or(0),
            max_pages: self.walk.max_pages,
            overlap: self.walk.overlap,
            accept_shortfall: self.walk.accept_shortfall,
        }
    }

    /// The request for page `number`.
    pub(super) fn at(&self, way: &Way, number: u32) -> Self {
        let mut call = self.clone();
        match way {
            // The first page needs no number, so that a list without pages is asked for as it is.
            Way::Pages if number == 1 => {}
            Way::Pages => call.page_no = Some(number),
            Way::Windows(walk) => call.older_than = walk.oldest(),
            Way::Whole(list) => call.page_size = list.larger_count().or(call.page_size),
        }
        call
    }
}
