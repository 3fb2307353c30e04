//! Custom fields and the fields of asset types: read by id or name, and written one at a time without losing the others. The
//! mock replaces lists, as Halo does.

use halo_api::assets::AssetWrite;
use halo_api::clients::ClientWrite;
use halo_api::mock::{Fault, Matching, MockHalo};
use halo_api::tickets::TicketWrite;
use halo_api::types::CustomFieldWrite;
use halo_api::{Error, ErrorKind, Method};
use jiff::civil::date;
use serde_json::{Value, json};

use crate::link;

/// A ticket with three custom fields, as Halo shows them.
fn with_three() -> MockHalo {
    let mock = MockHalo::new();
    let fields = json!([
        {"id": 12, "name": "CFSerial", "label": "Serial number", "type": 0, "value": "0042", "display": "0042"},
        {"id": 13, "name": "CFFloor", "type": 2, "value": 3, "display": "3rd"},
        {"id": 14, "name": "CFNotes", "type": 1, "value": null},
        {"id": 15, "name": "CFRooms", "type": 3, "value": [301, 302], "display": "301, 302", "new_in_2027": true},
    ]);
    mock.insert("tickets", json!({"id": 7, "summary": "Printer", "customfields": fields})).unwrap();
    mock
}

/// The custom fields of ticket 7 as the mock holds them.
async fn stored(mock: &MockHalo) -> Value {
    link::halo(mock).request(Method::GET, "/Tickets/7").await.unwrap()["customfields"].clone()
}

#[tokio::test]
async fn one_is_written_by_name_another_by_id_and_a_third_is_not_lost() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let new = TicketWrite::new().summary("Printer").client_id(1);
    let made = halo.tickets().create(new).custom_field("CFRooms", [301, 302]).custom_field(13, 3).await?;
    mock.assert_sent(
        Matching::post("/api/Tickets")
            .with_field("customfields", json!([{"name": "CFRooms", "value": [301, 302]}, {"id": 13, "value": 3}])),
    );

    halo.tickets().update(made.id, TicketWrite::new()).custom_field("CFDue", date(2026, 3, 1)).await?;
    halo.tickets().update(made.id, TicketWrite::new().summary("Printers")).custom_field(13, "4").await?;

    let ticket = halo.tickets().get(made.id).await?;
    assert_eq!(ticket.summary.as_deref(), Some("Printers"));
    assert_eq!(ticket.custom_field("CFDue").and_then(|due| due.date()), Some(date(2026, 3, 1)));
    assert_eq!(ticket.custom_field(13).and_then(|floor| floor.int()), Some(4));
    assert_eq!(ticket.custom_field("CFRooms").and_then(|rooms| rooms.ids()), Some(vec![301, 302]), "the third one");
    assert_eq!(ticket.custom_fields.as_ref().map(Vec::len), Some(3), "each once");
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn what_is_kept_goes_back_as_it_came_and_what_is_empty_does_not() -> Result<(), Error> {
    let mock = with_three();
    let halo = link::halo(&mock);
    // Neither the prefix nor capitals have to be right; what is sent is the number that Halo knows the field by.
    halo.tickets().update(7, TicketWrite::new()).custom_field("serial", "0043").await?;
    assert_eq!(
        stored(&mock).await,
        json!([
            {"id": 12, "value": "0043"},
            {"id": 13, "name": "CFFloor", "type": 2, "value": 3, "display": "3rd"},
            {"id": 15, "name": "CFRooms", "type": 3, "value": [301, 302], "display": "301, 302", "new_in_2027": true},
        ])
    );
    // One that has no value yet is known by its number as well.
    let other = with_three();
    link::halo(&other).tickets().update(7, TicketWrite::new()).custom_field("notes", "n").await?;
    assert_eq!(stored(&other).await[3], json!({"id": 14, "value": "n"}));

    halo.tickets().update(7, TicketWrite::new()).custom_field(13, Value::Null).await?;
    let ticket = halo.tickets().get(7).await?;
    assert_eq!(ticket.custom_field(13).and_then(|floor| floor.value()), None);
    assert!(ticket.custom_field(15).is_some(), "cleared one, kept the other");
    Ok(())
}

