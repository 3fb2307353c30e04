//! Several records at once: in one request, in chunks, and fetched whole after a list.

use std::time::Duration;

use futures_core::Stream;
use halo_api::actions::ActionWrite;
use halo_api::mock::{Fault, MockHalo};
use halo_api::tickets::{Ticket, TicketWrite};
use halo_api::{Bulk, ErrorKind, Hydrate, Method, Safety, WriteAll, WriteMany};
use serde_json::json;

use crate::link;

fn writes(count: usize) -> impl Iterator<Item = TicketWrite> + Send + 'static {
    (1..=count).map(|number| TicketWrite::new().summary(format!("T{number}")))
}

fn posts(mock: &MockHalo) -> Vec<usize> {
    let posts =
        mock.requests().into_iter().filter(|request| request.method == Method::POST && request.path != "/auth/token");
    posts.map(|request| request.body.unwrap().as_array().unwrap().len()).collect()
}

#[tokio::test]
async fn several_records_go_in_one_request_and_the_last_one_comes_back() {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let made: Bulk<Ticket> = halo.tickets().create_many(writes(3)).await.unwrap();
    assert_eq!((made.sent, made.items.len(), made.is_complete()), (3, 1, false));
    assert_eq!(made.items[0].summary.as_deref(), Some("T3"));
    let made = halo.tickets().create_many(writes(2)).query("returnall", true).await.unwrap();
    assert!(made.is_complete());
    assert_eq!(made.items.iter().map(|ticket| i64::from(ticket.id)).collect::<Vec<_>>(), [4, 5]);
    assert_eq!((posts(&mock), mock.records("tickets").unwrap().len()), (vec![3, 2], 5));
}

#[tokio::test]
async fn several_changes_contain_their_ids() {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    halo.tickets().create_many(writes(3)).await.unwrap();
    let change = |text: &str| TicketWrite::new().summary(text);
    let request = halo.tickets().update_many([(1, change("one")), (3, change("three"))]);
    let preview = request.preview();
    assert_eq!(preview.body, Some(json!([{"id": 1, "summary": "one"}, {"id": 3, "summary": "three"}])));
    assert_eq!((preview.safety, preview.scope), (Safety::Unsafe, Some("edit:tickets")));
    let moved = request.await.unwrap();
    assert_eq!((moved.sent, moved.items[0].summary.as_deref()), (2, Some("three")));
    let summaries: Vec<_> = mock.records("tickets").unwrap().iter().map(|row| row["summary"].clone()).collect();
    assert_eq!(summaries, ["one", "T2", "three"]);
    for (id, body) in [(0, change("x")), (7, change("x").set("id", 8))] {
        let error = halo.tickets().update_many([(1, change("y")), (id, body)]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{error}");
    }
    assert_eq!(posts(&mock).len(), 2);
}

#[tokio::test]
async fn no_records_send_nothing_and_too_many_are_an_error_that_says_what_to_do() {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let none = halo.tickets().create_many([]).await.unwrap();
    assert!(none.is_complete() && none.sent == 0 && mock.requests().is_empty());
    let error = halo.tickets().create_many(writes(101)).await.unwrap_err();
    assert!(error.kind() == ErrorKind::Config && error.to_string().contains("create_all(..)"), "{error}");
    let error = halo.tickets().update_many((1..=101).map(|id| (id, TicketWrite::new()))).await.unwrap_err();
    assert!(error.to_string().contains("101 records"), "{error}");
    assert!(mock.requests().is_empty());
    assert_eq!(halo.tickets().create_many(writes(100)).await.unwrap().sent, 100);
}

#[tokio::test]
async fn a_bulk_write_in_doubt_is_not_repeated() {
    let mock = MockHalo::new();
    mock.fault(Fault::dropped());
    let error = link::halo(&mock).tickets().create_many(writes(5)).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
    assert_eq!((posts(&mock), mock.records("tickets").unwrap().len()), (vec![5], 5));
    mock.fault(Fault::status(201).body("<html>").method(Method::POST).carried_out(true));
    let error = link::halo(&mock).tickets().create_many(writes(5)).await.unwrap_err();
    assert!(error.kind() == ErrorKind::Decode && error.to_string().contains("did apply the write"), "{error}");
}

#[tokio::test]
async fn any_number_goes_in_chunks_with_a_result_each() {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
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

#[tokio::test]
async fn a_chunk_that_fails_is_one_result_and_the_caller_decides() {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
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

#[tokio::test]
async fn one_record_that_would_be_refused_keeps_all_chunks_from_being_sent() {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    // The last of three chunks lacks what Halo wants of every action.
    let action = |number: i64| ActionWrite::new().ticket_id(number).note("Checked.");
    let writes = (1..=25).map(move |number| if number == 24 { action(number) } else { action(number).outcome("Note") });
    let mut chunks = halo.actions().create_all(writes).chunk_size(10);
    let error = chunks.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("index 23 must set `outcome()` or `outcome_id()`"), "{error}");
    assert!(chunks.next().await.is_none() && chunks.taken() == 0);
    assert_eq!(mock.requests().len(), 0);
}

#[test]
fn streams_can_be_moved_and_stored_anywhere() {
    fn check<T: Stream + Send + Unpin + 'static>() {}
    fn sent<T: Send + Sync + 'static>() {}
    check::<WriteAll<Ticket>>();
    check::<Hydrate<Ticket>>();
    sent::<WriteMany<Ticket>>();
}
