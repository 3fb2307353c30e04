//! The in-memory Halo over HTTP, until Enter is pressed: for programs in any language.
//!
//! ```text
//! cargo run -p halo-api --example mock_server --features mock-server
//! ```
#![allow(clippy::print_stdout)]

use std::error::Error;

use halo_api::mock::{MockHalo, MockServer};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let mock = MockHalo::new();
    for (id, name) in (1..).zip(["Harbour Dental", "Kestrel Logistics", "Northlight School"]) {
        mock.insert("clients", json!({ "id": id, "name": name }))?;
        mock.insert("tickets", json!({ "summary": format!("{name}: scanner is slow"), "client_id": id }))?;
    }
    let server = MockServer::start(mock)?;
    println!("Halo is at {}: any client id and secret will do. Press Enter to stop it.", server.base_url());
    std::io::stdin().read_line(&mut String::new())?;
    Ok(())
}
