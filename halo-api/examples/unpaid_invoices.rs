//! Lists invoices that are not paid, and saves their PDFs.
//!
//! ```text
//! cargo run -p halo-api --example unpaid_invoices --features mock -- FOLDER
//! ```
//!
//! If `HALOPSA_BASE_URL` and the credentials are set, it reads that tenant, otherwise the in-memory Halo. Guide:
//! `docs/guides/unpaid-invoices.md`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::error::Error as StdError;
use std::path::{Path, PathBuf};

use halo_api::invoices::Invoice;
use halo_api::mock::{MockHalo, MockResponse};
use halo_api::rust_decimal::Decimal;
use halo_api::{Halo, Method};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn StdError>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name the folder to save to")?);
    let on_tenant = std::env::var_os("HALOPSA_BASE_URL").is_some();
    let halo = if on_tenant { Halo::from_env()? } else { demo()?.halo() };
    let unpaid = run(&halo, &folder).await?;
    let due: Decimal = unpaid.iter().filter_map(|invoice| invoice.amount_due).sum();
    println!("{} invoices, {due:.2} due; their PDFs are in {}", unpaid.len(), folder.display());
    Ok(())
}

pub(crate) async fn run(halo: &Halo, folder: &Path) -> Result<Vec<Invoice>, Box<dyn StdError>> {
    std::fs::create_dir_all(folder)?;
    let mut invoices = halo.invoices().list().stream();
    let mut unpaid = Vec::new();
    while let Some(invoice) = invoices.try_next().await? {
        let Some(due) = invoice.amount_due.filter(|due| *due > Decimal::ZERO) else { continue };
        let file = folder.join(format!("{}.pdf", invoice.id));
        match halo.invoices().pdf(invoice.id).save_to(file).await {
            Ok(saved) => eprintln!("{}: {} bytes", invoice.id, saved.size),
            // One PDF that cannot be made is no reason to stop.
            Err(error) if error.status().is_some() => eprintln!("{}: no PDF: {error}", invoice.id),
            Err(error) => return Err(error.into()),
        }
        let client = invoice.client_name.as_deref().unwrap_or_default();
        let total = invoice.total.unwrap_or_default();
        println!("{:>6}  {client:<28} {due:>10.2} of {total:>10.2}", invoice.id);
        unpaid.push(invoice);
    }
    Ok(unpaid)
}

/// Six invoices, half of them paid.
pub(crate) fn demo() -> Result<MockHalo, Box<dyn StdError>> {
    let mock = MockHalo::new();
    for id in 1..=6 {
        let due = if id % 2 == 0 { 0.0 } else { 120.5 };
        let invoice = json!({"id": id, "client_name": "Harbour Dental", "total": 120.5, "amountdue": due});
        mock.insert("invoices", invoice)?;
    }
    mock.route(Method::POST, "/Invoice/PDF/{id}", |_| MockResponse::bytes("application/pdf", *b"%PDF-1.7"));
    Ok(mock)
}
