//! Several records at once: in one request, in chunks, and fetched whole after a list.
#![cfg(feature = "mock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use halo_api::mock::{Fault, MockHalo, Quirk};
use halo_api::tickets::{Ticket, TicketWrite};
use halo_api::transport::{BoxFuture, Transport, TransportError};
use halo_api::{Bulk, ErrorKind, Halo, Hydrate, Method, Safety, WriteAll, WriteMany};
use serde_json::json;
use tokio::time::sleep;

fn writes(count: usize) -> impl Iterator<Item = TicketWrite> + Send + 'static {
    (1..=count).map(|number| TicketWrite::new().summary(format!("T{number}")))
}

fn posts(mock: &MockHalo) -> Vec<usize> {
    let posts =
        mock.requests().into_iter().filter(|request| request.method == Method::POST && request.path != "/auth/token");
    posts.map(|request| request.body.unwrap().as_array().unwrap().len()).collect()
}

#[tokio::test(start_paused = true)]
async fn several_records_go_in_one_request_and_the_last_one_comes_back() {
    let mock = MockHalo::new();
    let halo = mock.halo();
    let made: Bulk<Ticket> = halo.tickets().create_many(writes(3)).await.unwrap();
    assert_eq!((made.sent, made.rows.len(), made.is_complete()), (3, 1, false));
    assert_eq!(made.rows[0].summary.as_deref(), Some("T3"));
    let made = halo.tickets().create_many(writes(2)).query("returnall", true).await.unwrap();
    assert!(made.is_complete());
    assert_eq!(made.rows.iter().map(|ticket| i64::from(ticket.id)).collect::<Vec<_>>(), [4, 5]);
    assert_eq!((posts(&mock), mock.records("tickets").unwrap().len()), (vec![3, 2], 5));
}

#[tokio::test(start_paused = true)]
async fn several_changes_hold_their_ids() {
    let mock = MockHalo::new();
    let halo = mock.halo();
    halo.tickets().create_many(writes(3)).await.unwrap();
    let change = |text: &str| TicketWrite::new().summary(text);
    let request = halo.tickets().update_many([(1, change("one")), (3, change("three"))]);
    let preview = request.preview();
    assert_eq!(preview.body, Some(json!([{"id": 1, "summary": "one"}, {"id": 3, "summary": "three"}])));
    assert_eq!((preview.safety, preview.scope), (Safety::Unsafe, Some("edit:tickets")));
    let moved = request.await.unwrap();
    assert_eq!((moved.sent, moved.rows[0].summary.as_deref()), (2, Some("three")));
    let summaries: Vec<_> = mock.records("tickets").unwrap().iter().map(|row| row["summary"].clone()).collect();
    assert_eq!(summaries, ["one", "T2", "three"]);
    for (id, body) in [(0, change("x")), (7, change("x").set("id", 8))] {
        let error = halo.tickets().update_many([(1, change("y")), (id, body)]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{error}");
    }
    assert_eq!(posts(&mock).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_nothing_and_too_many_are_an_error_that_says_what_to_do() {
    let mock = MockHalo::new();
    let halo = mock.halo();
    let none = halo.tickets().create_many([]).await.unwrap();
    assert!(none.is_complete() && none.sent == 0 && mock.requests().is_empty());
    let error = halo.tickets().create_many(writes(101)).await.unwrap_err();
    assert!(error.kind() == ErrorKind::Config && error.to_string().contains("create_all(..)"), "{error}");
    let error = halo.tickets().update_many((1..=101).map(|id| (id, TicketWrite::new()))).await.unwrap_err();
    assert!(error.to_string().contains("101 records"), "{error}");
    assert!(mock.requests().is_empty());
    assert_eq!(halo.tickets().create_many(writes(100)).await.unwrap().sent, 100);
}

#[tokio::test(start_paused = true)]
async fn a_bulk_write_in_doubt_is_not_repeated() {
    let mock = MockHalo::new();
    mock.fault(Fault::dropped());
    let error = mock.halo().tickets().create_many(writes(5)).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
    assert_eq!((posts(&mock), mock.records("tickets").unwrap().len()), (vec![5], 5));
    mock.fault(Fault::status(201).body("<html>").method(Method::POST).carried_out(true));
    let error = mock.halo().tickets().create_many(writes(5)).await.unwrap_err();
    assert!(error.kind() == ErrorKind::Decode && error.to_string().contains("did apply the write"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn any_number_goes_in_chunks_with_a_result_each() {
    let mock = MockHalo::new();
    let halo = mock.halo();
    let mut chunks = halo.tickets().create_all(writes(250));
    assert!(mock.requests().is_empty());
    let mut seen = Vec::new();
    while let Some(made) = chunks.try_next().await.unwrap() {
        seen.push((made.sent, chunks.taken()));
    }
    assert_eq!(seen, [(100, 100), (100, 200), (50, 250)]);
    assert!(chunks.next().await.is_none());
    assert_eq!((posts(&mock), mock.records("tickets").unwrap().len()), (vec![100, 100, 50], 250));
}

#[tokio::test(start_paused = true)]
async fn a_chunk_that_fails_is_one_result_and_the_caller_decides() {
    let mock = MockHalo::new();
    let halo = mock.halo();
    halo.tickets().list().await.unwrap();
    mock.clear_requests();
    mock.fault(Fault::delay(Duration::ZERO).method(Method::POST));
    mock.fault(Fault::dropped().method(Method::POST));
    mock.fault(Fault::status(400).body("\"no\"").method(Method::POST));
    let mut chunks = halo.tickets().create_all(writes(40)).chunk_size(10);
    let mut results = Vec::new();
    while let Some(result) = chunks.next().await {
        results.push((result.map_err(|error| error.kind()).map(|made| made.sent), chunks.taken()));
    }
    let expected = [(Ok(10), 10), (Err(ErrorKind::OutcomeUnknown), 20), (Err(ErrorKind::BadRequest), 30), (Ok(10), 40)];
    assert_eq!(results, expected);
    assert_eq!((posts(&mock).len(), mock.records("tickets").unwrap().len()), (4, 30), "each was sent once");
}

/// The mock, with every answer half a second late. Counts how many are under way.
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
            // Not all take as long, so that they would come back out of order.
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

#[test]
fn streams_can_be_moved_and_kept_anywhere() {
    fn check<T: Stream + Send + Unpin + 'static>() {}
    fn sent<T: Send + Sync + 'static>() {}
    check::<WriteAll<Ticket>>();
    check::<Hydrate<Ticket>>();
    sent::<WriteMany<Ticket>>();
}
