//! Code that works with any entity, and rows decoded into the user's own types.

use std::collections::HashMap;

use halo_api::clients::Client;
use halo_api::mock::{MockHalo, Quirk};
use halo_api::tickets::Ticket;
use halo_api::{Error, ErrorKind, Halo, Record, lenient};
use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::link;

fn with_tickets(count: i64) -> (MockHalo, Halo) {
    let mock = MockHalo::new();
    for id in 1..=count {
        let ticket =
            json!({"id": id, "summary": format!("T{id}"), "site_id": 18.0, "dateoccurred": "2026-01-02T03:04:05"});
        mock.insert("tickets", ticket).unwrap();
    }
    let halo = link::halo(&mock);
    (mock, halo)
}

async fn mirror<T: Record>(halo: &Halo) -> Result<HashMap<Vec<String>, usize>, Error> {
    let mut rows = halo.list::<T>().page_size(20).stream();
    let mut all = HashMap::new();
    while let Some(row) = rows.try_next().await? {
        all.insert(row.key().iter().map(Value::to_string).collect(), row.fields().len());
    }
    Ok(all)
}

#[tokio::test]
async fn any_entity_can_be_listed_and_read_by_wire_names() {
    let (mock, halo) = with_tickets(45);
    mock.insert("clients", json!({"id": 3, "name": "Acme", "toplevel_id": 9})).unwrap();
    let tickets = mirror::<Ticket>(&halo).await.unwrap();
    assert_eq!((tickets.len(), tickets[&vec!["45".to_owned()]]), (45, 4));
    assert_eq!(mirror::<Client>(&halo).await.unwrap().len(), 1);

    let whole = halo.list::<Client>().query("toplevel_id", 9).hydrate(2).try_next().await.unwrap().unwrap();
    assert_eq!((whole.key(), whole.value("toplevel_id")), (vec![json!(3)], Some(json!(9))));
    assert_eq!(
        (whole.value("name"), whole.value("inactive"), whole.value("nonsense")),
        (Some(json!("Acme")), None, None)
    );
    assert_eq!(halo.list::<Client>().preview(), halo.clients().list().preview());
}

#[tokio::test]
async fn a_record_shows_what_the_schema_does_not_know() {
    let text = r#"{"id": 7, "summary": "x", "new_in_2027": [1], "client_id": {"odd": 1}}"#;
    let ticket: Ticket = serde_json::from_str(text).unwrap();
    assert_eq!(ticket.value("new_in_2027"), Some(json!([1])));
    assert_eq!(ticket.value("client_id"), Some(json!({"odd": 1})), "what does not fit is kept as it came");
    let names: Vec<&str> = ticket.fields().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["id", "summary", "client_id", "new_in_2027"]);
}

async fn rows<R: DeserializeOwned + Send + 'static>(halo: &Halo) -> Result<Vec<R>, Error> {
    let mut rows = halo.tickets().list().stream_as::<R>();
    let mut all = Vec::new();
    while let Some(row) = rows.try_next().await? {
        all.push(row);
    }
    Ok(all)
}

#[derive(Debug, Deserialize, PartialEq)]
struct RowProjection {
    summary: String,
    #[serde(rename = "dateoccurred", deserialize_with = "lenient::datetime")]
    raised: Timestamp,
    #[serde(default, deserialize_with = "lenient::int")]
    site_id: Option<i64>,
}

#[derive(Debug, Deserialize)]
struct Wrapper(RowProjection);

