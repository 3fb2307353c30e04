//! The rules: what kinds of difference there are.

use std::fmt;

/// Which side lacks something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The vendor has it, the schema does not.
    Missing,
    /// The schema has it, the vendor does not.
    Stale,
    /// Both have it, and not alike.
    Differs,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Missing, Self::Stale, Self::Differs];

    /// As reports and `--deny` say it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Stale => "stale",
            Self::Differs => "differs",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Declares [`Rule`] and its table in one go.
macro_rules! rules {
    ($($variant:ident = $id:literal, $kind:ident, $doc:literal;)*) => {
        /// A kind of difference. Ids are stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $doc] $variant,)*
        }

        impl Rule {
            /// Such as `field-missing`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// Which side lacks something.
            #[must_use]
            pub fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind,)* }
            }
        }
    };
}

rules! {
    PathStale = "path-stale", Stale, "The vendor has no such path.";
    SchemaStale = "schema-stale", Stale, "The vendor has no schema of the name under `vendor`.";
    SchemaDiffers = "schema-differs", Differs, "The vendor's list or detail is another schema than `vendor` says.";
    IdDiffers = "id-differs", Differs, "The vendor's id looks different.";
    RowsDiffer = "rows-differ", Differs, "The vendor's list holds its rows under another key.";
    RequestMissing = "request-missing", Missing, "The vendor has one of the usual requests that the schema lacks.";
    RequestStale = "request-stale", Stale, "The schema has one of the usual requests that the vendor lacks.";
    OperationMissing = "operation-missing", Missing, "The vendor has an operation that the schema lacks.";
    OperationStale = "operation-stale", Stale, "The schema has an operation that the vendor lacks.";
    FieldMissing = "field-missing", Missing, "The vendor has a field that the schema lacks.";
    FieldStale = "field-stale", Stale, "The schema has a field that the vendor lacks.";
    FieldType = "field-type", Differs, "A field has another type.";
    FieldPlace = "field-place", Differs, "A field is filled elsewhere: `in` is not what the vendor's schemas say.";
    ParamMissing = "param-missing", Missing, "The vendor has a parameter that the schema lacks.";
    ParamStale = "param-stale", Stale, "The schema has a parameter that the vendor lacks.";
    ParamType = "param-type", Differs, "A parameter has another type.";
    NoteStale = "note-stale", Stale, "A `vendor` note is not true of the vendor's file, or not needed.";
    OmitStale = "omit-stale", Stale, "An `omit` pattern matches nothing, or something that the schema has.";
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}
