//! The client without an async runtime.
#![cfg(all(feature = "mock", feature = "blocking"))]

use halo_api::mock::{Fault, MockHalo, MockResponse};
use halo_api::tickets::TicketWrite;
use halo_api::{ErrorKind, Halo, Method, SaveTarget};
use serde_json::{Value, json};

fn with_tickets(count: i64) -> (MockHalo, Halo) {
    let mock = MockHalo::new();
    for id in 1..=count {
        mock.insert("tickets", json!({"id": id})).unwrap();
    }
    let halo = mock.halo();
    (mock, halo)
}

#[test]
fn every_request_can_be_waited_for() {
    let (mock, halo) = with_tickets(250);
    assert_eq!(halo.tickets().list().send_blocking().unwrap().items.len(), 100);
    assert_eq!(halo.tickets().list().all_blocking().unwrap().len(), 250);
    assert_eq!(halo.tickets().list().first_blocking().unwrap().unwrap().id, 1.into());
    let made = halo.tickets().create(TicketWrite::new().summary("x")).send_blocking().unwrap();
    halo.tickets().delete(made.id).send_blocking().unwrap();
    assert!(halo.tickets().get(made.id).send_blocking().unwrap_err().is_not_found());
    assert_eq!(halo.tickets().create_many([TicketWrite::new()]).send_blocking().unwrap().sent, 1);
    let raw: Value = halo.request(Method::GET, "/Tickets/7").send_blocking().unwrap();
    assert_eq!(raw["id"], 7);
    mock.route(Method::GET, "/Attachment/{id}", |_| MockResponse::bytes("text/plain", *b"file"));
    let file = || halo.request(Method::GET, "/Attachment/7");
    assert_eq!(file().bytes_blocking().unwrap(), "file");
    assert_eq!(file().download_blocking().unwrap().media_type.as_deref(), Some("text/plain"));
    assert_eq!(file().save_to_blocking(SaveTarget::writer(Vec::new())).unwrap().size, 4);
    mock.fault(Fault::dropped());
    let error = halo.tickets().create(TicketWrite::new()).send_blocking().unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
}

#[test]
fn streams_are_iterators() {
    let (_mock, halo) = with_tickets(250);
    let mut rows = halo.tickets().list().prefetch(3).iter_blocking();
    let ids: Vec<i64> = rows.by_ref().map(|row| row.unwrap().id.into()).collect();
    assert_eq!(ids, (1..=250).collect::<Vec<_>>());
    assert_eq!(rows.stream().total(), Some(250));
    assert!(rows.next().is_none());
    assert_eq!(halo.tickets().list().pages().into_blocking().count(), 3);
    assert_eq!(halo.tickets().list().hydrate(4).into_blocking().flatten().count(), 250);
    let chunks = halo.tickets().create_all((0..120).map(|_| TicketWrite::new())).into_blocking();
    assert_eq!(chunks.map(|chunk| chunk.unwrap().sent).collect::<Vec<_>>(), [100, 20]);
}

#[test]
fn threads_share_one_client() {
    let (mock, halo) = with_tickets(10);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| halo.tickets().list().all_blocking().unwrap());
        }
    });
    assert_eq!(mock.requests().iter().filter(|request| request.path == "/auth/token").count(), 1);
}

/// Threads that a runtime has for blocking work.
#[test]
fn a_thread_that_may_block_may_make_blocking_calls() {
    use tokio::runtime::Builder;
    let (_mock, halo) = with_tickets(3);
    let count = move || halo.tickets().list().all_blocking().map(|tickets| tickets.len());
    let current = Builder::new_current_thread().enable_all().build().unwrap();
    let threads = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    for runtime in [&current, &threads] {
        let task = count.clone();
        let blocking = runtime.block_on(runtime.spawn_blocking(task.clone()));
        assert_eq!(blocking.unwrap().unwrap(), 3);
        let spawned = runtime.block_on(async move { tokio::spawn(async move { task() }).await.unwrap() });
        assert_eq!(spawned.unwrap_err().kind(), ErrorKind::Config);
        let _entered = runtime.enter();
        assert_eq!(count().unwrap(), 3, "nothing is polled on this thread");
    }
    let in_place = || tokio::task::block_in_place(&count);
    assert_eq!(threads.block_on(async { in_place() }).unwrap(), 3);
}

#[tokio::test]
async fn blocking_within_a_runtime_is_an_error_and_not_a_panic() {
    let (_mock, halo) = with_tickets(1);
    let error = halo.tickets().list().send_blocking().unwrap_err();
    assert!(error.kind() == ErrorKind::Config && error.to_string().contains(".await"), "{error}");
    let mut rows = halo.tickets().list().iter_blocking();
    assert!(rows.next().unwrap().is_err() && rows.next().is_none());
    assert_eq!(halo.tickets().list().all().await.unwrap().len(), 1);
}
