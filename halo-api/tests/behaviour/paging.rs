//! Paging, with every behavior of Halo's lists.

use futures_core::Stream;
use halo_api::Direction::{Ascending, Descending};
use halo_api::mock::{Fault, MockHalo, Quirk};
use halo_api::tickets::Ticket;
use halo_api::{ErrorKind, Halo, Page, Pager, Pages, Position};
use serde_json::{Value, json};

use super::ticket_pages::{ids, mock_of, sent};
use crate::link;

fn with_tickets(count: i64) -> (MockHalo, Halo) {
    let mock = mock_of(count);
    let halo = link::halo(&mock);
    (mock, halo)
}

#[tokio::test]
async fn every_row_comes_once_whatever_their_number() {
    // A page of 50 rows or more whose total is its own length may be of a list that states nothing else.
    for (count, pages) in [(0, 1), (1, 1), (49, 1), (50, 2), (99, 2), (100, 2), (101, 2), (200, 2), (250, 3)] {
        let (mock, halo) = with_tickets(count);
        let all = halo.tickets().list().all().await.unwrap();
        assert_eq!(ids(&all), (1..=count).collect::<Vec<_>>());
        let numbers: Vec<String> = (1..=pages).map(|number: u32| number.to_string()).collect();
        assert_eq!(sent(&mock, "page_no"), numbers, "{count} rows");
        assert!(sent(&mock, "pageinate").iter().all(|value| value == "true"));
        assert!(sent(&mock, "page_size").iter().all(|value| value == "100"));
    }
}

#[tokio::test]
async fn a_silent_cap_loses_no_row() {
    let (mock, halo) = with_tickets(144);
    mock.quirk("tickets", Quirk::PageCap(50)).unwrap();
    assert_eq!(halo.tickets().list().all().await.unwrap().len(), 144);
    assert_eq!(sent(&mock, "page_no"), ["1", "2", "3"]);
}

#[tokio::test]
async fn a_page_size_above_the_cap_is_not_an_error() {
    let (mock, halo) = with_tickets(150);
    let page = halo.tickets().list().page_size(5000).await.unwrap();
    assert_eq!((page.items.len(), page.record_count, page.page_size), (100, Some(150), Some(100)));
    assert_eq!(sent(&mock, "page_size"), ["100"]);
}

#[tokio::test]
async fn one_page_is_what_was_asked_for() {
    let (mock, halo) = with_tickets(45);
    let page: Page<Ticket> = halo.tickets().list().page_size(20).page_no(3).send().await.unwrap();
    assert_eq!(ids(&page.items), [41, 42, 43, 44, 45]);
    assert_eq!((page.page_no, page.record_count), (Some(3), Some(45)));
    assert_eq!(mock.unknown_parameters(), Vec::<String>::new());
    assert_eq!(page.into_iter().count(), 5);
}

#[tokio::test]
async fn without_a_total_the_stream_ends_at_an_empty_page() {
    let (mock, halo) = with_tickets(200);
    mock.quirk("tickets", Quirk::RecordCount(None)).unwrap();
    let mut rows = halo.tickets().list().stream();
    let mut count = 0;
    while rows.try_next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!((count, rows.total()), (200, None));
    assert_eq!(sent(&mock, "page_no"), ["1", "2", "3"]);
}

#[tokio::test]
async fn a_total_that_is_too_high_is_an_error_unless_it_is_accepted() {
    let (mock, halo) = with_tickets(150);
    mock.quirk("tickets", Quirk::RecordCount(Some(500))).unwrap();
    let mut rows = halo.tickets().list().prefetch(1).stream();
    for _ in 0..150 {
        rows.try_next().await.unwrap().unwrap();
    }
    let error = rows.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging);
    for part in ["page 3", "500", "150", "accept_shortfall()"] {
        assert!(error.to_string().contains(part), "{part}: {error}");
    }
    assert_eq!(sent(&mock, "page_no"), ["1", "2", "3", "3"], "the empty page is asked for once more");
    assert_eq!(halo.tickets().list().accept_shortfall().all().await.unwrap().len(), 150);
}

