//! Lists of rows without a model.

use serde::de::SeqAccess;

use crate::codec::{Context, DecodeError, Envelope, Mode, Record, Row, RowKey, Sink, decode_page, untyped_row};
use crate::entity_info::EntityInfo;
use crate::paging::rows::{NewEmpty, RowVec, Rows, records};

/// What lists give as rows: models, and JSON objects.
pub(crate) trait ListedRow: Send + Sized + 'static {
    /// Makes empty rows for a page.
    const NEW_EMPTY: NewEmpty;
}

impl<T: Record> ListedRow for T {
    const NEW_EMPTY: NewEmpty = records::<T>;
}

impl ListedRow for Row {
    const NEW_EMPTY: NewEmpty = untyped;
}

/// Rows as JSON objects.
struct UntypedRows {
    rows: Vec<Row>,
    key: &'static [&'static str],
}

fn untyped(entity: &'static EntityInfo) -> Box<dyn Rows> {
    Box::new(UntypedRows { rows: Vec::new(), key: entity.key })
}

impl Sink for UntypedRows {
    fn reserve(&mut self, rows: usize) {
        self.rows.reserve(rows);
    }

    fn next<'de, A: SeqAccess<'de>>(&mut self, seq: &mut A, context: &mut Context) -> Result<bool, A::Error> {
        let row = untyped_row(seq, self.rows.len(), context)?;
        let is_some = row.is_some();
        self.rows.extend(row.map(|members| Row::new(members, self.key)));
        Ok(is_some)
    }
}

impl Rows for UntypedRows {
    fn decode(&mut self, body: &[u8], row_keys: &'static [&'static str], mode: Mode) -> Result<Envelope, DecodeError> {
        decode_page(self, body, row_keys, mode)
    }

    fn keys(&self, key: &[&str]) -> Option<Vec<RowKey>> {
        let member = |row: &Row, name: &str| row.get(name).cloned();
        let key_of =
            |row: &Row| RowKey::of_members(&key.iter().map(|name| member(row, name)).collect::<Option<Vec<_>>>()?);
        self.rows.iter().map(key_of).collect()
    }

    fn vec(&self) -> &dyn RowVec {
        &self.rows
    }

    fn vec_mut(&mut self) -> &mut dyn RowVec {
        &mut self.rows
    }

    fn into_vec(self: Box<Self>) -> Box<dyn RowVec> {
        Box::new(self.rows)
    }
}
