//! Rows of reports: of SQL, and of reports that are saved.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Call, Pending};
use crate::codec::from_text_row;
use crate::pipeline::request::ApiResponse;
use crate::vocabulary::{Error, ErrorKind};

/// Halo leaves out rows beyond these, without a word.
const MOST_ROWS: usize = 50_000;

/// The rows of a report, and the error for one that does not fit.
struct ReportRows {
    rows: Vec<Map<String, Value>>,
    misfit: Error,
}

impl ReportRows {
    fn decode<T: DeserializeOwned>(self) -> Result<Vec<T>, Error> {
        let misfit = self.misfit;
        let decoded = self.rows.into_iter().zip(1_usize..).map(|(row, number)| {
            from_text_row(row).map_err(|error| misfit.clone().detail(format!("row {number}, {error}")))
        });
        decoded.collect()
    }
}

impl Call {
    /// Sends it and reads the rows of the report. Unless a shortfall is accepted, as many rows as Halo gives at most are an
    /// error.
    pub(crate) fn report_rows<T: DeserializeOwned>(self, accepts_shortfall: bool) -> Pending<Vec<T>> {
        Pending::new(self.report(accepts_shortfall), |rows| super::pending::unboxed::<ReportRows>(rows)?.decode())
    }

    async fn report(self, accepts_shortfall: bool) -> Result<ReportRows, Error> {
        let response = self.reply().await?;
        let rows = rows_in(&response)?;
        if rows.len() >= MOST_ROWS && !accepts_shortfall {
            let detail = format!(
                "the report has {} rows, at which Halo stops without saying whether there are more",
                rows.len()
            );
            let error = response.error(ErrorKind::TooLarge).with_status(response.status).detail(detail);
            return Err(error.hint("narrow it, run it in parts, or take what there is with accept_shortfall()"));
        }
        let misfit = response.error(ErrorKind::Decode).with_status(response.status);
        Ok(ReportRows { rows, misfit })
    }
}

/// The rows of a response. A statement that failed is a success with words in it.
fn rows_in(response: &ApiResponse) -> Result<Vec<Map<String, Value>>, Error> {
    let body: Value =
        serde_json::from_slice(response.json()).map_err(|error| response.unreadable(error.to_string()))?;
    let report = match body {
        Value::Array(mut reports) if reports.len() == 1 => reports.remove(0),
        other => other,
    };
    let Value::Object(mut report) = report else { return Err(response.unreadable("the response is not a report")) };
    // Most instances have the rows in `report`, some beside the rest.
    let mut content = match report.remove("report") {
        Some(Value::Object(content)) => content,
        _ => report,
    };
    if let Some(words) = content.get("load_error").and_then(Value::as_str).filter(|words| !words.trim().is_empty()) {
        return Err(failed(response, words));
    }
    let Some(Value::Array(rows)) = content.remove("rows") else {
        let error = response.error(ErrorKind::Decode).with_status(response.status);
        return Err(error.with_body(&response.body).detail("the response has no rows"));
    };
    let rows = rows.into_iter().zip(1..).map(|(row, number)| match row {
        Value::Object(row) => Ok(row),
        _ => Err(response.unreadable(format!("row {number} is not an object"))),
    });
    rows.collect()
}

fn failed(response: &ApiResponse, words: &str) -> Error {
    let error = response.error(ErrorKind::BadRequest).with_status(response.status);
    let error = error.with_body(Value::from(words).to_string().as_bytes()).detail("the statement failed");
    if words.to_ascii_uppercase().contains("ORDER BY") {
        return error.hint("Halo runs the statement inside of another, so that ORDER BY needs TOP or OFFSET");
    }
    error
}

/// A statement as Halo takes it: a single one, without comments to the end of the line and without a semicolon.
pub(crate) fn single_statement(sql: &str) -> Result<&str, &'static str> {
    let mut end = None;
    let mut rest = sql.char_indices().peekable();
    while let Some((at, letter)) = rest.next() {
        let next = rest.peek().map(|(_, next)| *next);
        match (letter, next) {
            ('\'' | '"', _) => skip_past(&mut rest, |(_, other)| other == letter),
            ('[', _) => skip_past(&mut rest, |(_, other)| other == ']'),
            ('/', Some('*')) => skip_comment(&mut rest),
            ('-', Some('-')) => return Err("reports take no comments with `--`: remove them, or write /* */"),
            (';', _) => {
                end.get_or_insert(at);
            }
            (letter, _) if end.is_some() && !letter.is_whitespace() => {
                return Err("a report is a single statement: run one after the other, or join them");
            }
            _ => {}
        }
    }
    match sql.get(..end.unwrap_or(sql.len())).map(str::trim) {
        None | Some("") => Err("the statement is empty"),
        Some(statement) => Ok(statement),
    }
}

type Letters<'a> = std::iter::Peekable<std::str::CharIndices<'a>>;

/// Skips the rest of a text or name. Doubled quotes within end one and begin the next, which comes to the same.
fn skip_past(letters: &mut Letters<'_>, mut is_end: impl FnMut((usize, char)) -> bool) {
    letters.find(|letter| is_end(*letter));
}

fn skip_comment(letters: &mut Letters<'_>) {
    letters.next();
    while let Some((_, letter)) = letters.next() {
        if letter == '*' && letters.next_if(|(_, next)| *next == '/').is_some() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::single_statement;

    #[test]
    fn a_statement_is_trimmed_and_loses_its_semicolon() {
        let cases = [
            ("  SELECT 1 ;\n ", "SELECT 1"),
            ("SELECT ';--' AS a, [b;--] FROM c", "SELECT ';--' AS a, [b;--] FROM c"),
            ("SELECT 'it''s; --' /* one; -- two */ AS \"d;\"", "SELECT 'it''s; --' /* one; -- two */ AS \"d;\""),
            ("SELECT 3 - -2, 4/2, 4*2", "SELECT 3 - -2, 4/2, 4*2"),
            ("SELECT 'open", "SELECT 'open"),
            ("SELECT 1 /* open", "SELECT 1 /* open"),
            ("SELECT 'ä;'", "SELECT 'ä;'"),
        ];
        for (sql, expected) in cases {
            assert_eq!(single_statement(sql), Ok(expected), "{sql}");
        }
    }

    #[test]
    fn what_halo_does_not_run_is_refused() {
        for (sql, word) in [
            ("", "empty"),
            (" ; ", "empty"),
            ("SELECT 1; SELECT 2", "single"),
            ("SELECT 1; DROP TABLE a;", "single"),
            ("SELECT 1 -- one\n, 2", "`--`"),
            ("SELECT '' -- one", "`--`"),
            ("/*/ */ SELECT 1; x", "single"),
        ] {
            let refused = single_statement(sql).unwrap_err();
            assert!(refused.contains(word), "{sql}: {refused}");
        }
    }
}
