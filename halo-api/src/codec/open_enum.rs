//! Enums that retain unknown values.

/// Completes a generated enum over text.
macro_rules! text_enum {
    () => {}; // See `rt`.
    ($name:ident) => {
        impl From<String> for $name {
            fn from(text: String) -> Self {
                text.as_str().into()
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            // Fully qualified, since a variant may be called `Err`.
            fn from_str(text: &str) -> Result<Self, std::convert::Infallible> {
                Ok(text.into())
            }
        }

        impl $crate::codec::WireType for $name {
            fn from_scalar(scalar: $crate::codec::Scalar<'_>) -> Result<Option<Self>, $crate::codec::TypeMismatch> {
                match scalar {
                    $crate::codec::Scalar::Null => Ok(None),
                    $crate::codec::Scalar::Str(text) => Ok(Some(text.into())),
                    _ => Err($crate::codec::TypeMismatch),
                }
            }

            fn view(&self) -> $crate::codec::View<'_> {
                $crate::codec::View::Str(self.as_str())
            }
        }

        $crate::codec::open_enum::open_enum!($name, as_str);
    };
}
pub(crate) use text_enum;

/// Completes a generated enum over integers.
macro_rules! int_enum {
    () => {}; // See `rt`.
    ($name:ident) => {
        impl $crate::codec::WireType for $name {
            fn from_scalar(scalar: $crate::codec::Scalar<'_>) -> Result<Option<Self>, $crate::codec::TypeMismatch> {
                Ok(<i64 as $crate::codec::WireType>::from_scalar(scalar)?.map(Self::from))
            }

            fn view(&self) -> $crate::codec::View<'_> {
                $crate::codec::View::Int(self.as_i64())
            }
        }

        $crate::codec::open_enum::open_enum!($name, as_i64);
    };
}
pub(crate) use int_enum;

/// The implementations that both kinds share.
macro_rules! open_enum {
    () => {}; // See `rt`.
    ($name:ident, $wire:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.$wire(), f)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&self.$wire(), serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::codec::scalar(deserializer)
            }
        }

        impl $crate::codec::Param for $name {
            fn to_param(&self) -> String {
                self.to_string()
            }
        }

        impl From<$name> for $crate::codec::WriteValue {
            fn from(value: $name) -> Self {
                value.$wire().into()
            }
        }
    };
}
pub(crate) use open_enum;
