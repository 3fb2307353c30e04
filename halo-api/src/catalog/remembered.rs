//! Paths and names that the catalog does not know: remembered, since requests work with static facts.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::ResourceInfo;
use super::table;

/// Most paths, and most names, that are remembered.
const MOST: usize = 4096;

static PATHS: Mutex<Option<HashMap<String, &'static ResourceInfo>>> = Mutex::new(None);
static NAMES: Mutex<Option<HashMap<String, &'static [&'static str]>>> = Mutex::new(None);

/// The facts that an unknown path is taken to have.
///
/// # Errors
///
/// Why it cannot be remembered.
pub(crate) fn remember(path: &str) -> Result<&'static ResourceInfo, String> {
    let folded = path.to_ascii_lowercase();
    let make = || {
        tracing::info!(path, "nothing is known of this path: it is read in pages, and rows are told apart as wholes");
        table::unknown(Box::leak(path.to_owned().into_boxed_str()))
    };
    remembered(&PATHS, folded, make)
        .ok_or_else(|| format!("more than {MOST} paths that are not known: use request(..) for paths with ids in them"))
}

/// A name of rows that the user gives, beside the bare array. `None` if there are too many.
pub(crate) fn remember_name(name: &str) -> Option<&'static [&'static str]> {
    let make = || -> &'static [&'static str] {
        let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
        Box::leak(Box::new([name, ""]))
    };
    remembered(&NAMES, name.to_owned(), make)
}

fn remembered<T: Copy>(known: &Mutex<Option<HashMap<String, T>>>, key: String, make: impl FnOnce() -> T) -> Option<T> {
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    let known = known.get_or_insert_with(HashMap::new);
    if let Some(found) = known.get(&key) {
        return Some(*found);
    }
    if known.len() >= MOST {
        return None;
    }
    let value = make();
    known.insert(key, value);
    Some(value)
}
