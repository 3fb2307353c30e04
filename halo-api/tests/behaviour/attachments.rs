//! Files as users of the typed requests meet them: uploads, links to records, images of texts, downloads.

use halo_api::actions::ActionWrite;
use halo_api::attachments::{Attachment, AttachmentWrite};
use halo_api::bytes::Bytes;
use halo_api::mock::{Fault, MockHalo};
use halo_api::tickets::TicketWrite;
use halo_api::transport::Transport;
use halo_api::types::AttachmentInfoWrite;
use halo_api::{Error, ErrorKind, File, Method, http};
use serde_json::{Value, json};

use crate::link;

const PDF: &[u8] = b"%PDF-1.7\n\xff\x00";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

fn nothing_was_ignored(mock: &MockHalo) {
    mock.assert_no_unknown_parameters();
    mock.assert_no_unknown_fields();
    assert!(mock.unapplied_filters().is_empty());
}

#[tokio::test]
async fn a_file_is_uploaded_to_a_ticket_listed_downloaded_and_deleted() -> Result<(), Error> {
    let mock = MockHalo::seed().record("tickets", json!({"id": 7})).build()?;
    let halo = link::halo(&mock);
    let made = halo.attachments().upload(AttachmentWrite::file("report.pdf", PDF).ticket_id(7)).await?;
    assert_eq!(
        (made.file_size, made.content_type.as_deref(), made.data_base64.as_deref()),
        (Some(11), Some("application/pdf"), None)
    );
    let url = "data:application/pdf;base64,JVBERi0xLjcK/wA=";
    let body = json!([{"data_base64": url, "filename": "report.pdf", "ticket_id": 7}]);
    assert_eq!(mock.requests().last().unwrap().body.clone().unwrap(), body);

    let listed = halo.tickets().attachments(7).all().await?;
    assert_eq!(listed.iter().map(|file| file.filename.as_deref()).collect::<Vec<_>>(), [Some("report.pdf")]);
    assert!(halo.attachments().list(8).all().await?.is_empty());
    let file = halo.attachments().download(made.id).await?;
    assert_eq!((&file.bytes[..], file.name.as_deref()), (PDF, Some("report.pdf")));
    let renamed = halo.attachments().update(made.id, AttachmentWrite::new().note("Final")).await?;
    assert_eq!(renamed.note.as_deref(), Some("Final"));
    halo.attachments().delete(made.id).await?;
    assert!(halo.attachments().download(made.id).await.unwrap_err().is_not_found());
    nothing_was_ignored(&mock);
    Ok(())
}

#[tokio::test]
async fn files_are_never_listed_without_their_owner() -> Result<(), Error> {
    let mock = MockHalo::seed().record("tickets", json!({"id": 7})).build()?;
    mock.insert("attachments", json!({"filename": "a.pdf", "type": 3, "unique_id": 40}))?;
    let halo = link::halo(&mock);
    let error = halo.list::<Attachment>().all().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert_eq!(error.to_string(), "GET /Attachment: not sent: the parameter `ticket_id` is missing");
    assert_eq!(halo.list::<Attachment>().query("ticket_id", 7).all().await?, []);
    let of_client = halo.attachments().list_of_record(3, 40).all().await?;
    assert_eq!(of_client[0].filename.as_deref(), Some("a.pdf"));
    assert!(halo.attachments().list_of_record(3, 41).all().await?.is_empty());
    nothing_was_ignored(&mock);
    Ok(())
}

#[tokio::test]
async fn both_modes_of_a_download_give_the_same_file() -> Result<(), Error> {
    let mock = MockHalo::new();
    let small = mock.add_file(7, "s.txt", "text/plain", "hi")?;
    let large = mock.add_file(7, "l.bin", "application/octet-stream", [0xff_u8; 3000])?;
    mock.link_files_larger_than(1000);
    let halo = link::halo(&mock);
    let file = halo.attachments().download(small).await?;
    assert_eq!((&file.bytes[..], file.name.as_deref()), (&b"hi"[..], Some("s.txt")));
    let file = halo.attachments().download(large).await?;
    assert_eq!((file.bytes.len(), file.name.as_deref()), (3000, Some("l.bin")));
    assert_eq!(file.media_type.as_deref(), Some("application/octet-stream"));
    // The storage service refuses requests with a token, so that the second download proves that it got none.
    let saved = halo.attachments().download(large).save_to(halo_api::SaveTarget::writer(Vec::new())).await?;
    assert_eq!(saved.size, 3000);
    Ok(())
}

