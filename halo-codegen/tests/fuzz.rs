//! Replays the seeds and the regressions of the fuzzer without the fuzzer.
#![allow(clippy::unwrap_used, clippy::panic, clippy::missing_panics_doc, unreachable_pub, missing_docs)]

#[path = "../../fuzz/src/lib.rs"]
mod fuzz;

use std::path::Path;
use std::time::{Duration, Instant};

/// Tries every file of a folder of `fuzz/` and returns their number.
fn replay(folder: &str) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz").join(folder);
    let files: Vec<_> = std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        let start = Instant::now();
        fuzz::try_schema(&bytes);
        assert!(start.elapsed() < Duration::from_secs(10), "{:?} for {}", start.elapsed(), file.display());
    }
    files.len()
}

#[test]
fn the_seeds_are_checked_in_time() {
    assert!(replay("seeds") > 0);
}

#[test]
fn the_regressions_stay_fixed() {
    replay("regressions");
}

#[test]
fn bytes_are_split_into_files() {
    let sources = fuzz::sources(b"a: 1\n%%% halo.yaml\nb: 2\n%%% types/x.yaml \r\nc\n%%% empty.yaml\n");
    let files: Vec<_> = sources.iter().map(|(_, path, text)| (path, text)).collect();
    let expected: [(&str, &[u8]); 3] =
        [("entities/tickets.yaml", b"a: 1\n"), ("halo.yaml", b"b: 2\n"), ("types/x.yaml", b"c\n")];
    assert_eq!(files, expected);
}
