//! `resources.yaml`: paths without an entity, and facts that fit together.

use std::collections::BTreeMap;

use super::Check;
use super::endpoints::{path_objection, within};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{OperationKind, Paging, Resource};
use crate::source::{Span, Spanned};
use crate::suggest::quoted;

impl Check<'_> {
    pub(super) fn resources(&mut self) {
        let schema = self.schema;
        // Halo ignores the case of paths.
        let folded = |path: &Spanned<String>| path.value.to_ascii_lowercase();
        let entities: BTreeMap<String, _> = schema.entities.iter().map(|one| (folded(&one.path), one)).collect();
        let mut first: BTreeMap<String, Span> = BTreeMap::new();
        for resource in &schema.resources {
            let path = &resource.path;
            self.resource_path(path);
            if let Some(entity) = entities.get(&folded(path)) {
                let message = format!("the path {} has an entity file", quoted(&path.value));
                self.report(
                    Diagnostic::new(Code::ResourceOfEntity, path.span, message)
                        .label("redundant here")
                        .also(entity.path.span, "described here")
                        .help("remove the entry: the entity's file says what is known"),
                );
            } else if let Some(other) = first.get(&folded(path)) {
                let message = format!("two resources have the path {}", quoted(&path.value));
                self.report(
                    Diagnostic::new(Code::DuplicatePath, path.span, message)
                        .label("again here")
                        .also(*other, "first here"),
                );
            } else {
                first.insert(folded(path), path.span);
            }
            self.declared_scopes(&resource.scopes);
            self.resource_names(resource);
            if !self.outcome.faulty.contains(&path.span) {
                self.resource_facts(resource);
            }
        }
    }

    fn resource_path(&mut self, path: &Spanned<String>) {
        let text = path.value.as_str();
        if let Some(why) = path_objection(text) {
            let message = format!("the path {} {why}", quoted(text));
            self.report(Diagnostic::new(Code::MalformedPath, path.span, message));
        } else if let Some(open) = text.find('{') {
            let parameter = text.get(open..).and_then(|rest| rest.split_inclusive('}').next()).unwrap_or_default();
            let message = format!("the path parameter {} is unknown: a resource's path is fixed", quoted(parameter));
            self.report(
                Diagnostic::new(Code::PathParameter, within(path.span, text, open, parameter.len()), message)
                    .help("requests append the id themselves"),
            );
        }
    }

    fn resource_names(&mut self, resource: &Resource) {
        let named = resource.rows.iter().filter(|key| !key.value.is_empty()).chain(&resource.key);
        let needed = resource.needs.iter().chain(&resource.list_needs).chain(&resource.delete_needs);
        for name in named.chain(needed) {
            let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '$' | '@');
            if name.value.is_empty() || !name.value.chars().all(is_name) {
                self.misfit(name.span, format!("{} is not a wire name", quoted(&name.value)));
            }
        }
    }

    fn resource_facts(&mut self, resource: &Resource) {
        let path = &resource.path;
        let lists = resource.has(OperationKind::List);
        let is_paged = resource.paging.as_ref().is_some_and(|paging| paging.value == Paging::Pages);
        if is_paged && !resource.rows.is_empty() && resource.rows.iter().all(|key| key.value.is_empty()) {
            let span = resource.paging.as_ref().map_or(path.span, |paging| paging.span);
            self.report(
                Diagnostic::new(Code::PagingWithoutRows, span, "pages of a bare array cannot be counted")
                    .help("name the envelope key of the rows, or write `paging: count` or `paging: none`"),
            );
        }
        let listed: [(bool, &str, Option<Span>); 4] = [
            (!resource.rows.is_empty(), "rows", resource.rows.first().map(|key| key.span)),
            (resource.paging.is_some(), "paging", resource.paging.as_ref().map(|paging| paging.span)),
            (resource.page_cap.is_some(), "page_cap", resource.page_cap.as_ref().map(|cap| cap.span)),
            (!resource.list_needs.is_empty(), "list_needs", resource.list_needs.first().map(|need| need.span)),
        ];
        for (is_there, key, span) in listed {
            if is_there && !lists {
                self.misfit(span.unwrap_or(path.span), format!("`{key}` describes a list, and `verbs` has no `list`"));
            } else if lists && !is_there && matches!(key, "rows" | "paging") {
                self.misfit(path.span, format!("{} can be listed, but has no `{key}`", quoted(&path.value)));
            }
        }
        self.resource_verbs(resource);
    }

    fn resource_verbs(&mut self, resource: &Resource) {
        let mut seen = BTreeMap::new();
        for verb in &resource.verbs {
            if seen.insert(verb.value, verb.span).is_some() {
                self.misfit(verb.span, format!("duplicate verb `{}`", verb.value.word()));
            }
            let by_key = match verb.value {
                // Without a key it reads the path itself, unless that is a list.
                OperationKind::Get => resource.has(OperationKind::List),
                kind => kind.takes_id(),
            };
            if by_key && resource.key.is_empty() {
                self.misfit(verb.span, format!("`{}` addresses one row, but there is no key", verb.value.word()));
            }
        }
        if resource.verbs.is_empty() {
            self.misfit(
                resource.path.span,
                format!("{} accepts no request: `verbs` is empty", quoted(&resource.path.value)),
            );
        }
        for (needs, kind) in [(&resource.needs, OperationKind::Create), (&resource.delete_needs, OperationKind::Delete)]
        {
            if let Some(need) = needs.first().filter(|_| !resource.has(kind)) {
                let word = kind.word();
                self.misfit(need.span, format!("this is required by `{word}`, but `verbs` has no `{word}`"));
            }
        }
    }

    fn misfit(&mut self, span: Span, message: String) {
        self.report(Diagnostic::new(Code::ResourceMisfit, span, message));
    }
}
