//! Which item of the new API is which of the old one.

use std::collections::HashMap;

/// An item of either API, or of both.
///
/// Code knows an item by its name in Rust, Halo by its name on the wire. So every old name has exactly one fate.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Pair<'a, T> {
    /// Both names are as they were.
    Same(&'a T, &'a T),
    /// The name in Rust now stands for another one on the wire.
    Rewired(&'a T, &'a T),
    /// The name on the wire has another one in Rust.
    Renamed(&'a T, &'a T),
    /// There is no such name in Rust any more.
    Gone(&'a T),
    /// There was no such name in Rust.
    New(&'a T),
}

impl<T> Clone for Pair<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Pair<'_, T> {}

/// Pairs two lists, in the order of the new one; what is gone comes last.
pub(super) fn pairs<'a, T>(
    old: &'a [T],
    new: &'a [T],
    rust: impl Fn(&T) -> &str,
    wire: impl Fn(&T) -> &str,
) -> Vec<Pair<'a, T>> {
    let (old_rust, new_rust) = (index(old, &rust), index(new, &rust));
    let (old_wire, new_wire) = (index(old, &wire), index(new, &wire));
    let left = |before: &T| !new_rust.contains_key(rust(before));
    let came = |after: &T| !old_rust.contains_key(rust(after));
    let kept = new.iter().map(|after| match (old_rust.get(rust(after)), old_wire.get(wire(after))) {
        (Some(before), _) if wire(before) == wire(after) => Pair::Same(*before, after),
        (Some(before), _) => Pair::Rewired(*before, after),
        (None, Some(before)) if left(before) => Pair::Renamed(*before, after),
        (None, _) => Pair::New(after),
    });
    let renamed = |before: &T| new_wire.get(wire(before)).is_some_and(|after| came(after));
    let gone = old.iter().filter(|before| left(before) && !renamed(before)).map(Pair::Gone);
    kept.chain(gone).collect()
}

/// Pairs two lists of items that have one name only.
pub(super) fn by_name<'a, T>(old: &'a [T], new: &'a [T], name: impl Fn(&T) -> &str) -> Vec<Pair<'a, T>> {
    pairs(old, new, &name, &name)
}

fn index<T>(list: &[T], name: impl Fn(&T) -> &str) -> HashMap<&str, &T> {
    list.iter().map(|item| (name(item), item)).collect()
}
