//! The jobs of `examples/` do what they promise, against the mock.
#![cfg(feature = "mock")]
#![allow(dead_code)]

#[path = "../../examples/csv_export.rs"]
mod csv_export;
#[path = "../../examples/hours.rs"]
mod hours;
#[path = "../../examples/sql_report.rs"]
mod sql_report;
#[path = "../../examples/ticket_with_pdf.rs"]
mod ticket_with_pdf;
#[path = "../../examples/unpaid_invoices.rs"]
mod unpaid_invoices;
#[path = "../../examples/user_sync.rs"]
mod user_sync;

use std::fs;
use std::path::PathBuf;

use halo_api::mock::{Fault, Matching, MockHalo};
use serde_json::json;

/// A folder of its own for each test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[tokio::test(start_paused = true)]
async fn a_csv_export_that_was_stopped_goes_on_without_losing_or_repeating_a_row() {
    let mock = MockHalo::new();
    mock.custom_field("tickets", 40, "CFFloor", "Floor").unwrap();
    for id in 1..=230 {
        let ticket =
            json!({"id": id, "summary": format!("No. {id}, \"urgent\""), "customfields": [{"id": 40, "value": id}]});
        mock.insert("tickets", ticket).unwrap();
    }
    let file = folder("csv").join("tickets.csv");
    mock.fault(Fault::status(500).on("/api/Tickets").nth(3).times(1));
    csv_export::run(&mock.halo(), &file, &[40]).await.unwrap_err();
    let first = fs::read_to_string(&file).unwrap().lines().count();
    assert!(file.with_extension("position").exists() && first > 100 && first < 231, "{first}");
    csv_export::run(&mock.halo(), &file, &[40]).await.unwrap();
    let text = fs::read_to_string(&file).unwrap();
    let rows: Vec<&str> = text.lines().collect();
    assert_eq!(rows.len(), 231);
    assert_eq!(rows[0], "\"id\",\"raised\",\"client\",\"summary\",\"custom field 40\"");
    let mut ids: Vec<&str> = rows[1..].iter().map(|row| row.split(',').next().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 230);
    assert!(
        text.contains("\"7\",\"\",\"\",\"No. 7, \"\"urgent\"\"\",\"7\"")
            || text.contains("\"No. 7, \"\"urgent\"\"\",\"7\""),
        "{text}"
    );
    assert!(!file.with_extension("position").exists());
    mock.assert_no_writes();
    mock.assert_no_unknown_parameters();
}

#[tokio::test(start_paused = true)]
async fn hours_are_summed_by_client_and_agent() {
    let mock = MockHalo::new();
    for (id, client) in [(1, "Harbour Dental"), (2, "Kestrel Logistics")] {
        mock.insert("clients", json!({"id": id, "name": client})).unwrap();
        mock.insert("tickets", json!({"id": id, "client_id": id})).unwrap();
    }
    for (id, ticket, who, hours, day) in
        [(1, 1, "Dana", 1.5, 4), (2, 1, "Dana", 0.25, 4), (3, 2, "Eli", 2.0, 4), (4, 2, "Eli", 8.0, 1)]
    {
        let at = format!("2026-01-0{day}T10:00:00");
        let action = json!({"id": id, "ticket_id": ticket, "who": who, "timetaken": hours, "datetime": at, "actiondatecreated": at});
        mock.insert("actions", action).unwrap();
    }
    let hours = hours::run(&mock.halo(), "2026-01-03T00:00:00Z".parse().unwrap()).await.unwrap();
    let hours: Vec<_> =
        hours.iter().map(|((client, agent), hours)| (client.as_str(), agent.as_str(), *hours)).collect();
    assert_eq!(hours, [("Harbour Dental", "Dana", 1.75), ("Kestrel Logistics", "Eli", 2.0)]);
    mock.assert_no_writes();
    mock.assert_no_unknown_parameters();
}

