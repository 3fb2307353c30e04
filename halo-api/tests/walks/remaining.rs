//! The cases in which a row can be missed, as the docs of `stream` name them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use halo_api::tickets::ListTickets;
use halo_api::transport::{BoxFuture, Transport, TransportError};
use halo_api::{Halo, Pager, Position};
use tokio::time::sleep;

use super::Row;
use super::server::{body, number};

/// A list of which each page takes its time, and which changes once, after a page was served for the first time.
#[derive(Clone)]
struct Scripted {
    list: Arc<Mutex<Vec<i64>>>,
    delay: fn(usize) -> u64,
    after: usize,
    change: fn(&mut Vec<i64>),
    changed: Arc<Mutex<bool>>,
}

impl Transport for Scripted {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let query = request.uri().query().unwrap_or_default().to_owned();
        Box::pin(async move {
            let (page, size) = (number(&query, "page_no"), number(&query, "page_size"));
            sleep(Duration::from_millis((self.delay)(page))).await;
            let mut list = self.list.lock().unwrap();
            let rows: Vec<i64> = list.iter().skip((page - 1) * size).take(size).copied().collect();
            let body = body(page, &rows, list.len());
            if page == self.after && !std::mem::replace(&mut *self.changed.lock().unwrap(), true) {
                (self.change)(&mut list);
            }
            Ok(http::Response::new(body.into()))
        })
    }
}

fn list(ids: impl Iterator<Item = i64>) -> Arc<Mutex<Vec<i64>>> {
    Arc::new(Mutex::new(ids.collect()))
}

fn client(server: Scripted) -> Halo {
    Halo::builder("https://walks.halopsa.example").api_key("key").transport(server).build().unwrap()
}

/// The ids of a list of 9 rows in pages of 2 that changes after a page was served.
async fn ids(
    delay: fn(usize) -> u64,
    after: usize,
    change: fn(&mut Vec<i64>),
    set: fn(ListTickets) -> ListTickets,
) -> Vec<i64> {
    let server = Scripted { list: list((1..=9).rev()), delay, after, change, changed: Arc::default() };
    let rows: Vec<Row> = set(client(server).tickets().list().page_size(2)).all_as().await.unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

#[tokio::test(start_paused = true)]
async fn rows_removed_before_the_place_and_as_many_appended_behind_hide_one() {
    let change = |list: &mut Vec<i64>| {
        list.remove(0);
        list.push(0);
    };
    let at_once = |_| 0;
    assert_eq!(ids(at_once, 1, change, |list| list).await, [9, 8, 6, 5, 4, 3, 2, 1, 0], "7 moved to page 1, unseen");
    assert_eq!(ids(at_once, 1, change, ListTickets::overlap).await, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
}

#[tokio::test(start_paused = true)]
async fn a_later_page_that_is_served_first_hides_a_row_that_moves_to_it() {
    // Page 2 takes longer than page 3, and between the two a row comes in front while the last one goes.
    let slow_second = |page| if page == 2 { 20 } else { 10 };
    let change = |list: &mut Vec<i64>| {
        list.insert(0, 10);
        list.pop();
    };
    let two = ids(slow_second, 3, change, |list| list.prefetch(2)).await;
    assert_eq!(two, [9, 8, 7, 5, 4, 3, 2], "6 moved to page 3 after that was served");
    let one = ids(slow_second, 3, change, |list| list.prefetch(1)).await;
    assert_eq!(one, [9, 8, 7, 6, 5, 4, 3, 2]);
    assert_eq!(ids(slow_second, 3, change, ListTickets::overlap).await, [9, 8, 7, 6, 5, 4, 3, 2]);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_goes_on_does_not_know_the_rows_before_the_last_ones() {
    let change = |list: &mut Vec<i64>| {
        list.truncate(40);
        list.splice(0..0, 100..120);
    };
    let resume = async |overlap: bool| {
        let server = Scripted { list: list(0..60), delay: |_| 0, after: 10, change, changed: Arc::default() };
        let halo = client(server.clone());
        let list = || halo.tickets().list().page_size(2).prefetch(1);
        let mut rows: Pager<Row> = list().stream_as();
        for _ in 0..19 {
            rows.next().await.unwrap().unwrap();
        }
        let position = rows.position();
        // Once more: the first page that the second stream reads is the tenth.
        (*server.list.lock().unwrap(), *server.changed.lock().unwrap()) = ((0..60).collect(), false);
        let list = list().start_at(position);
        let rest: Vec<Row> = if overlap { list.overlap() } else { list }.all_as().await.unwrap();
        rest.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let rest = resume(false).await;
    assert_eq!(rest, [19].into_iter().chain(0..11).chain(20..40).collect::<Vec<_>>(), "0 to 10 come again");
    assert_eq!(resume(true).await, (19..40).collect::<Vec<_>>());
}

/// Walks over 4,000 rows, of which 100 were given when 1,500 come in front and 1,499 others go, the last 8 that were given
/// among them. Stops after so many rows, and goes on from there.
async fn stop_and_resume(after: usize) -> (Vec<i64>, Result<Vec<i64>, halo_api::Error>) {
    let change = |list: &mut Vec<i64>| {
        list.retain(|id| !(92..100).contains(id) && *id < 4_000 - 1_491);
        list.splice(0..0, 10_000..11_500);
    };
    let halo = client(Scripted { list: list(0..4_000), delay: |_| 0, after: 1, change, changed: Arc::default() });
    let list = || halo.tickets().list().page_size(100);
    let mut rows: Pager<Row> = list().stream_as();
    let mut given = Vec::new();
    for _ in 0..after {
        given.push(rows.try_next().await.unwrap().unwrap().id);
    }
    let position: Position = rows.position().to_string().parse().unwrap();
    let rest: Result<Vec<Row>, _> = list().start_at(position).all_as().await;
    (given, rest.map(|rows| rows.into_iter().map(|row| row.id).collect()))
}

#[tokio::test(start_paused = true)]
async fn last_rows_that_were_all_removed_are_an_error_until_they_are_given_up() {
    let (given, rest) = stop_and_resume(600).await;
    assert_eq!((given[99], given[100], given[599]), (99, 10_000, 10_499));
    let error = rest.unwrap_err().to_string();
    assert!(error.contains("none of the rows that were given before the position was found"), "{error}");

    // More than 1,000 rows further on the 8 rows count as removed, which they are. But those before them moved to behind
    // 1,500 rows that were added unseen.
    let (given, rest) = stop_and_resume(1_500).await;
    let rest = rest.unwrap();
    assert_eq!((given[1_499], rest[0]), (11_399, 11_400));
    let again: Vec<i64> = rest.iter().copied().filter(|id| given.contains(id)).collect();
    assert_eq!(again, (0..92).collect::<Vec<_>>(), "rows before the 8 come again");
    let missing = (0..2_509).filter(|id| !(92..100).contains(id) && !given.contains(id) && !rest.contains(id)).count();
    assert_eq!(missing, 0);
}
