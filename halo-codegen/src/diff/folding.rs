//! Changes that are one edit become one row: what repeats through `like`, what another name of a type brings, and what goes
//! with something else.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Change, Rule, contents, words};
use crate::lower::names::write_name;
use crate::naming::id_name;

/// A row of the report: a change, and the changes that come with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The change.
    pub change: Change,
    /// What comes with it.
    pub also: Vec<Change>,
}

/// Folds changes into rows, in their order.
pub(super) fn fold(changes: &[Change]) -> Vec<Row> {
    let mut folding = Folding { changes, leaders: vec![None; changes.len()], renames: Vec::new() };
    folding.renamed_types();
    folding.renames_followed();
    folding.on_the_same_item();
    folding.follow_requests();
    folding.brought_by_entities();
    folding.repeated_by_like();
    folding.rows()
}

/// A type that has another name.
struct Rename {
    old: String,
    new: String,
    /// The change that says so.
    leader: usize,
    /// The row that says both that the old name went and that the new one came.
    row: Option<Change>,
}

struct Folding<'a> {
    changes: &'a [Change],
    /// The change that each one comes with.
    leaders: Vec<Option<usize>>,
    renames: Vec<Rename>,
}

impl Folding<'_> {
    /// Finds types that have another name: an old name is gone, a new one came, and what was the one is the other.
    fn renamed_types(&mut self) {
        let of = |rule: Rule| self.changes.iter().enumerate().filter(move |(_, change)| change.rule == rule);
        for (leader, change) in of(Rule::EntityRenamed) {
            let (Some(old), Some(new)) = (model(change.old.as_deref()), model(change.new.as_deref())) else { continue };
            if old == new {
                continue;
            }
            for end in ["", "Id", "Write"] {
                let (old, new) = (format!("{old}{end}"), format!("{new}{end}"));
                self.renames.push(Rename { old, new, leader, row: None });
            }
        }
        let came: BTreeMap<&str, usize> = of(Rule::TypeAdded).map(|(at, change)| (change.item.as_str(), at)).collect();
        let mut taken = BTreeSet::new();
        for (leader, change) in of(Rule::TypeRemoved) {
            let Some(new) = self.successor(&change.item, &came).filter(|new| taken.insert(*new)) else { continue };
            let (old, added) = (&change.item, &self.changes[new]);
            if self.renames.iter().any(|rename| rename.old == *old) || added.entity != change.entity {
                continue;
            }
            let row = Change {
                rule: Rule::TypeRenamed,
                what: format!("`{old}` is now `{}`", added.item),
                old: Some(old.clone()),
                new: Some(added.item.clone()),
                parts: Vec::new(),
                ..added.clone()
            };
            self.leaders[new] = Some(leader);
            self.renames.push(Rename { old: write_name(old), new: write_name(&added.item), leader, row: None });
            self.renames.push(Rename { old: old.clone(), new: added.item.clone(), leader, row: Some(row) });
        }
    }

    /// The new type that stands where the old one stood, and nowhere was anything else put.
    fn successor(&self, old: &str, came: &BTreeMap<&str, usize>) -> Option<usize> {
        let mut found = BTreeSet::new();
        for change in self.changes {
            let (Some(was), Some(is)) = (&change.old, &change.new) else { continue };
            if !names(was).any(|name| name == old) {
                continue;
            }
            let there: BTreeSet<&str> = names(is).filter(|name| came.contains_key(name)).collect();
            found.extend(there.into_iter().filter(|new| replaced(was, &[(old, new)]) == *is));
        }
        match found.into_iter().collect::<Vec<_>>().as_slice() {
            [one] => came.get(one).copied(),
            _ => None,
        }
    }

    /// What changed only since types have other names.
    fn renames_followed(&mut self) {
        let map: Vec<(&str, &str)> =
            self.renames.iter().map(|rename| (rename.old.as_str(), rename.new.as_str())).collect();
        for (at, change) in self.changes.iter().enumerate() {
            let leads = self.renames.iter().any(|rename| rename.leader == at);
            if leads || self.leaders[at].is_some() {
                continue;
            }
            let of = |name: &str| self.renames.iter().find(|rename| rename.old == name);
            let types = [Rule::TypeRemoved, Rule::TypeAdded, Rule::WriteTypeRemoved, Rule::WriteTypeAdded];
            let leader = if types.contains(&change.rule) {
                self.renames.iter().find(|rename| [&rename.old, &rename.new].contains(&&change.item))
            } else if let (Some(was), Some(is)) = (&change.old, &change.new) {
                (replaced(was, &map) == *is).then(|| names(was).find_map(of)).flatten()
            } else {
                None
            };
            self.leaders[at] = leader.map(|rename| rename.leader);
        }
    }

    /// What goes or comes with the same item: a setter with its field, a getter with its list. The most severe one leads.
    fn on_the_same_item(&mut self) {
        use Rule::{
            ClearAdded, ClearRemoved, FieldAdded, FieldRemoved, FieldRenamed, FieldReplaces, FieldRetyped,
            FieldRewired, GetterAdded, GetterRemoved, ParamAdded, ParamRequired, RequestArguments, SetterAdded,
            SetterMerges, SetterRemoved, SetterRenamed, SetterRetyped, SetterRewired,
        };
        const WITH: &[(Rule, &[Rule])] = &[
            (GetterRemoved, &[FieldRemoved, FieldRenamed, FieldRetyped]),
            (GetterAdded, &[FieldAdded, FieldRenamed, FieldRetyped]),
            (SetterRemoved, &[FieldRemoved, FieldAdded, GetterRemoved]),
            (SetterAdded, &[FieldAdded, FieldRemoved, GetterAdded]),
            (SetterRenamed, &[FieldRenamed]),
            (SetterRetyped, &[FieldRetyped]),
            (SetterRewired, &[FieldRewired]),
            (ClearRemoved, &[FieldRemoved, FieldRetyped, SetterRetyped]),
            (ClearAdded, &[FieldAdded, FieldRetyped, SetterRetyped]),
            (SetterMerges, &[SetterAdded, SetterRemoved]),
            (FieldReplaces, &[SetterMerges]),
            (ParamRequired, &[RequestArguments]),
            (ParamAdded, &[RequestArguments]),
        ];
        let mut at_item: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
        for (at, change) in self.changes.iter().enumerate() {
            at_item.entry((&change.entity, &change.item)).or_default().push(at);
        }
        for (at, change) in self.changes.iter().enumerate() {
            let Some((_, leaders)) = WITH.iter().find(|(rule, _)| *rule == change.rule) else { continue };
            let here = at_item.get(&(change.entity.as_str(), change.item.as_str())).into_iter().flatten();
            if let Some(other) = here.copied().find(|other| leaders.contains(&self.changes[*other].rule)) {
                self.join(at, other);
            }
        }
    }

    /// Lets a change come with another one, or that one with it if it is the more severe.
    fn join(&mut self, at: usize, other: usize) {
        let class = |at: usize| self.changes[at].rule.class();
        let (follower, leader) = if class(at) < class(other) { (other, at) } else { (at, other) };
        self.leaders[follower] = self.leaders[follower].or(Some(leader));
    }

    /// Methods that come and go with what a request takes: with a list that has a required filter, there is no `upsert()`.
    fn follow_requests(&mut self) {
        for (at, change) in self.changes.iter().enumerate() {
            let Some(operations) = operations_behind(change) else { continue };
            let here = |other: &usize| self.changes[*other].entity == change.entity;
            let of = |item: &str| item.split('.').next().is_some_and(|name| operations.contains(&name));
            // It names the filter that says since when.
            let since = change.new.as_ref().or(change.old.as_ref()).map(|wire| format!("list.{wire}"));
            let is_cause = |other: &Change| match other.rule {
                Rule::RequestArguments => of(&other.item),
                Rule::RequestAdded | Rule::RequestRemoved => operations.contains(&other.item.as_str()),
                Rule::ParamRole | Rule::ParamAdded | Rule::ParamRemoved => since.as_ref() == Some(&other.item),
                _ => false,
            };
            let cause = (0..self.changes.len()).filter(here).find(|other| is_cause(&self.changes[*other]));
            if let Some(cause) = cause {
                self.join(at, cause);
            }
        }
    }

    /// The id of an entity that came or went.
    fn brought_by_entities(&mut self) {
        let mut brought: HashMap<(Rule, String), usize> = HashMap::new();
        for (at, change) in self.changes.iter().enumerate() {
            let (with, name) = match change.rule {
                Rule::EntityAdded => (Rule::TypeAdded, model(change.new.as_deref())),
                Rule::EntityRemoved => (Rule::TypeRemoved, model(change.old.as_deref())),
                _ => continue,
            };
            brought.extend(name.map(|name| ((with, id_name(name)), at)));
        }
        for (at, change) in self.changes.iter().enumerate().filter(|(_, change)| change.entity == "ids") {
            let leader = brought.get(&(change.rule, change.item.clone())).copied();
            self.leaders[at] = self.leaders[at].or(leader);
        }
    }

    /// The same about the same place: an entity that takes it over by `like`.
    fn repeated_by_like(&mut self) {
        let mut first: HashMap<(Rule, &str, String), usize> = HashMap::new();
        let own = |change: &Change, place: &str| place.contains(&format!("/{}.yaml:", change.entity));
        let mut order: Vec<usize> = (0..self.changes.len()).collect();
        // The entity whose file it is comes first, whatever it is called.
        order.sort_by_key(|at| {
            let change = &self.changes[*at];
            change.place.as_ref().is_none_or(|place| !own(change, &place.to_string()))
        });
        for at in order.into_iter().filter(|at| self.leaders[*at].is_none()).collect::<Vec<_>>() {
            let change = &self.changes[at];
            let Some(place) = &change.place else { continue };
            let key = (change.rule, change.item.as_str(), place.to_string());
            match first.get(&key) {
                Some(leader) if self.changes[*leader].entity != change.entity => self.leaders[at] = Some(*leader),
                Some(_) => {}
                None => drop(first.insert(key, at)),
            }
        }
    }

    fn rows(self) -> Vec<Row> {
        let top = |mut at: usize| {
            while let Some(leader) = self.leaders[at] {
                at = leader;
            }
            at
        };
        let mut followers: BTreeMap<usize, Vec<Change>> = BTreeMap::new();
        for (at, change) in self.changes.iter().enumerate().filter(|(at, _)| self.leaders[*at].is_some()) {
            followers.entry(top(at)).or_default().push(change.clone());
        }
        let leads = self.changes.iter().enumerate().filter(|(at, _)| self.leaders[*at].is_none());
        let row = |(at, change): (usize, &Change)| {
            let renamed = self.renames.iter().find(|rename| rename.leader == at && rename.row.is_some());
            let mut also = followers.get(&at).cloned().unwrap_or_default();
            let change = match renamed.and_then(|rename| rename.row.clone()) {
                Some(row) => {
                    also.insert(0, change.clone());
                    row
                }
                None => change.clone(),
            };
            Row { change, also }
        };
        leads.map(row).collect()
    }
}

