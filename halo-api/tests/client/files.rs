//! Files that are sent and downloaded, in memory and over a socket.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use halo_api::http::{Response, StatusCode, header};
use halo_api::{Download, Error, ErrorKind, File, Method, Multipart, SaveTarget, StopReason};
use serde_json::{Value, json};

use crate::files_server::{Answer, Sent, Server, both};

/// Bytes of every value, without a period that chunks could hide.
fn pdf(size: usize) -> Bytes {
    let mut state = 7_u64;
    let mut bytes: Vec<u8> = b"%PDF-1.7\n".to_vec();
    while bytes.len() < size {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        bytes.push(state.to_be_bytes()[0]);
    }
    bytes.into()
}

fn file(bytes: impl Into<Bytes>, headers: &[(&str, &str)]) -> Response<Bytes> {
    let mut response = Response::new(bytes.into());
    for (name, value) in headers {
        let name = header::HeaderName::from_bytes(name.as_bytes()).unwrap();
        response.headers_mut().append(name, value.parse().unwrap());
    }
    response
}

fn json_of(value: &Value) -> Response<Bytes> {
    file(value.to_string(), &[("content-type", "application/json; charset=utf-8")])
}

fn redirect(to: &str) -> Response<Bytes> {
    let mut response = file("", &[("location", to)]);
    *response.status_mut() = StatusCode::FOUND;
    response
}

fn forbidden(body: &'static str) -> Response<Bytes> {
    let mut response = file(body, &[]);
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}

/// The parts of a form as a server reads them: name, file name, media type, content.
type Parts = Vec<(String, Option<String>, Option<String>, Vec<u8>)>;

