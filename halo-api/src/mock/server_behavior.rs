//! Behavior of the real Halo at particular paths that the schema does not describe.
//!
//! The tables use paths and wire names and therefore work with any schema: entries that a catalog does not have are
//! never used.

use http::StatusCode;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::codec::{Scalar, WireType};

/// Asks a POST for every row that it wrote, also where no schema says so.
pub(super) const ALL_ROWS: &str = "returnall";

/// "No date", as Halo writes it.
pub(super) const NO_DATE: &str = "1900-01-01T00:00:00";

/// The agent "Unassigned", whom new tickets have.
const UNASSIGNED: i64 = 1;

/// The paths of tickets.
pub(super) const TICKETS: [&str; 3] = ["/Tickets", "/Projects", "/Opportunities"];

/// The path of actions.
pub(super) const ACTIONS: &str = "/Actions";

/// The path under which the tables list a behavior.
fn family(path: &'static str) -> &'static str {
    if TICKETS.contains(&path) { TICKETS[0] } else { path }
}

/// Whether an id is a double in Halo: it is returned as `18.0`, and may be sent so.
pub(super) fn is_decimal(path: &str, field: &str) -> bool {
    [("/Site", "client_id"), ("/Users", "site_id")].contains(&(path, field))
}

/// A member of a new record: the path, the member, and its value at this time.
type Made = (&'static str, &'static str, fn(Timestamp) -> Value);

/// The members that Halo sets in a new record.
const MADE: &[Made] = &[
    ("/Tickets", "agent_id", |_| UNASSIGNED.into()),
    ("/Tickets", "dateoccurred", |now| naive(now).into()),
    ("/Tickets", "lastactiondate", |now| naive(now).into()),
    ("/Tickets", "targetdate", |_| NO_DATE.into()),
    ("/Actions", "datetime", |now| naive(now).into()),
    ("/Actions", "actiondatecreated", |now| naive(now).into()),
    ("/Client", "datecreated", |now| naive(now).into()),
    ("/Site", "datecreated", |now| naive(now).into()),
    ("/Users", "datecreated", |now| naive(now).into()),
    ("/Attachment", "datecreated", |now| naive(now).into()),
];

/// The members that Halo sets in a new record at this path, with their values.
pub(super) fn made(path: &'static str, now: Timestamp) -> impl Iterator<Item = (&'static str, Value)> {
    let here = move |(place, ..): &&Made| *place == family(path);
    MADE.iter().filter(here).map(move |(_, field, value)| (*field, value(now)))
}

/// The member with the date of the last change.
pub(super) fn changed(path: &'static str) -> Option<&'static str> {
    let fields = [
        ("/Tickets", "last_update"),
        ("/Actions", "last_updated"),
        ("/Client", "alastupdate"),
        ("/Site", "slastupdate"),
        ("/Users", "ulastupdate"),
        ("/Asset", "dlastupdate"),
        ("/ClientContract", "last_modified"),
        ("/Team", "last_modified"),
    ];
    fields.iter().find(|(place, _)| *place == family(path)).map(|(_, field)| *field)
}

/// The field that `startdate` and `enddate` compare with.
///
/// `datesearch` names it; Halo misspells one of the names.
pub(super) fn searched_date<'a>(path: &'static str, datesearch: Option<&'a str>) -> Option<&'a str> {
    match (family(path), datesearch) {
        ("/Tickets", Some("dateoccured")) => Some("dateoccurred"),
        ("/Tickets", Some("datecleared")) => Some("dateclosed"),
        ("/Actions", None) => Some("datetime"),
        (_, field) => field,
    }
}

/// The parameters of which a list needs one, or else has no rows.
pub(super) fn scoped_by(path: &str) -> &'static [&'static str] {
    if path == super::files::FILES { &["ticket_id", "unique_id"] } else { &[] }
}

/// The status for a token that lacks the scope.
pub(super) fn missing_scope(path: &str) -> StatusCode {
    let is_unauthorized = path.starts_with(super::webhooks::WEBHOOKS) || path == super::webhooks::NOTIFICATIONS;
    if is_unauthorized { StatusCode::UNAUTHORIZED } else { StatusCode::FORBIDDEN }
}

/// Members of an envelope, with their values.
pub(super) type Sidecars = &'static [(&'static str, fn() -> Value)];

/// The other members of an envelope.
pub(super) fn sidecars(path: &'static str) -> Sidecars {
    match family(path) {
        "/Tickets" => &[("include_children", || json!(false))],
        "/Actions" => &[("actionsdetails", || json!([]))],
        "/Attachment" => &[("folders", || json!([]))],
        _ => &[],
    }
}

/// Whose members a record takes over: a user's client is that of its site, a ticket's site and client are those of its user.
pub(super) const OWNERS: &[(&str, &[&str])] = &[("user_id", &["site_id", "client_id"]), ("site_id", &["client_id"])];

/// Halo's words where it is known to refuse an id that names nothing.
pub(super) fn refuses_unknown(path: &str, field: &str) -> Option<&'static str> {
    let refused = [("/Actions", "outcome_id", "You do not have access to this Action")];
    refused.iter().find(|(place, name, _)| (*place, *name) == (path, field)).map(|(.., words)| *words)
}

/// Halo's words for a body without a field that it needs.
pub(super) fn must_be_entered(path: &str, field: &str) -> String {
    let known = [
        ("/Users", "name", "Username must be entered"),
        ("/Users", "site_id", "A Site must be selected"),
        (ACTIONS, "ticket_id", "ticket_id must be included"),
        (ACTIONS, "outcome", "An outcome must be entered"),
    ];
    let words = known.iter().find(|(place, name, _)| (*place, *name) == (path, field)).map(|(.., words)| *words);
    words.map_or_else(|| format!("{field} must be entered"), str::to_owned)
}

/// Halo's words for a value that another record has.
pub(super) fn must_be_unique(entity: &str, field: &str) -> String {
    format!("{entity} {field} must be unique")
}

/// Parses an instant; without a zone, it is UTC. `None` means "no date".
pub(super) fn instant(text: &str) -> Result<Option<Timestamp>, ()> {
    Timestamp::from_scalar(Scalar::Str(text)).map_err(drop)
}

/// Formats an instant as Halo does: UTC without a zone, up to three fractional digits.
///
/// It has no trailing zeros.
pub(super) fn naive(at: Timestamp) -> String {
    let at = TimeZone::UTC.to_datetime(at);
    let whole = at.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    let fraction = format!("{whole}.{:03}", at.millisecond());
    if at.millisecond() == 0 { whole } else { fraction.trim_end_matches('0').to_owned() }
}

/// The instant in a member.
pub(super) fn instant_of(value: Option<&Value>) -> Option<Timestamp> {
    instant(value?.as_str()?).ok().flatten()
}

/// Halo's message for an exceeded rate limit.
pub(super) fn limit_sentence(limit: crate::RateLimit) -> Value {
    let seconds = limit.window().as_secs();
    let window =
        if seconds.is_multiple_of(60) { format!("{} minute", seconds / 60) } else { format!("{seconds} second") };
    format!("Rate Limit Reached - {} Requests per rolling {window} window", limit.requests()).into()
}

/// An error body as .NET writes it.
pub(super) fn exception(class: &str, message: &str) -> Value {
    json!({
        "ClassName": class,
        "Message": message,
        "Data": null,
        "InnerException": null,
        "HelpURL": null,
        "StackTraceString": null,
        "RemoteStackTraceString": null,
        "HResult": -2_147_024_809_i64,
        "Source": null,
    })
}
