//! The key of a row, which tells it apart from the other rows of its list.

use serde_json::Value;

use super::model::{Model, member};
use super::view::{View, any_json};

/// The key of a row, small enough to remember for every row of a long list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum RowKey {
    /// The only member of the key, a whole number.
    Int(i64),
    /// The hash of any other key: its members, or the whole row.
    Hash(u128),
}

impl RowKey {
    /// The key of a row of a model. `None` if a member is missing, and for an entity without a key.
    pub(crate) fn of_model(row: &dyn Model, key: &[&str]) -> Option<Self> {
        if let [name] = key
            && let View::Int(number) = member(row, name)?
        {
            return Some(Self::Int(number));
        }
        let members: Option<Vec<Value>> = key.iter().map(|name| Some(any_json(&member(row, name)?))).collect();
        Self::of_members(&members?)
    }

    /// The key with these members, in order. `None` if one is null, and without any.
    pub(crate) fn of_members(members: &[Value]) -> Option<Self> {
        if members.is_empty() || members.contains(&Value::Null) {
            return None;
        }
        if let [only] = members
            && let Some(number) = whole(only)
        {
            return Some(Self::Int(number));
        }
        let text = |member: &Value| whole(member).map_or_else(|| member.to_string(), |number| number.to_string());
        Some(Self::of_text(&members.iter().map(text).collect::<Vec<_>>().join(",")))
    }

    /// The key of a row that only all of its JSON tells apart.
    pub(crate) fn of_text(json: &str) -> Self {
        Self::Hash(fnv_128(json.bytes()))
    }

    /// The key in a [`Position`](crate::Position): its text or JSON as FNV-1a of 128 bits, folded to 64 by XOR.
    ///
    /// It has to stay the same in every version and on every machine.
    pub(crate) fn short(self) -> u64 {
        folded(match self {
            Self::Int(number) => fnv_128(number.to_string().bytes()),
            Self::Hash(hash) => hash,
        })
    }
}

/// A member as a whole number: Halo and its models differ in `7`, `7.0` and `"7"`.
fn whole(member: &Value) -> Option<i64> {
    match member {
        Value::Number(number) => number.as_i64().or_else(|| integral(number.as_f64()?)),
        Value::String(text) => text.parse::<i64>().ok().filter(|number| number.to_string() == *text),
        _ => None,
    }
}

fn integral(number: f64) -> Option<i64> {
    // Every whole number of this size has a text of its own.
    #[allow(clippy::cast_possible_truncation, reason = "bounded before")]
    (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64)
}

/// FNV-1a, whose 64 bits stay the same in every version and on every machine.
pub(crate) fn stable_hash(text: &str) -> u64 {
    folded(fnv_128(text.bytes()))
}

fn folded(hash: u128) -> u64 {
    #[allow(clippy::cast_possible_truncation, reason = "the halves are taken one by one")]
    let (high, low) = ((hash >> 64) as u64, hash as u64);
    high ^ low
}

fn fnv_128(bytes: impl Iterator<Item = u8>) -> u128 {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    bytes.fold(OFFSET, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn key(members: &[Value]) -> Option<RowKey> {
        RowKey::of_members(members)
    }

    #[test]
    fn one_whole_number_is_kept_as_it_is_however_it_is_written() {
        for value in [json!(7), json!(7.0), json!("7")] {
            assert_eq!(key(&[value]), Some(RowKey::Int(7)));
        }
        for value in [json!("07"), json!("7.0"), json!(7.5), json!("a"), json!(true)] {
            let key = key(std::slice::from_ref(&value));
            assert!(matches!(key, Some(RowKey::Hash(_))), "{value}");
        }
    }

    #[test]
    fn several_members_are_hashed_together_and_null_is_no_key() {
        assert_eq!(key(&[json!(5), json!("3")]), key(&[json!("5"), json!(3.0)]));
        assert_ne!(key(&[json!(5), json!(3)]), key(&[json!(53)]));
        assert_ne!(key(&[json!("a,b")]), key(&[json!("a"), json!("b")]));
        for members in [&[json!(5), Value::Null][..], &[Value::Null], &[]] {
            assert_eq!(key(members), None);
        }
    }

    #[test]
    fn hashes_are_those_that_other_programs_compute() {
        assert_eq!(fnv_128("".bytes()), 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        assert_eq!(fnv_128("a".bytes()), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
        assert_eq!(stable_hash("a"), 0xd228_cb69_6f1a_8caf ^ 0x7891_2b70_4e4a_8964);
        assert_eq!(RowKey::Int(-12).short(), stable_hash("-12"), "the same in every release");
        assert_eq!(RowKey::of_text("{}").short(), stable_hash("{}"));
    }
}
