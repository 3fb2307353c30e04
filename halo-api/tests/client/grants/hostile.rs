//! Responses of an authorization server that means harm, or is broken: an error, no panic, and no secret in any message.

use bytes::Bytes;
use halo_api::mock::{Fault, MockHalo};
use halo_api::transport::{BoxFuture, TransportError};
use halo_api::{Error, ErrorKind, Halo, RetryPolicy};
use http::header::{CONTENT_TYPE, LOCATION};
use serde_json::json;

use super::{CALLBACK, Memory, SECOND, builder};

/// The password, the refresh token, the code and the client secret of these tests.
const SECRET: &str = "hush/secret+one =&";

/// The secret as it was sent, encoded, and escaped.
const ECHOES: &str =
    r"hush/secret+one =&, hush%2Fsecret%2Bone+%3D%26, hush%2fsecret%2bone%20%3d%26, \u0068ush\/secret\u002Bone =&";

/// Each response, with a word of the error that it leads to.
fn responses() -> Vec<(&'static str, Fault, &'static str)> {
    let reply = |body: String| Fault::status(200).body(body);
    let nested = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    vec![
        ("a page with the form", Fault::status(200).header(CONTENT_TYPE, "text/html").body(ECHOES), "not JSON"),
        (
            "an error that repeats the form",
            Fault::status(400).body(format!(r#"{{"error":"invalid_grant","error_description":"{ECHOES}"}}"#)),
            "invalid_grant",
        ),
        (
            "an error as a success",
            reply(format!(r#"{{"error":"{}","error_description":"{}"}}"#, "e".repeat(9_000), ECHOES)),
            "no access_token",
        ),
        (
            "a token that ends the header",
            reply(r#"{"access_token":"hush-access\r\nX-Evil: hush-access"}"#.to_owned()),
            "cannot be sent",
        ),
        (
            "a token that is no text",
            reply(r#"{"access_token":{"hush-access":["hush-access"]},"refresh_token":"hush-next"}"#.to_owned()),
            "no access_token",
        ),
        (
            "a token of another type",
            reply(r#"{"access_token":"hush-access","token_type":"mac"}"#.to_owned()),
            "not a bearer token",
        ),
        (
            "a type that is no text",
            reply(r#"{"access_token":"hush-access","token_type":7}"#.to_owned()),
            "not a bearer token",
        ),
        ("a list of tokens", reply(r#"[{"access_token":"hush-access"}]"#.to_owned()), "not a JSON object"),
        ("a hundred thousand brackets", reply(nested), "not JSON"),
        (
            "bytes that are no text",
            Fault::status(200).body(b"{\"access_token\":\"hush-access\xff\xfe\"}".to_vec()),
            "not JSON",
        ),
        ("a token cut off", reply(r#"{"access_token":"hush-access"#.to_owned()), "not JSON"),
        (
            "a redirect with the form",
            Fault::status(307).header(LOCATION, "https://evil.example/?code=hush%2Fsecret%2Bone+%3D%26#hush"),
            "https://evil.example/",
        ),
        ("an error page with the form", Fault::status(500).body(ECHOES), "500"),
        ("a refusal of a proxy", Fault::status(407).body(ECHOES), "407"),
        ("a success without anything", Fault::status(204), "not JSON"),
        ("megabytes", Fault::status(200).body(vec![b' '; 65 * 1024 * 1024]), "64 MB"),
        ("no end", Fault::hang(), "timed out"),
        ("half a response", Fault::cut_body(), "no token"),
    ]
}

/// Gets a token with the grant of this number.
async fn fetch(transport: impl halo_api::transport::Transport, grant: usize) -> Error {
    let builder = Halo::builder("https://mock.halopsa.example").transport(transport);
    let builder = builder.retry(RetryPolicy::default().attempts(1));
    let halo = match grant {
        0 => builder.client_credentials("app", SECRET),
        1 => builder.password_grant("app", "ann", SECRET).client_secret(SECRET),
        2 => builder.refresh_grant("app").token_store(Memory::with(SECRET)),
        _ => {
            let sign_in = builder.authorization_code("app", CALLBACK).await.unwrap();
            let code = "code=hush%2Fsecret%2Bone%20%3D%26";
            let code = sign_in.code(&format!("{CALLBACK}?state={}&{code}", sign_in.state())).unwrap();
            return sign_in.exchange(code).await.unwrap_err();
        }
    };
    halo.build().unwrap().tickets().list().await.unwrap_err()
}

fn check(error: &Error, case: &str, word: &str) {
    let mut text = format!("{error} {error:?} {error:#?} {:?} {:?}", error.message(), error.body());
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.extend([format!(" {cause} {cause:?}")]);
        source = cause.source();
    }
    assert!(error.is_auth(), "{case}: {error}");
    assert!(error.to_string().contains(word), "{case}: {error}");
    assert!(!text.contains("hush") && !text.contains("\\u0068ush"), "{case}: {text}");
    assert!(error.to_string().len() < 2_000, "{case}: {}", error.to_string().len());
    assert!(!error.to_string().contains(char::is_control), "{case}");
}

#[tokio::test(start_paused = true)]
async fn hostile_responses_are_errors_without_a_secret() {
    assert!(responses().len() >= 12);
    for (case, fault, word) in responses() {
        for grant in 0..4 {
            let mock = MockHalo::new();
            mock.fault(fault.clone().on("/auth/token"));
            check(&fetch(mock, grant).await, &format!("{case}, grant {grant}"), word);
        }
    }
}

/// Refuses every token request with its own form.
struct Echo(u16);

impl halo_api::transport::Transport for Echo {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let form = String::from_utf8(request.into_body().to_vec()).unwrap();
        let body = json!({"error": "invalid_request", "error_description": form}).to_string();
        let response = http::Response::builder().status(self.0).body(body.into()).unwrap();
        Box::pin(std::future::ready(Ok(response)))
    }
}

#[tokio::test(start_paused = true)]
async fn a_form_that_is_sent_back_shows_names_and_no_secret() {
    for status in [200, 400, 401, 403, 500] {
        for (grant, secrets) in [
            (0, &["client_secret"][..]),
            (1, &["client_secret", "password"]),
            (2, &["refresh_token"]),
            (3, &["code", "code_verifier"]),
        ] {
            let error = fetch(Echo(status), grant).await;
            check(&error, "an echo", "invalid_request");
            for name in secrets {
                assert!(error.to_string().contains(&format!("{name}=***")), "{error}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn odd_successes_are_tokens_and_keep_the_sign_in() {
    for odd in [
        r#""refresh_token": 7"#,
        r#""refresh_token": "", "expires_in": 1e300"#,
        r#""refresh_token": "two\nlines", "scope": ["all"]"#,
        r#""refresh_token": null, "expires_in": -5, "token_type": "bEaReR""#,
        r#""expires_in": "soon", "scope": 9, "token_type": null"#,
    ] {
        let mock = MockHalo::new();
        mock.accept_api_key("unused");
        let body = format!(r#"{{"access_token": "hush-access", {odd}}}"#);
        mock.fault(Fault::status(200).body(body).on("/auth/token").always());
        mock.fault(Fault::status(200).body(r#"{"record_count": 0, "tickets": []}"#).on("/api/Tickets").always());
        let store = Memory::with(SECRET);
        let halo = builder(&mock).refresh_grant("app").token_store(store.clone()).build().unwrap();
        halo.tickets().list().await.unwrap();
        assert_eq!((store.token().as_deref(), store.saves()), (Some(SECRET), 0), "{odd}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_refuses_every_token_of_many_processes_ends_the_call() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(400).body(r#"{"error":"invalid_grant"}"#).on("/auth/token").always());
    let store = Memory::with("refresh-token-0");
    let changing = store.clone();
    let changes = tokio::spawn(async move {
        for number in 1.. {
            tokio::time::sleep(SECOND / 10).await;
            changing.set(&format!("refresh-token-{number}"));
        }
    });
    let halo = builder(&mock).refresh_grant("app").token_store(store).build().unwrap();
    let error = halo.tickets().list().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Auth, "{error}");
    changes.abort();
}
