//! What rows and details contain: fields that an option brings are there only if it is asked for.

use halo_api::catalog::{self, OperationKind, Type};
use halo_api::mock::MockHalo;
use halo_api::{Error, Halo, Method};
use serde_json::{Value, json};

use crate::link;

const PAGED: [(&str, &str); 3] = [("pageinate", "true"), ("page_size", "50"), ("page_no", "1")];

async fn first_row(halo: &Halo, path: &str, key: &str, query: &[(&str, &str)]) -> Value {
    let request = PAGED
        .iter()
        .chain(query)
        .fold(halo.request(Method::GET, path), |request, (name, value)| request.query(*name, *value));
    let list: Value = request.await.unwrap();
    if key.is_empty() { list[0].clone() } else { list[key][0].clone() }
}

#[tokio::test]
async fn custom_fields_come_in_lists_by_the_ids_that_are_asked_for() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.custom_field("tickets", 40, "CFFloor", "Floor")?;
    mock.custom_field("tickets", 41, "CFRoom", "Room")?;
    mock.insert(
        "tickets",
        json!({"id": 7, "customfields": [{"id": 40, "value": 3}, {"id": 42, "name": "CFx", "value": "x"}]}),
    )?;
    let halo = link::halo(&mock);
    let row = first_row(&halo, "/Tickets", "tickets", &[]).await;
    assert_eq!(row, json!({"id": 7}), "not unless they are asked for");
    let ids = async |asked: &str| -> Vec<i64> {
        let row = first_row(&halo, "/Tickets", "tickets", &[("include_custom_fields", asked)]).await;
        row["customfields"].as_array().unwrap().iter().map(|field| field["id"].as_i64().unwrap()).collect()
    };
    assert_eq!(ids("40").await, [40]);
    assert_eq!(ids("42, 41").await, [42, 41], "a declared field is there without a value, too");
    assert_eq!(ids("99").await, Vec::<i64>::new());
    let whole = halo.request(Method::GET, "/Tickets/7").await?;
    assert_eq!(whole["customfields"].as_array().unwrap().len(), 3, "a single ticket has all");
    Ok(())
}

#[tokio::test]
async fn an_option_brings_a_field_where_the_endpoint_takes_it() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.insert("actions", json!({"id": 1, "ticket_id": 7, "note": "x", "note_html": "<p>x</p>"}))?;
    let halo = link::halo(&mock);
    let html =
        async |query: &[(&str, &str)]| first_row(&halo, "/Actions", "actions", query).await.get("note_html").cloned();
    assert_eq!(html(&[]).await, None);
    assert_eq!(html(&[("includehtmlnote", "false")]).await, None);
    assert_eq!(html(&[("IncludeHtmlNote", "true")]).await, Some(json!("<p>x</p>")));
    let alone = halo.request(Method::GET, "/Actions/1").query("ticket_id", 7).await?;
    assert_eq!(alone["note_html"], "<p>x</p>", "a single action has it anyway");
    Ok(())
}

/// Every field that the schema ties to an option, in every list.
#[tokio::test]
async fn every_field_of_an_option_follows_it() {
    let mut tried = 0;
    for entity in catalog::entities() {
        let Some(list) = entity.operation(OperationKind::List) else { continue };
        let key =
            list.list.map_or("", |list| list.rows.iter().copied().find(|key| !key.is_empty()).unwrap_or_default());
        // Lists that change their shape with paging are keyed here, for the request pages.
        let takes = |name: &str| list.all_params().find(|param| param.wire_name == name);
        for field in entity.fields.iter().filter(|field| field.presence != catalog::Presence::Detail) {
            let Some(option) = field.with.iter().find_map(|name| takes(name)) else { continue };
            if option.ty != Type::Bool || !matches!(field.access, catalog::Access::Read | catalog::Access::Both) {
                continue;
            }
            let mock = MockHalo::new();
            let keys = entity.key.iter().map(|name| ((*name).to_owned(), json!(1)));
            let record: serde_json::Map<String, Value> =
                keys.chain([(field.wire_name.to_owned(), json!("text"))]).collect();
            mock.insert(entity.plural, record).unwrap();
            let halo = link::halo(&mock);
            let row = async |query: &[(&str, &str)]| {
                let row = first_row(&halo, entity.path, key, query).await;
                row.get(field.wire_name).is_some()
            };
            let place = format!("{} {} {}", entity.path, field.wire_name, option.wire_name);
            assert!(!row(&[]).await, "{place}: there unasked");
            assert!(row(&[(option.wire_name, "true")]).await, "{place}: not there");
            tried += 1;
        }
    }
    assert!(tried > 40, "{tried} fields");
}