impl Row {
    /// In words: the change, and what comes with it.
    #[must_use]
    pub fn what(&self) -> String {
        let mut text = self.change.what.clone();
        if let Some(reach) = self.reach() {
            text = format!("{text} ({reach})");
        } else {
            for also in self.told() {
                text = format!("{text}; {}", also.what);
            }
        }
        let same = self.also.iter().filter(|also| self.is_same_elsewhere(also));
        let entities: BTreeSet<String> = same.map(|change| format!("`{}`", change.entity)).collect();
        let entities: Vec<String> = entities.into_iter().collect();
        if entities.is_empty() { text } else { format!("{text} (the same in {})", words::and(&entities)) }
    }

    /// Whether a change is this one, taken over by another entity.
    fn is_same_elsewhere(&self, also: &Change) -> bool {
        (also.rule, &also.item) == (self.change.rule, &self.change.item) && also.entity != self.change.entity
    }

    /// Whether the row says this itself: what became of a setter, or that a type of another name is gone and new.
    fn repeats(&self, also: &Change) -> bool {
        match (self.change.rule, also.rule) {
            (Rule::RequestArguments, Rule::ParamRequired | Rule::ParamAdded) => true,
            (Rule::TypeRenamed, Rule::TypeRemoved | Rule::TypeAdded) => {
                [&self.change.old, &self.change.new].into_iter().flatten().any(|name| *name == also.item)
            }
            _ => false,
        }
    }

