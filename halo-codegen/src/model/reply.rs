//! What operations reply with.

use super::keys::Choice;
use super::{Scalar, TypeExpr};
use crate::source::Spanned;

/// What an operation replies with, where `T` is a type: of the schema, or of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply<T> {
    /// Nothing that is read.
    None,
    /// The body as it is.
    Bytes,
    /// A file: the one in the response, or the one that it links to.
    Download,
    /// Any JSON.
    Json,
    /// A page of such rows.
    Page(T),
    /// One object of a model.
    Object(T),
    /// A value of any other type.
    Value(T),
}

/// Words of `reply:` beside the types, of which `json` is one.
pub(crate) const REPLY_WORDS: &[Choice] = &[
    Choice { word: "self", doc: "A row of this entity." },
    Choice { word: "download", doc: "A file: the one in the response, or the one that it links to." },
    Choice { word: "bytes", doc: "The body as it is." },
    Choice { word: "none", doc: "Nothing that is read." },
];

impl<T> Reply<T> {
    /// The reply of a word that is no type.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        match word {
            "none" => Some(Self::None),
            "bytes" => Some(Self::Bytes),
            "download" => Some(Self::Download),
            _ => None,
        }
    }

    /// The same with other types.
    pub(crate) fn map<U>(&self, ty: impl FnOnce(&T) -> U) -> Reply<U> {
        match self {
            Self::None => Reply::None,
            Self::Bytes => Reply::Bytes,
            Self::Download => Reply::Download,
            Self::Json => Reply::Json,
            Self::Page(row) => Reply::Page(ty(row)),
            Self::Object(model) => Reply::Object(ty(model)),
            Self::Value(value) => Reply::Value(ty(value)),
        }
    }

    /// What the request returns, in Rust.
    #[must_use]
    pub fn rust(&self, ty: impl FnOnce(&T) -> String) -> String {
        match self {
            Self::None => "()".to_owned(),
            Self::Bytes => "Bytes".to_owned(),
            Self::Download => "Download".to_owned(),
            Self::Json => "Value".to_owned(),
            Self::Page(row) => format!("Page<{}>", ty(row)),
            Self::Object(model) => ty(model),
            Self::Value(value) => ty(value),
        }
    }

    /// The name of the variant, which is also that of the runtime's enum.
    #[must_use]
    pub fn variant(&self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Bytes => "Bytes",
            Self::Download => "Download",
            Self::Json => "Json",
            Self::Page(_) => "Page",
            Self::Object(_) => "Object",
            Self::Value(_) => "Value",
        }
    }

    /// The type, where one is named.
    #[must_use]
    pub fn ty(&self) -> Option<&T> {
        match self {
            Self::Page(ty) | Self::Object(ty) | Self::Value(ty) => Some(ty),
            Self::None | Self::Bytes | Self::Download | Self::Json => None,
        }
    }

    pub(crate) fn ty_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Page(ty) | Self::Object(ty) | Self::Value(ty) => Some(ty),
            Self::None | Self::Bytes | Self::Download | Self::Json => None,
        }
    }
}

impl Reply<Spanned<TypeExpr>> {
    /// The reply that a type stands for.
    pub(crate) fn of_type(ty: Spanned<TypeExpr>) -> Self {
        if ty.value == TypeExpr::Scalar(Scalar::Json) { Self::Json } else { Self::Value(ty) }
    }
}
