//! Files that are sent to the mock and downloaded from it.

use halo_api::http::header;
use halo_api::mock::{Fault, MockHalo, MockResponse};
use halo_api::{Error, File, Method, Multipart, SaveTarget};
use serde_json::json;

use crate::link;

const PDF: &[u8] = b"%PDF-1.7\n\xff\x00--";

#[tokio::test]
async fn a_form_arrives_with_its_file_byte_for_byte() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.route(Method::POST, "/Attachment/image", |request| {
        let form =
            request.content_type.as_deref().is_some_and(|kind| kind.starts_with("multipart/form-data; boundary="));
        let file = request.bytes.windows(PDF.len()).any(|window| window == PDF);
        json!([{"link": format!("https://mock.halopsa.example/{form}/{file}")}])
    });
    let halo = link::halo(&mock);
    let form = || Multipart::new().text("ticket_id", 7).file("file", File::new("a.pdf", PDF));
    let stored = halo.request(Method::POST, "/Attachment/image").multipart(form()).await?;
    assert_eq!(stored[0]["link"], "https://mock.halopsa.example/true/true");

    mock.fault(Fault::dropped().on("/api/Attachment/image"));
    let error = halo.request(Method::POST, "/Attachment/image").multipart(form()).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
    mock.fault(Fault::expired_token().on("/api/Attachment/image"));
    mock.fault(Fault::status(429).on("/api/Attachment/image"));
    halo.request(Method::POST, "/Attachment/image").multipart(form()).await?;
    Ok(())
}

#[tokio::test]
async fn a_file_comes_with_its_name() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.route(Method::GET, "/Attachment/{id}", |_| {
        MockResponse::bytes("application/pdf", PDF)
            .header(header::CONTENT_DISPOSITION, "attachment; filename=\"x.pdf\"; filename*=UTF-8''..%2F%C3%9C.pdf")
    });
    let halo = link::halo(&mock);
    for fault in [Fault::cut_body(), Fault::status(503)] {
        mock.fault(fault.on("/api/Attachment/7"));
        let file = halo.request(Method::GET, "/Attachment/7").download().await?;
        assert_eq!((file.name.as_deref(), file.media_type.as_deref()), (Some("Ü.pdf"), Some("application/pdf")));
        assert_eq!(file.bytes, PDF);
    }
    let saved = halo.request(Method::GET, "/Attachment/7").save_to(SaveTarget::writer(Vec::new())).await?;
    assert_eq!((saved.size, saved.name.as_deref()), (PDF.len() as u64, Some("Ü.pdf")));
    Ok(())
}
