//! Single lines of a recurring invoice, whose lines Halo replaces as a whole.

use crate::ids::InvoiceLineId;
use crate::invoice_lines::InvoiceLineWrite;
use crate::recurring_invoices::RecurringInvoiceWrite;
use crate::rt::ElementChange;

/// The list on the wire.
const LINES: &str = "lines";

impl RecurringInvoiceWrite {
    /// Adds a line behind those that the recurring invoice has.
    ///
    /// Halo replaces the stored lines with those that are sent. So an update fetches the recurring invoice first and sends its
    /// other lines back as they came, with all their members. It costs two requests then, and undoes what somebody else
    /// changes in the lines in the meantime. If the fetched recurring invoice holds no list of lines, the update fails with
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) and nothing is written. After [`lines`](Self::lines), which
    /// replaces them all, the line is added to those, and nothing is fetched.
    ///
    /// ```no_run
    /// # async fn example(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
    /// use halo_api::invoice_lines::InvoiceLineWrite;
    /// use halo_api::recurring_invoices::RecurringInvoiceWrite;
    ///
    /// let line = InvoiceLineWrite::new().short_description("Backup").quantity(1).unit_price(49.5);
    /// halo.recurring_invoices().update(-240, RecurringInvoiceWrite::new().add_line(line)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn add_line(mut self, line: InvoiceLineWrite) -> Self {
        self.body.change_element(LINES, ElementChange::Add(line.body));
        self
    }

    /// Changes what is set here of the line with this id, and keeps its other members and the other lines.
    ///
    /// The lines are fetched first, as [`add_line`](Self::add_line) explains. Without such a line the update fails with
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) and nothing is written. It is an error in `create`.
    ///
    /// ```no_run
    /// # async fn example(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
    /// use halo_api::invoice_lines::InvoiceLineWrite;
    /// use halo_api::recurring_invoices::RecurringInvoiceWrite;
    ///
    /// let seats = InvoiceLineWrite::new().quantity(25);
    /// halo.recurring_invoices().update(-240, RecurringInvoiceWrite::new().update_line(7, seats)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_line(mut self, line: impl Into<InvoiceLineId>, change: InvoiceLineWrite) -> Self {
        self.body.change_element(LINES, ElementChange::Update(line.into().into(), change.body));
        self
    }

    /// Removes the line with this id, and keeps the others.
    ///
    /// The lines are fetched first, as [`add_line`](Self::add_line) explains. Without such a line the update fails with
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) and nothing is written. It is an error in `create`.
    pub fn remove_line(mut self, line: impl Into<InvoiceLineId>) -> Self {
        self.body.change_element(LINES, ElementChange::Remove(line.into().into()));
        self
    }
}
