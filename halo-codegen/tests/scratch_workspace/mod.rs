//! A scratch workspace: copies of halo-api with other generated code, to compile.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use halo_codegen::FileMap;

/// A workspace. Its members are compiled together, as many at a time as the machine has cores.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    original: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// A workspace without members.
    ///
    /// Its build folder is that of the test itself, so the dependencies are already built.
    pub(crate) fn new(name: &str) -> Self {
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace").to_owned();
        let target = target_folder();
        let root = target.join("golden").join(name);
        let _ = fs::remove_dir_all(&root);
        for file in ["Cargo.lock", "clippy.toml"] {
            copy(&original.join(file), &root.join(file));
        }
        let manifest = fs::read_to_string(original.join("Cargo.toml")).expect("a manifest");
        let line = manifest.lines().find(|line| line.starts_with("members = ")).expect("members");
        // The profile names packages that only the generator uses; cargo would warn that they are missing.
        let (manifest, _profile) = manifest.split_once("[profile").expect("a profile, at the end");
        write(&root.join("Cargo.toml"), &manifest.replace(line, "members = [\"members/*\"]"));
        Self { root, original, target }
    }

    /// Adds or replaces a copy of halo-api under this name, with these files instead of its generated code, and without the
    /// handwritten code about the entities that it had.
    pub(crate) fn api(&self, name: &str, files: &FileMap) {
        let (original, copied) = (self.original.join("halo-api"), self.root.join("members").join(name));
        let _ = fs::remove_dir_all(&copied);
        let manifest = fs::read_to_string(original.join("Cargo.toml")).expect("a manifest");
        let manifest = manifest.replacen("name = \"halo-api\"", &format!("name = {name:?}"), 1);
        write(&copied.join("Cargo.toml"), &manifest);
        // The manifest names examples and benches, so cargo requires them.
        for folder in ["src", "examples", "benches"] {
            copy_sources(&original.join(folder), &copied.join(folder));
        }
        let source = copied.join("src");
        let _ = fs::remove_dir_all(source.join("extensions"));
        write(&source.join("extensions/mod.rs"), "");
        let _ = fs::remove_dir_all(source.join("webhook"));
        let root = fs::read_to_string(source.join("lib.rs")).expect("the root of the crate");
        let is_general = |line: &&str| !line.contains("crate::extensions::") && *line != "pub mod webhook;";
        let general: Vec<&str> = root.lines().filter(is_general).collect();
        write(&source.join("lib.rs"), &(general.join("\n") + "\n"));
        for (path, text) in files {
            write(&source.join("generated").join(path), text);
        }
    }

    /// Cargo in this workspace. What users read is not replaced by the docs of a test.
    fn command(&self) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.root).env("CARGO_TARGET_DIR", self.root.join("target"));
        cargo
    }

    /// What a member offers, as JSON of rustdoc, which is unstable: so it needs a switch, and a build folder of its own, since
    /// build scripts run again when the switch is turned.
    pub(crate) fn rustdoc_json(&self, member: &str) -> PathBuf {
        let flags = "-Zunstable-options --output-format=json --document-hidden-items --cap-lints=allow";
        let output = self
            .command()
            .args(["doc", "--offline", "--quiet", "--no-deps", "--lib", "--package", member])
            .env("CARGO_BUILD_BUILD_DIR", self.target.join("rustdoc-json"))
            .envs([("RUSTC_BOOTSTRAP", "1"), ("RUSTDOCFLAGS", flags)])
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        self.root.join("target/doc").join(member.replace('-', "_")).with_extension("json")
    }

    /// Writes a file of a member.
    pub(crate) fn write(&self, path: &str, text: &str) {
        write(&self.root.join("members").join(path), text);
    }

    /// Runs `cargo check` or `cargo doc`, which goes on with the other members when one fails.
    pub(crate) fn cargo(&self, command: &str, args: &[&str]) -> Compiled {
        let output = self
            .command()
            .args([command, "--offline", "--color=never", "--keep-going", "--message-format=json"])
            .args(args)
            .env("CARGO_BUILD_BUILD_DIR", &self.target)
            .output()
            .expect("cargo runs");
        Compiled(output)
    }
}

/// What cargo says.
#[derive(Debug)]
pub(crate) struct Compiled(Output);

impl Compiled {
    pub(crate) fn is_success(&self) -> bool {
        self.0.status.success()
    }

    /// What cargo itself says, as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    /// What the compiler says about members.
    pub(crate) fn messages(&self) -> Vec<Message> {
        let text = String::from_utf8_lossy(&self.0.stdout);
        let values = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        values.filter(|value| value["reason"] == "compiler-message").map(Message).collect()
    }
}

/// A warning or an error.
#[derive(Debug)]
pub(crate) struct Message(serde_json::Value);

impl Message {
    /// Whether the code does not compile.
    pub(crate) fn is_error(&self) -> bool {
        self.0["message"]["level"] == "error"
    }

    /// The member that it is about.
    pub(crate) fn member(&self) -> &str {
        let manifest = Path::new(self.0["manifest_path"].as_str().unwrap_or_default());
        manifest.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default()
    }

    /// The first file that it points at.
    pub(crate) fn file(&self) -> &str {
        self.0["message"]["spans"][0]["file_name"].as_str().unwrap_or_default()
    }

    /// The lines at which it is.
    pub(crate) fn lines(&self) -> Vec<usize> {
        let spans = self.0["message"]["spans"].as_array().into_iter().flatten();
        let primary = spans.filter(|span| span["is_primary"] == true);
        primary.filter_map(|span| usize::try_from(span["line_start"].as_u64()?).ok()).collect()
    }

    /// As the compiler prints it.
    pub(crate) fn text(&self) -> &str {
        self.0["message"]["rendered"].as_str().unwrap_or_default()
    }
}

/// The target folder of the test's own binary, which is `target/debug/deps/golden-…`.
fn target_folder() -> PathBuf {
    let binary = env::current_exe().expect("a path");
    binary.ancestors().nth(3).expect("target/debug/deps").to_owned()
}

fn copy_sources(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.ends_with("src/generated") {
            continue;
        }
        if path.is_dir() { copy_sources(&path, &to) } else { copy(&path, &to) }
    }
}

fn copy(from: &Path, to: &Path) {
    write(to, &fs::read_to_string(from).expect("a file"));
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}
