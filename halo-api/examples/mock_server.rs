//! Serves the in-memory Halo over HTTP until it is stopped, for programs in any language.
//!
//! `docs/testing.md` shows its use.
//!
//! ```text
//! cargo run -p halo-api --example mock_server --features mock-server -- --port 0 --demo
//! ```
//!
//! It prints the three settings that programs for Halo need, one per line, and logs each request on stderr.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::error::Error;
use std::num::ParseIntError;
use std::process::ExitCode;
use std::time::Duration;

use halo_api::RateLimit;
use halo_api::mock::{MockHalo, MockServer};

const USAGE: &str = "\
Usage: mock_server [--port PORT] [--demo] [--data FILE] [--limit REQUESTS] [--quiet]

  --port PORT       serve on this port of 127.0.0.1; 0, the default, chooses a free port
  --demo            start with the records of a small managed service provider
  --data FILE       start with the records of this file, in the format of MockHalo::save
  --limit REQUESTS  return a 429 for more requests than this in 5 minutes; Halo's own limit is 700
  --quiet           do not log requests";

/// The size of the in-memory request log, which only tests need.
const LOGGED_REQUESTS: usize = 100;
const CLIENT_ID: &str = "8c1f0d2e-5b7a-4f43-9a66-2f1f6a0c9d01";
const CLIENT_SECRET: &str = "d41c7a52-0b1e-4c0c-8a8b-6c8f1d2e3f40-1b9e2c37-77aa-4f0e-9d55-0a1b2c3d4e5f";

#[derive(Default)]
struct Settings {
    port: u16,
    demo: bool,
    data: Option<String>,
    limit: Option<u32>,
    quiet: bool,
}

fn main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves forever; returns only after an error or the usage text.
fn serve() -> Result<(), Box<dyn Error>> {
    let Some(settings) = settings()? else {
        println!("{USAGE}");
        return Ok(());
    };
    let mock = match &settings.data {
        Some(file) => MockHalo::load(&std::fs::read_to_string(file)?)?,
        None if settings.demo => MockHalo::demo(),
        None => MockHalo::new(),
    };
    mock.set_credentials(CLIENT_ID, CLIENT_SECRET);
    mock.set_clock(jiff::Timestamp::now());
    mock.keep_requests(LOGGED_REQUESTS);
    mock.set_rate_limit(settings.limit.map(|requests| RateLimit::new(requests, Duration::from_secs(300))));
    if !settings.quiet {
        mock.on_answer(|request| eprintln!("{request}"));
    }
    let server = MockServer::start_at(mock, settings.port)?;
    println!("HALOPSA_BASE_URL={}", server.base_url());
    println!("HALOPSA_CLIENT_ID={CLIENT_ID}");
    println!("HALOPSA_CLIENT_SECRET={CLIENT_SECRET}");
    loop {
        std::thread::park();
    }
}

fn settings() -> Result<Option<Settings>, Box<dyn Error>> {
    let mut settings = Settings::default();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value\n\n{USAGE}"));
        let wrong = |error: ParseIntError| format!("{argument}: {error}\n\n{USAGE}");
        match argument.as_str() {
            "--port" => settings.port = value()?.parse().map_err(wrong)?,
            "--limit" => settings.limit = Some(value()?.parse().map_err(wrong)?),
            "--data" => settings.data = Some(value()?),
            "--demo" => settings.demo = true,
            "--quiet" => settings.quiet = true,
            "--help" | "-h" => return Ok(None),
            other => return Err(format!("`{other}` is not an option\n\n{USAGE}").into()),
        }
    }
    Ok(Some(settings))
}
