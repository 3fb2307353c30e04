//! Lists, maps and raw JSON within an object.

use serde::de::{self, MapAccess, SeqAccess};
use serde_json::Value;

use super::{Context, Fit, Slot, Step};
use crate::codec::element::{Container, FieldSlot, List, Map, TypeMismatch};
use crate::codec::scalar::Scalar;
use crate::codec::view::{View, any_json};

/// Reads an array's elements; one that does not fit makes the whole array raw.
pub(super) fn fill_list<'de, A: SeqAccess<'de>>(
    list: &mut dyn List,
    mut seq: A,
    context: &mut Context,
) -> Result<Fit, A::Error> {
    loop {
        let next = context.within(Step::Index(list.len()), |context| {
            let start = list.len();
            seq.next_element_seed(Slot { field: &mut Next { list, start }, info: None, context })
        })?;
        match next {
            None => return Ok(Fit::Kept),
            Some(Fit::Kept) => {}
            Some(Fit::Raw(odd)) => {
                let mut all: Vec<Value> =
                    (0..list.len()).filter_map(|index| list.item(index)).map(|item| any_json(&item)).collect();
                all.push(odd);
                while let Some(value) = seq.next_element()? {
                    all.push(value);
                }
                return Ok(Fit::Raw(all.into()));
            }
        }
    }
}

/// Reads an object's members as a map; one that does not fit makes the whole map raw.
pub(super) fn fill_map<'de, A: MapAccess<'de>>(
    entries: &mut dyn Map,
    mut map: A,
    context: &mut Context,
) -> Result<Fit, A::Error> {
    let mut odd = None;
    while let Some(name) = map.next_key::<String>()? {
        let fit = context.within(Step::Key(name.clone()), |context| {
            map.next_value_seed(Slot { field: &mut Entry(entries, &name), info: None, context })
        })?;
        if let Fit::Raw(value) = fit {
            odd = Some((name, value));
            break;
        }
    }
    let Some((name, value)) = odd else { return Ok(Fit::Kept) };
    let mut all: serde_json::Map<String, Value> =
        entries.entries().map(|(name, view)| (name.to_owned(), any_json(&view))).collect();
    all.insert(name, value);
    while let Some((name, value)) = map.next_entry()? {
        all.insert(name, value);
    }
    Ok(Fit::Raw(all.into()))
}

pub(in crate::codec) fn any_map<'de, A: MapAccess<'de>>(map: A) -> Result<Value, A::Error> {
    de::Deserialize::deserialize(de::value::MapAccessDeserializer::new(map))
}

pub(in crate::codec) fn any_seq<'de, A: SeqAccess<'de>>(seq: A) -> Result<Value, A::Error> {
    de::Deserialize::deserialize(de::value::SeqAccessDeserializer::new(seq))
}

/// The place after a list's last element.
pub(in crate::codec) struct Next<'a> {
    pub(in crate::codec) list: &'a mut dyn List,
    /// How long the list was before.
    pub(in crate::codec) start: usize,
}

impl FieldSlot for Next<'_> {
    fn take(&mut self, atom: Scalar<'_>) -> Result<(), TypeMismatch> {
        self.list.push(atom)
    }

    fn as_container(&mut self) -> Container<'_> {
        self.list.push_container()
    }

    fn clear(&mut self) {
        while self.list.len() > self.start {
            self.list.pop();
        }
    }

    fn view(&self) -> View<'_> {
        View::None
    }
}

/// The place of a map's entry.
pub(in crate::codec) struct Entry<'a>(pub(in crate::codec) &'a mut dyn Map, pub(in crate::codec) &'a str);

impl FieldSlot for Entry<'_> {
    fn take(&mut self, atom: Scalar<'_>) -> Result<(), TypeMismatch> {
        self.0.put(self.1, atom)
    }

    fn as_container(&mut self) -> Container<'_> {
        self.0.put_container(self.1)
    }

    fn clear(&mut self) {
        self.0.remove(self.1);
    }

    fn view(&self) -> View<'_> {
        View::None
    }
}
