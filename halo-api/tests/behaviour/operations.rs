//! Operations other than list, get, create, update and delete, and entities that are like others.

use std::time::Duration;

use halo_api::catalog::{self, EntityInfo, Fixed, KeyPlace, OperationKind, Reply, Type};
use halo_api::clients::ClientMe;
use halo_api::mock::{Fault, MockHalo};
use halo_api::projects::{CreateProject, DeleteProject, GetProject, ListProjects, Projects, UpdateProject};
use halo_api::tickets::{Ticket, TicketRestore, TicketWrite};
use halo_api::{ErrorKind, Method, Safety, StatusCode};
use serde_json::json;

use crate::link;

#[test]
fn restoring_sends_the_id_and_what_steers_halo() {
    let halo = link::halo(&MockHalo::new());
    let preview = halo.tickets().restore(54321).preview();
    assert_eq!((preview.method, preview.path.as_str()), (Method::POST, "/Tickets"));
    assert_eq!(preview.body, Some(json!([{"id": 54321, "_recover": true, "_validate_updates": true}])));
    assert_eq!((preview.safety, preview.scope, preview.fault), (Safety::Unsafe, Some("edit:tickets"), None));
    let twice = halo.tickets().restore(1).assume_idempotent().preview();
    assert_eq!(twice.safety, Safety::Idempotent);
    let new = halo.tickets().restore(0).preview();
    assert!(new.fault.is_some_and(|fault| fault.contains("`id` 0")));
}

#[tokio::test]
async fn a_restored_ticket_comes_back_as_it_is() {
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7, "summary": "Printer"})).unwrap();
    let halo = link::halo(&mock);
    let ticket: Ticket = halo.tickets().restore(7).await.unwrap();
    assert_eq!(ticket.summary.as_deref(), Some("Printer"));
    assert!(halo.tickets().restore(8).await.unwrap_err().is_not_found());

    mock.fault(Fault::dropped().on("/api/Tickets"));
    let error = halo.tickets().restore(7).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    mock.fault(Fault::dropped().on("/api/Tickets"));
    halo.tickets().restore(7).assume_idempotent().await.unwrap();
    let error = link::builder(&mock).read_only(true).build().unwrap().tickets().restore(7).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReadOnly);
}

#[tokio::test]
async fn me_is_not_an_id_and_needs_a_chosen_client() {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let preview = halo.clients().me().query("x", 1).preview();
    assert_eq!((preview.method, preview.path.as_str()), (Method::GET, "/Client/me"));
    assert_eq!((preview.safety, preview.scope, preview.body), (Safety::Safe, Some("read:customers"), None));
    let error = halo.clients().me().await.unwrap_err();
    assert_eq!((error.status(), error.is_auth()), (Some(StatusCode::UNAUTHORIZED), true), "{error}");
    assert_eq!(error.endpoint(), Some("GET /Client/me"));

    mock.insert("clients", json!({"id": 12, "name": "Acme", "sites": [{"id": 1}]})).unwrap();
    mock.act_as("clients", 12).unwrap();
    let me = || halo.clients().me().timeout(Duration::from_secs(5)).when_some(None::<u8>, |request, _| request);
    let client = me().send().await.unwrap();
    assert_eq!((i64::from(client.id), client.name.as_deref()), (12, Some("Acme")));
    assert!(client.extra.contains_key("sites"));
    mock.fault(Fault::status(401).on("/api/Client/me").times(2));
    assert!(me().await.unwrap_err().is_auth());
}

#[tokio::test]
async fn the_token_acts_as_the_first_agent_unless_the_test_says_so() {
    let mock = MockHalo::seed()
        .records("agents", [json!({"id": 3, "name": "Dana"}), json!({"id": 4, "name": "Eli"})])
        .records("tickets", [json!({"agent_id": 3}), json!({"agent_id": 4}), json!({"agent_id": 4})])
        .build()
        .unwrap();
    let halo = link::halo(&mock);
    let me = halo.agents().me().await.unwrap();
    assert_eq!(me.name.as_deref(), Some("Dana"));
    assert_eq!(me.extra["claims"][0]["value"], "3");
    assert_eq!(halo.tickets().list().mine(true).all().await.unwrap().len(), 1);
    mock.act_as("agents", 4).unwrap();
    assert_eq!(halo.agents().me().await.unwrap().name.as_deref(), Some("Eli"));
    assert_eq!(halo.tickets().list().mine(true).all().await.unwrap().len(), 2);
}

