//! Measures the steps of `cargo xtask codegen` on a schema of 100 entities with 60 fields each.
//!
//! `cargo bench -p halo-codegen` measures the release profile, `--profile dev` what `cargo xtask` runs.
//! `cargo bench -p halo-codegen -- --write DIR` writes the schema into DIR, to run the whole command on it.
#![allow(clippy::expect_used, clippy::print_stdout, clippy::panic, missing_docs)]

mod large;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use halo_codegen::reconcile::Plan;
use halo_codegen::{SourceSet, emit, lower};
use serde_yaml::granit_parser::{Options, Parser};

const ENTITIES: usize = 100;
const FIELDS: usize = 60;
/// The time of the fastest run, which other work disturbed the least.
const RUNS: usize = 5;

fn main() {
    let files = large::schema(ENTITIES, FIELDS, large::Extent::Whole);
    let mut args = std::env::args().skip_while(|arg| arg != "--write").skip(1);
    match args.next() {
        Some(folder) => write(Path::new(&folder), &files),
        None => measure(&files),
    }
}

fn write(folder: &Path, files: &[(String, String)]) {
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    println!("wrote {} files into {}", files.len(), folder.display());
}

fn measure(files: &[(String, String)]) {
    let sources: SourceSet = files.iter().cloned().collect();
    let schema = halo_codegen::check(&sources).unwrap_or_else(|found| panic!("{}", found.render(&sources, "", false)));
    let api = lower::lower(&schema);
    let wanted = emit::emit(&api).expect("files that parse");
    let present: BTreeMap<_, _> = wanted.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
    let bytes = |texts: &mut dyn Iterator<Item = &String>| texts.map(String::len).sum::<usize>() / 1024;
    println!(
        "{ENTITIES} entities x {FIELDS} fields: {} files, {} KB of YAML to {} files, {} KB of Rust",
        files.len(),
        bytes(&mut files.iter().map(|(_, text)| text)),
        wanted.len(),
        bytes(&mut wanted.values()),
    );

    let events = best(|| files.iter().map(|(_, text)| count_events(text)).sum::<usize>());
    println!("{:>28} {:>8.1} ms {:>7.1}", "YAML events alone", milliseconds(events), 1.0);
    let report = |what: &str, took: Duration| {
        let ratio = took.as_secs_f64() / events.as_secs_f64();
        println!("{what:>28} {:>8.1} ms {ratio:>7.1}", milliseconds(took));
    };
    report("check (reads YAML, too)", best(|| halo_codegen::check(&sources)));
    report("lower", best(|| lower::lower(&schema)));
    report("emit and render", best(|| emit::emit(&api)));
    report(
        "nothing to do, whole",
        best(|| Plan::new(&halo_codegen::generate(&sources).expect("no mistakes"), &present)),
    );
}

fn count_events(text: &str) -> usize {
    Parser::new_from_str_with_options(text, Options::default()).flatten().count()
}

fn best<T>(work: impl Fn() -> T) -> Duration {
    let run = |_| {
        let start = Instant::now();
        std::hint::black_box(work());
        start.elapsed()
    };
    (0..RUNS).map(run).min().unwrap_or_default()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
