//! Every list that was seen on an instance, walked over as the catalog says, on a server that knows nothing of the catalog.

#[path = "../../examples/probe/resources.rs"]
#[allow(dead_code, reason = "the example uses all of it")]
mod probe;

use std::collections::BTreeSet;

use crate::shapes::{ROWS, Server, Shape, shapes};
use halo_api::Halo;
use halo_api::catalog::{self, OperationKind, Paging};

fn client(shapes: Vec<Shape>) -> Halo {
    let builder = Halo::builder("https://acme.halopsa.example").client_credentials("id", "secret");
    builder.transport(Server::new(shapes)).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn every_list_gives_all_rows_once_whatever_its_paging_and_envelope() {
    let shapes = shapes();
    let halo = client(shapes.clone());
    assert!(shapes.len() > 330, "{}", shapes.len());
    let mut failed = Vec::new();
    for shape in &shapes {
        let mut numbers = BTreeSet::new();
        let mut rows = halo.resource(shape.path).list().stream();
        let mut count = 0;
        loop {
            match rows.try_next().await {
                Ok(Some(row)) => {
                    count += 1;
                    numbers.insert(row.get("number").and_then(serde_json::Value::as_u64));
                }
                Ok(None) => break,
                Err(error) => {
                    failed.push(format!("{}: {error}", shape.path));
                    break;
                }
            }
        }
        if (count, numbers.len() as u64) != (ROWS, ROWS) {
            failed.push(format!("{}: {count} rows, {} distinct", shape.path, numbers.len()));
        }
    }
    assert!(failed.is_empty(), "{} of {}:\n{}", failed.len(), shapes.len(), failed.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn lists_of_which_nothing_is_known_are_read_too() {
    // Neither envelope nor paging nor key is known of these.
    let unknown = [("bare", "ignored"), ("boxes", "works"), ("boxes", "ignored?"), ("boxes|bare", "unknown")];
    for (shape, paging) in unknown {
        let halo = client(vec![Shape { path: "/Crates", rows: shape, paging, key: "none" }]);
        // Besides the rows there is an array of columns, so that the rows must be named.
        let list = halo.resource("/Crates").list();
        let list = if shape == "bare" { list } else { list.rows("boxes") };
        let rows = list.all().await.unwrap();
        assert_eq!(rows.len() as u64, ROWS, "{shape} {paging}");
    }
}

/// Wrong facts, planted one at a time: what the probe knows differs from what the server does.
#[tokio::test(start_paused = true)]
async fn the_probe_finds_wrong_facts_and_no_others() {
    let halo = client(shapes());
    let facts = |path: &str| probe::Facts::of(catalog::resource(path).unwrap()).unwrap();
    for right in ["/CallScript", "/InvoiceChange", "/workflowstep", "/BulkEmail", "/CRMNote", "/Feed"] {
        assert_eq!(probe::differences(&halo, &facts(right)).await.unwrap(), Vec::<String>::new(), "{right}");
    }
    let wrong = [
        (probe::Facts { rows: vec!["changes"], ..facts("/InvoiceChange") }, "rows are in `changehistory`"),
        (probe::Facts { rows: vec!["texts"], paging: Paging::Pages, ..facts("/CallScript") }, "rows are a bare array"),
        (probe::Facts { paging: Paging::None, ..facts("/InvoiceChange") }, "it has pages"),
        (probe::Facts { paging: Paging::Window("before_id"), ..facts("/Feed") }, "`before_id` does not bound it"),
        (probe::Facts { key: vec!["step_id"], ..facts("/workflowstep") }, "rows share the key `step_id`"),
    ];
    for (planted, expected) in wrong {
        let found = probe::differences(&halo, &planted).await.unwrap();
        assert!(found.iter().any(|line| line.contains(expected)), "{expected}: {found:?}");
    }
}

#[test]
fn the_fixture_covers_what_the_catalog_lists_with_evidence() {
    let known: BTreeSet<String> = shapes().iter().map(|shape| shape.path.to_lowercase()).collect();
    let listed = catalog::resources().iter().filter(|resource| resource.has(OperationKind::List));
    let proven = listed.filter(|resource| resource.evidence == Some(catalog::Evidence::B));
    for resource in proven {
        assert!(known.contains(&resource.path.to_lowercase()), "{}", resource.path);
    }
}
