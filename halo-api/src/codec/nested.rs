//! Records inside other ones.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::{RefUnwindSafe, UnwindSafe};

use super::element::{Container, WireType};
use super::model::Model;
use super::view::View;

/// A record inside another one, such as the user of a ticket.
///
/// It is a `Box` that spares programs from compiling what drops the record, and all that the record holds. It dereferences
/// to the record; [`into_inner`](Self::into_inner) takes it out, and `From` puts one in.
///
/// ```
/// use halo_api::{Nested, tickets::Ticket};
///
/// let ticket: Ticket = serde_json::from_str(r#"{"id": 7, "user": {"id": 3, "name": "Ada"}}"#)?;
/// let user = ticket.user.as_ref().expect("a user");
/// assert_eq!(user.name.as_deref(), Some("Ada"));
///
/// let taken = ticket.user.map(Nested::into_inner).expect("a user");
/// assert_eq!(taken.id.0, 3);
/// # Ok::<(), serde_json::Error>(())
/// ```
// In release, rustc compiles drop glue anew in each program and codegen unit. That of a trait object is in its vtable, which is
// made where a record is put in: in this crate.
pub struct Nested<T>(Box<dyn Holds<T> + Send + Sync>);

/// What holds a value: the value itself, as a trait object.
pub(crate) trait Holds<T> {
    fn held(&self) -> &T;

    fn held_mut(&mut self) -> &mut T;

    fn into_held(self: Box<Self>) -> T;
}

impl<T> Holds<T> for T {
    fn held(&self) -> &T {
        self
    }

    fn held_mut(&mut self) -> &mut T {
        self
    }

    fn into_held(self: Box<Self>) -> T {
        *self
    }
}

impl<T> Nested<T> {
    /// The record.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.0.into_held()
    }
}

impl<T: Send + Sync + 'static> From<T> for Nested<T> {
    fn from(record: T) -> Self {
        Self(Box::new(record))
    }
}

impl<T> Deref for Nested<T> {
    type Target = T;

    fn deref(&self) -> &T {
        (*self.0).held()
    }
}

impl<T> DerefMut for Nested<T> {
    fn deref_mut(&mut self) -> &mut T {
        (*self.0).held_mut()
    }
}

impl<T> AsRef<T> for Nested<T> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T> AsMut<T> for Nested<T> {
    fn as_mut(&mut self) -> &mut T {
        self
    }
}

impl<T: Clone + Send + Sync + 'static> Clone for Nested<T> {
    fn clone(&self) -> Self {
        Self::from(T::clone(self))
    }
}

impl<T: Default + Send + Sync + 'static> Default for Nested<T> {
    fn default() -> Self {
        Self::from(T::default())
    }
}

impl<T: PartialEq> PartialEq for Nested<T> {
    fn eq(&self, other: &Self) -> bool {
        T::eq(self, other)
    }
}

impl<T: fmt::Debug> fmt::Debug for Nested<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        T::fmt(self, f)
    }
}

// A trait object is neither by itself; the record is all that it holds.
impl<T: UnwindSafe> UnwindSafe for Nested<T> {}
impl<T: RefUnwindSafe> RefUnwindSafe for Nested<T> {}

impl<T: serde::Serialize> serde::Serialize for Nested<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::serialize(self, serializer)
    }
}

impl<'de, T: serde::Deserialize<'de> + Send + Sync + 'static> serde::Deserialize<'de> for Nested<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::from)
    }
}

impl<M: Model + Default> WireType for Nested<M> {
    fn new_empty() -> Option<Self> {
        Some(Self::default())
    }

    fn as_container(&mut self) -> Container<'_> {
        Container::Object(&mut **self)
    }

    fn view(&self) -> View<'_> {
        View::Object(&**self)
    }
}
