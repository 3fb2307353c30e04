//! Filters rows of a list: by fields in the schema, and by a few filters that every integration uses.

use jiff::Timestamp;
use serde_json::Value;

use super::State;
use super::answer::ParsedRequest;
use super::server_behavior::{changed, instant, instant_of, searched_date};
use super::store::{Record, text};
use crate::catalog::{EntityInfo, OperationInfo, ParamInfo, Role, Type};

/// A condition on rows.
pub(super) enum Test<'a> {
    /// No condition: the parameter does something else, or nothing with this value.
    Always,
    /// The member is one of these values, or none of them.
    Among { field: &'a str, values: Vec<&'a str>, wanted: bool, is_flag: bool },
    /// The member, or any text if no member is named, contains this text.
    Contains { field: Option<&'a str>, part: String },
    /// The member is this instant or later. A record without a date of change passes.
    From { field: &'a str, at: Timestamp, or_absent: bool },
    /// The member is this instant or earlier.
    Until { field: &'a str, at: Timestamp, or_absent: bool },
    /// The flag is set, or not set.
    Flag { field: &'a str, set: bool },
}

/// What conditions depend on beside the request.
pub(super) struct Context {
    /// The agent that the token acts as.
    me: Option<String>,
    /// The statuses that close tickets.
    closed: Vec<String>,
}

impl State {
    pub(super) fn context(&self) -> Context {
        Context { me: self.me("agents").map(|key| key.join(",")), closed: self.closed() }
    }
}

/// The conditions of a request, and its filters that this mock cannot apply.
pub(super) fn tests<'a>(
    entity: &'static EntityInfo,
    list: &OperationInfo,
    asked: &'a ParsedRequest<'_>,
    context: &'a Context,
) -> (Vec<Test<'a>>, Vec<&'static str>) {
    let mut tests = Vec::new();
    let mut skipped = Vec::new();
    for filter in list.filters {
        let Some(wanted) = asked.param(filter.wire_name).filter(|wanted| !wanted.is_empty()) else { continue };
        match condition(entity, filter, wanted, asked, context) {
            Some(test) => tests.push(test),
            None => skipped.push(filter.wire_name),
        }
    }
    (tests, skipped)
}

/// The condition of a filter, if its effect is known.
fn condition<'a>(
    entity: &'static EntityInfo,
    filter: &'static ParamInfo,
    wanted: &'a str,
    asked: &'a ParsedRequest<'_>,
    context: &'a Context,
) -> Option<Test<'a>> {
    let values = || wanted.split(',').map(str::trim).collect();
    if let Some(field) = filter.field {
        let values = if matches!(filter.ty, Type::List(_)) { values() } else { vec![wanted] };
        return Some(Test::Among { field, values, wanted: true, is_flag: filter.ty == Type::Bool });
    }
    let contains = |field| Some(Test::Contains { field, part: wanted.to_lowercase() });
    let flag = |on, field, set| Some(if wanted == on { Test::Flag { field, set } } else { Test::Always });
    let date = |field: Option<&'a str>| Some((field?, instant(wanted).ok()??));
    let from = |field, or_absent| date(field).map(|(field, at)| Test::From { field, at, or_absent });
    let until = |field, or_absent| date(field).map(|(field, at)| Test::Until { field, at, or_absent });
    match filter.role {
        Some(Role::Since) => return from(changed(entity.path), true),
        Some(Role::Until) => return until(changed(entity.path), true),
        // Deleted records are looked at in place of these.
        Some(Role::Deleted) => return Some(Test::Always),
        Some(Role::Detail | Role::AllRows) | None => {}
    }
    match filter.wire_name {
        "search" => contains(None),
        "search_summary" => contains(Some("summary")),
        "search_details" => contains(Some("details")),
        "search_user_name" => contains(Some("user_name")),
        "search_reportedby" => contains(Some("reportedby")),
        "search_inventory_number" => contains(Some("inventory_number")),
        "search_name_only" => contains(Some("name")),
        "start_date" => from(began(entity), false),
        "end_date" => until(began(entity), false),
        "startdate" => from(date_field(entity, asked), false),
        "enddate" => until(date_field(entity, asked), false),
        "open_only" => flag("true", "hasbeenclosed", false),
        "closed_only" => flag("true", "hasbeenclosed", true),
        "includeinactive" => flag("false", "inactive", false),
        "includeactive" => flag("false", "inactive", true),
        "excludethese" => Some(Test::Among { field: "id", values: values(), wanted: false, is_flag: false }),
        "mine" if wanted == "true" => {
            Some(Test::Among { field: "agent_id", values: vec![context.me.as_deref()?], wanted: true, is_flag: false })
        }
        "excludeclosed" if wanted == "true" && entity.path == "/Status" => {
            let values = context.closed.iter().map(String::as_str).collect();
            Some(Test::Among { field: "id", values, wanted: false, is_flag: false })
        }
        // It says what dates are compared with.
        "datesearch" => Some(Test::Always),
        // Off is what a list is without it.
        _ if wanted == "false" => Some(Test::Always),
        _ => None,
    }
}

fn date_field<'a>(entity: &'static EntityInfo, asked: &'a ParsedRequest<'_>) -> Option<&'a str> {
    searched_date(entity.path, asked.param("datesearch"))
}

/// The field that says when what a row stands for began.
fn began(entity: &EntityInfo) -> Option<&'static str> {
    let is_field = |name: &&str| entity.fields.iter().any(|field| field.wire_name == *name);
    ["start_date", "timestamp", "date"].into_iter().find(is_field)
}

impl Test<'_> {
    pub(super) fn passes(&self, row: &Record) -> bool {
        let member = |field: &str| row.get(field).filter(|value| !value.is_null());
        match self {
            Self::Always => true,
            Self::Among { field, values, wanted, is_flag } => {
                let among = match member(field) {
                    Some(value) => values.iter().any(|value_wanted| spells(value, value_wanted)),
                    None => *is_flag && values.contains(&"false"),
                };
                among == *wanted
            }
            Self::Contains { field: Some(field), part } => {
                member(field).is_some_and(|value| contains_text(value, part))
            }
            Self::Contains { field: None, part } => row.values().any(|value| contains_text(value, part)),
            Self::From { field, at, or_absent } => instant_of(member(field)).map_or(*or_absent, |value| value >= *at),
            Self::Until { field, at, or_absent } => instant_of(member(field)).map_or(*or_absent, |value| value <= *at),
            Self::Flag { field, set } => (member(field) == Some(&Value::Bool(true))) == *set,
        }
    }
}

fn contains_text(value: &Value, part: &str) -> bool {
    value.as_str().is_some_and(|text| text.to_lowercase().contains(part))
}

/// Whether a value has this text. Common types are not copied, since every record is checked.
fn spells(value: &Value, wanted: &str) -> bool {
    match value {
        Value::String(text) => text == wanted,
        Value::Number(number) if number.is_i64() => wanted.parse().ok() == number.as_i64(),
        other => text(other) == wanted,
    }
}
