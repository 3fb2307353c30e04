//! Parses the three forms of a date in a header: RFC 9110, section 5.6.7.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Parses a date in the form of RFC 9110, RFC 850 or `asctime`, always in UTC.
///
/// Ignores the day of the week.
///
/// RFC 850 has two-digit years: one that would be more than 50 years after `now` is in the past.
pub(crate) fn http_date(text: &str, now: Timestamp) -> Option<Timestamp> {
    let parts: Vec<&str> = text.split([' ', ',', '-']).filter(|part| !part.is_empty()).collect();
    let ([_, day, month, year, time, "GMT" | "UTC" | "+0000"] | [_, month, day, time, year]) = parts[..] else {
        return None;
    };
    let month = (1_i8..).zip(MONTHS).find(|(_, name)| name.eq_ignore_ascii_case(month))?.0;
    let at = |year: i16| {
        let mut clock = time.splitn(3, ':').map(|part| part.parse::<i8>().ok());
        let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
        let at = DateTime::new(year, month, day.parse().ok()?, hour, minute, second.min(59), 0).ok()?;
        TimeZone::UTC.to_timestamp(at).ok()
    };
    let number: i16 = year.parse().ok().filter(|year| *year >= 0)?;
    if year.len() > 2 {
        return at(number);
    }
    let this_year = TimeZone::UTC.to_datetime(now).year();
    let year = this_year / 100 * 100 + number;
    at(if year > this_year + 50 { year - 100 } else { year })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read() {
        let now: Timestamp = "2026-11-27T00:00:00Z".parse().unwrap();
        let date = |text| http_date(text, now).map(|date| date.to_string());
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "sun nov 6 08:49:37 1994",
        ] {
            assert_eq!(date(text).as_deref(), Some("1994-11-06T08:49:37Z"), "{text}");
        }
        assert_eq!(date("Friday, 27-Nov-26 00:02:00 GMT").as_deref(), Some("2026-11-27T00:02:00Z"));
        assert_eq!(date("Friday, 27-Nov-76 00:02:00 GMT").as_deref(), Some("2076-11-27T00:02:00Z"));
        assert_eq!(date("Friday, 27-Nov-77 00:02:00 GMT").as_deref(), Some("1977-11-27T00:02:00Z"));
        assert_eq!(date("Sat, 31 Dec 2016 23:59:60 GMT").as_deref(), Some("2016-12-31T23:59:59Z"), "a leap second");
        for other in
            ["", "soon", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT", "a b c d e f", "1 2 3 4 5"]
        {
            assert_eq!(date(other), None, "{other}");
        }
        assert_eq!(date("Sun, 06 Nov 1994 08:49:37 EST"), None, "a header is in UTC");
    }
}
