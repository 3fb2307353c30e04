//! Requests that were used, beside the least possible.

use halo_api::mock::MockHalo;

/// The head of a table.
pub(crate) fn head(name: &str) {
    println!("\n{name:<44} {:>8} {:>8} {:>8}", "used", "least", "ratio");
}

/// A line of it.
pub(crate) fn line(name: &str, used: usize, least: u64) {
    let few = |count| f64::from(u32::try_from(count).expect("few"));
    println!("  {name:<42} {used:>8} {least:>8} {:>8.2}", few(u64::try_from(used).expect("few")) / few(least));
}

/// Requests other than those for tokens.
pub(crate) fn used(mock: &MockHalo) -> usize {
    mock.requests().iter().filter(|request| request.path.starts_with("/api/")).count()
}
