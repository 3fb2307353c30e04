//! Resources against the mock, and requests as they would be sent.
#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use crate::catalog::OperationKind;
use crate::mock::MockHalo;
use crate::{Direction, ErrorKind, Method, Preview, Safety};

fn sent(preview: &Preview) -> (Method, &str, Vec<(&str, &str)>, Option<&Value>) {
    let query = preview.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    (preview.method.clone(), preview.path.as_str(), query, preview.body.as_ref())
}

const PAGED: [(&str, &str); 3] = [("pageinate", "true"), ("page_size", "100"), ("page_no", "1")];

#[test]
fn requests_follow_what_is_known_of_the_path() {
    let halo = MockHalo::new().halo();
    let types = halo.resource("/releasetype");
    assert_eq!(types.info().map(|info| info.path), Some("/ReleaseType"));
    let list = types.list().query("team_id", 3).order_by("anything", Direction::Descending).preview();
    let expected = vec![("team_id", "3"), ("order", "anything"), ("orderdesc", "true")];
    assert_eq!(sent(&list), (Method::GET, "/ReleaseType", expected, None), "a bare list has no pages");
    assert_eq!(halo.resource("/CRMNoteReply").list().preview().scope, Some("read:crm"));
    assert_eq!(sent(&types.get(5).preview()), (Method::GET, "/ReleaseType/5", vec![], None));
    let body = json!([{"name": "x"}]);
    assert_eq!(
        sent(&types.create(json!({"name": "x"})).preview()),
        (Method::POST, "/ReleaseType", vec![], Some(&body))
    );
    let body = json!([{"id": 5, "text": "y"}]);
    let update = types.update(5, json!({"text": "y"})).preview();
    assert_eq!(sent(&update), (Method::POST, "/ReleaseType", vec![], Some(&body)));
    assert_eq!((update.safety, types.delete(5).preview().safety), (Safety::Unsafe, Safety::Idempotent));
    let changes = halo.resource("InvoiceChange").list().preview();
    assert_eq!(sent(&changes), (Method::GET, "/InvoiceChange", PAGED.to_vec(), None));
    assert_eq!(halo.resource("/InstanceInfo").get(()).preview().path, "/InstanceInfo");
    assert_eq!(halo.resource("/Roles").get("a b").preview().path, "/Roles/a%20b");
}

#[test]
fn the_path_of_an_entity_has_its_facts() {
    let halo = MockHalo::new().halo();
    let actions = halo.resource("/actions");
    assert_eq!(actions.info().and_then(|info| info.entity).map(|entity| entity.plural), Some("actions"));
    let get = actions.get((54321, 3)).preview();
    assert_eq!(sent(&get), (Method::GET, "/Actions/3", vec![("ticket_id", "54321")], None));
    let body = json!([{"ticket_id": 54321, "id": 3, "note": "x"}]);
    assert_eq!(actions.update((54321, 3), json!({"note": "x"})).preview().body, Some(body));
    let fault = actions.get(3).preview().fault.unwrap();
    assert!(fault.contains("addressed by ticket_id and id, not by 1 values"), "{fault}");
    assert!(halo.resource("/InstanceInfo").get(5).preview().fault.unwrap().contains("get(())"));
    let tickets = halo.resource("/Tickets").list().order_by("no_field", Direction::Ascending).preview();
    assert_eq!(tickets.fault, None, "columns are not checked here");
}

