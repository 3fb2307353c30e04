//! Drafts `resources.yaml`: the vendor's file says which paths there are, what was seen says how they behave.

use std::collections::BTreeSet;

use super::settle::paging_text;
use super::{Import, Imported};
use crate::edit::{self, InsertAt, scalar};
use crate::model::{Evidence as Mark, IdRepr, OperationKind, Paging, Resource};
use crate::source::Spanned;
use crate::vendor::evidence::{Evidence, RouteEvidence, SeenKey, SeenPaging, SeenShape, SeenVerb};
use crate::vendor::roots::{OLDER, Root, readable};
use crate::vendor::targets::repr_of;

/// The file.
const FILE: &str = "resources.yaml";

const HEAD: &str = "# yaml-language-server: $schema=halo.schema.json\n\n\
# What is known of paths that have no entity file. `cargo xtask import --resources` adds what is new and lists what differs.\n";

impl Import<'_> {
    /// Drafts what is known of paths without an entity file, or adds to it.
    ///
    /// Entries that are there stay as they are; what differs from them is a remark. An entry whose path has got an entity
    /// file is removed.
    ///
    /// # Errors
    ///
    /// If the file has a layout that cannot be edited.
    pub fn resources(&self, evidence: &Evidence) -> Result<Imported, String> {
        let mut imported = Imported::default();
        let before = self.sources.text_at(FILE);
        let mut text = if before.is_empty() { HEAD.to_owned() } else { before.clone() };
        let is_entity =
            |path: &str| self.schema.entities.iter().any(|entity| entity.path.value.eq_ignore_ascii_case(path));
        let known = self.schema.resources.iter().map(|known| known.path.value.as_str());
        let gone: Vec<&str> = known.filter(|path| is_entity(path)).collect();
        text = edit::remove_all(&text, &gone)?;
        imported.remarks.extend(gone.iter().map(|path| format!("{path}: removed, because it has an entity file")));
        let mut new = Vec::new();
        for root in self.wanted(evidence).iter().filter(|root| !is_entity(&root.path)) {
            let draft = Draft::new(root, evidence.route(&root.path));
            let known = self.schema.resources.iter().find(|known| known.path.value.eq_ignore_ascii_case(&root.path));
            if let Some(known) = known {
                imported.remarks.extend(draft.differences(known));
                continue;
            }
            new.push((root.path.clone(), draft.value()));
            imported.remarks.extend(draft.remark.map(|remark| format!("{}: {remark}", root.path)));
        }
        text = edit::add_all(&text, &[], &new, InsertAt::Sorted)?;
        if text != before {
            imported.files.insert(FILE.to_owned(), text);
        }
        Ok(imported)
    }

    /// Every readable root, every longer path that was seen as a list, and what is in the file already.
    fn wanted(&self, evidence: &Evidence) -> Vec<Root<'_>> {
        let mut wanted = readable(self.document);
        let seen = evidence.routes.iter().filter(|route| route.saw(SeenVerb::List)).map(|route| route.path.as_str());
        let known = self.schema.resources.iter().map(|known| known.path.value.as_str());
        for path in seen.chain(known).filter(|path| !path.contains('{')) {
            if !wanted.iter().any(|root| root.path.eq_ignore_ascii_case(path)) {
                wanted.push(Root::at(self.document, path));
            }
        }
        wanted
    }
}

/// An entry as it would be written.
#[derive(Debug, Default)]
struct Draft {
    path: String,
    rows: Vec<String>,
    paging: Option<Paging>,
    page_cap: Option<u32>,
    key: Vec<String>,
    id: Option<IdRepr>,
    verbs: Vec<OperationKind>,
    needs: BTreeSet<String>,
    list_needs: BTreeSet<String>,
    delete_needs: BTreeSet<String>,
    is_absent: bool,
    mark: Option<Mark>,
    remark: Option<String>,
}

