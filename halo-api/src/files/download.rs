//! Downloads: a file that Halo sends, or one that it links to.

use bytes::Bytes;
use http::{HeaderMap, header};
use tokio::time::Instant;

use super::content_disposition::{file_name, name_in_path};
use super::link::{self, Fetch, may_be_link};
use super::save::SaveTarget;
use crate::pipeline::request::{ApiResponse, PreparedRequest, ResponseOptions};
use crate::session::ClientInner;
use crate::transport::BodySink;
use crate::vocabulary::{Error, ErrorKind};

/// A file that was downloaded.
///
/// ```no_run
/// use halo_api::{Halo, Method};
///
/// # async fn f(halo: Halo) -> Result<(), Box<dyn std::error::Error>> {
/// let file = halo.request(Method::GET, "/Attachment/7").download().await?;
/// std::fs::write(file.name.as_deref().unwrap_or("attachment"), &file.bytes)?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Download {
    /// The content.
    pub bytes: Bytes,
    /// The name that the server gives it, without any path.
    pub name: Option<String>,
    /// The media type, without parameters, such as `application/pdf`.
    pub media_type: Option<String>,
}

/// A file that was downloaded and saved.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Saved {
    /// The size in bytes.
    pub size: u64,
    /// The name that the server gives it, without any path. The file is not saved under this name.
    pub name: Option<String>,
    /// The media type, without parameters, such as `application/pdf`.
    pub media_type: Option<String>,
}

/// Downloads a file into memory.
pub(crate) async fn download(client: &ClientInner, request: PreparedRequest) -> Result<Download, Error> {
    let file = receive(client, request, None).await?;
    Ok(Download { bytes: file.response.body, name: file.name, media_type: file.media_type })
}

/// Downloads a file to a target.
pub(crate) async fn save(client: &ClientInner, request: PreparedRequest, target: SaveTarget) -> Result<Saved, Error> {
    let sink = BodySink::new(target.into_target(), |headers| !may_be_link(headers));
    let file = receive(client, request, Some(sink.clone())).await?;
    // JSON that is not a link is a file too, and came in memory.
    let rest = &file.response.body;
    let _ = (rest.is_empty() || sink.begin() && sink.write(rest)) && sink.finish();
    match sink.take_failure() {
        Some(failure) => Err(file.response.error(ErrorKind::Io).detail(failure.to_string()).with_source(failure)),
        None => Ok(Saved { size: sink.written(), name: file.name, media_type: file.media_type }),
    }
}

struct Received {
    response: ApiResponse,
    name: Option<String>,
    media_type: Option<String>,
}

async fn receive(
    client: &ClientInner,
    mut request: PreparedRequest,
    sink: Option<BodySink>,
) -> Result<Received, Error> {
    let begun = Instant::now();
    request.response = ResponseOptions { any_type: true, sink, ..request.response };
    let response = client.send(&request).await?;
    let Some(link) = link::link_in(&response) else { return from_halo(response) };
    let url = link::parse(&link).map_err(|why| {
        let error = response.error(ErrorKind::Decode).with_status(response.status);
        error.detail(format!("the response links to the file, but {why}"))
    })?;
    // An explicit timeout applies to both requests together.
    request.timeout = request.timeout.map(|timeout| timeout.saturating_sub(begun.elapsed()));
    let sink = request.response.sink.as_ref().map(|sink| sink.accepting(|_| true));
    let options = ResponseOptions { redirects: true, sink, ..request.response.clone() };
    let (response, url) = Fetch { links: &client.links, request: &request, options }.fetch(url).await?;
    let name = file_name(&response.headers).or_else(|| name_in_path(url.path()));
    Ok(Received { name, media_type: media_type(&response.headers), response })
}

fn from_halo(response: ApiResponse) -> Result<Received, Error> {
    // A page of a proxy or a sign-in; files have a name.
    if response.html && !response.headers.contains_key(header::CONTENT_DISPOSITION) {
        return Err(response.html_page());
    }
    Ok(Received { name: file_name(&response.headers), media_type: media_type(&response.headers), response })
}

fn media_type(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let essence = text.split(';').next().unwrap_or_default().trim();
    (!essence.is_empty()).then(|| essence.to_owned())
}
