//! What differs between two APIs.

use super::calls::Kinds;
use super::collector::ChangeCollector;
use super::pairs::{Pair, pairs};
use super::{Change, Rule, contents, words};
use crate::ir::{Api, EntityDef, ListDef, OperationDef};
use crate::model::{OperationKind, Paging, Safety};

/// Everything that differs, in no order and without places.
pub(super) fn compare(old: &Api, new: &Api) -> Vec<Change> {
    let mut changes = Vec::new();
    let kinds = (Kinds::of(old), Kinds::of(new));
    super::types::compare(old, new, &kinds, &mut changes);
    for pair in pairs(&old.entities, &new.entities, |entity| &entity.module, |entity| &entity.catalog.path) {
        match pair {
            Pair::Same(old, new) | Pair::Rewired(old, new) | Pair::Renamed(old, new) => {
                ChangeCollector::new(&new.module, &kinds, &mut changes).entity(old, new);
            }
            Pair::New(new) => {
                let (has, path) = (contents::counted(new), &new.catalog.path);
                let what = format!("`{}` is new, at `{path}`: {has}", new.module);
                let mut collector = ChangeCollector::new(&new.module, &kinds, &mut changes);
                collector.came(Rule::EntityAdded, "", what, contents::named(new));
                collector.with_parts(contents::listed(new));
            }
            Pair::Gone(old) => {
                let (has, path) = (contents::counted(old), &old.catalog.path);
                let what = format!("`{}` at `{path}` is gone: {has}", old.module);
                let mut collector = ChangeCollector::new(&old.module, &kinds, &mut changes);
                collector.went(Rule::EntityRemoved, "", what, contents::named(old));
                collector.with_parts(contents::listed(old));
            }
        }
    }
    ChangeCollector::new(super::resources::RESOURCES, &kinds, &mut changes).resources(old, new);
    changes
}

/// How something is listed.
pub(super) struct Paged<'a> {
    pub(super) rows: &'a [String],
    /// None where it is not known.
    pub(super) paging: Option<Paging>,
    pub(super) window: Option<&'a str>,
    pub(super) cap: Option<u32>,
}

impl<'a> Paged<'a> {
    fn of(list: &'a ListDef) -> Self {
        Self { rows: &list.rows, paging: Some(list.paging), window: list.window.as_deref(), cap: list.page_cap }
    }
}

/// What an envelope that does not hold rows by a key is called.
const BARE: &str = "a bare array";

/// Keys of an envelope, as programs get them.
fn keys(rows: &[String]) -> String {
    let key = |key: &String| if key.is_empty() { BARE.to_owned() } else { format!("{key:?}") };
    rows.iter().map(key).collect::<Vec<_>>().join(" or ")
}

/// The same as a sentence takes them, where the first one that is named is called a key.
fn read_from(rows: &[String], is_named: bool) -> String {
    let first = rows.iter().position(|key| !key.is_empty()).filter(|_| !is_named);
    let key = |(at, key): (usize, &String)| match key.as_str() {
        "" => BARE.to_owned(),
        key if first == Some(at) => format!("the key {}", words::text(key)),
        key => words::text(key),
    };
    rows.iter().enumerate().map(key).collect::<Vec<_>>().join(" or ")
}

/// How a list is fetched, behind "rows are".
fn fetched(list: &Paged<'_>) -> String {
    match (list.paging, list.window) {
        (Some(Paging::Pages), _) => "fetched page by page".to_owned(),
        (Some(Paging::Count), _) => "fetched in one request that sends `count`".to_owned(),
        (Some(Paging::None), _) => "all fetched in one request".to_owned(),
        (Some(Paging::Window), window) => {
            format!("fetched by ids older than the last one (`{}`)", window.unwrap_or_default())
        }
        (None, _) => "fetched in a way that the schema does not state".to_owned(),
    }
}

/// What that means for the setter that only lists with pages accept.
fn page_no(old: &Paged<'_>, new: &Paged<'_>) -> &'static str {
    match (old.paging, new.paging) {
        (Some(Paging::Pages), Some(_)) => "; `page_no()` is refused now",
        (Some(_), Some(Paging::Pages)) => "; `page_no()` is no longer refused",
        _ => "",
    }
}

/// How many rows a response held and holds.
fn held(old: Option<u32>, new: Option<u32>) -> String {
    let was = match old {
        Some(1) => "held at most 1 row".to_owned(),
        Some(cap) => format!("held at most {cap} rows"),
        None => "had no known limit on its rows".to_owned(),
    };
    let is = new.map_or_else(|| "has no known limit on its rows".to_owned(), |cap| format!("holds at most {cap}"));
    format!("a response {was} and now {is}")
}

