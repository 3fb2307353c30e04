//! Paths, and the requests that an entity can have.

use super::{Check, requests};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Entity, IdRepr, List, Paging};
use crate::source::Span;
use crate::suggest::quoted;

impl Check<'_> {
    pub(super) fn endpoints(&mut self) {
        for entity in &self.schema.entities {
            self.path(entity);
            let own = entity.operations.iter().filter(|operation| entity.says(operation.kind.word()));
            own.filter_map(|operation| operation.list.as_ref()).for_each(|list| self.paging(list));
            self.id(entity);
        }
    }

    fn path(&mut self, entity: &Entity) {
        let path = &entity.path;
        let text = path.value.as_str();
        if let Some(why) = path_objection(text) {
            let message = format!("the path {} {why}", quoted(text));
            let better = format!("/{}", text.trim().trim_matches('/'));
            let help = (better.len() > 1 && path_objection(&better).is_none()).then(|| format!("write \"{better}\""));
            self.report(Diagnostic::new(Code::MalformedPath, path.span, message).maybe_help(help));
        } else if let Some(open) = text.find('{') {
            let parameter = text.get(open..).and_then(|rest| rest.split_inclusive('}').next()).unwrap_or_default();
            let message =
                format!("the path parameter {} is unknown: the path of an entity is fixed", quoted(parameter));
            self.report(
                Diagnostic::new(Code::PathParameter, within(path.span, text, open, parameter.len()), message)
                    .help("requests add the id themselves; other key members are sent as query parameters"),
            );
        }
    }

    fn paging(&mut self, list: &List) {
        // If `rows` is missing, that has been reported.
        let is_paged = list.paging.value == Paging::Pages && !list.rows.is_empty();
        if !is_paged || list.rows.iter().any(|key| !key.value.is_empty()) {
            return;
        }
        let diagnostic =
            Diagnostic::new(Code::PagingWithoutRows, list.paging.span, "pages of a bare array cannot be counted");
        let shown = list
            .rows
            .iter()
            .fold(diagnostic, |diagnostic, key| diagnostic.also(key.span, "a bare array has no envelope key"));
        self.report(shown.help("name the envelope key of the rows, or write `paging: count` or `paging: none`"));
    }

    fn id(&mut self, entity: &Entity) {
        if entity.id.value != IdRepr::None {
            return;
        }
        let verbs: Vec<_> = requests(entity)
            .filter(|request| request.operation.kind.takes_id())
            .map(|request| format!("`{}`", request.name()))
            .collect();
        if !verbs.is_empty() {
            let message = format!(
                "`{}` has no id, but {} rows by it",
                entity.name.value,
                match verbs.as_slice() {
                    [verb] => format!("{verb} addresses"),
                    several => format!("{} address", several.join(", ")),
                }
            );
            let help = "say what the id looks like, or remove these requests";
            // The id of an entity with `like` is checked where it is defined.
            let span = entity.extends.as_ref().map_or(entity.id.span, |extends| extends.plural.span);
            self.report(Diagnostic::new(Code::NeedsId, span, message).help(help));
        }
    }
}

pub(super) fn path_objection(path: &str) -> Option<&'static str> {
    match path {
        _ if !path.starts_with('/') => Some("does not start with a slash"),
        _ if path.len() > 1 && path.ends_with('/') => Some("ends in a slash"),
        "/" => Some("does not name a resource"),
        _ if path.contains("//") => Some("has an empty segment"),
        // Halo joins the members of a key with `&` in one segment of a path: `/TicketApproval/{id}&{seq}`.
        _ if path.replace("}&{", "}{").contains(['?', '#', '&', '=', '%']) => Some("contains more than a path"),
        _ if !path.chars().all(|c| c.is_ascii_graphic()) => Some("contains characters that are not allowed in a path"),
        _ => None,
    }
}

/// The span of a part of a text, where the file has the text verbatim.
pub(super) fn within(span: Span, text: &str, start: usize, length: usize) -> Span {
    let quotes = (span.end - span.start).checked_sub(text.len());
    match quotes {
        Some(quotes @ (0 | 2)) => {
            let start = span.start + quotes / 2 + start;
            Span { start, end: start + length, ..span }
        }
        _ => span,
    }
}

#[cfg(test)]
mod tests {
    use super::path_objection;

    #[test]
    fn an_ampersand_in_a_path_joins_two_members_of_a_key_and_nothing_else() {
        assert_eq!(path_objection("/TicketApproval/{ticket_id}&{seq}"), None);
        for path in ["/Tickets&x", "/Tickets/{id}&x=1", "/Tickets/x&{id}"] {
            assert!(path_objection(path).is_some(), "{path}");
        }
    }
}
