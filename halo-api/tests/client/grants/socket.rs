//! The same stories over a socket: signing in, a restart, a password.

use std::io::{Read, Write};
use std::net::TcpStream;

use halo_api::mock::{MockHalo, MockServer};
use halo_api::{Halo, HaloBuilder};
use serde_json::json;

use super::{CALLBACK, Memory, grants};

/// A browser, which is sent to `/auth/authorize` and from there to the callback.
fn browse(url: &str) -> (u16, Option<String>) {
    let uri: http::Uri = url.parse().unwrap();
    let host = uri.authority().unwrap().as_str();
    let mut stream = TcpStream::connect(host).unwrap();
    let target = uri.path_and_query().unwrap();
    write!(stream, "GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    let location = response.lines().find_map(|line| line.strip_prefix("location: ")).map(str::to_owned);
    (response.split(' ').nth(1).unwrap().parse().unwrap(), location)
}

fn start() -> (MockHalo, MockServer) {
    let mock = MockHalo::new();
    mock.insert("agents", json!({"id": 7, "name": "Ann"})).unwrap();
    mock.insert("tickets", json!({"summary": "Printer"})).unwrap();
    mock.register_redirect_uri(CALLBACK);
    let server = MockServer::start(mock.clone()).unwrap();
    (mock, server)
}

async fn works(halo: &Halo) {
    assert_eq!(halo.agents().me().await.unwrap().name.as_deref(), Some("Ann"));
    assert_eq!(halo.tickets().list().all().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_and_a_restart_goes_on() {
    let (mock, server) = start();
    let store = Memory::default();
    let builder = || -> HaloBuilder { Halo::builder(server.base_url()).discover(true).token_store(store.clone()) };
    let sign_in = builder().authorization_code("app", CALLBACK).await.unwrap();
    let (status, location) = browse(sign_in.url());
    assert_eq!(status, 302);
    let callback = location.unwrap();
    assert!(callback.starts_with(CALLBACK), "{callback}");
    let halo = sign_in.exchange(sign_in.code(&callback).unwrap()).await.unwrap();
    works(&halo).await;
    let used = sign_in.exchange(sign_in.code(&callback).unwrap()).await.unwrap_err();
    assert!(used.is_auth() && used.to_string().contains("was used"), "{used}");
    drop(halo);

    let restarted = builder().refresh_grant("app").build().unwrap();
    works(&restarted).await;
    mock.expire_tokens();
    works(&restarted).await;
    assert_eq!(grants(&mock), ["authorization_code", "authorization_code", "refresh_token", "refresh_token"]);

    let old = Memory::with("mock-refresh-1");
    let error = Halo::builder(server.base_url()).token_store(old).refresh_grant("app").build().unwrap();
    let error = error.tickets().list().await.unwrap_err();
    assert!(error.is_sign_in_required() && error.to_string().contains("sign in again"), "{error}");

    let (status, location) = browse(&sign_in.url().replace("callback", "elsewhere"));
    assert_eq!((status, location), (400, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_has_a_password() {
    let (mock, server) = start();
    mock.add_login("ann@acme.example", "pass & wörd+=%");
    let client = |password: &str| {
        Halo::builder(server.base_url()).password_grant("app", "ann@acme.example", password).build().unwrap()
    };
    let halo = client("pass & wörd+=%");
    works(&halo).await;
    mock.expire_tokens();
    works(&halo).await;
    let error = client("something else").tickets().list().await.unwrap_err();
    assert!(error.is_auth() && error.to_string().contains("check the user name"), "{error}");
}
