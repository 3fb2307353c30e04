//! Timesheet events of a stretch of time.

use jiff::Timestamp;

use crate::timesheet_events::{ListTimesheetEvents, TimesheetEvents};

impl TimesheetEvents {
    /// Lists timesheet events from one instant until another.
    ///
    /// The same as `list().start_date(from).end_date(to)`. Take the instants from the calendar of whoever reads the hours:
    /// a week in which the clocks change is an hour shorter or longer than seven days of 24 hours. Whether Halo includes an
    /// event that begins before `from` or ends after `to` is not documented: compare `start_date` where that matters.
    ///
    /// ```no_run
    /// # async fn example(halo: halo_api::Halo, zone: halo_api::jiff::tz::TimeZone) -> Result<(), Box<dyn std::error::Error>> {
    /// use halo_api::jiff::{ToSpan, civil::date};
    ///
    /// let monday = date(2026, 3, 23);
    /// let from = zone.to_timestamp(monday.at(0, 0, 0, 0))?;
    /// let to = zone.to_timestamp(monday.checked_add(7.days())?.at(0, 0, 0, 0))?;
    /// let events = halo.timesheet_events().between(from, to).agent_id(3).all().await?;
    /// let hours: f64 = events.iter().filter_map(|event| event.time_taken).sum();
    /// # println!("{hours}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn between(&self, from: Timestamp, to: Timestamp) -> ListTimesheetEvents {
        self.list().start_date(from).end_date(to)
    }
}
