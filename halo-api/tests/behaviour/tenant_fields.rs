//! The fields that a tenant defines: their definitions, and their values as a struct of one's own.

use halo_api::clients::ClientWrite;
use halo_api::custom_tables::CustomTableWrite;
use halo_api::field_infos::FieldInfoWrite;
use halo_api::mock::{Matching, MockHalo, MockRequest};
use halo_api::tickets::TicketWrite;
use halo_api::types::{CustomFieldWrite, CustomTableRowWrite};
use halo_api::{Error, ErrorKind, UpsertKey};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::link;

/// The custom fields of a tenant's tickets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Delivery {
    order: String,
    #[serde(rename = "CFFloor")]
    floor: Floor,
    /// Not every ticket has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    courier: Option<String>,
    urgent: bool,
    #[serde(default)]
    parcels: Vec<i64>,
}

/// A choice, with what people see.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Floor {
    value: i64,
    #[serde(default)]
    display: String,
}

fn tenant() -> Result<MockHalo, Error> {
    let mock = MockHalo::new();
    let fields = [(40, "CFOrder"), (41, "CFFloor"), (42, "CFCourier"), (43, "CFUrgent"), (44, "CFParcels")];
    for (id, name) in fields {
        mock.custom_field("tickets", id, name, name.trim_start_matches("CF"))?;
    }
    mock.custom_field_choices("tickets", 41, [(2, "2nd"), (3, "3rd")])?;
    mock.custom_field("clients", 50, "CFErpId", "ERP id")?;
    Ok(mock)
}

