//! Single values in lists of a body, such as one custom field.

use serde_json::Value;
use tokio::time::Instant;

use super::Call;
use super::responses::Blank;
use crate::codec::{WriteBody, WriteValue, value};
use crate::custom_fields::{self, CustomFieldKey, CustomFieldValue};
use crate::pipeline::request;
use crate::vocabulary::{Error, ErrorKind};

/// One value of a list.
#[derive(Debug, Clone)]
pub(super) struct FieldPatch {
    list: &'static str,
    key: CustomFieldKey,
    value: WriteValue,
    /// What is sent replaces the stored list, so that this has to be read first.
    keeps_others: bool,
}

impl Call {
    /// Sets one value of a list that Halo merges with the stored one, or of a new record.
    pub(crate) fn place(&mut self, list: &'static str, key: CustomFieldKey, value: CustomFieldValue) {
        self.placed.push(FieldPatch { list, key, value: value.0, keeps_others: false });
    }

    /// Sets one value of a list that replaces the stored one.
    pub(crate) fn place_and_keep(&mut self, list: &'static str, key: CustomFieldKey, value: CustomFieldValue) {
        self.placed.push(FieldPatch { list, key, value: value.0, keeps_others: true });
    }
}

impl Call {
    /// The body with the single values in their lists.
    pub(super) fn with_placed(&self, body: &WriteBody) -> Result<WriteBody, String> {
        let mut body = body.clone();
        for placed in &self.placed {
            let mut list = match body.get(placed.list) {
                None => Vec::new(),
                Some(set) => set.elements().ok_or_else(|| format!("`{}` is set to what is no list", placed.list))?,
            };
            custom_fields::place(&mut list, &placed.key, placed.value.clone());
            body.set(placed.list, WriteValue::List(list));
        }
        Ok(body)
    }

    /// The call with the stored values in those lists of its body that replace what is stored. Whoever sets such a list in
    /// the body means to replace it.
    pub(super) async fn with_stored(mut self, blank: Blank) -> Result<Self, Error> {
        let Some(body) = &self.body else { return Ok(self) };
        let mut lists: Vec<&'static str> =
            self.placed.iter().filter(|one| one.keeps_others).map(|one| one.list).collect();
        lists.retain(|list| body.get(list).is_none());
        lists.sort_unstable();
        lists.dedup();
        if lists.is_empty() {
            return Ok(self);
        }
        // What is wrong with the write is said before anything is sent.
        request::permitted(&self.halo.core, &self.prepare()?)?;
        let began = Instant::now();
        let stored = self.whole().one_object(blank).await?;
        for list in lists {
            let stored = match value(&*stored, list) {
                None => Vec::new(),
                Some(Value::Array(elements)) => elements,
                Some(_) => return Err(self.no_list(list)),
            };
            for placed in self.placed.iter_mut().filter(|placed| placed.list == list) {
                placed.key = custom_fields::canonical_key(&stored, &placed.key);
            }
            if let Some(body) = &mut self.body {
                body.set(list, WriteValue::List(custom_fields::kept(stored)));
            }
        }
        self.timeout = self.timeout.map(|timeout| timeout.saturating_sub(began.elapsed()));
        Ok(self)
    }

    /// The request for the record that is changed, within the same bounds.
    fn whole(&self) -> Self {
        let get = Self::detail(&self.halo, self.entity).with_keys(self.keys.clone());
        Self { timeout: self.timeout, retry: self.retry, ..get }
    }

    fn no_list(&self, list: &str) -> Error {
        let detail =
            format!("`{list}` of the stored record is no list, so one value cannot be set without losing others");
        Error::new(ErrorKind::Decode).detail(detail).with_endpoint(self.whole().endpoint())
    }
}
