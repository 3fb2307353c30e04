//! What Halo ignores silently in bodies: the mock ignores it too, and notes it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use halo_api::mock::{Matching, MockHalo};
use halo_api::tickets::TicketWrite;
use halo_api::{Error, Method};
use serde_json::{Value, json};

use crate::link;

#[tokio::test]
async fn a_misspelt_member_is_dropped_and_noted() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let write = TicketWrite::new().client_id(3).set("sumary", "Printer").set("lastactiondate", "2026-01-01T00:00:00");
    halo.tickets().create(write).await?;
    let stored = &mock.records("tickets")?[0];
    assert_eq!((stored.get("sumary"), &stored["client_id"]), (None, &json!(3)));
    let noted = ["POST /api/Tickets: lastactiondate", "POST /api/Tickets: sumary"];
    let mut unknown = mock.unknown_fields();
    unknown.sort();
    assert_eq!(unknown, noted, "what only the server sets is ignored as well");
    let panic = catch_unwind(AssertUnwindSafe(|| mock.assert_no_unknown_fields())).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    assert!(message.contains("POST /api/Tickets: sumary") && message.contains("-> 201"), "{message}");

    mock.clear_requests();
    halo.tickets().update(1, TicketWrite::new().summary("Printer").set("_anything", true)).await?;
    mock.assert_no_unknown_fields();
    Ok(())
}

#[tokio::test]
async fn a_member_that_a_record_of_the_test_has_is_known() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7, "x_of_this_tenant": 1}))?;
    let halo = link::halo(&mock);
    let changed = halo.tickets().update(7, TicketWrite::new().set("x_of_this_tenant", 2)).await?;
    assert_eq!(changed.extra["x_of_this_tenant"], json!(2));
    mock.assert_no_unknown_fields();
    Ok(())
}

#[tokio::test]
async fn members_are_matched_without_case() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7, "summary": "Printer", "status_id": 1}))?;
    let halo = link::halo(&mock);
    let body = json!([{"ID": 7, "Summary": "Printer 2", "Status_ID": "2"}]);
    let changed = halo.request(Method::POST, "/Tickets").json(&body).send::<Value>().await?;
    assert_eq!(
        (&changed["id"], &changed["summary"], &changed["status_id"]),
        (&json!(7), &json!("Printer 2"), &json!(2))
    );
    assert_eq!(mock.records("tickets")?.len(), 1);
    mock.assert_no_unknown_fields();
    Ok(())
}

#[tokio::test]
async fn a_custom_field_that_is_not_declared_is_noted_beside_declared_ones() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let write = |key: &str| TicketWrite::new().summary("x").custom_field(key, 3);
    halo.tickets().create(write("CFAny")).await?;
    mock.assert_no_unknown_fields();

    mock.custom_field("tickets", 40, "CFFloor", "Floor")?;
    halo.tickets().create(write("CFFlor")).await?;
    halo.tickets().create(write("cffloor")).await?;
    halo.tickets().create(TicketWrite::new().summary("x").custom_field(41, 3)).await?;
    let noted = ["POST /api/Tickets: customfields[CFFlor]", "POST /api/Tickets: customfields[41]"];
    assert_eq!(mock.unknown_fields(), noted);
    Ok(())
}

#[tokio::test]
async fn the_filters_that_were_applied_are_named() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    halo.tickets().list().client_id(3).open_only(true).query("advanced_search", "[]").query("clientid", 4).await?;
    assert_eq!(mock.applied_filters(), ["GET /api/Tickets: client_id", "GET /api/Tickets: open_only"]);
    assert_eq!(mock.unapplied_filters(), ["GET /api/Tickets: advanced_search"]);
    assert_eq!(mock.unknown_parameters(), ["GET /api/Tickets: clientid"]);
    assert_eq!(mock.sent(Matching::get("/api/Tickets"))[0].applied, ["client_id", "open_only"]);
    Ok(())
}
