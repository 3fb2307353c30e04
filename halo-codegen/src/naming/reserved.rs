//! Names that the schema cannot have, since halo-api has them.
//!
//! Made by the test `reserved` from the source of halo-api: not to be edited.

/// Methods of every request that is no list.
pub(super) const REQUEST_METHODS: &[&str] = &[
    "assume_idempotent",
    "lane",
    "max_bytes",
    "preview",
    "query",
    "retry",
    "save_to",
    "save_to_blocking",
    "send",
    "send_blocking",
    "timeout",
    "when_some",
];

/// Methods of every list request.
pub(super) const LIST_METHODS: &[&str] = &[
    "accept_shortfall",
    "all",
    "all_as",
    "all_blocking",
    "assume_idempotent",
    "first",
    "first_blocking",
    "hydrate",
    "iter_blocking",
    "lane",
    "max_bytes",
    "max_pages",
    "order_by",
    "overlap",
    "page_no",
    "page_size",
    "pages",
    "prefetch",
    "preview",
    "query",
    "retry",
    "send",
    "send_blocking",
    "skip_unreadable",
    "start_at",
    "stream",
    "stream_as",
    "timeout",
    "when_some",
];

/// Methods of every write type.
pub(super) const WRITE_METHODS: &[&str] = &[
    "is_empty",
    "new",
    "only_changes",
    "set",
    "when_some",
];

/// Methods of every handle: the requests that most entities have, those for several rows at once, and its derives.
pub(super) const HANDLE_METHODS: &[&str] = &[
    "clone",
    "create",
    "create_all",
    "create_many",
    "delete",
    "get",
    "list",
    "update",
    "update_many",
    "upsert",
];

/// Methods of `Halo` that are no accessors.
pub(super) const HALO_METHODS: &[&str] = &[
    "builder",
    "clone",
    "custom_field_ids",
    "field_ids",
    "from_env",
    "from_env_with_prefix",
    "list",
    "rate_status",
    "read_only",
    "request",
    "resource",
];

/// Modules of halo-api that are no entities.
pub(super) const MODULES: &[&str] = &[
    "auth",
    "blocking",
    "bytes",
    "catalog",
    "client",
    "codec",
    "custom_fields",
    "entity_info",
    "extensions",
    "files",
    "generated",
    "http",
    "ids",
    "jiff",
    "lenient",
    "mock",
    "paging",
    "pipeline",
    "request",
    "resource",
    "resources",
    "rt",
    "rust_decimal",
    "scopes",
    "session",
    "transport",
    "types",
    "vocabulary",
];

/// Crates that the runtime names.
pub(super) const CRATES: &[&str] = &[
    "alloc",
    "base64",
    "bytes",
    "core",
    "fastrand",
    "futures_core",
    "getrandom",
    "http",
    "http_body_util",
    "hyper",
    "hyper_util",
    "jiff",
    "percent_encoding",
    "proc_macro",
    "reqwest",
    "rust_decimal",
    "serde",
    "serde_json",
    "sha2",
    "std",
    "strsim",
    "tokio",
    "tracing",
    "url",
    "zeroize",
];

/// Types and the methods that extensions give them.
pub(super) const EXTENSIONS: &[(&str, &str)] = &[
    ("AttachmentInfoWrite", "existing"),
    ("AttachmentInfoWrite", "file"),
    ("AttachmentInfoWrite", "uploaded"),
    ("AttachmentWrite", "file"),
    ("AttachmentWrite", "staged"),
    ("Attachments", "upload"),
    ("RecurringInvoiceWrite", "add_line"),
    ("RecurringInvoiceWrite", "remove_line"),
    ("RecurringInvoiceWrite", "update_line"),
    ("TicketWrite", "unassigned"),
    ("Tickets", "actions"),
    ("Tickets", "attachments"),
    ("UploadedImage", "html"),
];
