//! What an upsert of any entity does: nothing here knows the type of the records.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use super::existing::Existing;
use super::key::{self, UpsertKey};
use super::outcome::{Settled, Upserted};
use super::reads::Shape;
use super::writes::{Row, Work, run_all};
use crate::Halo;
use crate::codec::{CustomFieldKey, Held, Model, WriteBody};
use crate::entity_info::{EntityInfo, FieldInfo, OperationInfo, OperationKind, Presence, Role};
use crate::pipeline::RetryPolicy;
use crate::request::bulk::MOST_WRITTEN;
use crate::request::{Call, custom_field_ids};
use crate::vocabulary::Error;

const CUSTOM_FIELDS: &str = "include_custom_fields";

/// An upsert that was not sent yet.
pub(super) struct Engine {
    pub(super) list: Call,
    create: Call,
    update: Call,
    detail: Option<Call>,
    pub(super) by: UpsertKey,
    pub(super) bodies: Vec<WriteBody>,
    pub(super) ignore_case: bool,
    pub(super) at_once: usize,
    pub(super) settle_time: Duration,
    pub(super) retry: Option<RetryPolicy>,
}

/// What the parts of an upsert share.
pub(super) struct Context {
    pub(super) list: Call,
    pub(super) list_operation: &'static OperationInfo,
    pub(super) create: Call,
    pub(super) update: Call,
    pub(super) detail: Option<Call>,
    pub(super) by: UpsertKey,
    ignore_case: bool,
    /// How long to wait before each look for what may have been written.
    pub(super) waits: [Duration; 2],
    pub(super) shape: Shape,
    /// The highest id before anything was written.
    pub(super) newest: Option<i64>,
}

impl Engine {
    pub(super) fn new(halo: &Halo, entity: &'static EntityInfo, by: UpsertKey, bodies: Vec<WriteBody>) -> Self {
        let of = |kind| Call::read(halo, entity, kind);
        let many = |kind| of(kind).several();
        Self {
            list: of(OperationKind::List),
            create: many(OperationKind::Create),
            update: many(OperationKind::Update),
            detail: entity.operation(OperationKind::Get).map(|_| Call::detail(halo, entity)),
            by,
            bodies,
            ignore_case: false,
            at_once: 4,
            settle_time: Duration::from_secs(10),
            retry: None,
        }
    }

    pub(super) fn for_each(&mut self, mut set: impl FnMut(&mut Call)) {
        for call in [&mut self.list, &mut self.create, &mut self.update].into_iter().chain(&mut self.detail) {
            set(call);
        }
    }

    pub(super) async fn run(mut self, shape: Shape) -> Result<Vec<Settled>, Error> {
        if let Some(policy) = self.retry.take() {
            self.for_each(|call| call.retry(policy.clone()));
        }
        let entity = self.list.entity;
        let config = |fault: String| Error::config(fault).with_endpoint(self.list.endpoint());
        self.by.check(entity).map_err(config)?;
        let Some(list_operation) = entity.operation(OperationKind::List) else {
            return Err(config(format!("{} cannot be listed", entity.plural)));
        };
        let mut context = Context {
            list: self.list,
            list_operation,
            create: self.create,
            update: self.update,
            detail: self.detail,
            by: self.by,
            ignore_case: self.ignore_case,
            waits: [Duration::ZERO, self.settle_time],
            shape,
            newest: None,
        };
        let (rows, mut outcomes) = context.rows(self.bodies);
        if rows.is_empty() {
            return Ok(in_order(outcomes));
        }
        context.ask_for_values(&rows).await?;
        let wanted = rows.iter().map(|row| row.key.clone()).collect();
        let existing = context.existing(&wanted).await?;
        context.newest = existing.newest;
        let work = context.plan(rows, existing, &mut outcomes);
        run_all(Arc::new(context), work, self.at_once, &mut outcomes).await;
        Ok(in_order(outcomes))
    }
}

/// What came of rows so far, by their index.
pub(super) type Outcomes = BTreeMap<usize, Settled>;

fn in_order(outcomes: Outcomes) -> Vec<Settled> {
    outcomes.into_values().collect()
}

/// A row that cannot be written.
fn fault(detail: String) -> Settled {
    Upserted::Failed(Error::config(detail))
}

impl Context {
    /// The rows with their keys. A row without a key, or with the key of an earlier row, fails here.
    fn rows(&self, bodies: Vec<WriteBody>) -> (Vec<Row>, Outcomes) {
        let (mut rows, mut outcomes, mut seen) = (Vec::new(), Outcomes::new(), BTreeMap::new());
        for (index, body) in bodies.into_iter().enumerate() {
            let key = match self.by.of_body(self.list.entity, &body) {
                Ok(key) => self.same_case(key),
                Err(missing) => {
                    outcomes.insert(index, fault(format!("the row does not set {missing}, which the upsert goes by")));
                    continue;
                }
            };
            if let Some(first) = seen.get(&key) {
                let shown = key.replace('\u{1f}', ", ");
                outcomes.insert(index, fault(format!("the row has the same key as row {first}: {shown}")));
                continue;
            }
            seen.insert(key.clone(), index);
            rows.push(Row { index, key, body });
        }
        (rows, outcomes)
    }

    fn same_case(&self, key: String) -> String {
        if self.ignore_case { key.to_lowercase() } else { key }
    }

    /// The key of a record.
    pub(super) fn key_of(&self, record: &dyn Model) -> Option<String> {
        self.by.of_record(self.list.entity, record).map(|key| self.same_case(key))
    }

