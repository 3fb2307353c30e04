//! The choices of the language: one enum for each, with the words that the schema writes and what they mean.
//!
//! The key tables take their words from here, and so do the reader, the JSON Schema and every message.

use super::keys::Choice;

/// A choice, as the reader looks its words up.
pub(crate) trait Words: Copy + 'static {
    /// Every variant.
    const ALL: &'static [Self];

    /// The word that the schema writes.
    fn word(self) -> &'static str;

    /// The variant of a word.
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|choice| choice.word() == word)
    }
}

/// Declares an enum, its words and their docs in one go.
macro_rules! choice {
    ($(#[$meta:meta])* $name:ident { $($(#[$attr:meta])* $variant:ident = $word:literal, $doc:literal;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = $doc] $(#[$attr])* $variant,)*
        }

        impl $name {
            /// The words and what they mean, in the order of the variants.
            pub const CHOICES: &'static [Choice] = &[$(Choice { word: $word, doc: $doc }),*];

            /// The word that the schema writes.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// What it means.
            #[must_use]
            pub const fn doc(self) -> &'static str {
                match self { $(Self::$variant => $doc,)* }
            }

            /// The name of the variant, which is also that of the runtime's enum.
            #[must_use]
            pub const fn variant(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant),)* }
            }
        }

        impl Words for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),*];

            fn word(self) -> &'static str {
                self.word()
            }
        }
    };
}

choice! {
    /// What an operation is: the key of an entity that describes it. In the order in which the API offers them.
    OperationKind {
        List = "list", "How rows are listed. If omitted, they cannot be listed.";
        Get = "get", "Reads one row by its id. If omitted, that is not possible.";
        Create = "create", "Creates rows. If omitted, that is not possible.";
        Update = "update", "Changes a row. If omitted, that is not possible.";
        Delete = "delete", "Deletes a row. If omitted, that is not possible.";
        Custom = "operations", "Everything else that the resource offers: each is a method of the handle.";
    }
}

choice! {
    /// `method:` of an operation.
    Method {
        Get = "get", "GET.";
        Post = "post", "POST.";
        Delete = "delete", "DELETE.";
    }
}

choice! {
    /// `safety:` of an operation.
    Safety {
        Safe = "safe", "It changes nothing, so it is retried after any failure.";
        Idempotent = "idempotent", "Twice has the same effect as once, so it is retried after any failure.";
        Unsafe = "unsafe", "Each time has an effect: it is never retried while the outcome is in doubt.";
    }
}

choice! {
    /// `scope:` of an operation: which of the entity's scopes it needs.
    ScopeKind {
        Read = "read", "The scope of reads.";
        Write = "write", "The scope of writes.";
    }
}

choice! {
    /// `body_shape:` of an operation.
    BodyShape {
        Array = "array", "As the only element of an array.";
        Object = "object", "As an object.";
        Multipart = "multipart", "As a form of texts and files.";
    }
}

choice! {
    /// `paging:` of a list.
    Paging {
        Pages = "pages", "By `pageinate`, `page_size` and `page_no`.";
        Count = "count", "No pages: `count` asks for at most `page_cap` rows.";
        None = "none", "All rows in one response.";
        Window = "window", "By ids older than the last one, as many rows at once as `count` says.";
    }
}

choice! {
    /// `role:` of a parameter: what the runtime uses it for.
    Role {
        Detail = "detail", "Asks `get` for the whole row: set by `hydrate` and wherever the client reads a row itself.";
        AllRows = "all_rows", "Asks a write to return every row that it wrote, not only the last one: set by writes of several rows.";
        Since = "since", "Only rows that changed at or after this instant.";
        Until = "until", "Only rows that changed at or before this instant.";
        Deleted = "deleted", "Includes deleted rows, which are omitted by default.";
    }
}

choice! {
    /// What an id looks like on the wire.
    IdRepr {
        Int = "int", "A 64-bit integer.";
        String = "string", "A text.";
        Uuid = "uuid", "A UUID, kept as text.";
        None = "none", "Rows have no id.";
    }
}

