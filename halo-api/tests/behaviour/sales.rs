//! Use cases of integrators for quotations, orders and stock, against the in-memory Halo.

use std::collections::BTreeMap;

use halo_api::billing_templates::BillingTemplateWrite;
use halo_api::consignments::ConsignmentWrite;
use halo_api::ids::ClientId;
use halo_api::item_stocks::ItemStockWrite;
use halo_api::licences::LicenceWrite;
use halo_api::mock::{Matching, MockHalo};
use halo_api::order_lines::OrderLineWrite;
use halo_api::purchase_orders::PurchaseOrderWrite;
use halo_api::quotations::QuotationWrite;
use halo_api::sales_orders::SalesOrderWrite;
use halo_api::supplier_contracts::SupplierContractWrite;
use halo_api::types::{ConsignmentLineWrite, PurchaseOrderLineWrite, QuotationApprovalWrite};
use halo_api::{Error, Method};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::with;
use crate::link;

fn money(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// A quotation with lines from two suppliers, and one of free text.
fn quotation() -> Value {
    let line = |id: i64, item: i64, supplier: i64, price: f64| {
        json!({"id": id, "qhid": 401, "item_id": item, "name": format!("Item {item}"), "supplier_id": supplier,
               "baseprice": price, "quantity": 3.0})
    };
    let lines = [line(1, 10, 4, 1149.99), line(2, 11, 5, 0.1), line(3, 12, 4, 20.25), line(4, 0, 0, 95.0)];
    json!({"id": 401, "client_id": 12, "title": "New office", "total": 3796.02, "lines": lines, "status": 1})
}

#[tokio::test]
async fn a_quotation_becomes_a_sales_order_and_a_purchase_order_for_each_supplier() -> Result<(), Error> {
    let mock = with("quotations", [quotation()]);
    let halo = link::halo(&mock);
    let row = halo.quotations().list().client_id(12).first().await?.unwrap();
    assert_eq!((row.total, row.lines.is_none()), (None, true), "the total and the lines come only with `get`");
    let quote = halo.quotations().get(row.id).include_details(true).await?;
    assert_eq!(quote.total, Some(money("3796.02")));

    mock.route(Method::POST, "/Quotation/Approval", |_| json!({"id": 401, "result": true}));
    let approval = QuotationApprovalWrite::new().id(quote.id).is_accepted(true).approval_name("Imogen Thorne");
    halo.quotations().approve(approval).await?;
    mock.assert_sent(Matching::post("/api/Quotation/Approval").with_field("result", true));

    let quoted = quote.lines.unwrap();
    let lines = quoted.iter().map(|line| {
        OrderLineWrite::new()
            .name(line.name.clone().unwrap_or_default())
            .when_some(line.item_id, OrderLineWrite::item_id)
            .when_some(line.supplier_id, OrderLineWrite::supplier_id)
            .base_price(line.base_price.unwrap())
            .quotation_line_id(line.id.unwrap())
            .set("quantity", line.extra["quantity"].clone())
    });
    let order = SalesOrderWrite::new().client_id(12).quotation_id(quote.id).title("New office").lines(lines);
    let order = halo.sales_orders().create(order).await?;
    let sent = mock.requests().pop().unwrap().body.unwrap();
    assert_eq!(sent[0]["lines"].as_array().unwrap().len(), 4);
    assert_eq!(sent[0]["lines"][1]["baseprice"], json!(0.1));

    let mut by_supplier: BTreeMap<i64, Vec<PurchaseOrderLineWrite>> = BTreeMap::new();
    for line in &quoted {
        let (Some(supplier), Some(item)) = (line.supplier_id, line.item_id) else { continue };
        let bought = PurchaseOrderLineWrite::new().item_id(item).sales_order_id(order.id);
        by_supplier.entry(supplier.into()).or_default().push(bought.set("quantity", line.extra["quantity"].clone()));
    }
    for (supplier, lines) in by_supplier {
        let bought = PurchaseOrderWrite::new().supplier_id(supplier).sales_order_id(order.id).lines(lines);
        halo.purchase_orders().create(bought.deliver_to_us(true)).await?;
    }
    let orders = halo.purchase_orders().list().sales_order_id(order.id).all().await?;
    let suppliers = orders.iter().map(|order| order.supplier_id.map(i64::from)).collect::<Vec<_>>();
    assert_eq!(suppliers, [Some(4), Some(5)]);
    let both = halo.purchase_orders().get(orders[0].id).receivable_lines(true).await?.lines.unwrap();
    assert_eq!(both.iter().map(|line| line.item_id.map(i64::from)).collect::<Vec<_>>(), [Some(10), Some(12)]);

    let flag = halo.quotations().update(quote.id, QuotationWrite::new().create_sales_order(true)).preview();
    assert_eq!(flag.body, Some(json!([{"id": 401, "_create_so": true}])), "or Halo makes the order itself");
    halo.sales_orders().update(order.id, SalesOrderWrite::new().client_order_number("PO-7")).await?;
    assert_eq!(halo.sales_orders().list().client_id(12).all().await?.len(), 1);
    halo.purchase_orders().update(orders[1].id, PurchaseOrderWrite::new().note("Call first")).await?;
    halo.purchase_orders().delete(orders[1].id).await?;
    halo.sales_orders().delete(order.id).await?;
    halo.quotations().delete(quote.id).await?;
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn goods_come_into_stock_and_go_out_on_a_consignment() -> Result<(), Error> {
    let lines = (1..=120).map(|id| json!({"id": id, "salesorder_id": 1 + id % 2, "item_id": 10, "costprice": 0.1}));
    let mock = with("order_lines", lines);
    let halo = link::halo(&mock);
    let of_all = halo.order_lines().list().all().await?;
    let cost: Decimal = of_all.iter().filter_map(|line| line.cost_price).sum();
    assert_eq!((of_all.len(), cost), (120, money("12.0")));

    let stock = ItemStockWrite::new().item_id(10).stock_location_id(3).quantity_in(4).cost(money("912.405"));
    let stock = halo.item_stocks().create(stock).await?;
    let rows = halo.item_stocks().list().item_id(10).stock_location_id(3).all().await?;
    assert_eq!(rows.iter().map(|row| row.cost).collect::<Vec<_>>(), [Some(money("912.405"))]);
    let line = ConsignmentLineWrite::new().item_id(10).quantity(money("1.5")).stock_location_id(3);
    let consignment = halo.consignments().create(ConsignmentWrite::new().sales_order_id(1).lines([line])).await?;
    halo.consignments().update(consignment.id, ConsignmentWrite::new().note("Left at reception")).await?;
    let out = halo.consignments().get(consignment.id).include_details(true).await?.lines.unwrap();
    assert_eq!(out[0].quantity, Some(money("1.5")));
    halo.consignments().delete(consignment.id).delete_order(true).await?;
    halo.item_stocks().delete(stock.id).await?;
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn licences_contracts_and_billing_rules_are_kept_in_step() -> Result<(), Error> {
    let plan = json!({"id": 1, "chargerate_id": 0, "priority": 0, "multiplier": 1.5});
    let mock =
        with("billing_templates", [json!({"id": 2, "name": "Managed", "billingplans": [plan], "clients": [12]})]);
    let halo = link::halo(&mock);
    let template = halo.billing_templates().get(2).include_details(true).client_id(12).await?;
    let plans = template.billing_plans.unwrap();
    assert_eq!((plans[0].charge_rate_id.map(i64::from), plans[0].priority_id), (Some(0), None));
    assert_eq!(template.client_ids.unwrap(), [ClientId::from(12)]);
    halo.billing_templates().update(2, BillingTemplateWrite::new().create_contract(true)).await?;

    let licence = LicenceWrite::new().client_id(12).name("Microsoft 365").count(25).monthly_cost(money("8.6"));
    let licence = halo.licences().create(licence).await?;
    halo.licences().update(licence.id, LicenceWrite::new().count(26)).await?;
    let seats = halo.licences().list().client_id(12).all().await?;
    assert_eq!(
        seats.iter().map(|seat| (seat.count, seat.monthly_cost)).collect::<Vec<_>>(),
        [(Some(26), Some(money("8.6")))]
    );
    let contract = SupplierContractWrite::new().supplier_id(4).reference("SUP-1");
    let contract = halo.supplier_contracts().create(contract.end_date(jiff::civil::date(2026, 12, 31))).await?;
    halo.supplier_contracts().update(contract.id, SupplierContractWrite::new().note("Renew in time")).await?;
    let contract = halo.supplier_contracts().list().supplier_id(4).first().await?.unwrap();
    assert_eq!(contract.end_date, Some(jiff::civil::date(2026, 12, 31)));
    halo.supplier_contracts().delete(contract.id).await?;
    halo.licences().delete(licence.id).await?;
    halo.billing_templates().delete(2).await?;
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn the_orders_of_the_demo_are_of_the_types_that_the_schema_states() -> Result<(), Error> {
    let mock = MockHalo::demo();
    let halo = link::builder(&mock).strict_decoding(true).build()?;
    macro_rules! rows {
        ($($entity:ident)*) => { $( assert!(!halo.$entity().list().all().await?.is_empty(), stringify!($entity)); )* };
    }
    rows! { billing_templates consignments item_stocks licences order_lines purchase_orders quotations sales_orders supplier_contracts }
    Ok(())
}
