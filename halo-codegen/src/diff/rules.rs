//! The rules: what kinds of change there are, and what each means for users.

use std::fmt;

/// What a change means for users, the most severe first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Code that uses it does not compile any more.
    Source,
    /// Code compiles, and sends or reads something else.
    Wire,
    /// Code compiles and sends the same; what the runtime does with it differs.
    Behaviour,
    /// Something new.
    Additive,
    /// Words only.
    Docs,
}

impl Class {
    /// All classes, the most severe first.
    pub const ALL: [Self; 5] = [Self::Source, Self::Wire, Self::Behaviour, Self::Additive, Self::Docs];

    /// As reports and `--deny` say it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Source => "breaking (source)",
            Self::Wire => "breaking (wire)",
            Self::Behaviour => "behaviour",
            Self::Additive => "additive",
            Self::Docs => "docs",
        }
    }

    /// Whether users have to do something.
    #[must_use]
    pub fn is_breaking(self) -> bool {
        matches!(self, Self::Source | Self::Wire)
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Declares [`Rule`] and its table in one go.
macro_rules! rules {
    ($($variant:ident = $id:literal, $class:ident, $doc:literal;)*) => {
        /// A kind of change. Ids are stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $doc] $variant,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Such as `field-removed`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// What it means for users.
            #[must_use]
            pub fn class(self) -> Class {
                match self { $(Self::$variant => Class::$class,)* }
            }

            /// In a sentence.
            #[must_use]
            pub fn doc(self) -> &'static str {
                match self { $(Self::$variant => $doc,)* }
            }
        }
    };
}

