//! What a field can hold: one trait for the values, one for the places that take them.

use std::any::Any;
use std::collections::BTreeMap;

use serde_json::Value;

use super::model::Model;
use super::scalar::Atom;
use super::view::View;

/// The value does not fit the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misfit;

/// A type that a field, a list or a map can hold.
pub trait Element: Sized + Send + Sync + 'static {
    /// Reads an atom; `None` where it stands for "not set".
    fn from_atom(atom: Atom<'_>) -> Result<Option<Self>, Misfit> {
        match atom {
            Atom::Null => Ok(None),
            _ => Err(Misfit),
        }
    }

    /// An empty value of a type that opens, to be filled in place.
    fn blank() -> Option<Self> {
        None
    }

    /// Opens a blank value.
    fn open(&mut self) -> Open<'_> {
        Open::Closed
    }

    /// What it holds.
    fn view(&self) -> View<'_>;
}

/// A value that was opened to be filled in place.
#[derive(Debug)]
pub enum Open<'a> {
    /// It holds atoms only.
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

/// A place that takes one value: a field of a model, the next row of a list, an entry of a map.
pub trait Field {
    /// Takes an atom, or is left empty.
    fn take(&mut self, atom: Atom<'_>) -> Result<(), Misfit>;

    /// Opens it for an object, a list or raw JSON.
    fn open(&mut self) -> Open<'_>;

    /// Empties it, where it can be empty.
    fn clear(&mut self);

    /// What it holds.
    fn view(&self) -> View<'_>;
}

// Compiled for every type of field there is: plain matches, since each combinator would be compiled as often.
impl<T: Element> Field for Option<T> {
    fn take(&mut self, atom: Atom<'_>) -> Result<(), Misfit> {
        let (value, fits) = match T::from_atom(atom) {
            Ok(value) => (value, Ok(())),
            Err(misfit) => (None, Err(misfit)),
        };
        *self = value;
        fits
    }

    fn open(&mut self) -> Open<'_> {
        *self = T::blank();
        match self {
            Some(blank) => blank.open(),
            None => Open::Closed,
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

/// Elements in a row.
pub trait List: Any + Send {
    /// How many there are.
    fn len(&self) -> usize;

    /// One of them.
    fn item(&self, index: usize) -> Option<View<'_>>;

    /// Makes room for more.
    fn reserve(&mut self, more: usize);

    /// Appends an atom.
    fn push(&mut self, atom: Atom<'_>) -> Result<(), Misfit>;

    /// Appends a blank element and opens it.
    fn push_open(&mut self) -> Open<'_>;

    /// Takes the last element away.
    fn pop(&mut self);

    /// One of them, where they are objects.
    fn row(&self, index: usize) -> Option<&dyn Model> {
        match self.item(index) {
            Some(View::Object(model)) => Some(model),
            _ => None,
        }
    }
}

impl<T: Element> List for Vec<T> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn item(&self, index: usize) -> Option<View<'_>> {
        self.get(index).map(T::view)
    }

    fn reserve(&mut self, more: usize) {
        Vec::reserve_exact(self, more);
    }

    fn push(&mut self, atom: Atom<'_>) -> Result<(), Misfit> {
        match T::from_atom(atom) {
            Ok(Some(element)) => {
                Vec::push(self, element);
                Ok(())
            }
            _ => Err(Misfit),
        }
    }

    fn push_open(&mut self) -> Open<'_> {
        let Some(blank) = T::blank() else { return Open::Closed };
        Vec::push(self, blank);
        match self.last_mut() {
            Some(blank) => blank.open(),
            None => Open::Closed,
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

/// Elements by name.
pub trait Map {
    /// All of them, by name.
    fn entries(&self) -> Box<dyn Iterator<Item = (&str, View<'_>)> + '_>;

    /// Sets one to an atom.
    fn put(&mut self, name: &str, atom: Atom<'_>) -> Result<(), Misfit>;

    /// Sets one to a blank element and opens it.
    fn put_open(&mut self, name: &str) -> Open<'_>;

    /// Takes one away.
    fn remove(&mut self, name: &str);
}

impl<T: Element> Map for BTreeMap<String, T> {
    fn entries(&self) -> Box<dyn Iterator<Item = (&str, View<'_>)> + '_> {
        Box::new(self.iter().map(|(name, element)| (name.as_str(), element.view())))
    }

    fn put(&mut self, name: &str, atom: Atom<'_>) -> Result<(), Misfit> {
        self.insert(name.to_owned(), T::from_atom(atom)?.ok_or(Misfit)?);
        Ok(())
    }

    fn put_open(&mut self, name: &str) -> Open<'_> {
        let Some(blank) = T::blank() else { return Open::Closed };
        self.insert(name.to_owned(), blank);
        self.get_mut(name).map_or(Open::Closed, T::open)
    }

    fn remove(&mut self, name: &str) {
        BTreeMap::remove(self, name);
    }
}

impl<T: Element> Element for Vec<T> {
    fn blank() -> Option<Self> {
        Some(Self::new())
    }

    fn open(&mut self) -> Open<'_> {
        Open::List(self)
    }

    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

impl<T: Element> Element for BTreeMap<String, T> {
    fn blank() -> Option<Self> {
        Some(Self::new())
    }

    fn open(&mut self) -> Open<'_> {
        Open::Map(self)
    }

    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}

impl<M: Model + Default> Element for Box<M> {
    fn blank() -> Option<Self> {
        Some(Self::default())
    }

    fn open(&mut self) -> Open<'_> {
        Open::Object(&mut **self)
    }

    fn view(&self) -> View<'_> {
        View::Object(&**self)
    }
}

impl Element for Value {
    fn from_atom(atom: Atom<'_>) -> Result<Option<Self>, Misfit> {
        Ok(match atom {
            Atom::Null => None,
            other => Some(other.to_json()),
        })
    }

    fn blank() -> Option<Self> {
        Some(Self::Null)
    }

    fn open(&mut self) -> Open<'_> {
        Open::Json(self)
    }

    fn view(&self) -> View<'_> {
        View::Json(self)
    }
}