impl Draft {
    fn new(root: &Root<'_>, seen: Option<&RouteEvidence>) -> Self {
        let mut draft = Self { path: root.path.clone(), is_absent: !root.is_readable(), ..Self::default() };
        draft.verbs = verbs(root, seen);
        if draft.verbs.contains(&OperationKind::List) {
            draft.list(root, seen);
        }
        draft.key = key(root, seen, &draft.verbs);
        draft.id = id(root, seen).filter(|_| !draft.key.is_empty());
        if let Some(seen) = seen {
            let names = |verb, in_query: bool| {
                let needs = seen.needs.iter().filter(move |need| need.verb == Some(verb) && need.in_query == in_query);
                needs.map(|need| need.name.clone()).collect::<BTreeSet<_>>()
            };
            draft.needs = names(SeenVerb::Create, false);
            draft.list_needs = names(SeenVerb::List, true);
            draft.list_needs.retain(|name| name != "pageinate");
            draft.delete_needs = names(SeenVerb::Delete, true);
            draft.mark = draft.mark.or((!seen.verbs.is_empty()).then_some(Mark::B));
        }
        for (names, kind) in [
            (&mut draft.needs, OperationKind::Create),
            (&mut draft.list_needs, OperationKind::List),
            (&mut draft.delete_needs, OperationKind::Delete),
        ] {
            if !draft.verbs.contains(&kind) {
                names.clear();
            }
        }
        draft
    }

    /// What was seen wins. Where nothing was, declared paging means an envelope in 51 of 53 lists, and otherwise rows are
    /// bare in 199 of 233. Bare lists give everything; of an envelope, pages lose nothing where it gives everything too.
    fn list(&mut self, root: &Root<'_>, seen: Option<&RouteEvidence>) {
        let shape = seen.map_or(&SeenShape::Unknown, |seen| &seen.shape);
        let counts = seen.is_some_and(|seen| seen.paging == SeenPaging::Count);
        (self.rows, self.paging) = match shape {
            SeenShape::Keyed(key) if counts && root.is_walked_by_ids() => (vec![key.clone()], Some(Paging::Window)),
            SeenShape::Keyed(key) if counts => (vec![key.clone()], Some(Paging::Count)),
            SeenShape::Keyed(key) => (vec![key.clone()], Some(Paging::Pages)),
            SeenShape::KeyedIfPaged(key) => (vec![key.clone(), "bare".to_owned()], Some(Paging::Pages)),
            SeenShape::Bare => (vec!["bare".to_owned()], Some(Paging::None)),
            _ if root.declares_paging() => {
                let guess = root.path.rsplit('/').next().unwrap_or_default().to_lowercase();
                self.remark = Some(format!("the key of its rows is unknown; `{guess}` is a guess"));
                self.mark = Some(Mark::C);
                (vec![guess, "bare".to_owned()], Some(Paging::Pages))
            }
            _ => (vec!["bare".to_owned()], Some(Paging::None)),
        };
        self.page_cap = root.page_cap().filter(|_| self.paging == Some(Paging::Pages));
    }

    fn value(&self) -> String {
        let list = |names: &BTreeSet<String>| names.iter().map(|name| scalar(name)).collect::<Vec<_>>().join(", ");
        let mut parts = Vec::new();
        match self.rows.as_slice() {
            [] => {}
            [key] => parts.push(format!("rows: {}", scalar(key))),
            keys => {
                parts.push(format!("rows: [{}]", keys.iter().map(|key| scalar(key)).collect::<Vec<_>>().join(", ")));
            }
        }
        parts.extend(self.paging.map(|paging| format!("paging: {}", paging_text(paging, OLDER))));
        parts.extend(self.page_cap.map(|cap| format!("page_cap: {cap}")));
        parts.push(format!("key: [{}]", self.key.join(", ")));
        parts.extend(self.id.filter(|id| *id != IdRepr::Int).map(|id| format!("id: {}", id.word())));
        parts.push(format!("verbs: [{}]", words(&self.verbs)));
        for (key, names) in
            [("needs", &self.needs), ("list_needs", &self.list_needs), ("delete_needs", &self.delete_needs)]
        {
            if !names.is_empty() {
                parts.push(format!("{key}: [{}]", list(names)));
            }
        }
        if self.is_absent {
            parts.push("vendor: absent".to_owned());
        }
        parts.extend(self.mark.map(|mark| format!("evidence: {}", mark.word())));
        format!("{{ {} }}", parts.join(", "))
    }

