//! Records that are made the same as rows of another system.

use std::time::Duration;

use halo_api::assets::{Asset, AssetWrite};
use halo_api::clients::ClientWrite;
use halo_api::mock::{Fault, Matching, MockHalo, Quirk};
use halo_api::users::UserWrite;
use halo_api::{Error, ErrorKind, Halo, Method, RetryPolicy, Upsert, UpsertKey, UpsertReport, Upserted};
use serde_json::{Value, json};

use crate::link;

/// A device as an RMM reports it.
fn device(number: i64, host: &str) -> AssetWrite {
    AssetWrite::new().ninjarmm_id(number).key_field(host).client_id(3).asset_type_id(7)
}

fn fleet(halo: &Halo, devices: i64) -> Upsert<Asset> {
    let rows = (1..=devices).map(|number| device(number, &format!("PC{number}")));
    halo.assets().upsert(rows, "ninjarmm_id").settle_time(Duration::ZERO)
}

fn counts<T>(report: &UpsertReport<T>) -> (usize, usize, usize) {
    (report.created(), report.updated(), report.unchanged())
}

/// The requests but for those of tokens.
fn api_requests(mock: &MockHalo) -> usize {
    mock.requests().iter().filter(|request| request.path.starts_with("/api/")).count()
}

/// Halo's sentence, which states the limit: without it, each refusal would lower what the client thinks it is.
const RATE_LIMITED: &str = "\"Rate Limit Reached - 700 Requests per rolling 5 minute window\"";

/// 200 devices, of which Halo refuses some in a storm and loses the responses of others.
#[tokio::test]
async fn an_rmm_sync_survives_lost_responses_and_a_storm() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    mock.fault(Fault::dropped().on("/api/Asset").method(Method::POST).chance(0.04, 7).times(6));
    mock.fault(Fault::dropped_before().on("/api/Asset").method(Method::POST).nth(90));
    mock.fault(Fault::status(504).carried_out(true).on("/api/Asset").method(Method::POST).nth(120));
    mock.fault(Fault::html().carried_out(true).on("/api/Asset").method(Method::POST).nth(150));
    let storm = Fault::status(429).body(RATE_LIMITED);
    mock.fault(storm.on("/api/Asset").method(Method::POST).nth(60).times(10));
    // A pause takes 100 milliseconds at least.
    let patient = || RetryPolicy::default().throttle_backoff(Duration::ZERO, Duration::ZERO);

    let report = fleet(&halo, 200).retry(patient().backoff(Duration::ZERO, Duration::ZERO)).await?;
    assert_eq!(report.errors().map(|(row, error)| format!("{row}: {error}")).collect::<Vec<_>>(), Vec::<String>::new());
    assert_eq!((counts(&report), report.is_complete()), ((200, 0, 0), true));
    for (number, outcome) in (1..).zip(&report.outcomes) {
        assert_eq!(outcome.record().and_then(|asset| asset.ninjarmm_id), Some(number), "in the order of the rows");
    }
    let stored = mock.records("assets")?;
    let mut numbers: Vec<_> = stored.iter().filter_map(|asset| asset["ninjarmm_id"].as_i64()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=200).collect::<Vec<_>>(), "no duplicate, none missing");
    let (used, least) = (api_requests(&mock), 1 + 200);
    assert!(used * 10 <= least * 12, "{used} requests, at least {least}");

    mock.clear_requests();
    let report = fleet(&halo, 200).await?;
    assert_eq!((counts(&report), report.is_complete()), ((0, 0, 200), true));
    mock.assert_no_writes();
    assert_eq!(api_requests(&mock), 4, "200 assets in pages of 50");
    mock.assert_no_unknown_parameters();
    mock.assert_no_unknown_fields();
    Ok(())
}

#[tokio::test]
async fn what_differs_is_changed_and_the_rest_left_alone() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    fleet(&halo, 3).at_once(1).await?;
    mock.insert("assets", json!({"id": 90, "ninjarmm_id": 90, "key_field": "OLD", "inactive": true}))?;
    mock.clear_requests();
    let rows = [device(2, "PC2"), device(3, "Renamed"), device(4, "PC4"), device(90, "OLD")];
    let report = halo.assets().upsert(rows, "ninjarmm_id").await?;
    let is = |index: usize| &report.outcomes[index];
    assert!(matches!(is(0), Upserted::Unchanged(asset) if asset.key_field.as_deref() == Some("PC2")));
    assert!(matches!(is(1), Upserted::Updated(asset) if asset.key_field.as_deref() == Some("Renamed")));
    assert!(matches!(is(2), Upserted::Created(asset) if asset.ninjarmm_id == Some(4)));
    assert!(matches!(is(3), Upserted::Updated(asset) if i64::from(asset.id) == 90), "a retired one is no new one");
    let changed = Matching::post("/api/Asset").with_field("key_field", "Renamed");
    assert_eq!(mock.sent(changed)[0].body, Some(json!([{"id": 3, "key_field": "Renamed"}])), "only what differs");
    assert_eq!(api_requests(&mock), 1 + 3);
    Ok(())
}