fn parts(sent: &Sent) -> Parts {
    let boundary = sent.header("content-type").strip_prefix("multipart/form-data; boundary=").unwrap().to_owned();
    let mut rest: &[u8] = &sent.body;
    let mut parts = Vec::new();
    let start = format!("--{boundary}\r\n");
    while let Some(part) = rest.strip_prefix(start.as_bytes()) {
        let head_end = find(part, b"\r\n\r\n").unwrap();
        let head = String::from_utf8(part[..head_end].to_vec()).unwrap();
        let content = &part[head_end + 4..];
        let end = find(content, format!("\r\n--{boundary}").as_bytes()).unwrap();
        let value = |name: &str| {
            let (_, after) = head.split_once(&format!(" {name}=\""))?;
            Some(after.split_once('"')?.0.to_owned())
        };
        let media_type = head.lines().find_map(|line| line.strip_prefix("Content-Type: ")).map(str::to_owned);
        parts.push((value("name").unwrap(), value("filename"), media_type, content[..end].to_vec()));
        rest = &content[end + 2..];
    }
    assert_eq!(rest, format!("--{boundary}--\r\n").as_bytes());
    parts
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == wanted[0]) {
        if bytes[from + at..].starts_with(wanted) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

#[tokio::test]
async fn a_pdf_of_5_mb_is_uploaded_byte_for_byte() {
    let bytes = pdf(5 * 1024 * 1024);
    for server in both(|_| Answer::Response(json_of(&json!([{"id": 9, "filename": "report.pdf"}])))) {
        let form = Multipart::new().text("ticket_id", 54321).file("file", File::new("report.pdf", bytes.clone()));
        let request = server.halo().request(Method::POST, "/Attachment/upload").query("type", 1).multipart(form);
        assert_eq!(
            request.preview().body,
            Some(
                json!([{"name": "ticket_id", "text": "54321"}, {"name": "file", "file_name": "report.pdf", "media_type": "application/pdf", "size": 5_242_880}])
            )
        );
        let made: Value = request.send::<BTreeMap<String, Value>>().await.unwrap()["id"].clone();
        assert_eq!(made, 9);
        let sent = server.last();
        assert_eq!((sent.method.as_str(), sent.target.as_str()), ("POST", "/api/Attachment/upload?type=1"));
        assert_eq!(sent.header("content-length"), sent.body.len().to_string());
        let found = parts(&sent);
        assert_eq!(found[0], ("ticket_id".to_owned(), None, None, b"54321".to_vec()));
        assert_eq!(
            (&found[1].0[..], found[1].1.as_deref(), found[1].2.as_deref()),
            ("file", Some("report.pdf"), Some("application/pdf"))
        );
        assert!(found[1].3 == bytes && found.len() == 2, "{} bytes", found[1].3.len());
    }
}

#[tokio::test]
async fn an_inline_image_gives_a_link() {
    let png = Bytes::from_static(b"\x89PNG\r\n\x1a\n--boundary\r\n\0");
    for server in
        both(|_| Answer::Response(json_of(&json!({"link": "https://acme.halopsa.com/api/Attachment/image?id=7"}))))
    {
        let form = Multipart::new()
            .text("ticket_id", 54321)
            .text("image_upload_id", "0")
            .text("image_upload_key", "9a27")
            .text("showforusers", true)
            .file("file", File::new("Größe \"1\"\r\n.png", png.clone()));
        let stored = server.halo().request(Method::POST, "/Attachment/image").multipart(form).await.unwrap();
        assert_eq!(stored["link"], "https://acme.halopsa.com/api/Attachment/image?id=7");
        let found = parts(&server.last());
        let texts: Vec<_> =
            found[..4].iter().map(|(name, .., text)| (name.as_str(), std::str::from_utf8(text).unwrap())).collect();
        assert_eq!(
            texts,
            [("ticket_id", "54321"), ("image_upload_id", "0"), ("image_upload_key", "9a27"), ("showforusers", "true")]
        );
        assert_eq!(found[4].1.as_deref(), Some("Größe %221%22%0D%0A.png"));
        assert_eq!(found[4].3, png);
    }
}

#[tokio::test]
async fn an_interrupted_upload_is_in_doubt_and_one_that_was_not_sent_is_repeated() {
    let form = || Multipart::new().file("file", File::new("a.pdf", pdf(200_000)));
    for server in both(|_| Answer::Broken) {
        let error = server.halo().request(Method::POST, "/Attachment/upload").multipart(form()).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.stop_reason()),
            (ErrorKind::OutcomeUnknown, Some(StopReason::Unsafe)),
            "{error}"
        );
        assert_eq!(server.uploads(), 1);
    }
    for server in both(|_| Answer::Response(json_of(&json!({"id": 1})))) {
        server.refuse(2);
        server.halo().request(Method::POST, "/Attachment/upload").multipart(form()).await.unwrap();
        assert_eq!(parts(&server.last())[0].3, pdf(200_000), "the bytes are kept for another attempt");
    }
}

#[tokio::test]
async fn a_media_type_with_line_ends_is_not_sent() {
    for server in both(|_| Answer::Broken) {
        let form = Multipart::new().file("file", File::new("a.pdf", "x").with_media_type("image/png\r\nX-Evil: 1"));
        let request = server.halo().request(Method::POST, "/Attachment/image").multipart(form);
        assert!(request.preview().fault.unwrap().contains("media type"));
        assert_eq!(request.await.unwrap_err().kind(), ErrorKind::Config);
        assert_eq!(server.uploads(), 0);
    }
}

