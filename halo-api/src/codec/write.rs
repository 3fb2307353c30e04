//! Bodies of writes: JSON objects with exactly the members that were set, in the order of setting.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::decimal::IntoDecimal;
use super::encode::decimal;
use super::field_patch::PendingPatches;
use super::scalar::sent_timestamp;

/// A JSON object with its members in the order of setting.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct WriteBody {
    members: Vec<(Cow<'static, str>, WriteValue)>,
    /// The members that `Debug` hides.
    secret: Vec<&'static str>,
    /// Patches of single list elements, which are applied when the body is encoded.
    pub(super) pending: Option<Box<PendingPatches>>,
}

impl WriteBody {
    /// Creates an empty object.
    pub(crate) const fn new() -> Self {
        Self { members: Vec::new(), secret: Vec::new(), pending: None }
    }

    /// Sets a member; one that is set already, in whatever case, keeps its place.
    pub(crate) fn set<V: Into<WriteValue>>(&mut self, name: impl Into<Cow<'static, str>>, value: V) {
        let (name, value): (_, WriteValue) = (name.into(), value.into());
        // Halo reads `ID` as `id`, so that both would be one member set twice.
        match self.members.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(&name)) {
            Some(known) => *known = (name, value),
            None => self.members.push((name, value)),
        }
    }

    /// Sets a member that `Debug` hides.
    pub(crate) fn set_secret<V: Into<WriteValue>>(&mut self, name: &'static str, value: V) {
        self.set(name, value);
        self.secret.push(name);
    }

    /// Inserts a member first: the key of an update.
    pub(crate) fn set_first(&mut self, name: &'static str, value: WriteValue) {
        self.members.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.members.insert(0, (name.into(), value));
    }

    /// The value of a member. Names are compared as Halo does, without case.
    pub(crate) fn get(&self, name: &str) -> Option<&WriteValue> {
        self.members.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Its members, in the order of setting.
    pub(super) fn members(&self) -> impl Iterator<Item = (&str, &WriteValue)> {
        self.members.iter().map(|(name, value)| (name.as_ref(), value))
    }

    /// Removes the members whose name is not kept.
    pub(super) fn retain(&mut self, kept: impl Fn(&str) -> bool) {
        self.members.retain(|(name, _)| kept(name));
    }

    /// The names of its members, and of the lists in which single elements are set.
    pub(crate) fn names(&self) -> Vec<&str> {
        let pending = || self.pending.iter();
        let fields = pending().flat_map(|pending| &pending.patches).map(|patch| patch.list);
        let elements = pending().flat_map(|pending| &pending.elements).map(|patch| patch.list);
        self.members.iter().map(|(name, _)| name.as_ref()).chain(fields).chain(elements).collect()
    }

    /// Sets the members that another body sets, and leaves the others.
    pub(super) fn merge(&mut self, other: Self) {
        for (name, value) in other.members {
            self.set(name, value);
        }
    }
}

impl fmt::Debug for WriteBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in &self.members {
            if self.secret.iter().any(|secret| name.eq_ignore_ascii_case(secret)) {
                map.entry(name, &format_args!("***"));
            } else {
                map.entry(name, value);
            }
        }
        for patch in self.pending.iter().flat_map(|pending| &pending.patches) {
            map.entry(&patch.target(), &patch.value);
        }
        for patch in self.pending.iter().flat_map(|pending| &pending.elements) {
            patch.debug(&mut map);
        }
        map.finish()
    }
}

/// Encodes the body with its patches applied, as far as the lists are known.
impl Serialize for WriteBody {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.pending.is_some() {
            return self.clone().patched().map_err(S::Error::custom)?.serialize(serializer);
        }
        serializer.collect_map(self.members.iter().map(|(name, value)| (name, value)))
    }
}

/// A value of a [`WriteBody`].
#[derive(Clone, PartialEq)]
pub(crate) enum WriteValue {
    /// Money, which is a number on the wire; JSON has no type for it.
    Decimal(Decimal),
    /// A plain JSON value.
    Json(Value),
    /// A nested write.
    Object(WriteBody),
    /// A list.
    List(Vec<WriteValue>),
    /// A number that cannot be sent, such as NaN. Encoding the body fails with this reason.
    Invalid(&'static str),
}

impl WriteValue {
    /// The elements of a list; `null` has none.
    pub(crate) fn elements(&self) -> Option<Vec<Self>> {
        match self {
            Self::List(values) => Some(values.clone()),
            Self::Json(Value::Array(values)) => Some(values.iter().cloned().map(Self::Json).collect()),
            Self::Json(Value::Null) => Some(Vec::new()),
            Self::Decimal(_) | Self::Json(_) | Self::Object(_) | Self::Invalid(_) => None,
        }
    }

    /// A member of an object.
    pub(crate) fn member(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Json(value) => value.get(name),
            Self::Object(body) => match body.get(name) {
                Some(Self::Json(value)) => Some(value),
                _ => None,
            },
            Self::Decimal(_) | Self::List(_) | Self::Invalid(_) => None,
        }
    }

