//! Types and scopes: what is shared by entities.

use super::compare::Within;
use super::{Change, Rule};
use crate::ir::{Api, EnumDef, IdDef, ObjectDef, RustType, ScopeDef, ValueDef};

/// Pairs two lists by a key, in the order of the new one; what is gone comes last.
pub(super) fn by_key<'a, T, K: PartialEq>(
    old: &'a [T],
    new: &'a [T],
    key: impl Fn(&T) -> K,
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let find = |list: &'a [T], wanted: &T| list.iter().find(|item| key(item) == key(wanted));
    let kept = new.iter().map(|after| (find(old, after), Some(after)));
    let gone = old.iter().filter(|before| find(new, before).is_none()).map(|before| (Some(before), None));
    kept.chain(gone).collect()
}

pub(super) fn compare(old: &Api, new: &Api, changes: &mut Vec<Change>) {
    let mut scopes = Within { entity: "scopes", changes };
    for (before, after) in by_key(&old.scopes, &new.scopes, |scope| scope.text.clone()) {
        scopes.scope(before, after);
    }
    let mut ids = Within { entity: "ids", changes };
    for (before, after) in by_key(&old.ids, &new.ids, |id| id.name.clone()) {
        ids.id(before, after);
    }
    let mut types = Within { entity: "types", changes };
    for (before, after) in by_key(&old.objects, &new.objects, |object| object.model.name.clone()) {
        types.object(before, after);
    }
    for (before, after) in by_key(&old.enums, &new.enums, |one| one.name.clone()) {
        types.enumeration(before, after);
    }
}

impl Within<'_> {
    fn scope(&mut self, old: Option<&ScopeDef>, new: Option<&ScopeDef>) {
        match (old, new) {
            (Some(old), Some(new)) => self.doc(&new.text, &old.doc, &new.doc),
            (None, Some(new)) => self.report(Rule::ScopeAdded, &new.text, format!("`Scope::{}` is new", new.variant)),
            (Some(old), None) => {
                self.report(Rule::ScopeRemoved, &old.text, format!("`Scope::{}` is gone", old.variant));
            }
            (None, None) => {}
        }
    }

    fn id(&mut self, old: Option<&IdDef>, new: Option<&IdDef>) {
        match (old, new) {
            (Some(old), Some(new)) => {
                if old.text != new.text {
                    let holds = if new.text { "text" } else { "a number" };
                    self.report(Rule::TypeRetyped, &new.name, format!("`{}` holds {holds}", new.name));
                }
                self.doc(&new.name, &old.doc, &new.doc);
            }
            (None, Some(new)) => self.report(Rule::TypeAdded, &new.name, format!("`{}` is new", new.name)),
            (Some(old), None) => self.report(Rule::TypeRemoved, &old.name, format!("`{}` is gone", old.name)),
            (None, None) => {}
        }
    }

    fn object(&mut self, old: Option<&ObjectDef>, new: Option<&ObjectDef>) {
        match (old, new) {
            (Some(old), Some(new)) => {
                let before = self.changes.len();
                self.model(&old.model, &new.model);
                self.write(old.write.as_ref(), new.write.as_ref());
                for change in self.changes.iter_mut().skip(before) {
                    let dot = if change.item.is_empty() { "" } else { "." };
                    change.item = format!("{}{dot}{}", new.model.name, change.item);
                }
                self.doc(&new.model.name, &old.doc, &new.doc);
            }
            (None, Some(new)) => {
                self.report(Rule::TypeAdded, &new.model.name, format!("`{}` is new", new.model.name));
            }
            (Some(old), None) => {
                self.report(Rule::TypeRemoved, &old.model.name, format!("`{}` is gone", old.model.name));
            }
            (None, None) => {}
        }
    }

    fn enumeration(&mut self, old: Option<&EnumDef>, new: Option<&EnumDef>) {
        match (old, new) {
            (Some(old), Some(new)) => {
                if old.int != new.int {
                    let holds = if new.int { "numbers" } else { "texts" };
                    self.report(Rule::TypeRetyped, &new.name, format!("`{}` holds {holds}", new.name));
                }
                self.doc(&new.name, &old.doc, &new.doc);
                for (before, after) in by_key(&old.values, &new.values, |value| value.wire.clone()) {
                    self.value(&new.name, before, after);
                }
            }
            (None, Some(new)) => self.report(Rule::TypeAdded, &new.name, format!("`{}` is new", new.name)),
            (Some(old), None) => self.report(Rule::TypeRemoved, &old.name, format!("`{}` is gone", old.name)),
            (None, None) => {}
        }
    }

    fn value(&mut self, name: &str, old: Option<&ValueDef>, new: Option<&ValueDef>) {
        let item = |value: &ValueDef| format!("{name}.{}", value.wire);
        match (old, new) {
            (Some(old), Some(new)) => {
                if old.variant != new.variant {
                    let what = format!("`{name}::{}` is now `{name}::{}`", old.variant, new.variant);
                    self.report(Rule::ValueRenamed, item(new), what);
                }
                if old.also != new.also {
                    self.report(
                        Rule::ValueSpelling,
                        item(new),
                        format!("other spellings are read as `{}`", new.variant),
                    );
                }
                self.doc(&item(new), &old.doc, &new.doc);
            }
            (None, Some(new)) => self.report(Rule::ValueAdded, item(new), format!("`{name}::{}` is new", new.variant)),
            (Some(old), None) => {
                self.report(Rule::ValueRemoved, item(old), format!("`{name}::{}` is gone", old.variant));
            }
            (None, None) => {}
        }
    }
}

/// A type as users write it.
pub(super) fn shown(ty: &RustType) -> String {
    match ty {
        RustType::Bool => "bool".to_owned(),
        RustType::Int => "i64".to_owned(),
        RustType::Float => "f64".to_owned(),
        RustType::Decimal => "Decimal".to_owned(),
        RustType::Text => "String".to_owned(),
        RustType::Timestamp => "Timestamp".to_owned(),
        RustType::Date => "Date".to_owned(),
        RustType::Json => "Value".to_owned(),
        RustType::Plain(name) | RustType::Object(name, _) => name.name.clone(),
        RustType::List(element) => format!("Vec<{}>", shown(element)),
        RustType::Map(element) => format!("BTreeMap<String, {}>", shown(element)),
    }
}
