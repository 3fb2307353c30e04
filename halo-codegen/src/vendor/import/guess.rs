//! What names alone tell about a field, where neither the schema nor the vendor's types do.

use crate::vendor::document::Type;

/// Words of names whose values are money; hours and measures are floats.
const MONEY: &[&str] = &[
    "amount", "balance", "budget", "cost", "fee", "gross", "net", "payment", "price", "profit", "revenue", "tax",
    "total", "vat",
];

/// Words of names whose values must not appear in logs.
const SECRETS: &[&str] = &["apikey", "passphrase", "password", "pwd", "secret"];

/// Words before `date` that make it a day, without a time.
const DAYS: &[&str] = &[
    "billing",
    "birth",
    "delivery",
    "due",
    "effective",
    "expected",
    "expiry",
    "holiday",
    "invoice",
    "period",
    "purchase",
    "renewal",
    "warranty",
];

/// Words that say that something happened at an instant, whatever else the name says.
const INSTANTS: &[&str] =
    &["cleared", "created", "last", "modified", "paid", "posted", "sent", "synced", "time", "updated"];

/// The words in which names end that hold the id of an agent.
const AGENTS: &[&str] = &["agent", "organizer", "technician"];

/// The type of a number.
pub(super) fn number(words: &[String]) -> &'static str {
    if words.iter().any(|word| MONEY.contains(&word.as_str())) { "decimal" } else { "float" }
}

/// Whether a text must not appear in logs.
pub(super) fn is_secret(words: &[String]) -> bool {
    words.iter().any(|word| SECRETS.contains(&word.as_str()))
}

/// Whether a timestamp is a day: a date without a time.
pub(super) fn is_day(words: &[String]) -> bool {
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    words.iter().any(|word| word == "date") && any(DAYS) && !any(INSTANTS)
}

/// Whether a number with this name is the id of an agent, though it is not called `…_id`.
pub(super) fn is_agent(words: &[String]) -> bool {
    words.last().is_some_and(|word| AGENTS.contains(&word.as_str()))
}

/// The words before `number`, which may be those of an entity: `sitenumber` is the id of a site.
pub(super) fn numbered(words: &[String]) -> Option<&[String]> {
    let (last, rest) = words.split_last()?;
    (last == "number" && !rest.is_empty()).then_some(rest)
}

/// Whether a field is a flag or a note for the server: names with an underscore, but not what Halo says of a row.
pub(super) fn is_control(wire: &str, theirs: &Type) -> bool {
    let Some(name) = wire.strip_prefix('_') else { return false };
    // `_canupdate` and the like are rights of the calling agent.
    name.starts_with("import") || (*theirs == Type::Bool && !name.starts_with("can"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split('_').map(str::to_owned).collect()
    }

    #[test]
    fn days_have_no_time() {
        for name in ["due_date", "invoice_date", "period_start_date", "warranty_end_date"] {
            assert!(is_day(&words(name)), "{name}");
        }
        for name in ["date_posted", "start_date", "invoice_sent_date", "last_invoice_date", "due", "due_date_time"] {
            assert!(!is_day(&words(name)), "{name}");
        }
    }

    #[test]
    fn flags_control_the_server_and_rights_do_not() {
        assert!(is_control("_novalidate", &Type::Bool));
        assert!(is_control("_importtype", &Type::String));
        assert!(!is_control("_canupdate", &Type::Bool));
        assert!(!is_control("_warning", &Type::String));
        assert!(!is_control("novalidate", &Type::Bool));
    }

    #[test]
    fn names_of_people_and_numbers_are_ids() {
        assert!(is_agent(&words("assigned_agent")) && is_agent(&words("organizer")));
        assert!(!is_agent(&words("agent_name")));
        assert_eq!(numbered(&words("site_number")), Some(&words("site")[..]));
        assert_eq!(numbered(&words("number")), None);
    }
}
