//! What was measured, out: a page of a table at a time, so that nothing of it has to fit into memory.

use std::collections::VecDeque;

use domain::{TeamId, WorkloadId};
use store::{
    PgConnection, StoreError,
    signals::traces,
    transfer::{self, GroupRows, HourPart, Measured, TraceDayPart},
};
use time::{Date, OffsetDateTime};

/// Rows of a line, about.
const LINE: usize = 1000;
/// Series that are read at once.
const SERIES: i64 = 200;
/// Days of samples of teams in a line.
const DAYS: i64 = 10;

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Telemetry,
    Series,
    Hours,
    Traces,
    Counted,
    Costs,
    Samples,
    Alerts,
    Events,
    Marks,
    Over,
}

/// What was measured of a workload.
pub(super) struct Feed {
    pub workload: WorkloadId,
    /// The first day of which telemetry is kept.
    since: Date,
    step: Step,
    /// The last series that was read.
    series: i64,
    /// Series whose hours are not read yet, and the last hour that was read of the first.
    waiting: VecDeque<i64>,
    hour: OffsetDateTime,
    /// The last day that was read.
    day: Option<Date>,
    counts: VecDeque<TraceDayPart>,
}

fn some<T>(rows: Vec<T>, of: fn(Vec<T>) -> Measured) -> Option<Measured> {
    (!rows.is_empty()).then(|| of(rows))
}

fn limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

impl Feed {
    pub const fn new(workload: WorkloadId, since: Date) -> Self {
        Self {
            workload,
            since,
            step: Step::Telemetry,
            series: 0,
            waiting: VecDeque::new(),
            hour: OffsetDateTime::UNIX_EPOCH,
            day: None,
            counts: VecDeque::new(),
        }
    }

    /// The next rows; none at the end.
    pub async fn next(&mut self, db: &mut PgConnection) -> Result<Option<Measured>, StoreError> {
        while self.step != Step::Over {
            let rows = self.page(db).await?;
            if rows.is_some() {
                return Ok(rows);
            }
        }
        Ok(None)
    }

    /// The next page, which may be empty.
    async fn page(&mut self, db: &mut PgConnection) -> Result<Option<Measured>, StoreError> {
        let id = self.workload;
        Ok(match self.step {
            Step::Telemetry => {
                self.step = Step::Series;
                some(transfer::telemetry(db, id).await?, Measured::Telemetry)
            }
            Step::Series => self.next_series(db).await?,
            Step::Hours => self.hours(db).await?,
            Step::Traces => {
                self.step = Step::Counted;
                self.count(db).await?;
                None
            }
            Step::Counted => self.counted(),
            Step::Costs => {
                let rows = transfer::cost_days(db, id, self.day, limit(LINE)).await?;
                self.days(rows, |row| row.day, Measured::CostDays, Step::Samples)
            }
            Step::Samples => {
                let rows = transfer::samples(db, id, self.day, limit(LINE)).await?;
                self.days(rows, |row| row.day, Measured::Samples, Step::Alerts)
            }
            Step::Alerts => {
                self.step = Step::Events;
                some(transfer::alerts(db, id).await?, Measured::Alerts)
            }
            Step::Events => {
                self.step = Step::Marks;
                some(transfer::events(db, id).await?, Measured::Events)
            }
            Step::Marks => {
                self.step = Step::Over;
                some(transfer::marks(db, id).await?, Measured::Marks)
            }
            Step::Over => None,
        })
    }

    /// A page that ends with a day; after the last, the next step.
    fn days<T>(
        &mut self,
        rows: Vec<T>,
        day: fn(&T) -> Date,
        of: fn(Vec<T>) -> Measured,
        next: Step,
    ) -> Option<Measured> {
        self.day = rows.last().map(day);
        if self.day.is_none() {
            self.step = next;
        }
        some(rows, of)
    }

    async fn next_series(&mut self, db: &mut PgConnection) -> Result<Option<Measured>, StoreError> {
        let rows = transfer::series(db, self.workload, self.series, SERIES).await?;
        self.waiting = rows.iter().map(|row| row.id).collect();
        self.step = match rows.last() {
            Some(last) => {
                self.series = last.id;
                Step::Hours
            }
            None => Step::Traces,
        };
        Ok(some(rows, Measured::Series))
    }

    /// Hours of the series that were read, those of several in one line where they are few.
    async fn hours(&mut self, db: &mut PgConnection) -> Result<Option<Measured>, StoreError> {
        let mut rows: Vec<HourPart> = Vec::new();
        while let Some(series) = self.waiting.front().copied() {
            let room = LINE.saturating_sub(rows.len());
            if room == 0 {
                break;
            }
            let found = transfer::hours(db, series, self.hour, limit(room)).await?;
            match found.last() {
                Some(last) if found.len() == room => self.hour = last.hour,
                _ => {
                    self.waiting.pop_front();
                    self.hour = OffsetDateTime::UNIX_EPOCH;
                }
            }
            rows.extend(found);
        }
        if self.waiting.is_empty() {
            self.step = Step::Series;
        }
        Ok(some(rows, Measured::Hours))
    }

    /// Counts traces, those that are there one by one together with those that went: a day has few different marks.
    async fn count(&mut self, db: &mut PgConnection) -> Result<(), StoreError> {
        let counts = traces::counts_by_day(db, self.workload, self.since).await?;
        let part = |(day, count): (Date, domain::rule::signal::TraceCount)| TraceDayPart {
            day,
            marks: count.marks.cast_signed(),
            traces: i64::try_from(count.traces).unwrap_or(i64::MAX),
        };
        self.counts = counts.into_iter().map(part).collect();
        Ok(())
    }

    fn counted(&mut self) -> Option<Measured> {
        let rows = self.counts.drain(..self.counts.len().min(LINE)).collect();
        if self.counts.is_empty() {
            self.step = Step::Costs;
        }
        some(rows, Measured::TraceDays)
    }
}

/// What teams and the organisation have.
#[derive(Clone, Copy, Debug)]
pub(super) enum GroupFeed {
    Teams,
    Budgets,
    Factors,
    /// After a day.
    Samples(Option<Date>),
    /// Of a workload that is exported alone, of its team: nothing but what its own figures follow from.
    FactorsOf(TeamId),
    Over,
}

impl GroupFeed {
    /// The next rows; none at the end.
    pub async fn next(&mut self, db: &mut PgConnection) -> Result<Option<GroupRows>, StoreError> {
        loop {
            let rows = match *self {
                Self::Teams => {
                    *self = Self::Budgets;
                    GroupRows::Teams(transfer::teams(db).await?)
                }
                Self::Budgets => {
                    *self = Self::Factors;
                    GroupRows::Budgets(transfer::group_budgets(db).await?)
                }
                Self::Factors => {
                    *self = Self::Samples(None);
                    GroupRows::Factors(transfer::group_factors(db, None).await?)
                }
                Self::Samples(after) => {
                    let rows = transfer::group_samples(db, after, DAYS).await?;
                    let last = rows.last().map(|row| row.day);
                    *self = last.map_or(Self::Over, |day| Self::Samples(Some(day)));
                    GroupRows::Samples(rows)
                }
                Self::FactorsOf(team) => {
                    *self = Self::Over;
                    GroupRows::Factors(transfer::group_factors(db, Some(team)).await?)
                }
                Self::Over => return Ok(None),
            };
            if !rows.is_empty() {
                return Ok(Some(rows));
            }
        }
    }
}