    /// Converts the argument of a decimal setter.
    pub(crate) fn decimal(value: impl IntoDecimal) -> Self {
        match value.into_decimal() {
            Some(value) => Self::Decimal(value),
            None => Self::Invalid("a number is NaN, infinite, or too large for a decimal"),
        }
    }

    /// Creates a list of values.
    pub(crate) fn list<V: Into<Self>>(values: impl IntoIterator<Item = V>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

impl fmt::Debug for WriteValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decimal(value) => value.fmt(f),
            Self::Json(value) => fmt::Display::fmt(value, f),
            Self::Object(body) => body.fmt(f),
            Self::List(values) => values.fmt(f),
            Self::Invalid(reason) => write!(f, "<{reason}>"),
        }
    }
}

impl Serialize for WriteValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Decimal(value) => decimal(*value, serializer),
            Self::Json(value) => value.serialize(serializer),
            Self::Object(body) => body.serialize(serializer),
            Self::List(values) => values.serialize(serializer),
            Self::Invalid(reason) => Err(S::Error::custom(reason)),
        }
    }
}

macro_rules! plain {
    ($($type:ty),*) => {
        $(impl From<$type> for WriteValue {
            fn from(value: $type) -> Self {
                Self::Json(value.into())
            }
        })*
    };
}

plain!(Value, bool, i64, String, &str);

// NaN as JSON would be `null`, which clears the field.
impl From<f64> for WriteValue {
    fn from(value: f64) -> Self {
        if value.is_finite() { Self::Json(value.into()) } else { Self::Invalid("a number is NaN or infinite") }
    }
}

impl From<Decimal> for WriteValue {
    fn from(value: Decimal) -> Self {
        Self::Decimal(value)
    }
}

impl From<Timestamp> for WriteValue {
    fn from(value: Timestamp) -> Self {
        Self::Json(sent_timestamp(value).to_string().into())
    }
}

impl From<Date> for WriteValue {
    fn from(value: Date) -> Self {
        Self::Json(value.to_string().into())
    }
}

impl From<WriteBody> for WriteValue {
    fn from(body: WriteBody) -> Self {
        Self::Object(body)
    }
}

/// Completes a generated write type; with the model of the entity, if an update takes it.
macro_rules! write_type {
    () => {}; // See `rt`.
    ($write:ident, $model:ty) => {
        $crate::codec::write_type!($write);

        impl $write {
            /// Leaves out what this record holds already, so that an update sends what differs and nothing else.
            ///
            /// [`is_empty`](Self::is_empty) then tells whether there is anything to send. Values are compared as Halo gives
            /// them back, not as text: `18.0` is 18, an instant is the same in every zone and to four milliseconds, text
            /// but for spaces around it and the kind of line ends, `null` and an empty text are both nothing. Custom fields
            /// are compared one by one; a list that is set as a whole, and would replace the stored one, stays whole if
            /// anything in it differs.
            ///
            /// The record may come from `get`, from a write, or from a list. What a row of a list may lack (a field that
            /// only `get` fills, a custom field that was not asked for) stays, since nothing tells whether it differs. So
            /// does what no response holds, such as a password. Fields that only `create` accepts are left out. Flags that
            /// steer the server go with the last change.
            ///
            /// ```no_run
            /// # async fn f(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
            /// use halo_api::clients::ClientWrite;
            ///
            /// let client = halo.clients().get(12).await?;
            /// let write = ClientWrite::new().name("Harbour Dental").custom_field("CFRegion", "North");
            /// let write = write.only_changes(&client);
            /// if !write.is_empty() {
            ///     halo.clients().update(client.id, write.known(&client)).await?;
            /// }
            /// # Ok(()) }
            /// ```
            pub fn only_changes(self, record: &$model) -> Self {
                let held = $crate::codec::Held::new(<$model as $crate::codec::Record>::INFO, record);
                Self { body: self.body.only_changes(&held, &mut <$model>::default()) }
            }
        }
    };
    ($write:ident) => {
        impl $write {
            /// Creates an empty write.
            pub const fn new() -> Self {
                Self { body: $crate::codec::WriteBody::new() }
            }

            /// Sets any member by its wire name, for members that the schema does not describe.
            pub fn set(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
                self.body.set(name.into(), value.into());
                self
            }

            /// Whether nothing is set, so that there is nothing to send.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.body.is_empty()
            }

            /// Calls `set` with the value of an option, if it has one.
            pub fn when_some<V>(self, option: Option<V>, set: impl FnOnce(Self, V) -> Self) -> Self {
                match option {
                    Some(value) => set(self, value),
                    None => self,
                }
            }
        }

        impl serde::Serialize for $write {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.body.serialize(serializer)
            }
        }

        impl From<$write> for $crate::codec::WriteValue {
            fn from(write: $write) -> Self {
                write.body.into()
            }
        }
    };
}
pub(crate) use write_type;
