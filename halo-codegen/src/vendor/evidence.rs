//! What was seen on running instances: routes from `live-evidence.tsv`, fields from `live-fields.tsv`.
//!
//! Both files are tables that people keep by hand. A cell that cannot be read is noted and counts as unknown.

mod cells;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use self::table::Row;
use super::document::normalized;
use super::note::{Note, Notes};

/// The table of routes in a folder of evidence.
pub const ROUTES_FILE: &str = "live-evidence.tsv";
/// The table of fields in a folder of evidence.
pub const FIELDS_FILE: &str = "live-fields.tsv";

/// What was seen on running instances.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// One per path, in the order of the file.
    pub routes: Vec<RouteEvidence>,
    /// One per path, field and place, in the order of the file.
    pub fields: Vec<FieldEvidence>,
    /// What could not be read.
    pub notes: Vec<Note>,
    /// Normalized path -> index in `routes`.
    by_path: BTreeMap<String, usize>,
}

/// What was seen of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteEvidence {
    /// As the file spells it, such as `/Invoice/lines`.
    pub path: String,
    /// Its line in the file, from 1.
    pub line: usize,
    /// What succeeded.
    pub verbs: Vec<SeenVerb>,
    /// The shape of the response.
    pub shape: SeenShape,
    /// Further arrays beside the rows.
    pub sidecars: Vec<String>,
    /// How the list reacted to paging parameters.
    pub paging: SeenPaging,
    /// How many rows were seen at most.
    pub rows: Option<u64>,
    /// What tells rows apart.
    pub key: SeenKey,
    /// What requests had to hold.
    pub needs: Vec<SeenNeed>,
    /// What was refused, and how.
    pub refusals: Vec<Refusal>,
    /// The remark of whoever recorded it.
    pub note: String,
}

/// A request that succeeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SeenVerb {
    /// `GET` of the path itself.
    List,
    /// `GET` of one row by its id; of a path that answers with one object, of the path.
    Get,
    /// `POST` without an id.
    Create,
    /// `POST` with an id.
    Update,
    /// `DELETE` of one row.
    Delete,
}

/// The shape of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeenShape {
    /// A bare array of rows.
    Bare,
    /// An object that holds the rows in this member.
    Keyed(String),
    /// As `Keyed` with `pageinate=true`, a bare array without.
    KeyedIfPaged(String),
    /// One object, which is no envelope.
    Object,
    /// Neither object nor array: `null`, a text, bytes.
    Scalar,
    /// The path is no list.
    NotRead,
    /// No response was seen.
    Unknown,
}

/// How a list reacted to `count=1&page_size=1&pageinate=true` without `page_no`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenPaging {
    /// Two pages were read and differed.
    Works,
    /// It gave one row. That may also be all that there is.
    Bounded,
    /// `count` bounds it, and pages do not.
    Count,
    /// A bare array that gave everything.
    Ignored,
    /// An envelope that gave everything; with `page_no` it may page.
    MaybeIgnored,
    /// It had no rows, or was not asked.
    Unknown,
}

/// What tells the rows of a list apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeenKey {
    /// These members, together.
    Members {
        /// Such as `lookupid` and `id`.
        members: Vec<String>,
        /// Further members that are unique on their own, such as `guid`.
        also: Vec<String>,
        /// Whether the last member is a text, such as a GUID.
        is_text: bool,
    },
    /// No member does.
    None,
    /// No rows were seen.
    Unknown,
}

/// What a request had to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenNeed {
    /// The request; `None` where the file names none.
    pub verb: Option<SeenVerb>,
    /// The wire name.
    pub name: String,
    /// Whether it is a parameter of the query, and not a member of the body.
    pub in_query: bool,
}

/// A request that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The request, such as `list`, `create`, `text id`; may be empty.
    pub request: String,
    /// The status; `None` for a timeout.
    pub status: Option<u16>,
    /// The rest of the remark.
    pub remark: String,
}

/// A field that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldEvidence {
    /// The path, as the file spells it.
    pub path: String,
    /// Its line in the file, from 1.
    pub line: usize,
    /// The wire name.
    pub name: String,
    /// The JSON types of its values; empty where no value was recorded.
    pub types: Vec<SeenType>,
    /// Where it was seen.
    pub place: SeenPlace,
}

