//! Ids name records of other entities, and what stands beside them follows.

use halo_api::actions::ActionWrite;
use halo_api::assets::AssetWrite;
use halo_api::clients::ClientWrite;
use halo_api::mock::MockHalo;
use halo_api::tickets::TicketWrite;
use halo_api::users::UserWrite;
use halo_api::{Error, Halo};
use serde_json::{Value, json};

use crate::link;

/// Client 3 with site 5 and user 8, client 4 with site 6 and user 9.
fn office() -> (MockHalo, Halo) {
    let mock = MockHalo::seed()
        .record("users", json!({"id": 8, "name": "Ann", "site_id": 5.0}))
        .record("users", json!({"id": 9, "name": "Bob", "site_id": 6.0}))
        .record("sites", json!({"id": 5, "name": "Quayside", "client_id": 3.0}))
        .record("sites", json!({"id": 6, "name": "Mill Lane", "client_id": 4.0}))
        .record("clients", json!({"id": 3, "name": "Harbour Dental"}))
        .record("clients", json!({"id": 4, "name": "Ferris Legal"}))
        .record("agents", json!({"id": 2, "name": "Dana"}))
        .build()
        .unwrap();
    let halo = link::halo(&mock);
    (mock, halo)
}

fn stored(mock: &MockHalo, plural: &str, id: i64) -> Value {
    mock.records(plural).unwrap().into_iter().find(|record| record["id"] == id).unwrap()
}

#[tokio::test]
async fn a_users_client_follows_its_site() -> Result<(), Error> {
    let (mock, halo) = office();
    let ann = stored(&mock, "users", 8);
    assert_eq!(
        (&ann["client_id"], &ann["client_name"], &ann["site_name"]),
        (&json!(3), &json!("Harbour Dental"), &json!("Quayside"))
    );
    let made = halo.users().create(UserWrite::new().name("Cy").site_id(6)).await?;
    assert_eq!((made.client_id.map(i64::from), made.client_name.as_deref()), (Some(4), Some("Ferris Legal")));
    let of_client = halo.users().list().client_id(4).all().await?;
    assert_eq!(of_client.len(), 2, "a second run finds whom the first one created");
    let moved = halo.users().update(made.id, UserWrite::new().site_id(5)).await?;
    assert_eq!((moved.client_id.map(i64::from), moved.site_name.as_deref()), (Some(3), Some("Quayside")));
    assert_eq!(stored(&mock, "users", i64::from(made.id))["site_id"].to_string(), "5.0");
    mock.assert_no_unknown_references();
    Ok(())
}

#[tokio::test]
async fn a_tickets_client_and_site_follow_its_user() -> Result<(), Error> {
    let (mock, halo) = office();
    let made = halo.tickets().create(TicketWrite::new().summary("Printer").user_id(8)).await?;
    let of = |ticket: &halo_api::tickets::Ticket| {
        (
            ticket.client_id.map(i64::from),
            ticket.site_id.map(i64::from),
            ticket.user_name.clone(),
            ticket.client_name.clone(),
        )
    };
    assert_eq!(of(&made), (Some(3), Some(5), Some("Ann".into()), Some("Harbour Dental".into())));
    let moved = halo.tickets().update(made.id, TicketWrite::new().user_id(9)).await?;
    assert_eq!(of(&moved), (Some(4), Some(6), Some("Bob".into()), Some("Ferris Legal".into())));
    let sent = TicketWrite::new().summary("Sent").user_id(8).client_id(4).site_id(6);
    let elsewhere = halo.tickets().create(sent).await?;
    assert_eq!(of(&elsewhere).0, Some(4), "what was sent stays");
    let asset = halo.assets().create(AssetWrite::new().inventory_number("PC1").site_id(6)).await?;
    assert_eq!((asset.client_id.map(i64::from), asset.client_name.as_deref()), (Some(4), Some("Ferris Legal")));
    mock.assert_no_unknown_references();
    Ok(())
}

#[tokio::test]
async fn names_follow_ids() -> Result<(), Error> {
    let (mock, halo) = office();
    mock.insert("tickets", json!({"id": 1, "client_id": 3, "agent_id": 2}))?;
    mock.insert("tickets", json!({"id": 2, "client_id": 77, "client_name": "Of the test"}))?;
    assert_eq!(halo.tickets().get(1).await?.agent_name.as_deref(), Some("Dana"));
    let listed = halo.tickets().list().all().await?;
    let names: Vec<_> =
        listed.iter().map(|ticket| (ticket.client_name.as_deref(), ticket.agent_name.as_deref())).collect();
    assert_eq!(names, [(Some("Harbour Dental"), None), (Some("Of the test"), None)], "agents are not named in lists");

    halo.clients().update(3, ClientWrite::new().name("Harbour Group")).await?;
    assert_eq!(halo.tickets().get(1).await?.client_name.as_deref(), Some("Harbour Group"));
    assert_eq!(stored(&mock, "users", 8)["client_name"], "Harbour Group");
    let gone = halo.tickets().update(1, TicketWrite::new().client_id(78).clear_agent_id()).await?;
    assert_eq!((gone.client_name, gone.agent_name), (None, None), "no name of another record is left");
    Ok(())
}

#[tokio::test]
async fn an_id_follows_a_name_that_is_sent_alone() -> Result<(), Error> {
    let (mock, halo) = office();
    mock.insert("outcomes", json!({"id": 7, "outcome": "Called"}))?;
    mock.insert("teams", json!({"id": 4, "name": "2nd line"}))?;
    mock.insert("tickets", json!({"id": 1, "team_id": 3, "team": "1st line"}))?;
    let action = halo.actions().create(ActionWrite::new().ticket_id(1).note("x").outcome("Called")).await?;
    assert_eq!(action.outcome_id.map(i64::from), Some(7));
    let action = halo.actions().create(ActionWrite::new().ticket_id(1).note("x").outcome_id(7)).await?;
    assert_eq!(action.outcome.as_deref(), Some("Called"));
    let ticket = halo.tickets().update(1, TicketWrite::new().team("2nd line")).await?;
    assert_eq!(ticket.team_id.map(i64::from), Some(4));
    Ok(())
}

#[tokio::test]
async fn an_id_that_names_nothing_is_noted_and_refused_where_halo_refuses_it() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    halo.tickets().create(TicketWrite::new().summary("x").client_id(123).agent_id(0)).await?;
    assert_eq!(mock.unknown_references(), ["POST /api/Tickets: client_id 123"], "0 names nobody");
    mock.clear_requests();
    let action = |outcome: i64| ActionWrite::new().ticket_id(1).note("x").outcome_id(outcome);
    halo.actions().create(action(7)).await?;
    assert_eq!(mock.unknown_references(), ["POST /api/Actions: outcome_id 7"], "the mock has no outcomes");
    mock.insert("outcomes", json!({"id": 1, "outcome": "Note"}))?;
    let error = halo.actions().create(action(7)).await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.body()),
        (400, Some(r#""You do not have access to this Action""#))
    );
    halo.actions().create(action(1)).await?;
    assert_eq!(mock.records("actions")?.len(), 2);
    Ok(())
}
