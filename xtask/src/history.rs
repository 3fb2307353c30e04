//! Reads the schema at a revision through git, without a checkout.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::thread;

use halo_codegen::SourceSet;

use crate::files::{self, Failure};
use crate::schema::{self, FOLDER};

/// The schema at a revision; empty if there was none.
pub(crate) fn at_revision(revision: &str) -> Result<SourceSet, Failure> {
    let tree = format!("{revision}^{{tree}}");
    let tree = git(&["rev-parse", "--verify", "--end-of-options", &tree], "");
    let tree = text(&tree.map_err(|error| format!("there is no revision {revision}: {error}"))?);
    // Paths are relative to the workspace, which need not be the root of the repository.
    let listed = text(&git(&["ls-tree", "-r", "-z", tree.trim(), "--", &format!("{FOLDER}/")], "")?);
    let files: Vec<(&str, &str)> = listed.split('\0').filter_map(source).collect();
    let wanted: Vec<&str> = files.iter().map(|(_, blob)| *blob).collect();
    let contents = git(&["cat-file", "--batch"], &wanted.join("\n"))?;
    let contents = contents_of(&contents).ok_or("cannot parse the output of git cat-file")?;
    Ok(files.into_iter().map(|(path, _)| path).zip(contents).collect())
}

/// A file of the workspace at a revision.
pub(crate) fn file_at(revision: &str, path: &str) -> Result<String, Failure> {
    // The dot: the workspace need not be the root of the repository.
    Ok(text(&git(&["show", "--end-of-options", &format!("{revision}:./{path}")], "")?))
}

/// The newest tag of a release, such as `v0.2.0`, that the current commit descends from; else why there is none.
pub(crate) fn last_release() -> Result<String, String> {
    let shallow = git(&["rev-parse", "--is-shallow-repository"], "")
        .map_err(|error| format!("there is no git history here ({error})"))?;
    let tag = git(&["describe", "--tags", "--abbrev=0", "--match", "v[0-9]*"], "");
    tag.map(|tag| text(&tag).trim().to_owned()).map_err(|_| {
        let shallow = if text(&shallow).trim() == "true" {
            "; this checkout is shallow, `git fetch --tags --unshallow` brings the history"
        } else {
            ""
        };
        format!("no tag `v…` of a release is reachable from HEAD, so there is nothing to compare with{shallow}")
    })
}

/// The files of the workspace that git keeps, from its root.
pub(crate) fn tracked() -> Result<Vec<String>, Failure> {
    let listed = text(&git(&["ls-files", "-z"], "")?);
    Ok(listed.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
}

/// The commit at which the current branch left main, of the origin or local.
pub(crate) fn fork_point() -> Result<String, Failure> {
    let candidates = ["origin/main", "main"];
    let found = candidates.iter().find_map(|main| git(&["merge-base", "HEAD", main], "").ok());
    found
        .map(|commit| text(&commit).trim().to_owned())
        .ok_or_else(|| "there is no branch main to compare with; set `--base`".to_owned())
}

/// The path and blob of a line `mode type blob\tpath`, if it is a file of the schema.
fn source(line: &str) -> Option<(&str, &str)> {
    let (facts, path) = line.split_once('\t')?;
    let path = path.strip_prefix(FOLDER)?.strip_prefix('/')?;
    let mut facts = facts.split(' ').skip(1);
    let (kind, blob) = (facts.next()?, facts.next()?);
    (kind == "blob" && schema::is_source(path)).then_some((path, blob))
}

/// The files in the output of `git cat-file --batch`: `blob type size\n`, the bytes, a line break.
fn contents_of(mut printed: &[u8]) -> Option<Vec<&[u8]>> {
    let mut files = Vec::new();
    while !printed.is_empty() {
        let end = printed.iter().position(|byte| *byte == b'\n')?;
        let size: usize = std::str::from_utf8(printed.get(..end)?).ok()?.rsplit(' ').next()?.parse().ok()?;
        let start = end + 1;
        files.push(printed.get(start..start + size)?);
        printed = printed.get(start + size + 1..)?;
    }
    Some(files)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs git with an input and returns its output.
fn git(args: &[&str], input: &str) -> Result<Vec<u8>, Failure> {
    let mut command = Command::new("git");
    command.args(args).current_dir(files::workspace());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| format!("cannot run git: {error}"))?;
    let stdin = child.stdin.take();
    let output = thread::scope(|scope| {
        // On another thread, because git stops reading while its output is not read. A failed write is ignored: git
        // reports its own errors.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input.as_bytes())));
        child.wait_with_output()
    });
    let output = output.map_err(|error| format!("cannot run git: {error}"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(format!("git {}: {}", args.join(" "), String::from_utf8_lossy(&output.stderr).trim()))
}