#[tokio::test]
async fn a_total_that_is_too_low_loses_no_row() {
    for stated in [0, 50, 99] {
        let (mock, halo) = with_tickets(1_005);
        mock.quirk("tickets", Quirk::RecordCount(Some(stated))).unwrap();
        let mut rows = halo.tickets().list().stream();
        let mut count = 0;
        while rows.try_next().await.unwrap().is_some() {
            count += 1;
        }
        assert_eq!((count, rows.total()), (1_005, None), "a total of {stated} is void");
    }
}

#[tokio::test]
async fn a_list_that_ignores_paging_ends_where_its_total_is_reached_or_unknown() {
    let (mock, halo) = with_tickets(30);
    mock.quirk("tickets", Quirk::IgnoresPaging).unwrap();
    mock.quirk("tickets", Quirk::RecordCount(None)).unwrap();
    assert_eq!(halo.tickets().list().all().await.unwrap().len(), 30);
    assert_eq!(sent(&mock, "page_no"), ["1", "2"]);
}

#[tokio::test]
async fn a_repeated_page_is_an_error_where_rows_are_missing() {
    let (mock, halo) = with_tickets(150);
    mock.quirk("tickets", Quirk::IgnoresPaging).unwrap();
    let mut rows = halo.tickets().list().stream();
    for _ in 0..100 {
        rows.try_next().await.unwrap().unwrap();
    }
    let error = rows.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging);
    assert!(error.to_string().contains("50 of 150 rows have not come"), "{error}");
    assert!(rows.next().await.is_none(), "one error, then the end");
    assert_eq!(sent(&mock, "page_no"), ["1", "2"]);
}

#[tokio::test]
async fn a_stream_asks_for_no_page_before_it_is_needed() {
    let (mock, halo) = with_tickets(250);
    let mut rows = halo.tickets().list().stream();
    assert!(mock.requests().is_empty());
    for _ in 0..100 {
        rows.try_next().await.unwrap();
    }
    assert_eq!((rows.total(), sent(&mock, "page_no").len()), (Some(250), 1));
    drop(rows);
    let mut few = halo.tickets().list().page_size(10).max_pages(2).stream();
    let mut seen = 0;
    while few.try_next().await.unwrap().is_some() {
        seen += 1;
    }
    assert_eq!(seen, 20);
    assert!(halo.tickets().list().max_pages(0).stream().next().await.is_none());
}

#[tokio::test]
async fn pages_contain_the_envelope_around_the_rows() {
    let (_, halo) = with_tickets(150);
    let mut pages = halo.tickets().list().pages();
    let first = pages.try_next().await.unwrap().unwrap();
    assert_eq!((first.items.len(), first.record_count, first.page_no), (100, Some(150), Some(1)));
    assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 50);
    assert!(pages.next().await.is_none() && pages.next().await.is_none());
    let empty = MockHalo::new();
    let mut pages = link::halo(&empty).tickets().list().pages();
    assert_eq!(pages.try_next().await.unwrap().unwrap().record_count, Some(0), "an empty list is one empty page");
    assert!(pages.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn the_first_row_costs_one_row() {
    let (mock, halo) = with_tickets(150);
    let first = halo.tickets().list().client_id(2).first().await.unwrap();
    assert_eq!(first.map(|ticket| ticket.id.into()), Some(2_i64));
    assert_eq!(sent(&mock, "page_size"), ["1"]);
    assert!(halo.tickets().list().client_id(77).first().await.unwrap().is_none());
}

#[tokio::test]
async fn invalid_paging_is_an_error_before_anything_is_sent() {
    let (mock, halo) = with_tickets(1);
    let mut stream = halo.tickets().list().page_no(2).stream();
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("page_no is for send()"), "{error}");
    assert!(stream.next().await.is_none());
    for request in [
        halo.tickets().list().page_size(0),
        halo.tickets().list().page_no(0),
        halo.tickets().list().query("count", 5),
        halo.tickets().list().query("pageinate", true),
    ] {
        assert!(request.preview().fault.is_some());
        assert_eq!(request.await.unwrap_err().kind(), ErrorKind::Config);
    }
    assert!(mock.requests().is_empty());
}

#[test]
fn streams_can_be_moved_and_stored_anywhere() {
    fn check<T: Stream + Send + Unpin + 'static>() {}
    check::<Pager<Ticket>>();
    check::<Pages<Ticket>>();
}

