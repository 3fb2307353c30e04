//! Exports every resource that can be read into one file of JSON lines each: `<path>.jsonl`, such as `CannedText.jsonl`.
//!
//! ```text
//! cargo run -p halo-api --example export_everything --features mock -- FOLDER [PATH…]
//! ```
//!
//! If `HALOPSA_BASE_URL`, `HALOPSA_CLIENT_ID` and `HALOPSA_CLIENT_SECRET` are set, it reads that tenant; otherwise an
//! in-memory Halo of 300 resources with 200 rows each, every request of which takes `DEMO_DELAY_MS` (10 unless set).
//!
//! It can be stopped at any time and started again with the same folder: finished files are kept, and a list in pages goes on
//! where it stood. It stays within the rate limit by itself, in the lane that lets other calls go first. What Halo refuses is
//! listed in the summary and does not end the export.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod output;

use std::error::Error as StdError;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use halo_api::catalog::{self, IdKind, OperationKind, Paging, ResourceInfo};
use halo_api::mock::{Fault, MockHalo};
use halo_api::{Error, Halo, Lane};
use output::Output;
use serde_json::json;

/// Rows between two notes of how far a list has come.
const ROWS_PER_NOTE: u64 = 100;
/// Resources and rows of each in the demo.
const DEMO: (usize, usize) = (300, 200);

type Failure = Box<dyn StdError>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().ok_or("name the folder to export to")?);
    std::fs::create_dir_all(&folder)?;
    let wanted: Vec<String> = args.collect();
    let mock = std::env::var_os("HALOPSA_BASE_URL").is_none().then(demo);
    let halo = match &mock {
        Some(mock) => mock.halo(),
        None => Halo::from_env()?,
    };
    let readable = |info: &&ResourceInfo| info.has(OperationKind::List) || info.key.is_empty();
    let is_wanted = |info: &&ResourceInfo| {
        wanted.is_empty() || wanted.iter().any(|path| info.name().eq_ignore_ascii_case(path.trim_matches('/')))
    };
    let all: Vec<&ResourceInfo> = catalog::resources().iter().filter(readable).filter(is_wanted).collect();
    // Of the demo, only what has rows.
    let has_rows = |info: &&ResourceInfo| {
        mock.as_ref().is_none_or(|mock| mock.records(info.path).is_ok_and(|records| !records.is_empty()))
    };
    let all: Vec<&ResourceInfo> = all.into_iter().filter(has_rows).collect();
    let mut summary = Summary::default();
    let began = Instant::now();
    for (index, info) in all.iter().enumerate() {
        progress(index, all.len(), info.path, summary.rows);
        summary.add(info, export(&halo, info, &folder).await);
    }
    progress(all.len(), all.len(), "", summary.rows);
    eprintln!();
    summary.print(began.elapsed());
    if let Some(mock) = mock {
        println!("{} requests, the token's among them; at least {} are needed", mock.requests().len(), least(&summary));
    }
    Ok(())
}

/// What came of one resource.
struct Exported {
    rows: u64,
    /// Rows that an earlier run had written.
    earlier: u64,
    /// Whether its file was complete before.
    was_complete: bool,
    /// Pages that this run read.
    pages: u64,
    seconds: f64,
}

async fn export(halo: &Halo, info: &ResourceInfo, folder: &std::path::Path) -> Result<Exported, Failure> {
    let began = Instant::now();
    let mut output = Output::open(folder, info.name())?;
    if let Some(rows) = output.finished() {
        return Ok(Exported { rows, earlier: rows, was_complete: true, pages: 0, seconds: 0.0 });
    }
    let earlier = output.rows();
    let pages = if info.has(OperationKind::List) {
        list(halo, info, &mut output).await?
    } else {
        output.write(&halo.resource(info.path).get(()).await?)?;
        1
    };
    let rows = output.finish()?;
    Ok(Exported { rows, earlier, was_complete: false, pages, seconds: began.elapsed().as_secs_f64() })
}

/// Returns how many pages it read.
async fn list(halo: &Halo, info: &ResourceInfo, output: &mut Output) -> Result<u64, Failure> {
    let mut list = halo.resource(info.path).list().lane(Lane::Background);
    let is_paged = info.list.as_ref().is_some_and(|list| matches!(list.paging, Paging::Pages | Paging::Window(_)));
    match output.position() {
        Some(position) if is_paged => list = list.start_at(position.parse()?),
        _ => output.restart()?,
    }
    let mut rows = list.stream();
    while let Some(row) = rows.try_next().await? {
        output.write(&row)?;
        if is_paged && output.rows().is_multiple_of(ROWS_PER_NOTE) {
            output.note(&rows.position().to_string())?;
        }
    }
    Ok(rows.progress().pages)
}