#[tokio::test]
async fn a_list_that_the_body_sets_is_meant_to_replace() -> Result<(), Error> {
    let mock = with_three();
    let write = TicketWrite::new().custom_fields([CustomFieldWrite::new().id(12).value("1")]);
    let request = link::halo(&mock).tickets().update(7, write).custom_field(12, "2").custom_field("CFNew", true);
    let body = json!([{"id": 7, "customfields": [{"id": 12, "value": "2"}, {"name": "CFNew", "value": true}]}]);
    assert_eq!(request.preview().body, Some(body));
    request.await?;
    assert_eq!(mock.requests().iter().filter(|request| request.method == Method::GET).count(), 0, "nothing is read");
    assert_eq!(stored(&mock).await.as_array().map(Vec::len), Some(2));
    Ok(())
}

#[tokio::test]
async fn nothing_is_written_where_the_stored_list_cannot_be_read() {
    let mock = with_three();
    mock.fault(Fault::value("customfields", "closed").on("/api/Tickets/7").times(1));
    let halo = link::halo(&mock);
    let error = halo.tickets().update(7, TicketWrite::new()).custom_field(12, "x").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("GET /Tickets/7") && error.to_string().contains("customfields"), "{error}");
    mock.assert_no_writes();

    let error = halo.tickets().update(8, TicketWrite::new()).custom_field(12, "x").await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    let error = halo.tickets().update(0, TicketWrite::new()).custom_field(12, "x").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config, "id 0 would create: {error}");
    mock.assert_no_writes();

    let before = mock.requests().len();
    let reader = link::builder(&mock).read_only(true).build().unwrap();
    let error = reader.tickets().update(7, TicketWrite::new()).custom_field(12, "x").await.unwrap_err();
    assert_eq!(
        (error.kind(), mock.requests().len()),
        (ErrorKind::ReadOnly, before),
        "nothing was sent, not even to read"
    );
}

#[tokio::test]
async fn an_update_that_may_be_repeated_repeats_the_write_and_not_what_was_read() -> Result<(), Error> {
    let mock = with_three();
    mock.fault(Fault::status(503).method(Method::POST).on("/api/Tickets").times(1));
    link::halo(&mock).tickets().update(7, TicketWrite::new()).custom_field(12, "x").assume_idempotent().await?;
    let methods: Vec<_> =
        mock.requests().iter().filter(|sent| sent.path.contains("Tickets")).map(|sent| sent.method.clone()).collect();
    assert_eq!(methods, [Method::GET, Method::POST, Method::POST]);
    Ok(())
}

#[tokio::test]
async fn an_asset_has_fields_of_its_type_and_custom_fields_whose_numbers_count_apart() -> Result<(), Error> {
    let mock = MockHalo::new();
    let fields = json!([{"id": 12, "name": "Processor", "value": "M4"}, {"id": 13, "name": "Memory", "value": "16"}]);
    let custom = json!([{"id": 12, "name": "CFOwner", "value": "Ann"}]);
    mock.insert("assets", json!({"id": 5, "fields": fields, "customfields": custom})).unwrap();
    let halo = link::halo(&mock);
    halo.assets().update(5, AssetWrite::new()).field("memory", 32).custom_field(99, true).await?;
    mock.assert_sent_times(1, Matching::get("/api/Asset/5"));

    let asset = halo.assets().get(5).await?;
    let texts = [asset.field(12), asset.field(13), asset.custom_field(12)]
        .map(|field| field.unwrap().text().unwrap().into_owned());
    assert_eq!(texts, ["M4", "32", "Ann"]);
    assert_eq!(asset.custom_field(99).and_then(|field| field.bool()), Some(true));
    assert!(asset.field("CFOwner").is_none() && asset.field(99).is_none(), "each looks into its own list");
    Ok(())
}

#[tokio::test]
async fn the_first_one_is_written_where_there_is_none_yet() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.insert("clients", json!({"id": 3, "name": "Kestrel"})).unwrap();
    let halo = link::halo(&mock);
    let client = halo.clients().update(3, ClientWrite::new()).custom_field("CFTier", "gold").await?;
    assert_eq!(client.custom_field("cftier").and_then(|tier| tier.text()).as_deref(), Some("gold"));
    Ok(())
}
