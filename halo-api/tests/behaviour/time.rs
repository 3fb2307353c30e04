//! Use cases of integrators for time: appointments, timesheets, holidays, the hours of a week.

use std::collections::BTreeMap;

use halo_api::agent_check_ins::AgentCheckInWrite;
use halo_api::appointments::AppointmentWrite;
use halo_api::holidays::HolidayWrite;
use halo_api::jiff::civil::{Date, date};
use halo_api::jiff::tz::TimeZone;
use halo_api::jiff::{Timestamp, ToSpan as _};
use halo_api::mock::{Matching, MockHalo};
use halo_api::types::AppointmentAgentWrite;
use halo_api::workdays::WorkdayWrite;
use halo_api::{Error, ErrorKind};
use serde_json::json;

use super::with;
use crate::link;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[tokio::test]
async fn an_appointment_is_put_into_a_calendar_moved_and_found_in_its_week() -> Result<(), Error> {
    let task = json!({"id": 3, "subject": "Order toner", "is_task": true, "start_date": "2026-03-25T09:00:00"});
    let later = json!({"id": 4, "subject": "Review", "is_task": false, "start_date": "2026-04-25T09:00:00"});
    let mock = with("appointments", [task, later]);
    let halo = link::halo(&mock);
    let visit = AppointmentWrite::new()
        .subject("Visit")
        .start_date(at("2026-03-24T08:00:00Z"))
        .end_date(at("2026-03-24T09:00:00Z"))
        .agents([AppointmentAgentWrite::new().id(5).used_for("agent")])
        .ticket_id(70);
    let made = halo.appointments().create(visit).await?;
    let agent = json!([{"id": 5, "use": "agent"}]);
    mock.assert_sent(Matching::post("/api/Appointment").with_field("agents", agent));
    halo.appointments().update(made.id, AppointmentWrite::new().start_date(at("2026-03-24T08:30:00Z"))).await?;

    let week = halo.appointments().list().start_date(at("2026-03-23T00:00:00Z")).end_date(at("2026-03-30T00:00:00Z"));
    let found = week.clone().all().await?;
    assert_eq!(found.iter().map(|entry| i64::from(entry.id)).collect::<Vec<_>>(), [3, made.id.into()]);
    let tasks = week.tasks_only(true).all().await?;
    assert_eq!(tasks.iter().filter_map(|task| task.subject.as_deref()).collect::<Vec<_>>(), ["Order toner"]);
    let visit = halo.appointments().get(made.id).include_details(true).await?;
    assert_eq!(visit.start_date, Some(at("2026-03-24T08:30:00Z")));
    assert_eq!((visit.subject.as_deref(), visit.client_id), (Some("Visit"), None));
    halo.appointments().delete(made.id).await?;

    let unbounded = halo.appointments().list().start_date(at("2026-03-23T00:00:00Z"));
    let error = unbounded.all().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("`end_date()` or `ticket_id()`"), "{error}");
    assert!(halo.appointments().list().preview().fault.unwrap().contains("must set `start_date()`"));
    assert!(halo.appointments().list().ticket_id(70).first().await?.is_none());
    assert_eq!(halo.resource("/Appointment").list().all().await?.len(), 2, "everything, where that is meant");
    mock.assert_no_unknown_parameters();
    assert!(mock.unapplied_filters().is_empty());
    Ok(())
}

