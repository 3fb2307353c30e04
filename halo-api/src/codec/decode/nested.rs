//! Decodes lists and maps within an object.

use serde::de::{MapAccess, SeqAccess};
use serde_json::Value;

use super::context::{Context, MAP_SIZE, Step, VALUE_SIZE};
use super::json::Json;
use super::{Fit, ValueSeed};
use crate::codec::element::{Container, FieldSlot, List, Map, TypeMismatch};
use crate::codec::scalar::Scalar;
use crate::codec::view::{View, any_json};
use crate::entity_info::Type;

/// Decodes an array's elements; one that does not fit makes the whole array raw.
pub(super) fn fill_list<'de, A: SeqAccess<'de>>(
    list: &mut dyn List,
    mut seq: A,
    expected: Option<&'static Type>,
    context: &mut Context,
) -> Result<Fit, A::Error> {
    loop {
        let next = context.within(Step::Index(list.len()), |context| {
            let start = list.len();
            let field = &mut NextElement { list, start };
            seq.next_element_seed(ValueSeed { field, info: None, expected, context })
        })?;
        match next {
            None => return Ok(Fit::Stored),
            Some(Fit::Stored) => {}
            Some(Fit::Raw(odd)) => {
                context.charge(list.len().saturating_mul(VALUE_SIZE))?;
                let mut all: Vec<Value> =
                    (0..list.len()).filter_map(|index| list.item(index)).map(|item| any_json(&item)).collect();
                all.push(odd);
                while let Some(value) = seq.next_element_seed(Json(context))? {
                    all.push(value);
                }
                return Ok(Fit::Raw(all.into()));
            }
        }
    }
}

/// Decodes an object's members as a map; one that does not fit makes the whole map raw.
pub(super) fn fill_map<'de, A: MapAccess<'de>>(
    entries: &mut dyn Map,
    mut map: A,
    expected: Option<&'static Type>,
    context: &mut Context,
) -> Result<Fit, A::Error> {
    let (mut first, mut odd) = (true, None);
    while let Some(name) = map.next_key::<String>()? {
        if std::mem::take(&mut first) {
            context.charge(MAP_SIZE)?;
        }
        let fit = context.within(Step::Key(name.clone()), |context| {
            let field = &mut MapEntry(entries, &name);
            map.next_value_seed(ValueSeed { field, info: None, expected, context })
        })?;
        if let Fit::Raw(value) = fit {
            odd = Some((name, value));
            break;
        }
    }
    let Some((name, value)) = odd else { return Ok(Fit::Stored) };
    context.charge(MAP_SIZE)?;
    let mut all: serde_json::Map<String, Value> =
        entries.entries().map(|(name, view)| (name.to_owned(), any_json(&view))).collect();
    all.insert(name, value);
    while let Some(name) = map.next_key()? {
        all.insert(name, map.next_value_seed(Json(context))?);
    }
    Ok(Fit::Raw(all.into()))
}

/// The slot after a list's last element.
pub(in crate::codec) struct NextElement<'a> {
    pub(in crate::codec) list: &'a mut dyn List,
    /// The length of the list before the element.
    pub(in crate::codec) start: usize,
}

impl FieldSlot for NextElement<'_> {
    fn take(&mut self, scalar: Scalar<'_>) -> Result<(), TypeMismatch> {
        self.list.push(scalar)
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

/// The slot of a map's entry.
pub(in crate::codec) struct MapEntry<'a>(pub(in crate::codec) &'a mut dyn Map, pub(in crate::codec) &'a str);

impl FieldSlot for MapEntry<'_> {
    fn take(&mut self, scalar: Scalar<'_>) -> Result<(), TypeMismatch> {
        self.0.put(self.1, scalar)
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
