//! The rows of a month as CSV.

use domain::{Locale, Readable, Viewer, WorkloadId, access::Read, cost::Month};
use report::csv::{CostLine, Part, costs};
use store::{
    StoreError,
    cost::{all, groups::Scope},
};

use super::{asked, workload};
use crate::{
    Error, Services,
    export::{self, Group, Page, Paged, Table},
};

/// Rows at most.
const MOST: i64 = 100_000;

/// The rows behind a workload's figures of a month: series and files by what they count.
///
/// # Errors
/// [`Error::NotFound`] where it is not there or may not be read.
#[tracing::instrument(skip_all)]
pub async fn workload_csv(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    (month, locale): (&str, Locale),
) -> Result<Vec<u8>, Error> {
    let mut tx = services.begin().await?;
    let stored = store::workloads::lookup(&mut tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    viewer.permit::<Read>(stored.team)?;
    let month = asked_month(services, month);
    let rows = workload::rows(&mut tx, id, month, MOST).await?;
    drop(tx);
    let line = |row: domain::views::cost::OriginRow| CostLine {
        month: month.to_string(),
        team: stored.team_name.clone(),
        workload: stored.name.clone(),
        quantity: row.quantity,
        currency: row.currency,
        model: row.model,
        feature: row.feature,
        amount: row.amount,
        origin: if row.series.is_empty() {
            row.file
        } else {
            row.series
        },
        first: row.first,
        last: row.last,
    };
    write(rows.into_iter().map(line).collect(), locale).await
}

/// The amounts of a month of a team's workloads, or of all that the viewer may read, by model and feature; at most a
/// hundred thousand.
///
/// # Errors
/// [`Error::NotFound`] where the team is not there or may not be read.
#[tracing::instrument(skip_all)]
pub async fn group_csv(
    services: &Services,
    viewer: &Viewer,
    group: Group,
    (month, locale): (&str, Locale),
) -> Result<Table, Error> {
    let readable = match group {
        Group::Team(team) => {
            let permit = viewer.permit::<Read>(team)?;
            let mut tx = services.begin().await?;
            store::teams::find(&mut tx, &permit)
                .await?
                .ok_or(Error::NotFound)?;
            Readable::Teams(vec![team])
        }
        Group::Organisation => viewer.readable(),
    };
    let rows = Rows {
        services: services.clone(),
        readable,
        month: asked_month(services, month),
        after: None,
        locale,
    };
    Ok(Table::new(rows, MOST))
}

struct Rows {
    services: Services,
    readable: Readable,
    month: Month,
    /// The last row that was given.
    after: Option<all::Row>,
    locale: Locale,
}

impl Paged for Rows {
    async fn page(&mut self, part: Part, rows: i64) -> Result<Page, Error> {
        let (month, locale) = (self.month, self.locale);
        let scope = Scope {
            readable: &self.readable,
            month,
            elapsed: month.elapsed(self.services.today()),
        };
        let mut tx = self.services.begin().await?;
        let found = all::rows(&mut tx, &scope, (self.after.as_ref(), rows)).await?;
        tx.commit().await.map_err(StoreError::from)?;
        if let Some(last) = found.last() {
            self.after = Some(last.clone());
        }
        export::page(found.len(), move || {
            let lines: Vec<_> = found.into_iter().map(|row| line(row, month)).collect();
            costs(&lines, (part, locale))
        })
        .await
    }
}

/// An amount of a month, of all series and files together.
fn line(row: all::Row, month: Month) -> CostLine {
    CostLine {
        month: month.to_string(),
        team: row.team,
        workload: row.workload.1,
        quantity: row.quantity,
        currency: row.currency,
        model: row.model,
        feature: row.feature,
        amount: row.amount,
        origin: String::new(),
        first: month.first().to_string(),
        last: month.last().to_string(),
    }
}

fn asked_month(services: &Services, month: &str) -> Month {
    let query = domain::views::cost::CostQuery {
        month: month.to_owned(),
        ..Default::default()
    };
    asked::month(&query, services.today())
}

async fn write(lines: Vec<CostLine>, locale: Locale) -> Result<Vec<u8>, Error> {
    let page = export::page(lines.len(), move || costs(&lines, (Part::First, locale))).await?;
    Ok(page.bytes)
}
