//! Settings, which need no Redis.

use halo_api::ErrorKind;
use halo_api::redis::RedisLimiter;

#[test]
fn settings_that_do_not_fit_are_refused() {
    let builder = || RedisLimiter::builder("redis://127.0.0.1/", "acme");
    for (wrong, word) in [
        (RedisLimiter::builder("redis://127.0.0.1/", ""), "name"),
        (RedisLimiter::builder("", "acme"), "URL of Redis"),
        (RedisLimiter::builder("http://:hush@127.0.0.1/", "acme"), "URL of Redis"),
        (RedisLimiter::builder("redis://user:hush@:port/x", "acme"), "URL of Redis"),
        (builder().local_share(0.0), "share"),
        (builder().local_share(1.5), "share"),
        (builder().local_share(f64::NAN), "share"),
        (builder().timeout(std::time::Duration::ZERO), "timeout"),
    ] {
        let shown = format!("{wrong:?}");
        let error = wrong.build().unwrap_err();
        let text = format!("{error} {error:?} {shown}");
        assert!(error.kind() == ErrorKind::Config && text.contains(word), "{text}");
        assert!(!text.contains("hush"), "{text}");
    }
    let limiter = RedisLimiter::builder("redis://ann:hush-hush@127.0.0.1:1/2", "acme").build().unwrap();
    assert!(!format!("{limiter:?}").contains("hush"));
    // TLS is that of the connections to Halo.
    RedisLimiter::builder("rediss://ann:hush-hush@127.0.0.1:1/2", "acme").build().unwrap();
}
