//! Entities that the mock knows by itself, until the schema describes them: reports and webhooks.

use http::Method;

use crate::catalog::{
    Access, BodyShape, EntityInfo, FieldInfo, IdKind, ListInfo, OperationInfo, OperationKind, Paging, ParamInfo, Type,
};
use crate::vocabulary::Safety;

/// The path of files.
pub(super) const FILES: &str = "/Attachment";
/// The path of reports.
pub(super) const REPORTS: &str = "/Report";
/// The path of webhooks.
pub(super) const WEBHOOKS: &str = "/Webhook";
/// The path of what ties webhooks to events.
pub(super) const NOTIFICATIONS: &str = "/Notification";

/// Those of these entities that a catalog does not have.
pub(super) fn beside(catalog: &'static [&'static EntityInfo]) -> impl Iterator<Item = &'static EntityInfo> {
    let is_there = |own: &EntityInfo| catalog.iter().any(|entity| entity.path.eq_ignore_ascii_case(own.path));
    [&REPORT, &WEBHOOK, &NOTIFICATION].into_iter().filter(move |own| !is_there(own))
}

const fn operation(kind: OperationKind, name: &'static str, method: Method, path: &'static str) -> OperationInfo {
    OperationInfo::new(kind, name, method, path, Safety::Unsafe)
}

const fn bare(rows: &'static [&'static str]) -> ListInfo {
    ListInfo { rows, paging: Paging::None, page_cap: None, sort: 0 }
}

const fn both(wire_name: &'static str, ty: Type) -> FieldInfo {
    FieldInfo::new(wire_name, wire_name, ty).access(Access::Both)
}

const fn read(wire_name: &'static str, ty: Type) -> FieldInfo {
    FieldInfo::new(wire_name, wire_name, ty)
}

const fn param(wire_name: &'static str, ty: Type) -> ParamInfo {
    ParamInfo::new(wire_name, wire_name, ty)
}

/// An entity with the operations that are named, at its path or below it.
macro_rules! entity {
    ($name:literal, $plural:literal, $path:ident, $id:expr, [$($operation:expr),* $(,)?], [$($field:expr),* $(,)?]) => {
        EntityInfo {
            name: $name,
            plural: $plural,
            path: $path,
            key: &["id"],
            id: $id,
            aliases: &[],
            unique: &[],
            read_scope: None,
            write_scope: None,
            enforce_scopes: false,
            operations: &[$(&$operation),*],
            fields: &[$($field),*],
            write_only: &[FieldInfo::new("data_base64", "data_base64", Type::String).access(Access::Write)],
            #[cfg(test)]
            new_empty: || Box::new(crate::tickets::Ticket::default()),
        }
    };
}

static REPORT: EntityInfo = entity!(
    "Report",
    "reports",
    REPORTS,
    IdKind::Int,
    [
        operation(OperationKind::List, "list", Method::GET, REPORTS)
            .list(ListInfo { rows: &["reports"], paging: Paging::Pages, page_cap: None, sort: 0 })
            .filters(&[param("search", Type::String)])
            .scope("read:reporting"),
        operation(OperationKind::Get, "get", Method::GET, "/Report/{id}")
            .params(&[param("includedetails", Type::Bool), param("loadreport", Type::Bool)])
            .scope("read:reporting"),
        operation(OperationKind::Create, "create", Method::POST, REPORTS)
            .body_shape(BodyShape::Array)
            .scope("edit:reporting"),
        operation(OperationKind::Update, "update", Method::POST, REPORTS)
            .body_shape(BodyShape::Array)
            .scope("edit:reporting"),
        operation(OperationKind::Delete, "delete", Method::DELETE, "/Report/{id}").scope("edit:reporting"),
    ],
    [
        read("id", Type::IntId("ReportId")),
        both("name", Type::String),
        both("sql", Type::String),
        both("apiquery_id", Type::Int),
    ]
);

static WEBHOOK: EntityInfo = entity!(
    "Webhook",
    "webhooks",
    WEBHOOKS,
    IdKind::Text,
    [
        operation(OperationKind::List, "list", Method::GET, WEBHOOKS).list(bare(&[""])).scope("admin:webhooks"),
        operation(OperationKind::Get, "get", Method::GET, "/Webhook/{id}").scope("admin:webhooks"),
        operation(OperationKind::Create, "create", Method::POST, WEBHOOKS)
            .body_shape(BodyShape::Array)
            .scope("admin:webhooks"),
        operation(OperationKind::Update, "update", Method::POST, WEBHOOKS)
            .body_shape(BodyShape::Array)
            .scope("admin:webhooks"),
        operation(OperationKind::Delete, "delete", Method::DELETE, "/Webhook/{id}").scope("admin:webhooks"),
    ],
    [
        read("id", Type::TextId("WebhookId")),
        both("name", Type::String),
        both("url", Type::String),
        both("type", Type::Int),
        both("method", Type::Int),
        both("active", Type::Bool),
        both("content_type", Type::Json),
        both("authentication_type", Type::Int),
        both("batch_method", Type::Int),
        both("batch_delay_seconds", Type::Int),
        both("batch_limit", Type::Int),
    ]
);

static NOTIFICATION: EntityInfo = entity!(
    "Notification",
    "notifications",
    NOTIFICATIONS,
    IdKind::Int,
    [
        operation(OperationKind::List, "list", Method::GET, NOTIFICATIONS).list(bare(&[""])).scope("admin:webhooks"),
        operation(OperationKind::Create, "create", Method::POST, NOTIFICATIONS)
            .body_shape(BodyShape::Array)
            .scope("admin:webhooks"),
        operation(OperationKind::Delete, "delete", Method::DELETE, "/Notification/{id}").scope("admin:webhooks"),
    ],
    [
        read("id", Type::IntId("NotificationId")),
        both("guid", Type::Uuid),
        both("name", Type::String),
        both("webhook_id", Type::TextId("WebhookId")),
        both("type", Type::Int),
        both("delivery_method", Type::Int),
        both("eventno", Type::Int),
    ]
);
