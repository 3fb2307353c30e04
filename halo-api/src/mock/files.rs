//! Files: uploads as base64 or in parts, lists by ticket, and downloads as bytes or by a link.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, Uri, header};
use serde_json::{Value, json};

use super::answer::{ParsedRequest, Refusal, bytes_reply, empty, json_reply};
use super::own_entities::FILES;
use super::record::FILE;
use super::scopes::grants;
use super::store::{Key, Record};
use super::{MockHalo, State, multipart};
use crate::Error;
use crate::catalog::EntityInfo;

/// The path of the storage service that links lead to.
const STORAGE: &str = "/storage/";
/// Its host, where the mock has no address.
const STORAGE_HOST: &str = "files.mock.halopsa.example";
/// The path of images that are sent in parts.
const IMAGES: &str = "/api/Attachment/image";

impl MockHalo {
    /// Adds a file to a ticket, and returns its id.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config): the catalog has no files.
    pub fn add_file(
        &self,
        ticket_id: impl Into<i64>,
        name: impl Into<String>,
        media_type: impl Into<String>,
        bytes: impl AsRef<[u8]>,
    ) -> Result<i64, Error> {
        let (name, media_type): (String, String) = (name.into(), media_type.into());
        let stored = self.insert(
            "attachments",
            json!({
                "ticket_id": ticket_id.into(),
                "filename": name,
                "content_type": media_type,
                "filesize": bytes.as_ref().len(),
                FILE: STANDARD.encode(bytes),
            }),
        )?;
        Ok(stored["id"].as_i64().unwrap_or_default())
    }

    /// Makes downloads of files that are larger than this a link to a storage service, as Halo does with large files.
    ///
    /// The service is another host. It takes whoever has the link, and refuses requests that have a token.
    pub fn link_files_larger_than(&self, bytes: usize) {
        self.lock().linked_files = Some(bytes);
    }
}

impl State {
    /// The download of a file: its bytes, with its name in a header, or a link to them.
    pub(super) fn file(&mut self, entity: &'static EntityInfo, asked: &ParsedRequest<'_>, id: &str) -> Response<Bytes> {
        let key = match Self::key_from_path(entity, asked, id, "reading") {
            Ok(key) => key,
            Err(refusal) => return refusal.reply(),
        };
        let limit = self.linked_files;
        let Some(record) = self.table(entity).find(&key) else { return Refusal::NotFound.reply() };
        let bytes = contents(record);
        if limit.is_some_and(|limit| bytes.len() > limit) {
            return json_reply(StatusCode::OK, &json!({"link": link(asked.uri, &key)}));
        }
        download(record, bytes)
    }

    /// What the storage service responds with, if the request is for it.
    pub(super) fn storage(&self, request: &Request<Bytes>) -> Option<Response<Bytes>> {
        let id = request.uri().path().strip_prefix(STORAGE)?;
        if request.headers().contains_key(header::AUTHORIZATION) {
            return Some(empty(StatusCode::BAD_REQUEST));
        }
        let key: Key = vec![id.to_owned()];
        let query = request.uri().query().unwrap_or_default();
        if !query.split('&').any(|pair| pair.strip_prefix("signature=") == Some(signature(&key).as_str())) {
            return Some(empty(StatusCode::FORBIDDEN));
        }
        let entity = self.entity_at(FILES)?;
        let record = self.tables.get(entity.plural).and_then(|table| table.find(&key));
        Some(record.map_or_else(|| empty(StatusCode::NOT_FOUND), |record| download(record, contents(record))))
    }

    /// The response to an image in parts: it is stored, and the response has a link to it.
    pub(super) fn image(&mut self, request: &Request<Bytes>, scopes: &str) -> Option<Response<Bytes>> {
        if request.method() != http::Method::POST || !request.uri().path().eq_ignore_ascii_case(IMAGES) {
            return None;
        }
        let entity = self.entity_at(FILES)?;
        if self.enforces_scopes && !grants(scopes, "edit:tickets") {
            return Some(empty(StatusCode::FORBIDDEN));
        }
        let Some(parts) = multipart::parts(request) else { return Some(empty(StatusCode::UNSUPPORTED_MEDIA_TYPE)) };
        let Some(file) = parts.iter().find(|part| part.file_name.is_some()) else {
            return Some(Refusal::Bad("A file must be included".into()).reply());
        };
        let mut record = Record::new();
        let text = |name: &str| parts.iter().find(|part| part.name == name).map(multipart::Part::text);
        if let Some(ticket) = text("ticket_id").and_then(|id| id.parse::<i64>().ok()) {
            record.insert("ticket_id".into(), ticket.into());
        }
        record.insert("filename".into(), file.file_name.clone().into());
        record.insert("content_type".into(), file.media_type.clone().into());
        record.insert("isimage".into(), true.into());
        record.insert("showforusers".into(), (text("showforusers").as_deref() == Some("true")).into());
        record.insert("filesize".into(), file.bytes.len().into());
        record.insert(FILE.into(), STANDARD.encode(&file.bytes).into());
        let key = self.insert(entity, record).ok()?;
        Some(json_reply(StatusCode::OK, &json!({"link": link(request.uri(), &key)})))
    }

    /// Gives files that a ticket or an action names, as `attachments: [{id}]`, to it.
    pub(super) fn attach(&mut self, sent: &Record, ticket: &Value, action: Option<i64>) {
        let Some(entity) = self.entity_at(FILES) else { return };
        let elements = sent.get("attachments").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        for id in elements.iter().filter_map(|element| element.get("id")) {
            let mut change = Record::new();
            change.insert("ticket_id".into(), ticket.clone());
            change.extend(action.map(|action| ("action_id".to_owned(), action.into())));
            self.table(entity).merge(&vec![super::store::text(id)], change);
        }
    }
}

/// The bytes of a file, with its media type and its name.
fn download(record: &Record, bytes: Vec<u8>) -> Response<Bytes> {
    let text = |name: &str| record.get(name).and_then(Value::as_str);
    let mut response = bytes_reply(StatusCode::OK, "application/octet-stream", bytes);
    if let Some(kind) = text("content_type").and_then(|kind| HeaderValue::try_from(kind).ok()) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    let name = text("filename").unwrap_or("file").replace(['"', '\\'], "_");
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// The decoded bytes of a base64 text or a data URL.
fn contents(record: &Record) -> Vec<u8> {
    let text = record.get(FILE).and_then(Value::as_str).unwrap_or_default();
    let data = text.split_once(";base64,").map_or(text, |(_, data)| data);
    STANDARD.decode(data).unwrap_or_default()
}

/// How many bytes a file has that was sent as base64.
pub(super) fn size(record: &Record) -> usize {
    contents(record).len()
}

/// A link to the storage service, which is another host than the one that was asked.
fn link(asked: &Uri, key: &Key) -> String {
    let port = asked.port().map(|port| format!(":{port}")).unwrap_or_default();
    let host = match asked.host() {
        Some("127.0.0.1") => format!("http://localhost{port}"),
        Some("localhost") => format!("http://127.0.0.1{port}"),
        _ => format!("https://{STORAGE_HOST}"),
    };
    format!("{host}{STORAGE}{}?signature={}", key.join(","), signature(key))
}

fn signature(key: &Key) -> String {
    let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    format!("{:016x}", key.join(",").bytes().fold(0xcbf2_9ce4_8422_2325, fnv))
}