/// By how many fields a list could and can be sorted.
fn sorted(old: u32, new: u32) -> String {
    let most = |levels: u32| if levels == 1 { "one".to_owned() } else { format!("up to {levels}") };
    let fields = |levels: u32| format!("{} {}", most(levels), if levels == 1 { "field" } else { "fields" });
    match (old, new) {
        (0, new) => format!("the list could not be sorted and can now be sorted by {}", fields(new)),
        (old, 0) => format!("the list could be sorted by {} and now cannot be sorted", fields(old)),
        (old, new) => format!("the list could be sorted by {} and now by {}", fields(old), most(new)),
    }
}

/// What rows are told apart by.
pub(super) fn told_apart(key: &[String]) -> String {
    if key.is_empty() { "all that they hold".to_owned() } else { words::all(key) }
}

/// Fields of which Halo refuses a value that another row has, as code names them.
fn unique(entity: &EntityDef) -> Vec<String> {
    let fields = || entity.own.iter().flat_map(|own| &own.model.fields);
    let rust = |wire: &String| fields().find(|field| field.wire == *wire).map_or(wire, |field| &field.rust).clone();
    entity.catalog.unique.iter().map(rust).collect()
}

fn had_to(fields: &[String]) -> String {
    if fields.is_empty() { "no field".to_owned() } else { words::all(fields) }
}

fn has_to(fields: &[String]) -> String {
    match fields {
        [] => "no field has to be".to_owned(),
        [one] => format!("{} has to be", words::text(one)),
        several => format!("{} have to be", words::all(several)),
    }
}

/// Requests that lack what an entity needs.
fn without_scopes(entity: &EntityDef) -> String {
    let mut scopes: Vec<String> = Vec::new();
    for scope in [&entity.catalog.read_scope, &entity.catalog.write_scope].into_iter().flatten() {
        let scope = words::text(scope);
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    if scopes.is_empty() {
        "requests without a scope".to_owned()
    } else {
        format!("requests without {}", words::any(&scopes))
    }
}

/// The scope that `who` needed and needs, as far as is known.
pub(super) fn needed_scope(who: &str, old: Option<&str>, new: Option<&str>) -> String {
    let scope = |scope: Option<&str>| scope.map_or_else(|| "no known scope".to_owned(), |scope| format!("`{scope}`"));
    let needs = if who.starts_with('`') { "needs" } else { "need" };
    format!("{who} needed {} and now {needs} {}", scope(old), scope(new))
}

/// The scopes of an entity, before and after: what an operation takes from there is said of the entity alone.
pub(super) struct ScopesOf<'a> {
    moves: [(Option<&'a str>, Option<&'a str>); 2],
    enforced: bool,
}

impl<'a> ScopesOf<'a> {
    fn new(old: &'a EntityDef, new: &'a EntityDef) -> Self {
        let (before, after) = (&old.catalog, &new.catalog);
        let moves = [(&before.read_scope, &after.read_scope), (&before.write_scope, &after.write_scope)];
        let enforced = before.enforce_scopes && after.enforce_scopes;
        Self { moves: moves.map(|(old, new)| (old.as_deref(), new.as_deref())), enforced }
    }

    /// Where scopes are enforced, another one makes calls fail that worked.
    fn rule(&self) -> Rule {
        if self.enforced { Rule::ScopeEnforced } else { Rule::ScopeChanged }
    }
}

