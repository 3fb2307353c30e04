//! Entities that are like another one: what their files do not say is put in from the other one.

use super::operation::name_self;
use super::view::View;
use super::{Reader, root};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::keys::{LIKE, SHARED_BY_LIKE};
use crate::model::{Entity, Like, List, Operation, Param};
use crate::node::{Node, Value};
use crate::source::{FileId, Spanned};
use crate::suggest::{closest, did_you_mean, quoted};

/// An entity that waits for the one that it is like.
pub(super) struct Pending {
    /// What its file says.
    entity: Entity,
    /// `like:`.
    plural: Spanned<String>,
    /// `without:`.
    without: Vec<Spanned<String>>,
    /// The keys that its file says.
    own: Vec<String>,
}

/// Whether a file describes an entity that is like another; also if `like` is misspelt.
pub(super) fn is_like(view: View<'_>) -> bool {
    view.has("like") || (!view.has("fields") && view.keys().any(|key| closest(key, ["like"]).is_some()))
}

impl Reader<'_> {
    pub(super) fn like_file(&mut self, file: FileId, stem: &str, node: &Node, bytes: &[u8]) {
        let node = self.without_shared(node);
        if !self.fits(&node, &LIKE) {
            return;
        }
        let view = root(&node);
        let name = self.type_name(view, "entity", stem, bytes);
        let mut entity = self.head(file, stem, view, name);
        let Some(plural) = view.text("like") else { return };
        entity.operations = self.operations(view);
        let own = view.keys().map(str::to_owned).collect();
        self.likes.push(Pending { entity, plural, without: view.texts("without"), own });
    }

    /// Reports what is the other's, and leaves it out.
    fn without_shared(&mut self, node: &Node) -> Node {
        let mut node = node.clone();
        let Value::Map(entries) = &mut node.value else { return node };
        entries.retain(|entry| {
            let shared = SHARED_BY_LIKE.contains(&entry.key.value.as_str());
            if shared {
                let message = format!("`{}` cannot be written beside `like`", entry.key.value);
                self.diagnostics.push(
                    Diagnostic::new(Code::SharedByLike, entry.key.span, message)
                        .label("the other entity has it")
                        .help("remove it, or describe the entity by itself, without `like`"),
                );
            }
            !shared
        });
        node
    }

    /// Completes the entities that are like others. `files` are the stems of all entity files.
    pub(super) fn resolve_likes(&mut self, files: &[&str]) {
        let pending = std::mem::take(&mut self.likes);
        let stems: Vec<_> = pending.iter().map(|like| like.entity.plural.clone()).collect();
        for like in pending {
            let other = self.reading.schema.entities.iter().find(|other| other.plural == like.plural.value);
            match other.filter(|other| other.like.is_none()).cloned() {
                Some(other) => self.resolve(like, &other),
                None => self.unresolved(&like, files, &stems),
            }
        }
        self.reading.schema.entities.sort_by_key(|entity| entity.file);
    }

    fn resolve(&mut self, like: Pending, other: &Entity) {
        let list = self.list_without(&like, other);
        let Pending { mut entity, plural, own, .. } = like;
        name_self(&mut entity.operations, &other.name.value);
        if self.reading.without_fields.contains(&other.file) {
            self.reading.without_fields.insert(entity.file);
        }
        let says = |key: &str| own.iter().any(|own| own == key);
        let operations =
            || other.operations.iter().map(|operation| moved(operation, &other.path.value, &entity.path.value));
        let entity = Entity {
            id: other.id.clone(),
            key: other.key.clone(),
            fields: other.fields.clone(),
            vendor: if says("vendor") { entity.vendor } else { other.vendor.clone() },
            scopes: if says("scopes") { entity.scopes } else { other.scopes.clone() },
            list: if says("list") { entity.list } else { list },
            get: if says("get") { entity.get } else { other.get.clone() },
            create: if says("create") { entity.create } else { other.create.clone() },
            update: if says("update") { entity.update } else { other.update.clone() },
            delete: if says("delete") { entity.delete } else { other.delete.clone() },
            operations: if says("operations") { entity.operations } else { operations().collect() },
            omit: if says("omit") { entity.omit } else { other.omit.clone() },
            evidence: if says("evidence") { entity.evidence } else { other.evidence },
            like: Some(Like { plural, model: other.name.value.clone(), own }),
            ..entity
        };
        self.reading.schema.entities.push(entity);
    }

    /// The other's list without what `without` drops.
    fn list_without(&mut self, like: &Pending, other: &Entity) -> Option<List> {
        let mut list = other.list.clone();
        let is_own = like.own.iter().any(|key| key == "list");
        // What seems to be missing may stand under what could not be read.
        let is_partial = self.reading.faulty.iter().any(|span| span.file == other.file);
        for name in &like.without {
            let params = || other.list.iter().flat_map(|list| list.filters.iter().chain(&list.options));
            let known = || params().map(|param| param.wire_name.value.as_str());
            let message = format!(
                "`without` names {}, which is not a filter or option of `{}`",
                quoted(&name.value),
                other.plural
            );
            let fault = Diagnostic::new(Code::UnknownReference, name.span, message);
            if is_own {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::UnknownReference,
                        name.span,
                        "`without` drops parameters of a `list` that is taken over, and this file has its own",
                    )
                    .help("leave the parameter out of `list` instead"),
                );
            } else if !is_partial && known().all(|known| known != name.value) {
                self.diagnostics.push(fault.maybe_help(did_you_mean(&name.value, known())));
            }
            if let Some(user) = params().find(|param| !dropped(like, param) && names(&param.needs, name)) {
                let user = &user.wire_name;
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::UnknownReference,
                        name.span,
                        format!("`without` drops {}, which {} needs", quoted(&name.value), quoted(&user.value)),
                    )
                    .also(user.span, "needs it")
                    .help("drop both"),
                );
            }
        }
        if let Some(list) = &mut list {
            for params in [&mut list.filters, &mut list.options] {
                params.retain(|param| !dropped(like, param));
                for param in params {
                    param.needs.retain(|other| !names(&like.without, other));
                    param.excludes.retain(|other| !names(&like.without, other));
                }
            }
        }
        list
    }

    fn unresolved(&mut self, like: &Pending, files: &[&str], likes: &[String]) {
        let (own, named) = (&like.entity.plural, &like.plural);
        if *own == named.value {
            let message = format!("`{own}` cannot be like itself");
            self.diagnostics.push(Diagnostic::new(Code::LikeOfLike, named.span, message));
        } else if likes.contains(&named.value) {
            let message = format!("`{}` is like another entity itself", named.value);
            let help = "name the entity that has the fields";
            self.diagnostics.push(Diagnostic::new(Code::LikeOfLike, named.span, message).help(help));
        } else if !files.contains(&named.value.as_str()) {
            // A file that is there could not be read, which has been reported.
            let message = format!("`like` names {}, which is no entity", quoted(&named.value));
            let entities = &self.reading.schema.entities;
            let by_name = entities.iter().find(|entity| entity.name.value == named.value);
            let help = by_name.map(|entity| format!("did you mean `{}`?", entity.plural));
            let help =
                help.or_else(|| did_you_mean(&named.value, entities.iter().map(|entity| entity.plural.as_str())));
            self.diagnostics.push(Diagnostic::new(Code::UnknownReference, named.span, message).maybe_help(help));
        }
    }
}

fn names(list: &[Spanned<String>], name: &Spanned<String>) -> bool {
    list.iter().any(|one| one.value == name.value)
}

fn dropped(like: &Pending, param: &Param) -> bool {
    names(&like.without, &param.wire_name)
}

/// An operation below the other's path stands below this one's.
fn moved(operation: &Operation, from: &str, to: &str) -> Operation {
    let mut operation = operation.clone();
    let rest = operation.path.value.strip_prefix(from).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    if let Some(rest) = rest {
        operation.path.value = format!("{to}{rest}");
    }
    operation
}
