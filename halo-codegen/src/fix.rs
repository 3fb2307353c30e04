//! Fixes what a machine can fix in the schema: entries that nothing uses are removed, and nothing else is touched.

use crate::diagnostic::{Code, Diagnostics, Target};
use crate::model::read;
use crate::source::SourceSet;
use crate::{check, edit};

/// The file whose entries can be unused.
const HALO: &str = "halo.yaml";

/// Without one entry another one can become unused, such as the id that it names.
const MAX_ROUNDS: usize = 8;

/// A file without its unused entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// Its path below the schema folder.
    pub path: &'static str,
    /// Its new text.
    pub text: String,
    /// The keys of the entries that were removed, such as `names.dateoccurred`.
    pub removed: Vec<String>,
}

/// Removes the entries of halo.yaml that nothing uses (HS016); `None` if there are none.
///
/// # Errors
///
/// If the layout of the file cannot be edited.
pub fn unused(sources: &SourceSet) -> Result<Option<Fixed>, String> {
    let mut sources = sources.clone();
    let mut removed = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let keys = unused_keys(&sources);
        if keys.is_empty() {
            break;
        }
        let mut text = sources.text_at(HALO);
        for (section, key) in &keys {
            text = edit::remove(&text, &[section], key)?;
            removed.push(format!("{section}.{key}"));
        }
        sources.insert(HALO, text);
    }
    let text = sources.text_at(HALO);
    Ok((!removed.is_empty()).then_some(Fixed { path: HALO, text, removed }))
}

/// The section and key of each unused entry.
fn unused_keys(sources: &SourceSet) -> Vec<(&'static str, String)> {
    let mut diagnostics = Diagnostics::default();
    let outcome = read::read(sources, &mut diagnostics);
    check::all(&outcome, &mut diagnostics);
    let unused: Vec<Target> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code == Code::UnusedEntry)
        .map(|diagnostic| diagnostic.place)
        .collect();
    let halo = &outcome.schema.halo;
    let params = halo.params.iter().map(|param| ("params", &param.wire_name));
    let names = halo.names.iter().map(|(wire, _)| ("names", wire));
    let ids = halo.ids.iter().map(|id| ("ids", &id.name));
    let all = params.chain(names).chain(ids).filter(|(_, key)| unused.contains(&Target::At(key.span)));
    all.map(|(section, key)| (section, key.value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(halo: &str) -> SourceSet {
        let boats = "entity: Boat\ndoc: \"A boat.\"\npath: /Boat\nid: int\nfields:\n  \
                     id: { type: BoatId, always: true, doc: \"Number.\" }\n  dryhull: { type: bool, doc: \"Dry.\" }\n";
        [("halo.yaml", halo), ("entities/boats.yaml", boats)].into_iter().collect()
    }

    #[test]
    fn only_unused_entries_are_removed_and_the_order_stays() {
        let halo = "# head\nids:\n  # why\n  ZuluId: { repr: int, doc: \"Z.\" }\n  AlphaId: { repr: int, doc: \"A.\" }\n\n\
                    names:\n  wetdeck: wet_deck\n  dryhull: dry_hull # kept\n  abcdef: abc_def\n\
                    params:\n  alpha: { type: AlphaId, doc: \"Of this one.\" }\n";
        let fixed = unused(&sources(halo)).unwrap_or_default();
        let Some(fixed) = fixed else { return assert!(fixed.is_some()) };
        // The id is unused once the parameter is gone.
        assert_eq!(fixed.removed, ["params.alpha", "names.wetdeck", "names.abcdef", "ids.ZuluId", "ids.AlphaId"]);
        assert_eq!(fixed.text, "# head\n\nnames:\n  dryhull: dry_hull # kept\n");
        assert!(unused(&sources(&fixed.text)).is_ok_and(|again| again.is_none()));
    }

    #[test]
    fn an_unreadable_schema_is_left_alone() {
        let mut sources = sources("names:\n  a: b\n");
        sources.insert("entities/boats.yaml", "entity: [");
        assert_eq!(unused(&sources), Ok(None));
    }
}
