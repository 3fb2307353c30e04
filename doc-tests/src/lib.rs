//! Runs the code of README.md and of the guides as tests.
//!
//! It is a crate of its own because these pages are not in the package of halo-api.

/// Each page is the documentation of an item, which rustdoc tests.
macro_rules! pages {
    ($($page:ident: $path:literal)*) => {$(
        #[cfg(doctest)]
        #[doc = include_str!($path)]
        struct $page;
    )*};
}

pages! {
    Readme: "../../README.md"
    Mirror: "../../docs/mirror.md"
    Reports: "../../docs/reports.md"
    Sync: "../../docs/sync.md"
    Testing: "../../docs/testing.md"
    Workers: "../../docs/workers.md"
    GuideCsvExport: "../../docs/guides/csv-export.md"
    GuideHours: "../../docs/guides/hours.md"
    GuideSqlReport: "../../docs/guides/sql-report.md"
    GuideTicketWithPdf: "../../docs/guides/ticket-with-pdf.md"
    GuideUnpaidInvoices: "../../docs/guides/unpaid-invoices.md"
    GuideUserSync: "../../docs/guides/user-sync.md"
    GuideWebhookReceiver: "../../docs/guides/webhook-receiver.md"
}
