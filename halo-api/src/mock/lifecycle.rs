//! The life of a ticket: its status closes and reopens it, and actions change it.

use std::fmt::Display;

use jiff::Timestamp;
use serde_json::Value;

use super::relations::Cause;
use super::server_behavior::{TICKETS, naive};
use super::store::{Key, Record, Table, text};
use super::{MockHalo, State};
use crate::catalog::{EntityInfo, FieldInfo};

impl MockHalo {
    /// Makes a status close tickets: a ticket that gets it has been closed, until it gets another.
    ///
    /// That holds for tickets that are sent. One that is put in with [`insert`](Self::insert) is open unless it says
    /// `"hasbeenclosed": true`.
    ///
    /// Statuses that are named `Closed` do so without this.
    ///
    /// ```
    /// use halo_api::mock::MockHalo;
    /// use halo_api::tickets::TicketWrite;
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mock = MockHalo::new();
    /// mock.closed_status(9);
    /// let halo = mock.halo();
    /// let ticket = halo.tickets().create(TicketWrite::new().summary("Printer")).await?;
    /// let closed = halo.tickets().update(ticket.id, TicketWrite::new().status_id(9)).await?;
    /// assert_eq!(closed.has_been_closed, Some(true));
    /// # Ok::<(), halo_api::Error>(()) }).unwrap();
    /// ```
    pub fn closed_status(&self, id: impl Display) {
        self.lock().closed_statuses.push(id.to_string());
    }
}

impl State {
    /// The ids of the statuses that close tickets.
    pub(super) fn closed(&self) -> Vec<String> {
        let is_closed = |row: &&Record| {
            row.get("name").and_then(Value::as_str).is_some_and(|name| name.eq_ignore_ascii_case("closed"))
        };
        let named = self.rows_at("/Status").filter(is_closed).filter_map(|row| row.get("id")).map(text);
        self.closed_statuses.iter().cloned().chain(named).collect()
    }

    /// Closes or reopens a ticket whose status changes: `hasbeenclosed` is true or absent, and the dates are those of the last
    /// closing.
    pub(super) fn close_or_reopen(&self, table: &Table, old: Option<&Record>, change: &mut Record, now: Timestamp) {
        if !TICKETS.contains(&table.entity.path) {
            return;
        }
        let Some(status) = change.get("status_id") else { return };
        if old.and_then(|old| old.get("status_id")).map(text) == Some(text(status)) {
            return;
        }
        let was_closed = old.and_then(|old| old.get("hasbeenclosed")) == Some(&Value::Bool(true));
        let is_closed = self.closed().contains(&text(status));
        let members: &[(&str, Value)] = match (was_closed, is_closed) {
            (false, true) => &[
                ("hasbeenclosed", true.into()),
                ("dateclosed", naive(now).into()),
                ("date_fully_closed", naive(now).into()),
            ],
            (true, false) => &[("hasbeenclosed", Value::Null)],
            _ => &[],
        };
        let known = members.iter().filter(|(name, _)| table.field(name).is_some());
        change.extend(known.map(|(name, value)| ((*name).to_owned(), value.clone())));
    }

    /// The ticket of an action, with its entity: it may be a project or an opportunity.
    fn ticket_of(&self, action: &Record) -> Option<(&'static EntityInfo, Key)> {
        let key = vec![text(action.get("ticket_id")?)];
        let mut entities = self.entities.iter().filter(|entity| TICKETS.contains(&entity.path));
        let holds =
            |entity: &&&EntityInfo| self.tables.get(entity.plural).is_some_and(|table| table.find(&key).is_some());
        entities.find(holds).map(|entity| (*entity, key.clone()))
    }

    /// What an action says about the course of its ticket: who acted, and the status before and after.
    pub(super) fn complete_action(&self, table: &Table, action: &mut Record) {
        let me = self.me("agents").and_then(|key| key.last()?.parse::<i64>().ok());
        if let (Some(me), Some(_)) = (me, table.field("who_agentid")) {
            let agents = self.tables.get("agents");
            let name = agents.and_then(|agents| agents.find(&vec![me.to_string()])?.get("name"));
            if !action.contains_key("who_agentid") {
                action.insert("who_agentid".to_owned(), me.into());
                if let Some(name) = name {
                    action.insert("who".to_owned(), name.clone());
                }
            }
        }
        let Some((entity, key)) = self.ticket_of(action).filter(|_| action.contains_key("new_status")) else { return };
        let old = self.tables.get(entity.plural).and_then(|tickets| tickets.find(&key)?.get("status_id"));
        if let (Some(old), Some(_)) = (old, table.field("old_status")) {
            action.insert("old_status".to_owned(), old.clone());
        }
    }

    /// Applies an action to its ticket: the members that it changes, and the dates of the last action.
    pub(super) fn apply_action(&mut self, sent: &Record, is_new: bool, now: Timestamp) {
        let Some((entity, key)) = self.ticket_of(sent) else { return };
        let tickets = self.table(entity);
        let Some(old) = tickets.find(&key).cloned() else { return };
        let mut change = changes_of_ticket(tickets, sent);
        for date in ["lastactiondate", "last_update"] {
            if tickets.field(date).is_some() && (is_new || !change.is_empty()) {
                change.insert(date.to_owned(), naive(now).into());
            }
        }
        self.complete_and_merge(entity, &key, &old, change, now);
    }

    /// Merges a change with everything that follows from it.
    pub(super) fn complete_and_merge(
        &mut self,
        entity: &'static EntityInfo,
        key: &Key,
        old: &Record,
        mut change: Record,
        now: Timestamp,
    ) {
        self.table(entity);
        let Some(table) = self.tables.get(entity.plural) else { return };
        self.close_or_reopen(table, Some(old), &mut change, now);
        let mut whole = old.clone();
        whole.extend(change.clone());
        let followers = self.follow(table, &whole, Cause::Sent(&change));
        change.extend(followers);
        let is_renamed = Self::is_renamed(entity, Some(old), &change);
        if is_renamed {
            self.note_change(entity, key, true);
        }
        self.table(entity).merge(key, change);
    }
}

/// The members of a ticket that an action changes: `new_status` is its `status_id`, `new_team` its `team`.
fn changes_of_ticket(tickets: &Table, action: &Record) -> Record {
    let changed = action.iter().filter(|(_, value)| !value.is_null()).filter_map(|(name, value)| {
        let base = name.strip_prefix("new_")?;
        let with_id = format!("{base}_id");
        let is_id = |field: &&'static FieldInfo| !matches!(field.ty, crate::catalog::Type::Object(_));
        let field = tickets.field(&with_id).or_else(|| tickets.field(base)).filter(is_id)?;
        Some((field.wire_name.to_owned(), value.clone()))
    });
    changed.collect()
}
