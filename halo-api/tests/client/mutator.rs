//! Responses that are wrong in random ways: the same number gives the same response.

use serde_json::{Map, Value, json};

/// Real responses, whose names and values are mixed anew.
const FIXTURES: [&str; 4] = [
    include_str!("../fixtures/ticket_created.json"),
    include_str!("../fixtures/user.json"),
    include_str!("../fixtures/priority.json"),
    include_str!("../fixtures/attachment_uploaded.json"),
];

/// Largest value that is taken from a fixture, as text.
const SMALL: usize = 300;

/// A random number generator (splitmix64), since results must not depend on a crate's version.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    /// True once in so many times.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Names and values of which responses are made.
pub(crate) struct Pool {
    rows: Vec<Map<String, Value>>,
    names: Vec<String>,
    values: Vec<Value>,
}

impl Pool {
    pub(crate) fn new() -> Self {
        let rows: Vec<Map<String, Value>> = FIXTURES.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
        let mut pool = Self { names: odd_names(), values: odd_values(), rows: Vec::new() };
        for row in &rows {
            pool.harvest(&Value::Object(row.clone()));
        }
        Self { rows, ..pool }
    }

    fn harvest(&mut self, value: &Value) {
        if value.to_string().len() < SMALL && !self.values.contains(value) {
            self.values.push(value.clone());
        }
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    if !self.names.contains(name) {
                        self.names.push(name.clone());
                    }
                    self.harvest(value);
                }
            }
            Value::Array(elements) => elements.iter().for_each(|element| self.harvest(element)),
            _ => {}
        }
    }

    /// Any value, sometimes deep, sometimes made of others.
    fn value(&self, random: &mut Random) -> Value {
        let value = random.pick(&self.values).clone();
        match random.below(24) {
            0 => json!([value, self.value(random)]),
            1 => json!({ random.pick(&self.names).clone(): value, "id": self.value(random) }),
            2 => json!(f64::from_bits(random.next())),
            3 => json!(i64::from_ne_bytes(random.next().to_ne_bytes())),
            4 if random.once_in(50) => (0..random.below(90)).fold(value, |inner, _| json!([inner])),
            _ => value,
        }
    }

    /// A row of an entity with these fields, with a key that is mostly good.
    pub(crate) fn row(&self, random: &mut Random, fields: &[&str], key: &[&str]) -> Value {
        if random.once_in(200) {
            return self.value(random);
        }
        let mut row = Map::new();
        if random.once_in(300) {
            row.clone_from(random.pick(&self.rows));
        }
        for name in key {
            let key = if random.once_in(300) { self.value(random) } else { json!(random.below(1_000_000)) };
            row.insert((*name).to_owned(), key);
        }
        for _ in 0..random.below(20) {
            let known = fields.is_empty() || random.once_in(4);
            let name = if known { random.pick(&self.names).clone() } else { (*random.pick(fields)).to_owned() };
            if !key.contains(&name.as_str()) {
                row.insert(name, self.value(random));
            }
        }
        if random.once_in(300) {
            row.remove(*key.first().unwrap_or(&""));
        }
        Value::Object(row)
    }

    /// The rows in one of the envelopes, beside other members.
    pub(crate) fn page(&self, random: &mut Random, rows: Vec<Value>, envelopes: &[&str]) -> Value {
        let key = if envelopes.is_empty() { "" } else { *random.pick(envelopes) };
        if key.is_empty() || random.once_in(4) {
            return Value::Array(rows);
        }
        let mut page = Map::new();
        for name in ["record_count", "page_no", "page_size", "columns"] {
            if random.once_in(2) {
                let value = if random.once_in(8) { self.value(random) } else { json!(random.below(5)) };
                page.insert(name.to_owned(), value);
            }
        }
        page.insert(key.to_owned(), Value::Array(rows));
        Value::Object(page)
    }
}

/// Breaks the text itself in a few places.
pub(crate) fn break_text(random: &mut Random, text: &mut Vec<u8>) {
    const TOKENS: [&[u8]; 12] =
        [b"{", b"}", b"[", b"]", b",", b":", b"\"", b"\\", b"null", b"1e999", b"\"id\":\"x\",", b"\xff"];
    for _ in 0..=random.below(3) {
        let start = random.below(text.len() + 1);
        let end = (start + random.below(12)).min(text.len());
        match random.below(5) {
            0 => text.truncate(start),
            1 => drop(text.drain(start..end)),
            2 => {
                let part = text[start..end].to_vec();
                drop(text.splice(start..start, part));
            }
            3 if start < text.len() => text[start] = random.next().to_ne_bytes()[0],
            _ => {
                let token = *random.pick(&TOKENS);
                drop(text.splice(start..start, token.iter().copied()));
            }
        }
    }
}

fn odd_names() -> Vec<String> {
    ["", "ID", "Id", "extra", "é\u{0}\"\\", "a name with spaces", "id ", "record_count"].map(str::to_owned).to_vec()
}

fn odd_values() -> Vec<Value> {
    let numbers = [0.0, -0.0, 1.5, 1e300, -1e300, 5e-324, 1e-7, 18.0, 9_007_199_254_740_993.0, 0.1, 1e28, 1e29];
    let texts = [
        "",
        " ",
        "0",
        "-1",
        "18",
        " 18.0 ",
        "true",
        "False",
        "NaN",
        "Infinity",
        "1e400",
        "null",
        "x\u{0}y",
        "🦀",
        "1900-01-01T00:00:00",
        "1899-12-30",
        "0001-01-01T00:00:00",
        "1900-01-01T09:00:00",
        "2026-02-30T00:00:00",
        "2026-08-05",
        "2026-08-05T12:00:00.1234567+02:00",
        "9999-12-31T23:59:59.9999999Z",
        "2026-08-05T24:00:00",
        "2026-08-05 12:00:00",
        "+2026-08-05T12:00:00Z",
        "äöü-äöü-äöü",
        "12.345678901234567890123456789",
    ];
    let mut values =
        vec![json!(null), json!(true), json!(false), json!([]), json!({}), json!([null]), json!({"id": null})];
    values.extend([json!(i64::MIN), json!(i64::MAX), json!(u64::MAX), json!(0), json!(-1), json!(-99), json!(1)]);
    values.extend(numbers.map(|number| json!(number)));
    values.extend(texts.map(|text| json!(text)));
    values
}