/// A bar on the terminal.
fn progress(done: usize, all: usize, path: &str, rows: u64) {
    const WIDTH: usize = 30;
    let filled = done * WIDTH / all.max(1);
    let bar = format!("{}{}", "#".repeat(filled), ".".repeat(WIDTH - filled));
    eprint!("\r\x1b[K[{bar}] {done}/{all}  {rows} rows  {path}");
    let _ = std::io::stderr().flush();
}

/// What came of all.
#[derive(Default)]
struct Summary {
    rows: u64,
    complete_before: usize,
    requests: u64,
    /// Path, rows, pages and seconds.
    written: Vec<(&'static str, u64, u64, f64)>,
    refused: Vec<(&'static str, String)>,
}

impl Summary {
    fn add(&mut self, info: &ResourceInfo, result: Result<Exported, Failure>) {
        match result {
            Ok(Exported { rows, was_complete: true, .. }) => {
                self.rows += rows;
                self.complete_before += 1;
            }
            Ok(Exported { rows, earlier, pages, seconds, .. }) => {
                self.rows += rows;
                let is_paged =
                    info.list.as_ref().is_some_and(|list| matches!(list.paging, Paging::Pages | Paging::Window(_)));
                self.requests += if is_paged { (rows - earlier.min(rows)).div_ceil(100).max(1) } else { 1 };
                self.written.push((info.path, rows, pages, seconds));
            }
            Err(failure) => self.refused.push((info.path, reason(&*failure))),
        }
    }

    fn print(&self, elapsed: Duration) {
        println!("{:>9}  {:>6}  {:>8}  path", "rows", "pages", "seconds");
        for (path, rows, pages, seconds) in &self.written {
            println!("{rows:>9}  {pages:>6}  {seconds:>8.2}  {path}");
        }
        for (path, reason) in &self.refused {
            println!("  refused  {path}: {reason}");
        }
        println!(
            "{} rows of {} resources in {:.1} s; {} were complete before, {} were refused",
            self.rows,
            self.written.len() + self.complete_before,
            elapsed.as_secs_f64(),
            self.complete_before,
            self.refused.len()
        );
    }
}

/// The status and kind of an error; its text could quote the tenant.
fn reason(failure: &(dyn StdError + 'static)) -> String {
    match failure.downcast_ref::<Error>() {
        Some(error) => error
            .status()
            .map_or_else(|| format!("{:?}", error.kind()), |status| format!("{status} ({:?})", error.kind())),
        None => failure.to_string(),
    }
}

/// The fewest requests for what this run wrote: a page of 100 rows each, one for a bare list, one for the token.
fn least(summary: &Summary) -> u64 {
    summary.requests + 1
}

fn demo() -> MockHalo {
    let mock = MockHalo::new();
    let lists = catalog::resources().iter().filter(|info| info.has(OperationKind::List) && is_plain(info));
    let (typed, untyped): (Vec<_>, Vec<_>) = lists.partition(|info| info.entity.is_some());
    for info in untyped.into_iter().chain(typed).take(DEMO.0) {
        for number in 1..=DEMO.1 {
            let mut record = json!({"name": format!("row {number}")});
            // What stands above the id is no number of the mock's own.
            for member in info.key.iter().rev().skip(1) {
                record[*member] = (number % 7 + 1).into();
            }
            if let Err(error) = mock.insert(info.path, record) {
                eprintln!("{}: {error}", info.path);
            }
        }
    }
    let delay = std::env::var("DEMO_DELAY_MS").ok().and_then(|text| text.parse().ok()).unwrap_or(10);
    mock.faults_by(move |_| Some(Fault::delay(Duration::from_millis(delay))));
    mock
}

/// Whether all rows come by the path alone, and from that place of the mock: an operation at the path lists another entity's.
fn is_plain(info: &ResourceInfo) -> bool {
    let others = catalog::entities().iter().filter(|entity| entity.path != info.path);
    let is_of_another = others.flat_map(|entity| entity.operations).any(|operation| operation.path == info.path);
    let is_numbered = info.entity.is_none() || matches!(info.id, IdKind::Int) && info.key == ["id"];
    is_numbered && info.list_needs.is_empty() && !has_required_filter(info) && !is_of_another
}

fn has_required_filter(info: &ResourceInfo) -> bool {
    let operations = info.entity.into_iter().flat_map(|entity| entity.operations);
    let mut lists = operations.filter(|operation| operation.kind == OperationKind::List);
    lists.any(|list| list.filters.iter().any(|filter| filter.required))
}
