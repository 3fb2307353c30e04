//! Use cases of integrators for CRM notes, calls, links to other products, mail, views and automations.

use halo_api::azure_ad_connections::AzureAdConnectionWrite;
use halo_api::call_logs::CallLogWrite;
use halo_api::crm_notes::CrmNoteWrite;
use halo_api::database_lookups::DatabaseLookupWrite;
use halo_api::external_links::ExternalLinkWrite;
use halo_api::languages::LanguageWrite;
use halo_api::mock::{Matching, MockHalo};
use halo_api::sales_mailboxes::SalesMailboxWrite;
use halo_api::ticket_areas::TicketAreaWrite;
use halo_api::types::ViewFilterConditionWrite;
use halo_api::view_filters::ViewFilterWrite;
use halo_api::view_lists::ViewListWrite;
use halo_api::{Error, ErrorKind};
use serde_json::json;

use super::with;
use crate::link;

#[tokio::test]
async fn notes_on_a_client_come_in_one_response_and_need_someone_they_are_on() -> Result<(), Error> {
    let mock = with("crm_notes", [(1, 4), (2, 4), (3, 5)].map(|(id, client)| json!({"id": id, "client_id": client})));
    let halo = link::halo(&mock);
    let error = halo.crm_notes().list().all().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    let made = halo.crm_notes().create(CrmNoteWrite::new().client_id(4).note("Renewal agreed")).await?;
    halo.crm_notes().update(made.id, CrmNoteWrite::new().note("Renewal signed")).await?;
    let notes = halo.crm_notes().list().client_id(4).all().await?;
    assert_eq!((notes.len(), notes.last().unwrap().invoice_id), (3, None));
    assert_eq!(halo.crm_notes().get(made.id).await?.note.as_deref(), Some("Renewal signed"));
    halo.crm_notes().delete(made.id).await?;
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn a_telephone_system_logs_a_call_and_ends_it() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let call =
        CallLogWrite::new().summary("Second mailbox").caller_number("01632 961001").agent_id(2).third_party_id("c-9");
    let made = halo.call_logs().create(call).await?;
    halo.call_logs().update(made.id, CallLogWrite::new().ticket_id(2001).complete(true)).await?;
    mock.assert_sent(Matching::post("/api/CallLog").with_field("_complete", true));
    let row = halo.call_logs().list().show_all(true).first().await?.unwrap();
    assert_eq!((row.ticket_id.map(i64::from), row.third_party_id.as_deref()), (Some(2001), Some("c-9")));
    assert_eq!(halo.call_logs().get(made.id).await?.site_id, None);
    Ok(())
}

#[tokio::test]
async fn the_record_behind_an_id_of_another_product_is_looked_up() -> Result<(), Error> {
    let link_of = |id: i64, module: i64, theirs: &str| json!({"id": id, "module_id": module, "table_id": 10, "halo_id": id + 100, "third_party_id": theirs, "details_id": 0});
    let mock = with("external_links", [link_of(1, 35, "5512"), link_of(2, 35, "5513"), link_of(3, 36, "5512")]);
    let halo = link::halo(&mock);
    let found = halo.external_links().list().module_id(35).third_party_id("5512").all().await?;
    assert_eq!(found.iter().map(|link| link.halo_id).collect::<Vec<_>>(), [Some(101)]);
    assert_eq!(found[0].details_id, None);
    let made = halo
        .external_links()
        .create(ExternalLinkWrite::new().module_id(35).table_id(10).halo_id(7).third_party_id("9"))
        .await?;
    halo.external_links().update(made.id, ExternalLinkWrite::new().is_primary(true)).await?;
    assert_eq!(halo.external_links().get(made.id).await?.is_primary, Some(true));
    halo.external_links().delete(made.id).await?;
    mock.assert_no_unknown_parameters();
    assert!(mock.unapplied_filters().is_empty());
    Ok(())
}

#[tokio::test]
async fn secrets_of_connections_are_sent_and_never_shown() -> Result<(), Error> {
    let mock = with("azure_ad_connections", [json!({"id": 1, "name": "Old", "authorized": true, "defaultsite": 0})]);
    mock.insert("sales_mailboxes", json!({"id": 1, "name": "Sales"}))?;
    let halo = link::halo(&mock);
    let write = AzureAdConnectionWrite::new().name("New").new_client_secret("s3cret-of-azure");
    assert!(!format!("{write:?}").contains("s3cret-of-azure"));
    halo.azure_ad_connections().update(1, write).await?;
    let row = halo.azure_ad_connections().list().is_authorized(true).first().await?.unwrap();
    assert_eq!((row.name.as_deref(), row.default_site_id), (Some("New"), None));
    assert!(!format!("{row:?}").contains("s3cret-of-azure"));

    let write = SalesMailboxWrite::new().is_integrator_enabled(true).new_client_secret("s3cret-of-sales");
    assert!(!format!("{write:?}").contains("s3cret-of-sales"));
    halo.sales_mailboxes().update(1, write).await?;
    assert_eq!(halo.sales_mailboxes().get(1).include_details(true).await?.is_integrator_enabled, Some(true));

    let write = DatabaseLookupWrite::new().name("Warranty").new_sql_password("s3cret-of-sql");
    assert!(!format!("{write:?}").contains("s3cret-of-sql"));
    let made = halo.database_lookups().create(write).await?;
    let run = halo.database_lookups().run(DatabaseLookupWrite::new().lookup_value("SN-1").ticket_id(2001)).preview();
    assert_eq!(
        (run.path.as_str(), run.body),
        ("/DatabaseLookup/run", Some(json!([{"lookup_value": "SN-1", "ticket_id": 2001}])))
    );
    halo.database_lookups().delete(made.id).await?;
    Ok(())
}