    /// What an entry says otherwise, where something was seen.
    fn differences(&self, known: &Resource) -> Option<String> {
        let mut differences = Vec::new();
        let mut compare = |what: &str, here: String, draft: String| {
            if here != draft && !draft.is_empty() {
                differences.push(format!("{what} `{here}` here, `{draft}` in the draft"));
            }
        };
        let texts = |texts: &[Spanned<String>]| {
            let shown =
                |text: &Spanned<String>| if text.value.is_empty() { "bare".to_owned() } else { text.value.clone() };
            texts.iter().map(shown).collect::<Vec<_>>().join(", ")
        };
        if self.mark == Some(Mark::B) {
            compare("rows", texts(&known.rows), self.rows.join(", "));
            let window = known.window.as_ref().map_or(OLDER, |name| &name.value);
            let paging =
                |paging: Option<Paging>, by: &str| paging.map_or_else(String::new, |paging| paging_text(paging, by));
            compare(
                "paging",
                paging(known.paging.as_ref().map(|paging| paging.value), window),
                paging(self.paging, OLDER),
            );
            compare("key", texts(&known.key), self.key.join(", "));
        }
        let verbs: Vec<OperationKind> = known.verbs.iter().map(|verb| verb.value).collect();
        compare("verbs", words(&verbs), words(&self.verbs));
        (!differences.is_empty()).then(|| format!("{}: {}", self.path, differences.join("; ")))
    }
}

fn words(verbs: &[OperationKind]) -> String {
    verbs.iter().map(|verb| verb.word()).collect::<Vec<_>>().join(", ")
}

/// What the vendor's file declares and what was seen, but for what was seen to be refused.
fn verbs(root: &Root<'_>, seen: Option<&RouteEvidence>) -> Vec<OperationKind> {
    let saw = |verb| seen.is_some_and(|seen| seen.saw(verb));
    let refused = |request: &str| {
        let refusals = seen.map_or(&[][..], |seen| &seen.refusals);
        refusals.iter().any(|refusal| refusal.request == request && matches!(refusal.status, Some(400 | 404)))
    };
    let is_list = !matches!(seen.map(|seen| &seen.shape), Some(SeenShape::Object | SeenShape::Scalar));
    let no_row = refused("detail") || refused("/{id}");
    // A text in place of a number is refused by the route of one row, and so proves that there is one.
    let routes_id = seen.is_some_and(|seen| {
        seen.refusals.iter().any(|refusal| refusal.request == "text id" && refusal.status == Some(400))
    });
    let found = [
        (OperationKind::List, is_list && (saw(SeenVerb::List) || root.list().is_some())),
        (OperationKind::Get, !is_list || saw(SeenVerb::Get) || ((root.get().is_some() || routes_id) && !no_row)),
        (OperationKind::Create, saw(SeenVerb::Create) || root.save().is_some()),
        (OperationKind::Update, saw(SeenVerb::Update) || (root.save().is_some() && !refused("update"))),
        (OperationKind::Delete, saw(SeenVerb::Delete) || root.delete().is_some()),
    ];
    let by_key = |kind: OperationKind| is_list || matches!(kind, OperationKind::Get | OperationKind::Create);
    found.into_iter().filter(|(kind, is_there)| *is_there && by_key(*kind)).map(|(kind, _)| kind).collect()
}

/// What was seen to tell rows apart; else `id`, unless what is saved has none.
fn key(root: &Root<'_>, seen: Option<&RouteEvidence>, verbs: &[OperationKind]) -> Vec<String> {
    match seen.map(|seen| (&seen.key, &seen.shape)) {
        Some((_, SeenShape::Object | SeenShape::Scalar)) => Vec::new(),
        Some((SeenKey::Members { members, .. }, _)) => members.clone(),
        Some((SeenKey::None, _)) if !verbs.iter().any(|verb| verb.takes_id()) => Vec::new(),
        _ if root.saves("id") == Some(false) && !verbs.iter().any(|verb| verb.takes_id()) => Vec::new(),
        _ => vec!["id".to_owned()],
    }
}

fn id(root: &Root<'_>, seen: Option<&RouteEvidence>) -> Option<IdRepr> {
    let is_text = matches!(seen.map(|seen| &seen.key), Some(SeenKey::Members { is_text: true, .. }));
    match root.id_type().map(repr_of) {
        Some(IdRepr::Int) | None if is_text => Some(IdRepr::String),
        declared => declared,
    }
}