#[tokio::test]
async fn lists_are_ordered_by_fields_that_exist() {
    let (mock, halo) = with_tickets(5);
    let list = halo.tickets().list().order_by("client_id", Descending).order_by("id", Ascending);
    assert_eq!(ids(&list.all().await.unwrap()), [2, 5, 1, 4, 3]);
    assert_eq!((sent(&mock, "order"), sent(&mock, "orderdesc2")), (vec!["client_id".into()], vec!["false".into()]));
    let error = halo.tickets().list().order_by("dateocurred", Ascending).await.unwrap_err();
    assert!(error.kind() == ErrorKind::Config && error.to_string().contains("`dateocurred`"), "{error}");
    let levels = (0..6).fold(halo.tickets().list(), |list, _| list.order_by("id", Ascending));
    assert!(levels.await.unwrap_err().to_string().contains("at most 5 levels"));
    assert!(mock.unknown_parameters().is_empty());
}

#[tokio::test]
async fn a_stream_resumes_at_the_position_of_another_one() {
    for cap in [100, 50] {
        let (mock, halo) = with_tickets(230);
        mock.quirk("tickets", Quirk::PageCap(cap)).unwrap();
        for taken in [0, 1, 49, 50, 99, 100, 101, 150, 229, 230] {
            let mut first = halo.tickets().list().stream();
            for _ in 0..taken {
                first.try_next().await.unwrap().unwrap();
            }
            let position: Position = first.position().to_string().parse().unwrap();
            let mut second = halo.tickets().list().start_at(position).stream();
            assert_eq!(second.position(), position);
            let mut rest = Vec::new();
            while let Some(ticket) = second.try_next().await.unwrap() {
                rest.push(ticket);
            }
            assert_eq!(ids(&rest), (taken + 1..=230).collect::<Vec<_>>(), "{taken} of pages of {cap}");
            let rest = halo.tickets().list().start_at(position).all().await.unwrap();
            assert_eq!(ids(&rest), (taken + 1..=230).collect::<Vec<_>>(), "{taken} of pages of {cap}, all at once");
        }
    }
}

#[tokio::test]
async fn a_position_is_for_streams_of_the_same_page_size() {
    let (_, halo) = with_tickets(3);
    let position = halo.tickets().list().pages().position();
    let list = halo.tickets().list().start_at(position);
    for error in [
        list.clone().await.unwrap_err(),
        list.clone().page_size(7).all().await.unwrap_err(),
        list.clone().page_no(2).all().await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Config, "{error}");
    }
    assert_eq!(list.page_size(100).all().await.unwrap().len(), 3);
}

#[tokio::test]
async fn an_error_in_a_walk_says_on_which_page() {
    let (mock, halo) = with_tickets(250);
    mock.fault(Fault::status(500).on("/api/Tickets").nth(2));
    let mut rows = halo.tickets().list().stream();
    for _ in 0..100 {
        rows.try_next().await.unwrap().unwrap();
    }
    let error = rows.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("GET /Tickets") && error.to_string().contains("page 2"), "{error}");
    mock.quirk("tickets", Quirk::IgnoresPaging).unwrap();
    let error = halo.tickets().list().all().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Paging && error.to_string().contains("page 2"), "{error}");
    let error = halo.tickets().list().page_no(2).all().await.unwrap_err();
    assert!(!error.to_string().contains("page 1"), "nothing was asked for: {error}");
}

/// Rows of a program's own type.
#[derive(serde::Deserialize)]
struct Row {
    id: i64,
}

