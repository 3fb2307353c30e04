//! Reports: SQL with rows that the test defines, raw and typed.

use std::collections::HashMap;

use halo_api::mock::{Fault, MockHalo};
use halo_api::reports::ReportWrite;
use halo_api::{Error, ErrorKind, Halo, Method};
use serde::Deserialize;
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
    assert_eq!(reply["report"], json!({"loaded": true, "rows": [{"Id": "7", "Open": "true", "Who": null}]}));
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

#[derive(Debug, PartialEq, Deserialize)]
struct Backlog {
    client: String,
    open: u32,
    vip: bool,
    #[serde(default, deserialize_with = "halo_api::lenient::datetime")]
    oldest: Option<halo_api::jiff::Timestamp>,
    agent: Option<i64>,
}

const BACKLOG: &str =
    "SELECT aareadesc AS client, COUNT(*) AS [open] FROM faults JOIN area ON areaint = aarea GROUP BY aareadesc;";

/// The story of a program that reads a backlog by SQL, with a statement that fails among others.
#[tokio::test]
async fn sql_gives_rows_of_a_struct_and_a_failing_statement_is_an_error_with_its_words() -> Result<(), Error> {
    let mock = MockHalo::new();
    let rows = [
        json!({"client": "Harbour Dental", "open": 12, "vip": true, "oldest": "2026-02-01T10:00:00", "agent": 7}),
        json!({"client": "Quay Café", "open": "3.00", "vip": 0, "oldest": null, "agent": ""}),
    ];
    mock.report("from faults * group by", rows)?;
    mock.report_error("from fault where", "Invalid object name 'fault'.");
    mock.report_error("order by", "The ORDER BY clause is invalid in views, derived tables and subqueries.");
    let halo = link::halo(&mock);

    let backlog: Vec<Backlog> = halo.reports().sql(BACKLOG).rows().await?;
    assert_eq!(
        backlog.iter().map(|line| (&*line.client, line.open)).collect::<Vec<_>>(),
        [("Harbour Dental", 12), ("Quay Café", 3)]
    );
    assert_eq!((backlog[0].vip, backlog[0].agent, backlog[1].vip, backlog[1].agent), (true, Some(7), false, None));
    assert_eq!((backlog[0].oldest, backlog[1].oldest), ("2026-02-01T10:00:00Z".parse().ok(), None));
    let body = mock.requests().last().unwrap().body.clone().unwrap();
    let expected = json!([{"id": 0, "name": "", "apiquery_id": 0, "_testonly": false, "_loadreportonly": true,
        "sql": BACKLOG.trim_end_matches(';')}]);
    assert_eq!(body, expected);
    let rows = halo.reports().sql(BACKLOG).await?;
    assert_eq!(rows[0].get("open"), Some(&json!("12")), "as Halo sends it");

    let error = halo.reports().sql("SELECT 1 FROM fault WHERE 1 = 1").rows::<Backlog>().await.unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::BadRequest, Some("Invalid object name 'fault'.")));
    let error = halo.reports().sql("SELECT 1 FROM area ORDER BY 1").await.unwrap_err();
    assert!(error.to_string().contains("needs TOP or OFFSET"), "{error}");
    for refused in ["SELECT 1; SELECT 2", "SELECT 1 -- one", " "] {
        assert_eq!(halo.reports().sql(refused).await.unwrap_err().kind(), ErrorKind::Config, "{refused}");
    }
    let misfit = halo.reports().sql(BACKLOG).rows::<HashMap<String, i64>>().await.unwrap_err();
    assert_eq!(misfit.kind(), ErrorKind::Decode);
    assert!(misfit.to_string().contains("row 1, column `client`: invalid type: string"), "{misfit}");
    assert_eq!(mock.records("reports")?.len(), 0, "nothing was saved");
    mock.assert_no_unknown_fields();
    Ok(())
}