rules! {
    EntityAdded = "entity-added", Additive, "An entity is new.";
    EntityRemoved = "entity-removed", Source, "An entity is gone, with its module, types and requests.";
    EntityRenamed = "entity-renamed", Source, "The same path has another module, or another struct.";
    EntityMoved = "entity-moved", Wire, "The same module is at another path.";
    RequestAdded = "request-added", Additive, "An entity can do something more.";
    RequestRemoved = "request-removed", Source, "An entity cannot do something any more.";
    RequestArguments = "request-arguments", Source, "A method takes other arguments, or returns something else.";
    OperationSent = "operation-sent", Wire, "An operation sends another method, path, key or body.";
    OperationSafety = "operation-safety", Behaviour, "An operation may be sent twice, or may not.";
    FieldAdded = "field-added", Additive, "A model has a new field; its value is not in `extra` any more.";
    FieldRemoved = "field-removed", Source, "A field is gone; its value is in `extra` now.";
    FieldRenamed = "field-renamed", Source, "The same wire name has another Rust name.";
    FieldRetyped = "field-retyped", Source, "A field has another type.";
    FieldRewired = "field-rewired", Wire, "The same Rust field reads another wire name.";
    FieldFilled = "field-filled", Behaviour, "A field is filled elsewhere: in list rows, in details, in both.";
    FieldFilledSent = "field-filled-sent", Wire, "A field that is written is filled elsewhere: compared with a row, updates send another body.";
    FieldWith = "field-with", Behaviour, "Other parameters bring a field.";
    FieldWithSent = "field-with-sent", Wire, "A parameter brings a field that is written, or none does any more: compared with a row, updates send another body.";
    FieldUnset = "field-unset", Wire, "Other values are read as \"not set\", which is `None`.";
    FieldAccess = "field-access", Behaviour, "The catalog says of another field of an object that it is written.";
    FieldSecret = "field-secret", Behaviour, "`Debug` hides a field, or shows it.";
    FieldReplaces = "field-replaces", Behaviour, "A list that is sent replaces the stored one, or is merged with it.";
    GetterAdded = "getter-added", Additive, "A model finds one value of a list.";
    GetterRemoved = "getter-removed", Source, "A model does not find one value of a list any more.";
    SetterAdded = "setter-added", Additive, "A write type can set something more.";
    SetterRemoved = "setter-removed", Source, "A write type cannot set something any more.";
    SetterRenamed = "setter-renamed", Source, "The same wire name has another setter.";
    SetterRetyped = "setter-retyped", Source, "A setter takes another type; some calls may still compile.";
    SetterRewired = "setter-rewired", Wire, "The same setter sends another wire name.";
    SetterOnly = "setter-only", Wire, "One write alone accepts what a setter sets: the other fails where it was sent.";
    SetterOnlyFreed = "setter-only-freed", Behaviour, "Every write accepts what a setter sets.";
    SetterMerges = "setter-merges", Wire, "A method for one value of a list sends the stored ones as well, or does not.";
    ClearAdded = "clear-added", Additive, "A field can be cleared.";
    ClearRemoved = "clear-removed", Source, "A field cannot be cleared any more.";
    ClearValue = "clear-value", Wire, "Clearing a field sends another value.";
    ParamAdded = "param-added", Additive, "A request takes a new parameter.";
    ParamRemoved = "param-removed", Source, "A request does not take a parameter any more.";
    ParamRenamed = "param-renamed", Source, "The same parameter has another setter.";
    ParamRetyped = "param-retyped", Source, "A parameter takes another type; some calls may still compile.";
    ParamRewired = "param-rewired", Wire, "The same setter or argument sends another parameter.";
    ParamRequired = "param-required", Source, "A setter became an argument.";
    ParamTogether = "param-together", Wire, "A parameter needs one more, or excludes one more: calls fail that were sent.";
    ParamFreed = "param-freed", Behaviour, "A parameter needs or excludes one less: calls are sent that failed.";
    ParamPaging = "param-paging", Wire, "A parameter turns paging off, or does not any more.";
    ParamSent = "param-sent", Wire, "The runtime sets another parameter of its own accord.";
    ParamRole = "param-role", Behaviour, "The mock uses a parameter for something else.";
    ParamField = "param-field", Behaviour, "The mock compares a filter with another field.";
    BodyNeeds = "body-needs", Wire, "A body or list must set more, else it is refused before the network: calls fail that were sent.";
    BodyNeedsFreed = "body-needs-freed", Behaviour, "A body or list need not set all that it had to.";
    UniqueFields = "unique-fields", Behaviour, "Halo, and so the mock, refuses to repeat the values of other fields.";
    KeyChanged = "key-changed", Behaviour, "Rows are told apart by other fields.";
    ScopeChanged = "scope-changed", Behaviour, "Requests are thought to need another scope.";
    ScopeEnforced = "scope-enforced", Wire, "A missing scope is an error before the network: calls fail that were sent.";
    ScopeReleased = "scope-released", Behaviour, "A missing scope is no error before the network any more.";
    Envelope = "envelope", Wire, "Rows are not read from a key any more.";
    EnvelopeWidened = "envelope-widened", Behaviour, "Rows are read from one more key, or from the same in another order.";
    PagingChanged = "paging-changed", Wire, "A list pages in another way: its query differs, and the rows of one response.";
    PageCap = "page-cap", Wire, "A page holds at most another number of rows, and so many are asked for.";
    PageCapUnsent = "page-cap-unsent", Behaviour, "A page holds at most another number of rows, but requests do not ask for a number.";
    SortLevels = "sort-levels", Wire, "A list can be sorted by fewer fields: calls fail that were sent.";
    SortLevelsAdded = "sort-levels-added", Additive, "A list can be sorted by more fields.";
    TypeAdded = "type-added", Additive, "An object, enum or id is new.";
    TypeRemoved = "type-removed", Source, "An object, enum or id is gone.";
    TypeRenamed = "type-renamed", Source, "An object, enum or id has another name, wherever it is used.";
    TypeRetyped = "type-retyped", Source, "An enum or id holds something else.";
    WriteTypeAdded = "write-type-added", Additive, "Something can be written.";
    WriteTypeRemoved = "write-type-removed", Source, "Something cannot be written any more.";
    ValueAdded = "value-added", Additive, "An enum knows a new value, which was read as `Unknown`.";
    ValueRemoved = "value-removed", Source, "An enum does not know a value any more.";
    ValueRenamed = "value-renamed", Source, "The same value has another variant.";
    ValueRewired = "value-rewired", Wire, "The same variant stands for another value.";
    ValueSpelling = "value-spelling", Wire, "A spelling is not read as a value any more.";
    ValueSpellingAdded = "value-spelling-added", Behaviour, "One more spelling is read as a value.";
    ScopeAdded = "scope-added", Additive, "A scope is new.";
    ScopeRemoved = "scope-removed", Source, "A scope is gone.";
    ScopeRenamed = "scope-renamed", Source, "The same scope has another variant.";
    ResourceAdded = "resource-added", Additive, "A path without an entity file is known now.";
    ResourceRemoved = "resource-removed", Behaviour, "A path without an entity file is not known any more.";
    ResourceFacts = "resource-facts", Behaviour, "More or other facts are known of a path without an entity file.";
    Deprecated = "deprecated", Additive, "Something is deprecated, or is not any more.";
    DocChanged = "doc-changed", Docs, "A doc says something else.";
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