#[tokio::test]
async fn a_file_is_downloaded_in_both_modes_byte_for_byte() {
    let bytes = pdf(5 * 1024 * 1024);
    let content = bytes.clone();
    for server in both(move |sent| {
        Answer::Response(match sent.path() {
            "/api/Attachment/7" => {
                let disposition = "attachment; filename=\"x.pdf\"; filename*=UTF-8''R%C3%A9sum%C3%A9.pdf";
                file(content.clone(), &[("content-type", "application/pdf; x=y"), ("content-disposition", disposition)])
            }
            "/api/Attachment/8" => json_of(&json!({"link": sent.url("/store/a%20b.pdf?sig=secretsecret")})),
            "/api/Attachment/9" => json_of(&json!([{"Link": sent.url("/store/named?sig=secretsecret")}])),
            "/store/a%20b.pdf" => file(content.clone(), &[("content-type", "binary/octet-stream")]),
            "/store/named" => file(content.clone(), &[("content-disposition", "inline; filename=../named.pdf")]),
            other => panic!("{other}"),
        })
    }) {
        for (id, name, media_type) in [
            (7, "Résumé.pdf", Some("application/pdf")),
            (8, "a b.pdf", Some("binary/octet-stream")),
            (9, "named.pdf", None),
        ] {
            let request = || server.halo().request(Method::GET, format!("/Attachment/{id}"));
            let Download { bytes: got, name: called, media_type: kind, .. } = request().download().await.unwrap();
            assert!(got == bytes, "{id}: {} bytes", got.len());
            assert_eq!((called.as_deref(), kind.as_deref()), (Some(name), media_type), "{id}");

            let folder = folder(id, server.is_socket());
            let path = folder.join("saved.pdf");
            std::fs::write(&path, "what was there").unwrap();
            let saved = request().save_to(path.as_path()).await.unwrap();
            assert_eq!(
                (saved.size, saved.name.as_deref(), saved.media_type.as_deref()),
                (5_242_880, Some(name), media_type)
            );
            assert!(std::fs::read(&path).unwrap() == bytes, "{id}");
            let written = Buffer::default();
            request().save_to(SaveTarget::writer(written.clone())).await.unwrap();
            assert!(*written.0.lock().unwrap() == bytes, "{id}");
            assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");
            std::fs::remove_dir_all(folder).unwrap();
        }
        let of_store: Vec<_> = server.sent().into_iter().filter(|sent| sent.path().starts_with("/store/")).collect();
        assert_eq!(of_store.len(), 6);
        for sent in of_store {
            assert!(
                !sent.headers.contains_key("authorization") && !sent.headers.contains_key("cookie"),
                "{:?}",
                sent.headers
            );
            assert!(!sent.headers.contains_key("x-gateway"), "headers of the client are for Halo");
        }
    }
}

#[tokio::test]
async fn links_take_no_permit_of_the_rate_limit() {
    for server in both(|sent| {
        Answer::Response(match sent.path() {
            "/api/Attachment/8" => json_of(&json!({"link": sent.url("/store/x")})),
            _ => file("x", &[]),
        })
    }) {
        let halo = server.halo();
        halo.request(Method::GET, "/Attachment/8").download().await.unwrap();
        assert_eq!(halo.rate_status().used, 1);
    }
}

#[tokio::test]
async fn redirects_of_links_are_followed_as_far_as_they_are_safe() {
    for server in both(|sent| {
        let next = |n: u32| redirect(&sent.url(&format!("/hop/{n}")));
        Answer::Response(match sent.path() {
            "/api/Attachment/1" => json_of(&json!({"link": sent.url("/hop/5")})),
            "/api/Attachment/2" => json_of(&json!({"link": sent.url("/hop/6")})),
            "/api/Attachment/3" => json_of(&json!({"link": sent.url("/loop")})),
            "/api/Attachment/4" => json_of(&json!({"link": sent.url("/to-http")})),
            "/api/Attachment/5" => json_of(&json!({"link": "http://files.example/a"})),
            "/api/Attachment/6" => json_of(&json!({"link": sent.url("/relative/x")})),
            "/api/Attachment/7" => json_of(&json!({"link": sent.url("/to-file")})),
            "/api/Attachment/8" => json_of(&json!({"link": sent.url("/nowhere")})),
            "/hop/0" => file("end", &[]),
            "/loop" => redirect("/loop"),
            "/to-http" => redirect("http://files.example/a?sig=hush"),
            "/to-file" => redirect("file:///etc/passwd"),
            "/nowhere" => {
                let mut response = redirect("/x");
                response.headers_mut().clear();
                response
            }
            "/relative/x" => redirect("../hop/1"),
            path => next(path.strip_prefix("/hop/").unwrap().parse::<u32>().unwrap() - 1),
        })
    }) {
        let get = async |id: u32| server.halo().request(Method::GET, format!("/Attachment/{id}")).download().await;
        assert_eq!(get(1).await.unwrap().bytes, "end", "five redirects");
        assert_eq!(get(6).await.unwrap().bytes, "end");
        let failed = async |id: u32, kind: ErrorKind, word: &str| {
            let error: Error = get(id).await.unwrap_err();
            assert_eq!(error.kind(), kind, "{id}: {error}");
            assert!(error.to_string().contains(word) && !format!("{error:?}").contains("hush"), "{id}: {error}");
        };
        failed(2, ErrorKind::Redirect, "more than 5 redirects").await;
        failed(3, ErrorKind::Redirect, "more than 5 redirects").await;
        failed(4, ErrorKind::Redirect, "https").await;
        failed(5, ErrorKind::Decode, "does not begin with https://").await;
        failed(7, ErrorKind::Redirect, "https").await;
        failed(8, ErrorKind::Redirect, "no location").await;
        assert!(server.sent().iter().all(|sent| !sent.target.contains("files.example")));
    }
}

