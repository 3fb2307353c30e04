//! Files: uploads as base64 or in parts, lists by ticket, and downloads as bytes or by a link.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, Uri, header};
use serde_json::{Value, json};

use super::answer::{ParsedRequest, Refusal, bytes_reply, empty, json_reply};
use super::record::{FILE, stored_members};
use super::scopes::grants;
use super::server_behavior::ACTIONS;
use super::store::{Key, Record, is_unset, key_of, text};
use super::{MockHalo, State, multipart};
use crate::Error;
use crate::catalog::{EntityInfo, OperationInfo, OperationKind};
use crate::files::media_type_of;

/// The path of files.
pub(super) const FILES: &str = "/Attachment";
/// The path of the storage service that links lead to.
const STORAGE: &str = "/storage/";
/// Its host, where the mock has no address.
const STORAGE_HOST: &str = "files.mock.halopsa.example";
/// The path of images that are sent in parts.
const IMAGES: &str = "/api/Attachment/image";
/// What the paths of single images have before their GUID.
const IMAGE: &str = "/image/";

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
        let id = stored["id"].as_i64().unwrap_or_default();
        let mut state = self.lock();
        if let Some(entity) = state.entity_at(FILES) {
            state.identify_file(entity, &vec![id.to_string()]);
        }
        Ok(id)
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
    pub(super) fn file(
        &mut self,
        entity: &'static EntityInfo,
        operation: &OperationInfo,
        asked: &ParsedRequest<'_>,
        id: &str,
    ) -> Response<Bytes> {
        let key = match self.file_key(entity, operation, asked, id) {
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

    /// The key of a file in a path: images of texts are named by their GUID.
    pub(super) fn file_key(
        &mut self,
        entity: &'static EntityInfo,
        operation: &OperationInfo,
        asked: &ParsedRequest<'_>,
        id: &str,
    ) -> Result<Key, Refusal> {
        if !operation.path.contains(IMAGE) {
            return Self::key_from_path(entity, asked, id, "reading");
        }
        let mut rows = self.table(entity).rows();
        let found = rows.find(|row| row.get("guid").and_then(Value::as_str) == Some(id));
        found.map(|row| key_of(entity, row)).ok_or(Refusal::NotFound)
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
        self.identify_file(entity, &key);
        Some(json_reply(StatusCode::OK, &json!({"link": link(request.uri(), &key)})))
    }

    /// Gives the files in a body, `attachments: [..]`, to the ticket or the action: new ones, and those named by id.
    pub(super) fn attach(&mut self, sent: &Record, owner: &'static EntityInfo, key: &Key, ticket: &Value) {
        let Some(elements) = sent.get("attachments").and_then(Value::as_array).filter(|sent| !sent.is_empty()) else {
            return;
        };
        let Some(entity) = self.entity_at(FILES) else { return };
        let action = (owner.path == ACTIONS).then(|| key.last()).flatten().and_then(|id| id.parse::<i64>().ok());
        let mut belongs = Record::new();
        belongs.insert("ticket_id".into(), ticket.clone());
        belongs.extend(action.map(|action| ("action_id".to_owned(), action.into())));
        for element in elements.iter().filter_map(Value::as_object) {
            match element.get("id").filter(|id| !is_unset(Some(id))) {
                Some(id) => {
                    self.table(entity).merge(&vec![text(id)], belongs.clone());
                }
                None if element.contains_key(FILE) => self.add_attached(entity, element, &belongs),
                None => {}
            }
        }
        self.show_attached(owner, key, &belongs);
    }

    fn add_attached(&mut self, entity: &'static EntityInfo, element: &Record, belongs: &Record) {
        let now = self.now();
        let stored = stored_members(self.table(entity), element.clone(), OperationKind::Create, 0);
        let Ok(mut file) = stored else { return };
        file.extend(belongs.clone());
        // The body of the ticket is accepted by now, whatever one of its files lacks.
        let _ = self.create(entity, file, now);
    }

    /// Shows the files of a ticket or an action in it, without their content.
    fn show_attached(&mut self, owner: &'static EntityInfo, key: &Key, belongs: &Record) {
        let is_its = |file: &&Record| {
            ["ticket_id", "action_id"].iter().all(|name| file.get(*name).map(text) == belongs.get(*name).map(text))
        };
        let without_content = |file: &Record| {
            let members = file.iter().filter(|(name, _)| *name != FILE);
            Value::Object(members.map(|(name, value)| (name.clone(), value.clone())).collect())
        };
        let files: Vec<Value> = self.rows_at(FILES).filter(is_its).map(without_content).collect();
        let table = self.table(owner);
        let members = [("attachment_count", files.len().into()), ("attachments", Value::Array(files))];
        let known = members.into_iter().filter(|(name, _)| table.field(name).is_some());
        let change = known.map(|(name, value)| (name.to_owned(), value)).collect();
        table.merge(key, change);
    }

    /// Gives a file its GUID.
    pub(super) fn identify_file(&mut self, entity: &'static EntityInfo, key: &Key) {
        if self.table(entity).field("guid").is_none() {
            return;
        }
        let number = key.last().and_then(|id| id.parse::<i64>().ok()).unwrap_or_default();
        let guid = format!("00000000-0000-4000-9000-{number:012x}");
        self.table(entity).merge(key, Record::from_iter([("guid".to_owned(), guid.into())]));
    }
}

/// What Halo adds to a file that was sent as base64: its size, and its media type.
pub(super) fn complete(file: &mut Record) {
    let content = file.get(FILE).and_then(Value::as_str).unwrap_or_default();
    let stated = content.strip_prefix("data:").and_then(|rest| rest.split([';', ',']).next()).map(str::to_owned);
    let name = file.get("filename").and_then(Value::as_str).unwrap_or_default();
    let media_type = stated.filter(|stated| !stated.is_empty()).unwrap_or_else(|| media_type_of(name).to_owned());
    file.entry("content_type").or_insert_with(|| media_type.into());
    file.insert("filesize".to_owned(), contents(file).len().into());
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
