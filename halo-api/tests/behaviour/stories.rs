//! Use cases of integrators for each entity, against the in-memory Halo.

use halo_api::actions::ActionWrite;
use halo_api::assets::AssetWrite;
use halo_api::clients::ClientWrite;
use halo_api::contracts::ContractWrite;
use halo_api::mock::{Matching, MockHalo};
use halo_api::sites::SiteWrite;
use halo_api::tickets::TicketWrite;
use halo_api::types::{CustomFieldWrite, FieldValueWrite};
use halo_api::users::UserWrite;
use halo_api::{Error, Halo};
use serde_json::json;

use crate::link;

/// A mock with some records, and a client of it.
fn halo(plural: &str, records: impl IntoIterator<Item = serde_json::Value>) -> (MockHalo, Halo) {
    let mock = MockHalo::new();
    for record in records {
        mock.insert(plural, record).unwrap();
    }
    let halo = link::halo(&mock);
    (mock, halo)
}

/// Asserts that no request used a parameter that Halo would ignore.
fn no_parameter_was_ignored(mock: &MockHalo) {
    assert_eq!(mock.unknown_parameters(), Vec::<String>::new());
}

#[tokio::test]
async fn a_ticket_is_raised_worked_on_and_deleted() -> Result<(), Error> {
    let others = (0..230).map(|number| json!({"summary": format!("Old {number}"), "client_id": 1 + number % 3}));
    let (mock, halo) = halo("tickets", others);

    let new = TicketWrite::new()
        .summary("Printer on fire")
        .client_id(2)
        .custom_fields([CustomFieldWrite::new().name("CFfloor").value("3rd")]);
    let ticket = halo.tickets().create(new).await?;

    halo.tickets().update(ticket.id, TicketWrite::new().status_id(2).agent_id(7)).await?;
    let ticket = halo.tickets().get(ticket.id).include_details(true).await?;
    assert_eq!((ticket.summary.as_deref(), ticket.agent_id.map(i64::from)), (Some("Printer on fire"), Some(7)));
    assert_eq!(ticket.custom_fields.unwrap()[0].value, Some(json!("3rd")));

    halo.tickets().update(ticket.id, TicketWrite::new().clear_agent_id()).await?;
    assert_eq!(halo.tickets().get(ticket.id).await?.agent_id, None);

    let mut of_client = halo.tickets().list().client_id(2).open_only(true).stream();
    let mut seen = 0;
    while of_client.try_next().await?.is_some() {
        seen += 1;
    }
    assert_eq!((seen, of_client.total()), (78, Some(78)), "77 old ones and the new one");

    halo.tickets().delete(ticket.id).reason("A joke").await?;
    assert!(halo.tickets().get(ticket.id).await.unwrap_err().is_not_found());
    no_parameter_was_ignored(&mock);
    Ok(())
}

#[tokio::test]
async fn a_sync_asks_for_the_tickets_that_changed_since_the_last_one() -> Result<(), Error> {
    let rows = (1..=4).map(|day| json!({"id": day, "last_update": format!("2026-02-0{day}T10:00:00")}));
    let (mock, halo) = halo("tickets", rows);
    let since: jiff::Timestamp = "2026-02-02T12:00:00+02:00".parse().unwrap();
    let changed = halo.tickets().list().updated_since(since).all().await?;
    assert_eq!(
        changed.iter().map(|ticket| i64::from(ticket.id)).collect::<Vec<_>>(),
        [2, 3, 4],
        "from that instant on"
    );
    mock.assert_sent(Matching::get("/api/Tickets").query("lastupdatefromdate", "2026-02-02T10:00:00Z"));
    let until = halo.tickets().list().updated_since(since).updated_until(since).all().await?;
    assert_eq!(until.len(), 1);
    assert!(mock.unapplied_filters().is_empty());
    no_parameter_was_ignored(&mock);
    Ok(())
}

