//! Three jobs that integrators write most, run three times each: what the first run wrote is as it should be, the second
//! run at once writes nothing, and a third run after one changed record writes that one.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use halo_api::actions::ActionWrite;
use halo_api::assets::{Asset, AssetWrite};
use halo_api::ids::UserId;
use halo_api::mock::{Matching, MockHalo};
use halo_api::tickets::{Ticket, TicketWrite};
use halo_api::{Error, Halo};
use serde_json::{Value, json};

use crate::link;

/// A CSV file of tickets, as lines by the number of the ticket.
#[derive(Default)]
struct Export {
    lines: BTreeMap<i64, String>,
}

impl Export {
    /// Writes the lines that differ, and gives the numbers of their tickets.
    async fn run(&mut self, halo: &Halo) -> Result<Vec<i64>, Error> {
        let mut written = Vec::new();
        let mut tickets = halo.tickets().list().include_custom_fields([40, 41]).stream();
        while let Some(ticket) = tickets.try_next().await? {
            let (id, line) = (i64::from(ticket.id), line(&ticket));
            if self.lines.get(&id) != Some(&line) {
                written.push(id);
                self.lines.insert(id, line);
            }
        }
        Ok(written)
    }
}

fn line(ticket: &Ticket) -> String {
    let field = |id: i64| ticket.custom_field(id).and_then(|field| field.text().map(Cow::into_owned));
    let cells = [
        Some(ticket.id.to_string()),
        ticket.summary.clone(),
        ticket.client_name.clone(),
        ticket.has_been_closed.map(|closed| closed.to_string()),
        field(40),
        field(41),
    ];
    cells.map(Option::unwrap_or_default).map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).join(",")
}

