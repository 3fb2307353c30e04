//! What decoding carries along: the mode, the JSON path and the memory budget.

use std::fmt;

use serde::de;

use super::Mode;
use super::name::UnknownNameCache;

/// Decoded rows may take this many times the size of the body, and [`BUDGET_BASE`] more: a row of a few bytes becomes a
/// struct of several kilobytes.
const BUDGET_FACTOR: usize = 16;
const BUDGET_BASE: usize = 64 * 1024 * 1024;

/// What a JSON value takes, without what it holds.
pub(in crate::codec) const VALUE_SIZE: usize = 32;
/// What a map takes from its first entry on: a node of the tree has room for eleven.
pub(in crate::codec) const MAP_SIZE: usize = 640;

/// The mode, the JSON path and the memory budget.
pub(crate) struct Context {
    pub(super) mode: Mode,
    pub(super) path: Vec<Step>,
    pub(super) unknown_names: UnknownNameCache,
    /// Whether the field that is being read, or one around it, is secret.
    pub(super) secret: bool,
    /// Bytes that decoded rows may still take.
    budget: usize,
    exceeded: bool,
}

/// A step of a JSON path.
pub(in crate::codec) enum Step {
    Name(&'static str),
    Key(String),
    Index(usize),
}

impl Context {
    /// For values that another parser reads, whose size is unknown.
    pub(super) fn unbounded(mode: Mode) -> Self {
        let unknown_names = UnknownNameCache::default();
        Self { mode, path: Vec::new(), unknown_names, secret: false, budget: usize::MAX, exceeded: false }
    }

    pub(super) fn for_body(mode: Mode, body: &[u8]) -> Self {
        let budget = body.len().saturating_mul(BUDGET_FACTOR).saturating_add(BUDGET_BASE);
        Self { budget, ..Self::unbounded(mode) }
    }

    pub(in crate::codec) fn within<T>(&mut self, step: Step, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let value = read(self);
        self.path.pop();
        value
    }

    /// Goes to the next member of the same object. An error ends all decoding, so that no step back is needed then.
    pub(super) fn turn_to(&mut self, step: Step) {
        if let Some(last) = self.path.last_mut() {
            *last = step;
        }
    }

    pub(in crate::codec) fn fault<E: de::Error>(&self, what: impl fmt::Display) -> E {
        if self.path.is_empty() { E::custom(what) } else { E::custom(format_args!("{self}: {what}")) }
    }

    /// Takes what a value occupies from the budget.
    pub(in crate::codec) fn charge<E: de::Error>(&mut self, bytes: usize) -> Result<(), E> {
        if let Some(left) = self.budget.checked_sub(bytes) {
            self.budget = left;
            return Ok(());
        }
        self.exceeded = true;
        Err(self.fault(format_args!(
            "decoded, the response takes more than {BUDGET_FACTOR} times its size plus {} MiB of memory",
            BUDGET_BASE / (1024 * 1024)
        )))
    }

    /// Whether decoding failed because the budget was used up.
    pub(super) fn exceeded(&self) -> bool {
        self.exceeded
    }
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.path.iter().enumerate() {
            let dot = if position == 0 { "" } else { "." };
            match step {
                Step::Name(name) => write!(f, "{dot}{name}")?,
                Step::Key(name) => write!(f, "{dot}{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}
