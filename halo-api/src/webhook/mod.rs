//! Receiving webhooks: what Halo sends to your own service, and how that tells Halo from others.
//!
//! [`Delivery::parse`] reads the body of a request, whether Halo batches or not. [`BasicAuth`] and [`SharedSecret`] check its
//! headers, in a time that does not depend on how much of a wrong secret is right. Both work with any server that has the headers of
//! the `http` crate, such as axum and hyper; the example `webhook_receiver` is a service with hyper.
//!
//! Halo does not say how often it repeats a delivery, so take each as a hint: fetch the record that it names, and answer the second
//! delivery of the same event as you did the first. Check the headers before you read the body, and give it a limit.
//!
//! ```
//! use halo_api::http::HeaderMap;
//! use halo_api::webhook::{BasicAuth, Delivery};
//!
//! /// The status of the response.
//! fn receive(auth: &BasicAuth, headers: &HeaderMap, body: &[u8]) -> u16 {
//!     if auth.verify(headers).is_err() {
//!         return 401;
//!     }
//!     let Ok(deliveries) = Delivery::parse(body) else { return 400 };
//!     for delivery in deliveries {
//!         println!("{:?}: {:?}", delivery.event(), delivery.record("ticket"));
//!     }
//!     204
//! }
//!
//! let auth = BasicAuth::new("halo", "a long secret");
//! assert_eq!(receive(&auth, &HeaderMap::new(), b"{}"), 401);
//!
//! let headers = HeaderMap::from_iter([("authorization".parse().unwrap(), auth.header())]);
//! assert_eq!(receive(&auth, &headers, br#"[{"event": 3, "ticket": {"id": 7}}]"#), 204);
//! ```
//!
//! To subscribe, see [`Webhooks::subscribe`](crate::webhooks::Webhooks::subscribe).

mod delivery;
mod receiver;

pub use self::delivery::Delivery;
pub use self::receiver::{BasicAuth, SharedSecret, Unauthorized};
pub use crate::extensions::Subscription;
