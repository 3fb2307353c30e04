//! The fields of a resource: those of the vendor's schemas, and those that were seen only on running instances.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::builder::Builder;
use crate::vendor::document::{Property, Type};
use crate::vendor::evidence::{FieldEvidence, SeenPlace, SeenType};
use crate::vendor::facts::Resource;

/// A field, and where it is filled.
#[derive(Debug, Clone)]
pub(super) struct Located<'d> {
    pub(super) property: Cow<'d, Property>,
    /// `list` or `detail`, if only that one has it.
    pub(super) filled: Option<&'static str>,
    /// Whether it was seen where the vendor's file does not have it.
    pub(super) contradicts: bool,
    /// Whether the vendor's file lacks it.
    pub(super) is_absent: bool,
}

/// How a field was seen.
#[derive(Debug, Default)]
struct Seen {
    types: BTreeSet<String>,
    ty: Option<SeenType>,
    in_list: bool,
    in_detail: bool,
}

impl<'d> Builder<'d> {
    /// The fields of list and detail, in the vendor's order, those of the list first.
    pub(super) fn located(&self, resource: Resource<'d>) -> Vec<Located<'d>> {
        let of = |schema: Option<&str>| schema.map_or(&[][..], |schema| self.document.properties(schema));
        let (list, detail) = (of(resource.list_schema()), of(resource.detail()));
        let names = |all: &'d [Property]| all.iter().map(|property| property.name.as_str()).collect::<BTreeSet<_>>();
        let (in_list, in_detail) = (names(list), names(detail));
        let first =
            list.iter().map(|property| (property, (!in_detail.contains(property.name.as_str())).then_some("list")));
        let rest = detail.iter().filter(|property| !in_list.contains(property.name.as_str()));
        let rest = rest.map(|property| (property, (!list.is_empty()).then_some("detail")));
        let mut seen = self.seen(&resource.root.path);
        let mut located: Vec<Located<'d>> = first
            .chain(rest)
            .map(|(property, filled)| {
                let contradicts = seen.remove(property.name.as_str()).is_some_and(|seen| match filled {
                    Some("list") => seen.in_detail,
                    Some(_) => seen.in_list,
                    None => false,
                });
                let filled = filled.filter(|_| !contradicts);
                Located { property: Cow::Borrowed(property), filled, contradicts, is_absent: false }
            })
            .collect();
        // Names of the vendor without case: Halo's own instances disagree about it.
        let known: BTreeSet<String> = located.iter().map(|field| field.property.name.to_lowercase()).collect();
        let new = seen.into_iter().filter(|(name, _)| !known.contains(&name.to_lowercase()));
        located.extend(new.map(|(name, seen)| seen.field(name)));
        located
    }

    /// What was seen of the fields of a path, by name.
    fn seen(&self, path: &str) -> BTreeMap<&'d str, Seen> {
        let mut all: BTreeMap<&str, Seen> = BTreeMap::new();
        let rows = |field: &&&FieldEvidence| field.place != SeenPlace::Envelope;
        for field in self.seen_fields.get(&path.to_lowercase()).into_iter().flatten().filter(rows) {
            let seen = all.entry(&field.name).or_default();
            seen.types.extend(field.types.iter().map(|ty| format!("{ty:?}")));
            seen.ty = seen.ty.or(field.types.first().copied());
            seen.in_list |= field.place == SeenPlace::List;
            seen.in_detail |= field.place != SeenPlace::List;
        }
        all
    }
}

impl Seen {
    /// A field that the vendor's file lacks.
    fn field<'d>(self, name: &str) -> Located<'d> {
        let ty = match self.ty.filter(|_| self.types.len() == 1) {
            Some(SeenType::Bool) => Type::Bool,
            Some(SeenType::Int) => Type::Int,
            Some(SeenType::Decimal) => Type::Number,
            Some(SeenType::String) => Type::String,
            Some(SeenType::Array) => Type::List(Box::new(Type::Any)),
            Some(SeenType::Object) | None => Type::Any,
        };
        let filled = match (self.in_list, self.in_detail) {
            (false, true) => Some("detail"),
            // Nobody has looked at the detail.
            _ => None,
        };
        let property = Property { name: name.to_owned(), declared: ty.to_string(), ty };
        Located { property: Cow::Owned(property), filled, contradicts: false, is_absent: true }
    }
}
