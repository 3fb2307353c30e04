//! Entities that are like another one: what their files do not say is put in from the other one.

use super::operation::{Resource, name_self};
use super::{MappingView, Reader, root};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::keys::{EXTENDS, SHARED_BY_EXTENDS};
use crate::model::{Entity, Extends, Operation, OperationKind, Param};
use crate::node::{Node, Value};
use crate::source::{FileId, Spanned};
use crate::suggest::{closest, did_you_mean, quoted};

/// An entity that waits for the one that it is like.
pub(super) struct Extending {
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
pub(super) fn extends(view: MappingView<'_>) -> bool {
    view.has("like") || (!view.has("fields") && view.keys().any(|key| closest(key, ["like"]).is_some()))
}

impl Reader<'_> {
    pub(super) fn extending_file(&mut self, file: FileId, stem: &str, node: &Node, bytes: &[u8]) {
        let node = self.without_shared(node);
        if !self.fits(&node, &EXTENDS) {
            return;
        }
        let view = root(&node);
        let name = self.type_name(view, "entity", stem, bytes);
        let entity = self.head(file, stem, view, name);
        let Some(plural) = view.text("like") else { return };
        let own = view.keys().map(str::to_owned).collect();
        self.extending.push(Extending { entity, plural, without: view.texts("without"), own });
    }

    /// Reports what is the other's, and leaves it out.
    fn without_shared(&mut self, node: &Node) -> Node {
        let mut node = node.clone();
        let Value::Map(entries) = &mut node.value else { return node };
        entries.retain(|entry| {
            let shared = SHARED_BY_EXTENDS.contains(&entry.key.value.as_str());
            if shared {
                let message = format!("`{}` cannot be combined with `like`", entry.key.value);
                self.diagnostics.push(
                    Diagnostic::new(Code::SharedByLike, entry.key.span, message)
                        .label("the other entity defines it")
                        .help("remove it, or describe the entity on its own, without `like`"),
                );
            }
            !shared
        });
        node
    }

    /// Completes the entities that are like others. `files` are the stems of all entity files.
    pub(super) fn resolve_extending(&mut self, files: &[&str]) {
        let pending = std::mem::take(&mut self.extending);
        let stems: Vec<_> = pending.iter().map(|extending| extending.entity.plural.clone()).collect();
        for extending in pending {
            let other = self.outcome.schema.entities.iter().find(|other| other.plural == extending.plural.value);
            match other.filter(|other| other.extends.is_none()).cloned() {
                Some(other) => self.resolve(extending, &other),
                None => self.unresolved(&extending, files, &stems),
            }
        }
        self.outcome.schema.entities.sort_by_key(|entity| entity.file);
    }

    fn resolve(&mut self, extending: Extending, other: &Entity) {
        self.check_without(&extending, other);
        let operations = operations(&extending, other);
        let Extending { entity, plural, own, .. } = extending;
        if self.outcome.without_fields.contains(&other.file) {
            self.outcome.without_fields.insert(entity.file);
        }
        let says = |key: &str| own.iter().any(|own| own == key);
        let entity = Entity {
            id: other.id.clone(),
            key: other.key.clone(),
            fields: other.fields.clone(),
            operations,
            group: if says("group") { entity.group } else { other.group.clone() },
            vendor: if says("vendor") { entity.vendor } else { other.vendor.clone() },
            unique: if says("unique") { entity.unique } else { other.unique.clone() },
            scopes: if says("scopes") { entity.scopes } else { other.scopes.clone() },
            omit: if says("omit") { entity.omit } else { other.omit.clone() },
            evidence: if says("evidence") { entity.evidence } else { other.evidence },
            extends: Some(Extends { plural, model: other.name.value.clone(), own }),
            ..entity
        };
        self.outcome.schema.entities.push(entity);
    }

    /// Reports what `without` cannot drop.
    fn check_without(&mut self, extending: &Extending, other: &Entity) {
        let is_own = extending.own.iter().any(|key| key == OperationKind::List.word());
        // What seems to be missing may stand under what could not be read.
        let is_partial = self.outcome.faulty.iter().any(|span| span.file == other.file);
        let params = other.params(OperationKind::List);
        let known = || params.iter().map(|param| param.wire_name.value.as_str());
        for name in &extending.without {
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
                        "`without` drops parameters of the other entity's `list`, but this file has a `list` of its own",
                    )
                    .help("remove the parameter from `list` instead"),
                );
            } else if !is_partial && known().all(|known| known != name.value) {
                self.diagnostics.push(fault.maybe_help(did_you_mean(&name.value, known())));
            }
            if let Some(user) = params.iter().find(|param| !dropped(extending, param) && names(&param.needs, name)) {
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
    }

    fn unresolved(&mut self, extending: &Extending, files: &[&str], likes: &[String]) {
        let (own, named) = (&extending.entity.plural, &extending.plural);
        if *own == named.value {
            let message = format!("`{own}` cannot be like itself");
            self.diagnostics.push(Diagnostic::new(Code::LikeOfLike, named.span, message));
        } else if likes.contains(&named.value) {
            let message = format!("`{}` is like another entity itself", named.value);
            let help = "name the entity that defines the fields";
            self.diagnostics.push(Diagnostic::new(Code::LikeOfLike, named.span, message).help(help));
        } else if !files.contains(&named.value.as_str()) {
            // A file that is there could not be read, which has been reported.
            let message = format!("`like` names {}, which is not an entity", quoted(&named.value));
            let entities = &self.outcome.schema.entities;
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

fn dropped(extending: &Extending, param: &Param) -> bool {
    names(&extending.without, &param.wire_name)
}

/// What an entity offers: what its file says, and for the rest what the other one offers.
fn operations(extending: &Extending, other: &Entity) -> Vec<Operation> {
    let mut own = extending.entity.operations.clone();
    let resource = Resource { name: &extending.entity.name, path: &extending.entity.path, key: &other.key };
    for operation in own.iter_mut().filter(|operation| operation.kind.is_standard()) {
        // Only now it is known what the key is.
        operation.path = resource.path_of(operation.kind);
    }
    let is_own = |operation: &&Operation| extending.own.iter().any(|key| key == operation.kind.word());
    let inherited = other.operations.iter().filter(|operation| !is_own(operation));
    let moved = |operation| moved(operation, &other.path.value, &resource.path.value);
    let inherited = inherited.map(|operation| without(extending, moved(operation)));
    let mut operations: Vec<_> = own.into_iter().chain(inherited).collect();
    operations.sort_by_key(|operation| operation.kind);
    name_self(&mut operations, &other.name.value);
    operations
}

/// The list that is taken over, without what `without` drops.
fn without(extending: &Extending, mut operation: Operation) -> Operation {
    if operation.kind == OperationKind::List {
        operation.params.retain(|param| !dropped(extending, param));
        for param in &mut operation.params {
            param.needs.retain(|other| !names(&extending.without, other));
            param.excludes.retain(|other| !names(&extending.without, other));
        }
        for group in &mut operation.needs {
            group.retain(|param| !names(&extending.without, param));
        }
        operation.needs.retain(|group| !group.is_empty());
    }
    operation
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
