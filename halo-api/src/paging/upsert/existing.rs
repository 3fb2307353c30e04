//! Which rows have a record already.

use std::collections::{BTreeMap, BTreeSet};

use super::engine::Context;
use super::reads::Walk;
use crate::codec::{Model, View, member};
use crate::entity_info::{IdKind, ParamInfo, Presence, Role, Type};
use crate::request::{Call, Direction};
use crate::vocabulary::Error;

/// Keys in one search, where it takes several: a URL has to hold them.
const SEARCHED_AT_ONCE: usize = 50;

/// The records that have one of the wanted keys.
#[derive(Default)]
pub(super) struct Existing {
    by_key: BTreeMap<String, Vec<Box<dyn Model>>>,
    /// The highest id seen: records that are made later have a higher one.
    pub(super) newest: Option<i64>,
    /// Whether a search gave records with other keys, which shows that Halo does not apply the filter.
    is_search_void: bool,
}

impl Existing {
    pub(super) fn take(&mut self, key: &str) -> Vec<Box<dyn Model>> {
        self.by_key.remove(key).unwrap_or_default()
    }

    fn has(&self, key: &str) -> bool {
        self.by_key.contains_key(key)
    }
}

impl Context {
    /// Finds the records with these keys: in the list, or by searches if these take fewer requests.
    pub(super) async fn existing(&self, wanted: &BTreeSet<String>) -> Result<Existing, Error> {
        let mut found = Existing::default();
        if wanted.is_empty() {
            return Ok(found);
        }
        let search = self.search_param();
        if let Some(param) = search.filter(|param| searches(param, wanted.len()) <= 1) {
            self.search(param, wanted, &mut found).await?;
            if !found.is_search_void {
                return Ok(found);
            }
            found = Existing { is_search_void: true, ..Existing::default() };
        }
        self.list_or_search(search, wanted, found).await
    }

    async fn list_or_search(
        &self,
        search: Option<&'static ParamInfo>,
        wanted: &BTreeSet<String>,
        mut found: Existing,
    ) -> Result<Existing, Error> {
        let mut walk = Walk::new(self.list.clone(), self.shape);
        let (mut rows, mut pages) = (0, 0_u64);
        while let Some(records) = walk.next().await? {
            rows += records.len();
            pages += 1;
            self.keep(records, wanted, &mut found);
            let Some(param) = search.filter(|_| !found.is_search_void && pages == 1) else { continue };
            let left: BTreeSet<String> = wanted.iter().filter(|key| !found.has(key)).cloned().collect();
            if searches(param, left.len()) < pages_left(walk.total(), rows) {
                // The rest of the list may hold further records with the keys that were found, so all keys are searched for.
                let mut searched = Existing { newest: found.newest, ..Existing::default() };
                self.search(param, wanted, &mut searched).await?;
                if !searched.is_search_void {
                    return Ok(searched);
                }
                found.is_search_void = true;
            }
        }
        Ok(found)
    }

    /// Keeps the records that are wanted.
    fn keep(&self, records: Vec<Box<dyn Model>>, wanted: &BTreeSet<String>, found: &mut Existing) {
        for record in records {
            found.newest = found.newest.max(self.number(&*record));
            if let Some(key) = self.key_of(&*record).filter(|key| wanted.contains(key)) {
                found.by_key.entry(key).or_default().push(record);
            }
        }
    }

    /// Asks for the records with these keys.
    async fn search(
        &self,
        param: &'static ParamInfo,
        wanted: &BTreeSet<String>,
        found: &mut Existing,
    ) -> Result<(), Error> {
        let wanted_keys: Vec<&String> = wanted.iter().collect();
        for keys in wanted_keys.chunks(at_once(param)) {
            let mut call = self.list.clone();
            call.set(param.wire_name, keys.iter().map(|key| key.as_str()).collect::<Vec<_>>().join(","));
            let mut walk = Walk::new(call, self.shape);
            while let Some(records) = walk.next().await? {
                let is_asked = |record: &dyn Model| self.key_of(record).is_some_and(|key| keys.contains(&&key));
                if !records.iter().all(|record| is_asked(&**record)) {
                    tracing::warn!(list = self.list.entity.path, param = param.wire_name, "a filter is not applied");
                    found.is_search_void = true;
                    return Ok(());
                }
                self.keep(records, wanted, found);
            }
        }
        Ok(())
    }

