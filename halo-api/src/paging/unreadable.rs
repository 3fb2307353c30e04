//! Rows that cannot be read.
//!
//! A page is read as a whole. If that fails, it is read row by row, to find the row at fault and show it.

use serde_json::Value;

use crate::codec::{DecodeError, Envelope, RawRows, RowKey, decode_page};
use crate::paging::rows::{NewEmpty, Rows};
use crate::pipeline::request::ApiResponse;
use crate::request::Call;
use crate::vocabulary::Error;

/// Most characters of a row in an error or event.
const SHOWN: usize = 300;

/// A row that was left out of its page.
pub(crate) struct UnreadableRow {
    /// Its place in the page, counted from 0.
    pub(crate) index: usize,
    pub(crate) raw: Value,
}

/// A page, and the rows that were left out of it.
pub(super) struct Decoded {
    pub(super) rows: Box<dyn Rows>,
    pub(super) envelope: Envelope,
    pub(super) unreadable: Vec<UnreadableRow>,
}

/// Reads a page. A row that cannot be read is left out if the call says so, and an error that shows it otherwise.
pub(super) fn decode(call: &Call, new_empty: NewEmpty, response: &ApiResponse) -> Result<Decoded, Error> {
    let body = &response.body;
    let mut rows = new_empty(call.entity);
    let error = match rows.decode(body, row_keys(call), call.mode()) {
        Ok(envelope) => return Ok(Decoded { rows, envelope, unreadable: Vec::new() }),
        Err(error) => error,
    };
    if error.is_too_large() {
        // No single row is at fault, and to read them one by one would take as much memory again.
        return Err(response.undecodable(&error));
    }
    match by_row(call, new_empty, body) {
        Ok(Some(page)) => Ok(page),
        Ok(None) => Err(response.unreadable(described(call, new_empty, body, &error))),
        Err(error) => Err(response.undecodable(&error)),
    }
}

/// The key of each row as a whole, those that were left out among them.
pub(super) fn whole_keys(call: &Call, response: &ApiResponse) -> Result<Vec<RowKey>, Error> {
    let (rows, _) = raw_rows(call, &response.body).map_err(|error| response.undecodable(&error))?;
    Ok(rows.iter().map(|row| RowKey::of_text(row)).collect())
}

fn row_keys(call: &Call) -> &'static [&'static str] {
    call.list_info().map_or(&[], |list| list.rows)
}

/// The page without the rows that cannot be read. `None` if no row may be left out, or if no row is the reason why the page
/// cannot be read; an error if the rows cannot even be separated, or take too much memory.
fn by_row(call: &Call, new_empty: NewEmpty, body: &[u8]) -> Result<Option<Decoded>, DecodeError> {
    if !call.walk.skip_unreadable {
        return Ok(None);
    }
    let (raw, envelope) = raw_rows(call, body)?;
    let mut unreadable = Vec::new();
    let mut readable = Vec::new();
    for (index, row) in raw.into_iter().enumerate() {
        if is_readable(call, new_empty, &row) {
            readable.push(row);
            continue;
        }
        // Without the reason, which may quote the row: logs hold no values.
        let page = call.page_no.unwrap_or(1);
        tracing::warn!(list = call.entity.path, page, row = index, "skipped a row that cannot be read");
        unreadable.push(UnreadableRow { index, raw: serde_json::from_str(&row).unwrap_or(Value::Null) });
    }
    if unreadable.is_empty() {
        return Ok(None);
    }
    // The readable rows are read together, so that the limits of a page hold for them as well.
    let mut rows = new_empty(call.entity);
    rows.decode(format!("[{}]", readable.join(",")).as_bytes(), &[""], call.mode())?;
    Ok(Some(Decoded { rows, envelope, unreadable }))
}

/// What is wrong with the page, with the first row that cannot be read.
fn described(call: &Call, new_empty: NewEmpty, body: &[u8], error: &DecodeError) -> String {
    let raw = raw_rows(call, body).map_or_else(|_| Vec::new(), |(rows, _)| rows);
    match raw.iter().enumerate().find(|(_, row)| !is_readable(call, new_empty, row)) {
        Some((index, row)) => format!("{error}; the row at index {index} is `{}`", shown(call, row)),
        None => error.to_string(),
    }
}

fn raw_rows(call: &Call, body: &[u8]) -> Result<(Vec<String>, Envelope), DecodeError> {
    let mut rows = RawRows(Vec::new());
    let envelope = decode_page(&mut rows, body, row_keys(call), call.mode())?;
    Ok((rows.0, envelope))
}

fn is_readable(call: &Call, new_empty: NewEmpty, row: &str) -> bool {
    new_empty(call.entity).decode(format!("[{row}]").as_bytes(), &[""], call.mode()).is_ok()
}

/// The beginning of a row, without what `Debug` of its model and of its write type hides.
fn shown(call: &Call, row: &str) -> String {
    let fields = || call.entity.fields.iter().chain(call.entity.write_only);
    let is_secret = |name: &str| fields().any(|field| field.secret && field.wire_name.eq_ignore_ascii_case(name));
    let text = match serde_json::from_str::<Value>(row) {
        Ok(Value::Object(mut members)) => {
            for (_, value) in members.iter_mut().filter(|(name, _)| is_secret(name)) {
                *value = "***".into();
            }
            Value::Object(members).to_string()
        }
        _ => row.to_owned(),
    };
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