choice! {
    /// The built-in types.
    Scalar {
        Bool = "bool", "Yes or no.";
        Int = "int", "A whole number of 64 bits.";
        Float = "float", "Hours, percentages, coordinates.";
        Decimal = "decimal", "Money.";
        String = "string", "A text.";
        DateTime = "datetime", "An instant.";
        Date = "date", "A calendar day.";
        Uuid = "uuid", "A UUID, kept as text.";
        Json = "json", "Anything.";
    }
}

choice! {
    /// `repr:` of an enum.
    EnumRepr {
        String = "string", "Texts.";
        Int = "int", "Integers.";
    }
}

choice! {
    /// `in:` of a field: where it is filled.
    #[derive(Default)]
    Presence {
        #[default]
        Both = "both", "In list rows and in details.";
        List = "list", "In list rows only.";
        Detail = "detail", "In details only.";
    }
}

choice! {
    /// `access:` of a field: who sets it.
    #[derive(Default)]
    Access {
        #[default]
        Read = "read", "The server sets it.";
        Write = "write", "Only sent.";
        Both = "both", "Sent and received. Only for what is known to be accepted.";
        Control = "control", "A flag that steers the server: only sent, never cleared.";
    }
}

choice! {
    /// `only:` of a field: which of the two writes accepts it.
    Only {
        Create = "create", "Accepted when a row is created, but not when it is changed.";
        Update = "update", "Accepted when a row is changed, but not when it is created.";
    }
}

choice! {
    /// How sure a fact is: the marks of the facts file.
    Evidence {
        A = "A", "Seen in two independent sources.";
        B = "B", "Seen in one source.";
        C = "C", "Contested or inferred.";
    }
}

impl OperationKind {
    /// The kinds that every entity may have; custom operations have names of their own.
    pub(crate) const STANDARD: [Self; 5] = [Self::List, Self::Get, Self::Create, Self::Update, Self::Delete];
    /// Their words.
    pub(crate) const STANDARD_CHOICES: &'static [Choice] = Self::CHOICES.split_at(5).0;

    /// Whether it is one of `STANDARD`.
    #[must_use]
    pub fn is_standard(self) -> bool {
        self != Self::Custom
    }

    /// Whether it addresses one row by its id, whatever the entity's key is.
    #[must_use]
    pub fn takes_id(self) -> bool {
        matches!(self, Self::Get | Self::Update | Self::Delete)
    }
}

impl Method {
    /// As HTTP writes it, and as the `http` crate calls it.
    #[must_use]
    pub fn http(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }
}

impl BodyShape {
    /// The words of `body_shape:`; that a body is a form is said by `body`.
    pub(crate) const DECLARED: &'static [Choice] = Self::CHOICES.split_at(2).0;
}

impl Paging {
    /// The words of `paging:`; a window is a mapping, which names its parameter.
    pub(crate) const DECLARED: &'static [Choice] = Self::CHOICES.split_at(3).0;
}

impl IdRepr {
    /// The words of an id that is there.
    pub(crate) const DECLARED: &'static [Choice] = Self::CHOICES.split_at(3).0;
}

impl Evidence {
    /// Whether it was seen, rather than inferred: only then may a call fail for it before the network.
    #[must_use]
    pub fn is_proof(self) -> bool {
        matches!(self, Self::A | Self::B)
    }
}

impl Only {
    /// The operation that accepts it.
    #[must_use]
    pub fn kind(self) -> OperationKind {
        match self {
            Self::Create => OperationKind::Create,
            Self::Update => OperationKind::Update,
        }
    }
}

impl Access {
    /// Whether replies hold it.
    #[must_use]
    pub fn is_read(self) -> bool {
        matches!(self, Self::Read | Self::Both)
    }

    /// Whether it is a value that is sent, and no flag that steers the server.
    #[must_use]
    pub fn is_written(self) -> bool {
        matches!(self, Self::Write | Self::Both)
    }
}
