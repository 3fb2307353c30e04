//! The grants of people: passwords, refresh tokens, sign-ins in the browser, and tokens of the caller's own.
#![cfg(feature = "mock")]

#[cfg(unix)]
#[path = "../../../examples/sign_in/file_store.rs"]
mod file_store;
mod hostile;
mod password;
mod refresh;
mod sign_in;
#[cfg(feature = "mock-server")]
mod socket;
mod source;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use halo_api::mock::{MockHalo, MockRequest};
use halo_api::transport::BoxFuture;
use halo_api::{Error, Halo, HaloBuilder, StoredToken, TokenStore};

const SECOND: Duration = Duration::from_secs(1);
const CALLBACK: &str = "http://127.0.0.1:8400/callback";

/// A store in memory, which tests look into and break.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    token: Option<String>,
    saves: usize,
    broken: bool,
}

impl Memory {
    fn with(token: &str) -> Self {
        let store = Self::default();
        store.set(token);
        store
    }

    fn set(&self, token: &str) {
        self.0.lock().unwrap().token = Some(token.to_owned());
    }

    fn token(&self) -> Option<String> {
        self.0.lock().unwrap().token.clone()
    }

    fn saves(&self) -> usize {
        self.0.lock().unwrap().saves
    }

    fn set_broken(&self, broken: bool) {
        self.0.lock().unwrap().broken = broken;
    }
}

impl TokenStore for Memory {
    fn load(&self) -> BoxFuture<'_, Result<Option<StoredToken>, Error>> {
        let kept = self.0.lock().unwrap();
        let loaded = if kept.broken {
            Err(Error::no_authorization("the disk is gone"))
        } else {
            Ok(kept.token.clone().map(StoredToken::new))
        };
        Box::pin(std::future::ready(loaded))
    }

    fn save(&self, token: StoredToken) -> BoxFuture<'_, Result<(), Error>> {
        let mut kept = self.0.lock().unwrap();
        if kept.broken {
            return Box::pin(std::future::ready(Err(Error::no_authorization("the disk is full"))));
        }
        kept.token = Some(token.expose().to_owned());
        kept.saves += 1;
        Box::pin(std::future::ready(Ok(())))
    }
}

/// A client of the mock, without a way to authorize.
fn builder(mock: &MockHalo) -> HaloBuilder {
    Halo::builder("https://mock.halopsa.example").transport(mock.clone())
}

/// Signs in with a store, whose token is the first one of this mock.
async fn signed_in(mock: &MockHalo, store: &Memory) -> Halo {
    let sign_in = builder(mock).token_store(store.clone()).authorization_code("app", CALLBACK).await.unwrap();
    let code = sign_in.code(&mock.sign_in(sign_in.url()).unwrap()).unwrap();
    sign_in.exchange(code).await.unwrap()
}

fn token_requests(mock: &MockHalo) -> Vec<MockRequest> {
    mock.requests().into_iter().filter(|request| request.path.ends_with("/token")).collect()
}

/// The grants of the token requests so far.
fn grants(mock: &MockHalo) -> Vec<String> {
    let form = |request: MockRequest| request.body.unwrap()["grant_type"].as_str().unwrap().to_owned();
    token_requests(mock).into_iter().map(form).collect()
}
