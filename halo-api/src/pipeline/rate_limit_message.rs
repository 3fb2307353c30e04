//! Parses the rate limit from Halo's message.

use std::time::Duration;

use super::RateLimit;

/// The limit in `Rate Limit Reached - 300 Requests per rolling 5 minute window`.
///
/// Only a message of this form counts: numbers in other messages may refer to reports, users or anything else.
pub(super) fn stated(message: &str) -> Option<RateLimit> {
    let words: Vec<String> = message
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    words.windows(7).find_map(|words| {
        let [requests, noun, per, rolling, minutes, unit, window] = words else { return None };
        let is_form = [noun, per, rolling, unit, window].iter().copied().eq(FORM);
        let limit = RateLimit::new(number(requests)?, Duration::from_secs(u64::from(number(minutes)?) * 60));
        // A window longer than a day is a mistake.
        (is_form && limit.window() <= Duration::from_secs(24 * 60 * 60)).then_some(limit)
    })
}

const FORM: [&str; 5] = ["requests", "per", "rolling", "minute", "window"];

fn number(word: &str) -> Option<u32> {
    word.parse().ok().filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_halos_own_sentence_states_a_limit() {
        let limit = |requests, seconds| Some(RateLimit::new(requests, Duration::from_secs(seconds)));
        assert_eq!(stated("Rate Limit Reached - 300 Requests per rolling 5 minute window"), limit(300, 300));
        assert_eq!(stated("rate limit reached: 700 requests per rolling 1 minute window."), limit(700, 60));
        for other in [
            "",
            "Too many requests",
            "Requests: slow down",
            "Report API: 2 requests per hour",
            "user 17 requests help within 5 hours",
            "You may send 700 requests per 5 minutes.",
            "10 requests per second",
            "0 Requests per rolling 5 minute window",
            "300 Requests per rolling 0 minute window",
            "300 Requests per rolling 1441 minute window",
            "300 Requests per rolling 99999999999999999999 minute window",
            "300 Requests per rolling 5 minute",
        ] {
            assert_eq!(stated(other), None, "{other}");
        }
    }
}