/// Five pages of two rows, some of which cannot be read.
fn with_unreadable() -> (MockHalo, Halo) {
    let mock = MockHalo::new();
    let rows = [
        json!({"id": 1, "summary": "a"}),
        Value::Null,
        json!({"id": null, "summary": "no id"}),
        json!({"id": 4}),
        json!({"id": 5}),
        json!({"id": 6}),
        json!([7]),
        json!({"summary": "x".repeat(5_000)}),
        json!({"id": 9}),
        json!({"id": 10}),
    ];
    mock.faults_by(move |request| {
        let param = |name: &str| request.query.iter().find(|(known, _)| known == name)?.1.parse::<usize>().ok();
        let (number, size) = (param("page_no")?, param("page_size")?);
        let page: Vec<&Value> = rows.iter().skip((number - 1) * size).take(size).collect();
        Some(Fault::status(200).body(json!({"record_count": rows.len(), "tickets": page}).to_string()))
    });
    let halo = link::halo(&mock);
    (mock, halo)
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_an_error_that_shows_it() {
    let (_mock, halo) = with_unreadable();
    let list = || halo.tickets().list().page_size(2);
    let error = list().all().await.unwrap_err();
    let text = error.to_string();
    assert_eq!(error.kind(), ErrorKind::Decode);
    for part in ["page 1", "the row at index 1 is `null`"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let text = list().page_no(2).await.unwrap_err().to_string();
    let row = r#"the row at index 0 is `{"id":null,"summary":"no id"}`"#;
    assert!(text.contains("tickets[0]") && text.contains(row), "{text}");
    let text = list().page_no(4).await.unwrap_err().to_string();
    assert!(text.contains("the row at index 0 is `[7]`"), "{text}");
    let text = halo.tickets().list().page_size(1).page_no(8).await.unwrap_err().to_string();
    assert!(text.contains("xxx") && text.contains('…') && text.len() < 700, "{text}");

    let mock = MockHalo::new();
    let body = json!({"clients": [{"api_access_clientsecret": "hush", "name": "Acme"}]});
    mock.fault(Fault::status(200).body(body.to_string()).on("/api/Client"));
    let text = link::halo(&mock).clients().list().await.unwrap_err().to_string();
    assert!(text.contains("Acme") && !text.contains("hush"), "{text}");
}

#[tokio::test]
async fn rows_that_cannot_be_read_are_skipped_and_kept_on_request() {
    let (_mock, halo) = with_unreadable();
    for size in [1, 2, 3, 10, 100] {
        let list = || halo.tickets().list().page_size(size).skip_unreadable();
        assert_eq!(ids(&list().all().await.unwrap()), [1, 4, 5, 6, 9, 10], "pages of {size}");
        let mut rows = list().stream();
        while rows.try_next().await.unwrap().is_some() {}
        assert_eq!((rows.skipped().len(), &rows.skipped()[0], &rows.skipped()[2]), (4, &Value::Null, &json!([7])));
        assert_eq!(list().first().await.unwrap().map(|ticket| ticket.id.into()), Some(1_i64));
        for taken in 0..=6 {
            let mut first = list().stream();
            for _ in 0..taken {
                first.try_next().await.unwrap().unwrap();
            }
            let rest = list().start_at(first.position()).all().await.unwrap();
            assert_eq!(ids(&rest), [1, 4, 5, 6, 9, 10][taken..], "{taken} of pages of {size}");
        }
    }
    let mut rows = halo.tickets().list().page_size(4).skip_unreadable().stream_as::<Row>();
    let mut seen = Vec::new();
    while let Some(row) = rows.try_next().await.unwrap() {
        seen.push(row.id);
    }
    assert_eq!((seen, rows.skipped().len()), (vec![1, 4, 5, 6, 9, 10], 4));
    let page = halo.tickets().list().page_size(4).skip_unreadable().await.unwrap();
    assert_eq!((ids(&page.items), page.record_count), (vec![1, 4], Some(10)));
}

#[tokio::test]
async fn the_first_row_that_can_be_read_may_be_on_a_later_page() {
    let mock = MockHalo::new();
    mock.faults_by(|request| {
        let number: usize = request.query.iter().find(|(name, _)| name == "page_no")?.1.parse().ok()?;
        let row = if number == 3 { json!({"id": 3}) } else { json!({"odd": number}) };
        Some(Fault::status(200).body(json!({"record_count": 5, "tickets": [row]}).to_string()))
    });
    let list = || link::halo(&mock).tickets().list().page_size(1);
    assert_eq!(list().skip_unreadable().first().await.unwrap().map(|ticket| ticket.id.into()), Some(3_i64));
    assert_eq!(list().first().await.unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn what_is_no_list_at_all_is_not_skipped() {
    let mock = MockHalo::new();
    for body in ["{\"tickets\": [{\"id\": 1}", "{\"rows\": []}", "7"] {
        mock.fault(Fault::status(200).body(body).on("/api/Tickets"));
        let error = link::halo(&mock).tickets().list().skip_unreadable().all().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
    }
}