    /// The filter that asks for records by the key, if there is one that neither needs nor excludes other parameters.
    fn search_param(&self) -> Option<&'static ParamInfo> {
        let field = self.by.only_field()?;
        let compares =
            |param: &&ParamInfo| param.field == Some(field) && param.role.is_none() && param.ty != Type::Bool;
        let filters = self.list_operation.filters.iter();
        filters.filter(compares).find(|param| param.needs.is_empty() && param.excludes.is_empty())
    }

    /// Finds the records with these keys that were made a moment ago. `newest` is the highest id from before.
    pub(super) async fn recent(&self, wanted: &BTreeSet<String>) -> Result<Existing, Error> {
        let mut found = Existing::default();
        if let Some(param) = self.search_param().filter(|param| searches(param, wanted.len()) <= 1) {
            self.search(param, wanted, &mut found).await?;
            if !found.is_search_void {
                return Ok(found);
            }
        }
        let Some(call) = self.newest_first() else { return self.existing(wanted).await };
        let mut walk = Walk::new(call, self.shape);
        let mut last = i64::MAX;
        while let Some(records) = walk.next().await? {
            for record in &records {
                let Some(number) = self.number(&**record).filter(|number| *number <= last) else {
                    // The list has another order, and the record may be anywhere.
                    return self.list_or_search(None, wanted, Existing::default()).await;
                };
                last = number;
            }
            self.keep(records, wanted, &mut found);
            if wanted.iter().all(|key| found.has(key)) || self.newest.is_some_and(|newest| last <= newest) {
                break;
            }
        }
        Ok(found)
    }

    /// The list with the newest records first, if it can be ordered like this.
    fn newest_first(&self) -> Option<Call> {
        let is_ordered = self.list_operation.list.as_ref().is_some_and(|list| list.sort > 0);
        let id = self.list.entity.key.last().filter(|_| is_ordered && self.list.entity.id == IdKind::Int)?;
        let mut call = self.list.clone();
        call.order_by((*id).to_owned(), Direction::Descending);
        call.prefetch(1);
        Some(call)
    }

    /// The own id of a record, if it is a number.
    fn number(&self, record: &dyn Model) -> Option<i64> {
        match member(record, self.list.entity.key.last()?)? {
            View::Int(number) => Some(number),
            _ => None,
        }
    }
}

/// Values that one search takes.
fn at_once(param: &ParamInfo) -> usize {
    if matches!(param.ty, Type::List(_)) { SEARCHED_AT_ONCE } else { 1 }
}

/// Requests that it takes to search for so many keys.
fn searches(param: &ParamInfo, keys: usize) -> u64 {
    u64::try_from(keys.div_ceil(at_once(param))).unwrap_or(u64::MAX)
}

/// Pages of a list after the first one; unknown without a total.
fn pages_left(total: Option<u64>, rows: usize) -> u64 {
    let rows = u64::try_from(rows).unwrap_or(u64::MAX);
    match total {
        Some(total) if rows > 0 => total.saturating_sub(rows).div_ceil(rows),
        _ => 0,
    }
}

/// What the list is asked for beside its usual rows.
impl Context {
    /// Lets the rows hold what is compared: `names` are the members that rows set.
    pub(super) fn ask_for(&mut self, names: &BTreeSet<String>) {
        let entity = self.list.entity;
        for name in names {
            let Some(field) = entity.field_in_body(name) else { continue };
            let brings = |param: &&ParamInfo| param.ty == Type::Bool && field.with.contains(&param.wire_name);
            let detail = (field.presence == Presence::Detail).then_some(Role::Detail);
            let param = self.list_operation.all_params().find(brings);
            let param = param.or_else(|| self.list_operation.param_of(detail?));
            if let Some(param) = param.filter(|param| param.needs.iter().all(|name| self.list.is_set(name))) {
                self.list.set(param.wire_name, true);
            }
        }
        let inactive = self.list_operation.filters.iter().find(|param| param.wire_name == "includeinactive");
        if let Some(param) = inactive.filter(|param| !self.list.is_set(param.wire_name)) {
            self.list.set(param.wire_name, true);
        }
    }
}