#[tokio::test]
async fn a_view_is_saved_with_its_conditions() -> Result<(), Error> {
    let mock = with("view_lists", [json!({"id": 1, "name": "All", "type": 0, "filter_profile_id": 0})]);
    mock.insert("ticket_areas", json!({"id": 1, "name": "Service desk", "default_filter_id": 0}))?;
    let halo = link::halo(&mock);
    let open = ViewFilterConditionWrite::new().filter_name("status_id").filter_type(2).filter_value("1");
    let filter = halo.view_filters().create(ViewFilterWrite::new().name("New").filters([open])).await?;
    let view = halo.view_lists().create(ViewListWrite::new().name("New tickets").filter_profile_id(filter.id)).await?;
    halo.view_lists().update(view.id, ViewListWrite::new().shows_count(true)).await?;
    let saved = halo.view_lists().get(view.id).include_details(true).await?;
    assert_eq!((saved.filter_profile_id, saved.shows_count), (Some(filter.id), Some(true)));
    let conditions = halo.view_filters().get(filter.id).include_details(true).await?.filters.unwrap();
    assert_eq!(conditions[0].filter_value.as_deref(), Some("1"));
    assert_eq!(halo.view_lists().list().view_list_types([0]).all().await?.len(), 1);
    halo.ticket_areas().update(1, TicketAreaWrite::new().default_filter_id(filter.id)).await?;
    assert_eq!(halo.ticket_areas().get(1).await?.default_filter_id, Some(filter.id));
    halo.view_lists().delete(view.id).await?;
    halo.view_filters().delete(filter.id).await?;
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn changes_mail_and_runs_are_read() -> Result<(), Error> {
    let mock = with(
        "user_changes",
        [json!({"id": 1, "user_id": 9, "field_name": "phonenumber", "old_site": 0, "new_site": 4})],
    );
    mock.insert("outgoings", json!({"id": 1, "mailboxid": 2, "status": 1, "pk1": 2001}))?;
    mock.insert("incoming_emails", json!({"id": 1, "mbid": 2, "from": "a@example.com", "addactiontofaultid": 0}))?;
    mock.insert("audits", json!({"id": 1, "ticket_id": 2001, "from": "New", "to": "Closed"}))?;
    let trace = json!([{"id": 1, "log": "Started", "timestamp": "2026-01-05T09:30:00"}]);
    mock.insert("automations", json!({"id": 1, "runbook_name": "New starter", "ticket_id": 0, "trace": trace}))?;
    mock.insert("languages", json!({"id": 1, "name": "English", "linked_id": 0}))?;
    let halo = link::halo(&mock);
    let change = halo.user_changes().list().first().await?.unwrap();
    assert_eq!((change.old_site_id, change.new_site_id.map(i64::from)), (None, Some(4)));
    let waiting = halo.outgoings().list().mailbox_id(2).status(1).all().await?;
    assert_eq!(waiting[0].record_key_1, Some(json!(2001)));
    assert_eq!(halo.outgoings().process([1]).preview().body, Some(json!([1])));
    let came = halo.incoming_emails().list().first().await?.unwrap();
    assert_eq!((came.from.as_deref(), came.add_to_ticket_id), (Some("a@example.com"), None));
    let audit = halo.audits().list().first().await?.unwrap();
    assert_eq!((audit.from.as_deref(), audit.to.as_deref()), (Some("New"), Some("Closed")));
    let run = halo.automations().get(1).await?;
    assert_eq!((run.ticket_id, run.trace.unwrap()[0].log.as_deref()), (None, Some("Started")));
    let runbook = "5a1e0000-0000-4000-8000-000000000384";
    assert_eq!(halo.automations().start(runbook).preview().path, format!("/Automation/{runbook}"));
    halo.languages().update(1, LanguageWrite::new().is_active(true)).await?;
    assert_eq!(halo.languages().get(1).await?.linked_language_id, None);
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn the_demo_has_people_and_mail_of_the_types_that_the_schema_states() -> Result<(), Error> {
    let halo = link::builder(&MockHalo::demo()).strict_decoding(true).build()?;
    macro_rules! rows {
        ($($entity:ident)*) => { $( assert!(!halo.$entity().list().all().await?.is_empty(), stringify!($entity)); )* };
    }
    assert_eq!(halo.crm_notes().list().client_id(1).all().await?.len(), 1);
    rows! {
        audits automations azure_ad_connections call_logs database_lookups external_links incoming_emails languages outgoings
        sales_mailboxes ticket_areas user_changes view_filters view_lists
    }
    Ok(())
}