#[tokio::test(start_paused = true)]
async fn a_wrong_number_of_members_and_odd_bodies_fail_before_the_network() {
    let mock = MockHalo::new();
    let halo = mock.halo();
    let types = halo.resource("/ReleaseType");
    let errors = [
        types.get((1, 2)).await.unwrap_err(),
        types.update((), json!({})).await.unwrap_err(),
        types.create("text").await.unwrap_err(),
        types.create(json!([1])).await.unwrap_err(),
        types.update(1, json!([{}])).await.unwrap_err(),
        types.update(0, json!({"name": "x"})).await.unwrap_err(),
        halo.resource("/Canned/../Text").get(1).await.unwrap_err(),
        halo.resource("/InstanceInfo").delete(()).await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Config, "{error}");
    }
    assert!(mock.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn rows_are_created_read_changed_and_deleted() {
    let halo = MockHalo::new().halo();
    let types = halo.resource("/ReleaseType");
    let made = types.create(json!({"name": "Hello", "text": "…"})).await.unwrap();
    let key = made.key().unwrap();
    assert_eq!(types.get(key.clone()).await.unwrap().get("NAME"), Some(&json!("Hello")));
    types.update(&made, json!({"name": "Bye"})).await.unwrap();
    let all = types.list().all().await.unwrap();
    assert_eq!(all.iter().map(|row| row.get("name").cloned()).collect::<Vec<_>>(), [Some(json!("Bye"))]);
    types.delete(key.clone()).await.unwrap();
    assert!(types.get(key).await.unwrap_err().is_not_found());
}

#[tokio::test(start_paused = true)]
async fn lists_walk_over_all_rows_as_rows_and_as_ones_own_type() {
    #[derive(serde::Deserialize)]
    struct Mine {
        id: i64,
    }
    let mock = MockHalo::new();
    for path in ["/InvoiceChange", "/ReleaseType"] {
        for number in 1..=230 {
            mock.insert(path, json!({"name": format!("row {number}")})).unwrap();
        }
        let list = mock.halo().resource(path).list();
        assert_eq!(list.clone().all().await.unwrap().len(), 230, "{path}");
        let mine: Vec<Mine> = list.clone().all_as().await.unwrap();
        assert_eq!(mine.iter().map(|row| row.id).sum::<i64>(), 230 * 231 / 2, "{path}");
        let mut rows = list.clone().stream();
        assert_eq!(rows.try_next().await.unwrap().unwrap().id(), Some(&json!(1)));
        assert!(list.first().await.unwrap().is_some());
    }
}

#[tokio::test(start_paused = true)]
async fn an_unknown_path_has_its_only_array_as_rows() {
    let mock = MockHalo::new();
    let halo = mock.halo();
    let serve = |body: Value| mock.fault(crate::mock::Fault::status(200).body(body.to_string()).on("/api/Crates"));
    let crates = halo.resource("/Crates");
    assert_eq!(crates.info().map(|info| info.path), None);
    for body in [json!([{"a": 1}, {"a": 2}]), json!({"record_count": 2, "boxes": [{"a": 1}, {"a": 2}], "more": 3})] {
        serve(body.clone());
        assert_eq!(crates.list().send().await.unwrap().items.len(), 2, "{body}");
    }
    serve(json!({"record_count": 0, "boxes": []}));
    assert_eq!(crates.list().send().await.unwrap().items.len(), 0);
    let several = json!({"columns": [], "boxes": [{"a": 1}]});
    serve(several.clone());
    let error = crates.list().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("`boxes`, `columns`") && error.to_string().contains("rows(\"…\")"), "{error}");
    serve(several);
    assert_eq!(crates.list().rows("boxes").send().await.unwrap().items.len(), 1);
    serve(json!({"name": "x"}));
    assert_eq!(crates.list().send().await.unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test(start_paused = true)]
async fn a_near_miss_is_in_the_hint_of_a_404() {
    let halo = MockHalo::new().halo();
    let error = halo.resource("/RelaeseType").list().all().await.unwrap_err();
    assert!(error.is_not_found());
    assert!(error.to_string().contains("did you mean `/ReleaseType`?"), "{error}");
    let known = halo.resource("/ReleaseType").get(7).await.unwrap_err();
    assert!(known.is_not_found() && !known.to_string().contains("did you mean"), "{known}");
}

#[test]
fn every_known_path_is_found_in_any_case() {
    let halo = MockHalo::new().halo();
    for known in crate::catalog::resources() {
        let found = halo.resource(known.path.to_lowercase());
        assert_eq!(found.info().map(|info| info.path), Some(known.path));
        if known.has(OperationKind::List) {
            assert_eq!(found.list().preview().fault, None, "{}", known.path);
        }
    }
}
