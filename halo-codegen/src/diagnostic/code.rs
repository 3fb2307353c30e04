//! The table of diagnostic codes.

/// Declares an enum of codes and its table in one go, so that neither can lack what the other has.
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

            /// Such as `HS001`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// In a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            /// What it means and how to fix it.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $explanation,)* }
            }

            /// The one with this id, in any case.
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
        "The file is not YAML 1.2, so nothing of it could be read. Most often a text holds `: ` or, inside `{}`, a comma: \
         put quotes around it. Otherwise a bracket or quote is not closed, or a line is indented differently from its \
         neighbours.";
    EmptyFile = "HS002", "empty file",
        "The file holds nothing but comments. Delete it, or write what its name promises.";
    NotUtf8 = "HS003", "not UTF-8",
        "The file is not UTF-8 text. Save it as UTF-8; an editor that wrote it as Latin-1 or UTF-16 offers that when \
         saving.";
    TabIndentation = "HS004", "tab in indentation",
        "YAML is indented with spaces; what a tab means is undefined. Replace it with spaces.";
    FileTooLarge = "HS005", "file too large",
        "Schema files are at most 2 MB. A file of that size was not written by hand; it is probably in the wrong folder.";
    NestedTooDeep = "HS006", "nested too deep",
        "Lists and mappings nest at most 64 deep. The schema language needs five levels; look for brackets that are \
         never closed.";
    RefusedYaml = "HS007", "anchor, alias, tag or merge key",
        "The schema uses plain YAML only: every value stands where it is used, so that a reader sees it and a message can \
         point at it. Write the value out. What many entities share goes into `params` of halo.yaml.";
    StrayFile = "HS008", "stray file",
        "A schema folder holds halo.yaml, resources.yaml, entities/*.yaml and types/*.yaml (and the generated \
         halo.schema.json). Any other file would be ignored silently, so it is refused: move it, rename it or delete it.";
    FileName = "HS009", "file name does not fit",
        "The stem of an entity's file is the plural of the entity in snake_case (Ticket: tickets.yaml), since it becomes \
         the module and the accessor; a type's file is named like the type (CustomField: custom_field.yaml). Rename the \
         file or what it declares.";
    NoEntities = "HS010", "no entities",
        "There is no file in entities/. Most likely the folder is the wrong one; generating from it would delete \
         everything.";
    UnknownKey = "HS011", "unknown key",
        "The schema language has no such key here. Check the spelling. If the key is really the rest of a text, put \
         quotes around the whole text: an unquoted text ends at `, ` inside `{}`.";
    MissingKey = "HS012", "missing key",
        "A key that is always needed is not there. Add it.";
    WrongKind = "HS013", "wrong kind of value",
        "The value is of another kind than the key takes, such as a text where a list belongs, or there is no value. A \
         number, `true` or `null` that is meant as text needs quotes.";
    DuplicateKey = "HS014", "duplicate key",
        "The same key stands twice in one mapping; YAML leaves open which one counts. Remove one of them.";
    UnknownChoice = "HS015", "unknown choice",
        "The key takes one of a few words, and this is none of them.";
    UnusedEntry = "HS016", "unused entry",
        "An entry of `params`, `names` or `ids` in halo.yaml that nothing uses. Remove it, or use it.";
    UnknownShared = "HS017", "unknown shared parameter",
        "`shared` takes a parameter over from `params` in halo.yaml, where there is none of this name. Declare it there, or \
         describe the parameter here with `type` and `doc`.";
    SharedByLike = "HS018", "key that `like` brings",
        "An entity with `like` shares the struct, id and write type of another one, so `id`, `key` and `fields` are that \
         one's. Remove the key; an entity whose rows are different is described by itself, without `like`.";

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
        "Entities, objects, enums, ids and write types share one set of names. An entity `Ticket` brings `TicketId` and \
         `TicketWrite` along; once it has a file, its id no longer belongs in `ids` of halo.yaml.";
    DuplicatePath = "HS105", "duplicate path",
        "Two entities, or two entries of resources.yaml, have the same path; case does not tell paths apart. One of them is a \
         copy, or has the wrong path.";
    DuplicateRustName = "HS106", "duplicate Rust name",
        "Two wire names give the same Rust name, and the generated code would not compile. Give one of them a `name:`.";
    DuplicateEnumValue = "HS107", "duplicate enum value",
        "A value of an enum, or another spelling in `also`, stands for two values. Remove one of them.";
    InvalidRustName = "HS108", "not a Rust name",
        "A Rust name is snake_case, starts with a letter and is not a keyword. Where the wire name gives no such name, add \
         `name:`; the wire name stays what is sent, and is still found in the documentation.";
    ReservedName = "HS109", "reserved name",
        "The generated code has something of this name already: a method of every request (such as `send`), of every write \
         type (`new`, `set`, `clear_…`), the member `extra` of every model, the variant `Unknown` of every enum, a method of \
         `Halo`, a module of the crate or a crate that it depends on, or a handwritten method of that type in \
         `halo-api/src/extensions/`. Add `name:` with another name; what is sent stays the \
         same. A file is renamed.";
    InvalidTypeName = "HS110", "not a type name",
        "Entities, objects, enums and ids are named in UpperCamelCase, an id ends in `Id`, and names that every Rust \
         program knows (such as `Option`) are taken.";
    DuplicateParameter = "HS111", "duplicate parameter",
        "The same parameter is described twice for one request, as filter and as option, or beside the key that the \
         request takes already. Remove one of them.";

    ResourceOfEntity = "HS120", "resource that is an entity",
        "resources.yaml holds what is known of paths without an entity file. An entity's file says all of it itself, so the \
         entry would never be used. Remove it, also when the entity is new.";

    // Docs.
    EmptyDoc = "HS201", "empty doc",
        "Everything has a doc: it is what users of the API read. One sentence is enough.";
    RepeatedName = "HS202", "doc repeats the name",
        "The doc says nothing that the name does not say. Say what it means: the unit, who sets it, what it is for.";
    NoFullStop = "HS203", "doc without full stop",
        "Docs are sentences and end in a full stop. If the text seems cut off, it holds ` #` or, inside `{}`, a comma: put \
         quotes around it.";
    UnreadableDoc = "HS204", "doc that is not read as it is written",
        "Docs are prose, in which code stands between single backticks. A backtick that is not closed, or two in a row, turn \
         what follows into something else; and characters that show nothing or turn the direction of reading make a text \
         look like another one. Brackets, stars and URLs need no care: they are escaped.";
    EmptyReason = "HS205", "reason that is no sentence",
        "`why` says in a sentence why a Rust name, a type or a value of `none` differs from that of the same wire name \
         elsewhere. Say what is different about this one, or remove the key.";
    DeprecatedMisfit = "HS206", "deprecated without a way out",
        "`deprecated` says in a sentence what to use instead; the compiler shows it to whoever uses the item. An argument of \
         a method cannot be deprecated, only what users choose to call.";
    SectionTitle = "HS207", "title that is none",
        "`section` begins a section with a title of a few words, without a full stop. Within a list of fields, filters, \
         options or operations each title stands once.";

    // Types.
    QueryType = "HS301", "type that a query cannot carry",
        "A query parameter is a scalar, an id, an enum, or a list of those (sent with commas). Lists of lists, maps, \
         objects and `json` have no form in a query; describe the parameter as `string` if users build the text.";
    ValueMisfit = "HS302", "value does not fit the type",
        "A value of `none` or `clear` must be one that the field's type can hold; otherwise it never applies. `null` \
         always means not set.";
    SecretNotText = "HS303", "secret that is not text",
        "`secret` hides a text in `Debug`. Only `string` and `uuid` fields can be secret.";
    ReplacesNotList = "HS304", "replaces on what is no list",
        "`replaces` says that writing a list replaces the stored one. It means nothing on other types.";
    AlwaysOutsideKey = "HS305", "always outside the key",
        "Only members of `key` may be `always`: a row without them is a decode error. Everything else can be missing one \
         day, and one odd row must not cost a page, so it is an `Option`.";
    NothingToRead = "HS306", "nothing to read",
        "Every field is `access: write` or `control`, so no reply would ever fill the type. Say with `access: both` what is \
         read as well; leave `access` out where it is only read.";
    SentinelDate = "HS307", "date that is none",
        "A value of `none` on a `date` is a day such as `2100-01-01`, on a `datetime` an instant such as \
         `2100-01-01T00:00:00`, in UTC. It stands for that date in whatever form Halo writes it.";

    // Endpoints.
    MalformedPath = "HS401", "malformed path",
        "A path starts with one slash and has no slash at the end, no query and no spaces: `/Tickets`. What follows \
         `/api` counts.";
    PathParameter = "HS402", "unknown path parameter",
        "The path of an entity is fixed; `{…}` in it names nothing. The id is added by the requests themselves. In the path \
         of an operation, and as a value of its `fixed`, `{…}` names a member of the entity's key.";
    UnknownReference = "HS403", "names nothing",
        "`needs` and `excludes` name other parameters of the same request (`excludes` also `paging`), `field` and `write` \
         name fields, all by their wire names; `like` names another entity by the stem of its file, `without` parameters \
         of that one's list, of which it cannot drop what others need, `fixed` fields, and `group` a title of `groups` in \
         halo.yaml. Check the spelling.";
    RuntimeParameter = "HS404", "parameter of the runtime",
        "Paging and order are the runtime's: pageinate, page_no, page_size, count, order…, orderdesc…. Describe them with \
         `paging`, `page_cap` and `sort` instead.";
    NeedsId = "HS405", "request without an id",
        "`get`, `update` and `delete` address one row by its id, and the entity has `id: none`. Give it an id, or remove \
         the request.";
    BadKey = "HS406", "key that does not identify",
        "The members of `key` (by default `id`) are fields of the entity, all `always: true`, and the id itself has the \
         entity's id type: rows are told apart and addressed by them. So every member is an `int`, a `string`, a `uuid` or \
         an id.";
    PagingWithoutRows = "HS407", "pages without envelope",
        "Paging by pages reads `record_count` beside the rows, so the reply is an object: `rows` names the key that holds \
         the rows. For a bare array use `paging: count` or `paging: none`.";
    GuessedScope = "HS408", "enforced guess",
        "`enforce: true` refuses calls before they are sent. A guessed scope would refuse calls that work, so it takes \
         `evidence: A` or `evidence: B` in `scopes`.";
    LikeOfLike = "HS409", "like that leads nowhere",
        "`like` names the entity that has the fields: not the entity itself, and not one that is like another in turn.";
    NoWriteType = "HS410", "body without a write type",
        "The body of an operation is a write type: `write` where the entity has `create` or `update`, else the name of an \
         entity that has one of these, or of an object with `write: [..]`.";
    BodyOfGet = "HS411", "get with a body",
        "What a GET asks for stands in its path and query; a body would be dropped on the way. Use `params`, or another \
         `method`.";
    RoleMisfit = "HS412", "role that does not fit",
        "`role` says what the runtime uses a parameter for: `detail` of `get`, `all_rows` of `create` and `update` and \
         `deleted` of `list` are bools, `since` and `until` of `list` are a `datetime` or `date`. A request has one \
         parameter of each role at most.";
    ResourceMisfit = "HS420", "resource whose facts do not fit together",
        "Of a resource that can be listed, `rows` and `paging` are known; of one that cannot, there are none. `get` beside a \
         list, `update` and `delete` address one row by the `key`. `needs` belongs to `create`, `delete_needs` to `delete`, \
         and `verbs` names each verb once. Names are names \
         on the wire, without spaces or commas.";
    WithMisfit = "HS430", "with that brings nothing",
        "`with` names the options and parameters that bring a field, by their wire names: of `list` for list rows, of the \
         other requests for what these return. Objects are nested in what an entity's request returns and have no \
         parameters of their own.";
    NeedsMisfit = "HS431", "needs that no body can meet",
        "`needs` names, by wire name, what the body must set: fields that its write type has a setter for, each once, and \
         none that the operation sends itself or does not accept.";
    UniqueMisfit = "HS432", "unique that names no field",
        "`unique` names fields of the entity, by their wire names, whose values Halo refuses to repeat.";
    OnlyMisfit = "HS433", "only that no write can meet",
        "`only` says which of `create` and `update` accepts a field. The field is one that is sent, and the entity has that \
         request; an object is written as part of an entity, never by itself.";
    AliasMisfit = "HS434", "also that adds no name",
        "`also` lists other names under which readers look for an entity, each once and without signs. What it is \
         called in Rust is found anyway, and so are the names of its path and of the vendor's schemas.";
    OmitPlace = "HS435", "omit at no request",
        "`omit.params` names parameters of every request, or with a request in front those of one: `list.token`. The entity \
         has no request of that name.";
    BodyMisfit = "HS441", "body that does not fit",
        "`body: list<…>` sends a list of objects, entities, ids or single values as it is, so `body_shape: object` means \
         nothing, and `fixed` needs objects to stand in. `body: { multipart: [..] }` sends a form, which has at least one \
         part and no `body_shape`.";
    PathArgument = "HS442", "argument that the path does not carry",
        "`args` are arguments of an operation that stand in its path in braces and are no members of the key: each is an \
         `int`, a `string`, a `uuid` or an id. What stands in the query goes into `params`.";
    ListMisfit = "HS443", "operation that is no list",
        "`list` in an operation makes it a list of its own, with rows, paging, sort and filters. Its `reply` is what a row is: \
         `self`, or the name of another entity. It sends no body.";

    // The generator itself.
    Unparsable = "HS501", "generated code that does not parse",
        "This is a fault of the generator, not of the schema: a name or text got past the checks and gives a file that is \
         not Rust. Nothing is written. Undo the last change or choose another name, and report it.";
}

impl Code {
    /// Whether it is a fault of the generator: then no schema is known that is an example of it.
    #[must_use]
    pub fn is_fault(self) -> bool {
        self == Self::Unparsable
    }
}
