//! Signs a person in in the browser, and goes on without the browser in later runs.
//!
//! ```text
//! cargo run -p halo-api --example sign_in --features mock-server [FILE]
//! ```
//!
//! With `HALOPSA_BASE_URL` and `HALOPSA_CLIENT_ID` (and, if set, `HALOPSA_TENANT`), it signs you in to your tenant: the
//! application's authentication method is "Authorisation Code (Native Application)", its login redirect URI
//! `http://127.0.0.1:8400/callback`. The sign-in is kept in `FILE`, `halo-sign-in.token` by default, which only you can read.
//! Without these variables, it signs in to a Halo on this machine, plays the browser too, and runs twice.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod file_store;
mod listener;

use std::error::Error;
use std::path::PathBuf;

use halo_api::mock::{MockHalo, MockServer};
use halo_api::{Halo, HaloBuilder, Scope, SignIn};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use self::file_store::FileStore;
use self::listener::Listener;

/// The port of the registered redirect URI.
const PORT: u16 = 8400;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let file = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "halo-sign-in.token".to_owned()));
    let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let (Some(base_url), Some(client_id)) = (variable("HALOPSA_BASE_URL"), variable("HALOPSA_CLIENT_ID")) else {
        return on_this_machine(file).await;
    };
    let app = App { base_url, client_id, tenant: variable("HALOPSA_TENANT"), file, port: PORT, mock: None };
    app.run().await
}

/// Signs in to a mock, and once more as after a restart.
async fn on_this_machine(file: PathBuf) -> Result<(), Box<dyn Error>> {
    let mock = MockHalo::new();
    mock.insert("agents", json!({"id": 7, "name": "Ann Example"}))?;
    let server = MockServer::start(mock.clone())?;
    let client_id = "8c1f0d2e-5b7a-4f43-9a66-2f1f6a0c9d01".to_owned();
    let app = App { base_url: server.base_url(), client_id, tenant: None, file, port: 0, mock: Some(mock) };
    app.run().await?;
    println!("-- and after a restart");
    app.run().await?;
    std::fs::remove_file(&app.file)?;
    Ok(())
}

struct App {
    base_url: String,
    client_id: String,
    tenant: Option<String>,
    file: PathBuf,
    port: u16,
    mock: Option<MockHalo>,
}

impl App {
    async fn run(&self) -> Result<(), Box<dyn Error>> {
        let halo = self.builder().refresh_grant(&self.client_id).build()?;
        let (halo, me) = match halo.agents().me().await {
            Ok(me) => (halo, me),
            Err(error) if error.is_sign_in_required() => {
                println!("{error}");
                let halo = self.sign_in().await?;
                let me = halo.agents().me().await?;
                (halo, me)
            }
            Err(error) => return Err(error.into()),
        };
        println!("signed in as {}", me.name.unwrap_or_default());
        println!(
            "{} open tickets",
            halo.tickets().list().open_only(true).page_size(1).await?.record_count.unwrap_or(0)
        );
        Ok(())
    }

    fn builder(&self) -> HaloBuilder {
        let builder = Halo::builder(&self.base_url).scopes([Scope::All]).token_store(FileStore::new(&self.file));
        match &self.tenant {
            Some(tenant) => builder.tenant(tenant),
            None => builder,
        }
    }

    async fn sign_in(&self) -> Result<Halo, Box<dyn Error>> {
        let listener = Listener::bind(self.port).await?;
        let sign_in = self.builder().authorization_code(&self.client_id, listener.redirect_uri()?).await?;
        println!("open this page in your browser:\n{}", sign_in.url());
        let browser = self.mock.as_ref().map(|mock| play_browser(mock, &sign_in)).transpose()?;
        let code = listener.code(&sign_in).await?;
        if let Some(browser) = browser {
            println!("the browser shows: {}", browser.await??);
        }
        Ok(sign_in.exchange(code).await?)
    }
}

type Browser = tokio::task::JoinHandle<std::io::Result<String>>;

/// Signs in at the mock and follows its redirect. Returns the page that the listener shows.
fn play_browser(mock: &MockHalo, sign_in: &SignIn) -> Result<Browser, Box<dyn Error>> {
    let callback = mock.sign_in(sign_in.url())?;
    let callback: halo_api::http::Uri = callback.parse()?;
    let address = callback.authority().ok_or("the redirect URI has no host")?.to_string();
    let target = callback.path_and_query().ok_or("the redirect URI has no path")?.to_string();
    Ok(tokio::spawn(async move {
        let mut stream = tokio::net::TcpStream::connect(&address).await?;
        stream.write_all(format!("GET {target} HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes()).await?;
        let mut page = String::new();
        stream.read_to_string(&mut page).await?;
        Ok(page.rsplit("\r\n\r\n").next().unwrap_or_default().to_owned())
    }))
}
