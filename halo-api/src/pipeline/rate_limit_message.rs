//! Halo's own words on its limit.

use std::time::Duration;

use super::RateLimit;

/// The limit in a sentence such as `Rate Limit Reached - 300 Requests per rolling 5 minute window`.
pub(crate) fn stated(sentence: &str) -> Option<RateLimit> {
    let words: Vec<String> = sentence
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let at = words.iter().position(|word| word.starts_with("request"))?;
    let requests: u32 = words.get(at.checked_sub(1)?)?.parse().ok().filter(|requests| *requests > 0)?;
    let (unit, seconds) = words.iter().enumerate().skip(at).find_map(|(index, word)| Some((index, unit(word)?)))?;
    // "per minute" has no number.
    let units: u64 = match words.get(unit - 1).filter(|word| word.starts_with(|letter: char| letter.is_ascii_digit())) {
        Some(number) => number.parse().ok()?,
        None => 1,
    };
    let window = Duration::from_secs(units.checked_mul(seconds)?);
    // What is longer than a day is no window but a mistake.
    (!window.is_zero() && window <= Duration::from_secs(24 * 60 * 60)).then(|| RateLimit::new(requests, window))
}

fn unit(word: &str) -> Option<u64> {
    match word.trim_end_matches('s') {
        "second" | "sec" => Some(1),
        "minute" | "min" => Some(60),
        "hour" => Some(60 * 60),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_state_limits() {
        let limit = |requests, seconds| Some(RateLimit::new(requests, Duration::from_secs(seconds)));
        assert_eq!(stated("Rate Limit Reached - 300 Requests per rolling 5 minute window"), limit(300, 300));
        assert_eq!(stated("You may send 700 requests per 5 minutes."), limit(700, 300));
        assert_eq!(stated("10 requests per second"), limit(10, 1));
        for other in [
            "",
            "Too many requests",
            "Requests: slow down",
            "0 requests per minute",
            "300 requests",
            "3 requests per 99999999999999999999 hours",
            "3 requests per 99 hours",
        ] {
            assert_eq!(stated(other), None, "{other}");
        }
    }
}