#[tokio::test]
async fn what_was_deleted_is_listed_as_such_and_comes_back_whole() {
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7, "summary": "Printer", "new_in_2027": 1})).unwrap();
    let halo = link::halo(&mock);
    halo.tickets().delete(7).reason("by mistake").await.unwrap();
    assert!(halo.tickets().get(7).await.unwrap_err().is_not_found());
    assert!(halo.tickets().list().all().await.unwrap().is_empty());
    assert_eq!(halo.tickets().list().deleted(true).all().await.unwrap().len(), 1);
    let back = halo.tickets().restore(7).await.unwrap();
    assert_eq!((back.summary.as_deref(), &back.extra["new_in_2027"]), (Some("Printer"), &json!(1)));
    assert!(!back.extra.contains_key("_recover"));
    assert_eq!(halo.tickets().list().all().await.unwrap().len(), 1);
    assert!(halo.tickets().list().deleted(true).all().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_project_is_a_ticket_under_another_path() {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let made: Ticket = halo.projects().create(TicketWrite::new().summary("Move").client_id(1)).await.unwrap();
    halo.projects().update(made.id, TicketWrite::new().status_id(2)).await.unwrap();
    let rows: Vec<Ticket> = halo.projects().list().client_id(1).all().await.unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [made.id]);
    assert_eq!(halo.projects().get(made.id).await.unwrap().status_id.map(i64::from), Some(2));
    assert_eq!(mock.records("tickets").unwrap(), Vec::<serde_json::Value>::new(), "they are apart in the mock");
    halo.projects().delete(made.id).reason("done").await.unwrap();
    assert!(mock.unknown_parameters().is_empty());

    let preview = halo.projects().list().open_only(true).preview();
    assert_eq!((preview.path.as_str(), preview.scope), ("/Projects", Some("read:projects")));
    let preview = halo.opportunities().delete(3).preview();
    assert_eq!((preview.path.as_str(), preview.scope), ("/Opportunities/3", Some("edit:sales")));
}

#[test]
fn the_catalog_lists_operations_and_entities_by_their_own_names() {
    let tickets = catalog::entity("tickets").unwrap();
    let restore = tickets.operations.iter().find(|operation| operation.name == "restore").unwrap();
    assert_eq!((restore.method.clone(), restore.path, restore.kind), (Method::POST, "/Tickets", OperationKind::Custom));
    let key: Vec<_> = restore.key.iter().map(|member| (member.wire_name, member.place)).collect();
    assert_eq!(key, [("id", KeyPlace::Body)]);
    assert_eq!(restore.reply, Reply::Object(Type::Object("Ticket")));
    assert_eq!(restore.fixed.first(), Some(&("id", Fixed::Key("id"))));
    let projects = catalog::entity("projects").unwrap();
    assert_eq!((projects.name, projects.path, projects.read_scope), ("Project", "/Projects", Some("read:projects")));
    assert_eq!(projects.fields.len(), tickets.fields.len());
    let filters = |entity: &EntityInfo| entity.operation(OperationKind::List).unwrap().filters.len();
    assert_eq!(filters(projects), filters(tickets));
    assert!(projects.operation(OperationKind::Custom).is_none());
}

#[test]
fn requests_of_operations_can_be_moved_and_stored() {
    fn check<T: Send + Clone + std::fmt::Debug + 'static>() {}
    check::<(TicketRestore, ClientMe)>();
    check::<(Projects, ListProjects, GetProject, CreateProject, UpdateProject, DeleteProject)>();
}