#[tokio::test]
async fn a_row_that_cannot_be_written_is_an_outcome_and_the_others_go_on() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    for id in [1, 2] {
        mock.insert("assets", json!({"id": id, "ninjarmm_id": 5}))?;
    }
    mock.quirk("assets", Quirk::Requires("key_field"))?;
    let rows = [
        AssetWrite::new().key_field("no number"),
        device(5, "twice in Halo"),
        device(6, "six"),
        device(6, "six again"),
        AssetWrite::new().ninjarmm_id(8),
        device(9, "nine"),
    ];
    let report = halo.assets().upsert(rows, "ninjarmm_id").await?;
    assert_eq!((counts(&report), report.is_complete()), ((2, 0, 0), false));
    let errors: Vec<(usize, String)> = report.errors().map(|(row, error)| (row, error.to_string())).collect();
    let says = |row: usize, words: &str| {
        let error = errors.iter().find(|(at, _)| *at == row).map(|(_, error)| error.as_str()).unwrap_or_default();
        assert!(error.contains(words), "{row}: {error}");
    };
    says(0, "the row does not set `ninjarmm_id`");
    says(1, "2 records have the key of the row");
    says(3, "the same key as row 2: 6");
    says(4, "key_field must be entered");
    assert_eq!(errors.len(), 4);
    assert_eq!(mock.records("assets")?.len(), 4);
    Ok(())
}

#[tokio::test]
async fn nothing_is_sent_for_a_key_that_is_none() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    for (key, words) in [
        ("ninja_id", "takes the wire name of a field of Asset, not `ninja_id`"),
        ("asset_type_id", "on the wire it is `assettype_id`"),
        ("id", "Halo gives `id` itself"),
        ("username", "cannot be written"),
        ("fields", "is no single value"),
        ("itglue_id", "lists of assets do not hold `itglue_id`"),
    ] {
        let row = device(1, "PC1").itglue_id("G1");
        let error = halo.assets().upsert([row], key).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(words), "{error}");
    }
    let none: [AssetWrite; 0] = [];
    assert!(halo.assets().upsert(none, "ninjarmm_id").await?.outcomes.is_empty());
    assert_eq!(api_requests(&mock), 0);
    Ok(())
}

/// The list of assets can be asked for an inventory number.
#[tokio::test]
async fn a_few_rows_are_searched_for_where_the_list_is_long() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    for id in 1..=400 {
        mock.insert("assets", json!({"id": id, "inventory_number": format!("T{id}"), "key_field": "x"}))?;
    }
    let row = |number: i64| AssetWrite::new().inventory_number(format!("T{number}")).key_field("x");
    let report = halo.assets().upsert([row(380)], "inventory_number").await?;
    assert_eq!((counts(&report), api_requests(&mock)), ((0, 0, 1), 1), "one search in place of 8 pages");

    mock.clear_requests();
    let report = halo.assets().upsert([row(1), row(380), row(401)], "inventory_number").await?;
    assert_eq!((counts(&report), api_requests(&mock)), ((1, 0, 2), 1 + 3 + 1), "a page tells that searches take less");

    mock.clear_requests();
    let report = halo.assets().upsert((1..=100).map(row), "inventory_number").await?;
    assert_eq!((counts(&report), api_requests(&mock)), ((0, 0, 100), 9), "the whole list");

    // A search that Halo does not apply would take other records for missing ones.
    mock.fault(
        Fault::status(200)
            .body(json!({"record_count": 1, "assets": [{"id": 3, "inventory_number": "T3"}]}).to_string())
            .on("/api/Asset")
            .method(Method::GET),
    );
    mock.clear_requests();
    let report = halo.assets().upsert([row(380)], "inventory_number").await?;
    assert_eq!((counts(&report), api_requests(&mock)), ((0, 0, 1), 1 + 9));
    Ok(())
}

