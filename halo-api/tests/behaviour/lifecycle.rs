//! The life of a ticket: statuses close and reopen it, actions move it.

use halo_api::actions::ActionWrite;
use halo_api::ids::AgentId;
use halo_api::mock::MockHalo;
use halo_api::tickets::TicketWrite;
use halo_api::{Error, Halo};
use serde_json::{Value, json};

use crate::link;

/// A service desk with two statuses and ticket 7; it is noon.
fn desk() -> (MockHalo, Halo) {
    let mock = MockHalo::seed()
        .record("statuses", json!({"id": 1, "name": "New", "type": 0}))
        .record("statuses", json!({"id": 9, "name": "Closed", "type": 0}))
        .record("agents", json!({"id": 2, "name": "Dana"}))
        .record("tickets", json!({"id": 7, "summary": "Printer", "status_id": 1, "fixbydate": "2026-02-01T00:00:00"}))
        .build()
        .unwrap();
    mock.set_clock("2026-01-05T12:00:00Z".parse().unwrap());
    let halo = link::halo(&mock);
    (mock, halo)
}

fn ticket(mock: &MockHalo) -> Value {
    mock.records("tickets").unwrap().remove(0)
}

fn at(value: &Value) -> String {
    value.as_str().unwrap_or("none").chars().take(16).collect()
}

async fn open(halo: &Halo) -> usize {
    halo.tickets().list().open_only(true).all().await.unwrap().len()
}

#[tokio::test]
async fn a_new_ticket_is_unassigned() -> Result<(), Error> {
    let (_, halo) = desk();
    let nobodys = halo.tickets().create(TicketWrite::new().summary("Scanner")).await?;
    let danas = halo.tickets().create(TicketWrite::new().summary("Scanner").agent_id(2)).await?;
    assert_eq!((nobodys.agent_id, danas.agent_id), (Some(AgentId::UNASSIGNED), Some(2.into())));
    Ok(())
}

#[tokio::test]
async fn a_status_that_closes_closes_the_ticket_and_another_reopens_it() -> Result<(), Error> {
    let (mock, halo) = desk();
    halo.tickets().update(7, TicketWrite::new().status_id(9)).await?;
    let closed = ticket(&mock);
    assert_eq!((&closed["hasbeenclosed"], &closed["status_name"]), (&json!(true), &json!("Closed")));
    assert_eq!(at(&closed["dateclosed"]), "2026-01-05T12:00");
    assert_eq!(at(&closed["date_fully_closed"]), "2026-01-05T12:00");
    assert_eq!((open(&halo).await, halo.tickets().list().closed_only(true).all().await?.len()), (0, 1));

    mock.set_clock("2026-01-06T08:00:00Z".parse().unwrap());
    halo.tickets().update(7, TicketWrite::new().status_id(9).summary("x")).await?;
    assert_eq!(at(&ticket(&mock)["dateclosed"]), "2026-01-05T12:00", "it was closed already");
    halo.tickets().update(7, TicketWrite::new().status_id(1)).await?;
    let reopened = halo.tickets().list().all().await?.remove(0);
    assert_eq!(reopened.has_been_closed, None, "open tickets do not say false");
    assert_eq!(at(&ticket(&mock)["dateclosed"]), "2026-01-05T12:00", "the last closing");
    assert_eq!(at(&ticket(&mock)["fixbydate"]), "2026-02-01T00:00", "deadlines are left alone");
    assert_eq!(open(&halo).await, 1);
    Ok(())
}

#[tokio::test]
async fn an_action_closes_its_ticket() -> Result<(), Error> {
    let (mock, halo) = desk();
    let write = ActionWrite::new().ticket_id(7).note("Done").outcome("Close").new_status_id(9);
    let action = halo.actions().create(write).await?;
    let names =
        (action.old_status_id.map(i64::from), action.new_status_id.map(i64::from), action.new_status_name.as_deref());
    assert_eq!(names, (Some(1), Some(9), Some("Closed")));
    assert_eq!(
        (action.who_agent_id.map(i64::from), action.who.as_deref()),
        (Some(2), Some("Dana")),
        "who the token acts as"
    );
    let closed = ticket(&mock);
    assert_eq!((&closed["status_id"], &closed["hasbeenclosed"]), (&json!(9), &json!(true)));
    assert_eq!(at(&closed["lastactiondate"]), "2026-01-05T12:00");
    assert_eq!(open(&halo).await, 0);
    Ok(())
}

#[tokio::test]
async fn every_new_action_dates_its_ticket() -> Result<(), Error> {
    let (mock, halo) = desk();
    halo.actions().create(ActionWrite::new().ticket_id(7).note("x").outcome("Note")).await?;
    mock.set_clock("2026-01-07T12:00:00Z".parse().unwrap());
    halo.actions().update(7, 1, ActionWrite::new().note("y")).await?;
    assert_eq!(at(&ticket(&mock)["lastactiondate"]), "2026-01-05T12:00", "the action was changed, not made");
    halo.actions().create(ActionWrite::new().ticket_id(7).note("z").outcome("Note").new_agent_id(2)).await?;
    let changed = ticket(&mock);
    assert_eq!(
        (at(&changed["lastactiondate"]), at(&changed["last_update"])),
        ("2026-01-07T12:00".into(), "2026-01-07T12:00".into())
    );
    assert_eq!((&changed["agent_id"], &changed["agent_name"]), (&json!(2), &json!("Dana")));
    let since = "2026-01-06T00:00:00Z".parse::<halo_api::jiff::Timestamp>().unwrap();
    assert_eq!(halo.tickets().list().updated_since(since).all().await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_test_says_which_other_statuses_close() -> Result<(), Error> {
    let (mock, halo) = desk();
    mock.insert("statuses", json!({"id": 30, "name": "Erledigt"}))?;
    mock.closed_status(30);
    let made = halo.tickets().create(TicketWrite::new().summary("x").status_id(30)).await?;
    assert_eq!(made.has_been_closed, Some(true));
    assert_eq!(open(&halo).await, 1);
    let left = halo.statuses().list().exclude_closed(true).all().await?;
    assert_eq!(left.iter().map(|status| i64::from(status.id)).collect::<Vec<_>>(), [1]);
    assert!(mock.unapplied_filters().is_empty());
    Ok(())
}

/// Projects are tickets under a path of their own, and an action names them in the same way.
#[tokio::test]
async fn an_action_moves_a_project_as_well() -> Result<(), Error> {
    let (mock, halo) = desk();
    mock.insert("projects", json!({"id": 90, "summary": "Move", "status_id": 1}))?;
    halo.actions().create(ActionWrite::new().ticket_id(90).note("Moved").outcome("Close").new_status_id(9)).await?;
    assert_eq!(mock.records("projects")?[0]["hasbeenclosed"], json!(true));
    mock.assert_no_unknown_references();
    Ok(())
}
