//! The rules, one for each kind of difference.

use std::fmt;

/// On which side an item is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The vendor has the item, the schema does not.
    Missing,
    /// The schema has the item, the vendor does not.
    Stale,
    /// Both have the item, with a difference.
    Differs,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Missing, Self::Stale, Self::Differs];

    /// The word that reports and `--deny` use.
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

/// Declares [`Rule`] and its table together.
macro_rules! rules {
    ($($variant:ident = $id:literal, $kind:ident, $doc:literal;)*) => {
        /// A kind of difference. Ids are stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $doc] $variant,)*
        }

        impl Rule {
            /// The stable id, such as `field-missing`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// On which side the item is missing.
            #[must_use]
            pub fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind,)* }
            }
        }
    };
}

rules! {
    PathStale = "path-stale", Stale, "The vendor has no such path.";
    SchemaStale = "schema-stale", Stale, "The vendor has no schema with the name under `vendor`.";
    SchemaDiffers = "schema-differs", Differs, "The schema of the vendor's list or detail is not the one under `vendor`.";
    IdDiffers = "id-differs", Differs, "The vendor's id looks different.";
    RowsDiffer = "rows-differ", Differs, "The vendor's list has its rows under another key.";
    RequestMissing = "request-missing", Missing, "The vendor has a standard request that is missing in the schema.";
    RequestStale = "request-stale", Stale, "The schema has a standard request that the vendor does not have.";
    OperationMissing = "operation-missing", Missing, "The vendor has an operation that is missing in the schema.";
    OperationStale = "operation-stale", Stale, "The schema has an operation that the vendor does not have.";
    FieldMissing = "field-missing", Missing, "The vendor has a field that is missing in the schema.";
    FieldStale = "field-stale", Stale, "The schema has a field that the vendor does not have.";
    FieldType = "field-type", Differs, "A field has another type.";
    FieldPlace = "field-place", Differs, "A field is filled elsewhere: `in` does not match the vendor's schemas.";
    ParamMissing = "param-missing", Missing, "The vendor has a parameter that is missing in the schema.";
    ParamStale = "param-stale", Stale, "The schema has a parameter that the vendor does not have.";
    ParamType = "param-type", Differs, "A parameter has another type.";
    ResourceMissing = "resource-missing", Missing, "The vendor has a root that no entity and no resource describes.";
    ResourceStale = "resource-stale", Stale, "The vendor has no path of a resource, or none that can be read.";
    NoteStale = "note-stale", Stale, "A `vendor` note does not match the vendor's file, or is not needed.";
    OmitStale = "omit-stale", Stale, "An `omit` pattern matches nothing, or matches something that the schema has.";
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}