#[tokio::test]
async fn a_redirect_leads_from_https_to_https_only() {
    let server = Server::memory(|sent| {
        Answer::Response(match (sent.host.as_str(), sent.path()) {
            (_, "/api/Attachment/1") => {
                json_of(&json!({"link": "https://files.example/a?X-Amz-Signature=hushhushhush"}))
            }
            (_, "/api/Attachment/2") => json_of(&json!({"link": "https://files.example/b"})),
            ("files.example", "/a") => redirect("https://mirror.example/a"),
            ("files.example", "/b") => redirect("http://127.0.0.1:8080/admin"),
            ("mirror.example", "/a") => file("far", &[]),
            (host, path) => panic!("{host}{path}"),
        })
    });
    let get = async |id: u32| server.halo().request(Method::GET, format!("/Attachment/{id}")).download().await;
    assert_eq!(get(1).await.unwrap().bytes, "far");
    let error = get(2).await.unwrap_err();
    assert!(error.kind() == ErrorKind::Redirect && error.to_string().contains("away from https"), "{error}");
}

#[tokio::test]
async fn an_expired_link_says_so_and_shows_no_signature() {
    for server in both(|sent| {
        Answer::Response(match sent.path() {
            "/api/Attachment/1" => json_of(&json!({"link": sent.url("/store/x?sig=hush-hush-hush")})),
            _ => forbidden("<Error><SignatureProvided>hush-hush-hush</SignatureProvided></Error>"),
        })
    }) {
        let error = server.halo().request(Method::GET, "/Attachment/1").download().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Forbidden);
        assert!(error.to_string().contains("may have expired"), "{error}");
        assert!(!format!("{error:?} {error} {:?}", error.body()).contains("hush"), "{error:?}");
    }
}

#[tokio::test]
async fn downloads_are_bounded_and_the_bound_can_be_moved() {
    for server in both(|sent| {
        Answer::Response(match sent.path() {
            "/api/Attachment/8" => json_of(&json!({"link": sent.url("/store/x")})),
            _ => file(pdf(100_000), &[("content-type", "application/pdf")]),
        })
    }) {
        for id in [7, 8] {
            let request = |most: u64| server.halo().request(Method::GET, format!("/Attachment/{id}")).max_bytes(most);
            assert_eq!(request(100_000).download().await.unwrap().bytes.len(), 100_000);
            let error = request(99_999).download().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::TooLarge, "{error}");
            assert!(error.to_string().contains("more than 99999 bytes; max_bytes"), "{error}");
            let folder = folder(id + 20, server.is_socket());
            let error = request(99_999).save_to(folder.join("x")).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::TooLarge);
            assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "no part is left");
            std::fs::remove_dir_all(folder).unwrap();
        }
        let error = server.halo().tickets().get(1).max_bytes(99_999).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge, "typed requests have the same bound");
    }
}

