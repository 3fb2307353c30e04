//! Counts the requests of an upsert, beside the least that it could take.

use std::time::Duration;

use halo_api::assets::AssetWrite;
use halo_api::mock::{Fault, MockHalo};
use halo_api::{Method, RetryPolicy};
use serde_json::json;

use crate::counts;

/// Rows, and what Halo holds before.
struct Case {
    name: &'static str,
    rows: i64,
    /// Assets that are there, numbered from 1.
    stored: i64,
    /// Of the rows, how many differ from their asset.
    changed: i64,
    key: &'static str,
    has_storm: bool,
    least: u64,
}

const CASES: [Case; 7] = [
    Case { name: "200 new", rows: 200, stored: 0, changed: 0, key: "ninjarmm_id", has_storm: false, least: 201 },
    Case { name: "200 unchanged", rows: 200, stored: 200, changed: 0, key: "ninjarmm_id", has_storm: false, least: 4 },
    Case {
        name: "10 of 200 changed",
        rows: 200,
        stored: 200,
        changed: 10,
        key: "ninjarmm_id",
        has_storm: false,
        least: 14,
    },
    Case {
        name: "half of 200 new",
        rows: 200,
        stored: 100,
        changed: 0,
        key: "ninjarmm_id",
        has_storm: false,
        least: 102,
    },
    Case {
        name: "1 of 10,000",
        rows: 1,
        stored: 10_000,
        changed: 1,
        key: "inventory_number",
        has_storm: false,
        least: 2,
    },
    Case {
        name: "20 of 10,000",
        rows: 20,
        stored: 10_000,
        changed: 0,
        key: "inventory_number",
        has_storm: false,
        least: 20,
    },
    Case {
        name: "200 new, 10 responses lost, 10 times 429",
        rows: 200,
        stored: 0,
        changed: 0,
        key: "ninjarmm_id",
        has_storm: true,
        least: 201,
    },
];

/// Prints a row for each case.
pub(crate) fn requests() {
    counts::head("upsert");
    for case in CASES {
        let paused = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        let used = paused.expect("a runtime").block_on(used(&case));
        counts::line(case.name, used, case.least);
    }
}

fn row(number: i64, host: &str) -> AssetWrite {
    AssetWrite::new().ninjarmm_id(number).inventory_number(format!("T{number}")).key_field(host)
}

async fn used(case: &Case) -> usize {
    let mock = MockHalo::new();
    for number in 1..=case.stored {
        let asset = json!({"ninjarmm_id": number, "inventory_number": format!("T{number}"), "key_field": "PC"});
        mock.insert("assets", asset).expect("an asset");
    }
    if case.has_storm {
        let on_writes = |fault: Fault| mock.fault(fault.on("/api/Asset").method(Method::POST));
        for number in 1..=10 {
            on_writes(Fault::dropped().nth(number * 18));
        }
        let sentence = "\"Rate Limit Reached - 700 Requests per rolling 5 minute window\"";
        on_writes(Fault::status(429).body(sentence).nth(60).times(10));
    }
    let halo = mock.builder().rate_limit(None).retry(RetryPolicy::default()).build().expect("valid settings");
    let rows = (1..=case.rows).map(|number| row(number, if number <= case.changed { "Renamed" } else { "PC" }));
    let report = halo.assets().upsert(rows, case.key).settle_time(Duration::from_secs(10)).await.expect("a report");
    assert!(report.is_complete(), "every row is written");
    counts::used(&mock)
}
