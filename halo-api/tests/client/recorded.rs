//! Recordings of real instances: what the models keep of a response, and what the write types can send.
#![cfg(feature = "mock")]

use halo_api::Method;
use halo_api::actions::ActionWrite;
use halo_api::assets::AssetWrite;
use halo_api::attachments::AttachmentWrite;
use halo_api::mock::{MockHalo, MockRequest};
use halo_api::tickets::{Ticket, TicketWrite};
use halo_api::types::{AssetUserWrite, AttachmentInfoWrite, CustomFieldWrite, TicketAssetWrite};
use halo_api::users::UserWrite;
use serde_json::{Value, json};

/// The response of a ticket create has 247 members. So many may be without a type: screens, leftovers of old versions, and
/// what nobody could explain.
const UNTYPED: usize = 15;

#[test]
fn a_recorded_ticket_is_typed_but_for_a_few_members() {
    let text = include_str!("../fixtures/ticket_created.json");
    let recorded: serde_json::Map<String, Value> = serde_json::from_str(text).unwrap();
    let ticket: Ticket = serde_json::from_str(text).unwrap();
    assert_eq!(recorded.len(), 247);
    let info = <Ticket as halo_api::Record>::INFO;
    let as_json = info.fields.iter().filter(|field| format!("{:?}", field.ty).contains("Json"));
    let untyped: Vec<&str> = as_json.map(|field| field.wire_name).filter(|name| recorded.contains_key(*name)).collect();
    let extra: Vec<&String> = ticket.extra.keys().collect();
    assert!(extra.len() + untyped.len() <= UNTYPED, "{} in `extra`: {extra:?}; as JSON: {untyped:?}", extra.len());
    // What integrations read of the response.
    assert_eq!(ticket.agent_id, Some(halo_api::ids::AgentId::UNASSIGNED));
    assert_eq!(ticket.priority.as_ref().and_then(|priority| priority.ticket_priority_id), Some(4.into()));
    assert_eq!(ticket.user.as_ref().map(|user| user.id), Some(38.into()));
    assert_eq!(ticket.ticket_type.as_ref().map(|ticket_type| ticket_type.id), Some(36.into()));
    assert_eq!(ticket.extra_actions.as_ref().map(Vec::len), Some(1));
    assert_eq!((ticket.autotask_id, ticket.ninja_device_id), (None, None), "sentinels are no ids");
}

fn instant(text: &str) -> halo_api::jiff::Timestamp {
    text.parse().unwrap()
}

/// The recorded bodies, each from setters only, are what the recorded integrations sent.
#[tokio::test(start_paused = true)]
async fn recorded_requests_are_written_with_typed_setters() {
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 1})).unwrap();
    mock.insert("actions", json!({"ticket_id": 1, "id": 3})).unwrap();
    mock.insert("assets", json!({"id": 1})).unwrap();
    mock.insert("assets", json!({"id": 2})).unwrap();
    mock.insert("users", json!({"id": 33})).unwrap();
    let halo = mock.halo();

    let ticket = TicketWrite::new().ticket_type_id(24).client_id(12).site_id(18).user_id(33).summary("text");
    let ticket = ticket.details_html("text").dont_do_rules(true).assets([TicketAssetWrite::new().id(42)]);
    let ticket = ticket.contract_id(5).category_1("A>B").custom_fields([CustomFieldWrite::new().id(181).value("uid")]);
    halo.tickets().create(ticket).await.unwrap();

    let at = instant("2026-01-02T03:04:05Z");
    let work = ActionWrite::new().ticket_id(1).outcome_id(23).outcome("Remote").charge_rate_id(0).time_taken(0.1);
    let work = work.arrival_date(at).completion_date(at).new_status_id(9).validate_response(false);
    halo.actions().create(work).await.unwrap();

    halo.actions().update(1, 3, ActionWrite::new().is_reviewed(true)).await.unwrap();

    let content = "data:application/pdf;base64,QQ==";
    let file = AttachmentWrite::new().filename("a.pdf").is_image(false).data_base64(content);
    halo.attachments().create(file).await.unwrap();
    let file = AttachmentWrite::new().filename("a.pdf").file_size(9).clear_show_for_users().is_uploading(true);
    let file = file.temp_id("__00000000-0000-4000-8000-000000000001").show_on_child(false).show_on_related(false);
    halo.attachments().create(file.data_base64(content)).await.unwrap();

    let file = AttachmentInfoWrite::new().id(7001).filename("a.pdf").file_size(9).is_uploading(false).clear_temp_id();
    let mail =
        ActionWrite::new().ticket_id(1).outcome("Email").send_email(false).datetime(instant("2026-07-07T10:00:00Z"));
    let mail = mail.note("text").note_html("text").email_subject("text").email_message_id("<a@example.com>");
    let mail = mail.action_internet_message_id("<a@example.com>").email_to_list_all("text");
    let mail = mail.attachments([file.clear_data_base64().clear_data()]);
    halo.actions().create(mail).await.unwrap();

    let nobody: [AssetUserWrite; 0] = [];
    let somebody = AssetWrite::new().users([AssetUserWrite::new().id(33)]);
    halo.assets().update_many([(1, somebody), (2, AssetWrite::new().users(nobody))]).await.unwrap();

    let oid = UserWrite::new().azure_object_id("00000000-0000-4000-8000-000000000001");
    halo.users().update(33, oid).await.unwrap();

    let paths = ["/Tickets", "/Actions", "/Attachment", "/Asset", "/Users"];
    let resource = |request: &MockRequest| request.path.trim_start_matches("/api").to_owned();
    let is_one = |request: &MockRequest| request.method == Method::POST && paths.contains(&resource(request).as_str());
    let sent: Vec<_> = mock.requests().into_iter().filter(is_one).collect();
    let recorded: Vec<Value> = serde_json::from_str(include_str!("../fixtures/requests.json")).unwrap();
    let wanted: Vec<&Value> = recorded.iter().filter(|one| paths.iter().any(|path| one["path"] == *path)).collect();
    assert_eq!(sent.len(), wanted.len(), "{sent:?}");
    for (sent, wanted) in sent.iter().zip(wanted) {
        assert_eq!(sent.body, Some(plain(&wanted["body"])), "{}", wanted["path"]);
    }
    assert_eq!(mock.unknown_parameters(), Vec::<String>::new());
}

/// One of the integrations sends a bool as text.
fn plain(body: &Value) -> Value {
    serde_json::from_str(&body.to_string().replace("\"true\"", "true")).unwrap()
}
