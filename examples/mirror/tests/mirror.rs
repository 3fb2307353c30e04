//! The mirror is exact, however often it was killed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use halo_api::jiff::{SignedDuration, Timestamp};
use halo_api::mock::{MockHalo, MockServer};
use halo_api::tickets::TicketWrite;
use halo_api::{Halo, Method};
use rusqlite::Connection;
use serde_json::{Value, json};

const TICKETS: i64 = 20_000;
const ACTIONS: i64 = 2_500;

/// Tickets that changed long ago, and actions of the last ten days, several hundred a day.
fn demo() -> MockHalo {
    let mock = MockHalo::new();
    let now = Timestamp::now();
    mock.set_clock(now);
    for id in 1..=TICKETS {
        let ticket = json!({"id": id, "summary": format!("Ticket {id}"), "last_update": "2026-01-01T00:00:00"});
        mock.insert("tickets", ticket).unwrap();
    }
    for id in 1..=ACTIONS {
        let at = now - SignedDuration::from_mins(5 + id * 5);
        let action =
            json!({"id": id % 7 + 1, "ticket_id": id, "note": format!("Note {id}"), "datetime": at.to_string()});
        mock.insert("actions", action).unwrap();
    }
    mock
}

struct Mirror {
    file: PathBuf,
    base_url: String,
}

impl Mirror {
    fn start(&self) -> Child {
        Command::new(env!("CARGO_BIN_EXE_mirror"))
            .arg(&self.file)
            .env("HALOPSA_BASE_URL", &self.base_url)
            .env("HALOPSA_CLIENT_ID", "mock-client")
            .env("HALOPSA_CLIENT_SECRET", "mock-secret")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Runs to the end, and returns what the program says.
    fn run(&self) -> String {
        let output = self.start().wait_with_output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    }

    /// Kills a run as soon as so many tickets are stored.
    fn kill_at(&self, tickets: i64) -> i64 {
        let mut child = self.start();
        loop {
            assert!(child.try_wait().unwrap().is_none(), "it ended before it could be killed");
            let stored = stored(&self.file);
            if stored >= tickets {
                child.kill().unwrap();
                child.wait().unwrap();
                return stored;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// How many tickets are stored: none before there is a table.
fn stored(file: &Path) -> i64 {
    let count = |database: Connection| database.query_row("SELECT count(*) FROM tickets", [], |row| row.get(0));
    Connection::open(file).and_then(count).unwrap_or(0)
}

/// All rows of a table, by their keys.
fn rows(file: &Path, table: &str) -> BTreeMap<Vec<i64>, Value> {
    let database = Connection::open(file).unwrap();
    let mut query = database.prepare(&format!("SELECT record FROM {table}")).unwrap();
    let records = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
    records.map(|record| keyed(serde_json::from_str(&record.unwrap()).unwrap())).collect()
}

fn keyed(record: Value) -> (Vec<i64>, Value) {
    let members = ["ticket_id", "id"].iter().filter_map(|name| record.get(name));
    (members.map(|member| member.as_i64().unwrap()).collect(), record)
}

/// What is in Halo, without the actions of tickets that were deleted.
fn in_halo(mock: &MockHalo, table: &str, members: &[&str]) -> BTreeMap<Vec<i64>, Value> {
    let tickets: BTreeSet<_> = mock.records("tickets").unwrap().iter().map(|ticket| ticket["id"].as_i64()).collect();
    let is_kept = |record: &Value| record.get("ticket_id").is_none_or(|ticket| tickets.contains(&ticket.as_i64()));
    let records = mock.records(table).unwrap().into_iter().filter(is_kept);
    records.map(|record| keyed(only(&record, members))).collect()
}

fn only(record: &Value, members: &[&str]) -> Value {
    members.iter().map(|name| ((*name).to_owned(), record.get(name).cloned().unwrap_or(Value::Null))).collect()
}

fn assert_exact(mirror: &Mirror, mock: &MockHalo) {
    for (table, members) in [("tickets", ["id", "summary"].as_slice()), ("actions", &["ticket_id", "id", "note"])] {
        let mirrored = rows(&mirror.file, table).into_iter().map(|(key, row)| (key, only(&row, members)));
        let mirrored: BTreeMap<_, _> = mirrored.collect();
        let expected = in_halo(mock, table, members);
        assert_eq!(mirrored.len(), expected.len(), "{table}");
        for (key, row) in expected {
            assert_eq!(mirrored.get(&key), Some(&row), "{table}");
        }
    }
}

fn requests(mock: &MockHalo) -> usize {
    let requests = mock.requests();
    mock.clear_requests();
    requests.iter().filter(|request| request.method == Method::GET).count()
}

#[test]
fn a_mirror_is_exact_after_three_kills_and_then_asks_for_what_changed() {
    let mock = demo();
    let server = MockServer::start(mock.clone()).unwrap();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("mirror");
    std::fs::remove_dir_all(&folder).ok();
    std::fs::create_dir_all(&folder).unwrap();
    let mirror = Mirror { file: folder.join("halo.db"), base_url: server.base_url().to_owned() };

    let killed = [3_000, 9_000, 15_000].map(|tickets| mirror.kill_at(tickets));
    let said = mirror.run();
    println!("killed at {killed:?} tickets; {} requests in all; the last run: {said}", requests(&mock));
    assert_exact(&mirror, &mock);

    change(&mock);
    mock.clear_requests();
    let said = mirror.run();
    let asked = requests(&mock);
    println!("{asked} requests for what changed: {said}");
    assert_exact(&mirror, &mock);
    assert!(said.starts_with("500 tickets written, 50 removed"), "{said}");
    assert!(asked <= 10, "{asked}");
}

/// 500 tickets change, 50 others are deleted.
fn change(mock: &MockHalo) {
    let halo: Halo = mock.builder().rate_limit(None).build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        for id in (1..=TICKETS).step_by(40) {
            halo.tickets().update(id, TicketWrite::new().summary(format!("Changed {id}"))).await.unwrap();
        }
        for id in (2..=TICKETS).step_by(400) {
            halo.tickets().delete(id).await.unwrap();
        }
    });
}
