//! Settles how a list gives its rows, and what tells them apart: by what was seen, or else by a guess.

use super::builder::Builder;
use super::item::ItemDraft;
use super::located::Located;
use crate::edit::scalar;
use crate::model::{IdRepr, Paging};
use crate::vendor::document::Type;
use crate::vendor::evidence::{RouteEvidence, SeenKey, SeenPaging, SeenShape, SeenVerb};
use crate::vendor::facts::Resource;
use crate::vendor::roots::OLDER;
use crate::vendor::targets::repr_of;

/// A way of paging as the schema writes it; `window` is the parameter that a list is walked by.
pub(super) fn paging_text(paging: Paging, window: &str) -> String {
    if paging == Paging::Window { format!("{{ window: {window} }}") } else { paging.word().to_owned() }
}

/// How a list gives its rows.
pub(super) struct ListFacts {
    /// As written in the schema.
    pub(super) rows: String,
    pub(super) paging: Paging,
    /// The mark of `evidence`; `None` if the vendor's file says so.
    pub(super) evidence: Option<char>,
}

/// What tells rows apart.
pub(super) struct KeyFacts {
    pub(super) id: IdRepr,
    pub(super) key: Vec<String>,
}

impl<'d> Builder<'d> {
    /// What was seen of a path.
    pub(super) fn route(&self, path: &str) -> Option<&'d RouteEvidence> {
        self.evidence?.route(path)
    }

    /// Whether `GET` of the path gives a list, as far as anybody knows.
    pub(super) fn is_list(&self, resource: Resource<'d>) -> bool {
        let shape = self.route(&resource.root.path).map(|route| &route.shape);
        !matches!(shape, Some(SeenShape::Object | SeenShape::Scalar | SeenShape::NotRead))
    }

    pub(super) fn list_facts(&self, resource: Resource<'d>, plural: &str) -> ListFacts {
        let declares_pages = resource.has_list_param("pageinate");
        let counts = resource.has_list_param("count");
        let documented = resource.rows().map(|rows| rows.key);
        let seen = self.route(&resource.root.path);
        let (rows, evidence) = match (seen.map(|route| &route.shape), documented) {
            (Some(SeenShape::Bare), _) => (vec![String::new()], Some('B')),
            (Some(SeenShape::Keyed(key)), _) => (vec![key.clone()], Some('B')),
            (Some(SeenShape::KeyedIfPaged(key)), _) => (vec![key.clone(), String::new()], Some('B')),
            (_, Some(key)) => (vec![key.to_owned()], None),
            // Halo's lists with paging have an envelope, usually with this key.
            (_, None) if declares_pages => (guessed_keys(plural), Some('C')),
            (_, None) => (vec![String::new()], Some('C')),
        };
        let is_bare = rows.iter().all(String::is_empty);
        let pages = seen.map(|route| route.paging);
        let paging = match pages {
            // No bare list was ever seen to be bounded by `count` or by pages.
            Some(_) if is_bare && evidence == Some('B') => Paging::None,
            Some(SeenPaging::Works) if !is_bare => Paging::Pages,
            Some(SeenPaging::Count) if resource.has_list_param(OLDER) => Paging::Window,
            Some(SeenPaging::Count) => Paging::Count,
            _ if declares_pages && !is_bare => Paging::Pages,
            _ if counts => Paging::Count,
            _ => Paging::None,
        };
        let words: Vec<String> =
            rows.iter().map(|key| if key.is_empty() { "bare".to_owned() } else { scalar(key) }).collect();
        let rows = match &words[..] {
            [one] => one.clone(),
            several => format!("[{}]", several.join(", ")),
        };
        ListFacts { rows, paging, evidence }
    }

    pub(super) fn key_facts(&self, resource: Resource<'d>, located: &[Located<'d>]) -> KeyFacts {
        let find = |name: &str| located.iter().map(|field| &field.property).find(|property| property.name == name);
        let repr = |name: &str| find(name).map(|property| repr_of(&self.document.resolve(&property.ty)));
        let by_path = resource.id_type().map(|ty| repr_of(&self.document.resolve(ty)));
        if let Some(SeenKey::Members { members, is_text, .. }) = self.route(&resource.root.path).map(|route| &route.key)
            && members.iter().all(|member| find(member).is_some_and(|property| self.can_be_key(&property.ty)))
        {
            let id = if let [one] = &members[..] { Some(one) } else { members.iter().find(|member| *member == "id") };
            let seen = if *is_text { Some(IdRepr::String) } else { None };
            let id = id.and_then(|id| seen.or(by_path).or(repr(id))).unwrap_or(IdRepr::None);
            return KeyFacts { id, key: members.clone() };
        }
        let keys = ["id", "uniqueid", "guid"];
        let candidates = if by_path.is_some() { &keys[..] } else { &keys[..1] };
        let key = candidates.iter().copied().find(|name| find(name).is_some());
        let id = key.and_then(|key| by_path.or(repr(key))).unwrap_or(IdRepr::None);
        KeyFacts { id, key: key.map(str::to_owned).into_iter().collect() }
    }

    /// Whether a member of the key can have this type.
    fn can_be_key(&self, ty: &Type) -> bool {
        matches!(self.document.resolve(ty), Type::Int | Type::Number | Type::String | Type::Uuid)
    }

    /// The fields that the body of every create that worked had; none if one of them is not drafted.
    pub(super) fn create_needs(&self, resource: Resource<'d>, fields: &[ItemDraft]) -> Vec<String> {
        let Some(route) = self.route(&resource.root.path) else { return Vec::new() };
        let names: Vec<String> = route.body_needs(SeenVerb::Create).map(str::to_owned).collect();
        let is_drafted = |name: &String| fields.iter().any(|field| field.wire == *name);
        if names.iter().all(is_drafted) { names } else { Vec::new() }
    }

    /// Remarks on what lists and deletes were seen to need.
    pub(super) fn need_remarks(&self, resource: Resource<'d>) -> Vec<String> {
        let Some(route) = self.route(&resource.root.path) else { return Vec::new() };
        let verbs = [(SeenVerb::List, "list"), (SeenVerb::Get, "get"), (SeenVerb::Delete, "delete")];
        let remark = |(verb, word)| {
            let names: Vec<String> = route.query_needs(verb).map(|name| format!("`{name}`")).collect();
            (!names.is_empty())
                .then(|| format!("`{word}` was seen to need {}: see whether it is `required`", names.join(", ")))
        };
        verbs.into_iter().filter_map(remark).collect()
    }
}

/// The keys that rows of `recurring_invoices` may have: `recurringinvoices`, or `invoices`.
fn guessed_keys(plural: &str) -> Vec<String> {
    let last = plural.rsplit('_').next().filter(|last| *last != plural);
    std::iter::once(plural.replace('_', "")).chain(last.map(str::to_owned)).collect()
}
