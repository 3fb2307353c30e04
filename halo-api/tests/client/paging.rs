//! Lists over several pages where time matters, and for any number of rows.
//!
//! The other tests of paging are in `behaviour/paging.rs`.
#![cfg(feature = "mock")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::ticket_pages::{ids, mock_of, sent};
use bytes::Bytes;
use halo_api::mock::{Fault, MockHalo, Quirk};
use halo_api::tickets::Ticket;
use halo_api::transport::{BoxFuture, Transport, TransportError};
use halo_api::{Direction, Error, ErrorKind, Halo, Pager};
use proptest::prelude::*;
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

/// Ids in the order in which the stream gave them, and what it ended with.
async fn drained(rows: &mut Pager<Ticket>) -> (Vec<i64>, Option<Error>) {
    let mut ids = Vec::new();
    loop {
        match rows.next().await {
            Some(Ok(ticket)) => ids.push(ticket.id.into()),
            Some(Err(error)) => return (ids, Some(error)),
            None => return (ids, None),
        }
    }
}

/// As another client does.
async fn remove(mock: &MockHalo, id: i64) {
    mock.halo().tickets().delete(id).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn rows_that_move_up_since_others_were_removed_are_not_lost() {
    for prefetch in [1, 4] {
        let (mock, halo) = with_tickets(130);
        let mut rows = halo.tickets().list().page_size(10).prefetch(prefetch).stream();
        for _ in 0..40 {
            rows.try_next().await.unwrap().unwrap();
        }
        for id in [3, 17, 33] {
            remove(&mock, id).await;
        }
        let (ids, error) = drained(&mut rows).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(ids, (41..=130).collect::<Vec<_>>(), "{prefetch} at once");
        let progress = rows.progress();
        assert_eq!((progress.rows, progress.total, progress.changes), (130, Some(127), 1));
        let asked = u64::try_from(sent(&mock, "page_no").len()).unwrap();
        assert!(progress.pages == asked || (prefetch > 1 && progress.pages < asked), "{progress:?} {asked}");
        assert_eq!(progress.permits_left, Some(700 - halo.rate_status().used));
    }
}

#[tokio::test(start_paused = true)]
async fn a_consumer_may_remove_every_row_that_it_gets() {
    let (mock, halo) = with_tickets(505);
    let mut rows = halo.tickets().list().stream();
    while let Some(ticket) = rows.try_next().await.unwrap() {
        halo.tickets().delete(ticket.id).await.unwrap();
    }
    assert_eq!(mock.records("tickets").unwrap().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn pages_are_given_without_rows_that_came_before_and_re_reads_are_left_out() {
    let (mock, halo) = with_tickets(40);
    let mut pages = halo.tickets().list().page_size(10).prefetch(1).pages();
    for _ in 0..2 {
        pages.try_next().await.unwrap().unwrap();
    }
    for id in [1, 2, 3] {
        remove(&mock, id).await;
    }
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        sizes.push(page.items.len());
    }
    assert_eq!(sizes, [3, 10, 7], "of page 2 only what moved there");
    assert_eq!(sent(&mock, "page_no"), ["1", "2", "3", "2", "3", "4"]);
}

/// A resource with rows of these ids.
fn with_rows(path: &str, ids: impl Iterator<Item = i64>) -> (MockHalo, Halo) {
    let mock = MockHalo::new();
    for id in ids {
        mock.insert(path, serde_json::json!({ "id": id })).unwrap();
    }
    let halo = mock.halo();
    (mock, halo)
}

/// A mock with the same rows but one, where Halo offers no request that deletes it.
fn without(mock: &MockHalo, path: &str, id: i64) -> (MockHalo, Halo) {
    let mut saved: serde_json::Value = serde_json::from_str(&mock.save()).unwrap();
    let rows = saved[path].as_array_mut().unwrap();
    let before = rows.len();
    rows.retain(|row| row["id"] != id);
    assert_eq!(rows.len(), before - 1);
    let mock = MockHalo::load(&saved.to_string()).unwrap();
    let halo = mock.halo();
    (mock, halo)
}

/// The queries of all reads.
fn queries(mock: &MockHalo) -> Vec<String> {
    let reads = mock.requests().into_iter().filter(|request| request.method == halo_api::Method::GET);
    let pair = |(name, value): (String, String)| format!("{name}={value}");
    reads.map(|request| request.query.into_iter().map(pair).collect::<Vec<_>>().join("&")).collect()
}

fn row_ids(rows: &[halo_api::Row]) -> Vec<i64> {
    rows.iter().filter_map(|row| row.get("id")?.as_i64()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_window_is_walked_by_ids_to_the_end_of_the_list() {
    let (mock, halo) = with_rows("/Feed", (1..=2_500).map(|number| number * 3));
    let expected: Vec<i64> = (1..=2_500).rev().map(|number| number * 3).collect();
    let all = halo.resource("/Feed").list().all().await.unwrap();
    assert_eq!(row_ids(&all), expected);
    let older =
        ["count=1000", "count=1000&older_than_id=4503", "count=1000&older_than_id=1503", "count=1000&older_than_id=3"];
    assert_eq!(queries(&mock), older);
    assert_eq!((mock.unknown_parameters(), mock.unapplied_filters()), (vec![], vec![]));

    // Rows that come and go meanwhile move nothing, and another stream goes on.
    let mut rows = halo.resource("/Feed").list().page_size(100).stream();
    let mut given = Vec::new();
    for _ in 0..250 {
        given.push(rows.try_next().await.unwrap().unwrap());
    }
    assert_eq!(rows.total(), None, "nothing states it");
    mock.insert("/Feed", serde_json::json!({ "id": 9_000 })).unwrap();
    let (_mock, halo) = without(&mock, "/Feed", 7_497);
    let position: halo_api::Position = rows.position().to_string().parse().unwrap();
    given.extend(halo.resource("/Feed").list().start_at(position).all().await.unwrap());
    assert_eq!(row_ids(&given), expected);
    let few = halo.resource("/Feed").list().page_size(10).max_pages(2).all().await.unwrap();
    assert_eq!((few.len(), row_ids(&few)[0]), (20, 9_000));
    let first = halo.resource("/Feed").list().first().await.unwrap();
    assert_eq!(first.map(|row| row_ids(&[row])), Some(vec![9_000]));
}

#[tokio::test(start_paused = true)]
async fn a_window_that_the_server_ignores_is_an_error() {
    let (mock, halo) = with_rows("/Feed", std::iter::empty());
    mock.route(halo_api::Method::GET, "/Feed", |_| serde_json::json!({ "feed": [{ "id": 7 }, { "id": 5 }] }));
    let mut rows = halo.resource("/Feed").list().stream();
    for _ in 0..2 {
        rows.try_next().await.unwrap().unwrap();
    }
    let error = rows.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging);
    assert!(
        error.to_string().contains("page 2: inconsistent pages: rows older than 5 were asked for, and row 7 came"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_list_without_pages_is_asked_for_more_until_it_is_whole() {
    let (mock, halo) = with_rows("/CRMNote", 1..=2_500);
    let list = || halo.resource("/CRMNote").list().query("toplevel_id", 1);
    assert_eq!(row_ids(&list().all().await.unwrap()), (1..=2_500).collect::<Vec<_>>());
    assert_eq!(queries(&mock), ["toplevel_id=1&count=1000", "toplevel_id=1&count=2000", "toplevel_id=1&count=4000"]);
    assert_eq!(list().page_size(100).all().await.unwrap().len(), 100, "as many as were asked for");
}

#[tokio::test(start_paused = true)]
async fn max_pages_counts_pages_that_are_read_again_once() {
    let (mock, halo) = with_tickets(60);
    let mut rows = halo.tickets().list().page_size(10).prefetch(1).max_pages(3).stream();
    for _ in 0..20 {
        rows.try_next().await.unwrap().unwrap();
    }
    remove(&mock, 1).await;
    assert_eq!(drained(&mut rows).await.0, (21..=31).collect::<Vec<_>>());
    let position = rows.position();
    let more = halo.tickets().list().start_at(position).max_pages(1).all().await.unwrap();
    assert_eq!(ids(&more), (32..=41).collect::<Vec<_>>(), "the page that was read before does not count");
}

#[tokio::test(start_paused = true)]
async fn a_position_is_of_one_list_and_finds_its_rows_wherever_they_are() {
    let (mock, halo) = with_tickets(300);
    let list = || halo.tickets().list().client_id(1).page_size(10);
    let mut rows = list().stream();
    for _ in 0..25 {
        rows.try_next().await.unwrap().unwrap();
    }
    let position = rows.position();
    for other in [
        halo.tickets().list().page_size(10),
        list().client_id(2),
        list().order_by("id", Direction::Descending),
        list().query("search", "x"),
    ] {
        let error = other.start_at(position).all().await.unwrap_err();
        assert!(error.kind() == ErrorKind::Config && error.to_string().contains("another list"), "{error}");
    }
    let rest = list().query("includecolumns", true).start_at(position).all().await;
    assert!(rest.is_ok() || rest.is_err_and(|error| error.to_string().contains("another list")), "known or not");
    // Nothing changed, ten rows before it were removed, all of the last rows were removed.
    let expected: Vec<i64> = (0..100).map(|index| 3 * index + 1).skip(25).collect();
    assert_eq!(ids(&list().start_at(position).all().await.unwrap()), expected);
    for index in 0..10 {
        remove(&mock, 3 * index + 1).await;
    }
    assert_eq!(ids(&list().start_at(position).all().await.unwrap()), expected);
    let projected: Vec<Id> = list().start_at(position).all_as().await.unwrap();
    assert_eq!(projected.iter().map(|row| row.id).collect::<Vec<_>>(), expected, "the keys of both are the same");
    for index in 10..25 {
        remove(&mock, 3 * index + 1).await;
    }
    let error = list().start_at(position).all().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Paging && error.to_string().contains("from its beginning"), "{error}");
}

#[derive(serde::Deserialize)]
struct Id {
    id: i64,
}

#[tokio::test(start_paused = true)]
async fn rows_whose_key_is_none_are_compared_as_a_whole() {
    let mock = MockHalo::new();
    mock.faults_by(|request| {
        let number: usize = request.query.iter().find(|(name, _)| name == "page_no")?.1.parse().ok()?;
        let rows: Vec<_> = (0..250).map(|row| serde_json::json!({"id": 0, "summary": row.to_string()})).collect();
        let page: Vec<_> = rows.iter().skip((number - 1) * 100).take(100).collect();
        Some(Fault::status(200).body(serde_json::json!({"record_count": 250, "tickets": page}).to_string()))
    });
    let all = mock.halo().tickets().list().all().await.unwrap();
    assert_eq!(all.iter().filter_map(|row| row.summary.clone()).collect::<std::collections::HashSet<_>>().len(), 250);
}

#[tokio::test(start_paused = true)]
async fn hydrated_entities_have_a_position() {
    let (mock, halo) = with_tickets(30);
    let mut tickets = halo.tickets().list().page_size(10).hydrate(4);
    assert_eq!(tickets.position(), halo.tickets().list().page_size(10).stream().position());
    for _ in 0..13 {
        tickets.next().await.unwrap().unwrap();
    }
    remove(&mock, 2).await;
    let mut rest = halo.tickets().list().start_at(tickets.position()).hydrate(4);
    let mut seen = Vec::new();
    while let Some(ticket) = rest.next().await {
        seen.push(ticket.unwrap());
    }
    assert_eq!(ids(&seen), (14..=30).collect::<Vec<_>>());
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
