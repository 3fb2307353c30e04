//! Edits of the fixture: each rule of `diff`, and what triggers it.

use halo_codegen::SourceSet;
use halo_codegen::diff::Rule;

use super::fixture_schemas::fixture;

/// A file, what is in it, and what takes its place.
pub(crate) type Edit<'e> = (&'e str, &'e str, &'e str);

pub(crate) const THINGS: &str = "entities/things.yaml";
const RESOURCES: &str = "resources.yaml";

/// Each rule and an edit for it; read backwards it is one for its opposite.
pub(crate) const EDITS: &[(Rule, Rule, Edit<'static>)] = &[
    (Rule::EntityMoved, Rule::EntityMoved, ("entities/labels.yaml", "path: /Labels", "path: /Tags")),
    (Rule::RequestRemoved, Rule::RequestAdded, ("entities/steps.yaml", "get: {}\n", "")),
    (
        Rule::FieldRemoved,
        Rule::FieldAdded,
        (THINGS, "  name: { type: string, access: both, doc: \"What people call it.\" }\n", ""),
    ),
    (Rule::OperationSent, Rule::OperationSent, (THINGS, "path: /Things/total", "path: /Thing/total")),
    (Rule::OperationSafety, Rule::OperationSafety, (THINGS, "safety: idempotent, ", "")),
    (Rule::RequestArguments, Rule::RequestArguments, (THINGS, "reply: int", "reply: float")),
    (Rule::OperationSent, Rule::OperationSent, (THINGS, "origin: \"api\"", "origin: \"client\"")),
    (Rule::OperationSent, Rule::OperationSent, (THINGS, "by: \"the client\"", "by: \"\"")),
    (Rule::RequestArguments, Rule::RequestArguments, (THINGS, "reply: download", "reply: bytes")),
    (Rule::RequestArguments, Rule::RequestArguments, (THINGS, "body: list<ThingId>", "body: list<int>")),
    (Rule::RequestArguments, Rule::RequestArguments, (THINGS, "slot: { type: int,", "slot: { type: string,")),
    (
        Rule::ParamRemoved,
        Rule::ParamAdded,
        (THINGS, "        - shared: { type: bool, doc: \"Whether everybody sees it.\" }\n", ""),
    ),
    (Rule::FieldRenamed, Rule::FieldRenamed, (THINGS, "  name: { type", "  name: { name: title, type")),
    (Rule::FieldRetyped, Rule::FieldRetyped, (THINGS, "  name: { type: string", "  name: { type: int")),
    (Rule::FieldRewired, Rule::FieldRewired, (THINGS, "  name: { type", "  title: { name: name, type")),
    (Rule::FieldFilled, Rule::FieldFilled, (THINGS, "in: list,", "in: detail,")),
    (Rule::FieldWith, Rule::FieldWith, (THINGS, "with: [withmore, full],", "with: full,")),
    (
        Rule::FieldFilledSent,
        Rule::FieldFilledSent,
        (THINGS, "weight: { type: float, access: both,", "weight: { type: float, in: detail, access: both,"),
    ),
    (
        Rule::FieldWithSent,
        Rule::FieldWithSent,
        (THINGS, "weight: { type: float, access: both,", "weight: { type: float, with: withmore, access: both,"),
    ),
    // What only creates send is not compared with a record.
    (Rule::FieldWith, Rule::FieldWith, (THINGS, "only: create, with: full,", "only: create,")),
    (Rule::FieldUnset, Rule::FieldUnset, (THINGS, "none: [0, -1]", "none: [0]")),
    (Rule::FieldUnset, Rule::FieldUnset, (THINGS, "none: [\"\"], ", "")),
    (
        Rule::FieldAccess,
        Rule::FieldAccess,
        ("types/setting.yaml", "name: { type: string,", "name: { type: string, access: both,"),
    ),
    (Rule::FieldSecret, Rule::FieldSecret, (THINGS, "secret: true,", "")),
    (Rule::FieldReplaces, Rule::FieldReplaces, (THINGS, "replaces: true,", "")),
    (
        Rule::SetterMerges,
        Rule::SetterMerges,
        (THINGS, "both, replaces: true, doc: \"What else", "both, doc: \"What else"),
    ),
    (Rule::GetterRemoved, Rule::GetterAdded, ("types/setting.yaml", "value: { type: json", "value: { type: string")),
    (
        Rule::SetterRemoved,
        Rule::SetterAdded,
        (THINGS, "due: { type: date, access: both", "due: { type: date, access: read"),
    ),
    (Rule::SetterRenamed, Rule::SetterRenamed, (THINGS, "  note: { type", "  note: { name: remark, type")),
    (Rule::SetterRetyped, Rule::SetterRetyped, (THINGS, "  note: { type: string", "  note: { type: json")),
    (Rule::SetterRewired, Rule::SetterRewired, (THINGS, "  note: { type", "  remark: { name: note, type")),
    (Rule::SetterOnlyFreed, Rule::SetterOnly, (THINGS, "only: update, ", "")),
    (
        Rule::ClearRemoved,
        Rule::ClearAdded,
        (THINGS, "  note: { type: string, access: write", "  note: { type: string, access: control"),
    ),
    (
        Rule::FieldRemoved,
        Rule::FieldAdded,
        (THINGS, "due: { type: date, access: both, none: [\"2100-01-01\"], ", "due: { type: date, access: control, "),
    ),
    (
        Rule::FieldRemoved,
        Rule::FieldAdded,
        (
            THINGS,
            "price: { type: decimal, section: \"Money and measures\", access: both",
            "price: { type: decimal, section: \"Money and measures\", access: write",
        ),
    ),
    (Rule::ClearValue, Rule::ClearValue, (THINGS, "clear: 0,", "clear: -1,")),
    (
        Rule::ClearValue,
        Rule::ClearValue,
        (THINGS, "name: { type: string, access: both,", "name: { type: string, access: both, clear: \"\","),
    ),
    (
        Rule::ParamRemoved,
        Rule::ParamAdded,
        (THINGS, "    sizes: { type: list<int>, doc: \"Only these sizes.\" }\n", ""),
    ),
    (Rule::ParamRenamed, Rule::ParamRenamed, (THINGS, "name: with_notes,", "name: and_notes,")),
    (Rule::ParamRetyped, Rule::ParamRetyped, (THINGS, "open: { type: bool, doc", "open: { type: int, doc")),
    (Rule::ParamRewired, Rule::ParamRewired, (THINGS, "    withnotes:", "    includenotes:")),
    (Rule::RequestArguments, Rule::ParamRequired, (THINGS, "required: true,", "")),
    (
        Rule::ParamRequired,
        Rule::RequestArguments,
        (THINGS, "open: { type: bool, doc", "open: { type: bool, required: true, doc"),
    ),
    (
        Rule::RequestArguments,
        Rule::RequestArguments,
        ("entities/hooks.yaml", "role: since,", "role: since, required: true,"),
    ),
    (Rule::ParamFreed, Rule::ParamTogether, (THINGS, "needs: [by],", "")),
    (Rule::ParamFreed, Rule::ParamTogether, (THINGS, "excludes: [after, paging]", "excludes: [paging]")),
    (Rule::ParamPaging, Rule::ParamPaging, (THINGS, "excludes: [after, paging]", "excludes: [after]")),
    (Rule::ParamSent, Rule::ParamSent, (THINGS, "role: detail, ", "")),
    (Rule::ParamRole, Rule::ParamRole, (THINGS, "after: { type: datetime,", "after: { type: datetime, role: since,")),
    (Rule::ParamField, Rule::ParamField, (THINGS, "field: weight,", "")),
    (Rule::BodyNeedsFreed, Rule::BodyNeeds, (THINGS, "needs: [weight, [owner_id, colour], _force]", "needs: [weight]")),
    (Rule::UniqueFields, Rule::UniqueFields, (THINGS, "unique: [tag]\n", "")),
    (Rule::ScopeEnforced, Rule::ScopeEnforced, (THINGS, "write: \"edit:things\"", "write: \"all\"")),
    (Rule::ScopeReleased, Rule::ScopeEnforced, (THINGS, ", enforce: true", "")),
    (Rule::ScopeChanged, Rule::ScopeChanged, ("entities/gadgets.yaml", "read: \"read:things\"", "read: \"all\"")),
    (Rule::Envelope, Rule::EnvelopeWidened, (THINGS, "rows: [things, bare]", "rows: things")),
    (Rule::PagingChanged, Rule::PagingChanged, (THINGS, "paging: pages", "paging: count")),
    (Rule::PagingChanged, Rule::PagingChanged, (THINGS, "{ window: older_than_id }", "{ window: before_id }")),
    (Rule::PagingChanged, Rule::PagingChanged, (THINGS, "{ window: older_than_id }", "count")),
    (Rule::PagingChanged, Rule::PagingChanged, (RESOURCES, "{ window: older_than_id }", "{ window: before_id }")),
    (Rule::PageCap, Rule::PageCap, (THINGS, "page_cap: 50", "page_cap: 60")),
    (
        Rule::PageCapUnsent,
        Rule::PageCapUnsent,
        ("entities/hooks.yaml", "rows: bare, paging: none", "rows: bare, paging: none, page_cap: 7"),
    ),
    (Rule::SortLevelsAdded, Rule::SortLevels, (THINGS, "sort: 2", "sort: 3")),
    (Rule::SortLevels, Rule::SortLevelsAdded, (THINGS, "      sort: 1\n", "")),
    (Rule::PagingChanged, Rule::PagingChanged, (THINGS, "rows: steps, paging: count", "rows: steps, paging: none")),
    (Rule::RequestArguments, Rule::RequestArguments, (THINGS, "list: { rows: steps, paging: count }, ", "")),
    (Rule::TypeRetyped, Rule::TypeRetyped, ("types/level.yaml", "repr: int", "repr: string")),
    (Rule::WriteTypeRemoved, Rule::WriteTypeAdded, ("types/part.yaml", "write: [id, thing]\n", "")),
    (Rule::ValueRemoved, Rule::ValueAdded, ("types/colour.yaml", "  red: { doc: \"Like blood.\" }\n", "")),
    (Rule::ValueRenamed, Rule::ValueRenamed, ("types/colour.yaml", "name: sky_blue", "name: azure")),
    (Rule::ScopeRenamed, Rule::ScopeRenamed, ("halo.yaml", "name: change_things", "name: alter_things")),
    (Rule::ValueRewired, Rule::ValueRewired, ("types/colour.yaml", "  skyblue:", "  azure:")),
    (Rule::ValueSpelling, Rule::ValueSpellingAdded, ("types/colour.yaml", ", \"SkyBlue\"", "")),
    (Rule::ResourceRemoved, Rule::ResourceAdded, (RESOURCES, "/about:       { key: [], verbs: [get] }\n", "")),
    (Rule::ResourceFacts, Rule::ResourceFacts, (RESOURCES, "needs: [name]", "needs: [name, size]")),
    (Rule::ResourceFacts, Rule::ResourceFacts, (RESOURCES, "create, update, delete]", "create, delete]")),
    (Rule::Envelope, Rule::EnvelopeWidened, (RESOURCES, "rows: [lines, bare]", "rows: lines")),
    (Rule::PagingChanged, Rule::PagingChanged, (RESOURCES, "paging: pages", "paging: none")),
    (Rule::PageCap, Rule::PageCap, (RESOURCES, "page_cap: 50", "page_cap: 60")),
    (Rule::KeyChanged, Rule::KeyChanged, (RESOURCES, "id: string, ", "")),
    (Rule::ScopeChanged, Rule::ScopeChanged, (RESOURCES, "read: \"read:things\", ", "")),
    (Rule::Deprecated, Rule::Deprecated, (THINGS, "deprecated: \"Use `delete`.\", ", "")),
    (Rule::DocChanged, Rule::DocChanged, (THINGS, "section: \"Money and measures\", ", "")),
    (Rule::DocChanged, Rule::DocChanged, (THINGS, "also: [widget, ", "also: [")),
    (Rule::DocChanged, Rule::DocChanged, (THINGS, "What people call it.", "Its title.")),
];

pub(crate) fn apply(sources: &SourceSet, edit: Edit<'_>) -> SourceSet {
    try_apply(sources, edit).unwrap_or_else(|| panic!("{} does not hold {:?}", edit.0, edit.1))
}

/// None if the file does not hold what is to be replaced.
pub(crate) fn try_apply(sources: &SourceSet, (file, from, to): Edit<'_>) -> Option<SourceSet> {
    let text = |text: &[u8]| String::from_utf8_lossy(text).into_owned();
    let holds = sources.iter().any(|(_, path, bytes)| path == file && text(bytes).contains(from));
    let edit = |path: &str, bytes: &[u8]| if path == file { text(bytes).replacen(from, to, 1) } else { text(bytes) };
    holds.then(|| sources.iter().map(|(_, path, bytes)| (path.to_owned(), edit(path, bytes))).collect())
}

/// The same schema with another word in all its files.
pub(crate) fn replaced(sources: &SourceSet, from: &str, to: &str) -> SourceSet {
    let text = |text: &[u8]| String::from_utf8_lossy(text).replace(from, to);
    sources.iter().map(|(_, path, bytes)| (path.to_owned(), text(bytes))).collect()
}

/// What no small edit of the fixture triggers alone: the fixture's other files would not check any more.
pub(crate) fn larger() -> Vec<(Rule, Rule, SourceSet)> {
    let sources = fixture("everything");
    let renamed = sources
        .iter()
        .map(|(_, path, text)| {
            (path.replace("hooks.yaml", "webhooks.yaml"), String::from_utf8_lossy(text).replace("Hook", "Webhook"))
        })
        .map(|(path, text)| (path, text.replace("/Webhooks", "/Hooks")))
        .collect();
    let scope = apply(
        &sources,
        ("halo.yaml", "scopes:\n", "scopes:\n  \"read:more\": { doc: \"See even more than that.\" }\n"),
    );
    let id = apply(&sources, ("halo.yaml", "ids:\n", "ids:\n  MakerId: { repr: int, doc: \"Whoever made it.\" }\n"));
    let id = apply(&id, (THINGS, "  guid: {", "  maker_id: { type: MakerId, doc: \"The maker.\" }\n  guid: {"));
    let key = apply(&sources, ("entities/steps.yaml", "key: [thing_id, id]", "key: [id]"));
    let key = apply(&key, ("entities/steps.yaml", "type: ThingId, always: true", "type: ThingId"));
    let key = apply(&key, ("entities/steps.yaml", "/Things/{thing_id}/steps", "/Things/steps"));
    let key = apply(&key, ("entities/steps.yaml", "thing_id: \"{thing_id}\"", "id: \"{id}\""));
    let without = sources.iter().filter(|(_, path, _)| *path != "entities/labels.yaml");
    let without = without.map(|(_, path, text)| (path, text)).collect();
    vec![
        (Rule::TypeRenamed, Rule::TypeRenamed, replaced(&sources, "OwnerId", "KeeperId")),
        (Rule::EntityRemoved, Rule::EntityAdded, without),
        (Rule::KeyChanged, Rule::RequestArguments, key.clone()),
        (Rule::RequestArguments, Rule::KeyChanged, key),
        (Rule::EntityRenamed, Rule::EntityRenamed, renamed),
        (Rule::ScopeAdded, Rule::ScopeRemoved, scope),
        (Rule::TypeAdded, Rule::TypeRemoved, id),
    ]
}