/// The JSON type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenType {
    /// A number without a decimal point.
    Int,
    /// A number with one.
    Decimal,
    /// A string.
    String,
    /// `true` or `false`.
    Bool,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// Where a field was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SeenPlace {
    /// In rows of the list.
    List,
    /// In the response of `GET` by id.
    Detail,
    /// In the response of a `POST`.
    PostReply,
    /// In the one object that the path answers with.
    Object,
    /// Beside the rows.
    Envelope,
}

impl Evidence {
    /// Reads the two tables; either may be empty.
    #[must_use]
    pub fn read(routes: &str, fields: &str) -> Self {
        let (mut evidence, mut notes) = (Self::default(), Notes::default());
        for row in table::rows(routes, ROUTES_FILE, &ROUTE_COLUMNS, &mut notes) {
            evidence.add(route(&row, &mut notes), &mut notes);
        }
        for row in table::rows(fields, FIELDS_FILE, &FIELD_COLUMNS, &mut notes) {
            evidence.fields.extend(field(&row, &mut notes));
        }
        evidence.notes = notes.finish();
        evidence
    }

    /// What was seen of a path, ignoring case and the names of placeholders.
    #[must_use]
    pub fn route(&self, path: &str) -> Option<&RouteEvidence> {
        self.by_path.get(&normalized(path)).and_then(|index| self.routes.get(*index))
    }

    /// The fields that were seen at a path, ignoring case.
    pub fn fields_of<'e>(&'e self, path: &'e str) -> impl Iterator<Item = &'e FieldEvidence> {
        self.fields.iter().filter(move |field| field.path.eq_ignore_ascii_case(path))
    }

    fn add(&mut self, route: RouteEvidence, notes: &mut Notes) {
        let path = normalized(&route.path);
        if self.by_path.contains_key(&path) {
            let place = format!("{ROUTES_FILE}:{}", route.line);
            notes.add("evidence-duplicate", "duplicate path; its first line is used", &place);
            return;
        }
        self.by_path.insert(path, self.routes.len());
        self.routes.push(route);
    }
}

impl RouteEvidence {
    /// Whether a request succeeded.
    #[must_use]
    pub fn saw(&self, verb: SeenVerb) -> bool {
        self.verbs.contains(&verb)
    }

    /// The names that the body of a request had to hold.
    pub fn body_needs(&self, verb: SeenVerb) -> impl Iterator<Item = &str> {
        let needs = self.needs.iter().filter(move |need| need.verb == Some(verb) && !need.in_query);
        needs.map(|need| need.name.as_str())
    }

    /// The parameters that the query of a request had to hold.
    pub fn query_needs(&self, verb: SeenVerb) -> impl Iterator<Item = &str> {
        let needs = self.needs.iter().filter(move |need| need.verb == Some(verb) && need.in_query);
        needs.map(|need| need.name.as_str())
    }
}

/// The columns of the table of routes.
const ROUTE_COLUMNS: [&str; 10] = [
    "path",
    "verbs proven live",
    "list shape",
    "sidecar keys",
    "paging behaviour",
    "rows or cap seen",
    "id keys",
    "needs",
    "status codes on refusal",
    "note",
];

fn route(row: &Row<'_, 10>, notes: &mut Notes) -> RouteEvidence {
    let [path, verbs, shape, sidecars, paging, rows, key, needs, refusals, note] = &row.cells;
    RouteEvidence {
        path: (*path).to_owned(),
        line: row.line,
        verbs: row.read(verbs, cells::verbs, notes).unwrap_or_default(),
        shape: row.read(shape, cells::shape, notes).unwrap_or(SeenShape::Unknown),
        sidecars: cells::names(sidecars),
        paging: row.read(paging, cells::paging, notes).unwrap_or(SeenPaging::Unknown),
        rows: cells::number(rows),
        key: row.read(key, cells::key, notes).unwrap_or(SeenKey::Unknown),
        needs: cells::needs(needs),
        refusals: cells::refusals(refusals),
        note: cells::known(note).unwrap_or_default().to_owned(),
    }
}

/// The columns of the table of fields.
const FIELD_COLUMNS: [&str; 4] = ["path", "field", "JSON types seen", "list or detail"];

fn field(row: &Row<'_, 4>, notes: &mut Notes) -> Option<FieldEvidence> {
    let [path, name, types, place] = &row.cells;
    let place = row.read(place, cells::place, notes)?;
    let types = row.read(types, cells::types, notes).unwrap_or_default();
    Some(FieldEvidence { path: (*path).to_owned(), line: row.line, name: (*name).to_owned(), types, place })
}
