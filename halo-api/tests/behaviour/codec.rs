//! What responses are read as, and what is sent in bodies and queries.

use halo_api::mock::{Fault, Matching, MockHalo};
use halo_api::tickets::TicketWrite;
use halo_api::{ErrorKind, Method};
use serde_json::{Value, json};

use crate::link;

/// A mock that responds to the next request with this.
fn responding(body: impl Into<String>) -> MockHalo {
    let (mock, body): (_, String) = (MockHalo::new(), body.into());
    mock.fault(Fault::status(200).body(body));
    mock
}

#[tokio::test]
async fn small_rows_that_become_large_do_not_exhaust_memory() {
    // 3 MB, which as tickets would take more than 1 GB.
    let body = format!("[{}]", vec![r#"{"id":5}"#; 330_000].join(","));
    let error = link::halo(&responding(body.clone())).tickets().list().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(error.to_string().contains("more than 16 times its size plus 64 MiB of memory"), "{error}");
    for body in [body.clone(), format!("[null,{}", &body[1..])] {
        let skipping = link::halo(&responding(body)).tickets().list().skip_unreadable().send().await.unwrap_err();
        assert_eq!(skipping.kind(), ErrorKind::TooLarge, "going through the rows one by one is bounded as well");
    }
    let raw: Value = link::halo(&responding(body)).request(Method::GET, "/Tickets").send().await.unwrap();
    assert_eq!(raw.as_array().unwrap().len(), 330_000, "raw JSON is bounded by the body");
}

#[tokio::test]
async fn a_record_that_was_written_is_found_in_the_envelope_of_its_list() {
    let created = responding(r#"{"tickets": [{"id": 7, "summary": "x"}]}"#);
    let ticket = link::halo(&created).tickets().create(TicketWrite::new().summary("x")).await.unwrap();
    assert_eq!((ticket.id.0, ticket.summary.as_deref(), ticket.extra.len()), (7, Some("x"), 0));
    let updated = responding(r#"{"tickets": [{"id": 7, "summary": "x"}]}"#);
    assert_eq!(link::halo(&updated).tickets().update(7, TicketWrite::new().summary("x")).await.unwrap(), ticket);

    let two = responding(r#"{"tickets": [{"id": 7}, {"id": 8}]}"#);
    let error = link::halo(&two).tickets().create(TicketWrite::new().summary("x")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "which one was written is unknown");
    let read = responding(r#"{"tickets": [{"id": 7}]}"#);
    let error = link::halo(&read).tickets().get(7).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "only writes are known to respond so");
}

#[tokio::test]
async fn floats_are_sent_as_decimals_and_what_is_none_is_refused_before_the_network() {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let write = |value| TicketWrite::new().summary("x").opp_value(value);
    let body = halo.tickets().create(write(12.1)).preview().body.unwrap();
    assert_eq!(body[0]["oppvalue"], json!(12.1));
    for value in [f64::NAN, f64::INFINITY, 1e300] {
        let request = halo.tickets().create(write(value));
        let fault = request.preview().fault.unwrap();
        assert!(fault.contains("a number is NaN, infinite, or too large for a decimal"), "{fault}");
        assert_eq!(request.await.unwrap_err().kind(), ErrorKind::Config);
    }
    mock.assert_sent_times(0, Matching::post("/api/Tickets"));
}

#[tokio::test]
async fn strict_decoding_says_what_was_expected_and_found() {
    let mock = responding(r#"{"tickets": [{"id": 7, "status_id": {"name": "New"}}]}"#);
    let halo = link::builder(&mock).strict_decoding(true).build().unwrap();
    let error = halo.tickets().list().send().await.unwrap_err().to_string();
    assert!(
        error.contains("tickets[0].status_id: expected an id of type `StatusId`, found an object with `name`"),
        "{error}"
    );
}
