//! Uploading files, linking them to records, and images of texts.

use crate::attachments::{Attachment, AttachmentWrite, Attachments, CreateAttachment};
use crate::ids::AttachmentId;
use crate::rt::{File, temporary_id};
use crate::types::{AttachmentInfoWrite, UploadedImage};

impl Attachments {
    /// Uploads a file.
    ///
    /// Pass a [`File`], which belongs to no record yet, or an [`AttachmentWrite::file`] that names its ticket. The `id` of the
    /// response links the first kind to records: see [`AttachmentInfoWrite::existing`]. Delete a file that is not linked in
    /// the end.
    ///
    /// `POST /Attachment`, scope `edit:tickets`. It is sent once: if the outcome is in doubt, it fails with
    /// [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown). The content is sent as base64, which takes a third more
    /// than the file.
    ///
    /// ```no_run
    /// use halo_api::File;
    /// use halo_api::attachments::AttachmentWrite;
    ///
    /// # async fn example(halo: halo_api::Halo, pdf: Vec<u8>, csv: Vec<u8>) -> Result<(), halo_api::Error> {
    /// let unlinked = halo.attachments().upload(File::new("report.pdf", pdf)).await?;
    /// let linked = halo.attachments().upload(AttachmentWrite::file("hosts.csv", csv).ticket_id(54321)).await?;
    /// println!("{} {}", unlinked.id, linked.id);
    /// # Ok(())
    /// # }
    /// ```
    pub fn upload(&self, file: impl Into<AttachmentWrite>) -> CreateAttachment {
        self.create(file.into())
    }
}

impl AttachmentWrite {
    /// A file to upload, by its name and content.
    ///
    /// Its media type is that of the extension. Convert a [`File`] to set another one.
    pub fn file(name: impl Into<String>, bytes: impl Into<bytes::Bytes>) -> Self {
        File::new(name, bytes).into()
    }

    /// Says that the file waits for the record that it belongs to, as Halo's web application does while a text is written.
    ///
    /// The file gets a temporary name, and its link to the record says that the wait is over: see
    /// [`AttachmentInfoWrite::uploaded`].
    ///
    /// ```no_run
    /// use halo_api::actions::ActionWrite;
    /// use halo_api::attachments::AttachmentWrite;
    /// use halo_api::types::AttachmentInfoWrite;
    ///
    /// # async fn example(halo: halo_api::Halo, pdf: Vec<u8>) -> Result<(), halo_api::Error> {
    /// let file = halo.attachments().upload(AttachmentWrite::file("report.pdf", pdf).staged()).await?;
    /// let action = ActionWrite::new().ticket_id(54321).outcome("Note").note("See the report.");
    /// halo.actions().create(action.attachments([AttachmentInfoWrite::uploaded(&file)])).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn staged(self) -> Self {
        self.is_uploading(true).temp_id(temporary_id())
    }
}

impl From<File> for AttachmentWrite {
    fn from(file: File) -> Self {
        Self::new().data_base64(file.data_url()).filename(file.name)
    }
}

impl AttachmentInfoWrite {
    /// A new file, by its name and content: it is uploaded with the record that it is attached to.
    ///
    /// Its media type is that of the extension. Convert a [`File`] to set another one.
    ///
    /// ```no_run
    /// use halo_api::tickets::TicketWrite;
    /// use halo_api::types::AttachmentInfoWrite;
    ///
    /// # async fn example(halo: halo_api::Halo, pdf: Vec<u8>) -> Result<(), halo_api::Error> {
    /// let ticket = TicketWrite::new().summary("Backup failed").attachments([AttachmentInfoWrite::file("log.pdf", pdf)]);
    /// halo.tickets().create(ticket).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn file(name: impl Into<String>, bytes: impl Into<bytes::Bytes>) -> Self {
        File::new(name, bytes).into()
    }

    /// A file that was uploaded before: it is linked to the record that it is attached to.
    ///
    /// ```no_run
    /// use halo_api::File;
    /// use halo_api::actions::ActionWrite;
    /// use halo_api::types::AttachmentInfoWrite;
    ///
    /// # async fn example(halo: halo_api::Halo, pdf: Vec<u8>) -> Result<(), halo_api::Error> {
    /// let file = halo.attachments().upload(File::new("report.pdf", pdf)).await?;
    /// let action = ActionWrite::new().ticket_id(54321).outcome("Note").note("See the report.");
    /// halo.actions().create(action.attachments([AttachmentInfoWrite::existing(file.id)])).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn existing(id: impl Into<AttachmentId>) -> Self {
        Self::new().id(id)
    }

    /// A file that was uploaded as [`staged`](AttachmentWrite::staged): it is linked, and waits no longer.
    ///
    /// Sends what Halo's web application sends: id, name and size, and `null` in place of the content.
    pub fn uploaded(file: &Attachment) -> Self {
        Self::existing(file.id)
            .when_some(file.filename.clone(), Self::filename)
            .when_some(file.file_size, Self::file_size)
            .is_uploading(false)
            .clear_temp_id()
            .clear_data_base64()
            .clear_data()
    }
}

impl From<File> for AttachmentInfoWrite {
    fn from(file: File) -> Self {
        Self::new().data_base64(file.data_url()).filename(file.name)
    }
}

impl UploadedImage {
    /// The element that shows the image in an HTML text, with a text for those who do not see it. `None` without a link.
    ///
    /// ```no_run
    /// use halo_api::File;
    /// use halo_api::actions::ActionWrite;
    ///
    /// # async fn example(halo: halo_api::Halo, png: Vec<u8>) -> Result<(), halo_api::Error> {
    /// let image = halo.attachments().upload_image(File::new("load.png", png)).ticket_id(54321).await?;
    /// let html = format!("<p>The load last night:</p>{}", image.html("Load by hour").unwrap_or_default());
    /// halo.actions().create(ActionWrite::new().ticket_id(54321).outcome("Note").note_html(html)).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn html(&self, alt: &str) -> Option<String> {
        let link = self.link.as_deref()?;
        Some(format!("<img src=\"{}\" alt=\"{}\">", escaped(link), escaped(alt)))
    }
}

/// A text as the value of an attribute of HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}
