//! Measures the query of a list with a hundred filters.

use halo_api::Record;
use halo_api::catalog::OperationKind;
use halo_api::tickets::Ticket;
use url::Url;

use crate::canned::client;
use crate::contest::{Args, Contest};

const FILTERS: usize = 100;
const VALUES: [&str; 4] = ["12345", "true", "1,2,3", "Printer & scanner"];

pub(crate) fn run(args: &Args) {
    let pairs = pairs();
    let (halo, runtime) = client("{\"record_count\":0,\"tickets\":[]}");
    let url: Url = "https://bench.halopsa.example/api/Tickets".parse().expect("a URL");
    let send = |pairs: &[(&'static str, &'static str)]| {
        let list = pairs.iter().fold(halo.tickets().list(), |list, (name, value)| list.query(*name, *value));
        runtime.block_on(list.send()).expect("a page")
    };
    let times = Contest::new("query")
        .add("form_urlencoded", || {
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs.iter().copied()).finish()
        })
        .add("Url::query_pairs_mut", || {
            let mut url = url.clone();
            url.query_pairs_mut().extend_pairs(pairs.iter().copied());
            url
        })
        .add("call", || send(&pairs))
        .add("call without filters", || send(&[]))
        .run(args);
    if let [form, url, call, empty] = times.as_slice() {
        let filters = call - empty;
        println!(
            "  {FILTERS} filters alone: {filters:.1} µs, {:.2} x form_urlencoded, {:.2} x Url",
            filters / form,
            filters / url
        );
    }
}

/// Filters of the schema that do not require others.
fn pairs() -> Vec<(&'static str, &'static str)> {
    let list = Ticket::INFO.operation(OperationKind::List).expect("tickets can be listed");
    let alone = list.all_params().filter(|info| info.needs.is_empty() && info.excludes.is_empty());
    let pairs: Vec<_> = alone.map(|info| info.wire_name).zip(VALUES.iter().copied().cycle()).take(FILTERS).collect();
    assert_eq!(pairs.len(), FILTERS, "the schema has fewer filters");
    pairs
}
