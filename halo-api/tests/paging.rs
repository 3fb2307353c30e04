//! Lists over several pages where time matters, and for any number of rows.
//!
//! The other tests of paging are in `behaviour/paging.rs`.
#![cfg(feature = "mock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod ticket_pages;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use halo_api::mock::{Fault, MockHalo, Quirk};
use halo_api::transport::{BoxFuture, Transport, TransportError};
use halo_api::{ErrorKind, Halo};
use proptest::prelude::*;
use ticket_pages::{ids, mock_of, sent};
use tokio::time::{Instant, sleep};

fn with_tickets(count: i64) -> (MockHalo, Halo) {
    let mock = mock_of(count);
    let halo = mock.halo();
    (mock, halo)
}

/// Takes a second for every request, and counts the requests in flight.
#[derive(Clone)]
struct Slow {
    mock: MockHalo,
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Transport for Slow {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            self.most.fetch_max(self.now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            sleep(Duration::from_secs(1)).await;
            let answer = self.mock.send(request).await;
            self.now.fetch_sub(1, Ordering::SeqCst);
            answer
        })
    }
}

fn slow(count: i64) -> (MockHalo, Halo, Arc<AtomicUsize>) {
    let (mock, _) = with_tickets(count);
    let slow = Slow { mock: mock.clone(), now: Arc::default(), most: Arc::default() };
    let most = Arc::clone(&slow.most);
    (mock.clone(), mock.builder().transport(slow).build().unwrap(), most)
}

#[tokio::test(start_paused = true)]
async fn prefetch_keeps_the_order_and_its_bounds() {
    for (prefetch, seconds) in [(1, 12), (4, 5), (8, 4)] {
        let (mock, halo, most) = slow(1050);
        let begun = Instant::now();
        let mut rows = halo.tickets().list().prefetch(prefetch).stream();
        let mut seen = Vec::new();
        while let Some(ticket) = rows.try_next().await.unwrap() {
            seen.push(ticket);
        }
        assert_eq!(ids(&seen), (1..=1050).collect::<Vec<_>>());
        assert_eq!((most.load(Ordering::SeqCst), sent(&mock, "page_no").len()), (prefetch, 11));
        let took = begun.elapsed().as_secs();
        assert!(took <= seconds, "token, page 1, then ten pages {prefetch} at a time: {took} s");
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_prefetched_before_it_may_be_wanted() {
    let (mock, halo, _) = slow(1050);
    let mut rows = halo.tickets().list().prefetch(8).stream();
    for _ in 0..100 {
        rows.try_next().await.unwrap().unwrap();
    }
    assert_eq!(sent(&mock, "page_no"), ["1"]);
    let all = halo.tickets().list().prefetch(8).max_pages(3).all().await.unwrap();
    assert_eq!((all.len(), sent(&mock, "page_no").len()), (300, 4));

    mock.quirk("tickets", Quirk::RecordCount(None)).unwrap();
    mock.clear_requests();
    assert_eq!(halo.tickets().list().prefetch(8).all().await.unwrap().len(), 1050);
    assert_eq!(sent(&mock, "page_no").len(), 12, "without a total, page after page");
}

#[tokio::test(start_paused = true)]
async fn an_error_comes_in_its_place_and_ends_the_stream() {
    let (mock, halo, _) = slow(500);
    let mut rows = halo.tickets().list().prefetch(4).stream();
    for _ in 0..100 {
        rows.try_next().await.unwrap().unwrap();
    }
    mock.fault(Fault::delay(Duration::from_secs(5)));
    mock.fault(Fault::status(500));
    for _ in 100..200 {
        rows.try_next().await.unwrap().unwrap();
    }
    let error = rows.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server);
    assert!(rows.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_slow_consumer_does_not_cause_a_timeout() {
    let (_, halo, _) = slow(500);
    let mut pages = halo.tickets().list().prefetch(4).pages();
    let mut rows = 0;
    while let Some(page) = pages.try_next().await.unwrap() {
        rows += page.items.len();
        sleep(Duration::from_secs(600)).await;
    }
    assert_eq!(rows, 500);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_row_comes_once_and_in_order(
        count in 0_i64..120,
        size in 1_u32..40,
        cap in 1_u32..40,
        prefetch in 1_usize..10,
        stated in any::<bool>(),
        taken in 0_i64..120,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let seen = runtime.block_on(async {
            let (mock, halo) = with_tickets(count);
            mock.quirk("tickets", Quirk::PageCap(cap)).unwrap();
            if !stated {
                mock.quirk("tickets", Quirk::RecordCount(None)).unwrap();
            }
            let list = halo.tickets().list().page_size(size).prefetch(prefetch);
            let mut rows = list.clone().stream();
            let mut seen = Vec::new();
            while let Some(ticket) = rows.try_next().await.unwrap() {
                seen.push(ticket);
                if seen.len() == usize::try_from(taken).unwrap() {
                    rows = list.clone().start_at(rows.position()).stream();
                }
            }
            ids(&seen)
        });
        prop_assert_eq!(seen, (1..=count).collect::<Vec<_>>());
    }
}
