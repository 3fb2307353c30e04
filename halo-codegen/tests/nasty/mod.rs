//! Schemas that mean harm, put before the compiler: what codegen lets through compiles, and what would not, it refuses.
//!
//! All of them are modules of one crate, a copy of halo-api, so that it is compiled once. Paths and accessors are moved for
//! that; nothing else of the files is touched.

mod docs;
mod names;
mod random;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use halo_codegen::explain::base;
use halo_codegen::{FileMap, SourceSet};

use crate::fixture_schemas::generate;
use crate::scratch_workspace::Compiled;

/// The member of the workspace that they are modules of.
pub(crate) const MEMBER: &str = "nasty";
/// Another number tries other schemas; the variable `HALO_NASTY_SEED` takes its place.
const SEED: u64 = 1;
/// How many random schemas there are; the variable `HALO_NASTY_COUNT` takes its place.
const COUNT: u64 = 10;
/// How the modules begin that rustdoc sees.
const DOCUMENTED: [&str; 5] = ["docs", "random_", "names_halo_", "names_match_", "names_news_"];
/// The modules would be unused, and nobody documents them.
const ATTRIBUTES: &str = "#[allow(missing_docs, dead_code, unused_imports, unused_macros)]";

/// Every name of issue 16 as entity, object and enum: what becomes of it. Read the snapshot as the editor of the schema.
#[test]
fn names_compile_or_are_refused_with_a_sentence() {
    let outcomes: Vec<_> = names::outcomes().iter().map(|(what, outcome)| format!("{what}: {outcome}\n")).collect();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!("nasty_names", outcomes.concat());
    });
}

/// The schemas and the files that they become, by the names of their modules.
pub(crate) struct Modules(BTreeMap<String, (SourceSet, FileMap)>);

impl Modules {
    #[allow(clippy::print_stdout, reason = "a large run is asked for its figure")]
    pub(crate) fn new() -> Self {
        let mut schemas = BTreeMap::new();
        schemas.extend(names::combined().into_iter().map(|(name, schema)| (format!("names_{name}"), schema)));
        schemas.extend(names::members().into_iter().enumerate().map(|(n, schema)| (format!("members_{n}"), schema)));
        schemas.insert("docs".to_owned(), docs::accepted());
        let number = |name: &str, usual| std::env::var(name).map_or(usual, |number| number.parse().expect("a number"));
        let (seed, count) = (number("HALO_NASTY_SEED", SEED), number("HALO_NASTY_COUNT", COUNT));
        let mut let_through = 0;
        for n in 0..count {
            if let Some(schema) = random::accepted(seed, n) {
                let_through += 1;
                schemas.insert(format!("random_{n}"), schema);
            }
        }
        assert!(let_through * 2 >= count, "too few random schemas get through for a test: {let_through} of {count}");
        println!("{} schemas are to compile and document, {let_through} of {count} random ones", schemas.len());
        let with_files = |(module, schema): (String, SourceSet)| {
            let files = moved(&module, generate(&schema));
            (module, (schema, files))
        };
        Self(schemas.into_iter().map(with_files).collect())
    }

    /// The generated code of those of these names.
    pub(crate) fn files(&self, of: impl Fn(&str) -> bool) -> FileMap {
        let base: SourceSet = base::FILES.into_iter().collect();
        let mut files = generate(&base);
        let mut root = files.remove("mod.rs").expect("a root");
        for (module, (_, moved)) in self.0.iter().filter(|(module, _)| of(module)) {
            let _ = writeln!(root, "\n{ATTRIBUTES}\npub mod {module};");
            files.extend(moved.clone());
        }
        files.insert("mod.rs".to_owned(), root);
        files.insert("entities.md".to_owned(), String::new());
        files
    }

    /// Says which schemas are wrong, by the files that the compiler points at.
    pub(crate) fn blame(&self, compiled: &Compiled) {
        let mut faults = String::new();
        let mut guilty = BTreeSet::new();
        for message in compiled.messages().iter().filter(|message| message.member() == MEMBER) {
            let Some((_, file)) = message.file().split_once("src/generated/") else { continue };
            guilty.insert(file.split('/').next().unwrap_or_default().to_owned());
            faults.push_str(message.text());
        }
        for module in guilty {
            let Some((schema, _)) = self.0.get(&module) else { continue };
            for (_, path, text) in schema.iter() {
                let _ = writeln!(faults, "--- {module}: {path}\n{}", String::from_utf8_lossy(text));
            }
        }
        assert!(compiled.is_success() && faults.is_empty(), "{}\n{faults}", compiled.text());
    }
}

/// Whether rustdoc sees a module.
pub(crate) fn is_documented(module: &str) -> bool {
    DOCUMENTED.iter().any(|start| module.starts_with(start))
}

/// The files of a schema as those of a module of this name.
fn moved(module: &str, files: FileMap) -> FileMap {
    let root = syn::parse_file(&files["mod.rs"]).expect("a root");
    let modules = root.items.iter().filter_map(|item| match item {
        syn::Item::Mod(item) => Some(item.ident.to_string()),
        _ => None,
    });
    let modules: Vec<_> = modules.collect();
    let edit = |path: String, mut text: String| {
        for name in &modules {
            // In the arguments of macros there is a space.
            for start in ["crate::", "crate ::"] {
                text = text.replace(&format!("{start}{name}::"), &format!("{start}{module}::{name}::"));
            }
            text = text.replace(&format!("crate::{name})"), &format!("crate::{module}::{name})"));
            text = text.replace(&format!("[`Halo::{name}`]"), &format!("[`Halo::{module}_{name}`]"));
        }
        if let Some(name) = path.strip_suffix("/requests.rs") {
            let accessor = format!("pub fn {name}(&self) ->");
            assert!(text.contains(&accessor), "{path}");
            text = text.replacen(&accessor, &format!("pub fn {module}_{name}(&self) ->"), 1);
        }
        syn::parse_file(&text).unwrap_or_else(|error| panic!("{module}/{path}: {error}\n{text}"));
        (format!("{module}/{path}"), text)
    };
    let code = files.into_iter().filter(|(path, _)| path != "entities.md");
    code.map(|(path, text)| edit(path, text)).collect()
}
