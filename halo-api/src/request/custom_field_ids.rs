//! The definitions of custom fields: their ids, by their names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use http::Method;
use serde_json::Value;
use tokio::time::Instant;

use super::Pending;
use crate::Halo;
use crate::codec::{CustomFieldKey, id_in};
use crate::custom_fields::CustomFieldIds;
use crate::entity_info::EntityInfo;
use crate::vocabulary::Error;

/// How long what was fetched counts.
const KEPT: Duration = Duration::from_secs(3600);

/// The entities whose custom fields can be asked for, with the number that Halo gives their kind. That of users is presumed.
const KINDS: [(&str, i64); 7] =
    [("tickets", 1), ("projects", 1), ("opportunities", 1), ("clients", 2), ("sites", 3), ("users", 4), ("assets", 5)];

impl Halo {
    /// The ids of the custom fields of an entity, by their names.
    ///
    /// `plural` is `tickets`, `projects`, `opportunities`, `clients`, `sites`, `users` or `assets`. The definitions are fetched
    /// once, from `GET /FieldInfo`, and kept for an hour, for all clones of the client.
    ///
    /// ```no_run
    /// # async fn f(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
    /// let fields = halo.custom_field_ids("tickets").await?.of(["CFFloor", "CFRoom"])?;
    /// let mut tickets = halo.tickets().list().include_custom_fields(fields).stream();
    /// while let Some(ticket) = tickets.try_next().await? {
    ///     println!("{} {:?}", ticket.id, ticket.custom_field("CFFloor").and_then(|floor| floor.int()));
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if it is another entity; otherwise see [`ErrorKind`](crate::ErrorKind).
    #[must_use = "nothing is sent until it is awaited"]
    pub fn custom_field_ids(&self, plural: &str) -> Pending<CustomFieldIds> {
        let (halo, plural) = (self.clone(), plural.to_owned());
        Pending::of(async move {
            let kinds = || KINDS.map(|(plural, _)| plural).join(", ");
            let unknown =
                || Error::config(format!("the custom fields of `{plural}` are not known, those of {} are", kinds()));
            let kind = kind_of(&plural).ok_or_else(unknown)?;
            Ok(CustomFieldIds::new(&plural, halo.field_ids(kind).await?))
        })
    }

    async fn field_ids(&self, kind: i64) -> Result<Arc<BTreeMap<String, i64>>, Error> {
        // Calls that come meanwhile wait for the first one.
        let mut kept = self.inner.field_ids.lock().await;
        if let Some((ids, _)) = kept.get(&kind).filter(|(_, fetched)| fetched.elapsed() < KEPT) {
            return Ok(Arc::clone(ids));
        }
        let rows: Value = self.request(Method::GET, "/FieldInfo").query("typeid", kind).send().await?;
        let ids = Arc::new(named(&rows));
        kept.insert(kind, (Arc::clone(&ids), Instant::now()));
        Ok(ids)
    }
}

/// The number that Halo gives the kind of record of an entity.
pub(crate) fn kind_of(plural: &str) -> Option<i64> {
    KINDS.iter().find(|(known, _)| *known == plural).map(|(_, kind)| *kind)
}

fn named(rows: &Value) -> BTreeMap<String, i64> {
    let rows = rows.as_array().map_or(&[][..], Vec::as_slice);
    let entry = |row: &Value| Some((row.get("name")?.as_str()?.to_owned(), row.get("id").and_then(id_in)?));
    rows.iter().filter_map(entry).collect()
}

/// The ids of custom fields, for code that works with any entity. Names of an entity whose definitions are not known, or that it
/// does not have, are left out.
pub(crate) async fn custom_field_ids(
    halo: &Halo,
    entity: &EntityInfo,
    keys: BTreeSet<CustomFieldKey>,
) -> Result<BTreeSet<i64>, Error> {
    let is_named = |key: &CustomFieldKey| matches!(key, CustomFieldKey::Name(_));
    let known = match kind_of(entity.plural).filter(|_| keys.iter().any(is_named)) {
        Some(kind) => CustomFieldIds::new(entity.plural, halo.field_ids(kind).await?),
        None => CustomFieldIds::default(),
    };
    let id = |key| match key {
        CustomFieldKey::Id(id) => Some(id),
        CustomFieldKey::Name(name) => known.get(&name),
    };
    Ok(keys.into_iter().filter_map(id).collect())
}
