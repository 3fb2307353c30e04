//! The cases in which a row can be missed, as the docs of `stream` name them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use halo_api::Halo;
use halo_api::tickets::ListTickets;
use halo_api::transport::{BoxFuture, Transport, TransportError};
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

/// The ids of a list of 9 rows in pages of 2 that changes after a page was served.
async fn ids(
    delay: fn(usize) -> u64,
    after: usize,
    change: fn(&mut Vec<i64>),
    set: fn(ListTickets) -> ListTickets,
) -> Vec<i64> {
    let list = Arc::new(Mutex::new((1..=9).rev().collect()));
    let server = Scripted { list, delay, after, change, changed: Arc::default() };
    let halo = Halo::builder("https://walks.halopsa.example").api_key("key").transport(server).build().unwrap();
    let rows: Vec<Row> = set(halo.tickets().list().page_size(2)).all_as().await.unwrap();
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
