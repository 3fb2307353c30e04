//! Receives webhooks: subscribes to new and closed tickets, and fetches each ticket that something happened to.
//!
//! ```text
//! cargo run -p halo-api --example webhook_receiver --features mock-server
//! ```
//!
//! The in-memory Halo sends three events. If `HALOPSA_BASE_URL`, the credentials, `WEBHOOK_URL` and
//! `WEBHOOK_PASSWORD` are set, it subscribes that URL to events of that tenant, receives ten deliveries on port 8090, and
//! unsubscribes. Guide: `docs/guides/webhook-receiver.md`.
#![allow(clippy::print_stdout)]

use std::convert::Infallible;
use std::env;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use halo_api::bytes::Bytes;
use halo_api::http::{Request, Response};
use halo_api::mock::MockHalo;
use halo_api::tickets::Ticket;
use halo_api::types::NotificationEvent;
use halo_api::webhook::{BasicAuth, Delivery};
use halo_api::webhooks::WebhookWrite;
use halo_api::{Error, Halo, StatusCode};
use http_body_util::{BodyExt, Empty, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// The most bytes of a delivery that are read, and how long that may take.
const LIMIT: (usize, Duration) = (1 << 20, Duration::from_secs(10));

const EVENTS: [NotificationEvent; 2] = [NotificationEvent::TicketCreated, NotificationEvent::TicketClosed];

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mock = MockHalo::demo();
    let tenant = env::var("HALOPSA_BASE_URL").is_ok();
    let halo = if tenant { Halo::from_env()? } else { mock.halo() };
    let password = env::var("WEBHOOK_PASSWORD").unwrap_or_else(|_| "a password for the mock".to_owned());
    let address = if tenant { "0.0.0.0:8090" } else { "127.0.0.1:0" };
    let (address, mut deliveries) = start(address, BasicAuth::new("halo", &password)).await?;
    // The address by which Halo reaches this service, usually that of a proxy with a certificate.
    let url = env::var("WEBHOOK_URL").unwrap_or_else(|_| format!("http://{address}/halo"));

    let webhook = WebhookWrite::receiver("Example", url).basic_username("halo").basic_password(password);
    let subscription = halo.webhooks().subscribe(webhook, EVENTS).await?;
    if !tenant {
        for (event, ticket) in [(3, 2001), (39, 2001), (3, 2002)] {
            let statuses = mock.deliver(event, json!({"id": ticket})).await?;
            println!("event {event} of ticket {ticket}: the service responds {statuses:?}");
        }
    }
    let worked = work(&halo, &mut deliveries, if tenant { 10 } else { 3 }).await;
    halo.webhooks().unsubscribe(subscription.webhook.id).await?;
    Ok(worked?)
}

/// What the service needs. The work is done elsewhere, since Halo waits for the response.
#[derive(Clone)]
pub(crate) struct Receiver {
    auth: BasicAuth,
    work: mpsc::Sender<Delivery>,
}

impl Receiver {
    /// The status of the response. Who does not prove to be Halo has no body read.
    async fn receive(&self, request: Request<Incoming>) -> StatusCode {
        let (head, body) = request.into_parts();
        if self.auth.verify(&head.headers).is_err() {
            return StatusCode::UNAUTHORIZED;
        }
        match timeout(LIMIT.1, Limited::new(body, LIMIT.0).collect()).await {
            Ok(Ok(body)) => self.accept(&body.to_bytes()),
            Ok(Err(_)) => StatusCode::PAYLOAD_TOO_LARGE,
            Err(_) => StatusCode::REQUEST_TIMEOUT,
        }
    }

    fn accept(&self, body: &[u8]) -> StatusCode {
        let Ok(deliveries) = Delivery::parse(body) else { return StatusCode::BAD_REQUEST };
        let accepted = deliveries.into_iter().all(|delivery| self.work.try_send(delivery).is_ok());
        if accepted { StatusCode::NO_CONTENT } else { StatusCode::SERVICE_UNAVAILABLE }
    }
}

/// Starts the service. Returns its address, and what it receives.
pub(crate) async fn start(address: &str, auth: BasicAuth) -> io::Result<(SocketAddr, mpsc::Receiver<Delivery>)> {
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    let (work, deliveries) = mpsc::channel(1000);
    tokio::spawn(serve(listener, Receiver { auth, work }));
    Ok((address, deliveries))
}

async fn serve(listener: TcpListener, receiver: Receiver) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        let receiver = receiver.clone();
        tokio::spawn(async move {
            let service = service_fn(async |request| {
                let mut response = Response::new(Empty::<Bytes>::new());
                *response.status_mut() = receiver.receive(request).await;
                Ok::<_, Infallible>(response)
            });
            // A caller that goes away is no concern of the others.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// Fetches the ticket of each delivery, which is a hint: it may be late, or come twice, and the ticket may have changed since.
pub(crate) async fn work(halo: &Halo, deliveries: &mut mpsc::Receiver<Delivery>, count: usize) -> Result<(), Error> {
    for _ in 0..count {
        let Some(delivery) = deliveries.recv().await else { break };
        let Some(ticket) = delivery.typed::<Ticket>()? else { continue };
        match halo.tickets().get(ticket.id).await {
            Ok(ticket) => println!("{:?}: {} {}", delivery.event(), ticket.id, ticket.summary.unwrap_or_default()),
            Err(error) if error.is_not_found() => println!("ticket {} is gone", ticket.id),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
