//! The table of diagnostic codes.

/// Declares an enum of codes and its table together, so that they cannot differ.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident; $($variant:ident = $id:literal, $title:literal, $explanation:literal;)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = $title] $variant,)*
        }

        impl $name {
            /// All codes, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The id, such as `HS001`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// The title: a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            /// What the code means and how to fix the mistake.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $explanation,)* }
            }

            /// The code with this id; case is ignored.
            #[must_use]
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(id))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.id())
            }
        }
    };
}
pub(crate) use codes;

codes! {
    /// A kind of mistake. Codes are stable: a retired one is never given out again.
    Code;

    // Files and structure.
    BrokenYaml = "HS001", "broken YAML",
        "The file is not YAML 1.2, so none of it could be read. Most often a text contains `: ` or, inside `{}`, a comma: \
         put quotes around it. Otherwise a bracket or quote is not closed, or a line is indented differently from its \
         neighbors.";
    EmptyFile = "HS002", "empty file",
        "The file contains nothing but comments. Delete it, or describe what its name says.";
    NotUtf8 = "HS003", "not UTF-8",
        "The file is not UTF-8 text. Save it as UTF-8: an editor that wrote Latin-1 or UTF-16 has an option for that.";
    TabIndentation = "HS004", "tab in indentation",
        "YAML is indented with spaces; tabs are not allowed. Replace them with spaces.";
    FileTooLarge = "HS005", "file too large",
        "Schema files are at most 2 MB. A file of that size was not written by hand; it is probably in the wrong folder.";
    NestedTooDeep = "HS006", "nested too deep",
        "Lists and mappings nest at most 64 deep. The schema language needs five levels; look for brackets that are \
         never closed.";
    RefusedYaml = "HS007", "anchor, alias, tag or merge key",
        "The schema uses plain YAML only: every value is written where it is used, so that readers see it and messages can \
         point at it. Write the value out. Parameters that many entities share belong in `params` of halo.yaml.";
    StrayFile = "HS008", "stray file",
        "A schema folder contains halo.yaml, resources.yaml, entities/*.yaml and types/*.yaml (and the generated \
         halo.schema.json). Any other file would be ignored silently, so it is refused: move it, rename it or delete it.";
    FileName = "HS009", "file name does not fit",
        "The stem of an entity's file is the plural of the entity in snake_case (Ticket: tickets.yaml), since it becomes \
         the module and the accessor; a type's file is named after the type (CustomField: custom_field.yaml). Rename the \
         file or the type.";
    NoEntities = "HS010", "no entities",
        "There is no file in entities/. Most likely this is the wrong folder; generating from it would delete \
         everything.";
    UnknownKey = "HS011", "unknown key",
        "The schema language has no such key here. Check the spelling. If the key is the rest of a text, put \
         quotes around the whole text: inside `{}`, an unquoted text ends at `, `.";
    MissingKey = "HS012", "missing key",
        "A required key is missing. Add it.";
    WrongKind = "HS013", "wrong kind of value",
        "The key takes another kind of value, such as a list instead of a text, or the value is missing. A number, `true` \
         or `null` that is meant as text needs quotes.";
    DuplicateKey = "HS014", "duplicate key",
        "A mapping has the same key twice; YAML does not define which one counts. Remove one of them.";
    UnknownChoice = "HS015", "unknown choice",
        "The key takes one of a fixed set of words, and this is not one of them.";
    UnusedEntry = "HS016", "unused entry",
        "Nothing uses this entry of `params`, `names` or `ids` in halo.yaml. Remove it, or use it.";
    UnknownShared = "HS017", "unknown shared parameter",
        "`shared` uses a parameter of `params` in halo.yaml, which has none of this name. Declare it there, or \
         describe the parameter here with `type` and `doc`.";
    SharedByLike = "HS018", "key that `like` provides",
        "An entity with `like` shares the struct, id and write type of another one, so `id`, `key` and `fields` belong \
         there. Remove the key; an entity whose rows differ is described on its own, without `like`.";

    // Names.
    UnknownType = "HS101", "unknown type",
        "A type is built in (bool int float decimal string datetime date uuid json), `list<T>`, `map<T>`, an object or \
         enum of types/, an entity, or an id: `<Entity>Id` of an entity, or one declared in `ids` of halo.yaml. An entity \
         with `id: none` has no id type.";
    UnknownScope = "HS102", "unknown scope",
        "Scopes are declared in `scopes` of halo.yaml. Check the spelling, or declare it there.";
    MalformedType = "HS103", "malformed type",
        "A type is a name, `list<T>` or `map<T>`, without spaces, nested at most 8 deep.";
    DuplicateType = "HS104", "duplicate type",
        "Entities, objects, enums, ids and write types share one set of names. An entity `Ticket` also defines `TicketId` and \
         `TicketWrite`; once it has a file, its id no longer belongs in `ids` of halo.yaml.";
    DuplicatePath = "HS105", "duplicate path",
        "Two entities, or two entries of resources.yaml, have the same path; case is ignored. One of them is a copy, \
         or has the wrong path.";
    DuplicateRustName = "HS106", "duplicate Rust name",
        "Two wire names become the same Rust name, so the generated code would not compile. Give one of them a `name:`.";
    DuplicateEnumValue = "HS107", "duplicate enum value",
        "A value of an enum, or one of its spellings in `also`, is listed for two values. Remove one of them.";
    InvalidRustName = "HS108", "not a Rust name",
        "A Rust name is in snake_case, starts with a letter and is not a keyword. Where the wire name does not become one, add \
         `name:`; the wire name is still sent, and still found in the documentation.";
    ReservedName = "HS109", "reserved name",
        "The generated code already uses this name: a method of every request (such as `send`), of every write \
         type (`new`, `set`, `clear_…`), the member `extra` of every model, the variant `Unknown` of every enum, a method of \
         `Halo`, a module of the crate or a crate that it depends on, or a handwritten method of that type in \
         `halo-api/src/extensions/`. Add `name:` with another name; what is sent stays the \
         same. If it is the name of a file, rename the file.";
    InvalidTypeName = "HS110", "not a type name",
        "Entities, objects, enums and ids are named in UpperCamelCase, an id ends in `Id`, and names of the Rust \
         prelude (such as `Option`) are taken.";
    DuplicateParameter = "HS111", "duplicate parameter",
        "The same parameter is described twice for one request, as a filter and as an option, or repeats a key member that \
         is an argument already. Remove one of them.";

    ResourceOfEntity = "HS120", "resource that is an entity",
        "resources.yaml describes paths without an entity file. This path has one, so the entry would never be used. Remove \
         it; do the same when you add an entity.";

    // Docs.
    EmptyDoc = "HS201", "empty doc",
        "Everything has a doc, which users of the API read. One sentence is enough.";
    RepeatedName = "HS202", "doc repeats the name",
        "The doc says no more than the name. Say what it means: the unit, who sets it, what it is for.";
    NoFullStop = "HS203", "doc without full stop",
        "Docs are sentences and end in a full stop. If the text seems cut off, it contains ` #` or, inside `{}`, a comma: put \
         quotes around it.";
    UnreadableDoc = "HS204", "doc that reads differently than it is written",
        "Docs are prose with code between single backticks. A backtick that is not closed, or two in a row, changes what \
         follows; invisible characters, and those that change the direction of reading, make a text look like another \
         one. Brackets, stars and URLs are escaped for you.";
    EmptyReason = "HS205", "reason that is not a sentence",
        "`why` gives the reason, as a sentence, why a Rust name, a type or a value of `none` differs from that of the same \
         wire name elsewhere. Say what is different here, or remove the key.";
    DeprecatedMisfit = "HS206", "deprecated without a replacement",
        "`deprecated` says what to use instead, as a sentence; the compiler shows it where the item is used. An argument of \
         a method cannot be deprecated, only what users choose to call.";
    SectionTitle = "HS207", "not a section title",
        "`section` begins a section with a title of a few words, without a full stop. Within a list of fields, filters, \
         options or operations each title is unique.";

    // Types.
    QueryType = "HS301", "type without a form in a query",
        "A query parameter is a scalar, an id, an enum, or a list of those (sent with commas). Lists of lists, maps, \
         objects and `json` have no form in a query; describe the parameter as `string` if users build the text.";
    ValueMisfit = "HS302", "value does not fit the type",
        "A value of `none` or `clear` must be one that the field's type can hold; otherwise it never applies. `null` \
         always means not set.";
    SecretNotText = "HS303", "secret that is not text",
        "`secret` hides a text in `Debug` output. Only `string` and `uuid` fields can be secret.";
    ReplacesNotList = "HS304", "`replaces` on something other than a list",
        "`replaces` says that writing a list replaces the stored one. It has no meaning for other types.";
    AlwaysOutsideKey = "HS305", "`always` outside the key",
        "Only members of `key` may be `always`: a row without them is a decode error. Anything else may be missing one \
         day, and one odd row must not fail a whole page, so it is an `Option`.";
    NothingToRead = "HS306", "nothing to read",
        "Every field is `access: write` or `control`, so no response would ever fill the type. Write `access: both` on fields \
         that are read as well, and omit `access` on fields that are only read.";
    SentinelDate = "HS307", "not a date",
        "A value of `none` is a day such as `2100-01-01` for a `date`, and an instant in UTC such as \
         `2100-01-01T00:00:00` for a `datetime`. It matches that date in any form in which Halo writes it.";

    // Endpoints.
    MalformedPath = "HS401", "malformed path",
        "A path starts with one slash and has no slash at the end, no query and no spaces: `/Tickets`. It is relative to \
         `/api`.";
    PathParameter = "HS402", "unknown path parameter",
        "The path of an entity is fixed, without `{…}`: requests append the id themselves. In the path of an operation, and \
         as a value of its `fixed`, `{…}` names a member of the entity's key.";
    UnknownReference = "HS403", "unknown reference",
        "`needs` and `excludes` name other parameters of the same request (`excludes` also `paging`), `field` and `write` \
         name fields, all by their wire names; `like` names another entity by the stem of its file; `without` names parameters \
         of the other entity's list, but none that the remaining ones need; `fixed` names fields, and `group` a title of \
         `groups` in halo.yaml. Check the spelling.";
    RuntimeParameter = "HS404", "parameter of the runtime",
        "The runtime sets paging and order itself: pageinate, page_no, page_size, count, order…, orderdesc…. Describe them with \
         `paging`, `page_cap` and `sort` instead.";
    NeedsId = "HS405", "request without an id",
        "`get`, `update` and `delete` address one row by its id, and the entity has `id: none`. Give it an id, or remove \
         the request.";
    BadKey = "HS406", "key that does not identify",
        "The members of `key` (by default `id`) are fields of the entity, all `always: true`, and the id has the \
         entity's id type: they identify and address rows. So every member is an `int`, a `string`, a `uuid` or \
         an id.";
    PagingWithoutRows = "HS407", "pages without envelope",
        "Paging by pages reads `record_count` beside the rows, so the response is an object: `rows` names the key of \
         the rows. For a bare array use `paging: count` or `paging: none`.";
    GuessedScope = "HS408", "enforced guess",
        "`enforce: true` refuses calls before they are sent. A guessed scope would refuse calls that work, so \
         `evidence: A` or `evidence: B` is required in `scopes`.";
    LikeOfLike = "HS409", "like that leads nowhere",
        "`like` names the entity that defines the fields: not the entity itself, and not one that has `like` too.";
    NoWriteType = "HS410", "body without a write type",
        "The body of an operation is a write type: `write` where the entity has `create` or `update`, else the name of an \
         entity that has one of these, or of an object with `write: [..]`.";
    BodyOfGet = "HS411", "get with a body",
        "A GET is described by its path and query; servers and proxies drop its body. Use `params`, or another `method`.";
    RoleMisfit = "HS412", "role that does not fit",
        "`role` says what the runtime uses a parameter for: `detail` of `get`, `all_rows` of `create` and `update` and \
         `deleted` of `list` are bools, `since` and `until` of `list` are a `datetime` or `date`. A request has at most one \
         parameter with each role.";
    WindowMisfit = "HS413", "window that cannot be walked",
        "`paging: { window: .. }` walks a list by the ids of its rows: it names the parameter that asks for rows older than an \
         id, and the key of the rows must be one whole number.";
    ResourceMisfit = "HS420", "resource whose facts do not fit together",
        "A resource that can be listed has `rows` and `paging`; any other has neither. `get` beside a list, `update` and \
         `delete` address one row by the `key`. `needs` belongs to `create`, `delete_needs` to `delete`, and `verbs` names \
         each verb once. Names are wire names, without spaces or commas.";
    WithMisfit = "HS430", "`with` that does not fit",
        "`with` names the options and parameters that make Halo fill a field, by their wire names: those of `list` for list \
         rows, those of other requests for what they return. Objects are nested in responses of an entity's requests and \
         have no parameters of their own.";
    NeedsMisfit = "HS431", "`needs` that no body can meet",
        "`needs` names the fields that the body must set, by wire name: each once, with a setter in the write type, and \
         neither sent by the operation itself nor refused by it. `needs` of a list names parameters of that list.";
    UniqueMisfit = "HS432", "`unique` that is not a field",
        "`unique` names fields of the entity, by their wire names, whose values Halo refuses to repeat.";
    OnlyMisfit = "HS433", "`only` that does not fit",
        "`only` says which of `create` and `update` accepts a field. The field must be one that is sent, and the entity must \
         have that request; an object is written as a part of an entity, never by itself.";
    AliasMisfit = "HS434", "`also` that adds no name",
        "`also` lists other names that readers search for, each once and without punctuation. The Rust name, the path and \
         the vendor's schema names are found anyway.";
    OmitPlace = "HS435", "`omit` for an unknown request",
        "`omit.params` names parameters of every request, or those of one request with its name in front: `list.token`. The \
         entity has no request of that name.";
    BodyMisfit = "HS441", "`body` that does not fit",
        "`body: list<…>` sends a list of objects, entities, ids or single values as it is, so `body_shape: object` has no \
         meaning, and `fixed` needs objects to set fields in. `body: { multipart: [..] }` sends a form, which has at least \
         one part and no `body_shape`; a part is a `file`, a `string`, an `int`, a `bool`, a `uuid` or an id.";
    PathArgument = "HS442", "argument that is not in the path",
        "`args` describes the arguments in braces in an operation's path that are not members of the key: each is an \
         `int`, a `string`, a `uuid` or an id. Parameters of the query belong in `params`.";
    ListMisfit = "HS443", "operation that cannot be a list",
        "`list` in an operation makes it a list of its own, with rows, paging, sort and filters. Its `reply` is the type of a row: \
         `self`, or the name of another entity. It sends no body.";

    // The generator itself.
    Unparsable = "HS501", "generated code that does not parse",
        "This is a bug of the generator, not of the schema: a name or text passed the checks and produced a file that is \
         not Rust. Nothing is written. Undo the last change or choose another name, and report the bug.";
}

impl Code {
    /// Whether it is a bug of the generator, for which no example schema is known.
    #[must_use]
    pub fn is_fault(self) -> bool {
        self == Self::Unparsable
    }
}
