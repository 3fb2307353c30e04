//! Bodies that Halo was seen to refuse, with its words, in its shapes.

use halo_api::catalog::{self, OperationKind};
use halo_api::mock::MockHalo;
use halo_api::{Error, Halo, Method};
use serde_json::{Map, Value, json};

use crate::link;

/// The status and the body of a refusal of a raw request, which the client does not check.
async fn refusal(halo: &Halo, path: &str, body: Value) -> (u16, String) {
    let error = halo.request(Method::POST, path).json(&json!([body])).send::<Value>().await.unwrap_err();
    (error.status().unwrap().as_u16(), error.body().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_user_needs_a_name_and_a_site_and_halo_says_one_at_a_time() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    assert_eq!(refusal(&halo, "/Users", json!({})).await, (400, r#""Username must be entered""#.into()));
    assert_eq!(
        refusal(&halo, "/Users", json!({"name": "Ann", "site_id": null})).await,
        (400, r#""A Site must be selected""#.into())
    );
    assert!(mock.records("users")?.is_empty());
    let body = json!([{"Name": "Ann", "site_id": 5}]);
    halo.request(Method::POST, "/Users").json(&body).send::<Value>().await?;
    Ok(())
}

#[tokio::test]
async fn an_action_needs_a_ticket_and_an_outcome() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let note = json!({"note": "x", "outcome": "Note"});
    assert_eq!(refusal(&halo, "/Actions", note).await, (400, r#""ticket_id must be included""#.into()));
    let bare = json!({"ticket_id": 7, "note": "x"});
    assert_eq!(refusal(&halo, "/Actions", bare).await, (400, r#""An outcome must be entered""#.into()));
    for outcome in [json!({"outcome": "Note"}), json!({"outcome_id": 3})] {
        let mut action = json!({"ticket_id": 7, "note": "x"});
        action.as_object_mut().unwrap().extend(outcome.as_object().unwrap().clone());
        halo.request(Method::POST, "/Actions").json(&json!([action])).send::<Value>().await?;
    }
    let update = json!([{"ticket_id": 7, "id": 1, "note": "y"}]);
    halo.request(Method::POST, "/Actions").json(&update).send::<Value>().await?;
    assert_eq!(mock.records("actions")?.len(), 2, "an update needs none of it");
    Ok(())
}

/// Whatever the schema says that a create needs, and that Halo was seen to refuse.
#[tokio::test]
async fn every_needed_field_is_refused_without_it() {
    let mut tried = 0;
    for entity in catalog::entities() {
        let Some(create) = entity.operation(OperationKind::Create).filter(|create| create.enforce_needs) else {
            continue;
        };
        for missing in create.needs {
            let halo = link::halo(&MockHalo::new());
            let others = create.needs.iter().filter(|group| *group != missing).filter_map(|group| group.first());
            let body: Map<String, Value> = others.map(|field| (field.wire_name.to_owned(), json!("1"))).collect();
            let (status, words) = refusal(&halo, entity.path, body.into()).await;
            assert_eq!(status, 400, "{} without {missing:?}", entity.path);
            assert!(words.starts_with('"') && words.contains("must be"), "{words}");
            tried += 1;
        }
    }
    assert!(tried >= 5, "{tried} fields");
}

#[tokio::test]
async fn a_name_that_must_be_unique_is_refused_a_second_time() -> Result<(), Error> {
    let mock = MockHalo::seed()
        .record("clients", json!({"id": 3, "name": "Harbour Dental"}))
        .record("clients", json!({"id": 4, "name": "Ferris Legal"}))
        .build()?;
    let halo = link::halo(&mock);
    let words = r#""Client name must be unique""#;
    assert_eq!(refusal(&halo, "/Client", json!({"name": "harbour dental"})).await, (400, words.into()));
    assert_eq!(refusal(&halo, "/Client", json!({"id": 4, "name": "Harbour Dental"})).await, (400, words.into()));
    let same = json!([{"id": 3, "name": "Harbour Dental"}, {"name": "Kestrel"}]);
    halo.request(Method::POST, "/Client").json(&same).send::<Value>().await?;
    assert_eq!(mock.records("clients")?.len(), 3);
    let unique: Vec<_> = catalog::entities().iter().filter(|entity| !entity.unique.is_empty()).collect();
    for entity in unique {
        for name in entity.unique {
            let mock = MockHalo::new();
            mock.insert(entity.plural, json!({"id": 1, *name: "x"})).unwrap();
            let error =
                refusal(&link::halo(&mock), entity.path, json!({"id": 0, *name: "X", "name": "X", "outcome": "X"}))
                    .await;
            assert_eq!(error.0, 400, "{} {name}: {}", entity.path, error.1);
        }
    }
    Ok(())
}
