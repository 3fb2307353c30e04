//! Writes the workspace to compile: a copy of halo-api, its twin, and a program for each of the two.

use std::fs;
use std::path::Path;

use halo_codegen::FileMap;
use halo_codegen::ir::{Api, EntityDef};
use halo_codegen::model::OperationKind;

use super::twin;
use crate::files::{self, Failure, cannot};

/// The number of entities that the programs list.
const LISTED: usize = 3;

/// Writes the workspace. Compiled dependencies stay, so they are compiled only once.
pub(super) fn write(folder: &Path, api: &Api, generated: &FileMap) -> Result<(), Failure> {
    let root = files::workspace();
    for part in ["halo-api", "twin", "lists", "twin-lists"] {
        remove(&folder.join(part))?;
    }
    write_manifests(folder, &root)?;
    for (path, bytes) in files::read_tree(&root.join("halo-api/src"))? {
        if !path.starts_with("generated/") && !path.starts_with("extensions/") {
            let text = String::from_utf8(bytes).map_err(|_| format!("{path} is not UTF-8"))?;
            files::write(&folder.join("halo-api/src").join(path), &text)?;
        }
    }
    // Another schema need not have the types that extensions extend.
    files::write(&folder.join("halo-api/src/extensions/mod.rs"), "")?;
    for (path, text) in generated {
        files::write(&folder.join("halo-api/src/generated").join(path), text)?;
    }
    files::write(&folder.join("twin/src/lib.rs"), &twin::module(api))?;
    files::write(&folder.join("lists/src/main.rs"), &program(api))?;
    files::write(&folder.join("twin-lists/src/main.rs"), &twin_program(api))
}

fn remove(folder: &Path) -> Result<(), Failure> {
    if folder.exists() { fs::remove_dir_all(folder).map_err(cannot("delete", folder)) } else { Ok(()) }
}

fn write_manifests(folder: &Path, root: &Path) -> Result<(), Failure> {
    let read = |name: &str| fs::read_to_string(root.join(name)).map_err(cannot("read", &root.join(name)));
    let manifest = read("Cargo.toml")?;
    let (manifest, _profiles) = manifest.split_once("[profile").unwrap_or((&manifest, ""));
    let members = |line: &str| {
        if line.starts_with("members = ") {
            "members = [\"halo-api\", \"twin\", \"lists\", \"twin-lists\"]".to_owned()
        } else {
            line.to_owned()
        }
    };
    let manifest: Vec<String> = manifest.lines().map(members).collect();
    files::write(&folder.join("Cargo.toml"), &manifest.join("\n"))?;
    files::write(&folder.join("Cargo.lock"), &read("Cargo.lock")?)?;
    // Examples, tests and benches are not copied.
    let halo = read("halo-api/Cargo.toml")?;
    let library = halo.split_once("\n[[").map_or(halo.as_str(), |(library, _targets)| library);
    files::write(&folder.join("halo-api/Cargo.toml"), &format!("{library}\n"))?;
    let serde = "serde = { workspace = true, features = [\"derive\"] }\nserde_json.workspace = true\n";
    let values = "jiff = { workspace = true, features = [\"serde\"] }\nrust_decimal = { workspace = true, features = [\"serde\"] }\n";
    write_manifest(folder, "twin", &format!("{serde}{values}"))?;
    write_manifest(folder, "twin-lists", "serde_json.workspace = true\ntwin.path = \"../twin\"\n")?;
    let tokio = "tokio = { workspace = true, features = [\"macros\", \"rt-multi-thread\"] }\n";
    write_manifest(folder, "lists", &format!("halo-api.path = \"../halo-api\"\n{tokio}"))
}

fn write_manifest(folder: &Path, name: &str, dependencies: &str) -> Result<(), Failure> {
    let package = format!("[package]\nname = \"{name}\"\nedition.workspace = true\n");
    files::write(&folder.join(name).join("Cargo.toml"), &format!("{package}\n[dependencies]\n{dependencies}"))
}

/// The entities with the most fields; they are also the most used ones.
fn largest(api: &Api) -> Vec<&EntityDef> {
    let fields = |entity: &EntityDef| entity.own.as_ref().map_or(0, |own| own.model.fields.len());
    let is_listed = |entity: &&EntityDef| entity.operation(OperationKind::List).is_some();
    let mut entities: Vec<_> = api.entities.iter().filter(is_listed).collect();
    entities.sort_by_key(|entity| std::cmp::Reverse(fields(entity)));
    entities.truncate(LISTED);
    entities
}

fn program(api: &Api) -> String {
    let list = |entity: &EntityDef| {
        let module = &entity.module;
        format!("    for row in halo.{module}().list().all().await? {{\n        println!(\"{{}}\", row.id);\n    }}\n")
    };
    let lists: String = largest(api).into_iter().map(list).collect();
    format!(
        "#[tokio::main]\nasync fn main() -> Result<(), halo_api::Error> {{\n    \
         let halo = halo_api::Halo::from_env()?;\n{lists}    Ok(())\n}}\n"
    )
}

fn twin_program(api: &Api) -> String {
    let list = |entity: &EntityDef| {
        let name = &entity.model.name;
        format!(
            "    for row in serde_json::from_str::<Vec<twin::{name}>>(&body)? {{\n        println!(\"{{}}\", row.id);\n    }}\n"
        )
    };
    let lists: String = largest(api).into_iter().map(list).collect();
    format!(
        "fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let body = std::io::read_to_string(std::io::stdin())?;\n{lists}    Ok(())\n}}\n"
    )
}
