//! The cells of the tables of evidence.

use super::{Refusal, SeenKey, SeenNeed, SeenPaging, SeenPlace, SeenShape, SeenType, SeenVerb};

/// The content of a cell, unless it says that nothing is known.
pub(super) fn known(cell: &str) -> Option<&str> {
    Some(cell.trim()).filter(|cell| !matches!(*cell, "" | "?" | "-"))
}

/// Letters, one per request that succeeded.
pub(super) fn verbs(cell: &str) -> Option<Vec<SeenVerb>> {
    let verb = |letter| match letter {
        'G' => Some(SeenVerb::List),
        'g' => Some(SeenVerb::Get),
        'P' => Some(SeenVerb::Create),
        'U' => Some(SeenVerb::Update),
        'D' => Some(SeenVerb::Delete),
        _ => None,
    };
    known(cell).unwrap_or_default().chars().map(verb).collect()
}

/// `bare`, `object`, the name of the member with the rows, or such a name and `|bare`.
pub(super) fn shape(cell: &str) -> Option<SeenShape> {
    match cell.trim() {
        "bare" => Some(SeenShape::Bare),
        "object" => Some(SeenShape::Object),
        "scalar/bytes" => Some(SeenShape::Scalar),
        "-" => Some(SeenShape::NotRead),
        "?" | "" => Some(SeenShape::Unknown),
        key => match key.strip_suffix("|bare") {
            Some(key) if is_name(key) => Some(SeenShape::KeyedIfPaged(key.to_owned())),
            None if is_name(key) => Some(SeenShape::Keyed(key.to_owned())),
            _ => None,
        },
    }
}

/// One of the words for how a list reacted.
pub(super) fn paging(cell: &str) -> Option<SeenPaging> {
    match cell.trim() {
        "works" => Some(SeenPaging::Works),
        "bounded" => Some(SeenPaging::Bounded),
        "count" => Some(SeenPaging::Count),
        "ignored" => Some(SeenPaging::Ignored),
        "ignored?" => Some(SeenPaging::MaybeIgnored),
        "unknown" | "?" | "-" | "" => Some(SeenPaging::Unknown),
        _ => None,
    }
}

/// The first number of a remark such as `record_count 137329`.
pub(super) fn number(cell: &str) -> Option<u64> {
    let start = cell.find(|c: char| c.is_ascii_digit())?;
    let digits = cell.get(start..)?;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits.get(..end)?.parse().ok()
}

/// `id`, `lookupid+id`, `id, guid`, `id (GUID), priorityid`, `none (id 0)`.
pub(super) fn key(cell: &str) -> Option<SeenKey> {
    let Some(cell) = known(cell) else { return Some(SeenKey::Unknown) };
    let mut parts = split(cell, ',').into_iter();
    let (first, remark) = with_remark(parts.next()?);
    if first == "none" {
        return Some(SeenKey::None);
    }
    let members: Vec<String> = first.split('+').map(|member| member.trim().to_owned()).collect();
    let also: Vec<String> = parts.map(|part| with_remark(part).0.to_owned()).collect();
    let is_text = remark.is_some_and(|remark| ["GUID", "string"].iter().any(|word| remark.contains(word)));
    let is_read = members.iter().chain(&also).all(|name| is_name(name));
    is_read.then_some(SeenKey::Members { members, also, is_text })
}

/// Such as `create: name, lookupid; delete: ?lookupid=`. What is no name is a remark and left out.
pub(super) fn needs(cell: &str) -> Vec<SeenNeed> {
    let mut needs = Vec::new();
    for part in split(known(cell).unwrap_or_default(), ';') {
        let (verbs, names) = match part.split_once(':').and_then(|(verbs, names)| Some((request_verbs(verbs)?, names)))
        {
            Some((verbs, names)) => (verbs, names),
            None => (vec![None], part),
        };
        for name in split(names, ',') {
            let is_read = verbs.iter().all(|verb| matches!(verb, Some(SeenVerb::List | SeenVerb::Get)));
            let in_query = name.starts_with('?') || is_read;
            let Some(name) = needed_name(name) else { continue };
            needs.extend(verbs.iter().map(|verb| SeenNeed { verb: *verb, name: name.to_owned(), in_query }));
        }
    }
    needs
}

