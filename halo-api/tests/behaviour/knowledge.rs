//! Use cases of integrators for the knowledge base and the catalog of services.

use halo_api::Error;
use halo_api::downtimes::DowntimeWrite;
use halo_api::kb_articles::KbArticleWrite;
use halo_api::mock::{Matching, MockHalo};
use halo_api::releases::ReleaseWrite;
use halo_api::services::ServiceWrite;
use halo_api::types::{KbVoteWrite, ServiceSubscriptionWrite};
use serde_json::json;

use super::with;
use crate::link;

/// Finds articles for a ticket, reads the best one whole, and says that it helped.
#[tokio::test]
async fn the_knowledge_base_is_searched_and_an_article_read_and_voted_for() -> Result<(), Error> {
    let rows = (1..=130).map(|id| {
        let name = if id % 3 == 0 { format!("VPN drops, case {id}") } else { format!("Printer, case {id}") };
        json!({"id": id, "name": name, "description": "What users see", "resolution": "What helps", "inactive": id == 3})
    });
    let mock = with("kb_articles", rows);
    let halo = link::halo(&mock);
    let search = halo.kb_articles().list().search("vpn").include_inactive(false);
    let mut found = search.page_size(20).stream();
    let mut ids = Vec::new();
    while let Some(article) = found.try_next().await? {
        assert!(article.resolution.is_none(), "only `get` returns the resolution");
        ids.push(i64::from(article.id));
    }
    ids.sort_unstable();
    assert_eq!(ids, (2..=43).map(|third| third * 3).collect::<Vec<_>>(), "retired ones are left out, none comes twice");

    let article = halo.kb_articles().get(6).include_details(true).await?;
    assert_eq!(
        (article.name.as_deref(), article.resolution.as_deref()),
        (Some("VPN drops, case 6"), Some("What helps"))
    );
    let vote = halo.kb_articles().vote([KbVoteWrite::new().id(6).your_vote(1)]).preview();
    assert_eq!(vote.path, "/KBArticle/vote");
    assert_eq!(vote.body, Some(json!([{"id": 6, "your_vote": 1}])));
    mock.assert_no_unknown_parameters();
    assert!(mock.unapplied_filters().is_empty());
    Ok(())
}

#[tokio::test]
async fn an_article_is_written_and_retired() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let article = KbArticleWrite::new().name("Set up a phone").description("New phone").resolution_html("<p>Scan</p>");
    let made = halo.kb_articles().create(article).await?;
    halo.kb_articles().update(made.id, KbArticleWrite::new().inactive(true)).await?;
    let article = halo.kb_articles().get(made.id).include_details(true).await?;
    assert_eq!((article.resolution_html.as_deref(), article.inactive), (Some("<p>Scan</p>"), Some(true)));
    assert!(halo.kb_articles().list().include_inactive(false).all().await?.is_empty());
    halo.kb_articles().delete(made.id).await?;
    Ok(())
}

