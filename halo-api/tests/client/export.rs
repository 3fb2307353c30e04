//! Whole lists against the rate limit: as fast as it allows, and never in the way of other calls.
#![cfg(feature = "mock")]

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::ticket_pages::{ids, mock_of, sent};
use bytes::Bytes;
use halo_api::mock::Fault;
use halo_api::tickets::Ticket;
use halo_api::transport::{BoxFuture, Transport, TransportError};
use halo_api::{Halo, HaloBuilder, Lane, Pager, RateLimit};
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

/// A list of tickets in pages of 100, each of which takes its time.
#[derive(Clone)]
struct Listing {
    pages: u32,
    latency: Duration,
    /// When each request was sent, and for which page.
    sent: Arc<Mutex<Vec<(Instant, u32)>>>,
}

impl Listing {
    fn new(pages: u32, latency: Duration) -> Self {
        Self { pages, latency, sent: Arc::default() }
    }

    fn builder(&self) -> HaloBuilder {
        Halo::builder("https://export.halopsa.example").api_key("key").transport(self.clone())
    }

    fn sent(&self) -> Vec<(Instant, u32)> {
        self.sent.lock().unwrap().clone()
    }

    fn page(&self, number: u32) -> String {
        let mut text = format!("{{\"record_count\":{},\"tickets\":[", self.pages * 100);
        for id in (number - 1) * 100 + 1..=number * 100 {
            let comma = if text.ends_with('[') { "" } else { "," };
            let _ = write!(text, "{comma}{{\"id\":{id}}}");
        }
        text + "]}"
    }
}

impl Transport for Listing {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let query = request.uri().query().unwrap_or_default();
        let number = query.split('&').find_map(|pair| pair.strip_prefix("page_no=")?.parse().ok());
        self.sent.lock().unwrap().push((Instant::now(), number.unwrap_or(0)));
        let body = number.map_or_else(|| "{\"id\":1}".to_owned(), |number| self.page(number));
        Box::pin(async move {
            sleep(self.latency).await;
            Ok(http::Response::new(body.into()))
        })
    }
}

#[derive(serde::Deserialize)]
struct Row {
    id: i64,
}

#[tokio::test(start_paused = true)]
async fn a_default_export_takes_hardly_longer_than_the_limit_allows() {
    // 700 pages at once, 8 in flight, then the rest when the window has passed.
    for (milliseconds, ideal) in [(200, 317.0), (800, 367.0), (2_000, 468.0)] {
        let list = Listing::new(1_373, Duration::from_millis(milliseconds));
        let halo = list.builder().build().unwrap();
        let begun = Instant::now();
        let mut rows: Pager<Row> = halo.tickets().list().stream_as();
        let mut count = 0;
        while let Some(row) = rows.try_next().await.unwrap() {
            count += 1;
            assert_eq!(row.id, count);
        }
        let took = begun.elapsed().as_secs_f64();
        assert_eq!((count, list.sent().len()), (137_300, 1_373));
        assert!(took <= 1.10 * ideal, "{took:.0} s where {ideal} are possible at {milliseconds} ms a page");
        let sent = list.sent();
        for (first, after) in sent.iter().zip(sent.iter().skip(700)) {
            assert!(after.0 - first.0 >= 300 * SECOND, "more than 700 requests in a window");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_consumer_is_at_most_two_pages_behind_what_was_asked_for() {
    let list = Listing::new(40, SECOND);
    let mut pages = list.builder().build().unwrap().tickets().list().pages();
    let mut taken = 0;
    while pages.try_next().await.unwrap().is_some() {
        taken += 1;
        sleep(10 * SECOND).await;
        assert!(list.sent().len() <= taken + 2, "{} asked for, {taken} taken", list.sent().len());
    }
    assert_eq!(taken, 40);

    // One that was quick first, and had many pages ready, falls back.
    let list = Listing::new(60, SECOND);
    let mut pages = list.builder().build().unwrap().tickets().list().pages();
    for _ in 0..20 {
        pages.try_next().await.unwrap().unwrap();
    }
    assert!(list.sent().len() >= 27, "8 at once");
    for taken in 21..=60_usize {
        pages.try_next().await.unwrap().unwrap();
        sleep(10 * SECOND).await;
        assert!(taken < 32 || list.sent().len() <= taken + 2, "{} asked for, {taken} taken", list.sent().len());
    }
}

#[tokio::test(start_paused = true)]
async fn pages_that_wait_for_the_limit_do_not_hold_up_the_consumer() {
    let mock = mock_of(300);
    mock.fault(Fault::delay(SECOND).times(u32::MAX));
    let halo = mock.builder().rate_limit(RateLimit::new(10, 60 * SECOND)).build().unwrap();
    let mut rows = halo.tickets().list().page_size(10).stream();
    while let Some(ticket) = rows.try_next().await.unwrap() {
        halo.tickets().delete(ticket.id).await.unwrap();
    }
    assert!(mock.records("tickets").unwrap().is_empty());

    let mock = mock_of(60);
    mock.fault(Fault::delay(SECOND).times(u32::MAX));
    let halo = mock.builder().rate_limit(RateLimit::new(10, 60 * SECOND)).build().unwrap();
    let mut tickets = halo.tickets().list().page_size(10).hydrate(8);
    let mut seen: Vec<Ticket> = Vec::new();
    while let Some(ticket) = tickets.next().await {
        seen.push(ticket.unwrap());
        halo.clients().list().page_size(1).await.unwrap();
    }
    assert_eq!(ids(&seen), (1..=60).collect::<Vec<_>>());
    assert_eq!(sent(&mock, "page_no").len(), 6, "a page that was given up before it was sent is asked for once");
}

#[tokio::test(start_paused = true)]
async fn a_background_export_leaves_interactive_calls_their_place() {
    let limit = RateLimit::new(20, 60 * SECOND);
    for (lane, longest) in [(Lane::Background, 1), (Lane::Interactive, 60)] {
        let list = Listing::new(200, SECOND / 10);
        // The lane of the client, and that of a request.
        let halo = list.builder().rate_limit(limit).lane(lane).build().unwrap();
        let export = tokio::spawn({
            let list = halo.tickets().list();
            async move { list.all().await.map(|rows| rows.len()) }
        });
        let mut waits = Vec::new();
        for _ in 0..5 {
            sleep(45 * SECOND).await;
            let begun = Instant::now();
            halo.tickets().get(1).lane(Lane::Interactive).await.unwrap();
            waits.push(begun.elapsed().as_secs());
        }
        let is_quick = waits.iter().all(|wait| *wait <= longest);
        assert!(is_quick, "{lane:?}: {waits:?}");
        assert_eq!(waits.iter().any(|wait| *wait > 1), lane == Lane::Interactive, "{lane:?}: {waits:?}");
        assert_eq!(export.await.unwrap().unwrap(), 20_000);
    }
}

#[tokio::test(start_paused = true)]
async fn a_background_call_that_interactive_calls_starve_fails_in_time() {
    let list = Listing::new(1, Duration::ZERO);
    let halo = list.builder().rate_limit(RateLimit::new(1, SECOND)).max_throttle_wait(30 * SECOND).build().unwrap();
    let interactive = tokio::spawn({
        let halo = halo.clone();
        async move {
            loop {
                let both = tokio::join!(halo.tickets().get(1).send(), halo.tickets().get(2).send());
                assert!(both.0.is_ok() && both.1.is_ok());
            }
        }
    });
    let begun = Instant::now();
    let error = halo.tickets().list().lane(Lane::Background).all().await.unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    assert!(begun.elapsed() <= 31 * SECOND);
    interactive.abort();
}
