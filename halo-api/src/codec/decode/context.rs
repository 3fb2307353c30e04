//! The context of decoding: the mode, the JSON path and the memory budget.

use std::fmt;

use serde::de;

use super::Mode;
use super::name::UnknownNameCache;

/// The factor of the body's size that decoded rows may take, in addition to [`BUDGET_BASE`].
///
/// A row of a few bytes becomes a struct of several kilobytes.
const BUDGET_FACTOR: usize = 16;
const BUDGET_BASE: usize = 64 * 1024 * 1024;

/// The size of a JSON value, without its contents.
pub(in crate::codec) const VALUE_SIZE: usize = 32;
/// The size of a map with at least one entry: a node of the tree has room for eleven.
pub(in crate::codec) const MAP_SIZE: usize = 640;

/// The context of decoding: the mode, the JSON path and the memory budget.
pub(crate) struct Context {
    pub(super) mode: Mode,
    pub(super) path: Vec<Step>,
    pub(super) unknown_names: UnknownNameCache,
    /// Whether the current field, or an enclosing one, is secret.
    pub(super) secret: bool,
    /// The remaining bytes for decoded rows.
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
    /// Creates a context without a budget, for values from another parser, whose size is unknown.
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

    /// Moves to the next member of the same object. An error ends all decoding, so no step is undone then.
    pub(super) fn replace_step(&mut self, step: Step) {
        if let Some(last) = self.path.last_mut() {
            *last = step;
        }
    }

    pub(in crate::codec) fn fault<E: de::Error>(&self, what: impl fmt::Display) -> E {
        if self.path.is_empty() { E::custom(what) } else { E::custom(format_args!("{self}: {what}")) }
    }

    /// Subtracts the size of a value from the budget.
    pub(in crate::codec) fn charge<E: de::Error>(&mut self, bytes: usize) -> Result<(), E> {
        if let Some(remaining) = self.budget.checked_sub(bytes) {
            self.budget = remaining;
            return Ok(());
        }
        self.exceeded = true;
        Err(self.fault(format_args!(
            "the decoded response takes more than {BUDGET_FACTOR} times its size plus {} MiB of memory",
            BUDGET_BASE / (1024 * 1024)
        )))
    }

    /// Whether decoding failed because it exceeded the budget.
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