fn request_verbs(text: &str) -> Option<Vec<Option<SeenVerb>>> {
    let verb = |word: &str| match word.trim() {
        "list" => Some(Some(SeenVerb::List)),
        "get" | "detail" => Some(Some(SeenVerb::Get)),
        "create" => Some(Some(SeenVerb::Create)),
        "update" => Some(Some(SeenVerb::Update)),
        "delete" => Some(Some(SeenVerb::Delete)),
        _ => None,
    };
    text.split('/').map(verb).collect()
}

/// The name in `name (alphanumeric)`, `type=1`, `agents[{id,use}]`, `?kind=`; none in `row copy`.
fn needed_name(text: &str) -> Option<&str> {
    let (text, _) = with_remark(text.trim_start_matches('?'));
    let end = text.find(['=', '[']).unwrap_or(text.len());
    text.get(..end).filter(|name| is_name(name) && !matches!(*name, "none" | "body"))
}

/// Such as `text id 400; create 400 (SQL 515)`.
pub(super) fn refusals(cell: &str) -> Vec<Refusal> {
    split(known(cell).unwrap_or_default(), ';').into_iter().map(refusal).collect()
}

fn refusal(text: &str) -> Refusal {
    let words: Vec<&str> = text.split_whitespace().collect();
    let status = |word: &&str| word.parse::<u16>().ok().filter(|status| (100..600).contains(status));
    match words.iter().position(|word| status(word).is_some() || *word == "timeout") {
        Some(at) => {
            let (request, rest) = words.split_at(at);
            let remark = rest.get(1..).unwrap_or_default().join(" ");
            Refusal { request: request.join(" "), status: rest.first().and_then(status), remark }
        }
        None => Refusal { request: String::new(), status: None, remark: text.to_owned() },
    }
}

/// Names between commas.
pub(super) fn names(cell: &str) -> Vec<String> {
    let names = split(known(cell).unwrap_or_default(), ',').into_iter();
    // `yes` says that there are further arrays, without their names.
    names.filter(|name| is_name(name) && *name != "yes").map(str::to_owned).collect()
}

/// Types of JSON, separated by commas or bars.
pub(super) fn types(cell: &str) -> Option<Vec<SeenType>> {
    let ty = |word: &str| match word.trim() {
        "int" => Some(SeenType::Int),
        "decimal" => Some(SeenType::Decimal),
        "string" => Some(SeenType::String),
        "bool" => Some(SeenType::Bool),
        "array" => Some(SeenType::Array),
        "object" => Some(SeenType::Object),
        _ => None,
    };
    known(cell).map_or_else(|| Some(Vec::new()), |cell| cell.split(['|', ',']).map(ty).collect())
}

/// Where a field was seen.
pub(super) fn place(cell: &str) -> Option<SeenPlace> {
    match cell.trim() {
        "list" => Some(SeenPlace::List),
        "detail" => Some(SeenPlace::Detail),
        "post-reply" => Some(SeenPlace::PostReply),
        "object" => Some(SeenPlace::Object),
        "envelope" => Some(SeenPlace::Envelope),
        _ => None,
    }
}

/// The parts between separators that are not within brackets.
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            c if c == separator && depth == 0 => {
                parts.push(text.get(start..at).unwrap_or_default());
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// A text and the remark in parentheses after it.
fn with_remark(text: &str) -> (&str, Option<&str>) {
    match text.split_once('(') {
        Some((text, remark)) => (text.trim(), Some(remark.trim_end_matches(')'))),
        None => (text.trim(), None),
    }
}

/// Whether a text can be a wire name.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