#[tokio::test]
async fn a_client_is_found_by_its_changes_and_renamed() -> Result<(), Error> {
    let (mock, halo) = halo("clients", [json!({"name": "Pine & Oak", "toplevel_id": 4}), json!({"name": "Kestrel"})]);
    let since: jiff::Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
    let changed = halo.clients().list().updated_since(since).top_level_id(4).all().await?;
    assert_eq!(changed.len(), 1);

    let made = halo.clients().create(ClientWrite::new().name("Harbour Dental")).await?;
    halo.clients().update(made.id, ClientWrite::new().name("Harbour Dental Group")).await?;
    assert_eq!(halo.clients().get(made.id).await?.name.as_deref(), Some("Harbour Dental Group"));
    halo.clients().delete(made.id).await?;
    assert_eq!(halo.clients().list().all().await?.len(), 2);
    no_parameter_was_ignored(&mock);
    Ok(())
}

#[tokio::test]
async fn a_site_belongs_to_a_client_whose_id_comes_as_a_decimal() -> Result<(), Error> {
    let (mock, halo) = halo("sites", [json!({"name": "Head office", "client_id": 18.0})]);
    let site = halo.sites().list().client_id(18).first().await?.unwrap();
    assert_eq!(site.client_id.map(i64::from), Some(18));

    let branch = halo.sites().create(SiteWrite::new().name("Branch").client_id(18)).await?;
    let sent = mock.requests().last().unwrap().body.clone().unwrap();
    assert_eq!(sent[0]["client_id"], json!(18), "Halo refuses 18.0");
    halo.sites().update(branch.id, SiteWrite::new().name("Branch East")).await?;
    assert_eq!(halo.sites().get(branch.id).await?.name.as_deref(), Some("Branch East"));
    halo.sites().delete(branch.id).await?;
    no_parameter_was_ignored(&mock);
    Ok(())
}

#[tokio::test]
async fn a_user_is_created_at_a_site() -> Result<(), Error> {
    let (mock, halo) = halo("users", [json!({"name": "Ann", "site_id": 5.0}), json!({"name": "Bob", "site_id": 6.0})]);
    let at_site: Vec<_> = halo.users().list().site_id(5).all().await?;
    assert_eq!(at_site.len(), 1);

    let made = halo.users().create(UserWrite::new().name("Cy Young").site_id(5).new_password("hunter2")).await?;
    assert!(!format!("{:?}", UserWrite::new().new_password("hunter2")).contains("hunter2"));
    halo.users().update(made.id, UserWrite::new().name("Cy Older")).await?;
    assert_eq!(halo.users().get(made.id).await?.name.as_deref(), Some("Cy Older"));
    halo.users().delete(made.id).await?;
    no_parameter_was_ignored(&mock);
    Ok(())
}

#[tokio::test]
async fn assets_come_in_fifties_whatever_is_asked_for() -> Result<(), Error> {
    let (mock, halo) = halo("assets", (0..144).map(|number| json!({"inventory_number": format!("PC{number}")})));
    assert_eq!(halo.assets().list().page_size(100).all().await?.len(), 144);
    let pages = mock.requests().iter().filter(|request| request.path == "/api/Asset").count();
    assert_eq!(pages, 3);

    let fields = [FieldValueWrite::new().id(12).value("8 GB")];
    let made = halo.assets().create(AssetWrite::new().inventory_number("PC900").fields(fields)).await?;
    halo.assets().update(made.id, AssetWrite::new().client_id(3)).await?;
    let asset = halo.assets().get(made.id).include_details(true).await?;
    assert_eq!(asset.client_id.map(i64::from), Some(3));
    let of_client = halo.assets().list().client_id(3).inventory_number("PC900").all().await?;
    assert_eq!(of_client.iter().map(|asset| asset.id).collect::<Vec<_>>(), [made.id]);
    halo.assets().delete(made.id).await?;
    no_parameter_was_ignored(&mock);
    Ok(())
}

#[tokio::test]
async fn a_contract_is_under_its_own_name_and_another_path() -> Result<(), Error> {
    let (mock, halo) =
        halo("contracts", [json!({"client_id": 3, "ref": "C-1"}), json!({"client_id": 4, "ref": "C-2"})]);
    let contract = halo.contracts().list().client_id(3).first().await?.unwrap();
    assert_eq!(contract.reference.as_deref(), Some("C-1"));
    assert!(mock.requests().iter().any(|request| request.path == "/api/ClientContract"));

    let made = halo.contracts().create(ContractWrite::new().reference("C-3").client_id(3)).await?;
    halo.contracts().update(made.id, ContractWrite::new().reference("C-3a")).await?;
    assert_eq!(halo.contracts().get(made.id).await?.reference.as_deref(), Some("C-3a"));
    halo.contracts().delete(made.id).await?;
    no_parameter_was_ignored(&mock);
    Ok(())
}

