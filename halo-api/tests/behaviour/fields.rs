//! Custom fields and the fields of asset types: read by id or name, and written one at a time without losing the others. The
//! mock replaces lists and stores values by definition, as Halo does.

use halo_api::actions::ActionWrite;
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
    let kept = [
        json!({"id": 13, "name": "CFFloor", "type": 2, "value": 3, "display": "3rd"}),
        json!({"id": 15, "name": "CFRooms", "type": 3, "value": [301, 302], "display": "301, 302", "new_in_2027": true}),
    ];
    let sent = json!([{"id": 12, "value": "0043"}, kept[0], kept[1]]);
    mock.assert_sent(Matching::post("/api/Tickets").with_field("customfields", sent));
    let serial =
        json!({"id": 12, "name": "CFSerial", "label": "Serial number", "type": 0, "value": "0043", "display": "0043"});
    assert_eq!(stored(&mock).await, json!([serial, kept[0], kept[1]]), "whole, though only the id was sent");
    // One that has no value yet is known by its id as well.
    let other = with_three();
    link::halo(&other).tickets().update(7, TicketWrite::new()).custom_field("notes", "n").await?;
    assert_eq!(
        other.requests().last().unwrap().body.as_ref().unwrap()[0]["customfields"][3],
        json!({"id": 14, "value": "n"})
    );
    assert_eq!(
        stored(&other).await[3],
        json!({"id": 14, "name": "CFNotes", "label": "Notes", "type": 1, "value": "n", "display": "n"})
    );

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

/// What the README's example prints.
#[tokio::test]
async fn a_field_that_was_set_by_name_is_read_back_by_name_and_by_id() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.custom_field("tickets", 40, "CFFloor", "Floor")?;
    let halo = link::halo(&mock);
    let made = halo.tickets().create(TicketWrite::new().summary("Printer").client_id(123)).await?;
    let moved = halo.tickets().update(made.id, TicketWrite::new().status_id(2)).custom_field("CFFloor", 3).await?;
    assert_eq!(moved.custom_field("CFFloor").and_then(|floor| floor.int()), Some(3));
    assert_eq!(moved.custom_field(40).and_then(|floor| floor.int()), Some(3));
    let floor = json!([{"id": 40, "name": "CFFloor", "label": "Floor", "type": 2, "value": 3, "display": "3"}]);
    assert_eq!(halo.request(Method::GET, format!("/Tickets/{}", made.id)).await?["customfields"], floor);
    // A new ticket shows the field without a value, so that the update sent its id and nothing else.
    let sent = json!([{"id": 40, "value": 3}]);
    mock.assert_sent(Matching::post("/api/Tickets").with_field("customfields", sent));
    Ok(())
}

#[tokio::test]
async fn values_of_custom_fields_have_the_form_of_their_kind() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.custom_field("tickets", 40, "CFFloor", "Floor")?;
    mock.custom_field("tickets", 41, "CFDue", "Due")?;
    mock.custom_field("tickets", 42, "CFNote", "Note")?;
    mock.custom_field_choices("tickets", 40, [(1, "Ground floor"), (2, "First floor")])?;
    assert!(mock.custom_field_choices("tickets", 49, [(1, "x")]).unwrap_err().to_string().contains("declare it first"));
    let halo = link::halo(&mock);
    let write =
        TicketWrite::new().summary("x").custom_field("CFFloor", "2").custom_field("CFDue", "2026-08-05T14:00:00+02:00");
    let made = halo.tickets().create(write.custom_field("CFNote", "first")).await?;
    halo.tickets().update(made.id, TicketWrite::new()).custom_field("CFNote", 7).await?;
    let stored = halo.request(Method::GET, format!("/Tickets/{}", made.id)).await?["customfields"].clone();
    let shown = |at: usize| (stored[at]["type"].clone(), stored[at]["value"].clone(), stored[at]["display"].clone());
    assert_eq!(shown(0), (json!(2), json!(2), json!("First floor")));
    assert_eq!(shown(1), (json!(4), json!("2026-08-05T12:00:00"), json!("2026-08-05T12:00:00")));
    assert_eq!(shown(2), (json!(0), json!("7"), json!("7")));
    Ok(())
}

