//! The workloads of a team or the organisation, or chosen ones of the two, as a table.

use std::collections::BTreeSet;

use domain::{
    Locale, Readable, Viewer, WorkloadId,
    views::reports::{Choice, ReportFormat, ReportKind},
};
use report::{csv::Part, model::GroupRow};
use store::{PgConnection, StoreError};
use tokio::sync::mpsc::Sender;

use super::{
    Page, Paged, Table,
    group::{Group, group_row, of_group},
    page,
    render::file_name,
};
use crate::{
    Error, Services, results,
    workload::{self, Row},
};

/// Workloads of a page: the prepared numbers of each are some ten kilobytes.
const ROWS: u16 = 1_000;

/// What the table is called, and the table: a row for each workload, by name.
pub(super) async fn csv(
    services: &Services,
    viewer: &Viewer,
    (group, choice): (Group, &Choice),
    locale: Locale,
) -> Result<(String, Table), Error> {
    let mut tx = services.begin().await?;
    let (name, _, readable) = of_group(&mut tx, viewer, group).await?;
    results::refresh(services, &mut tx).await?;
    let chosen = Chosen::new(services, &mut tx, readable, choice).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let form = (ReportKind::Team, ReportFormat::Csv, Some("workloads"));
    let table = Table::new(Rows { chosen, locale }, i64::MAX).in_pages_of(ROWS);
    Ok((file_name(services, &name, form), table))
}

struct Rows {
    chosen: Chosen,
    locale: Locale,
}

impl Paged for Rows {
    async fn page(&mut self, part: Part, rows: i64) -> Result<Page, Error> {
        let (read, rows) = self.chosen.next(rows).await?;
        let (framework, locale) = (self.chosen.services.framework, self.locale);
        page(read, move || {
            let rows: Vec<_> = rows.iter().map(|row| group_row(row, None)).collect();
            report::csv::workloads(&rows, framework, (part, locale))
        })
        .await
    }
}

/// Chosen workloads of a group, by name, with their prepared numbers: a page after the other.
pub(super) struct Chosen {
    services: Services,
    readable: Readable,
    archived: bool,
    choice: Choice,
    /// Only these, where there are any.
    ids: BTreeSet<WorkloadId>,
    /// Only these, where something is asked for that is not in a row.
    having: Option<BTreeSet<WorkloadId>>,
    /// Name and id of the last workload that was read.
    after: Option<(String, WorkloadId)>,
}

impl Chosen {
    pub(super) async fn new(
        services: &Services,
        db: &mut PgConnection,
        readable: Readable,
        choice: &Choice,
    ) -> Result<Self, Error> {
        let archived = choice.query.show == "archived";
        let asked = (&readable, archived, &choice.query);
        let having = workload::having(services, db, asked).await?;
        Ok(Self {
            services: services.clone(),
            readable,
            archived,
            ids: choice.ids.iter().copied().collect(),
            having,
            choice: choice.clone(),
            after: None,
        })
    }

    /// The next of so many that are looked at, and how many those were: fewer after the last.
    async fn next(&mut self, rows: i64) -> Result<(usize, Vec<Row>), Error> {
        let after = self.after.as_ref().map(|(name, id)| (name.as_str(), *id));
        let mut tx = self.services.begin().await?;
        let listed =
            store::workloads::following(&mut tx, &self.readable, self.archived, (after, rows))
                .await?;
        let read = listed.len();
        if let Some(last) = listed.last() {
            self.after = Some((last.name.clone(), last.id));
        }
        let listed: Vec<_> = listed.into_iter().filter(|row| self.takes(row)).collect();
        let briefs = results::briefs(&self.services, &mut tx, &listed).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok((read, listed.into_iter().zip(briefs).collect()))
    }

    /// Gives all of them away, for as long as somebody takes them.
    pub(super) async fn feed(mut self, to: Sender<Vec<GroupRow>>) -> Result<(), Error> {
        loop {
            let (read, rows) = self.next(ROWS.into()).await?;
            let rows = rows.iter().map(|row| group_row(row, None)).collect();
            if to.send(rows).await.is_err() || read < usize::from(ROWS) {
                return Ok(());
            }
        }
    }

    /// Whether a workload was chosen.
    pub(super) fn takes(&self, row: &store::workloads::Listed) -> bool {
        let having = self.having.as_ref();
        (self.ids.is_empty() || self.ids.contains(&row.id))
            && having.is_none_or(|having| having.contains(&row.id))
            && workload::wanted(row, &self.choice.query)
    }
}
