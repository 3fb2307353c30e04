//! Use cases of integrators for invoices and what is sold, against the in-memory Halo.

use halo_api::currencies::CurrencyWrite;
use halo_api::invoice_lines::InvoiceLineWrite;
use halo_api::invoice_payments::InvoicePaymentWrite;
use halo_api::invoices::InvoiceWrite;
use halo_api::item_groups::ItemGroupWrite;
use halo_api::items::ItemWrite;
use halo_api::mock::{Matching, MockHalo, MockResponse};
use halo_api::recurring_invoices::RecurringInvoiceWrite;
use halo_api::suppliers::SupplierWrite;
use halo_api::taxes::TaxWrite;
use halo_api::types::QuotationLineWrite;
use halo_api::{Error, ErrorKind, Method};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::with;
use crate::link;

fn money(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// A recurring invoice with three lines, and members that the schema does not know.
fn recurring() -> Value {
    let line = |id: i64, text: &str, quantity: f64, price: f64| {
        json!({
            "id": id, "ihid": -240, "item_shortdescription": text, "qty_order": quantity, "unit_price": price,
            "asset_id": 0, "newer": {"than": "the schema"}
        })
    };
    let lines = [line(1, "Support", 25.0, 19.99), line(2, "Backup", 3.0, 49.125), line(3, "Domain", 1.0, 0.07)];
    json!({"id": -240, "client_id": 12, "client_name": "Harbour Dental", "lines": lines, "total": 647.36})
}

#[tokio::test]
async fn a_month_is_billed() -> Result<(), Error> {
    let mock = with("recurring_invoices", [recurring()]);
    let halo = link::halo(&mock);
    let row = halo.recurring_invoices().list().client_id(12).first().await?.unwrap();
    assert_eq!((i64::from(row.id), row.lines.is_none()), (-240, true), "rows lack lines, and ids are negative");
    let row = halo.recurring_invoices().list().client_id(12).include_lines(true).first().await?.unwrap();
    assert_eq!(row.lines.unwrap().len(), 3);

    let seats = InvoiceLineWrite::new().quantity(26).unit_price(money("19.995"));
    halo.recurring_invoices().update(-240, RecurringInvoiceWrite::new().update_line(1, seats)).await?;
    let sent = mock.requests().pop().unwrap().body.unwrap();
    let mut expected = recurring()["lines"].clone();
    (expected[0]["qty_order"], expected[0]["unit_price"]) = (json!(26), json!(19.995));
    assert_eq!(sent, json!([{"id": -240, "lines": expected}]), "every line is sent back, with all of its members");

    let process = halo.recurring_invoices().process([-240]).preview();
    assert_eq!((process.path.as_str(), process.body), ("/RecurringInvoice/process", Some(json!([-240]))));
    let lines = halo.recurring_invoices().get(-240).include_details(true).await?.lines.unwrap();
    let total: Decimal = lines.iter().map(|line| line.quantity.unwrap() * line.unit_price.unwrap()).sum();
    assert_eq!(total, money("667.315"));
    let copies = lines.iter().map(|line| {
        let text = line.short_description.clone().unwrap_or_default();
        let copy = InvoiceLineWrite::new().short_description(text).quantity(line.quantity.unwrap());
        copy.unit_price(line.unit_price.unwrap()).set("id", i64::from(line.id))
    });
    let invoice = InvoiceWrite::new().client_id(12).invoice_date(jiff::civil::date(2026, 2, 1)).lines(copies);
    let invoice = halo.invoices().create(invoice.set("total", json!(667.315))).await?;
    assert_eq!(invoice.total, None, "Halo works the total out: it is not written");

    mock.route(Method::POST, format!("/Invoice/PDF/{}", invoice.id), |_| {
        MockResponse::bytes("application/pdf", *b"%PDF-1.7")
    });
    let pdf = halo.invoices().pdf(invoice.id).await?;
    assert_eq!((&pdf.bytes[..], pdf.media_type.as_deref()), (&b"%PDF-1.7"[..], Some("application/pdf")));
    let path = std::env::temp_dir().join(format!("halo-api-invoice-{}.pdf", std::process::id()));
    let saved = halo.invoices().pdf(invoice.id).save_to(path.as_path()).await?;
    assert_eq!((saved.size, std::fs::read(&path).unwrap()), (8, b"%PDF-1.7".to_vec()));
    std::fs::remove_file(path).unwrap();

    let payment = InvoicePaymentWrite::new().invoice_id(invoice.id).client_id(12).amount(total);
    let payment = halo.invoice_payments().create(payment).await?;
    mock.assert_sent(Matching::post("/api/InvoicePayment").with_field("amount", 667.315));
    let paid = halo.invoice_payments().list().invoice_id(invoice.id).all().await?;
    assert_eq!(paid.iter().map(|payment| payment.amount).collect::<Vec<_>>(), [Some(total)]);
    halo.invoice_payments().delete(payment.id).await?;
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn lines_of_a_recurring_invoice_are_added_and_removed_one_by_one() -> Result<(), Error> {
    let mock = with("recurring_invoices", [recurring()]);
    let halo = link::halo(&mock);
    let write = RecurringInvoiceWrite::new()
        .add_line(InvoiceLineWrite::new().short_description("Phones").quantity(money("1.5")))
        .remove_line(2)
        .internal_note("Phones instead of backup");
    halo.recurring_invoices().update(-240, write).await?;
    let sent = mock.requests().pop().unwrap().body.unwrap();
    let texts = sent[0]["lines"].as_array().unwrap().iter().map(|line| line["item_shortdescription"].clone());
    assert_eq!(texts.collect::<Vec<_>>(), ["Support", "Domain", "Phones"]);
    assert_eq!(sent[0]["internal_note"], "Phones instead of backup");
    Ok(())
}

#[tokio::test]
async fn a_half_known_set_of_lines_is_never_sent() -> Result<(), Error> {
    let mock = with("recurring_invoices", [recurring(), json!({"id": -241, "client_id": 12})]);
    let halo = link::halo(&mock);
    let change = || InvoiceLineWrite::new().quantity(2);
    let missing = halo.recurring_invoices().update(-240, RecurringInvoiceWrite::new().update_line(9, change())).await;
    assert!(matches!(missing.unwrap_err().kind(), ErrorKind::Config));
    let unknown = halo.recurring_invoices().update(-241, RecurringInvoiceWrite::new().add_line(change())).await;
    assert!(matches!(unknown.unwrap_err().kind(), ErrorKind::Decode), "the record holds no list of lines");
    let twice = [-240, -240].map(|id| RecurringInvoiceWrite::new().set("id", id).add_line(change()));
    assert!(halo.recurring_invoices().create(RecurringInvoiceWrite::new().remove_line(1)).await.is_err());
    let written = mock.requests().into_iter().filter(|one| one.path.contains("Invoice") && one.method == Method::POST);
    assert_eq!(written.count(), 0, "nothing was written");

    let preview = halo.recurring_invoices().update(-240, twice[0].clone()).preview();
    assert_eq!(preview.body, Some(json!([{"id": -240, "lines": [{"qty_order": 2}]}])), "as far as it is known");
    let new = RecurringInvoiceWrite::new().client_id(12).lines([change()]).add_line(change());
    let preview = halo.recurring_invoices().create(new).preview();
    assert_eq!(preview.body.unwrap()[0]["lines"].as_array().unwrap().len(), 2);
    Ok(())
}

#[tokio::test]
async fn an_invoice_is_found_by_date_voided_and_its_amounts_stay_exact() -> Result<(), Error> {
    let row =
        r#"{"id": 5, "client_id": 12, "total": 123456789012.345, "amountdue": 0.1, "recurring_invoice_id": -240}"#;
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    mock.route(Method::GET, "/Invoice/5", move |_| MockResponse::bytes("application/json", row.as_bytes()));
    let invoice = halo.invoices().get(5).include_details(true).await?;
    assert_eq!((invoice.total, invoice.amount_due), (Some(money("123456789012.345")), Some(money("0.1"))));
    assert_eq!(invoice.recurring_invoice_id.map(i64::from), Some(-240));
    let text = serde_json::to_string(&invoice).unwrap();
    assert!(text.contains("123456789012.345"), "{text}");
    let write = InvoiceLineWrite::new().unit_price(money("123456789012.345"));
    let text = serde_json::to_string(&InvoiceWrite::new().lines([write])).unwrap();
    assert_eq!(text, r#"{"lines":[{"unit_price":123456789012.345}]}"#);

    let list = halo.invoices().list().date_search("invoice_date").start_date(jiff::Timestamp::UNIX_EPOCH);
    let query = list.preview().query;
    assert!(query.contains(&("start_date".to_owned(), "1970-01-01T00:00:00Z".to_owned())), "{query:?}");
    mock.route(Method::POST, "/Invoice/5/void", |request| {
        assert_eq!(request.body, None);
        MockResponse::json(&json!({"id": 5, "voided": true}))
    });
    halo.invoices().void(5).await?;
    halo.invoices().update(5, InvoiceWrite::new().is_posted(true)).await.unwrap_err();
    mock.insert("invoices", json!({"id": 6}))?;
    halo.invoices().delete(6).bypass_accounts_sync(true).await?;
    Ok(())
}

#[tokio::test]
async fn invoice_lines_come_in_pages_by_client_and_change_one_by_one() -> Result<(), Error> {
    let rows = (1..=230).map(|id| json!({"id": id, "ihid": -240, "qty_order": 1.0, "unit_price": 0.1}));
    let mock = with("invoice_lines", rows);
    mock.insert("pro_ratas", json!({"id": 1, "invoicedetailid": 7, "recurring_invoice_id": -240, "unitprice": 73.82}))?;
    let halo = link::halo(&mock);
    let lines = halo.invoice_lines().list(12).all().await?;
    let total: Decimal = lines.iter().filter_map(|line| line.unit_price).sum();
    assert_eq!((lines.len(), total), (230, money("23.0")));
    mock.assert_sent(Matching::get("/api/Invoice/lines").query("client_id", "12"));
    let preview = halo.invoice_lines().update_line(InvoiceLineWrite::new().id(7).quantity(2)).preview();
    assert_eq!(preview.path, "/Invoice/updatelines");
    assert_eq!(preview.body, Some(json!([{"id": 7, "qty_order": 2}])));
    let part = halo.pro_ratas().list().first().await?.unwrap();
    assert_eq!((part.invoice_line_id.map(i64::from), part.unit_price), (Some(7), Some(money("73.82"))));
    Ok(())
}

#[tokio::test]
async fn an_item_gets_a_supplier_and_a_price_in_another_currency() -> Result<(), Error> {
    let mock =
        with("charge_rate_prices", [json!({"id": 1, "charge_id": 0, "area": 12, "rate": 82.5, "contract_id": 0})]);
    let halo = link::halo(&mock);
    let euro = halo.currencies().create(CurrencyWrite::new().name("Euro").code("EUR")).await?;
    halo.currencies().update(euro.id, CurrencyWrite::new().conversion_rate(money("1.152749"))).await?;
    assert_eq!(halo.currencies().get(euro.id).await?.conversion_rate, Some(money("1.152749")));
    let tax = halo.taxes().create(TaxWrite::new().name("Standard").rate(20)).await?;
    halo.taxes().update(tax.id, TaxWrite::new().code("S")).await?;
    let supplier = halo.suppliers().create(SupplierWrite::new().name("Kestrel").portal_password("s3cret")).await?;
    halo.suppliers().update(supplier.id, SupplierWrite::new().is_supplier(true)).await?;
    assert!(!format!("{:?}", halo.suppliers().get(supplier.id).await?).contains("s3cret"));

    let item = ItemWrite::new().name("Laptop").supplier_id(supplier.id).cost_price(912.4).sales_tax_id(tax.id);
    let item = halo.items().create(item).await?;
    halo.items().update(item.id, ItemWrite::new().base_price(money("1149.99"))).await?;
    let laptop = halo.items().list().supplier_id(supplier.id).first().await?.unwrap();
    let margin = laptop.base_price.unwrap() - laptop.cost_price.unwrap();
    assert_eq!((laptop.sales_tax_id, margin), (Some(tax.id), money("237.59")));

    let line = QuotationLineWrite::new().item_id(item.id).set("quantity", 2);
    let group = halo.item_groups().create(ItemGroupWrite::new().name("Starter").lines([line])).await?;
    mock.assert_sent(
        Matching::post("/api/ItemGroup").with_field("lines", json!([{"item_id": item.id, "quantity": 2}])),
    );
    halo.item_groups().update(group.id, ItemGroupWrite::new().hide_items(true)).await?;
    assert_eq!(halo.item_groups().get(group.id).group_quantity(3).await?.hide_items, Some(true));
    assert!(halo.item_groups().create(ItemGroupWrite::new()).await.is_err(), "Halo refuses a group without a name");

    let rates = halo.charge_rate_prices().list().client_id(12).all().await?;
    assert_eq!((rates[0].charge_rate_id.map(i64::from), rates[0].contract_id), (Some(0), None), "0 is no charge");
    halo.item_groups().delete(group.id).await?;
    halo.items().delete(item.id).await?;
    halo.suppliers().delete(supplier.id).await?;
    halo.taxes().delete(tax.id).await?;
    halo.currencies().delete(euro.id).await?;
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn the_money_of_the_demo_is_of_the_types_that_the_schema_states() -> Result<(), Error> {
    let mock = MockHalo::demo();
    let halo = link::builder(&mock).strict_decoding(true).build()?;
    macro_rules! rows {
        ($($entity:ident)*) => { $( assert!(!halo.$entity().list().all().await?.is_empty(), stringify!($entity)); )* };
    }
    rows! { charge_rate_prices currencies invoice_payments invoices item_groups items pro_ratas recurring_invoices suppliers taxes }
    let lines = halo.invoice_lines().list(1).all().await?;
    assert_eq!(lines[0].invoice_id.map(i64::from), Some(901));
    assert_eq!(halo.invoices().get(901).await?.lines.unwrap()[0].net_amount, Some(money("796.0")));
    Ok(())
}