#[tokio::test]
async fn a_field_that_nobody_declared_gets_a_definition_that_is_the_same_in_every_mock() -> Result<(), Error> {
    let mut ids = Vec::new();
    for (first, second) in [("CFTier", "CFOwner"), ("cfowner", "tier")] {
        let mock = MockHalo::new();
        let write = ClientWrite::new().name("Kestrel").custom_field(first, "a").custom_field(second, "b");
        let client = link::halo(&mock).clients().create(write.custom_field(77, "c")).await?;
        ids.push(["CFTier", "CFOwner"].map(|name| client.custom_field(name).and_then(|field| field.id()).unwrap()));
        assert_eq!(client.custom_field(77).and_then(|field| field.name()), Some("CF77"));
        assert_eq!(client.custom_field("CF77").and_then(|field| field.text()).as_deref(), Some("c"));
    }
    assert_eq!(ids[0], ids[1], "in whatever order they are used");
    assert_ne!(ids[0][0], ids[0][1]);
    Ok(())
}

#[tokio::test]
async fn fields_of_asset_types_are_declared_without_a_label_and_hold_text() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.asset_field(13, "Memory")?;
    mock.custom_field("assets", 13, "CFOwner", "Owner")?;
    assert!(
        mock.custom_field("outcomes", 1, "CFx", "x").is_err() && mock.custom_field("nothing", 1, "x", "x").is_err()
    );
    let halo = link::halo(&mock);
    let asset = halo.assets().create(AssetWrite::new().field(13, 32)).await?;
    let stored = halo.request(Method::GET, format!("/Asset/{}", asset.id)).await?;
    assert_eq!(stored["fields"], json!([{"id": 13, "name": "Memory", "value": "32", "display": "32"}]));
    assert_eq!(stored["customfields"], json!([{"id": 13, "name": "CFOwner", "label": "Owner", "value": null}]));
    Ok(())
}

#[tokio::test]
async fn several_updates_fetch_each_record_with_a_single_value_and_write_all_in_one_request() -> Result<(), Error> {
    let mock = with_three();
    for id in 8..30 {
        let fields = json!([{"id": 12, "name": "CFSerial", "value": id}, {"id": 13, "name": "CFFloor", "value": 1}]);
        mock.insert("tickets", json!({"id": id, "customfields": fields})).unwrap();
    }
    let halo = link::halo(&mock);
    let with_value = (7..29).map(|id| (id, TicketWrite::new().status_id(2).custom_field("CFFloor", 5)));
    let without = [(29, TicketWrite::new().status_id(3))];
    halo.tickets().update_many(with_value.chain(without)).await?;
    mock.assert_sent_times(22, Matching::get("/api/Tickets"));
    mock.assert_sent_times(1, Matching::post("/api/Tickets"));
    mock.assert_not_sent(Matching::get("/api/Tickets/29"));
    for id in 8..29 {
        let ticket = halo.tickets().get(id).await?;
        assert_eq!(ticket.custom_field(13).and_then(|floor| floor.int()), Some(5));
        assert_eq!(ticket.custom_field("serial").and_then(|serial| serial.int()), Some(id), "each keeps its own");
    }
    assert_eq!(stored(&mock).await.as_array().map(Vec::len), Some(3));
    Ok(())
}

#[tokio::test]
async fn a_record_below_another_one_is_fetched_by_its_whole_key() -> Result<(), Error> {
    let mock = MockHalo::new();
    let fields = json!([{"id": 1, "name": "CFa", "value": "a"}, {"id": 2, "name": "CFb", "value": "b"}]);
    mock.insert("tickets", json!({"id": 7})).unwrap();
    mock.insert("actions", json!({"ticket_id": 7, "id": 3, "customfields": fields})).unwrap();
    let halo = link::halo(&mock);
    halo.actions().update_many([(7, 3, ActionWrite::new().custom_field("CFa", "x"))]).await?;
    halo.actions().update(7, 3, ActionWrite::new().custom_field("CFb", "y")).await?;
    let action = halo.actions().get(7, 3).await?;
    let texts = ["CFa", "CFb"].map(|name| action.custom_field(name).unwrap().text().unwrap().into_owned());
    assert_eq!(texts, ["x", "y"]);
    Ok(())
}

#[tokio::test]
async fn a_failed_fetch_writes_none_of_several() {
    let mock = with_three();
    let writes = [7, 8].map(|id| (id, TicketWrite::new().custom_field("CFFloor", 5)));
    let error = link::halo(&mock).tickets().update_many(writes).await.unwrap_err();
    assert!(error.is_not_found() && error.to_string().contains("GET /Tickets/8"), "{error}");
    mock.assert_no_writes();
}

