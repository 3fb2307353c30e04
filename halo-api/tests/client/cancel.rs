//! Dropping a future at any await keeps the token, the limiter and lists in a valid state.
#![cfg(feature = "mock")]

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use halo_api::mock::{Fault, MockHalo};
use halo_api::tickets::TicketWrite;
use halo_api::{Error, Halo, RateLimit, RetryPolicy};
use serde_json::json;

const SECOND: Duration = Duration::from_secs(1);

/// Polls a future this many times or to its end, and returns its output.
async fn polled<T>(future: impl Future<Output = T>, mut polls: usize) -> Option<T> {
    let mut future = Box::pin(future);
    poll_fn(|cx| {
        if polls == 0 {
            return Poll::Ready(None);
        }
        polls -= 1;
        future.as_mut().poll(cx).map(Some)
    })
    .await
}

/// A Halo in which every step takes time: the token, each page, a 429, a 503.
fn slow() -> (MockHalo, Halo) {
    let mock = MockHalo::new();
    for id in 1..=250 {
        mock.insert("tickets", json!({"id": id})).unwrap();
    }
    mock.fault(Fault::delay(SECOND).on("/auth/token").times(u32::MAX));
    mock.fault(Fault::delay(SECOND));
    mock.fault(Fault::status(429).retry_after(SECOND));
    mock.fault(Fault::status(503));
    mock.fault(Fault::delay(SECOND).times(u32::MAX));
    let halo = mock.builder().rate_limit(RateLimit::new(3, SECOND * 10)).build().unwrap();
    (mock, halo)
}

async fn list_all(halo: &Halo) -> Result<usize, Error> {
    Ok(halo.tickets().list().prefetch(2).all().await?.len())
}

/// Asserts that calls still work, the queue is empty, and every permit was used for a request.
async fn is_sound(mock: &MockHalo, halo: &Halo, polls: usize) {
    assert_eq!(halo.rate_status().waiting, 0, "dropped after {polls} polls");
    assert_eq!(list_all(halo).await.unwrap(), 250, "dropped after {polls} polls");
    tokio::time::sleep(SECOND * 20).await;
    assert_eq!(halo.rate_status().used, 0);
    let arrived = mock.requests().len();
    halo.tickets().get(1).await.unwrap();
    assert_eq!((halo.rate_status().used, mock.requests().len()), (1, arrived + 1));
    assert_eq!(mock.requests().iter().filter(|request| request.path == "/auth/token").count(), 1 + lost_tokens(mock));
}

/// The number of token requests whose caller was dropped, so another caller had to repeat them.
fn lost_tokens(mock: &MockHalo) -> usize {
    let first_call = mock.requests().iter().position(|request| request.path != "/auth/token").unwrap();
    first_call - 1
}

#[tokio::test(start_paused = true)]
async fn a_list_dropped_at_any_poll_leaves_nothing_behind() {
    let mut polls = 0;
    loop {
        let (mock, halo) = slow();
        let end = polled(list_all(&halo), polls).await;
        is_sound(&mock, &halo, polls).await;
        if let Some(end) = end {
            assert_eq!(end.unwrap(), 250);
            break;
        }
        polls += 1;
    }
    assert!(polls > 8, "there is more to wait for than {polls} times");
}

#[tokio::test(start_paused = true)]
async fn a_call_dropped_in_the_queue_does_not_block_the_others() {
    for polls in 0..12 {
        let (mock, halo) = slow();
        let others: Vec<_> = (1..=4)
            .map(|id| {
                let halo = halo.clone();
                tokio::spawn(async move { halo.tickets().get(id).await.map(drop) })
            })
            .collect();
        tokio::task::yield_now().await;
        let _ = polled(halo.tickets().get(9).send(), polls).await;
        for other in others {
            other.await.unwrap().unwrap();
        }
        is_sound(&mock, &halo, polls).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_dropped_while_it_renews_or_replaces_its_token_costs_nobody_anything() {
    let mut polls = 0;
    loop {
        let mock = MockHalo::new();
        mock.insert("tickets", json!({"id": 1})).unwrap();
        mock.set_token_lifetime(SECOND * 3600);
        let halo = mock.builder().rate_limit(RateLimit::new(20, SECOND * 10)).build().unwrap();
        halo.tickets().get(1).await.unwrap();
        // Renewed early, slowly; and then refused, so that another one is fetched.
        tokio::time::advance(SECOND * 3500).await;
        mock.fault(Fault::delay(SECOND).on("/auth/token").times(2));
        mock.fault(Fault::delay(SECOND).on("/api/Tickets"));
        mock.fault(Fault::status(401).on("/api/Tickets"));
        let end = polled(
            async {
                halo.tickets().get(1).await?;
                halo.tickets().get(1).await
            },
            polls,
        )
        .await;
        assert_eq!(halo.rate_status().waiting, 0, "dropped after {polls} polls");
        for _ in 0..3 {
            halo.tickets().get(1).await.unwrap();
        }
        let tokens = mock.requests().iter().filter(|request| request.path == "/auth/token").count();
        assert!((2..=4).contains(&tokens), "{tokens} tokens, dropped after {polls} polls");
        if let Some(end) = end {
            end.unwrap();
            break;
        }
        polls += 1;
    }
    assert!(polls > 3, "there is more to wait for than {polls} times");
}

#[tokio::test(start_paused = true)]
async fn a_write_dropped_at_any_poll_was_made_once_or_not_at_all() {
    for polls in 0..12 {
        let (mock, halo) = slow();
        let _ = polled(halo.tickets().create(TicketWrite::new().summary("once")).send(), polls).await;
        let made = mock.records("tickets").unwrap().iter().filter(|ticket| ticket["summary"] == "once").count();
        assert!(made <= 1, "{polls}");
        assert_eq!(halo.rate_status().waiting, 0);
        halo.tickets().get(1).retry(RetryPolicy::default()).await.unwrap();
    }
}
