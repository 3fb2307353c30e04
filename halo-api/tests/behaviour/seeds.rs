//! The initial records of a mock, and assertions on the requests that it received.

use std::panic::{AssertUnwindSafe, catch_unwind};

use halo_api::catalog::{self, IdKind, OperationKind, Paging};
use halo_api::mock::{Matching, MockHalo};
use halo_api::tickets::{Ticket, TicketWrite};
use halo_api::{ErrorKind, Method};
use serde_json::{Value, json};

use crate::link;

#[tokio::test]
async fn the_demo_is_believable() {
    let mock = MockHalo::demo();
    let halo = link::builder(&mock).strict_decoding(true).build().unwrap();
    let tickets: Vec<Ticket> = halo.tickets().list().all().await.unwrap();
    let open = halo.tickets().list().open_only(true).all().await.unwrap();
    assert!(tickets.len() > 100 && open.len() > 3 && open.len() < tickets.len(), "{} of {}", open.len(), tickets.len());
    assert!(tickets[0].id > tickets[1].id, "newest first");
    let clients = halo.clients().list().all().await.unwrap();
    let agents = halo.agents().list().all().await.unwrap();
    for ticket in &tickets {
        let client = clients.iter().find(|client| Some(client.id) == ticket.client_id).unwrap();
        assert_eq!(client.name, ticket.client_name);
        assert!(ticket.agent_id.is_none_or(|id| agents.iter().any(|agent| agent.id == id)));
        assert_eq!((ticket.target_date, ticket.agent_name.as_deref()), (None, None), "as Halo's rows are");
    }
    let ticket = tickets.iter().find(|ticket| ticket.has_been_closed == Some(true)).unwrap();
    let actions = halo.actions().list().ticket_id(ticket.id).all().await.unwrap();
    assert!(actions.iter().zip(1..).all(|(action, number)| i64::from(action.id) == number));
    mock.assert_no_unknown_parameters();
    assert!(mock.unapplied_filters().is_empty());
}

/// Also checks raw requests: the paths and envelopes of the catalog, and the keys of the rows.
#[tokio::test]
async fn every_entity_of_the_catalog_is_served() {
    let mock = MockHalo::demo();
    let halo = link::halo(&mock);
    let mut filled = 0;
    for entity in catalog::entities() {
        let Some(operation) = entity.operation(OperationKind::List) else { continue };
        let Some(list) = operation.list else { continue };
        let mut request = halo.request(Method::GET, entity.path);
        // Files are listed by their owner.
        for filter in operation.filters.iter().filter(|filter| filter.required) {
            let row = || mock.records(entity.plural).unwrap().remove(0);
            let value = filter.field.map_or_else(|| "1".to_owned(), |field| row()[field].to_string());
            request = request.query(filter.wire_name, value);
        }
        if list.paging == Paging::Pages {
            request = request.query("pageinate", true).query("page_size", 5).query("page_no", 1);
        }
        let answer: Value = request.await.unwrap();
        let rows =
            list.rows.iter().find_map(|key| if key.is_empty() { answer.as_array() } else { answer[key].as_array() });
        let rows = rows.unwrap_or_else(|| panic!("{}: {answer}", entity.path));
        assert!(rows.iter().all(|row| entity.key.iter().all(|name| row.get(name).is_some())), "{}", entity.path);
        filled += usize::from(!rows.is_empty());
        let Some(row) = rows.first().filter(|_| entity.operation(OperationKind::Get).is_some()) else { continue };
        let own = entity.key.last().unwrap();
        let id = if entity.id == IdKind::Text { row[own].as_str().unwrap().to_owned() } else { row[own].to_string() };
        let get = halo.request(Method::GET, format!("{}/{id}", entity.path));
        let get = entity
            .key
            .iter()
            .filter(|name| *name != own)
            .fold(get, |get, name| get.query(*name, row[name].to_string()));
        let alone: Value = get.await.unwrap();
        assert_eq!(alone[own], row[own], "{}", entity.path);
    }
    assert_eq!(filled, catalog::entities().len(), "the demo has something of everything");
}

