//! Exports all tickets to a CSV file, with custom fields, and goes on where an earlier run was stopped.
//!
//! ```text
//! cargo run -p halo-api --example csv_export --features mock -- tickets.csv 40 41
//! ```
//!
//! The numbers are ids of custom fields. If `HALOPSA_BASE_URL` and the credentials are set, it reads that tenant, otherwise
//! the in-memory Halo. Guide: `docs/guides/csv-export.md`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fs::{self, File, OpenOptions};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

use halo_api::mock::MockHalo;
use halo_api::{Halo, Position};

type Failure = Box<dyn StdError>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut args = std::env::args().skip(1);
    let file = args.next().ok_or("name the file to write, then the ids of custom fields")?;
    let fields = args.map(|id| id.parse()).collect::<Result<Vec<i64>, _>>()?;
    let on_tenant = std::env::var_os("HALOPSA_BASE_URL").is_some();
    let halo = if on_tenant { Halo::from_env()? } else { MockHalo::demo().halo() };
    let rows = run(&halo, Path::new(&file), &fields).await?;
    println!("{rows} tickets in {file}");
    Ok(())
}

/// Returns how many rows this run wrote.
pub(crate) async fn run(halo: &Halo, file: &Path, fields: &[i64]) -> Result<u64, Failure> {
    let place = file.with_extension("position");
    let mut csv = OpenOptions::new().create(true).truncate(false).write(true).open(file)?;
    let mut list = halo.tickets().list();
    if !fields.is_empty() {
        list = list.include_custom_fields(fields.iter().copied());
    }
    if let Ok(saved) = fs::read_to_string(&place) {
        // What was written after the place was saved is written again.
        let (length, position) = saved.split_once(' ').ok_or("the file with the position is damaged")?;
        csv.set_len(length.parse()?)?;
        list = list.start_at(position.parse::<Position>()?);
    } else {
        csv.set_len(0)?;
        let names = fields.iter().map(|id| format!("custom field {id}"));
        writeln!(csv, "{}", row(["id", "raised", "client", "summary"].map(str::to_owned).into_iter().chain(names)))?;
    }
    csv.seek(SeekFrom::End(0))?;
    let (mut tickets, mut rows) = (list.stream(), 0_u64);
    while let Some(ticket) = tickets.try_next().await? {
        let raised = ticket.date_occurred.map(|at| at.to_string()).unwrap_or_default();
        let custom =
            fields.iter().map(|id| ticket.custom_field(*id).and_then(|field| field.text()).unwrap_or_default());
        let known = [ticket.id.to_string(), raised];
        let texts = [&ticket.client_name, &ticket.summary].map(|text| text.clone().unwrap_or_default());
        writeln!(csv, "{}", row(known.into_iter().chain(texts).chain(custom.map(Cow::into_owned))))?;
        rows += 1;
        if rows.is_multiple_of(100) {
            save(&mut csv, &place, &tickets.position())?;
            eprintln!("{rows} of {}", tickets.total().map_or_else(|| "?".to_owned(), |total| total.to_string()));
        }
    }
    csv.sync_all()?;
    fs::remove_file(&place).ok(); // There is none if the list was short.
    Ok(rows)
}

fn save(csv: &mut File, place: &Path, position: &Position) -> Result<(), Failure> {
    csv.sync_data()?;
    let temporary = place.with_extension("position.new");
    fs::write(&temporary, format!("{} {position}", csv.stream_position()?))?;
    Ok(fs::rename(temporary, place)?)
}

fn row(cells: impl Iterator<Item = String>) -> String {
    cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>().join(",")
}
