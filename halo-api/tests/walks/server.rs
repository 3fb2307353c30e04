//! A list in pages that changes between requests.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bytes::Bytes;
use fastrand::Rng;
use halo_api::transport::{BoxFuture, Transport, TransportError};
use tokio::time::sleep;

/// How a list changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Changes {
    None,
    /// Rows are removed.
    Removed,
    /// Rows are added anywhere.
    Added,
    /// Rows are added in front, and removed anywhere.
    NewestFirst,
    /// Rows are added and removed anywhere. Not several of them between each of two pairs of requests in a row, which might
    /// move a row away from the page that is read and back.
    Any,
}

#[derive(Clone)]
pub(crate) struct Server(Arc<Mutex<State>>);

struct State {
    rng: Rng,
    changing: Changes,
    /// How likely the list changes before a request, out of 100.
    likelihood: u32,
    cap: usize,
    list: Vec<i64>,
    next: i64,
    originals: i64,
    /// Rows that exist since the first page was served.
    unchanged: BTreeSet<i64>,
    changes: u64,
    was_burst: bool,
    was_fault: bool,
    served: Vec<Served>,
}

struct Served {
    page: usize,
    rows: Vec<i64>,
    list: Vec<i64>,
}

impl Server {
    pub(crate) fn new(seed: u64, changing: Changes) -> Self {
        let mut rng = Rng::with_seed(seed);
        let originals = rng.i64(0..30);
        Self(Arc::new(Mutex::new(State {
            changing,
            likelihood: [5, 15, 30][rng.usize(0..3)],
            cap: rng.usize(1..=6),
            list: (0..originals).collect(),
            next: 1_000,
            originals,
            unchanged: (0..originals).collect(),
            changes: 0,
            was_burst: false,
            was_fault: false,
            served: Vec::new(),
            rng,
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// Removes a row that the consumer has.
    pub(crate) fn remove(&self, id: i64) {
        self.state().remove(id);
    }

    pub(crate) fn unchanged(&self) -> Vec<i64> {
        self.state().unchanged.iter().copied().collect()
    }

    pub(crate) fn is_original(&self, id: i64) -> bool {
        self.state().unchanged.contains(&id)
    }

    pub(crate) fn changes(&self) -> u64 {
        self.state().changes
    }

    pub(crate) fn requests(&self) -> u64 {
        u64::try_from(self.state().served.len()).unwrap()
    }

    /// Whether a page was asked for that does not exist. Page 2 may be, to learn whether page 1 states its own length.
    pub(crate) fn served_too_much(&self) -> bool {
        self.state().served.iter().any(|served| served.page > 2 && served.rows.is_empty())
    }

    /// Whether the same rows were served as two pages.
    pub(crate) fn served_twice(&self) -> bool {
        let state = self.state();
        let mut pages = state.served.iter().enumerate();
        pages.any(|(index, one)| {
            state.served[..index].iter().any(|other| one.page != other.page && one.rows == other.rows)
        })
    }

    /// What was served.
    pub(crate) fn story(&self) -> String {
        let state = self.state();
        let mut text = format!("{} rows, at most {} a page\n", state.originals, state.cap);
        for Served { page, rows, list } in &state.served {
            let _ = writeln!(text, "page {page}: {rows:?} of {list:?}");
        }
        text
    }
}

impl State {
    fn remove(&mut self, id: i64) {
        self.list.retain(|row| *row != id);
        self.unchanged.remove(&id);
    }

    fn add(&mut self, place: usize) {
        self.list.insert(place, self.next);
        self.next += 1;
    }

    fn change(&mut self) {
        if self.served.is_empty() || self.rng.u32(0..100) >= self.likelihood || self.served.len() > 200 {
            self.was_burst = false;
            return;
        }
        let most = if self.changing == Changes::Any && self.was_burst { 1 } else { 3 };
        let burst = self.rng.u32(1..=most);
        self.was_burst = burst > 1;
        for _ in 0..burst {
            self.change_once();
        }
    }

    fn change_once(&mut self) {
        let any = self.rng.usize(0..=self.list.len());
        let adds = match self.changing {
            Changes::None => return,
            Changes::Removed => false,
            Changes::Added => true,
            Changes::NewestFirst | Changes::Any => self.rng.bool(),
        };
        match (adds, self.list.get(any).copied()) {
            (true, _) => self.add(if self.changing == Changes::NewestFirst { 0 } else { any }),
            (false, Some(id)) => self.remove(id),
            (false, None) => return,
        }
        self.changes += 1;
    }

    fn serve(&mut self, page: usize, asked: usize) -> String {
        self.change();
        let size = asked.min(self.cap);
        let rows: Vec<i64> = self.list.iter().skip((page - 1) * size).take(size).copied().collect();
        let body = body(page, &rows, self.list.len());
        self.served.push(Served { page, rows, list: self.list.clone() });
        body
    }
}

impl Transport for Server {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let query = request.uri().query().unwrap_or_default().to_owned();
        let (before, after, fault) = {
            let mut state = self.state();
            let fault = !state.was_fault && state.rng.u32(0..20) == 0;
            state.was_fault = fault;
            (state.rng.u64(0..20), state.rng.u64(0..20), fault)
        };
        Box::pin(async move {
            sleep(Duration::from_millis(before)).await;
            let mut response = http::Response::new(Bytes::new());
            if fault {
                *response.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
            } else {
                let body = self.state().serve(number(&query, "page_no"), number(&query, "page_size"));
                *response.body_mut() = body.into();
            }
            sleep(Duration::from_millis(after)).await;
            Ok(response)
        })
    }
}

/// A parameter of a query.
pub(crate) fn number(query: &str, name: &str) -> usize {
    let pair = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    pair.and_then(|value| value.parse().ok()).expect("all three parameters of paging")
}

/// A page of tickets.
pub(crate) fn body(page: usize, rows: &[i64], total: usize) -> String {
    let rows: Vec<String> = rows.iter().map(|id| format!("{{\"id\":{id}}}")).collect();
    format!("{{\"page_no\":{page},\"record_count\":{total},\"tickets\":[{}]}}", rows.join(","))
}
