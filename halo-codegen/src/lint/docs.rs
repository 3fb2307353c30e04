//! Docs that say little, or say it badly.

use super::evidence::words;
use super::item::{Item, ItemKind};
use super::{Collector, LintRule};
use crate::model::Entity;
use crate::source::{FileId, Span};
use crate::vendor::SUGGESTED;

/// Words and phrases that the style guide replaces, and what to write.
const PHRASES: &[(&str, &str)] = &[
    (" alone", "\"only\""),
    ("whoever", "\"the calling agent\" or \"the calling user\""),
    ("the client is told", "\"the calling user\""),
    (" mails", "\"e-mails\""),
    ("per cent", "\"percent\""),
    ("what halo minded", "\"a warning about a request that Halo carried out\""),
    ("blot out", "\"anonymizes\""),
    ("of use beside", "\"useful with\""),
    ("those that", "a noun"),
    ("somebody's", "a noun"),
];

/// First words of docs that say nothing of their own.
const FIRST_WORDS: &[&str] = &["That", "This", "Those", "These", "It", "Its", "They", "Their", "Same"];

/// Phrases that point at a neighbor.
const NEIGHBORS: &[&str] = &[
    "the same as ",
    "the same in ",
    "the same,",
    "the same.",
    "whether that ",
    "whether those ",
    " of that ",
    " of these ",
    " of those ",
    " by that ",
    " in that ",
];

pub(super) fn check(collector: &mut Collector<'_>, items: &[Item<'_>]) {
    for item in items.iter().filter(|item| !item.is_shared) {
        wording(collector, item);
        if item.kind == ItemKind::Field {
            dangling(collector, item);
        }
    }
    let options = items.iter().filter(|item| item.kind == ItemKind::Option || item.kind == ItemKind::Param);
    for option in options.filter(|item| !item.is_shared) {
        if let Some(entity) = option.owner.entity {
            brought_fields(collector, option, entity, items);
        }
    }
}

fn wording(collector: &mut Collector<'_>, item: &Item<'_>) {
    let doc = &item.doc.value;
    let lower = format!(" {}", doc.to_lowercase());
    for (phrase, better) in PHRASES.iter().filter(|(phrase, _)| has_phrase(&lower, phrase)) {
        let what = format!("the doc says \"{}\": write {better}", phrase.trim());
        collector.report_item(LintRule::Wording, item, what);
    }
    if doc.starts_with("With ") && item.is_param() {
        collector.report_item(LintRule::Wording, item, "the doc begins with a bare \"With\": write \"Include …\"");
    }
    if doc.trim_end_matches('.').ends_with("as a number") && item.kind == ItemKind::Field && words(doc).count() < 10 {
        let what = "the doc ends with \"as a number\", but names no value: name one, or mark what is unknown";
        collector.report_item(LintRule::Wording, item, what);
    }
}

/// Whether a text in lower case has a phrase that is not the start of a longer word.
fn has_phrase(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let after = text.get(at + phrase.len()..).and_then(|rest| rest.chars().next());
        let before = text.get(..at).and_then(|rest| rest.chars().last());
        let starts = phrase.starts_with(' ') || !before.is_some_and(char::is_alphanumeric);
        starts && !after.is_some_and(char::is_alphanumeric)
    })
}

fn dangling(collector: &mut Collector<'_>, item: &Item<'_>) {
    let doc = &item.doc.value;
    let first = doc.split(' ').next().unwrap_or_default();
    let lower = doc.to_lowercase();
    let neighbor = NEIGHBORS.iter().find(|phrase| lower.contains(*phrase));
    if FIRST_WORDS.contains(&first) {
        collector.report_item(LintRule::Dangling, item, format!("the doc begins with \"{first}\": name the thing"));
    } else if let Some(phrase) = neighbor {
        let what = format!("\"{}\" refers to another doc: name the thing", phrase.trim());
        collector.report_item(LintRule::Dangling, item, what);
    }
}

/// "Fill `x`" in the doc of an option, and the name of the option in the doc of `x`.
fn brought_fields(collector: &mut Collector<'_>, option: &Item<'_>, entity: &Entity, items: &[Item<'_>]) {
    let doc = &option.doc.value;
    let Some(rest) = doc.split_once("Fill `").map(|(_, rest)| rest) else { return };
    let sentence = rest.split(". ").next().unwrap_or_default();
    let names = sentence.split('`').step_by(2).filter(|name| is_name(name));
    for name in names {
        let is_it = |item: &&Item<'_>| {
            let same_entity = item.owner.entity.is_some_and(|other| other.plural == entity.plural);
            same_entity && item.kind == ItemKind::Field && item.rust == name
        };
        match items.iter().find(is_it) {
            None => {
                let what = format!("the doc says that it fills `{name}`, which is no field of `{}`", entity.name.value);
                collector.report_item(LintRule::OptionFields, option, what);
            }
            Some(field) if !names_option(field, option) => {
                let what = format!("`{}` fills it, which neither `with` nor its doc says", option.rust);
                collector.report_item(LintRule::OptionFields, field, what);
            }
            Some(_) => {}
        }
    }
}

fn names_option(field: &Item<'_>, option: &Item<'_>) -> bool {
    let by_key = field.with.iter().any(|with| with.value == option.wire.value);
    by_key || field.doc.value.contains(&format!("`{}`", option.rust))
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Docs that `import` suggested, and whose mark is still there.
pub(super) fn suggestions(collector: &mut Collector<'_>) {
    let mark = format!("# {SUGGESTED}");
    let files: Vec<(FileId, String)> =
        collector.sources.iter().map(|(file, _, bytes)| (file, String::from_utf8_lossy(bytes).into_owned())).collect();
    for (file, text) in files {
        for (start, _) in text.match_indices(&mark) {
            let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            let owner = line.trim_start_matches(&mark).trim().to_owned();
            let span = Span { file, start, end: start + line.len() };
            collector.report(LintRule::Suggested, "", span, format!("the doc is a suggestion by {owner}"));
        }
    }
}