    /// What comes with the change and is said in its line. What entities take over is said once.
    fn told(&self) -> Vec<&Change> {
        let mut told: Vec<&Change> = Vec::new();
        for also in self.also.iter().filter(|also| !self.is_same_elsewhere(also) && !self.repeats(also)) {
            if !told.iter().any(|known| known.what == also.what) {
                told.push(also);
            }
        }
        told
    }

    /// What else has another type because a type has another name: counted, since it would say the same each time.
    fn reach(&self) -> Option<String> {
        if !matches!(self.change.rule, Rule::TypeRenamed | Rule::EntityRenamed) {
            return None;
        }
        let kinds = [
            ("field", Rule::FieldRetyped),
            ("setter", Rule::SetterRetyped),
            ("parameter", Rule::ParamRetyped),
            ("method", Rule::RequestArguments),
        ];
        let count = |rule| self.also.iter().filter(|also| also.rule == rule).count();
        let counts: Vec<String> =
            kinds.into_iter().filter_map(|(kind, rule)| contents::count(count(rule), kind)).collect();
        (!counts.is_empty()).then(|| format!("used in {}", words::and(&counts)))
    }

    /// What the line does not say in full: for a folded list.
    pub(super) fn in_detail(&self) -> Vec<&Change> {
        let is_counted = self.reach().is_some();
        self.also.iter().filter(|also| is_counted && !self.is_same_elsewhere(also) && !self.repeats(also)).collect()
    }
}

