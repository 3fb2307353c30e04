//! The files that drafts share: objects of `types/`, and halo.yaml.

use std::collections::{BTreeMap, BTreeSet};

use super::builder::Builder;
use super::{Import, Imported, print};
use crate::edit::{self, InsertAt};
use crate::model::IdRepr;

/// What is known of paths that have no entity file.
const RESOURCES: &str = "resources.yaml";

impl Import<'_> {
    /// Adds the new objects, and halo.yaml with the new ids and names.
    pub(super) fn shared_files(
        &self,
        builder: &Builder<'_>,
        names: &BTreeMap<String, String>,
        imported: &mut Imported,
    ) -> Result<(), String> {
        for (stem, object) in &builder.objects {
            let path = format!("types/{stem}.yaml");
            if self.sources.iter().any(|(_, known, _)| known == path) {
                return Err(format!(
                    "{path} already exists and describes another schema; rename or remove it, nothing was written"
                ));
            }
            imported.files.insert(path, print::object(object));
        }
        let halo = self.sources.text_at("halo.yaml");
        let ids = builder.new_ids.iter().map(|(name, repr)| {
            let repr = if *repr == IdRepr::None { IdRepr::Int } else { *repr };
            (name.clone(), format!("{{ repr: {}, doc: \"\" }}", print::repr(repr)))
        });
        let mut text = edit::add_all(&halo, &["ids"], &ids.collect::<Vec<_>>(), InsertAt::Sorted)?;
        let names: Vec<_> = names.iter().map(|(wire, name)| (wire.clone(), name.clone())).collect();
        text = edit::add_all(&text, &["names"], &names, InsertAt::Sorted)?;
        let own = builder.own_ids.keys().filter(|name| self.schema.halo.ids.iter().any(|id| id.name.value == **name));
        for name in own {
            text = edit::remove(&text, &["ids"], name)?;
        }
        if text != halo {
            imported.files.insert("halo.yaml".to_owned(), text);
        }
        Ok(())
    }

    /// Removes what resources.yaml says of paths that get a file of their own.
    pub(super) fn without_resources<'p>(
        &self,
        paths: impl Iterator<Item = &'p str>,
        imported: &mut Imported,
    ) -> Result<(), String> {
        let before = self.sources.text_at(RESOURCES);
        let paths: BTreeSet<String> = paths.map(str::to_lowercase).collect();
        let known = self.schema.resources.iter().map(|known| known.path.value.as_str());
        let gone: Vec<&str> = known.filter(|path| paths.contains(&path.to_lowercase())).collect();
        let text = edit::remove_all(&before, &gone)?;
        if text != before {
            imported.files.insert(RESOURCES.to_owned(), text);
        }
        Ok(())
    }
}