#[tokio::test]
async fn actions_are_numbered_within_their_ticket() -> Result<(), Error> {
    let rows =
        [(1, "first"), (1, "second"), (2, "other")].map(|(ticket, note)| json!({"ticket_id": ticket, "note": note}));
    let (mock, halo) = halo("actions", rows);
    let new = ActionWrite::new().ticket_id(2).note("Rang them").outcome("Called");
    let made = halo.actions().create(new).await?;
    assert_eq!((i64::from(made.ticket_id), i64::from(made.id)), (2, 2));

    let action = halo.actions().get(1, 2).await?;
    assert_eq!(action.note.as_deref(), Some("second"), "not the second action of ticket 2");
    halo.actions().update(1, 2, ActionWrite::new().note("second, corrected")).await?;
    assert_eq!(halo.actions().get(1, 2).await?.note.as_deref(), Some("second, corrected"));

    assert_eq!(halo.actions().list().ticket_id(1).all().await?.len(), 2);
    assert_eq!(halo.actions().list().all().await?.len(), 4, "unscoped, over all tickets");
    halo.actions().delete(1, 2).await?;
    assert!(halo.actions().get(1, 2).await.unwrap_err().is_not_found());
    no_parameter_was_ignored(&mock);
    Ok(())
}

#[tokio::test]
async fn a_table_of_tickets_joins_the_lists_that_tickets_refer_to() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.insert("agents", json!({"id": 7, "name": "Dana"})).unwrap();
    mock.insert("statuses", json!({"id": 2, "name": "In progress"})).unwrap();
    mock.insert("ticket_types", json!({"id": 1, "name": "Incident"})).unwrap();
    mock.insert("teams", json!({"id": 3, "name": "1st line"})).unwrap();
    let row = json!({"summary": "Printer", "agent_id": 7, "status_id": 2, "tickettype_id": 1, "team": "1st line"});
    mock.insert("tickets", row).unwrap();
    let halo = link::halo(&mock);

    // These lists have no pages: everything comes at once, and no paging parameter may be sent.
    let agents = halo.agents().list().all().await?;
    let statuses = halo.statuses().list().all().await?;
    let types = halo.ticket_types().list().all().await?;
    assert_eq!(halo.teams().list().all().await?[0].name.as_deref(), Some("1st line"));

    let ticket = halo.tickets().list().first().await?.unwrap();
    let agent = agents.iter().find(|agent| Some(agent.id) == ticket.agent_id).unwrap();
    let status = statuses.iter().find(|status| Some(status.id) == ticket.status_id).unwrap();
    let kind = types.iter().find(|kind| Some(kind.id) == ticket.ticket_type_id).unwrap();
    let names = [&agent.name, &status.name, &kind.name].map(|name| name.as_deref().unwrap_or_default());
    assert_eq!(names, ["Dana", "In progress", "Incident"]);
    no_parameter_was_ignored(&mock);
    Ok(())
}

#[tokio::test]
async fn a_priority_has_a_text_id_and_another_number_that_tickets_hold() -> Result<(), Error> {
    let rows = [("b3a1", 1, "Critical"), ("c7d2", 4, "Low")]
        .map(|(id, number, name)| json!({"id": id, "priorityid": number, "name": name, "slaid": 9}));
    let (mock, halo) = halo("priorities", rows);
    mock.insert("tickets", json!({"summary": "Printer", "sla_id": 9, "priority_id": 4})).unwrap();

    let ticket = halo.tickets().list().first().await?.unwrap();
    let priorities = halo.priorities().list().all().await?;
    let of_ticket = |priority: &&halo_api::priorities::Priority| {
        // `Some(priority.id) == ticket.priority_id` would not compile: one is a `PriorityId`, the other is not.
        priority.ticket_priority_id == ticket.priority_id && priority.sla_id == ticket.sla_id
    };
    assert_eq!(priorities.iter().find(of_ticket).unwrap().name.as_deref(), Some("Low"));
    assert_eq!(halo.priorities().get("b3a1").await?.name.as_deref(), Some("Critical"));
    Ok(())
}
