//! Handwritten methods on generated types, one file per entity: what a schema cannot say.
//!
//! A method defined here is part of the type, as a generated one is, and its name is reserved: the schema cannot give the
//! same name to a setter or an operation of that type. A handle lends its `halo` for requests of other entities.

mod agents;
mod attachments;
mod recurring_invoices;
mod reports;
mod tickets;
mod timesheet_events;
mod webhooks;

pub use self::reports::RunReport;
pub use self::webhooks::Subscription;