    /// Lets the list hold what is compared.
    async fn ask_for_values(&mut self, rows: &[Row]) -> Result<(), Error> {
        let mut names: BTreeSet<String> = self.by.fields().map(str::to_owned).collect();
        let mut fields: BTreeSet<CustomFieldKey> = self.by.custom_fields().cloned().collect();
        let list = key::list(self.list.entity).map(|list| list.wire_name);
        for row in rows {
            names.extend(row.body.names().into_iter().map(str::to_owned));
            fields.extend(row.body.patched_keys(list).cloned());
        }
        self.ask_for(&names);
        let takes_ids = self.list_operation.all_params().any(|param| param.wire_name == CUSTOM_FIELDS);
        if takes_ids && !fields.is_empty() {
            let ids = custom_field_ids(&self.list.halo, self.list.entity, fields).await?;
            if !ids.is_empty() {
                self.list.set_list(CUSTOM_FIELDS, ids);
            }
        }
        self.check_listed(takes_ids).await
    }

    /// Fails if the rows of the list do not hold the key: every record would be created again.
    async fn check_listed(&self, takes_ids: bool) -> Result<(), Error> {
        let entity = self.list.entity;
        let config = |fault| Err(Error::config(fault).with_endpoint(self.list.endpoint()));
        let unlisted = self.by.fields().find(|name| entity.field(name).is_some_and(|field| !self.lists(field)));
        if let Some(name) = unlisted {
            return config(format!(
                "lists of {} do not hold `{name}`, so that records cannot be found by it",
                entity.plural
            ));
        }
        let is_listed = takes_ids || key::list(entity).is_some_and(|list| self.lists(list));
        for key in self.by.custom_fields() {
            let ids = custom_field_ids(&self.list.halo, entity, BTreeSet::from([key.clone()])).await?;
            if !is_listed || takes_ids && ids.is_empty() {
                let hint = "name one whose id is known, see Halo::custom_field_ids";
                return config(format!("lists of {} cannot be asked for {key}: {hint}", entity.plural));
            }
        }
        Ok(())
    }

    /// Whether the rows of the list hold a field, as it is asked for.
    fn lists(&self, field: &FieldInfo) -> bool {
        let detail = self.list_operation.param_of(Role::Detail).map(|param| param.wire_name);
        let is_brought = field.with.is_empty() || field.with.iter().any(|name| self.list.is_set(name));
        is_brought && (field.presence != Presence::Detail || detail.is_some_and(|name| self.list.is_set(name)))
    }

    /// What is to be done for each row.
    fn plan(&self, rows: Vec<Row>, mut existing: Existing, outcomes: &mut Outcomes) -> Vec<Work> {
        let (mut work, mut new, mut changed) = (Vec::new(), Vec::new(), Vec::new());
        for row in rows {
            let mut records = existing.take(&row.key);
            match (records.pop(), records.len()) {
                (Some(record), 0) => match self.compared(row, record) {
                    Ok(Work::Update(rows)) => changed.extend(rows),
                    Ok(other) => work.push(other),
                    Err((index, settled)) => drop(outcomes.insert(index, settled)),
                },
                (Some(_), others) => {
                    let detail = format!("{} records have the key of the row, so that it is not written", others + 1);
                    outcomes.insert(row.index, fault(detail));
                }
                (None, _) => match self.creatable(row) {
                    Ok(row) => new.push(row),
                    Err((index, settled)) => drop(outcomes.insert(index, settled)),
                },
            }
        }
        work.extend(chunks(new, batch(&self.create)).map(Work::Create));
        work.extend(chunks(changed, batch(&self.update)).map(Work::Update));
        work
    }

    fn creatable(&self, mut row: Row) -> Result<Row, (usize, Settled)> {
        row.body = row.body.accepted_by(self.list.entity, OperationKind::Create);
        match self.create.check_all(std::slice::from_ref(&row.body)) {
            Ok(()) => Ok(row),
            Err(error) => Err((row.index, Upserted::Failed(error))),
        }
    }

    /// What differs between a row and its record.
    fn compared(&self, mut row: Row, record: Box<dyn Model>) -> Result<Work, (usize, Settled)> {
        let entity = self.list.entity;
        row.body = row.body.accepted_by(entity, OperationKind::Update);
        let held = Held::new(entity, &*record);
        let changes = row.body.clone().only_changes(&held, &mut *(self.shape.model)());
        if changes.is_empty() {
            return Err((row.index, Upserted::Unchanged(record)));
        }
        // If a field surely differs, all that may differ are sent, unless this would make Halo replace a whole list.
        let is_decided = changes.unread_lists().is_empty() && held.differs_surely(&changes);
        if is_decided || self.detail.is_none() {
            return Ok(Work::Update(vec![(row, changes, record)]));
        }
        Ok(Work::Compare(row, record))
    }
}

/// Records in one request: several only where Halo gives all of them back.
fn batch(call: &Call) -> usize {
    if call.gives_all_rows() { MOST_WRITTEN } else { 1 }
}

fn chunks<R>(rows: Vec<R>, size: usize) -> impl Iterator<Item = Vec<R>> {
    let mut rows = rows.into_iter();
    std::iter::from_fn(move || {
        let chunk: Vec<R> = rows.by_ref().take(size).collect();
        (!chunk.is_empty()).then_some(chunk)
    })
}

impl Call {
    /// Whether a write gives back every record that it wrote.
    fn gives_all_rows(&self) -> bool {
        self.operation_info().param_of(Role::AllRows).is_some()
    }
}
