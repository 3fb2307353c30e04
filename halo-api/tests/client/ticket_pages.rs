//! A mock with pages of tickets, and the paging parameters that it received.

use halo_api::mock::MockHalo;
use halo_api::tickets::Ticket;
use serde_json::json;

/// A mock with `count` tickets of three clients, numbered from 1.
pub(crate) fn mock_of(count: i64) -> MockHalo {
    let mock = MockHalo::new();
    for id in 1..=count {
        mock.insert("tickets", json!({"id": id, "summary": format!("Ticket {id}"), "client_id": id % 3})).unwrap();
    }
    mock
}

pub(crate) fn ids(tickets: &[Ticket]) -> Vec<i64> {
    tickets.iter().map(|ticket| ticket.id.into()).collect()
}

/// The values of a parameter in all list requests.
pub(crate) fn sent(mock: &MockHalo, name: &str) -> Vec<String> {
    let lists = mock.requests().into_iter().filter(|request| request.path == "/api/Tickets");
    lists
        .flat_map(|request| request.query.into_iter().filter(|(known, _)| known == name).map(|(_, value)| value))
        .collect()
}
