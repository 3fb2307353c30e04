//! Use cases of integrators for the entities that tickets refer to, against the in-memory Halo.

use halo_api::Error;
use halo_api::agents::AgentWrite;
use halo_api::mock::Matching;
use halo_api::priorities::PriorityWrite;
use halo_api::statuses::StatusWrite;
use halo_api::teams::TeamWrite;
use halo_api::ticket_types::TicketTypeWrite;
use serde_json::json;

use super::with;
use crate::link;

#[tokio::test]
async fn an_agent_is_found_by_name_renamed_and_leaves() -> Result<(), Error> {
    let mock = with("agents", [json!({"id": 1, "name": "Dana", "onlinestatus": 1}), json!({"id": 2, "name": "Eli"})]);
    let halo = link::halo(&mock);
    let online = halo.agents().list().search("dan").online_status_ids([1, 2]).all().await?;
    assert_eq!(online.iter().map(|agent| i64::from(agent.id)).collect::<Vec<_>>(), [1]);

    let made = halo.agents().create(AgentWrite::new().name("Fay")).await?;
    halo.agents().update(made.id, AgentWrite::new().name("Fay Ray")).await?;
    assert_eq!(halo.agents().get(made.id).await?.name.as_deref(), Some("Fay Ray"));
    halo.agents().delete(made.id).await?;
    assert!(halo.agents().get(made.id).await.unwrap_err().is_not_found());
    assert_eq!(halo.agents().list().all().await?.len(), 2);
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn a_status_is_added_to_those_that_a_ticket_type_may_have() -> Result<(), Error> {
    let mock = with("statuses", [json!({"name": "New"}), json!({"name": "Closed"})]);
    let halo = link::halo(&mock);
    let of_type = halo.statuses().list().ticket_type_id(3).exclude_closed(true).all().await?;
    let asked = Matching::get("/api/Status").query("tickettype_id", 3).query("excludeclosed", true);
    mock.assert_sent(asked);
    assert_eq!(of_type.len(), 1, "the one that does not close; which statuses a type has is more than the mock knows");
    assert_eq!(mock.unapplied_filters(), ["GET /api/Status: tickettype_id"]);

    let made = halo.statuses().create(StatusWrite::new().name("Parked").sequence(7)).await?;
    halo.statuses().update(made.id, StatusWrite::new().name("On ice")).await?;
    let status = halo.statuses().get(made.id).await?;
    assert_eq!((status.name.as_deref(), status.sequence), (Some("On ice"), Some(7)));
    halo.statuses().delete(made.id).await?;
    assert_eq!(halo.statuses().list().all().await?.len(), 2);
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn a_ticket_type_joins_a_group_and_is_retired() -> Result<(), Error> {
    let rows = [(1, 4, "Incident"), (2, 4, "Request"), (3, 5, "Project")]
        .map(|(id, group, name)| json!({"id": id, "group_id": group, "name": name}));
    let mock = with("ticket_types", rows);
    let halo = link::halo(&mock);
    assert_eq!(halo.ticket_types().list().group_id(4).all().await?.len(), 2);

    let made = halo.ticket_types().create(TicketTypeWrite::new().name("Alert").group_id(4)).await?;
    halo.ticket_types().update(made.id, TicketTypeWrite::new().name("Alarm").is_visible(false)).await?;
    let kind = halo.ticket_types().get(made.id).include_details(true).await?;
    assert_eq!((kind.name.as_deref(), kind.is_visible), (Some("Alarm"), Some(false)));
    assert_eq!(halo.ticket_types().list().group_id(4).all().await?.len(), 3);
    halo.ticket_types().delete(made.id).await?;
    assert_eq!(halo.ticket_types().list().group_id(4).all().await?.len(), 2);
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn a_priority_belongs_to_an_sla_and_is_known_by_a_text() -> Result<(), Error> {
    let rows = [("b3a1", 8, 1, "Critical"), ("c7d2", 9, 4, "Low")]
        .map(|(id, sla, number, name)| json!({"id": id, "slaid": sla, "priorityid": number, "name": name}));
    let mock = with("priorities", rows);
    let halo = link::halo(&mock);
    let of_sla = halo.priorities().list().sla_id(9).all().await?;
    assert_eq!(of_sla.iter().map(|priority| priority.id.as_ref()).collect::<Vec<_>>(), ["c7d2"]);

    let new = PriorityWrite::new().sla_id(9).ticket_priority_id(5).name("Whenever").fix_time(80.0);
    let made = halo.priorities().create(new).await?;
    halo.priorities().update(made.id.clone(), PriorityWrite::new().fix_time(120.0)).await?;
    let priority = halo.priorities().get(made.id.clone()).await?;
    assert_eq!((priority.ticket_priority_id.map(i64::from), priority.fix_time), (Some(5), Some(120.0)));
    halo.priorities().delete(made.id.clone()).await?;
    assert!(halo.priorities().get(made.id).await.unwrap_err().is_not_found());
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn a_team_is_set_up_in_a_department() -> Result<(), Error> {
    let rows = [(1, 6, "1st line"), (2, 6, "2nd line"), (3, 7, "Sales")]
        .map(|(id, department, name)| json!({"id": id, "department_id": department, "name": name}));
    let mock = with("teams", rows);
    let halo = link::halo(&mock);
    let both = halo.teams().list().department_id(6).ids([2, 3]).all().await?;
    assert_eq!(both.iter().map(|team| team.name.as_deref()).collect::<Vec<_>>(), [Some("2nd line")]);

    let made = halo.teams().create(TeamWrite::new().name("Night").department_id(6).for_tickets(true)).await?;
    halo.teams().update(made.id, TeamWrite::new().name("Night shift")).await?;
    let team = halo.teams().get(made.id).await?;
    assert_eq!((team.name.as_deref(), team.for_tickets), (Some("Night shift"), Some(true)));
    halo.teams().delete(made.id).await?;
    assert_eq!(halo.teams().list().department_id(6).all().await?.len(), 2);
    mock.assert_no_unknown_parameters();
    Ok(())
}
