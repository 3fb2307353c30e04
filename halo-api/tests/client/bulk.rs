//! Fetching the details of rows after a list, where time matters. The rest is in `behaviour/bulk.rs`.
#![cfg(feature = "mock")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use halo_api::mock::{Fault, MockHalo, Quirk};
use halo_api::transport::{BoxFuture, Transport, TransportError};
use halo_api::{ErrorKind, Halo};
use serde_json::json;
use tokio::time::sleep;

/// The mock with every response half a second late. Counts the requests in flight.
#[derive(Clone)]
struct Slow {
    mock: MockHalo,
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Transport for Slow {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(now, Ordering::SeqCst);
            // The delays differ, so the responses come out of order.
            sleep(Duration::from_millis(500 - u64::try_from(request.uri().path().len()).unwrap() % 7 * 50)).await;
            self.now.fetch_sub(1, Ordering::SeqCst);
            self.mock.send(request).await
        })
    }
}

#[tokio::test(start_paused = true)]
async fn rows_are_fetched_whole_in_order_and_so_many_at_once() {
    let mock = MockHalo::new();
    for id in 1..=250 {
        mock.insert("tickets", json!({"id": id, "details": format!("D{id}")})).unwrap();
    }
    for most in [1, 3, 8, 50] {
        let slow = Slow { mock: mock.clone(), now: Arc::default(), most: Arc::default() };
        let halo: Halo = mock.builder().transport(slow.clone()).rate_limit(None).build().unwrap();
        let mut whole = halo.tickets().list().hydrate(most);
        let mut ids = Vec::new();
        while let Some(ticket) = whole.try_next().await.unwrap() {
            assert_eq!(ticket.details, Some(format!("D{}", ticket.id)));
            ids.push(i64::from(ticket.id));
        }
        assert_eq!((ids, whole.total()), ((1..=250).collect::<Vec<_>>(), Some(250)));
        assert_eq!(slow.most.load(Ordering::SeqCst), most.min(8));
        assert!(whole.next().await.is_none());
    }
    let gets = mock.requests().into_iter().filter(|request| request.path.starts_with("/api/Tickets/"));
    assert!(gets.clone().all(|get| get.query == [("includedetails".to_owned(), "true".to_owned())]));
    assert_eq!(gets.count(), 1_000);
    assert_eq!(mock.unknown_parameters(), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_row_that_is_gone_is_an_error_in_its_place_and_a_missing_page_ends_it() {
    let mock = MockHalo::new();
    for id in 1..=100 {
        mock.insert("tickets", json!({"id": id})).unwrap();
    }
    mock.fault(Fault::status(404).on("/api/Tickets/3"));
    mock.quirk("tickets", Quirk::IgnoresPaging).unwrap();
    mock.quirk("tickets", Quirk::RecordCount(Some(200))).unwrap();
    let mut whole = mock.halo().tickets().list().hydrate(4);
    let mut results = Vec::new();
    while let Some(result) = whole.next().await {
        results.push(result.map(|ticket| i64::from(ticket.id)).map_err(|error| error.kind()));
    }
    let mut expected: Vec<_> = (1..=100).map(Ok).collect();
    expected[2] = Err(ErrorKind::NotFound);
    expected.push(Err(ErrorKind::Paging));
    assert_eq!(results, expected);
    assert!(whole.next().await.is_none());
}