/// A week in which the clocks change has 167 hours. Events of both its edges are counted by the agents' own calendar.
#[tokio::test]
async fn the_hours_of_a_week_with_a_change_of_clocks_are_summed_by_agent_and_client() -> Result<(), Error> {
    let event = |agent: i64, client: &str, start: &str, hours: f64, action: i64| {
        json!({"id": 0, "agent_id": agent, "customer": client, "start_date": start, "timetaken": hours,
               "ticket_id": 70, "action_number": action})
    };
    let mock = with(
        "timesheet_events",
        [
            event(2, "Harbour Dental", "2026-03-22T22:30:00", 8.0, 1), // Sunday 23:30, the week before
            event(2, "Harbour Dental", "2026-03-22T23:00:00", 0.25, 2), // Monday 00:00
            event(2, "Kestrel Logistics", "2026-03-25T09:00:00", 1.5, 3),
            event(3, "Harbour Dental", "2026-03-26T09:00:00", 2.0, 4),
            event(2, "Harbour Dental", "2026-03-29T21:30:00.5", 0.5, 5), // Sunday 23:30, in summer time
            event(2, "Harbour Dental", "2026-03-29T22:15:00", 8.0, 6),   // Monday 00:15, the week after
            event(2, "Harbour Dental", "2026-03-29T22:45:00", 8.0, 7),   // within seven days of 24 hours
        ],
    );
    let halo = link::halo(&mock);
    let zone = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
    let midnight = |day: Date| zone.to_timestamp(day.at(0, 0, 0, 0)).unwrap();
    let monday = date(2026, 3, 23);
    let (from, to) = (midnight(monday), midnight(monday.checked_add(7.days()).unwrap()));
    assert_eq!(to.duration_since(from).as_hours(), 167);

    let mut hours = BTreeMap::<(i64, String), f64>::new();
    let mut events = halo.timesheet_events().between(from, to).stream();
    while let Some(event) = events.try_next().await? {
        assert_eq!(event.number, None, "rows have no number");
        let agent = event.agent_id.map_or(0, i64::from);
        *hours.entry((agent, event.client_name.unwrap_or_default())).or_default() +=
            event.time_taken.unwrap_or_default();
    }
    let expected = [((2, "Harbour Dental"), 0.75), ((2, "Kestrel Logistics"), 1.5), ((3, "Harbour Dental"), 2.0)];
    let expected = expected.map(|((agent, client), hours)| ((agent, client.to_owned()), hours));
    assert_eq!(hours, BTreeMap::from(expected));

    let sent = mock.requests().pop().unwrap();
    let query = |name: &str| sent.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    assert_eq!(query("start_date").as_deref(), Some("2026-03-22T23:00:00Z"), "an instant, never a bare day");
    assert_eq!(query("end_date").as_deref(), Some("2026-03-29T22:00:00Z"));
    assert_eq!(halo.timesheet_events().between(from, to).agent_id(3).all().await?.len(), 1);
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn timesheets_are_told_apart_by_agent_and_day_whatever_the_time_of_day() -> Result<(), Error> {
    let row = |agent: i64, date: &str| json!({"id": 0, "agent_id": agent, "date": date, "actual_hours": 7.5});
    let days = ["2026-10-24T19:13:41.4892555+00:00", "2026-10-25T05:32:44.99+00:00"];
    let mock = with("timesheets", [row(2, days[0]), row(2, days[1]), row(3, days[0])]);
    mock.route(halo_api::Method::GET, "/Timesheet/0", |request| {
        let query = |name: &str| request.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        assert_eq!((query("agent_id").as_deref(), query("date").as_deref()), (Some("2"), Some("2026-10-24T12:00:00Z")));
        halo_api::mock::MockResponse::json(
            &json!({"id": 0, "agent_id": 2, "date": "2026-10-24T00:00:00", "events": [{"id": 0}]}),
        )
    });
    let halo = link::halo(&mock);
    let rows = halo.timesheets().list().all().await?;
    let keys: Vec<_> = rows.iter().map(|row| (row.agent_id.map_or(0, i64::from), row.date.unwrap())).collect();
    assert_eq!(keys, [(2, date(2026, 10, 24)), (2, date(2026, 10, 25)), (3, date(2026, 10, 24))]);
    let day = halo.timesheets().of_day(2, at("2026-10-24T12:00:00Z")).await?;
    assert_eq!((day.date, day.events.map(|events| events.len())), (Some(date(2026, 10, 24)), Some(1)));
    Ok(())
}

#[tokio::test]
async fn a_holiday_has_a_guid_and_a_number() -> Result<(), Error> {
    let guid = "5a1e0000-0000-4000-8000-000000000301";
    let row = json!({"id": guid, "holid": 41, "agent_id": 0, "workday_id": 1, "name": "May Day", "date": "2026-05-01T00:00:00"});
    let mock = with("holidays", [row]);
    let halo = link::halo(&mock);
    let leave = HolidayWrite::new().agent_id(3).name("Leave").start_date(at("2026-02-16T00:00:00Z")).is_all_day(true);
    let made = halo.holidays().create(leave).await?;
    halo.holidays().update(made.id.clone(), HolidayWrite::new().name("Parental leave")).await?;
    let spring = halo.holidays().list().start_date(at("2026-04-01T00:00:00Z")).all().await?;
    assert_eq!(spring.len(), 1);
    assert_eq!((spring[0].id.as_ref(), spring[0].number, spring[0].agent_id), (guid, Some(41), None));
    let of_agent = halo.holidays().list().agent_id(3).first().await?.unwrap();
    assert_eq!(of_agent.name.as_deref(), Some("Parental leave"));
    halo.holidays().delete(guid).await?;
    assert!(halo.holidays().get(guid).await.unwrap_err().is_not_found());
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn a_set_of_working_hours_has_times_of_day_and_breaks() -> Result<(), Error> {
    let row = json!({"id": 1, "name": "Office", "incmonday": true, "alldayssame": true, "start": "1901-01-01T09:00:00",
                     "end": "1899-12-30T17:30:00", "breaks": [{"id": 1, "start": "1901-01-01T12:00:00"}]});
    let mock = with("workdays", [row]);
    let halo = link::halo(&mock);
    let office = halo.workdays().get(1).include_details(true).await?;
    assert_eq!(
        office.start.as_deref(),
        Some("1901-01-01T09:00:00"),
        "a time of day, not an instant nor a day without value"
    );
    assert_eq!(office.end.as_deref(), Some("1899-12-30T17:30:00"));
    assert_eq!(office.breaks.unwrap()[0].start.as_deref(), Some("1901-01-01T12:00:00"));
    let early = WorkdayWrite::new().name("Early").monday(true).monday_start("1901-01-01T06:00:00");
    let made = halo.workdays().create(early).await?;
    halo.workdays().update(made.id, WorkdayWrite::new().timezone("GMT Standard Time")).await?;
    assert_eq!(halo.workdays().list().all().await?.len(), 2);
    halo.workdays().delete(made.id).await?;
    Ok(())
}

#[tokio::test]
async fn agents_check_in_and_are_seen_online_by_their_own_number() -> Result<(), Error> {
    let mock =
        with("online_statuses", [json!({"techID": 2, "isOnline": true}), json!({"techID": 3, "isOnline": false})]);
    let halo = link::halo(&mock);
    let came = AgentCheckInWrite::new().agent_id(2).timestamp(at("2026-01-05T08:58:00Z")).status(1);
    let made = halo.agent_check_ins().create(came).await?;
    halo.agent_check_ins().create(AgentCheckInWrite::new().agent_id(3).timestamp(at("2026-01-06T09:00:00Z"))).await?;
    halo.agent_check_ins().update(made.id, AgentCheckInWrite::new().timestamp(at("2026-01-05T08:50:00Z"))).await?;
    let day = halo.agent_check_ins().list().start_date(at("2026-01-05T00:00:00Z")).end_date(at("2026-01-06T00:00:00Z"));
    let day = day.all().await?;
    assert_eq!(day.iter().map(|row| row.timestamp).collect::<Vec<_>>(), [Some(at("2026-01-05T08:50:00Z"))]);
    let online = halo.online_statuses().list().is_online(true).all().await?;
    assert_eq!(online.iter().map(|row| i64::from(row.agent_id)).collect::<Vec<_>>(), [2]);
    mock.assert_no_unknown_parameters();
    assert!(mock.unapplied_filters().is_empty());
    Ok(())
}

#[tokio::test]
async fn the_demo_has_time_of_the_types_that_the_schema_states() -> Result<(), Error> {
    let halo = link::builder(&MockHalo::demo()).strict_decoding(true).build()?;
    macro_rules! rows {
        ($($entity:ident)*) => { $( assert!(!halo.$entity().list().all().await?.is_empty(), stringify!($entity)); )* };
    }
    assert_eq!(halo.appointments().list().ticket_id(2001).all().await?.len(), 1);
    rows! { agent_check_ins holidays online_statuses timesheet_events timesheets workdays }
    Ok(())
}
