//! Use cases of integrators for the set-up that they read and keep in step, against the in-memory Halo.

use halo_api::asset_groups::AssetGroupWrite;
use halo_api::asset_types::AssetTypeWrite;
use halo_api::canned_texts::CannedTextWrite;
use halo_api::distribution_lists::DistributionListWrite;
use halo_api::email_templates::EmailTemplateWrite;
use halo_api::mailboxes::MailboxWrite;
use halo_api::mock::{Matching, MockHalo};
use halo_api::organisations::OrganisationWrite;
use halo_api::roles::RoleWrite;
use halo_api::tags::TagWrite;
use halo_api::templates::TemplateWrite;
use halo_api::ticket_approvals::TicketApprovalWrite;
use halo_api::ticket_rules::TicketRuleWrite;
use halo_api::to_dos::ToDoWrite;
use halo_api::top_levels::TopLevelWrite;
use halo_api::types::{RuleCriterionWrite, TemplateToDoWrite};
use halo_api::user_roles::UserRoleWrite;
use halo_api::workflows::WorkflowWrite;
use halo_api::{Error, Method};
use serde_json::json;

use super::with;
use crate::link;

#[tokio::test]
async fn a_canned_text_is_found_in_its_group_and_reworded() -> Result<(), Error> {
    let mock = with("canned_texts", [(1, 4), (2, 4), (3, 5)].map(|(id, group)| json!({"id": id, "group_id": group})));
    let halo = link::halo(&mock);
    assert_eq!(halo.canned_texts().list().group_id(4).all().await?.len(), 2);
    let made = halo.canned_texts().create(CannedTextWrite::new().name("Greeting").text("Hello").group_id(4)).await?;
    halo.canned_texts().update(made.id, CannedTextWrite::new().text("Good morning")).await?;
    let text = halo.canned_texts().get(made.id).include_details(true).await?;
    assert_eq!((text.name.as_deref(), text.text.as_deref()), (Some("Greeting"), Some("Good morning")));
    assert_eq!(text.team_id, None);
    halo.canned_texts().delete(made.id).await?;
    assert_eq!(halo.canned_texts().list().group_id(4).all().await?.len(), 2);
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn top_levels_come_as_a_tree_in_pages_and_departments_belong_to_an_organisation() -> Result<(), Error> {
    let rows =
        (1..=120).map(|id| json!({"id": id, "name": format!("Region {id}"), "organisation_id": i64::from(id > 118)}));
    let mock = with("top_levels", rows);
    let halo = link::halo(&mock);
    assert_eq!(halo.top_levels().list().all().await?.len(), 120);
    let departments = halo.top_levels().list().organisation_id(1).all().await?;
    assert_eq!(departments.len(), 2);
    let first = halo.top_levels().get(1).await?;
    assert_eq!(first.organisation_id, None, "0 is no organisation");
    let made = halo.top_levels().create(TopLevelWrite::new().name("North").notes("Oslo")).await?;
    halo.top_levels().update(made.id, TopLevelWrite::new().name("Far north")).await?;
    let north = halo.top_levels().get(made.id).await?;
    assert_eq!((north.name.as_deref(), north.notes.as_deref()), (Some("Far north"), Some("Oslo")));
    halo.top_levels().delete(made.id).await?;
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn an_asset_type_moves_to_another_group_and_its_fields_have_decimal_ids() -> Result<(), Error> {
    let mock = with("asset_groups", [json!({"id": 3, "name": "Hardware"})]);
    let field = json!({"id": 3.0, "field_id": 51.0, "typeinfo_id": 111.0, "keyfield_id": "51", "field_name": "Serial"});
    mock.insert(
        "asset_types",
        json!({"id": 7, "name": "Laptop", "assetgroup_id": 3, "keyfield2_id": -1, "fields": [field]}),
    )?;
    let halo = link::halo(&mock);
    let group = halo.asset_groups().create(AssetGroupWrite::new().name("Mobile").for_assets(true)).await?;
    halo.asset_types().update(7, AssetTypeWrite::new().asset_group_id(group.id)).await?;
    let laptop = halo.asset_types().list().asset_group_id(group.id).first().await?.unwrap();
    let fields = laptop.fields.unwrap();
    assert_eq!((fields[0].field_id.map(i64::from), fields[0].type_info_id), (Some(51), Some(111)));
    assert_eq!((laptop.asset_group_id, laptop.key_field_2_id), (Some(group.id), None));

    let made = halo.asset_types().create(AssetTypeWrite::new().name("Tablet").tag_prefix("TAB")).await?;
    assert_eq!(halo.asset_types().get(made.id).await?.tag_prefix.as_deref(), Some("TAB"));
    halo.asset_types().delete(made.id).await?;
    halo.asset_groups().delete(3).await?;
    assert_eq!(halo.asset_groups().list().all().await?.len(), 1);
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn end_users_have_numbered_roles_and_agents_roles_with_a_text_id() -> Result<(), Error> {
    let mock = with("user_roles", [json!({"id": 2, "name": "Viewer", "canadd": false})]);
    mock.insert("roles", json!({"id": "5c1b-11", "id_int": 11, "name": "Dispatcher"}))?;
    let halo = link::halo(&mock);
    halo.user_roles().update(2, UserRoleWrite::new().can_add_tickets(true)).await?;
    let made = halo.user_roles().create(UserRoleWrite::new().name("Approver").is_change_approver(true)).await?;
    halo.user_roles().delete(made.id).await?;
    let roles = halo.user_roles().list().all().await?;
    assert_eq!(roles.iter().map(|role| role.can_add_tickets).collect::<Vec<_>>(), [Some(true)]);

    let dispatcher = halo.roles().list().first().await?.unwrap();
    halo.roles().update(dispatcher.id.clone(), RoleWrite::new().notes("Night shift")).await?;
    let role = halo.roles().get(dispatcher.id).include_details(true).await?;
    assert_eq!((role.id.as_ref(), role.number, role.notes.as_deref()), ("5c1b-11", Some(11), Some("Night shift")));
    let made = halo.roles().create(RoleWrite::new().name("Trainee")).await?;
    halo.roles().delete(made.id).await?;
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn an_organisation_has_departments_that_are_top_levels() -> Result<(), Error> {
    let row = json!({"id": 1, "name": "Own", "departments": [{"id": 3, "name": "IT", "organisation_id": 1}]});
    let mock = with("organisations", [row]);
    let halo = link::halo(&mock);
    let own = halo.organisations().get(1).include_details(true).await?;
    let departments = own.departments.unwrap();
    assert_eq!(departments[0].organisation_id.map(i64::from), Some(1));
    let made = halo.organisations().create(OrganisationWrite::new().name("Second")).await?;
    halo.organisations().update(made.id, OrganisationWrite::new().phone_number("0700").clear_website()).await?;
    assert_eq!(halo.organisations().get(made.id).await?.phone_number.as_deref(), Some("0700"));
    halo.organisations().delete(made.id).await?;
    assert_eq!(halo.organisations().list().all().await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn feedback_comes_whole_and_keeps_its_key_out_of_logs() -> Result<(), Error> {
    let row = json!({"id": 5, "ticket_id": 70, "score": 1, "comment": "Quick", "key": "s3cret", "feedback_faultid": 0});
    let mock = with("feedbacks", [row]);
    let halo = link::halo(&mock);
    let all = halo.feedbacks().list().all().await?;
    assert_eq!((all[0].ticket_id.map(i64::from), all[0].feedback_ticket_id), (Some(70), None));
    let one = halo.feedbacks().get(5).include_details(true).await?;
    assert_eq!(one.key.as_deref(), Some("s3cret"));
    assert!(!format!("{one:?}").contains("s3cret"));
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn a_to_do_is_ticked_off_with_its_ticket_in_the_body() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let made = halo.to_dos().create(ToDoWrite::new().ticket_id(70).text("Order cable")).await?;
    halo.to_dos().create(ToDoWrite::new().ticket_id(71).text("Call back")).await?;
    halo.to_dos().update(70, made.id, ToDoWrite::new().text("Order cable").done(true)).await?;
    mock.assert_sent(Matching::post("/api/ToDo").with_field("ticket_id", 70).with_field("done", true));
    let of_ticket = halo.to_dos().list().ticket_id(70).all().await?;
    assert_eq!(of_ticket.iter().map(|to_do| to_do.done).collect::<Vec<_>>(), [Some(true)]);
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn a_distribution_list_gains_a_user_and_a_tag_is_reworded() -> Result<(), Error> {
    let mock = with("distribution_lists", [json!({"id": 1, "name": "Outages", "mailbox_from": 0, "users_count": 3})]);
    let halo = link::halo(&mock);
    let list = halo.distribution_lists().list().first().await?.unwrap();
    assert_eq!((list.from_mailbox_id, list.user_count), (None, Some(3)));
    halo.distribution_lists().update(list.id, DistributionListWrite::new().add_users([json!({"id": 9})])).await?;
    mock.assert_sent(Matching::post("/api/DistributionLists").with_field("addtheseusers", json!([{"id": 9}])));
    let made =
        halo.distribution_lists().create(DistributionListWrite::new().name("News").description("Monthly")).await?;
    assert_eq!(halo.distribution_lists().get(made.id).await?.description.as_deref(), Some("Monthly"));
    halo.distribution_lists().delete(made.id).await?;

    let tag = halo.tags().create(TagWrite::new().text("urgnet")).await?;
    halo.tags().update(tag.id, TagWrite::new().text("urgent")).await?;
    assert_eq!(halo.tags().get(tag.id).await?.text.as_deref(), Some("urgent"));
    halo.tags().delete(tag.id).await?;
    assert!(halo.tags().list().all().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_rule_fills_tickets_of_a_category_in_from_a_template() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let to_dos = [TemplateToDoWrite::new().text("Check the licence"), TemplateToDoWrite::new().text("Install")];
    let template = TemplateWrite::new().name("Software").ticket_type_id(3).todo_list(to_dos);
    let template = halo.templates().create(template).await?;
    let condition = RuleCriterionWrite::new().table_name("faults").field_name("category2").comparison(0);
    let condition = condition.value_type("string").value_string("Software").value_display("Software");
    let rule = TicketRuleWrite::new().name("Software").used_for(0).new_template_id(template.id).criteria([condition]);
    let made = halo.ticket_rules().create(rule).await?;
    halo.ticket_rules().update(made.id, TicketRuleWrite::new().precedence(1)).await?;
    let rule = halo.ticket_rules().list().used_for(0).exclude_workflow(true).first().await?.unwrap();
    let criteria = rule.criteria.unwrap();
    assert_eq!((rule.new_template_id, criteria[0].value_string.as_deref()), (Some(template.id), Some("Software")));
    assert_eq!((rule.precedence, rule.new_agent_id), (Some(1), None));
    let template = halo.templates().get(template.id).include_kb_info(true).await?;
    assert_eq!(template.todo_list.unwrap().len(), 2);
    halo.templates().update(template.id, TemplateWrite::new().category_2("Software")).await?;
    assert_eq!(halo.templates().list().ticket_type_id(3).all().await?.len(), 1);
    halo.ticket_rules().delete(made.id).await?;
    halo.templates().delete(template.id).await?;
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn an_approval_is_answered_within_its_ticket_and_withdrawn_by_both_numbers() -> Result<(), Error> {
    let rows = [(70, 1), (70, 2), (71, 1)].map(|(ticket, seq)| json!({"ticket_id": ticket, "seq": seq, "result": 0}));
    let mock = with("ticket_approvals", rows);
    let halo = link::halo(&mock);
    let answer = TicketApprovalWrite::new().result(1).approver_note("Fine");
    let answered = halo.ticket_approvals().update(70, 2, answer).await?;
    assert_eq!((i64::from(answered.ticket_id), i64::from(answered.sequence)), (70, 2));
    mock.assert_sent(Matching::post("/api/TicketApproval").with_field("ticket_id", 70).with_field("seq", 2));
    let results = halo.ticket_approvals().list().ticket_id(70).all().await?;
    assert_eq!(results.iter().map(|approval| approval.result).collect::<Vec<_>>(), [Some(0), Some(1)]);
    let preview = halo.ticket_approvals().remove(70, 2).preview();
    assert_eq!((preview.method, preview.path.as_str()), (Method::DELETE, "/TicketApproval/70&2"));
    halo.ticket_approvals().remove(70, 2).await?;
    assert_eq!(halo.ticket_approvals().list().ticket_id(70).all().await?.len(), 1);
    assert!(halo.ticket_approvals().remove(70, 2).await.unwrap_err().is_not_found());

    let process =
        json!({"id": 4, "name": "Change", "steps": [{"id": 9, "sequence": 1, "cab_name": "Board", "user_id": -1}]});
    mock.insert("approval_processes", process)?;
    let process = halo.approval_processes().get(4).include_details(true).await?;
    let steps = process.steps.unwrap();
    assert_eq!((steps[0].cab_name.as_deref(), steps[0].user_id), (Some("Board"), None));
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn an_email_template_can_have_a_negative_id() -> Result<(), Error> {
    let mock = with("email_templates", [json!({"id": -103, "name": "Own", "messagegroup_id": 0})]);
    let halo = link::halo(&mock);
    let own = halo.email_templates().list().first().await?.unwrap();
    assert_eq!((i64::from(own.id), own.message_group_id), (-103, None));
    halo.email_templates()
        .update(own.id, EmailTemplateWrite::new().header_text("Re: [SUMMARY]").body_html("<p>Hi</p>"))
        .await?;
    let own = halo.email_templates().get(own.id).await?;
    assert_eq!(own.body_html.as_deref(), Some("<p>Hi</p>"));
    let made = halo.email_templates().create(EmailTemplateWrite::new().name("Second")).await?;
    halo.email_templates().delete(made.id).await?;
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn a_workflow_brings_its_steps_whose_numbers_start_anew() -> Result<(), Error> {
    let step = |row: i64, step: i64| {
        let action = json!({"id": 1, "start_step": step, "end_step": step + 1, "action_outcome": "Approve"});
        json!({"fdid": row, "step_id": step, "flow_id": 6, "isstart": step == 1, "actions": [action]})
    };
    let mock = with("workflows", [json!({"id": 6, "name": "Change", "steps": [step(31, 1), step(32, 2)]})]);
    for step in [step(31, 1), step(32, 2), json!({"fdid": 33, "step_id": 1, "flow_id": 7})] {
        mock.insert("workflow_steps", step)?;
    }
    let halo = link::halo(&mock);
    let row = halo.workflows().list().include_inactive(true).first().await?.unwrap();
    assert!(row.steps.is_none(), "only `get` returns the steps");
    let steps = halo.workflows().get(6).include_details(true).await?.steps.unwrap();
    assert_eq!((steps[0].is_start, steps[1].workflow_id.map(i64::from)), (Some(true), Some(6)));
    let actions = steps[0].actions.as_ref().unwrap();
    assert_eq!((actions[0].to_step, actions[0].outcome_name.as_deref()), (Some(2), Some("Approve")));
    let all = halo.workflow_steps().list().include_criteria_info(true).all().await?;
    assert_eq!(
        all.iter().map(|step| (step.flow_detail_id, step.step_id)).collect::<Vec<_>>(),
        [(31, 1), (32, 2), (33, 1)]
    );
    let made = halo.workflows().create(WorkflowWrite::new().name("Empty")).await?;
    halo.workflows().delete(made.id).await?;
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn a_mailbox_is_switched_off_without_its_passwords_being_shown() -> Result<(), Error> {
    let row = json!({"id": 1, "name": "Support", "enabled": true, "tickettype_id": -1, "password": "s3cret"});
    let mock = with("mailboxes", [row]);
    let halo = link::halo(&mock);
    let mailbox = halo.mailboxes().list().from_addresses_only(true).show_all(true).first().await?.unwrap();
    assert_eq!((mailbox.is_enabled, mailbox.ticket_type_id), (Some(true), None));
    assert!(!format!("{mailbox:?}").contains("s3cret"));
    halo.mailboxes().update(mailbox.id, MailboxWrite::new().is_enabled(false)).await?;
    assert_eq!(halo.mailboxes().get(1).include_details(true).await?.is_enabled, Some(false));
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn the_set_up_of_the_demo_is_of_the_types_that_the_schema_states() -> Result<(), Error> {
    let mock = MockHalo::demo();
    let halo = link::builder(&mock).strict_decoding(true).build()?;
    macro_rules! rows {
        ($($entity:ident)*) => { $( assert!(!halo.$entity().list().all().await?.is_empty(), stringify!($entity)); )* };
    }
    rows! {
        approval_processes asset_groups asset_types canned_texts distribution_lists email_templates feedbacks mailboxes
        organisations roles tags templates ticket_approvals ticket_rules to_dos top_levels user_roles workflow_steps workflows
    }
    assert_eq!(halo.workflows().get(1).await?.steps.unwrap().len(), 3);
    assert_eq!(halo.templates().get(1).await?.todo_list.unwrap().len(), 2);
    Ok(())
}