#[derive(Debug, Deserialize)]
struct Rest {
    id: i64,
    #[serde(flatten)]
    rest: HashMap<String, Value>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Either {
    WithId { id: i64 },
}

#[tokio::test]
async fn rows_come_straight_into_a_type_of_the_users() {
    let (mock, halo) = with_tickets(250);
    let narrow = rows::<RowProjection>(&halo).await.unwrap();
    assert_eq!(narrow.len(), 250);
    let raised = "2026-01-02T03:04:05Z".parse().unwrap();
    assert_eq!(narrow[249], RowProjection { summary: "T250".into(), raised, site_id: Some(18) });
    assert_eq!(rows::<Wrapper>(&halo).await.unwrap()[1].0.summary, "T2");
    assert_eq!(rows::<Option<RowProjection>>(&halo).await.unwrap().len(), 250);
    let rest = rows::<Rest>(&halo).await.unwrap();
    assert_eq!((rest[9].id, &rest[9].rest["summary"]), (10, &json!("T10")));
    assert!(rows::<Either>(&halo).await.unwrap().iter().zip(1..).all(|(Either::WithId { id }, at)| *id == at));
    assert_eq!(rows::<Value>(&halo).await.unwrap()[0]["site_id"], json!(18.0));
    assert_eq!(rows::<Ticket>(&halo).await.unwrap(), halo.tickets().list().all().await.unwrap());
    assert_eq!(mock.unknown_parameters(), Vec::<String>::new());
}

#[tokio::test]
async fn pages_of_partial_rows_are_compared_by_the_key() {
    let (mock, halo) = with_tickets(150);
    mock.quirk("tickets", Quirk::IgnoresPaging).unwrap();
    let error = rows::<RowProjection>(&halo).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging, "{error}");
    mock.quirk("tickets", Quirk::RecordCount(None)).unwrap();
    assert_eq!(
        rows::<RowProjection>(&halo).await.unwrap().len(),
        100,
        "the endpoint does not page, and says nothing else"
    );
}

#[tokio::test]
async fn a_row_that_does_not_fit_says_which_and_why() {
    #[derive(Debug, Deserialize)]
    struct Strict {
        #[allow(dead_code)]
        site_id: i64,
    }
    let (_mock, halo) = with_tickets(3);
    let error = rows::<Strict>(&halo).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    for word in ["tickets[0]", "18.0", "i64"] {
        assert!(error.to_string().contains(word), "{error}");
    }
}

#[test]
fn lenient_scalars_read_what_halo_sends() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct All {
        #[serde(deserialize_with = "lenient::int")]
        int: u64,
        #[serde(deserialize_with = "lenient::bool")]
        flag: bool,
        #[serde(deserialize_with = "lenient::decimal")]
        money: Decimal,
        #[serde(deserialize_with = "lenient::datetime")]
        at: Timestamp,
        #[serde(deserialize_with = "lenient::date")]
        day: Date,
    }
    #[derive(Debug, Default, Deserialize, PartialEq)]
    #[serde(default)]
    struct Maybe {
        #[serde(deserialize_with = "lenient::int")]
        int: Option<i32>,
        #[serde(deserialize_with = "lenient::bool")]
        flag: Option<bool>,
        #[serde(deserialize_with = "lenient::decimal")]
        money: Option<Decimal>,
        #[serde(deserialize_with = "lenient::datetime")]
        at: Option<Timestamp>,
        #[serde(deserialize_with = "lenient::date")]
        day: Option<Date>,
    }
    let text = r#"{"int": "18.0", "flag": 1, "money": 19.99, "at": "2026-08-05T14:00:00+02:00", "day": "2026-08-05T05:32:44"}"#;
    let all: All = serde_json::from_str(text).unwrap();
    assert_eq!((all.int, all.flag, all.money.to_string().as_str()), (18, true, "19.99"));
    assert_eq!((all.at.to_string().as_str(), all.day.to_string().as_str()), ("2026-08-05T12:00:00Z", "2026-08-05"));
    let maybe: Maybe = serde_json::from_str(text).unwrap();
    assert_eq!((maybe.int, maybe.day), (Some(18), Some(all.day)));
    for none in ["{}", r#"{"int": null, "at": "", "day": "1899-12-30T00:00:00", "flag": null, "money": null}"#] {
        assert_eq!(serde_json::from_str::<Maybe>(none).unwrap(), Maybe::default());
    }
    for (wrong, word) in [
        (r#"{"int": 18.5}"#, "does not fit"),
        (r#"{"int": 3000000000}"#, "out of range"),
        (r#"{"at": "yesterday"}"#, "does not fit"),
    ] {
        assert!(serde_json::from_str::<Maybe>(wrong).unwrap_err().to_string().contains(word), "{wrong}");
    }
    let missing = serde_json::from_str::<All>(&text.replace("\"18.0\"", "null")).unwrap_err();
    assert!(missing.to_string().contains("missing"), "{missing}");
}
