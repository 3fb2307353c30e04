//! Reports: SQL with rows that the test defines.

use halo_api::mock::MockHalo;
use halo_api::{Error, Halo, Method};
use serde_json::{Value, json};

use crate::link;

async fn run(halo: &Halo, sql: &str) -> Result<Value, Error> {
    let body = json!([{"id": 0, "name": "", "sql": sql, "_testonly": false, "_loadreportonly": true}]);
    halo.request(Method::POST, "/Report").json(&body).send().await
}

#[tokio::test]
async fn sql_gives_the_rows_that_the_test_defines_as_text() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.report("from FAULTS * where status = 1", [json!({"Id": 7, "Open": true, "Who": null})])?;
    mock.report("from area", Vec::<Value>::new())?;
    mock.report_error("from nowhere", "Invalid object name 'nowhere'.");
    let halo = link::halo(&mock);
    let reply = run(&halo, "SELECT id\n  FROM faults f\n WHERE status = 1").await?;
    assert_eq!(reply["report"], json!({"rows": [{"Id": "7", "Open": "true", "Who": null}]}));
    assert_eq!(run(&halo, "select * from area").await?["report"]["rows"], json!([]));
    let failed = run(&halo, "select * from nowhere").await?;
    assert_eq!(failed["report"]["load_error"], "Invalid object name 'nowhere'.", "with a success as its status");
    let error = run(&halo, "select 1").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 501);
    assert!(error.message().unwrap().contains("`select 1`"), "{error}");
    assert_eq!(mock.records("reports")?.len(), 0, "nothing was saved");
    let bare = halo.request(Method::POST, "/Report").json(&json!({"sql": "x"})).send::<Value>().await.unwrap_err();
    assert_eq!(bare.status().unwrap(), 400);
    Ok(())
}

#[tokio::test]
async fn a_saved_report_is_loaded_up_to_50_000_rows() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.report("from users", (0..50_100).map(|id| json!({"id": id})))?;
    let halo = link::halo(&mock);
    let body = json!([{"name": "All users", "sql": "select id from users"}]);
    let saved: Value = halo.request(Method::POST, "/Report").json(&body).send().await?;
    let path = format!("/Report/{}", saved["id"]);
    assert!(halo.request(Method::GET, &path).await?.get("report").is_none());
    let loaded = halo.request(Method::GET, &path).query("loadreport", true).await?;
    assert_eq!((&loaded["name"], loaded["report"]["rows"].as_array().unwrap().len()), (&json!("All users"), 50_000));
    let found = halo.request(Method::GET, "/Report").query("search", "all users").await?;
    assert_eq!(found["reports"][0]["id"], saved["id"]);
    Ok(())
}
