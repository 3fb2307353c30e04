//! Types, files and paths.

use std::collections::BTreeMap;

use heck::ToSnakeCase;

use crate::check::Check;
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::names::write_name;
use crate::model::{IdRepr, Schema};
use crate::naming::{id_name, is_module, is_plural_of, naming_error, plurals, type_naming_error};
use crate::source::{FileId, Span, Spanned};
use crate::suggest::quoted;

impl Check<'_> {
    pub(super) fn declared(&mut self) {
        let schema = self.schema;
        for entity in &schema.entities {
            self.type_name(&entity.name);
            self.entity_file(entity.file, &entity.plural, &entity.name);
        }
        for (file, stem, name) in type_files(schema) {
            self.type_name(name);
            self.type_file(file, stem, name);
        }
        for id in &schema.halo.ids {
            self.type_name(&id.name);
            if !id.name.value.ends_with("Id") {
                let message = format!("the id type {} does not end in `Id`", quoted(&id.name.value));
                self.report(Diagnostic::new(Code::InvalidTypeName, id.name.span, message));
            }
        }
        self.duplicate_types();
        self.duplicate_paths();
    }

    fn type_name(&mut self, name: &Spanned<String>) {
        if let Some(why) = type_naming_error(&name.value) {
            let message = format!("the type name {} {why}", quoted(&name.value));
            self.report(Diagnostic::new(Code::InvalidTypeName, name.span, message));
        }
    }

    fn entity_file(&mut self, file: FileId, stem: &str, name: &Spanned<String>) {
        if let Some(why) = naming_error(stem) {
            return self.file_stem(file, stem, why);
        }
        if is_module(stem) {
            let message = format!("`{stem}` is already a name in halo-api, so it cannot be an accessor");
            return self.report(
                Diagnostic::new(Code::ReservedName, file, message).help("rename the file, and with it the entity"),
            );
        }
        if type_naming_error(&name.value).is_none() && !is_plural_of(stem, &name.value) {
            let expected = plurals(&name.value.to_snake_case()).into_iter().next().unwrap_or_default();
            let message = format!("the file is named `{stem}`, which is not the plural of `{}`", name.value);
            self.report(
                Diagnostic::new(Code::FileName, name.span, message)
                    .help(format!("rename the file to `{expected}.yaml`, or the entity")),
            );
        }
    }

    fn type_file(&mut self, file: FileId, stem: &str, name: &Spanned<String>) {
        if let Some(why) = naming_error(stem) {
            return self.file_stem(file, stem, why);
        }
        let expected = name.value.to_snake_case();
        if type_naming_error(&name.value).is_none() && stem != expected {
            let message = format!("the file is named `{stem}`, but describes `{}`", name.value);
            self.report(
                Diagnostic::new(Code::FileName, name.span, message)
                    .help(format!("rename the file to `{expected}.yaml`, or the type")),
            );
        }
    }

    fn file_stem(&mut self, file: FileId, stem: &str, why: &str) {
        let message = format!("{}, the stem of the file name, {why}", quoted(stem));
        let help = "it becomes a module: write it in snake_case; if it is a keyword, rename the type";
        self.report(Diagnostic::new(Code::FileName, file, message).help(help));
    }

    fn duplicate_types(&mut self) {
        let mut first: BTreeMap<String, (Span, String)> = BTreeMap::new();
        for (name, span, origin) in type_names(self.schema) {
            let Some((other, theirs)) = first.get(&name) else {
                first.insert(name, (span, origin));
                continue;
            };
            let diagnostic = Diagnostic::new(Code::DuplicateType, span, format!("{} is declared twice", quoted(&name)))
                .label(origin.as_str())
                .also(*other, theirs.as_str());
            let help = if name.ends_with("Id") {
                "an entity's file defines its id: remove it from `ids`"
            } else {
                "rename one of them"
            };
            self.report(diagnostic.help(help));
        }
    }

    fn duplicate_paths(&mut self) {
        let mut first: BTreeMap<String, Span> = BTreeMap::new();
        for path in self.schema.entities.iter().map(|entity| &entity.path) {
            // Halo ignores the case of paths.
            let folded = path.value.to_ascii_lowercase();
            if let Some(other) = first.get(&folded) {
                let message = format!("two entities have the path {}", quoted(&path.value));
                self.report(
                    Diagnostic::new(Code::DuplicatePath, path.span, message)
                        .label("again here")
                        .also(*other, "first here"),
                );
            } else {
                first.insert(folded, path.span);
            }
        }
    }
}

fn type_files(schema: &Schema) -> impl Iterator<Item = (FileId, &str, &Spanned<String>)> {
    let objects = schema.objects.iter().map(|object| (object.file, object.stem.as_str(), &object.name));
    objects.chain(schema.enums.iter().map(|known| (known.file, known.stem.as_str(), &known.name)))
}

/// All types that the schema defines: name, place and origin.
pub(super) fn type_names(schema: &Schema) -> Vec<(String, Span, String)> {
    let mut names = Vec::new();
    for entity in &schema.entities {
        let name = &entity.name;
        if let Some(extends) = &entity.extends {
            // These types do not exist, but nothing else may have the names they would have.
            let origin = format!("an entity, like `{}`", extends.plural.value);
            names.push((name.value.clone(), name.span, origin));
            names.push((
                id_name(&name.value),
                name.span,
                format!("the id of `{}`, which is `{}`", name.value, id_name(&extends.model)),
            ));
            continue;
        }
        names.push((name.value.clone(), name.span, "an entity".to_owned()));
        if entity.id.value != IdRepr::None {
            names.push((id_name(&name.value), name.span, format!("the id of `{}`", name.value)));
        }
        if schema.has_write_type(entity) {
            names.push((write_name(&name.value), name.span, format!("the write type of `{}`", name.value)));
        }
    }
    for object in &schema.objects {
        let name = &object.name;
        names.push((name.value.clone(), name.span, "an object".to_owned()));
        if !object.write.is_empty() {
            names.push((write_name(&name.value), name.span, format!("the write type of `{}`", name.value)));
        }
    }
    names.extend(schema.enums.iter().map(|known| (known.name.value.clone(), known.name.span, "an enum".to_owned())));
    names.extend(schema.halo.ids.iter().map(|id| (id.name.value.clone(), id.name.span, "in `ids`".to_owned())));
    names
}
