//! The types of fields: one trait for the values, one for the slots that contain them.

use std::any::Any;
use std::collections::BTreeMap;

use serde_json::Value;

use super::model::Model;
use super::scalar::Scalar;
use super::view::View;

/// A value does not fit the type of its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeMismatch;

/// A type that a field, a list or a map can contain.
pub trait WireType: Sized + Send + Sync + 'static {
    /// Converts a scalar; `None` if it means "not set".
    fn from_scalar(scalar: Scalar<'_>) -> Result<Option<Self>, TypeMismatch> {
        match scalar {
            Scalar::Null => Ok(None),
            _ => Err(TypeMismatch),
        }
    }

    /// Creates an empty value of a type that is filled in place: an object, a list, a map, raw JSON.
    fn new_empty() -> Option<Self> {
        None
    }

    /// Returns an empty value as a container to fill.
    fn as_container(&mut self) -> Container<'_> {
        Container::Closed
    }

    /// The value as a view.
    fn view(&self) -> View<'_>;
}

/// A value that is filled in place.
#[derive(Debug)]
pub enum Container<'a> {
    /// Not a container: only scalars.
    Closed,
    /// A nested object.
    Object(&'a mut dyn Model),
    /// A list.
    List(&'a mut dyn List),
    /// A map.
    Map(&'a mut dyn Map),
    /// Any JSON.
    Json(&'a mut Value),
}

/// A slot for one value: a field of a model, the next element of a list, an entry of a map.
pub trait FieldSlot {
    /// Stores a scalar, or stays empty if it does not fit.
    fn take(&mut self, scalar: Scalar<'_>) -> Result<(), TypeMismatch>;

    /// Returns the slot as a container for an object, a list or raw JSON.
    fn as_container(&mut self) -> Container<'_>;

    /// Clears the slot, if it can be empty.
    fn clear(&mut self);

    /// The value as a view.
    fn view(&self) -> View<'_>;
}

// Compiled for every type of field: plain matches, since each combinator would be compiled as often.
impl<T: WireType> FieldSlot for Option<T> {
    fn take(&mut self, scalar: Scalar<'_>) -> Result<(), TypeMismatch> {
        let (value, fits) = match T::from_scalar(scalar) {
            Ok(value) => (value, Ok(())),
            Err(mismatch) => (None, Err(mismatch)),
        };
        *self = value;
        fits
    }

    fn as_container(&mut self) -> Container<'_> {
        *self = T::new_empty();
        match self {
            Some(value) => value.as_container(),
            None => Container::Closed,
        }
    }

    fn clear(&mut self) {
        *self = None;
    }

    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view(),
            None => View::None,
        }
    }
}

/// A list of elements.
pub trait List: Any + Send {
    /// The number of elements.
    fn len(&self) -> usize;

    /// The element at `index`.
    fn item(&self, index: usize) -> Option<View<'_>>;

    /// Reserves room for more elements.
    fn reserve(&mut self, more: usize);

    /// Appends a scalar.
    fn push(&mut self, scalar: Scalar<'_>) -> Result<(), TypeMismatch>;

    /// Appends an empty element and returns it as a container.
    fn push_container(&mut self) -> Container<'_>;

    /// Removes the last element.
    fn pop(&mut self);

    /// The element at `index`, if the elements are objects.
    fn row(&self, index: usize) -> Option<&dyn Model> {
        match self.item(index) {
            Some(View::Object(model)) => Some(model),
            _ => None,
        }
    }
}

impl<T: WireType> List for Vec<T> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn item(&self, index: usize) -> Option<View<'_>> {
        self.get(index).map(T::view)
    }

    fn reserve(&mut self, more: usize) {
        Vec::reserve_exact(self, more);
    }

    fn push(&mut self, scalar: Scalar<'_>) -> Result<(), TypeMismatch> {
        match T::from_scalar(scalar) {
            Ok(Some(element)) => {
                Vec::push(self, element);
                Ok(())
            }
            _ => Err(TypeMismatch),
        }
    }

    fn push_container(&mut self) -> Container<'_> {
        let Some(empty) = T::new_empty() else { return Container::Closed };
        Vec::push(self, empty);
        match self.last_mut() {
            Some(value) => value.as_container(),
            None => Container::Closed,
        }
    }

    fn pop(&mut self) {
        Vec::pop(self);
    }
}

impl std::fmt::Debug for dyn List + '_ {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries((0..self.len()).filter_map(|index| self.item(index))).finish()
    }
}

impl std::fmt::Debug for dyn Map + '_ {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.entries()).finish()
    }
}

/// A map of elements by name.
pub trait Map {
    /// All elements, with their names.
    fn entries(&self) -> Box<dyn Iterator<Item = (&str, View<'_>)> + '_>;

    /// Sets an element to a scalar.
    fn put(&mut self, name: &str, scalar: Scalar<'_>) -> Result<(), TypeMismatch>;

    /// Sets an element to an empty one and returns it as a container.
    fn put_container(&mut self, name: &str) -> Container<'_>;

    /// Removes an element.
    fn remove(&mut self, name: &str);
}

impl<T: WireType> Map for BTreeMap<String, T> {
    fn entries(&self) -> Box<dyn Iterator<Item = (&str, View<'_>)> + '_> {
        Box::new(self.iter().map(|(name, element)| (name.as_str(), element.view())))
    }

    fn put(&mut self, name: &str, scalar: Scalar<'_>) -> Result<(), TypeMismatch> {
        self.insert(name.to_owned(), T::from_scalar(scalar)?.ok_or(TypeMismatch)?);
        Ok(())
    }

    fn put_container(&mut self, name: &str) -> Container<'_> {
        let Some(empty) = T::new_empty() else { return Container::Closed };
        self.insert(name.to_owned(), empty);
        self.get_mut(name).map_or(Container::Closed, T::as_container)
    }

    fn remove(&mut self, name: &str) {
        BTreeMap::remove(self, name);
    }
}

impl<T: WireType> WireType for Vec<T> {
    fn new_empty() -> Option<Self> {
        Some(Self::new())
    }

    fn as_container(&mut self) -> Container<'_> {
        Container::List(self)
    }

    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

impl<T: WireType> WireType for BTreeMap<String, T> {
    fn new_empty() -> Option<Self> {
        Some(Self::new())
    }

    fn as_container(&mut self) -> Container<'_> {
        Container::Map(self)
    }

    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}

impl WireType for Value {
    fn from_scalar(scalar: Scalar<'_>) -> Result<Option<Self>, TypeMismatch> {
        Ok(match scalar {
            Scalar::Null => None,
            other => Some(other.to_json()),
        })
    }

    fn new_empty() -> Option<Self> {
        Some(Self::Null)
    }

    fn as_container(&mut self) -> Container<'_> {
        Container::Json(self)
    }

    fn view(&self) -> View<'_> {
        View::Json(self)
    }
}
