//! Taking a ticket away from its agent, and the actions and files of one ticket.

use crate::actions::ListActions;
use crate::attachments::ListAttachments;
use crate::ids::{AgentId, TicketId};
use crate::tickets::{TicketWrite, Tickets};

impl TicketWrite {
    /// Assigns the ticket to nobody: to [`AgentId::UNASSIGNED`].
    ///
    /// Prefer this to [`clear_agent_id`](Self::clear_agent_id): integrations unassign tickets by sending this agent, while it
    /// is not known what Halo makes of `null`.
    ///
    /// ```no_run
    /// # async fn example(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
    /// use halo_api::tickets::TicketWrite;
    ///
    /// halo.tickets().update(54321, TicketWrite::new().unassigned()).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn unassigned(self) -> Self {
        self.agent_id(AgentId::UNASSIGNED)
    }
}

impl Tickets {
    /// Lists the actions of a ticket.
    ///
    /// The same as `halo.actions().list().ticket_id(ticket)`. Across all tickets, Halo lists actions only on some tenants
    /// and fails or returns no rows on others.
    ///
    /// ```no_run
    /// # async fn example(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
    /// let mut actions = halo.tickets().actions(54321).stream();
    /// while let Some(action) = actions.try_next().await? {
    ///     println!("{:?}: {:?}", action.outcome, action.note);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn actions(&self, ticket: impl Into<TicketId>) -> ListActions {
        self.halo.actions().list().ticket_id(ticket)
    }
    /// Lists the files of a ticket and of its actions.
    ///
    /// The same as `halo.attachments().list(ticket)`.
    ///
    /// ```no_run
    /// # async fn example(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
    /// for file in halo.tickets().attachments(54321).all().await? {
    ///     println!("{:?} of {:?} bytes", file.filename, file.file_size);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn attachments(&self, ticket: impl Into<TicketId>) -> ListAttachments {
        self.halo.attachments().list(ticket)
    }
}