#[test]
fn what_is_saved_can_be_loaded_and_the_demo_is_in_that_form() {
    let demo = MockHalo::demo();
    let text = demo.save();
    let again = MockHalo::load(&text).unwrap();
    assert_eq!(again.save(), text);
    assert_eq!(again.records("actions").unwrap(), demo.records("actions").unwrap());
    assert_eq!(text, include_str!("../../src/mock/demo.json"), "the file is what save() writes");
    let made = again.insert("tickets", json!({"summary": "after"})).unwrap();
    let highest = demo.records("tickets").unwrap().iter().filter_map(|row| row["id"].as_i64()).max();
    assert_eq!(made["id"].as_i64(), highest.map(|id| id + 1), "numbering goes on");
    for wrong in ["", "[]", r#"{"/Nowhere": []}"#, r#"{"/Tickets": 1}"#, r#"{"/Tickets": [1]}"#] {
        assert_eq!(MockHalo::load(wrong).unwrap_err().kind(), ErrorKind::Config, "{wrong}");
    }
    let seed = MockHalo::seed().record("tickets", json!({})).record("tikets", json!({})).record("nonsense", json!({}));
    assert!(seed.build().unwrap_err().to_string().contains("`tikets`"), "the first mistake");
}

#[tokio::test]
async fn requests_are_matched_by_their_content() {
    let mock = MockHalo::demo();
    let halo = link::halo(&mock);
    mock.on_answer(|request| assert!(request.status.is_some(), "{request}"));
    let list = halo.tickets().list().client_id(2).page_no(1);
    list.clone().await.unwrap();
    halo.tickets().create(TicketWrite::new().summary("Printer").client_id(2)).await.unwrap();
    halo.tickets().delete(2001).await.unwrap();
    mock.assert_sent(list.preview());
    mock.assert_sent(Matching::get("/api/tickets").query("client_id", 2).without("site_id"));
    mock.assert_sent_times(
        1,
        Matching::post("/api/Tickets").with_field("summary", "Printer").with_field("client_id", 2),
    );
    mock.assert_sent(Matching::delete("/api/Tickets"));
    mock.assert_not_sent(Matching::get("/api/Ticket"));
    mock.assert_not_sent(Matching::post("/api/Tickets").with_field("client_id", 3));
    mock.assert_not_sent(halo.tickets().list().client_id(3).preview());
    assert_eq!(mock.sent(Matching::any()).len(), mock.requests().len());
    let shown = mock.sent(Matching::post("/api/Tickets"))[0].to_string();
    assert_eq!(shown, r#"POST /api/Tickets -> 201 [{"client_id":2,"summary":"Printer"}]"#);
}

#[tokio::test]
async fn a_failed_assertion_lists_the_requests() {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    mock.assert_no_writes();
    halo.tickets().list().query("clientid", 2).await.unwrap();
    mock.assert_no_writes();
    halo.tickets().create(TicketWrite::new().summary("Printer")).await.unwrap();
    let checks: [(&dyn Fn(), &str); 5] = [
        (&|| mock.assert_no_writes(), r#"POST /api/Tickets -> 201 [{"summary":"Printer"}]"#),
        (&|| mock.assert_no_unknown_parameters(), "GET /api/Tickets: clientid"),
        (&|| mock.assert_sent(Matching::delete("/api/Tickets")), "GET /api/Tickets?clientid=2"),
        (&|| mock.assert_sent_times(2, Matching::post("/api/Tickets")), "1 requests, not 2"),
        (&|| mock.assert_not_sent(Matching::get("/api/Tickets")), "page_no=1 -> 200"),
    ];
    for (check, part) in checks {
        let panic = catch_unwind(AssertUnwindSafe(check)).unwrap_err();
        let message = panic.downcast_ref::<String>().unwrap();
        assert!(message.contains(part), "{message}");
        assert!(!message.contains("mock-secret"), "{message}");
    }
}

#[tokio::test]
async fn a_mock_that_runs_for_long_keeps_the_last_requests() {
    let mock = MockHalo::new();
    mock.keep_requests(3);
    let halo = link::halo(&mock);
    for id in 1..=10 {
        halo.tickets().get(id).await.unwrap_err();
    }
    let paths: Vec<String> = mock.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(paths, ["/api/Tickets/8", "/api/Tickets/9", "/api/Tickets/10"]);
    assert!(mock.requests().iter().all(|request| request.status.is_some_and(|status| status == 404)));
}
