//! Keeps the assets of a client the same as the devices of an RMM: creates, changes, and leaves alone what is right already.
//!
//! ```text
//! cargo run -p halo-api --example asset_upsert --features mock
//! ```
//!
//! It uses the in-memory Halo, loses every twentieth response, and runs three times: the second run writes nothing, the third
//! one what changed.
#![allow(clippy::print_stdout)]

use halo_api::assets::AssetWrite;
use halo_api::mock::{Fault, MockHalo};
use halo_api::{Error, Halo, Method};
use serde_json::json;

/// A device as the RMM reports it.
struct Device {
    number: i64,
    host: String,
    retired: bool,
}

impl Device {
    fn write(&self) -> AssetWrite {
        AssetWrite::new()
            .ninjarmm_id(self.number)
            .key_field(&self.host)
            .inactive(self.retired)
            .client_id(12)
            .asset_type_id(7)
    }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let mock = MockHalo::seed().record("clients", json!({"id": 12, "name": "Harbour Dental"})).build()?;
    mock.fault(Fault::dropped().on("/api/Asset").method(Method::POST).chance(0.05, 1).always());
    let halo = mock.halo();
    let mut devices: Vec<Device> =
        (1..=60).map(|number| Device { number, host: format!("PC{number:03}"), retired: false }).collect();

    assert_eq!(sync(&halo, &devices).await?, (60, 0, 0));
    assert_eq!(mock.records("assets")?.len(), 60, "no duplicate");
    assert_eq!(sync(&halo, &devices).await?, (0, 0, 60));
    if let Some(device) = devices.get_mut(22) {
        device.retired = true;
    }
    assert_eq!(sync(&halo, &devices).await?, (0, 1, 59));
    Ok(())
}

/// Writes what differs, and tells how many were created, changed and left alone.
async fn sync(halo: &Halo, devices: &[Device]) -> Result<(usize, usize, usize), Error> {
    let rows = devices.iter().map(Device::write);
    let report = halo.assets().upsert(rows, "ninjarmm_id").list_query("client_id", 12).await?;
    for (row, error) in report.errors() {
        println!("{}: {error}", devices[row].host);
    }
    let counts = (report.created(), report.updated(), report.unchanged());
    println!("{} created, {} changed, {} left alone", counts.0, counts.1, counts.2);
    Ok(counts)
}
