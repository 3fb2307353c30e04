//! Handwritten methods on generated types.
#![cfg(feature = "mock")]

use halo_api::Method;
use halo_api::ids::AgentId;
use halo_api::invoice_lines::InvoiceLineWrite;
use halo_api::mock::MockHalo;
use halo_api::recurring_invoices::RecurringInvoiceWrite;
use halo_api::tickets::TicketWrite;
use serde_json::json;

#[tokio::test(start_paused = true)]
async fn a_ticket_is_taken_from_its_agent_by_giving_it_to_nobody() {
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7, "agent_id": 5})).unwrap();
    mock.insert("tickets", json!({"id": 8, "agent_id": 5})).unwrap();
    let halo = mock.halo();
    halo.tickets().update(7, TicketWrite::new().unassigned()).await.unwrap();
    let sent = mock.requests().into_iter().rfind(|request| request.method == Method::POST).unwrap();
    assert_eq!(sent.body, Some(json!([{"id": 7, "agent_id": 1}])));
    let unassigned = halo.tickets().list().agent_id(AgentId::UNASSIGNED).all().await.unwrap();
    let ids: Vec<_> = unassigned.iter().map(|ticket| i64::from(ticket.id)).collect();
    assert_eq!(ids, [7]);
    assert_eq!(unassigned[0].agent_id, Some(AgentId::UNASSIGNED));
}

#[tokio::test(start_paused = true)]
async fn the_actions_of_a_ticket_are_listed_from_its_handle() {
    let mock = MockHalo::new();
    for (ticket, id) in [(7, 1), (7, 2), (8, 1)] {
        mock.insert("actions", json!({"ticket_id": ticket, "id": id})).unwrap();
    }
    let actions = mock.halo().tickets().actions(7).all().await.unwrap();
    let keys: Vec<_> = actions.iter().map(|action| (i64::from(action.ticket_id), i64::from(action.id))).collect();
    assert_eq!(keys, [(7, 1), (7, 2)]);
    assert_eq!(mock.unknown_parameters(), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn lines_of_several_recurring_invoices_change_in_one_request_after_each_was_read() {
    let mock = MockHalo::new();
    for id in [-241, -240] {
        let lines = json!([{"id": 1, "qty_order": 1.0}, {"id": 2, "qty_order": 2.0}]);
        mock.insert("recurring_invoices", json!({"id": id, "lines": lines})).unwrap();
    }
    let halo = mock.halo();
    let more = || InvoiceLineWrite::new().quantity(5);
    let writes = [
        (-240, RecurringInvoiceWrite::new().update_line(2, more())),
        (-241, RecurringInvoiceWrite::new().add_line(more()).remove_line(1)),
    ];
    halo.recurring_invoices().update_many(writes).await.unwrap();
    let sent = mock.requests().into_iter().rfind(|request| request.path.ends_with("/RecurringInvoice")).unwrap();
    let first = json!({"id": -240, "lines": [{"id": 1, "qty_order": 1.0}, {"id": 2, "qty_order": 5}]});
    let second = json!({"id": -241, "lines": [{"id": 2, "qty_order": 2.0}, {"qty_order": 5}]});
    assert_eq!(sent.body, Some(json!([first, second])));
}
