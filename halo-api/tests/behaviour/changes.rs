//! Writes without what a record holds already.

use halo_api::Error;
use halo_api::assets::{Asset, AssetWrite};
use halo_api::clients::ClientWrite;
use halo_api::jiff::Timestamp;
use halo_api::mock::MockHalo;
use halo_api::tickets::{Ticket, TicketWrite};
use halo_api::types::CustomFieldWrite;
use serde_json::{Value, json};

use crate::link;

fn ticket(members: &Value) -> Ticket {
    let mut ticket = json!({"id": 7});
    ticket.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    serde_json::from_value(ticket).unwrap()
}

fn left(write: TicketWrite, stored: &Value) -> Value {
    serde_json::to_value(write.only_changes(&ticket(stored))).unwrap()
}

#[test]
fn what_the_record_holds_in_another_form_is_left_out() {
    let stored = json!({
        "summary": "Printer", "client_id": 12.0, "status_id": "2", "deadlinedate": "2026-01-31T12:00:00.123",
        "estimate": 0.3, "details": "a\r\nb", "agent_id": 5,
    });
    let at: Timestamp = "2026-01-31T13:00:00.1234567+01:00".parse().unwrap();
    let write = TicketWrite::new()
        .summary("Printer")
        .client_id(12)
        .status_id(2)
        .set("deadlinedate", at.to_string())
        .set("ESTIMATE", 0.1 + 0.2)
        .set("details", "a\nb")
        .agent_id(6);
    assert_eq!(left(write, &stored), json!({"agent_id": 6}));
}

#[test]
fn nothing_is_the_same_as_null_only_where_the_record_would_tell() {
    let cleared = || TicketWrite::new().clear_agent_id().set("details", "").set("fixbydate", Value::Null);
    let whole = json!({"details": "", "agent_id": 0, "customfields": []});
    assert_eq!(left(cleared(), &whole), json!({}));
    assert_eq!(left(cleared(), &json!({"agent_id": 5, "customfields": []})), json!({"agent_id": null}));
    let unknown = TicketWrite::new().set("new_in_2027", 1).set("gone_in_2027", Value::Null);
    assert_eq!(left(unknown.clone(), &json!({"new_in_2027": "1"})), json!({"gone_in_2027": null}));
    assert_eq!(left(unknown, &json!({"agent_name": "Dana", "customfields": []})), json!({"new_in_2027": 1}));
}

#[test]
fn custom_fields_are_compared_one_by_one() {
    let stored = json!({"customfields": [
        {"id": 40, "name": "CFFloor", "value": 3}, {"id": 41, "name": "CFRoom", "value": "R1"},
        {"id": 42, "name": "CFSince", "value": "2026-01-31T00:00:00"}, {"id": 43, "name": "CFTags", "value": "2,1"},
        {"id": 44, "name": "CFEmpty", "value": null},
    ]});
    let write = || {
        TicketWrite::new()
            .custom_field("CFFloor", "3")
            .custom_field(41, "R1")
            .custom_field("since", "2026-01-31")
            .custom_field(43, json!([1, 2]))
            .custom_field("CFEmpty", "")
    };
    assert!(write().only_changes(&ticket(&stored)).is_empty());
    let changed = write().custom_field("CFRoom", "R2").only_changes(&ticket(&stored));
    assert!(!changed.is_empty());
    let sent = serde_json::to_value(changed.known(&ticket(&stored))).unwrap();
    assert_eq!(sent["customfields"][1], json!({"id": 41, "value": "R2"}), "{sent}");
}

#[test]
fn a_list_that_replaces_the_stored_one_goes_or_stays_as_a_whole() {
    let field = |id: i64, value: i64| CustomFieldWrite::new().id(id).value(value);
    let stored = json!({"agent_name": "Dana", "customfields": [{"id": 1, "value": "1"}, {"id": 2, "value": 2}, {"id": 3, "value": null}]});
    let write = |fields: &[(i64, i64)]| {
        TicketWrite::new().custom_fields(fields.iter().map(|(id, value)| field(*id, *value))).summary("x")
    };
    let stored = |mut rest: Value| {
        rest.as_object_mut().unwrap().extend(stored.as_object().unwrap().clone());
        rest
    };
    let same = json!({"summary": "x"});
    assert_eq!(left(write(&[(2, 2), (1, 1)]), &stored(same.clone())), json!({}));
    assert!(left(write(&[(1, 1)]), &stored(same.clone()))["customfields"].is_array(), "the second would stay");
    assert!(left(write(&[(1, 1), (2, 3)]), &stored(same))["customfields"].is_array());
}

/// Rows of lists lack what only `get` fills, and the custom fields that were not asked for.
#[tokio::test]
async fn what_a_row_of_a_list_may_lack_stays() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.custom_field("clients", 50, "CFRegion", "Region")?;
    mock.custom_field("clients", 51, "CFTier", "Tier")?;
    let halo = link::halo(&mock);
    let write = || ClientWrite::new().name("Harbour").custom_field("CFRegion", "North").custom_field(51, 2);
    let made = halo.clients().create(write()).await?;
    assert!(write().only_changes(&halo.clients().get(made.id).await?).is_empty());
    assert!(write().only_changes(&made).is_empty(), "a write gives the whole record back");

    let row = halo.clients().list().include_custom_fields([50]).first().await?.unwrap();
    let left = serde_json::to_value(write().only_changes(&row)).unwrap();
    assert_eq!(left, json!({"customfields": [{"id": 51, "value": 2}]}));
    let row = halo.clients().list().first().await?.unwrap();
    let left = ClientWrite::new().custom_field(51, "").only_changes(&row);
    assert!(!left.is_empty(), "the value may be set");
    Ok(())
}

#[test]
fn flags_go_with_the_last_change() {
    let asset: Asset = serde_json::from_value(json!({"id": 9, "key_field": "SN1", "inactive": false})).unwrap();
    let flags = || AssetWrite::new().dont_fire_automations(true).no_validate(true);
    assert!(flags().key_field("SN1").only_changes(&asset).is_empty());
    let changed = serde_json::to_value(flags().key_field("SN1").inactive(true).only_changes(&asset)).unwrap();
    assert_eq!(changed, json!({"_dont_fire_automations": true, "_donotvalidate": true, "inactive": true}));
    assert!(!flags().only_changes(&asset).is_empty(), "a write of flags alone means them");
}
