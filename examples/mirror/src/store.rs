//! The database: what was mirrored, and how far the mirror is.

use halo_api::actions::Action;
use halo_api::ids::TicketId;
use halo_api::tickets::Ticket;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::Failure;

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS tickets (id INTEGER PRIMARY KEY, record TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS actions (
        ticket_id INTEGER NOT NULL, id INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (ticket_id, id)
    );
    CREATE TABLE IF NOT EXISTS places (name TEXT PRIMARY KEY, place TEXT NOT NULL);
    PRAGMA journal_mode = WAL;";

/// Rows are written under their keys, each time together with the place that the next run goes on from: a program that is
/// killed between two commits reads the rows since the first one again, and writes the same.
pub(crate) struct Store {
    database: Connection,
    uncommitted: usize,
}

/// So many rows are lost at most, which is a page.
const ROWS_PER_COMMIT: usize = 100;

impl Store {
    pub(crate) fn open(file: &str) -> Result<Self, Failure> {
        let database = Connection::open(file)?;
        database.execute_batch(TABLES)?;
        database.execute_batch("BEGIN")?;
        Ok(Self { database, uncommitted: 0 })
    }

    pub(crate) fn place(&self, name: &str) -> Result<Option<String>, Failure> {
        let mut query = self.database.prepare_cached("SELECT place FROM places WHERE name = ?1")?;
        Ok(query.query_row([name], |row| row.get(0)).optional()?)
    }

    pub(crate) fn put_ticket(&mut self, ticket: &Ticket) -> Result<(), Failure> {
        let mut put = self.database.prepare_cached("INSERT OR REPLACE INTO tickets VALUES (?1, ?2)")?;
        put.execute(params![i64::from(ticket.id), serde_json::to_string(ticket)?])?;
        self.uncommitted += 1;
        Ok(())
    }

    pub(crate) fn put_action(&mut self, action: &Action) -> Result<(), Failure> {
        let mut put = self.database.prepare_cached("INSERT OR REPLACE INTO actions VALUES (?1, ?2, ?3)")?;
        put.execute(params![i64::from(action.ticket_id), i64::from(action.id), serde_json::to_string(action)?])?;
        self.uncommitted += 1;
        Ok(())
    }

    /// Returns whether it was stored.
    pub(crate) fn remove_ticket(&mut self, id: TicketId) -> Result<bool, Failure> {
        let id = i64::from(id);
        self.database.prepare_cached("DELETE FROM actions WHERE ticket_id = ?1")?.execute([id])?;
        let removed = self.database.prepare_cached("DELETE FROM tickets WHERE id = ?1")?.execute([id])?;
        self.uncommitted += 1;
        Ok(removed > 0)
    }

    /// Whether it is time to [`commit`](Self::commit).
    pub(crate) fn is_full(&self) -> bool {
        self.uncommitted >= ROWS_PER_COMMIT
    }

    /// Keeps the rows so far, and the place behind them.
    pub(crate) fn commit(&mut self, name: &str, place: &str) -> Result<(), Failure> {
        let mut put = self.database.prepare_cached("INSERT OR REPLACE INTO places VALUES (?1, ?2)")?;
        put.execute([name, place])?;
        drop(put);
        self.database.execute_batch("COMMIT; BEGIN")?;
        self.uncommitted = 0;
        Ok(())
    }
}
