//! Creates and updates users from a CSV file, and goes on past rows that cannot be written.
//!
//! ```text
//! cargo run -p halo-api --example user_sync --features mock -- users.csv [--write]
//! ```
//!
//! Columns: `site_id,email,name`. Without `--write` it only says what it would do. If `HALOPSA_BASE_URL` and the credentials
//! are set, it works on that tenant, otherwise on the in-memory Halo. Guide: `docs/guides/user-sync.md`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::HashMap;
use std::error::Error as StdError;
use std::process::ExitCode;

use halo_api::mock::MockHalo;
use halo_api::users::{User, UserWrite};
use halo_api::{Error, Halo};

/// What happened to the rows.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Summary {
    pub(crate) created: usize,
    pub(crate) updated: usize,
    pub(crate) unchanged: usize,
    /// Line and reason.
    pub(crate) failed: Vec<(usize, String)>,
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn StdError>> {
    let file = std::env::args().nth(1).ok_or("name the CSV file")?;
    let may_write = std::env::args().any(|argument| argument == "--write");
    let on_tenant = std::env::var_os("HALOPSA_BASE_URL").is_some();
    let halo = if on_tenant { Halo::from_env()? } else { MockHalo::demo().halo() };
    let summary = run(&halo, &std::fs::read_to_string(file)?, may_write).await?;
    for (line, reason) in &summary.failed {
        eprintln!("line {line}: {reason}");
    }
    let Summary { created, updated, unchanged, failed } = &summary;
    println!("{created} created, {updated} updated, {unchanged} unchanged, {} failed", failed.len());
    Ok(if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub(crate) async fn run(halo: &Halo, csv: &str, may_write: bool) -> Result<Summary, Error> {
    let known = users_by_email(halo).await?;
    let mut summary = Summary::default();
    for (number, line) in (1..).zip(csv.lines()).skip(1) {
        match sync(halo, &known, line, may_write).await {
            Ok(Some(true)) => summary.created += 1,
            Ok(Some(false)) => summary.updated += 1,
            Ok(None) => summary.unchanged += 1,
            // Without a token or a network, the next row fails as well.
            Err(error) if error.is_auth() || error.status().is_none() && error.attempts().len() > 1 => {
                return Err(error);
            }
            Err(error) => summary.failed.push((number, error.to_string())),
        }
    }
    Ok(summary)
}

/// Whether the user was created (`true`), updated (`false`), or is as the row says.
async fn sync(halo: &Halo, known: &HashMap<String, User>, line: &str, may_write: bool) -> Result<Option<bool>, Error> {
    let mut cells = line.split(',').map(str::trim).chain(std::iter::repeat(""));
    let (site, email, name) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""), cells.next().unwrap_or(""));
    let user = known.get(&email.to_lowercase());
    if user.is_some_and(|user| user.name.as_deref() == Some(name)) {
        return Ok(None);
    }
    let write =
        UserWrite::new().email_address(email).when_some(Some(name).filter(|name| !name.is_empty()), UserWrite::name);
    match user {
        _ if !may_write => {}
        Some(user) => drop(halo.users().update(user.id, write).await?),
        None => drop(halo.users().create(write.when_some(site.parse::<i64>().ok(), UserWrite::site_id)).await?),
    }
    Ok(Some(user.is_none()))
}

async fn users_by_email(halo: &Halo) -> Result<HashMap<String, User>, Error> {
    let users = halo.users().list().all().await?;
    Ok(users.into_iter().filter_map(|user| Some((user.email_address.clone()?.to_lowercase(), user))).collect())
}