#[tokio::test]
async fn a_service_changes_its_owner_and_its_statuses_are_read_by_number() -> Result<(), Error> {
    let row =
        json!({"id": 1, "name": "E-mail", "service_category_id": 4, "business_owner_id": -99, "technical_owner_id": 2});
    let mock = with("services", [row, json!({"id": 2, "name": "Backup", "service_category_id": 5})]);
    mock.insert("service_statuses", json!({"id": 31, "status": 1, "message_public": "Slow", "ticket_id": 0}))?;
    let halo = link::halo(&mock);
    let mail = halo.services().list().service_category_id(4).first().await?.unwrap();
    assert_eq!((mail.name.as_deref(), mail.business_owner_id), (Some("E-mail"), None));
    halo.services().update(mail.id, ServiceWrite::new().technical_owner_id(3)).await?;
    assert_eq!(halo.services().get(1).await?.technical_owner_id.map(i64::from), Some(3));
    let made = halo.services().create(ServiceWrite::new().name("Telephony").track_status(true)).await?;
    assert_eq!(halo.services().list().all().await?.len(), 3);
    halo.services().delete(made.id).await?;

    let status = halo.service_statuses().list().first().await?.unwrap();
    assert_eq!((i64::from(status.id), status.message_public.as_deref()), (31, Some("Slow")));
    assert_eq!(halo.service_statuses().get(31).await?.ticket_id, None);
    let wish = ServiceSubscriptionWrite::new().service_id(1).is_subscribed(true);
    let sent = halo.service_statuses().subscribe([wish]).preview();
    assert_eq!(sent.body, Some(json!([{"service_id": 1, "subscribed": true}])));
    assert_eq!(halo.service_statuses().subscription(1).preview().path, "/ServiceStatus/Subscribe/1");
    mock.assert_sent(Matching::post("/api/Service").with_field("technical_owner_id", 3));
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn what_an_asset_runs_and_how_it_changed_is_listed_by_asset() -> Result<(), Error> {
    let program =
        |id: i64, asset: i64| json!({"id": id, "did": asset, "name": "Office suite", "licence_id": 0, "cost": 9.99});
    let mock = with("installed_software", [program(1, 7), program(2, 8)]);
    for (id, asset) in [(1, 7), (2, 8), (3, 7)] {
        mock.insert("asset_changes", json!({"id": id, "asset_id": asset, "field_name": "status", "old_site": 0}))?;
    }
    let halo = link::halo(&mock);
    let programs = halo.installed_software().list().asset_id(7).all().await?;
    assert_eq!((programs.len(), programs[0].licence_id), (1, None));
    assert_eq!(programs[0].cost.map(|cost| cost.to_string()).as_deref(), Some("9.99"));
    let changes = halo.asset_changes().list().asset_id(7).all().await?;
    assert_eq!(changes.iter().map(|change| change.old_site_id).collect::<Vec<_>>(), [None, None]);
    mock.assert_no_unknown_parameters();
    assert!(halo.installed_software().list().all().await.unwrap_err().to_string().contains("`asset_id()`"));
    Ok(())
}

#[tokio::test]
async fn a_release_is_planned_and_a_downtime_recorded() -> Result<(), Error> {
    let mock = with("events", [json!({"id": 4, "pk": 2001, "type": 1, "unum": 0})]);
    let halo = link::halo(&mock);
    let release = ReleaseWrite::new().name("1.4.0").product_id(1).major_version_number(1);
    let made = halo.releases().create(release).await?;
    halo.releases().update(made.id, ReleaseWrite::new().public_note("Faster")).await?;
    assert_eq!(halo.releases().list().product_id(1).all().await?.len(), 1);
    assert_eq!(halo.releases().get(made.id).await?.public_note.as_deref(), Some("Faster"));
    halo.releases().delete(made.id).await?;

    let outage = halo.downtimes().create(DowntimeWrite::new().service_id(1).ticket_id(2001)).await?;
    assert_eq!(halo.downtimes().get(outage.id).await?.service_id.map(i64::from), Some(1));
    halo.downtimes().update(outage.id, DowntimeWrite::new().is_ended(true)).await?;
    halo.downtimes().delete(outage.id).await?;
    assert!(halo.downtimes().list().all().await?.is_empty());

    let event = halo.events().get(4).await?;
    assert_eq!((event.record_key, event.agent_id), (Some(json!(2001)), None));
    assert_eq!(halo.events().process([4]).preview().body, Some(json!([4])));
    Ok(())
}

#[tokio::test]
async fn the_demo_has_knowledge_and_services_of_the_types_that_the_schema_states() -> Result<(), Error> {
    let halo = link::builder(&MockHalo::demo()).strict_decoding(true).build()?;
    macro_rules! rows {
        ($($entity:ident)*) => { $( assert!(!halo.$entity().list().all().await?.is_empty(), stringify!($entity)); )* };
    }
    assert_eq!(halo.asset_changes().list().asset_id(1).all().await?.len(), 1);
    assert_eq!(halo.installed_software().list().asset_id(1).all().await?.len(), 1);
    rows! { downtimes events kb_articles releases service_statuses services }
    Ok(())
}
