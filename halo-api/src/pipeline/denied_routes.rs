//! Routes that answer 401 to a good token: Halo does so where a right is missing, and a fresh token changes nothing there.

use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::Method;
use tokio::time::Instant;

use super::request::PreparedRequest;

/// How long a route is remembered.
const REMEMBERED: Duration = Duration::from_secs(5 * 60);
/// Most routes that are remembered. There are hardly any, but those of raw requests have no bound of their own.
const MOST: usize = 64;

/// The routes that answered 401 and have not succeeded since.
#[derive(Default)]
pub(crate) struct DeniedRoutes {
    routes: Mutex<Vec<Route>>,
}

struct Route {
    method: Method,
    template: Cow<'static, str>,
    /// Of the first authorization that it refused.
    generation: u64,
    /// When it refused a later one too.
    denied: Option<Instant>,
    since: Instant,
}

impl DeniedRoutes {
    /// The route answered 401 to an authorization of this generation. Whether another one is of no use.
    pub(super) fn refused(&self, out: &PreparedRequest, generation: u64) -> bool {
        let now = Instant::now();
        let mut routes = self.routes();
        routes.retain(|route| now.duration_since(route.denied.unwrap_or(route.since)) < REMEMBERED);
        if let Some(route) = routes.iter_mut().find(|route| route.is_of(out)) {
            if route.denied.is_none() && generation > route.generation {
                route.denied = Some(now);
            }
            return route.denied.is_some();
        }
        if routes.len() >= MOST {
            routes.remove(0);
        }
        let (method, template) = (out.method.clone(), out.template.clone());
        routes.push(Route { method, template, generation, denied: None, since: now });
        false
    }

    /// The route does answer: a 401 there is about the token again.
    pub(super) fn succeeded(&self, out: &PreparedRequest) {
        let mut routes = self.routes();
        if !routes.is_empty() {
            routes.retain(|route| !route.is_of(out));
        }
    }

    fn routes(&self) -> MutexGuard<'_, Vec<Route>> {
        self.routes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Route {
    fn is_of(&self, out: &PreparedRequest) -> bool {
        self.method == out.method && self.template == out.template
    }
}
