//! Routes that respond with 401 to a valid token.
//!
//! Halo does so if a permission is missing, and a fresh token does not help.

use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::Method;
use tokio::time::Instant;

use super::request::PreparedRequest;

/// How long a route is remembered.
const REMEMBERED: Duration = Duration::from_secs(5 * 60);
/// The most routes that are remembered. There are few, but raw requests have no bound of their own.
const MOST: usize = 64;

/// The routes that responded with 401 and have not succeeded since.
#[derive(Default)]
pub(crate) struct DeniedRoutes {
    routes: Mutex<Vec<Route>>,
}

struct Route {
    method: Method,
    template: Cow<'static, str>,
    /// The generation of the first authorization that the route rejected.
    generation: u64,
    /// When the route rejected a later generation too.
    denied: Option<Instant>,
    since: Instant,
}

impl DeniedRoutes {
    /// Records a 401 to an authorization of this generation. Returns whether a fresh token would not help.
    pub(super) fn record_unauthorized(&self, request: &PreparedRequest, generation: u64) -> bool {
        let now = Instant::now();
        let mut routes = self.routes();
        routes.retain(|route| now.duration_since(route.denied.unwrap_or(route.since)) < REMEMBERED);
        if let Some(route) = routes.iter_mut().find(|route| route.is_of(request)) {
            if route.denied.is_none() && generation > route.generation {
                route.denied = Some(now);
            }
            return route.denied.is_some();
        }
        if routes.len() >= MOST {
            routes.remove(0);
        }
        let (method, template) = (request.method.clone(), request.template.clone());
        routes.push(Route { method, template, generation, denied: None, since: now });
        false
    }

    /// Records a success: the next 401 of the route may be due to the token again.
    pub(super) fn record_success(&self, request: &PreparedRequest) {
        let mut routes = self.routes();
        if !routes.is_empty() {
            routes.retain(|route| !route.is_of(request));
        }
    }

    fn routes(&self) -> MutexGuard<'_, Vec<Route>> {
        self.routes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Route {
    fn is_of(&self, request: &PreparedRequest) -> bool {
        self.method == request.method && self.template == request.template
    }
}