#[tokio::test]
async fn uploaded_files_are_linked_by_their_ids() -> Result<(), Error> {
    let mock = MockHalo::seed().record("tickets", json!({"id": 7, "summary": "Printer"})).build()?;
    let halo = link::halo(&mock);
    let first = halo.attachments().upload(File::new("a.pdf", PDF)).await?;
    let second = halo.attachments().upload(AttachmentWrite::file("b.csv", "1;2").staged()).await?;
    assert_eq!((first.ticket_id, second.ticket_id), (None, None));
    let staged = mock.requests().last().unwrap().body.clone().unwrap();
    let id = staged[0]["_tempid"].as_str().unwrap();
    assert!(staged[0]["_uploading"] == true && id.starts_with("__") && id.len() == 38, "{staged}");

    let files = [AttachmentInfoWrite::existing(first.id), AttachmentInfoWrite::uploaded(&second)];
    let note = ActionWrite::new().ticket_id(7).outcome("Note").note("See the files");
    let action = halo.actions().create(note.attachments(files)).await?;
    let linked = mock.requests().last().unwrap().body.clone().unwrap();
    let expected = json!([{"id": 1}, {"id": 2, "filename": "b.csv", "filesize": 3, "_uploading": false,
        "_tempid": null, "data_base64": null, "data": null}]);
    assert_eq!(linked[0]["attachments"], expected);
    let of_action = halo.attachments().list(7).action_id(action.id).all().await?;
    assert_eq!(of_action.iter().map(|file| i64::from(file.id)).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(action.attachment_count, Some(2));

    let by_content = TicketWrite::new().attachments([AttachmentInfoWrite::file("c.txt", "hi")]);
    halo.tickets().update(7, by_content).await?;
    let ticket = halo.tickets().get(7).include_details(true).await?;
    let files = ticket.attachments.unwrap();
    assert_eq!((files.len(), files[0].filename.as_deref(), files[0].file_size), (1, Some("c.txt"), Some(2)));
    assert_eq!(halo.attachments().download(files[0].id.unwrap()).await?.bytes, "hi");
    assert_eq!(halo.tickets().attachments(7).all().await?.len(), 3, "its own file and those of the action");
    nothing_was_ignored(&mock);
    Ok(())
}

#[tokio::test]
async fn an_image_comes_back_as_an_element_for_html() -> Result<(), Error> {
    let mock = MockHalo::seed().record("tickets", json!({"id": 7})).build()?;
    let halo = link::halo(&mock);
    let upload = halo.attachments().upload_image(File::new("load.png", PNG)).ticket_id(7).show_for_users(true);
    let parts = upload.clone().image_upload_key("k").preview().body.unwrap();
    assert_eq!(
        parts,
        json!([{"name": "image_upload_id", "text": "0"}, {"name": "ticket_id", "text": "7"},
            {"name": "image_upload_key", "text": "k"}, {"name": "showforusers", "text": "true"},
            {"name": "file", "file_name": "load.png", "media_type": "image/png", "size": 8}])
    );
    let image = upload.await?;
    let (link, html) = (image.link.clone().unwrap(), image.html("Load \"<by>\" hour").unwrap());
    assert_eq!(html, format!("<img src=\"{link}\" alt=\"Load &quot;&lt;by&gt;&quot; hour\">"));
    let shown = mock.send(http::Request::get(&link).body(Bytes::new()).unwrap()).await.unwrap();
    assert_eq!(shown.body(), PNG);

    let stored = halo.tickets().attachments(7).all().await?.remove(0);
    assert_eq!((stored.is_image, stored.show_for_users), (Some(true), Some(true)));
    let guid = mock.records("attachments")?[0]["guid"].as_str().unwrap().to_owned();
    assert_eq!(halo.attachments().download_image(&*guid).await?.bytes, PNG);
    halo.attachments().delete_image(&*guid).await?;
    assert!(halo.attachments().download_image(guid).await.unwrap_err().is_not_found());
    nothing_was_ignored(&mock);
    Ok(())
}

#[tokio::test]
async fn documents_belong_to_no_ticket() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let made = halo.attachments().create_document(AttachmentWrite::file("price list.pdf", PDF)).await?;
    assert_eq!(halo.attachments().download(made.id).await?.bytes, PDF);
    halo.attachments().delete_document(made.id).await?;
    assert_eq!(mock.records("attachments")?, Vec::<Value>::new());
    Ok(())
}

/// The story of an integration that turns an alert into a ticket, with a report and a picture of the load.
#[tokio::test]
async fn an_alert_becomes_a_ticket_with_a_pdf_and_an_inline_image() -> Result<(), Error> {
    let mock = MockHalo::seed()
        .record("clients", json!({"id": 12, "name": "Harbour Dental"}))
        .record("outcomes", json!({"id": 4, "outcome": "Note"}))
        .build()?;
    let halo = link::halo(&mock);
    // The report is there before the ticket; the token of the first attempt has run out.
    mock.fault(Fault::expired_token().on("/api/Attachment"));
    let report = halo.attachments().upload(File::new("disk.pdf", PDF)).await?;
    let new = TicketWrite::new()
        .summary("Disk C: is full")
        .client_id(12)
        .attachments([AttachmentInfoWrite::existing(report.id)]);
    let ticket = halo.tickets().create(new).await?;

    // Images are those of the text of an action.
    let image = halo.attachments().upload_image(File::new("load.png", PNG)).ticket_id(ticket.id).await?;
    let html = format!("<p>The last hour:</p>{}", image.html("Load").unwrap());
    let note = ActionWrite::new().ticket_id(ticket.id).outcome("Note").note_html(html.clone());
    let action = halo.actions().create(note).await?;

    let ticket = halo.tickets().get(ticket.id).include_details(true).await?;
    assert_eq!(ticket.attachments.unwrap()[0].filename.as_deref(), Some("disk.pdf"));
    let action = halo.actions().get(ticket.id, action.id).await?;
    assert_eq!(action.note_html.as_deref(), Some(&*html));
    let mut files = halo.tickets().attachments(ticket.id).stream();
    let mut names = Vec::new();
    while let Some(file) = files.try_next().await? {
        names.push((file.filename.unwrap_or_default(), halo.attachments().download(file.id).await?.bytes));
    }
    assert_eq!(
        names,
        [("disk.pdf".to_owned(), Bytes::from_static(PDF)), ("load.png".to_owned(), Bytes::from_static(PNG))]
    );
    let uploads = mock
        .requests()
        .into_iter()
        .filter(|request| request.method == Method::POST && request.path == "/api/Attachment");
    assert_eq!(uploads.count(), 2, "one attempt that was refused, and one that was not");

    // An upload whose response is lost is not repeated.
    mock.fault(Fault::dropped().on("/api/Attachment"));
    let error = halo.attachments().upload(File::new("disk.pdf", PDF)).await.unwrap_err();
    assert!(error.is_outcome_unknown());
    nothing_was_ignored(&mock);
    Ok(())
}