/// The operations that a method or write type is there for; none of what is there for itself.
fn operations_behind(change: &Change) -> Option<&'static [&'static str]> {
    let item = match change.rule {
        Rule::RequestAdded | Rule::RequestRemoved => change.item.as_str(),
        // `only_changes()`.
        Rule::SetterAdded | Rule::SetterRemoved if change.item.is_empty() => "update_many",
        Rule::WriteTypeAdded | Rule::WriteTypeRemoved if change.item.is_empty() => "write",
        _ => return None,
    };
    Some(match item {
        "create_many" | "create_all" => &["create"],
        "update_many" => &["update"],
        "write" => &["create", "update"],
        "upsert" => &["list", "create", "update"],
        "list.hydrate" => &["list", "get"],
        "changes" => &["list"],
        _ => return None,
    })
}

/// `Ticket` of `tickets::Ticket`.
fn model(named: Option<&str>) -> Option<&str> {
    named?.split_once("::").map(|(_, name)| name)
}

/// The words of a type or signature that could be names.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// A text with other names in it.
fn replaced(text: &str, map: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        out.push_str(map.iter().find(|(old, _)| *old == word).map_or(word, |(_, new)| new));
        let end = after.find(is_name).unwrap_or(after.len());
        let (gap, after) = after.split_at(end);
        out.push_str(gap);
        rest = after;
    }
    out
}
