//! What changed since a checkpoint, for mirrors.

use std::collections::BTreeSet;
use std::time::Duration;

use halo_api::mock::MockHalo;
use halo_api::tickets::TicketWrite;
use halo_api::{Change, Changes, Checkpoint, Error, Halo};
use http::Method;
use tokio::time::sleep;

type Ticket = halo_api::tickets::Ticket;

/// A mock with so many tickets, made through the API, so that they are dated by the mock's clock.
async fn with_tickets(count: i64) -> (MockHalo, Halo) {
    let mock = MockHalo::new();
    let halo = mock.builder().rate_limit(None).build().unwrap();
    for number in 1..=count {
        create(&halo, number).await.unwrap();
    }
    mock.clear_requests();
    // Longer than the margin.
    sleep(Duration::from_secs(3_600)).await;
    (mock, halo)
}

async fn create(halo: &Halo, number: i64) -> Result<Ticket, Error> {
    halo.tickets().create(TicketWrite::new().summary(format!("Ticket {number}"))).await
}

/// What a stream gives: the ids of changed and of deleted tickets, each in its order.
async fn ids(changes: &mut Changes<Ticket>) -> (Vec<i64>, Vec<i64>) {
    let (mut kept, mut gone) = (Vec::new(), Vec::new());
    while let Some(change) = changes.try_next().await.unwrap() {
        match change {
            Change::Changed(ticket) => kept.push(ticket.id.into()),
            Change::Deleted(ticket) => gone.push(ticket.id.into()),
            _ => {}
        }
    }
    (kept, gone)
}

fn sorted(ids: &[i64]) -> Vec<i64> {
    let set: BTreeSet<i64> = ids.iter().copied().collect();
    assert_eq!(set.len(), ids.len(), "each comes once: {ids:?}");
    set.into_iter().collect()
}

fn kept(checkpoint: &Checkpoint) -> Checkpoint {
    checkpoint.to_string().parse().unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_next_run_gives_what_changed_since_the_last_one_began() {
    let (mock, halo) = with_tickets(250).await;
    let mut first = halo.tickets().changes(Checkpoint::default());
    assert_eq!((first.checkpoint(), first.tells_deletions()), (Checkpoint::default(), true));
    let (changed, deleted) = ids(&mut first).await;
    assert_eq!((sorted(&changed), deleted), ((1..=250).collect(), vec![]));
    assert_eq!(mock.requests().iter().filter(|request| request.method == Method::GET).count(), 3);
    let checkpoint = kept(&first.checkpoint());
    assert!(checkpoint.since().is_some() && !checkpoint.is_unfinished(), "{checkpoint}");

    sleep(Duration::from_secs(3_600)).await;
    for id in [7, 100, 249] {
        halo.tickets().update(id, TicketWrite::new().summary("Other")).await.unwrap();
    }
    for id in [1, 2] {
        halo.tickets().delete(id).await.unwrap();
    }
    create(&halo, 251).await.unwrap();
    mock.clear_requests();
    let mut second = halo.tickets().changes(checkpoint);
    let (changed, deleted) = ids(&mut second).await;
    assert_eq!((sorted(&changed), sorted(&deleted)), (vec![7, 100, 249, 251], vec![1, 2]));
    let asked = mock.requests();
    let reads: Vec<_> = asked.iter().filter(|request| request.method == Method::GET).collect();
    assert_eq!(reads.len(), 2, "one for what changed, one for what was deleted");
    let since = checkpoint.since().unwrap().checked_sub(Duration::from_secs(300)).unwrap();
    assert_eq!(reads[0].param("lastupdatefromdate"), Some(since.to_string().as_str()), "Halo's clock, and a margin");
    assert_eq!((reads[1].param("deleted"), reads[1].param("lastupdatefromdate")), (Some("true"), None));
    assert_eq!((mock.unknown_parameters(), mock.unapplied_filters()), (vec![], vec![]));

    // Nothing changed since, but for what the margin covers.
    let third = kept(&second.checkpoint());
    sleep(Duration::from_secs(3_600)).await;
    let (changed, _) = ids(&mut halo.tickets().changes(third)).await;
    assert_eq!(sorted(&changed), [7, 100, 249, 251], "the second run began right after them");
}

#[tokio::test(start_paused = true)]
async fn a_run_that_was_interrupted_goes_on_and_misses_nothing() {
    let (_, halo) = with_tickets(250).await;
    let mut first = halo.tickets().changes(Checkpoint::default());
    let mut seen = Vec::new();
    for _ in 0..120 {
        let Some(Change::Changed(ticket)) = first.try_next().await.unwrap() else { panic!("a ticket") };
        seen.push(ticket.id.into());
    }
    let interrupted = kept(&first.checkpoint());
    assert!(interrupted.is_unfinished() && interrupted.since().is_none(), "{interrupted}");
    drop(first);

    sleep(Duration::from_secs(3_600)).await;
    halo.tickets().update(seen[0], TicketWrite::new().summary("Changed behind the place")).await.unwrap();
    let mut second = halo.tickets().changes(interrupted);
    seen.extend(ids(&mut second).await.0);
    assert_eq!(sorted(&seen), (1..=250).collect::<Vec<_>>());

    // The next run begins where the first one began, not where it went on.
    let (changed, _) = ids(&mut halo.tickets().changes(kept(&second.checkpoint()))).await;
    assert!(changed.contains(&seen[0]), "{changed:?}");
}

#[tokio::test(start_paused = true)]
async fn without_a_clock_of_halos_the_checkpoint_stays() {
    let (mock, halo) = with_tickets(3).await;
    let at: jiff::Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    mock.route(Method::GET, "/Tickets", |_| {
        halo_api::mock::MockResponse::from(serde_json::json!({"record_count": 1, "tickets": [{"id": 1}]}))
            .header(http::header::DATE, "-")
    });
    let mut changes = halo.tickets().changes(at);
    assert_eq!(ids(&mut changes).await.0, [1]);
    assert_eq!(changes.checkpoint(), Checkpoint::from(at));
}