#[tokio::test]
async fn typed_custom_fields_are_read_changed_and_run_again_without_a_write() -> Result<(), Error> {
    let mock = tenant()?;
    let halo = link::halo(&mock);
    let mut mine = Delivery {
        order: "0042".to_owned(),
        floor: Floor { value: 3, display: String::new() },
        courier: None,
        urgent: true,
        parcels: vec![7, 8],
    };
    let made = halo.tickets().create(TicketWrite::new().summary("Parcels").custom_fields_from(&mine)).await?;
    mock.assert_no_unknown_fields();

    let ticket = halo.tickets().get(made.id).await?;
    let read: Delivery = ticket.custom_fields_as()?;
    mine.floor.display = "3rd".to_owned();
    assert_eq!(read, mine);

    mock.clear_requests();
    let write = |mine: &Delivery| TicketWrite::new().custom_fields_from(mine).only_changes(&ticket);
    assert!(write(&mine).is_empty(), "nothing to send");
    mine.floor.value = 2;
    mine.courier = Some("Pigeon".to_owned());
    let changed = halo.tickets().update(made.id, write(&mine).known(&ticket)).await?;
    assert_eq!(mock.requests().len(), 1);
    let sent = mock.requests().remove(0).body.unwrap();
    let values: Vec<(i64, Value)> = sent[0]["customfields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| (field["id"].as_i64().unwrap(), field["value"].clone()))
        .collect();
    assert!(values.contains(&(41, json!(2))) && values.contains(&(42, json!("Pigeon"))), "{values:?}");
    assert!(values.contains(&(40, json!("0042"))), "the others stay: {values:?}");

    mine.floor.display = "2nd".to_owned();
    assert_eq!(changed.custom_fields_as::<Delivery>()?, mine);
    mock.clear_requests();
    assert!(TicketWrite::new().custom_fields_from(&mine).only_changes(&changed).is_empty());
    mock.assert_no_writes();
    Ok(())
}

#[tokio::test]
async fn what_does_not_fit_is_an_error_that_names_the_field() -> Result<(), Error> {
    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Number {
        floor: i64,
    }
    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Required {
        order: String,
    }

    let mock = tenant()?;
    let halo = link::halo(&mock);
    let ticket = halo.tickets().create(TicketWrite::new().summary("x").custom_field("CFFloor", "cellar")).await?;
    let says = |error: Error| (error.kind(), error.to_string());
    let (kind, words) = says(ticket.custom_fields_as::<Number>().unwrap_err());
    assert_eq!(kind, ErrorKind::Decode);
    assert!(words.contains("`customfields`") && words.contains("`CFFloor`"), "{words}");
    let (_, words) = says(ticket.custom_fields_as::<Required>().unwrap_err());
    assert!(words.contains("missing field `order`"), "{words}");
    let all: std::collections::BTreeMap<String, Value> = ticket.custom_fields_as()?;
    assert_eq!(all, [("CFFloor".to_owned(), json!("cellar"))].into());
    let error = halo.tickets().update(ticket.id, TicketWrite::new().custom_fields_from(&7)).await.unwrap_err();
    assert!(error.to_string().contains("no struct or map"), "{error}");
    Ok(())
}

#[tokio::test]
async fn custom_fields_are_asked_for_by_name() -> Result<(), Error> {
    let mock = tenant()?;
    let halo = link::halo(&mock);
    halo.tickets().create(TicketWrite::new().summary("x").custom_field("CFOrder", "7")).await?;
    mock.clear_requests();
    for _ in 0..2 {
        let ids = halo.custom_field_ids("tickets").await?;
        assert_eq!((ids.get("CFOrder"), ids.get("floor"), ids.get("CFErpId")), (Some(40), Some(41), None));
        let rows = halo.tickets().list().include_custom_fields(ids.of(["order", "CFFloor"])?).all().await?;
        assert_eq!(rows[0].custom_field("order").and_then(|order| order.int()), Some(7));
        let error = ids.of(["CFNoSuch"]).unwrap_err();
        assert!(error.to_string().contains("tickets have no custom field named `CFNoSuch`"), "{error}");
    }
    mock.assert_sent_times(1, Matching::get("/api/FieldInfo").query("typeid", 1));
    let error = halo.custom_field_ids("invoices").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    mock.assert_no_unknown_parameters();
    assert_eq!(mock.unapplied_filters(), Vec::<String>::new());
    Ok(())
}

/// The recipe for a record that must be made once.
#[tokio::test]
async fn a_custom_field_by_name_tells_records_apart() -> Result<(), Error> {
    let mock = tenant()?;
    let halo = link::halo(&mock);
    let row = || ClientWrite::new().name("Harbour Dental").custom_field("CFErpId", "E7");
    for expected in [(1, 0), (0, 1), (0, 1)] {
        let report = halo.clients().upsert([row()], UpsertKey::custom_field("CFErpId")).await?;
        assert_eq!((report.created(), report.unchanged()), expected);
    }
    mock.assert_sent_times(1, Matching::get("/api/FieldInfo"));
    mock.assert_sent_times(1, Matching::post("/api/Client"));
    let error = halo.clients().upsert([row()], UpsertKey::custom_field("CFNone")).await;
    assert!(error?.errors().all(|(_, error)| error.to_string().contains("does not set custom field `CFNone`")));
    Ok(())
}

#[tokio::test]
async fn definitions_are_listed_by_kind_made_and_changed() -> Result<(), Error> {
    let mock = tenant()?;
    mock.asset_field(77, "Serial Number")?;
    let halo = link::halo(&mock);
    let of_tickets = halo.field_infos().list().kind(1).all().await?;
    let names: Vec<_> = of_tickets.iter().filter_map(|info| info.name.as_deref()).collect();
    assert_eq!(names, ["CFOrder", "CFFloor", "CFCourier", "CFUrgent", "CFParcels"]);
    assert_eq!(of_tickets[1].field_type, Some(2), "a choice");

    let new = FieldInfoWrite::new().name("CFDock").label("Dock").field_type(0).usage(1);
    let made = halo.field_infos().create(new).await?;
    let changed = halo.field_infos().update(made.id, FieldInfoWrite::new().hint("Which dock?")).await?;
    assert_eq!((changed.label.as_deref(), changed.hint.as_deref()), (Some("Dock"), Some("Which dock?")));
    assert_eq!(halo.field_infos().get(made.id).await?.usage, Some(1));
    halo.field_infos().delete(made.id).await?;
    assert_eq!(halo.field_infos().list().kind(1).all().await?.len(), 5);

    let fields = halo.fields().list().all().await?;
    assert_eq!((fields.len(), fields[0].name.as_deref()), (1, Some("Serial Number")));
    let kind = fields[0].kind.clone().unwrap();
    halo.fields().delete(fields[0].id, kind).await?;
    mock.assert_sent(Matching::delete("/api/Field/77").query("kind", "T"));
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn a_custom_table_is_made_and_filled() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let table = halo.custom_tables().create(CustomTableWrite::new().name("Docks")).await?;
    let cell = |name: &str, value: &str| CustomFieldWrite::new().name(name).value(value);
    let row = |dock: &str| CustomTableRowWrite::new().custom_fields([cell("CFDock", dock), cell("CFOpen", "yes")]);
    let write = CustomTableWrite::new().name("Docks").add_rows([row("A"), row("B")]);
    halo.custom_tables().update(table.id, write).await?;
    let sent = mock.requests().into_iter().rfind(MockRequest::is_write).unwrap().body.unwrap();
    assert_eq!(sent[0]["_add_rows"][1]["customfields"][0], json!({"name": "CFDock", "value": "B"}));
    assert_eq!(halo.custom_tables().list().custom_only(true).first().await?.unwrap().name.as_deref(), Some("Docks"));
    halo.custom_tables().delete(table.id).await?;
    assert!(halo.custom_tables().get(table.id).await.unwrap_err().is_not_found());
    mock.assert_no_unknown_fields();
    Ok(())
}
