//! The text of a query.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::codec::Param;

/// All but what RFC 3986 calls unreserved, which may stand anywhere in a URL.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The parameters of lists that the runtime sets itself, as the generator has them: a test of halo-codegen compares.
pub(crate) const RUNTIME_PARAMS: [&str; 4] = ["pageinate", "page_no", "page_size", "count"];
/// So are these, each also with the number of a level behind it.
pub(crate) const RUNTIME_ORDER_PARAMS: [&str; 2] = ["orderdesc", "order"];

/// Whether a parameter of lists belongs to the runtime, which would send it a second time. Halo reads names without case.
pub(crate) fn is_runtime_param(name: &str) -> bool {
    is_paging_param(name) || is_order_param(name)
}

/// Whether a parameter says which page of a list to send.
pub(crate) fn is_paging_param(name: &str) -> bool {
    RUNTIME_PARAMS.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether a parameter orders a list: `order`, `orderdesc`, `order2`, `orderdesc2` and so on.
pub(crate) fn is_order_param(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let level = RUNTIME_ORDER_PARAMS.iter().find_map(|order| name.strip_prefix(order));
    level.is_some_and(|level| level.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Several values: Halo takes them joined by commas, not as repeated parameters.
pub(crate) fn joined<V: Param>(values: impl Iterator<Item = V>) -> String {
    values.map(|value| value.to_param()).collect::<Vec<_>>().join(",")
}

/// `name=value&…`. Spaces become `%20`, which, unlike `+`, means one everywhere.
pub(crate) fn query_text<N: AsRef<str>>(pairs: &[(N, String)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        encode(name.as_ref(), &mut text);
        text.push('=');
        encode(value, &mut text);
    }
    text
}

/// Percent-encodes everything but what may stand anywhere in a URL.
pub(crate) fn encode(text: &str, into: &mut String) {
    into.extend(utf8_percent_encode(text, ENCODED));
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::Date;
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn values_are_spelled_as_halo_reads_them() {
        assert_eq!(true.to_param(), "true");
        assert_eq!(0.1.to_param(), "0.1");
        assert_eq!(Decimal::new(1950, 2).to_param(), "19.50");
        assert_eq!(Date::constant(2026, 1, 31).to_param(), "2026-01-31");
        assert_eq!("2026-01-31T08:30:00.5Z".parse::<Timestamp>().unwrap().to_param(), "2026-01-31T08:30:00.5Z");
        let precise: Timestamp = "2026-01-31T08:30:00.123456789Z".parse().unwrap();
        assert_eq!(precise.to_param(), "2026-01-31T08:30:00.1234567Z", "Halo was seen with at most seven digits");
        assert_eq!(joined([1, 2, 3].iter()), "1,2,3");
    }

    #[test]
    fn paging_and_ordering_belong_to_the_runtime() {
        for name in
            ["pageinate", "page_no", "page_size", "count", "order", "orderdesc", "order2", "orderdesc15", "Page_No"]
        {
            assert!(is_runtime_param(name), "{name}");
        }
        for name in ["order_id", "orders", "orderdescending", "counts", "search", ""] {
            assert!(!is_runtime_param(name), "{name}");
        }
    }

    #[test]
    fn queries_are_encoded() {
        let pairs = [("search", "a b+c&d=é".to_owned()), ("status", "1,2".to_owned())];
        assert_eq!(query_text(&pairs), "search=a%20b%2Bc%26d%3D%C3%A9&status=1%2C2");
    }
}