#[tokio::test]
async fn a_known_record_spares_the_fetch_and_overwrites_what_changed_since() -> Result<(), Error> {
    let mock = with_three();
    let halo = link::halo(&mock);
    let known = halo.tickets().get(7).await?;
    halo.tickets().update(7, TicketWrite::new().custom_field(13, 9)).await?;
    mock.clear_requests();

    let write = TicketWrite::new().custom_field("serial", "0043").known(&known);
    let updated = halo.tickets().update(7, write.clone()).await?;
    mock.assert_not_sent(Matching::get("/api/Tickets"));
    assert_eq!(updated.custom_field(12).and_then(|serial| serial.text()).as_deref(), Some("0043"));
    assert_eq!(updated.custom_field(13).and_then(|floor| floor.int()), Some(3), "as it was known, not 9");
    assert_eq!(updated.custom_fields.as_ref().map(Vec::len), Some(3));

    halo.tickets().update_many([(7, write.clone())]).await?;
    mock.assert_not_sent(Matching::get("/api/Tickets"));

    // A row of a list does not hold the list of fields, so that it is fetched.
    let row = halo.tickets().list().first().await?.unwrap();
    assert_eq!(row.custom_fields, None);
    halo.tickets().update(7, TicketWrite::new().custom_field(13, 4).known(&row)).await?;
    mock.assert_sent_times(1, Matching::get("/api/Tickets/7"));
    assert_eq!(stored(&mock).await.as_array().map(Vec::len), Some(3));
    Ok(())
}

#[tokio::test]
async fn what_would_lose_values_is_refused_before_anything_is_sent() -> Result<(), Error> {
    let mock = with_three();
    let halo = link::halo(&mock);
    let known = halo.tickets().get(7).await?;
    let before = mock.requests().len();
    let write = TicketWrite::new().summary("x").custom_field("CFFloor", 5);

    let error = halo.tickets().update(8, write.clone().known(&known)).await.unwrap_err();
    assert!(error.to_string().contains("the record given to known() is 7, but 8 is updated"), "{error}");
    let error = halo.tickets().update_many([(8, write.clone().known(&known))]).await.unwrap_err();
    assert!(error.to_string().contains("the record given to known() is 7, but 8 is updated"), "{error}");
    let error = halo.tickets().create(write.clone().known(&known)).await.unwrap_err();
    assert!(error.to_string().contains("known() is only for updates"), "{error}");
    let twice = [(7, write.clone()), (7, TicketWrite::new().custom_field(12, "x"))];
    let request = halo.tickets().update_many(twice);
    assert!(request.preview().fault.unwrap().contains("two writes of record 7 set single values of `customfields`"));
    assert_eq!(request.await.unwrap_err().kind(), ErrorKind::Config);
    let request = halo.tickets().update(7, write.set("customfields", "none"));
    assert_eq!(request.preview().fault.as_deref(), Some("`customfields` is set to a value that is not a list"));
    assert_eq!(request.await.unwrap_err().kind(), ErrorKind::Config);
    assert_eq!(mock.requests().len(), before);
    Ok(())
}

#[tokio::test]
async fn a_write_shows_single_values_as_far_as_they_are_known() -> Result<(), Error> {
    let mock = with_three();
    let halo = link::halo(&mock);
    let write = TicketWrite::new().custom_field("floor", 5).custom_field(99, [1, 2]).status_id(2);
    assert_eq!(
        format!("{write:?}"),
        r#"TicketWrite { body: {"status_id": 2, "customfields[floor]": 5, "customfields[99]": [1, 2]} }"#
    );
    assert_ne!(write, TicketWrite::new().status_id(2));
    let unread = json!({"status_id": 2, "customfields": [{"name": "floor", "value": 5}, {"id": 99, "value": [1, 2]}]});
    assert_eq!(serde_json::to_value(&write).unwrap(), unread);
    let request = halo.tickets().update(7, write.clone());
    assert_eq!(request.preview().body.unwrap()[0]["customfields"], unread["customfields"]);

    let known = write.known(&halo.tickets().get(7).await?);
    let fields = &serde_json::to_value(&known).unwrap()["customfields"];
    let ids: Vec<_> = fields.as_array().unwrap().iter().map(|field| field["id"].clone()).collect();
    assert_eq!(ids, [12, 13, 15, 99]);
    assert_eq!(fields[1], json!({"id": 13, "value": 5}), "by the id that the record has for it");
    assert_eq!(halo.tickets().update(7, known).preview().body.unwrap()[0]["customfields"], *fields);
    Ok(())
}