#[tokio::test(start_paused = true)]
async fn unpaid_invoices_are_saved_and_one_without_a_pdf_is_no_reason_to_stop() {
    let mock = unpaid_invoices::demo().unwrap();
    mock.fault(Fault::status(500).on("/api/Invoice/PDF/3"));
    let folder = folder("invoices");
    let unpaid = unpaid_invoices::run(&mock.halo(), &folder).await.unwrap();
    assert_eq!(unpaid.iter().map(|invoice| i64::from(invoice.id)).collect::<Vec<_>>(), [1, 3, 5]);
    assert_eq!(fs::read(folder.join("5.pdf")).unwrap(), b"%PDF-1.7");
    assert!(!folder.join("3.pdf").exists() && !folder.join("2.pdf").exists());
}

#[tokio::test(start_paused = true)]
async fn an_alert_becomes_a_ticket_with_its_files() {
    let mock = MockHalo::demo();
    let halo = mock.halo();
    let ticket = Box::pin(ticket_with_pdf::run(&halo)).await.unwrap();
    let files = halo.tickets().attachments(ticket).all().await.unwrap();
    let mut names: Vec<_> = files.iter().filter_map(|file| file.filename.as_deref()).collect();
    names.sort_unstable();
    assert_eq!(names, ["disk.csv", "disk.pdf", "load.gif"]);
}

#[tokio::test(start_paused = true)]
async fn the_file_of_a_ticket_that_was_refused_is_deleted_and_that_of_one_in_doubt_is_not() {
    for (fault, deleted) in [(Fault::status(400), 1), (Fault::dropped(), 0)] {
        let mock = MockHalo::demo();
        mock.fault(fault.on("/api/Tickets"));
        let error = Box::pin(ticket_with_pdf::run(&mock.halo())).await.unwrap_err();
        assert_eq!(error.is_outcome_unknown(), deleted == 0, "{error}");
        mock.assert_sent_times(deleted, Matching::delete("/api/Attachment"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_statement_gives_the_backlog_and_changes_nothing() {
    let halo = sql_report::demo().unwrap().halo().read_only();
    let backlog = sql_report::run(&halo).await.unwrap();
    let lines: Vec<_> = backlog.iter().map(|line| (line.client.as_str(), line.open)).collect();
    assert_eq!(lines, [("Harbour Dental", 12), ("Quay Books", 3)]);
}

#[tokio::test(start_paused = true)]
async fn a_bad_row_does_not_keep_the_others_from_being_synced() {
    let mock = MockHalo::new();
    mock.insert("clients", json!({"id": 1, "name": "Harbour Dental"})).unwrap();
    mock.insert("sites", json!({"id": 1, "name": "Main", "client_id": 1})).unwrap();
    for (id, name) in [(1, "Ada Low"), (2, "Ben Stone")] {
        let user = json!({"id": id, "name": name, "site_id": 1, "emailaddress": format!("u{id}@harbour.example")});
        mock.insert("users", user).unwrap();
    }
    let csv = "site_id,email,name\n1,U1@harbour.example,Ada Low\n1,u2@harbour.example,Ben Stoner\n1,u3@harbour.example,\n1,u4@harbour.example,Cyd May\n";
    let dry = user_sync::run(&mock.halo(), csv, false).await.unwrap();
    assert_eq!((dry.created, dry.updated, dry.unchanged, dry.failed.len()), (2, 1, 1, 0));
    mock.assert_no_writes();
    let summary = user_sync::run(&mock.halo(), csv, true).await.unwrap();
    assert_eq!((summary.created, summary.updated, summary.unchanged), (1, 1, 1));
    assert_eq!(summary.failed.len(), 1, "{:?}", summary.failed);
    assert!(summary.failed[0].0 == 4 && summary.failed[0].1.contains("name"), "{:?}", summary.failed);
    mock.assert_sent_times(2, Matching::post("/api/Users"));
    mock.assert_no_unknown_fields();
    let again = user_sync::run(&mock.halo(), csv, true).await.unwrap();
    assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 3), "a second run changes nothing");
}