#[tokio::test]
async fn custom_fields_tell_records_apart_and_are_compared_in_the_list() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.custom_field("clients", 50, "CFErpId", "ERP id")?;
    mock.custom_field("clients", 51, "CFTier", "Tier")?;
    mock.custom_field("clients", 52, "CFOther", "Other")?;
    let halo = link::halo(&mock);
    let rows = |tier: i64| {
        (1..=20).map(move |number| {
            let write = ClientWrite::new().name(format!("Client {number}")).custom_field(50, format!("E{number}"));
            write.custom_field(51, if number == 7 { tier } else { 1 })
        })
    };
    let key = || UpsertKey::custom_field(50);
    assert_eq!(counts(&halo.clients().upsert(rows(1), key()).await?), (20, 0, 0));
    let seventh = |records: &[Value]| records.iter().find(|client| client["name"] == "Client 7").unwrap().clone();
    let id = seventh(&mock.records("clients")?)["id"].as_i64().unwrap();
    halo.clients().update(id, ClientWrite::new().custom_field(52, "kept")).await?;

    mock.clear_requests();
    assert_eq!(counts(&halo.clients().upsert(rows(1), key()).await?), (0, 0, 20));
    assert_eq!(api_requests(&mock), 1);
    mock.assert_sent(Matching::get("/api/Client").query("include_custom_fields", "50,51"));

    mock.clear_requests();
    assert_eq!(counts(&halo.clients().upsert(rows(2), key()).await?), (0, 1, 19));
    assert_eq!(api_requests(&mock), 1 + 2, "the list, the record with all its fields, the change");
    let fields = seventh(&mock.records("clients")?)["customfields"].clone();
    let values: Vec<&Value> = fields.as_array().unwrap().iter().map(|field| &field["value"]).collect();
    assert_eq!(values, [&json!("E7"), &json!(2), &json!("kept")]);
    Ok(())
}

#[tokio::test]
async fn several_fields_are_a_key_together_and_case_can_be_ignored() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    for (id, site, email) in [(1, 3, "Ann@Harbour.example"), (2, 4, "ann@harbour.example")] {
        mock.insert("users", json!({"id": id, "site_id": site, "emailaddress": email, "name": "Ann"}))?;
    }
    let row = || UserWrite::new().site_id(3).email_address("ann@harbour.example").name("Ann B");
    let key = || UpsertKey::from(["site_id", "emailaddress"]);
    let report = halo.users().upsert([row()], key()).ignore_case().await?;
    assert!(matches!(&report.outcomes[0], Upserted::Updated(user) if i64::from(user.id) == 1), "{report:?}");
    let report = halo.users().upsert([row().site_id(4)], key()).await?;
    assert!(matches!(&report.outcomes[0], Upserted::Updated(user) if i64::from(user.id) == 2));
    Ok(())
}

#[tokio::test]
async fn a_read_only_client_tells_what_it_would_have_written() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    fleet(&halo, 3).await?;
    mock.clear_requests();
    assert!(fleet(&halo.read_only(), 3).await?.is_complete());
    let report = fleet(&halo.read_only(), 5).at_once(1).await?;
    assert!(matches!(&report.outcomes[3], Upserted::Failed(error) if error.kind() == ErrorKind::ReadOnly));
    assert!(matches!(&report.outcomes[4], Upserted::NotSent));
    mock.assert_no_writes();
    Ok(())
}

/// A change whose response is lost is looked at before it is sent again.
#[tokio::test]
async fn a_change_whose_response_is_lost_is_sent_again_only_if_it_was_not_made() -> Result<(), Error> {
    for (fault, writes) in [(Fault::dropped(), 1), (Fault::dropped_before(), 2)] {
        let mock = MockHalo::new();
        let halo = link::halo(&mock);
        fleet(&halo, 1).await?;
        mock.clear_requests();
        mock.fault(fault.on("/api/Asset").method(Method::POST));
        let report = halo.assets().upsert([device(1, "New")], "ninjarmm_id").settle_time(Duration::ZERO).await?;
        assert_eq!(counts(&report), (0, 1, 0));
        mock.assert_sent_times(writes, Matching::post("/api/Asset"));
        assert_eq!(mock.records("assets")?[0]["key_field"], "New");
    }
    Ok(())
}

/// Nothing in a response that cannot be read says which record was made, but the key does.
#[tokio::test]
async fn a_response_that_cannot_be_read_is_looked_up() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    mock.fault(Fault::value("id", "what?").on("/api/Asset").method(Method::POST));
    let report = fleet(&halo, 2).await?;
    assert_eq!((counts(&report), mock.records("assets")?.len()), ((2, 0, 0), 2));
    Ok(())
}
