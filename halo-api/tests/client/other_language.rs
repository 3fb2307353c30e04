//! A program in another language that was written for the real Halo works against the mock.
#![cfg(feature = "mock-server")]

use std::io::Write;
use std::process::Command;

use halo_api::mock::{Matching, MockHalo, MockServer};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/other_language.py");

#[test]
fn a_python_client_of_the_real_halo_works_against_the_mock() {
    if !Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success()) {
        // Not with a print macro, whose output the test runner captures.
        writeln!(std::io::stderr(), "NOT TRIED: there is no python3 to run examples/other_language.py").unwrap();
        return;
    }
    let mock = MockHalo::demo();
    mock.set_credentials("id", "secret");
    let server = MockServer::start(mock.clone()).unwrap();
    let output = Command::new("python3")
        .arg(SCRIPT)
        .envs([("HALOPSA_CLIENT_ID", "id"), ("HALOPSA_CLIENT_SECRET", "secret")])
        .env("HALOPSA_BASE_URL", server.base_url())
        .output()
        .unwrap();
    let (told, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}{wrong}");
    let count = mock.records("tickets").unwrap().len();
    assert!(told.starts_with(&format!("{count} tickets over 2 pages")), "{told}");
    mock.assert_no_unknown_parameters();
    mock.assert_sent_times(2, Matching::post("/api/Tickets"));
    mock.assert_sent_times(1, Matching::delete("/api/Tickets"));
}