impl ChangeCollector<'_> {
    fn entity(&mut self, old: &EntityDef, new: &EntityDef) {
        let before = self.changes.len();
        if (&old.module, &old.model.name) != (&new.module, &new.model.name) {
            let (was, is) = (contents::named(old), contents::named(new));
            self.became(Rule::EntityRenamed, "", format!("`{was}` is now `{is}`"), (was, is));
        }
        let (was, is) = (&old.catalog.path, &new.catalog.path);
        if was != is {
            let what = format!("`{}` was at `{was}` and is now at `{is}`", new.module);
            self.became(Rule::EntityMoved, "", what, (was, is));
        }
        let scopes = ScopesOf::new(old, new);
        self.catalog(old, new, &scopes);
        let accessor = format!("{}()", new.module);
        self.deprecated("", &accessor, old.deprecated.as_deref(), new.deprecated.as_deref());
        // A path is an alias too, whose change has been reported.
        if self.changes.len() == before && old.aliases != new.aliases {
            self.report(Rule::DocChanged, "also", "a search of the docs finds it by other names");
        }
        self.doc_alone(before, "", &old.doc, &new.doc);
        let operations = [&old.handle.operations, &new.handle.operations].map(Vec::as_slice);
        if let (Some(old), Some(new)) = (&old.own, &new.own) {
            let writes = [old.write.as_ref(), new.write.as_ref()];
            self.model([&old.model, &new.model], writes, operations);
            self.write(old.write.as_ref(), new.write.as_ref(), &new.model);
        }
        self.handle(&old.handle, &new.handle, &scopes);
    }

    fn catalog(&mut self, old: &EntityDef, new: &EntityDef, scopes: &ScopesOf<'_>) {
        let (before, after) = (&old.catalog, &new.catalog);
        self.fact(Rule::KeyChanged, "key", (&before.key, &after.key), |old, new| {
            format!("rows were told apart by {}, and are now told apart by {}", told_apart(old), told_apart(new))
        });
        self.fact(Rule::UniqueFields, "unique", (&before.unique, &after.unique), |_, _| {
            format!("{} had to be unique; now {}", had_to(&unique(old)), has_to(&unique(new)))
        });
        for ((item, who), (old, new)) in
            [("scopes.read", "reads"), ("scopes.write", "writes")].iter().zip(&scopes.moves)
        {
            self.fact(scopes.rule(), item, (old, new), |old, new| needed_scope(who, *old, *new));
        }
        match (before.enforce_scopes, after.enforce_scopes) {
            (false, true) => {
                let who = without_scopes(new);
                let what = format!("{who} were refused by Halo and now fail before anything is sent");
                self.became(Rule::ScopeEnforced, "scopes", what, ("false", "true"));
            }
            (true, false) => {
                let who = without_scopes(old);
                let what = format!("{who} failed before anything was sent and are now refused by Halo");
                self.became(Rule::ScopeReleased, "scopes", what, ("true", "false"));
            }
            _ => {}
        }
    }

    /// How a list pages is part of its query; where its rows are, of what is read.
    pub(super) fn list(&mut self, name: &str, old: &ListDef, new: &ListDef) {
        let item = |fact: &str| format!("{name}.{fact}");
        let items = [&item("rows"), &item("paging"), &item("page_cap")];
        self.paged(items.map(String::as_str), &Paged::of(old), &Paged::of(new));
        let sort = if new.sort < old.sort { Rule::SortLevels } else { Rule::SortLevelsAdded };
        self.fact(sort, &item("sort"), (&old.sort, &new.sort), |old, new| sorted(*old, *new));
    }

    /// The same of what is listed without a model. The items are those of the rows, the paging and the cap.
    pub(super) fn paged(&mut self, items: [&str; 3], old: &Paged<'_>, new: &Paged<'_>) {
        let dropped = old.rows.iter().any(|key| !new.rows.contains(key));
        if old.rows != new.rows {
            let envelope = if dropped { Rule::Envelope } else { Rule::EnvelopeWidened };
            let is_named = old.rows.iter().any(|key| !key.is_empty());
            let (was, is) = (read_from(old.rows, false), read_from(new.rows, is_named));
            let what = format!("rows were read from {was} and are now read from {is}");
            self.became(envelope, items[0], what, (keys(old.rows), keys(new.rows)));
        }
        let word = |paged: &Paged<'_>| {
            let window = paged.window.map_or_else(String::new, |name| format!(" by `{name}`"));
            paged.paging.map(|paging| format!("{}{window}", paging.word()))
        };
        self.fact(Rule::PagingChanged, items[1], (&word(old), &word(new)), |_, _| {
            format!("rows were {} and are now {}{}", fetched(old), fetched(new), page_no(old, new))
        });
        let is_sent = [old, new].iter().any(|paged| paged.paging != Some(Paging::None));
        let cap = if is_sent { Rule::PageCap } else { Rule::PageCapUnsent };
        self.fact(cap, items[2], (&old.cap, &new.cap), |old, new| held(*old, *new));
    }

    /// What is sent, and how. The path of the standard operations is that of the entity, where it is said.
    pub(super) fn sent(&mut self, old: &OperationDef, new: &OperationDef, scopes: &ScopesOf<'_>) {
        let name = &new.name;
        let (was, is) = (contents::sent(old), contents::sent(new));
        if was != is {
            let what = format!("`{name}()` sent `{was}` and now sends `{is}`");
            self.became(Rule::OperationSent, name, what, (was, is));
        }
        self.fact(Rule::OperationSafety, name, (&old.safety.word(), &new.safety.word()), |old, is| {
            let sent_again = if new.safety == Safety::Unsafe {
                "it is never sent again while its outcome is in doubt"
            } else {
                "it may be sent again after any failure"
            };
            format!("`{name}()` was {old} and is now {is}: {sent_again}")
        });
        let moved = (old.scope.as_deref(), new.scope.as_deref());
        if new.kind == OperationKind::Custom && !scopes.moves.contains(&moved) {
            let called = format!("`{name}()`");
            self.fact(scopes.rule(), name, (&moved.0, &moved.1), |old, new| needed_scope(&called, *old, *new));
        }
    }
}
