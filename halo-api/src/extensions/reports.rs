//! Rows of reports, of one's own SQL and of saved ones.

use std::fmt;

use serde::de::DeserializeOwned;

use crate::ids::ReportId;
use crate::reports::{Report, ReportWrite, Reports};
use crate::rt::{Call, settings, single_statement};
use crate::{Error, Pending, Preview, Row};

/// Runs a report and gives its rows: [`Reports::sql`], [`Reports::load`].
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct RunReport {
    call: Call,
    accepts_shortfall: bool,
}

settings!(RunReport);

impl Reports {
    /// Runs a SQL statement, without saving it, and gives its rows as a type of your own.
    ///
    /// The statement is a single `SELECT` without `--` comments, which the request checks; a semicolon at the end is removed.
    /// Halo runs it inside of another statement, so `ORDER BY` at the end needs `TOP` or `OFFSET`. Values are never filled in
    /// for you: do not put what people typed into the text. It changes nothing, so it is retried after any failure, and a
    /// [`read_only`](crate::Halo::read_only) client sends it.
    ///
    /// `POST /Report`, scope `edit:reporting`. Halo's own gateway gives up after about a minute, with a 504. Give long statements
    /// a `timeout`, since a single attempt otherwise takes half a minute at most.
    ///
    /// ```no_run
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize)]
    /// struct Backlog {
    ///     client: String,
    ///     open: u32,
    ///     oldest: Option<String>,
    /// }
    ///
    /// # async fn example(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
    /// let sql = "SELECT aareadesc AS client, COUNT(*) AS [open], MIN(dateoccured) AS oldest
    ///            FROM faults JOIN area ON areaint = aarea WHERE status <> 9 GROUP BY aareadesc";
    /// for line in halo.reports().sql(sql).rows::<Backlog>().await? {
    ///     println!("{}: {} since {:?}", line.client, line.open, line.oldest);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn sql(&self, sql: impl AsRef<str>) -> RunReport {
        let statement = single_statement(sql.as_ref());
        let write = ReportWrite::new().sql(statement.unwrap_or_default());
        let mut call = Call::from(self.run(write));
        if let Err(fault) = statement {
            call.fail(fault.to_owned());
        }
        RunReport { call, accepts_shortfall: false }
    }

    /// Runs a saved report and gives its rows.
    ///
    /// `GET /Report/{id}` with `loadreport`, scope `read:reporting`. Parameters that narrow it, such as `client_id`, are set by
    /// their wire names with `query`.
    ///
    /// ```no_run
    /// # async fn example(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
    /// for row in halo.reports().load(42).await? {
    ///     println!("{row:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn load(&self, id: impl Into<ReportId>) -> RunReport {
        let get = self.get(id).include_details(true).load_report(true);
        RunReport { call: get.into(), accepts_shortfall: false }
    }
}

impl RunReport {
    /// Shows what it would send, without sending it.
    #[must_use]
    pub fn preview(&self) -> Preview {
        self.call.preview()
    }

    /// Accepts a report with as many rows as Halo gives at most, 50,000, although there may be more.
    #[inline]
    pub fn accept_shortfall(mut self) -> Self {
        self.accepts_shortfall = true;
        self
    }

    /// Sends it and gives the rows as a type of your own.
    ///
    /// Columns are fields by their names. Halo sends all values as texts: numbers, booleans, enums and ids are read from these,
    /// and an empty text is `None` of an `Option`. For dates there are [`lenient::datetime`](crate::lenient::datetime) and
    /// [`lenient::date`](crate::lenient::date); dates in rows are UTC.
    ///
    /// # Errors
    /// [`ErrorKind::BadRequest`](crate::ErrorKind::BadRequest): the statement failed, with the words of the database as
    /// [`message`](Error::message), though the status is a success. [`Decode`](crate::ErrorKind::Decode): the response has no
    /// rows, or one does not fit the type. [`TooLarge`](crate::ErrorKind::TooLarge): there are 50,000 rows, at which Halo stops
    /// without a word. [`Config`](crate::ErrorKind::Config): the statement is not a single one.
    #[must_use = "nothing is sent until it is awaited"]
    pub fn rows<T: DeserializeOwned>(self) -> Pending<Vec<T>> {
        self.call.report_rows(self.accepts_shortfall)
    }

    /// Sends it and gives the rows as JSON objects. Awaiting the request does the same.
    ///
    /// # Errors
    /// See [`rows`](Self::rows).
    #[must_use = "nothing is sent until it is awaited"]
    pub fn send(self) -> Pending<Vec<Row>> {
        self.rows()
    }

    /// Sends it, waits, and gives the rows: see [`blocking`](crate::blocking).
    ///
    /// # Errors
    /// See [`rows`](Self::rows).
    #[cfg(feature = "blocking")]
    pub fn rows_blocking<T: DeserializeOwned>(self) -> Result<Vec<T>, Error> {
        self.rows().wait()
    }
}

impl IntoFuture for RunReport {
    type Output = Result<Vec<Row>, Error>;
    type IntoFuture = Pending<Vec<Row>>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

/// Without the statement.
impl fmt::Debug for RunReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunReport").field("call", &self.call).finish_non_exhaustive()
    }
}

impl ReportWrite {
    /// What makes a copy of a report, to be created under a name of its own.
    ///
    /// Pass a report from [`get`](Reports::get) with `include_details`. Everything is copied that can be written; what says who may
    /// see the report, when it is sent and how its chart looks is not.
    ///
    /// ```no_run
    /// use halo_api::reports::ReportWrite;
    ///
    /// # async fn example(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
    /// let report = halo.reports().get(42).include_details(true).await?;
    /// let copy = halo.reports().create(ReportWrite::copy_of(&report).name("Backlog by team")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn copy_of(report: &Report) -> Self {
        let text = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
        Self::new()
            .when_some(text(&report.name), Self::name)
            .when_some(report.group_id, Self::group_id)
            .when_some(text(&report.description), Self::description)
            .when_some(report.report_type, Self::report_type)
            .when_some(report.datasource_id, Self::datasource_id)
            .when_some(report.api_query_id, Self::api_query_id)
            .when_some(text(&report.sql), Self::sql)
            .when_some(text(&report.selected_fields), Self::selected_fields)
            .when_some(text(&report.timezone_name), Self::timezone_name)
            .when_some(report.reporting_period, Self::reporting_period)
            .when_some(report.reporting_period_start_date, Self::reporting_period_start_date)
            .when_some(report.reporting_period_end_date, Self::reporting_period_end_date)
            .when_some(text(&report.reporting_period_column), Self::reporting_period_column)
            .when_some(report.chart_type, Self::chart_type)
            .when_some(text(&report.chart_title), Self::chart_title)
            .when_some(text(&report.x_axis), Self::x_axis)
            .when_some(text(&report.y_axis), Self::y_axis)
            .when_some(report.counts_rows, Self::counts_rows)
    }
}
