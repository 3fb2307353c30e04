//! OAuth scopes.

/// Defines [`Scope`](crate::Scope): the generated code has the list, this has the rest.
macro_rules! scopes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// An OAuth scope: what a token may be used for. Rights are the scope **and** the agent's role.
        ///
        /// ```
        /// use halo_api::Scope;
        ///
        /// assert_eq!(Scope::ReadTickets.as_str(), "read:tickets");
        /// assert_eq!("read:tickets".parse(), Ok(Scope::ReadTickets));
        /// ```
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Scope {
            $($(#[$doc])* $variant,)*
            /// A scope that this version does not know.
            Other(String),
        }

        impl Scope {
            /// As it is sent.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for Scope {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    other => Self::Other(other.to_owned()),
                }
            }
        }
    };
}
pub(crate) use scopes;

use crate::generated::scopes::Scope;

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Scope {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(text.into())
    }
}
