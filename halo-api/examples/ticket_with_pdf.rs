//! Turns an alert into a ticket with a PDF, and a note with a picture in its text.
//!
//! ```text
//! cargo run -p halo-api --example ticket_with_pdf --features mock
//! ```
//!
//! If `HALOPSA_BASE_URL` and the credentials are set, it writes to that tenant, otherwise to the in-memory Halo. Guide:
//! `docs/guides/ticket-with-pdf.md`.
#![allow(clippy::print_stdout)]

use halo_api::actions::ActionWrite;
use halo_api::ids::TicketId;
use halo_api::mock::MockHalo;
use halo_api::tickets::TicketWrite;
use halo_api::types::AttachmentInfoWrite;
use halo_api::{Error, File, Halo};

/// An empty page.
const PDF: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj \
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj trailer<</Root 1 0 R>>";

/// A transparent pixel.
const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

#[tokio::main]
async fn main() -> Result<(), Error> {
    let mock = MockHalo::demo();
    let halo = if std::env::var_os("HALOPSA_BASE_URL").is_some() { Halo::from_env()? } else { mock.halo() };
    let ticket = Box::pin(run(&halo)).await?;
    for file in halo.tickets().attachments(ticket).all().await? {
        let content = halo.attachments().download(file.id).await?;
        println!("{:?}: {} bytes of {:?}", content.name, content.bytes.len(), content.media_type);
    }
    Ok(())
}

pub(crate) async fn run(halo: &Halo) -> Result<TicketId, Error> {
    // The file is there before the ticket that it is linked to.
    let report = halo.attachments().upload(File::new("disk.pdf", PDF)).await?;
    let alert = TicketWrite::new().summary("Disk C: is full").client_id(1);
    let created = halo.tickets().create(alert.attachments([AttachmentInfoWrite::existing(report.id)])).await;
    let ticket = match created {
        Ok(ticket) => ticket,
        // The ticket may be there all the same, and with it the file: look first.
        Err(error) if error.is_outcome_unknown() => return Err(error),
        Err(error) => {
            // Halo keeps files that belong to nothing.
            halo.attachments().delete(report.id).await?;
            return Err(error);
        }
    };

    // A picture is uploaded first, too: the text shows it by its address.
    let image = halo.attachments().upload_image(File::new("load.gif", GIF)).ticket_id(ticket.id).await?;
    let html = format!("<p>The last hour:</p>{}", image.html("Load of the disk").unwrap_or_default());
    let note = ActionWrite::new().ticket_id(ticket.id).outcome("Note").note_html(html);
    // A file can also come with the record itself.
    halo.actions().create(note.attachments([AttachmentInfoWrite::file("disk.csv", "hour,free\n9,0\n")])).await?;
    Ok(ticket.id)
}
