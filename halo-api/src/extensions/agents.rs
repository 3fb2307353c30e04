//! The agent that stands for nobody.

use crate::ids::AgentId;

impl AgentId {
    /// The agent "Unassigned", which stands for nobody.
    ///
    /// Halo gives it to new tickets that no rule assigns, so a ticket without an agent has this one rather than none. As a
    /// filter it finds those tickets; [`TicketWrite::unassigned`](crate::tickets::TicketWrite::unassigned) takes a ticket
    /// away from its agent. The list of agents has it only with
    /// [`include_unassigned`](crate::agents::ListAgents::include_unassigned).
    pub const UNASSIGNED: Self = Self(1);
}