#[tokio::test]
async fn a_csv_export_with_two_custom_fields() -> Result<(), Error> {
    let mock = MockHalo::seed().record("clients", json!({"id": 3, "name": "Harbour \"Dental\""})).build()?;
    mock.custom_field("tickets", 40, "CFFloor", "Floor")?;
    mock.custom_field("tickets", 41, "CFRoom", "Room")?;
    mock.custom_field("tickets", 42, "CFSecret", "Secret")?;
    for id in 1..=230 {
        let fields =
            json!([{"id": 40, "value": id % 7}, {"id": 41, "value": format!("R{id}")}, {"id": 42, "value": "x"}]);
        mock.insert("tickets", json!({"id": id, "summary": "Printer", "client_id": 3, "customfields": fields}))?;
    }
    let halo = link::halo(&mock);
    let mut export = Export::default();
    assert_eq!(export.run(&halo).await?.len(), 230);
    assert_eq!(export.lines[&23], r#""23","Printer","Harbour ""Dental""","","2","R23""#);
    assert!(export.lines.values().all(|line| line.matches("\",\"").count() == 5 && line.contains("\"R")));
    assert_eq!(export.run(&halo).await?, Vec::<i64>::new());

    halo.tickets().update(99, TicketWrite::new()).custom_field("CFRoom", "R1000").await?;
    assert_eq!(export.run(&halo).await?, [99]);
    assert_eq!(export.lines[&99], r#""99","Printer","Harbour ""Dental""","","1","R1000""#);
    mock.assert_no_unknown_parameters();
    mock.assert_no_unknown_fields();
    mock.assert_sent_times(9, Matching::get("/api/Tickets").query("include_custom_fields", "40,41"));
    Ok(())
}

/// A device as an inventory tool reports it.
#[derive(Clone)]
struct Device {
    serial: String,
    os: String,
    memory: i64,
}

impl Device {
    fn write(&self) -> AssetWrite {
        let write = AssetWrite::new().key_field(&self.serial).client_id(3).asset_type_id(7);
        write.custom_field("CFOs", self.os.as_str()).custom_field("CFMemory", self.memory)
    }

    fn is_in(&self, asset: &Asset) -> bool {
        let os = asset.custom_field("CFOs").and_then(|os| os.text().map(Cow::into_owned));
        os.as_deref() == Some(&self.os)
            && asset.custom_field("CFMemory").and_then(|memory| memory.int()) == Some(self.memory)
    }
}

/// Creates the devices that no asset has the serial number of, and updates those that differ.
async fn upsert(halo: &Halo, devices: &[Device]) -> Result<(usize, usize), Error> {
    let assets = halo.assets().list().client_id(3).include_custom_fields([50, 51]).all().await?;
    let known: HashMap<&str, &Asset> =
        assets.iter().filter_map(|asset| Some((asset.key_field.as_deref()?, asset))).collect();
    let (mut new, mut changed) = (Vec::new(), Vec::new());
    for device in devices {
        match known.get(device.serial.as_str()) {
            None => new.push(device.write()),
            Some(asset) if !device.is_in(asset) => changed.push((asset.id, device.write().known(asset))),
            Some(_) => {}
        }
    }
    let counts = (new.len(), changed.len());
    let mut created = halo.assets().create_all(new);
    while let Some(result) = created.next().await {
        result?;
    }
    if !changed.is_empty() {
        halo.assets().update_many(changed).await?;
    }
    Ok(counts)
}

#[tokio::test]
async fn an_upsert_of_assets_by_serial_number_with_custom_fields() -> Result<(), Error> {
    let mock = MockHalo::seed()
        .record("clients", json!({"id": 3, "name": "Harbour Dental"}))
        .record("clients", json!({"id": 4, "name": "Ferris Legal"}))
        .record("assets", json!({"id": 9, "key_field": "SN7", "client_id": 4}))
        .build()?;
    mock.custom_field("assets", 50, "CFOs", "Operating system")?;
    mock.custom_field("assets", 51, "CFMemory", "Memory")?;
    let halo = link::halo(&mock);
    let mut devices: Vec<Device> = (0..200)
        .map(|number| Device { serial: format!("SN{number}"), os: "Windows 11".into(), memory: 8 << (number % 3) })
        .collect();
    assert_eq!(upsert(&halo, &devices).await?, (200, 0));
    let stored = mock.records("assets")?;
    assert_eq!(stored.len(), 201, "the other client's device stays");
    let first = stored.iter().find(|asset| asset["key_field"] == "SN1").unwrap();
    assert_eq!((&first["client_id"], &first["client_name"]), (&json!(3), &json!("Harbour Dental")));
    let os = json!({"id": 50, "name": "CFOs", "label": "Operating system", "type": 0, "value": "Windows 11", "display": "Windows 11"});
    let memory = json!({"id": 51, "name": "CFMemory", "label": "Memory", "type": 2, "value": 16, "display": "16"});
    assert_eq!(first["customfields"], json!([os, memory]));

    mock.clear_requests();
    assert_eq!(upsert(&halo, &devices).await?, (0, 0));
    mock.assert_no_writes();

    devices[23].memory = 128;
    assert_eq!(upsert(&halo, &devices).await?, (0, 1));
    let writes: Vec<_> = mock.requests().into_iter().filter(halo_api::mock::MockRequest::is_write).collect();
    assert_eq!(writes.len(), 1, "{writes:?}");
    let records = writes[0].body.as_ref().and_then(Value::as_array).unwrap();
    let changed = stored.iter().find(|asset| asset["key_field"] == "SN23").unwrap();
    assert_eq!((records.len(), &records[0]["id"]), (1, &changed["id"]));
    assert_eq!(mock.records("assets")?.len(), 201);
    mock.assert_no_unknown_parameters();
    mock.assert_no_unknown_fields();
    Ok(())
}

/// An alert of a monitoring tool: raised, handled, over.
struct Alert {
    key: &'static str,
    user: UserId,
    is_over: bool,
}

/// Raises a ticket for each alert, notes that it was looked at, closes it when the alert is over, and exports what is closed.
async fn handle(halo: &Halo, alerts: &[Alert]) -> Result<Vec<String>, Error> {
    for alert in alerts {
        Box::pin(handle_one(halo, alert)).await?;
    }
    let closed = halo.tickets().list().closed_only(true).all().await?;
    Ok(closed.iter().map(line).collect())
}

async fn handle_one(halo: &Halo, alert: &Alert) -> Result<(), Error> {
    let summary = format!("Alert {}", alert.key);
    let mut tickets = halo.tickets().list().user_id(alert.user).search_summary(&summary).all().await?;
    let ticket = match tickets.pop() {
        Some(ticket) => ticket,
        None => halo.tickets().create(TicketWrite::new().summary(&summary).user_id(alert.user)).await?,
    };
    let actions = halo.actions().list().ticket_id(ticket.id).all().await?;
    let was_done = |outcome: &str| actions.iter().any(|action| action.outcome.as_deref() == Some(outcome));
    let action = |outcome: &str| ActionWrite::new().ticket_id(ticket.id).note("By the monitor").outcome(outcome);
    if !was_done("Looked at") {
        halo.actions().create(action("Looked at")).await?;
    }
    if alert.is_over && ticket.has_been_closed != Some(true) {
        halo.actions().create(action("Close").new_status_id(9)).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_ticket_for_a_user_is_worked_on_closed_and_exported_as_closed() -> Result<(), Error> {
    let mock = MockHalo::seed()
        .record("clients", json!({"id": 3, "name": "Harbour Dental"}))
        .record("sites", json!({"id": 5, "name": "Quayside", "client_id": 3.0}))
        .record("users", json!({"id": 8, "name": "Ann", "site_id": 5.0}))
        .record("statuses", json!({"id": 1, "name": "New"}))
        .record("statuses", json!({"id": 9, "name": "Closed"}))
        .record("outcomes", json!({"id": 1, "outcome": "Looked at"}))
        .record("outcomes", json!({"id": 2, "outcome": "Close"}))
        .build()?;
    let halo = link::halo(&mock);
    let mut alerts = ["disk", "fan"].map(|key| Alert { key, user: 8.into(), is_over: key == "disk" });
    let exported = handle(&halo, &alerts).await?;
    assert_eq!(exported, [r#""1","Alert disk","Harbour Dental","true","","""#]);
    let tickets = mock.records("tickets")?;
    assert_eq!(
        (tickets.len(), &tickets[0]["status_name"], &tickets[0]["site_name"]),
        (2, &json!("Closed"), &json!("Quayside"))
    );
    assert_eq!(tickets[1].get("hasbeenclosed"), None);
    assert_eq!(mock.records("actions")?.len(), 3);

    mock.clear_requests();
    assert_eq!(handle(&halo, &alerts).await?.len(), 1);
    mock.assert_no_writes();

    alerts[1].is_over = true;
    assert_eq!(handle(&halo, &alerts).await?.len(), 2);
    let writes: Vec<_> = mock.requests().into_iter().filter(halo_api::mock::MockRequest::is_write).collect();
    assert_eq!((writes.len(), &writes[0].body.as_ref().unwrap()[0]["new_status"]), (1, &json!(9)));
    mock.assert_no_unknown_parameters();
    mock.assert_no_unknown_fields();
    mock.assert_no_unknown_references();
    Ok(())
}