#[tokio::test]
async fn a_cut_download_is_repeated_to_a_file_and_not_to_a_writer() {
    for server in both(|sent| match sent.earlier {
        0 => Answer::Cut(file(pdf(300_000), &[("content-type", "application/pdf")])),
        _ => Answer::Response(file(pdf(200_000), &[("content-type", "application/pdf")])),
    }) {
        let folder = folder(40, server.is_socket());
        let path = folder.join("x.pdf");
        let saved = server.halo().request(Method::GET, "/Attachment/7").save_to(path.clone()).await.unwrap();
        assert_eq!(saved.size, 200_000);
        assert!(std::fs::read(path).unwrap() == pdf(200_000), "nothing of the first attempt is left");
        std::fs::remove_dir_all(folder).unwrap();
        if server.is_socket() {
            // In memory, no part of a body arrives before it is cut.
            let written = Buffer::default();
            let target = SaveTarget::writer(written.clone());
            let error = server.halo().request(Method::GET, "/Attachment/8").save_to(target).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Io, "{error}");
            assert!(!written.0.lock().unwrap().is_empty());
        }
    }
}

#[tokio::test]
async fn a_target_that_cannot_be_written_is_an_error_and_no_reason_to_ask_again() {
    for server in both(|_| Answer::Response(file(pdf(1000), &[("content-type", "application/pdf")]))) {
        let error = server.halo().request(Method::GET, "/Attachment/7").save_to("/nowhere/at/all/x").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Io, "{error}");
        assert!(std::error::Error::source(&error).is_some());
        let full = SaveTarget::writer(Full);
        let error = server.halo().request(Method::GET, "/Attachment/7").save_to(full).await.unwrap_err();
        assert!(error.to_string().contains("no space"), "{error}");
        let asked = server.sent().iter().filter(|sent| sent.path() == "/api/Attachment/7").count();
        assert_eq!(asked, 2);
    }
}

#[tokio::test]
async fn a_sign_in_page_is_not_a_file() {
    for server in both(|sent| {
        let html = ("content-type", "text/html");
        Answer::Response(match sent.path() {
            "/api/Attachment/7" => file("<html><title>Sign in</title></html>", &[html]),
            "/api/Attachment/8" => file("<html>", &[html, ("content-disposition", "attachment; filename=a.html")]),
            _ => file(r#"{"rows": 1}"#, &[("content-type", "application/json")]),
        })
    }) {
        let get = |id: u32| server.halo().request(Method::GET, format!("/Attachment/{id}"));
        let error = get(7).download().await.unwrap_err();
        assert!(error.kind() == ErrorKind::Decode && error.to_string().contains("Sign in"), "{error}");
        assert_eq!(get(8).download().await.unwrap().name.as_deref(), Some("a.html"));
        assert_eq!(get(9).download().await.unwrap().bytes, r#"{"rows": 1}"#, "JSON without a link is a file");
        let written = Buffer::default();
        assert_eq!(get(9).save_to(SaveTarget::writer(written.clone())).await.unwrap().size, 11);
        assert_eq!(*written.0.lock().unwrap(), br#"{"rows": 1}"#);
    }
}

#[tokio::test]
async fn a_timeout_is_for_both_requests_of_a_download() {
    let server = Server::socket(|sent| match sent.path() {
        "/api/Attachment/8" => Answer::Response(json_of(&json!({"link": sent.url("/store/x")}))),
        _ => Answer::Silent,
    });
    let request = server.halo().request(Method::GET, "/Attachment/8").timeout(Duration::from_millis(300));
    let error = request.download().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(error.endpoint().unwrap().contains("/store/x"), "{error}");
}

/// A writer that a test can read.
#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::other("no space"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An empty folder of a test.
fn folder(id: u32, is_socket: bool) -> std::path::PathBuf {
    let name = format!("halo-api-files-{}-{id}-{is_socket}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir(&folder).unwrap();
    folder
}