#[tokio::test]
async fn sql_is_sent_again_after_a_failure_and_by_clients_that_only_read() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.report("from area", [json!({"n": 1})])?;
    let halo = link::halo(&mock).read_only();
    mock.fault(Fault::dropped().on("/api/Report"));
    mock.fault(Fault::status(503).on("/api/Report"));
    let rows: Vec<HashMap<String, i64>> = halo.reports().sql("SELECT n FROM area").rows().await?;
    assert_eq!(rows, [HashMap::from([("n".to_owned(), 1)])]);
    let sent = mock.requests().into_iter().filter(|request| request.path == "/api/Report").count();
    assert_eq!(sent, 3);
    let write = ReportWrite::new().name("Clients").sql("SELECT n FROM area");
    assert_eq!(halo.reports().create(write).await.unwrap_err().kind(), ErrorKind::ReadOnly);
    Ok(())
}

#[tokio::test]
async fn a_report_is_created_copied_found_and_loaded() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.report("from users", [json!({"id": 5})])?;
    let halo = link::halo(&mock);
    let write = ReportWrite::new().name("All users").sql("select id from users").group_id(3);
    let saved = halo.reports().create(write).await?;
    let whole = halo.reports().get(saved.id).include_details(true).await?;
    assert_eq!((whole.sql.as_deref(), &whole.report), (Some("select id from users"), &None));
    let copy = halo.reports().create(ReportWrite::copy_of(&whole).name("Users of all clients")).await?;
    assert_ne!(copy.id, saved.id);
    assert_eq!((copy.sql, copy.group_id), (whole.sql, Some(3)));
    let found = halo.reports().list().search("all users").all().await?;
    assert_eq!(found.iter().map(|report| report.id).collect::<Vec<_>>(), [saved.id]);
    let rows: Vec<HashMap<String, i64>> = halo.reports().load(copy.id).rows().await?;
    assert_eq!(rows[0]["id"], 5);
    let loaded = halo.reports().get(copy.id).load_report(true).await?;
    assert_eq!(loaded.report.unwrap().rows.as_deref().unwrap(), [json!({"id": "5"})]);
    halo.reports().delete(copy.id).await?;
    assert!(halo.reports().load(copy.id).await.unwrap_err().is_not_found());
    mock.assert_no_unknown_fields();
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn a_report_that_reaches_halos_limit_is_an_error_unless_it_is_accepted() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.report("from users", (0..50_001).map(|id| json!({"id": id})))?;
    mock.report("from area", (0..49_999).map(|id| json!({"id": id})))?;
    let halo = link::halo(&mock);
    assert_eq!(halo.reports().sql("select id from area").await?.len(), 49_999);
    let error = halo.reports().sql("select id from users").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(error.to_string().contains("50000 rows, at which Halo stops"), "{error}");
    assert_eq!(halo.reports().sql("select id from users").accept_shortfall().await?.len(), 50_000);
    Ok(())
}

#[tokio::test]
async fn rows_are_found_wherever_an_instance_puts_them_and_their_absence_is_an_error() {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let run = async |body: Value| {
        mock.fault(Fault::status(200).body(body.to_string()).on("/api/Report"));
        halo.reports().sql("select 1").rows::<HashMap<String, i64>>().await
    };
    for body in [
        json!({"report": {"rows": [{"n": "1"}], "load_error": ""}}),
        json!([{"report": {"rows": [{"n": 1}], "load_error": null}}]),
        json!({"rows": [{"n": "1"}], "available_columns": []}),
        json!([{"rows": [{"n": "1"}]}]),
    ] {
        assert_eq!(run(body.clone()).await.unwrap(), [HashMap::from([("n".to_owned(), 1)])], "{body}");
    }
    assert_eq!(run(json!({"report": {"rows": []}})).await.unwrap(), []);
    for body in
        [json!({"report": {}}), json!({"report": {"rows": null}}), json!({}), json!([]), json!(5), json!({"rows": [5]})]
    {
        let error = run(body.clone()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        assert!(!error.to_string().contains("did apply"), "{error}");
    }
    let error = run(json!({"report": {}, "message": "The report is off"})).await.unwrap_err();
    assert_eq!(error.message(), Some("The report is off"));
    let error = run(json!({"load_error": "Timeout expired."})).await.unwrap_err();
    assert_eq!(error.message(), Some("Timeout expired."));
}
