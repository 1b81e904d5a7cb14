//! What was measured, in: each line belongs to the workload before it; what teams have comes last.

use std::collections::BTreeMap;

use domain::{
    TeamId, UserId, WorkloadId,
    views::transfer::{Obstacle, RowFault},
};
use store::{
    StoreError, Tx,
    cost::days,
    transfer::{self, GroupRows, HourPart, Measured, PeopleOf, TeamPart},
};
use time::Date;

use super::{
    check::{self, Fault},
    document::{GroupLine, MeasuredLine},
    lines::Text,
    write::Desk,
};
use crate::Error;

/// The workload that was written last.
pub(super) struct Following {
    pub workload: WorkloadId,
    pub name: String,
    /// What its series are called here, by their number in the file.
    series: BTreeMap<i64, i64>,
    /// The first day of its amounts; their months are added up when all are there.
    booked: Option<Date>,
}

impl Following {
    pub const fn new(workload: WorkloadId, name: String) -> Self {
        Self {
            workload,
            name,
            series: BTreeMap::new(),
            booked: None,
        }
    }
}

impl Desk<'_> {
    /// Imports what was measured of the workload before, or notes what is in the way.
    pub async fn measured(&mut self, tx: &mut Tx, text: &Text) -> Result<(), Error> {
        self.lines += 1;
        // Nothing will be written; that very workload may be what is in the way.
        if !self.account.clear() {
            return Ok(());
        }
        let rows = match text.parse::<MeasuredLine>() {
            Ok(line) => self.belonging(line),
            Err(obstacle) => {
                self.account.obstacle(obstacle);
                return Ok(());
            }
        };
        match rows {
            Ok(rows) => {
                self.account.measured(rows.len());
                match self.keep(tx, rows).await {
                    Ok(()) => Ok(()),
                    Err(error) => {
                        let name = self.name();
                        Err(self.refused((text.line, name), error))
                    }
                }
            }
            Err(fault) => {
                self.fault(text.line, fault);
                Ok(())
            }
        }
    }

    /// The rows of a line, where it is of the workload before and they fit it.
    fn belonging(&self, line: MeasuredLine) -> Result<Measured, Fault> {
        let (id, rows) = (line.export.workload, line.export.rows);
        match self.following.as_ref().filter(|of| of.workload == id) {
            Some(of) => check::measured(&rows, &of.series, self.services.now()).map(|()| rows),
            None => Err(Fault("workload".to_owned(), RowFault::Stray)),
        }
    }

    /// The name of the workload before.
    fn name(&self) -> String {
        let of = self.following.as_ref();
        of.map_or_else(String::new, |of| of.name.clone())
    }

    fn fault(&mut self, line: u64, Fault(field, fault): Fault) {
        let workload = self.name();
        self.account.obstacle(Obstacle::Row {
            line,
            workload,
            field: format!("export.{field}"),
            fault,
        });
    }

    async fn keep(&mut self, tx: &mut Tx, rows: Measured) -> Result<(), StoreError> {
        let (permit, now) = (self.permit, self.services.now());
        let Some(of) = &mut self.following else {
            return Ok(());
        };
        let id = of.workload;
        match rows {
            Measured::Telemetry(rows) => transfer::add_telemetry(tx, permit, id, &rows, now).await,
            Measured::Series(rows) => {
                of.series = transfer::add_series(tx, permit, id, &rows).await?;
                Ok(())
            }
            Measured::Hours(rows) => {
                let known = &of.series;
                let here = |row: HourPart| {
                    let id = known.get(&row.series).copied();
                    id.map(|id| row.of(id))
                };
                let here: Vec<_> = rows.into_iter().filter_map(here).collect();
                transfer::add_hours(tx, permit, &here).await
            }
            Measured::TraceDays(rows) => transfer::add_trace_days(tx, permit, id, &rows).await,
            Measured::CostDays(rows) => {
                let first = rows.iter().map(|row| row.day).min();
                of.booked = of.booked.into_iter().chain(first).min();
                transfer::add_cost_days(tx, permit, id, &rows).await
            }
            Measured::Samples(rows) => transfer::add_samples(tx, permit, id, &rows).await,
            Measured::Alerts(rows) => transfer::add_alerts(tx, permit, id, &rows).await,
            Measured::Events(mut rows) => {
                for row in &mut rows {
                    self.teams.rename(&mut row.content);
                }
                transfer::add_events(tx, permit, id, &rows).await
            }
            Measured::Marks(rows) => transfer::add_marks(tx, permit, id, &rows).await,
        }
    }

    /// Adds up what comes after the lines of a workload.
    pub async fn settle(&mut self, tx: &mut Tx) -> Result<(), Error> {
        let of = self.following.take().filter(|_| self.account.clear());
        if let Some((id, first)) = of.and_then(|of| of.booked.map(|first| (of.workload, first))) {
            days::sum_up(tx, id, first).await?;
        }
        Ok(())
    }

    /// Imports what teams and the organisation have, or notes what is in the way.
    pub async fn group(&mut self, tx: &mut Tx, text: &Text) -> Result<(), Error> {
        self.lines += 1;
        if !self.account.clear() {
            return Ok(());
        }
        let line: GroupLine = match text.parse() {
            Ok(line) => line,
            Err(obstacle) => {
                self.account.obstacle(obstacle);
                return Ok(());
            }
        };
        let (people, mut rows) = (line.export.people, line.export.rows);
        if let Err(fault) = check::group(&people, &mut rows) {
            self.fault(text.line, fault);
            return Ok(());
        }
        let with = (self.services, self.permit);
        self.people
            .place(with, tx, &people, &mut self.account)
            .await?;
        let placed = &self.people;
        rows.people(&mut |user: &mut UserId| *user = placed.of(*user));
        if let GroupRows::Teams(rows) = &rows {
            return self.place_teams(tx, rows, text.line).await;
        }
        match self.keep_group(tx, rows).await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.refused((text.line, String::new()), error)),
        }
    }

    /// Has the teams here that no workload of the file brought.
    async fn place_teams(
        &mut self,
        tx: &mut Tx,
        rows: &[TeamPart],
        line: u64,
    ) -> Result<(), Error> {
        let Some(organisation) = self.organisation.clone() else {
            return Ok(());
        };
        let with = (self.services.framework, self.permit, self.services.now());
        for team in rows {
            let of = (&organisation, team, line);
            self.teams.place(with, tx, of, &mut self.account).await?;
        }
        Ok(())
    }

    /// Writes what belongs to teams that were made for the file, and to the organisation where there was nothing yet.
    async fn keep_group(&mut self, tx: &mut Tx, rows: GroupRows) -> Result<(), StoreError> {
        let (permit, teams, empty) = (self.permit, &self.teams, self.empty);
        let made = |team: Option<TeamId>| team.is_some_and(|team| teams.is_made(team));
        match rows {
            GroupRows::Teams(_) => Ok(()),
            GroupRows::Budgets(mut rows) => {
                rows.retain(|row| made(row.team_id));
                self.account.measured(rows.len());
                transfer::add_budgets(tx, permit, None, &rows).await
            }
            GroupRows::Factors(mut rows) => {
                rows.retain(|row| made(row.team_id));
                self.account.measured(rows.len());
                transfer::add_factors(tx, permit, None, &rows).await
            }
            GroupRows::Samples(mut rows) => {
                rows.retain(|row| made(row.team_id) || row.team_id.is_none() && empty);
                self.account.measured(rows.len());
                transfer::add_group_samples(tx, permit, &rows).await
            }
        }
    }
}
