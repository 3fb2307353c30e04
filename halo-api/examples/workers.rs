//! Exports all tickets with four processes, each a range of pages, within one rate limit that they share through Redis.
//!
//! ```text
//! cargo run -p halo-api --example workers --features redis,mock-server [FOLDER]
//! ```
//!
//! With `HALOPSA_BASE_URL`, `HALOPSA_CLIENT_ID` and `HALOPSA_CLIENT_SECRET`, it reads that tenant; otherwise a Halo on this
//! machine with 2,000 tickets, which allows 20 requests in 2 seconds. Redis is at `REDIS_URL`, `redis://127.0.0.1:6379/` unless
//! set. Without it, each process keeps to its share. `docs/workers.md` explains the rest.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::HashSet;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use halo_api::mock::{MockHalo, MockServer};
use halo_api::redis::RedisLimiter;
use halo_api::{Halo, RateLimit};
use serde_json::json;

const WORKERS: u32 = 4;
const PAGE_SIZE: u32 = 50;
/// Set for the workers of a demo, whose Halo has a limit of its own.
const DEMO: &str = "HALO_WORKERS_DEMO";

type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match &args[..] {
        [flag, folder, first, last] if flag == "--worker" => {
            work(Path::new(folder), first.parse()?, last.parse()?).await
        }
        [] => lead(&PathBuf::from("halo-workers")).await,
        [folder] => lead(&PathBuf::from(folder)).await,
        _ => Err("name at most a folder".into()),
    }
}

/// Splits the list, starts the workers, and counts what they wrote.
async fn lead(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder)?;
    let demo = if std::env::var_os("HALOPSA_BASE_URL").is_none() { Some(demo()?) } else { None };
    let settings = settings(demo.as_ref())?;
    let halo = client(&settings)?;
    let total = halo.tickets().list().page_size(1).page_no(1).await?.record_count.ok_or("the list has no total")?;
    let pages = u32::try_from(total.div_ceil(u64::from(PAGE_SIZE)))?;
    println!("{total} tickets on {pages} pages");
    let begun = Instant::now();
    let each = pages.div_ceil(WORKERS).max(1);
    let ranges = (0..WORKERS).map(|worker| (worker * each + 1, ((worker + 1) * each).min(pages)));
    let workers = ranges.filter(|(first, last)| first <= last).map(|range| start(folder, range, &settings));
    for mut worker in workers.collect::<Result<Vec<_>, _>>()? {
        if !worker.wait()?.success() {
            return Err("a worker failed; run it again with its range".into());
        }
    }
    let (rows, tickets) = count(folder)?;
    println!("{rows} rows of {tickets} tickets in {:.1} s", begun.elapsed().as_secs_f64());
    Ok(())
}

/// What a process needs to call Halo, by the names of its variables.
type Settings = Vec<(&'static str, String)>;

fn settings(demo: Option<&MockServer>) -> Result<Settings, Failure> {
    let names = ["HALOPSA_BASE_URL", "HALOPSA_CLIENT_ID", "HALOPSA_CLIENT_SECRET"];
    if let Some(server) = demo {
        let values = [server.base_url(), "id".to_owned(), "secret".to_owned()];
        return Ok(names.into_iter().zip(values).chain([(DEMO, "1".to_owned())]).collect());
    }
    let value = |name| Ok((name, std::env::var(name).map_err(|_| format!("{name} is not set"))?));
    names.into_iter().map(value).collect()
}

fn client(settings: &Settings) -> Result<Halo, Failure> {
    let value = |wanted: &str| settings.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str());
    let required = |name| value(name).ok_or_else(|| format!("{name} is not set"));
    let redis_url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1:6379/".to_owned());
    let base_url = required("HALOPSA_BASE_URL")?;
    // The tenant's name would do; here each Halo has a limit of its own.
    let limiter = RedisLimiter::builder(redis_url, base_url).local_share(1.0 / f64::from(WORKERS));
    let limiter = match value(DEMO) {
        Some(_) => limiter.rate_limit(demo_limit()),
        None => limiter,
    };
    let builder = Halo::builder(base_url).rate_limiter(limiter.build()?);
    Ok(builder.client_credentials(required("HALOPSA_CLIENT_ID")?, required("HALOPSA_CLIENT_SECRET")?).build()?)
}

fn start(folder: &Path, (first, last): (u32, u32), settings: &Settings) -> std::io::Result<Child> {
    let mut worker = Command::new(std::env::current_exe()?);
    worker.arg("--worker").arg(folder).args([first.to_string(), last.to_string()]);
    worker.envs(settings.iter().map(|(name, value)| (*name, value))).spawn()
}

/// Exports the pages of one worker. A list that others change meanwhile may give a row twice, or not at all.
async fn work(folder: &Path, first: u32, last: u32) -> Result<(), Failure> {
    let mut settings = settings(None)?;
    settings.extend(std::env::var(DEMO).map(|demo| (DEMO, demo)));
    let halo = client(&settings)?;
    let mut file = BufWriter::new(File::create(folder.join(format!("pages-{first:05}.jsonl")))?);
    for number in first..=last {
        let page = halo.resource("/Tickets").list().page_size(PAGE_SIZE).page_no(number).await?;
        for row in page.items {
            serde_json::to_writer(&mut file, &row)?;
            file.write_all(b"\n")?;
        }
    }
    file.flush()?;
    let status = halo.rate_status();
    println!("pages {first} to {last} are exported; {} requests are in the window", status.used);
    Ok(())
}

/// The rows in all files, and the tickets among them.
fn count(folder: &Path) -> Result<(usize, usize), Failure> {
    let (mut rows, mut tickets) = (0, HashSet::new());
    for entry in fs::read_dir(folder)? {
        for line in fs::read_to_string(entry?.path())?.lines() {
            let row: serde_json::Value = serde_json::from_str(line)?;
            rows += 1;
            tickets.insert(row["id"].to_string());
        }
    }
    Ok((rows, tickets.len()))
}

fn demo_limit() -> RateLimit {
    RateLimit::new(20, Duration::from_secs(2))
}

fn demo() -> Result<MockServer, Failure> {
    let mock = MockHalo::new();
    for number in 1..=2_000 {
        mock.insert("tickets", json!({"id": number, "summary": format!("Ticket {number}")}))?;
    }
    mock.set_rate_limit(demo_limit());
    Ok(MockServer::start(mock)?)
}
