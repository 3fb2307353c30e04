//! Files: uploads, lists, and downloads in both ways.

use halo_api::actions::ActionWrite;
use halo_api::bytes::Bytes;
use halo_api::mock::MockHalo;
use halo_api::transport::Transport;
use halo_api::{Error, File, Halo, Method, Multipart, StatusCode, http};
use serde_json::{Value, json};

use crate::link;

async fn upload(halo: &Halo, file: Value) -> Result<Value, Error> {
    halo.request(Method::POST, "/Attachment").json(&json!([file])).send().await
}

/// Fetches a URL without a token, or with one.
async fn fetch(mock: &MockHalo, url: &str, token: Option<&str>) -> http::Response<Bytes> {
    let request = http::Request::get(url);
    let request = token.into_iter().fold(request, |request, token| request.header("authorization", token));
    mock.send(request.body(Bytes::new()).unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_file_is_uploaded_listed_by_ticket_and_downloaded() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let pdf = json!({"ticket_id": 7, "filename": "a \"b\".pdf", "content_type": "application/pdf", "data_base64": "JVBERi3/"});
    let made = upload(&halo, pdf).await?;
    assert_eq!((&made["id"], &made["filesize"], made.get("data_base64")), (&json!(1), &json!(6), None));
    upload(&halo, json!({"ticket_id": 8, "filename": "b.txt", "data_base64": "data:text/plain;base64,aGk="})).await?;

    let listed = halo.request(Method::GET, "/Attachment").query("ticket_id", 7).await?;
    assert_eq!(
        (&listed["attachments"][0]["id"], &listed["attachments"][1], &listed["folders"]),
        (&json!(1), &Value::Null, &json!([]))
    );
    let unscoped = halo.request(Method::GET, "/Attachment").await?;
    assert_eq!(unscoped["attachments"], json!([]), "the list needs a ticket");

    let file = halo.request(Method::GET, "/Attachment/1").download().await?;
    assert_eq!((&file.bytes[..], file.media_type.as_deref()), (&b"%PDF-\xff"[..], Some("application/pdf")));
    halo.request(Method::DELETE, "/Attachment/1").send::<Value>().await?;
    assert!(halo.request(Method::GET, "/Attachment/1").bytes().await.unwrap_err().is_not_found());
    mock.assert_no_unknown_fields();
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn a_large_file_comes_as_a_link_to_another_host_that_wants_no_token() -> Result<(), Error> {
    let mock = MockHalo::new();
    let small = mock.add_file(7, "s.txt", "text/plain", "hi")?;
    let large = mock.add_file(7, "l.bin", "application/octet-stream", [0xff_u8; 3000])?;
    mock.link_files_larger_than(1000);
    let halo = link::halo(&mock);
    assert_eq!(halo.request(Method::GET, format!("/Attachment/{small}")).bytes().await?, "hi");
    let reply = halo.request(Method::GET, format!("/Attachment/{large}")).await?;
    let url = reply["link"].as_str().unwrap();
    let file = halo.request(Method::GET, format!("/Attachment/{large}")).download().await?;
    assert_eq!((file.bytes.len(), file.name.as_deref()), (3000, Some("l.bin")));
    assert_eq!(
        fetch(&mock, url, Some("Bearer x")).await.status(),
        StatusCode::BAD_REQUEST,
        "two ways of authorization"
    );
    let (unsigned, _) = url.split_once('?').unwrap();
    assert_eq!(fetch(&mock, unsigned, None).await.status(), StatusCode::FORBIDDEN);
    Ok(())
}

#[tokio::test]
async fn a_file_without_a_ticket_is_attached_later() -> Result<(), Error> {
    let mock = MockHalo::seed().record("tickets", json!({"id": 7})).build()?;
    let halo = link::halo(&mock);
    let made = upload(&halo, json!({"filename": "a.txt", "data_base64": "aGk="})).await?;
    let write = ActionWrite::new().ticket_id(7).note("See the file").outcome("Note");
    halo.actions().create(write.set("attachments", json!([{"id": made["id"]}]))).await?;
    let of_action =
        |action: i64| halo.request(Method::GET, "/Attachment").query("ticket_id", 7).query("action_id", action);
    assert_eq!(of_action(1).await?["attachments"][0]["id"], made["id"]);
    assert_eq!(of_action(2).await?["attachments"], json!([]));
    let stored = &mock.records("attachments")?[0];
    assert_eq!((&stored["ticket_id"], &stored["action_id"]), (&json!(7), &json!(1)));
    Ok(())
}

#[tokio::test]
async fn an_image_is_sent_in_parts_and_comes_back_as_a_link() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let image = File::new("i.png", &b"\x89PNG\r\n--x"[..]);
    let form = Multipart::new().text("ticket_id", 7).text("image_upload_id", 0).file("file", image);
    let reply: Value = halo.request(Method::POST, "/Attachment/image").multipart(form).send().await?;
    let image = fetch(&mock, reply["link"].as_str().unwrap(), None).await;
    assert_eq!(
        (&image.body()[..], &image.headers()["content-type"]),
        (&b"\x89PNG\r\n--x"[..], &"image/png".parse().unwrap())
    );
    assert_eq!(mock.records("attachments")?[0]["ticket_id"], 7);
    let error = halo.request(Method::POST, "/Attachment/image").json(&json!({})).send::<Value>().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::UNSUPPORTED_MEDIA_TYPE));

    mock.accept_api_key("key");
    let post = |kind: &str, body: Vec<u8>| {
        let request =
            http::Request::post("https://mock.halopsa.example/api/Attachment/image").header("x-halo-api-key", "key");
        request.header("content-type", kind).body(Bytes::from(body)).unwrap()
    };
    for odd in ["----", "--xy--xy--xy", "", "--xy\r\n\r\n--xy"] {
        for boundary in ["xy", "--", ""] {
            let kind = format!("multipart/form-data; boundary={boundary}");
            let response = mock.send(post(&kind, odd.into())).await.unwrap();
            assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{odd} {boundary}");
        }
    }
    Ok(())
}
