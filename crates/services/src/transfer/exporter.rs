//! Out, line by line: documents, what was measured, what teams have.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
};

use domain::{Readable, UserId, Viewer, WorkloadId, access::Read};
use serde::Serialize;
use store::{
    PgConnection, Tx,
    transfer::{self, GroupRows, Measured, PeopleOf},
    workloads,
};
use time::{Date, Duration};

use super::{
    document::{
        About, End, EndLine, FORMAT, GroupLine, GroupOf, Head, HeadLine, Kind, MeasuredLine,
        MeasuredOf,
    },
    export::{failed, workload},
    feed::{Feed, GroupFeed},
};
use crate::{Clock, Error, Services};

/// An export of the organisation or of one workload, line by line, so that its size does not matter; all of one moment, so
/// that what workloads take over from each other fits together.
pub struct Exporter {
    services: Services,
    viewer: Viewer,
    tx: Tx,
    files: bool,
    /// The workload that alone is exported; none where all are.
    alone: Option<WorkloadId>,
    left: VecDeque<WorkloadId>,
    written: u32,
    /// What was measured of the workload that was written last.
    feed: Option<Feed>,
    groups: GroupFeed,
    lines: u64,
    stage: Stage,
}

/// Which line comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Head,
    Rows,
    Over,
}

impl Exporter {
    /// Begins an export of all workloads; with their documents' files if asked.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for everybody but administrators.
    #[tracing::instrument(skip_all)]
    pub async fn begin(services: &Services, viewer: &Viewer, files: bool) -> Result<Self, Error> {
        viewer.administer()?;
        let mut still = still(services).await?;
        let left = transfer::ids(&mut still.1, &Readable::All).await?;
        let of = (None, left, GroupFeed::Teams);
        Ok(Self::new(still, viewer, files, of))
    }

    /// Begins an export of one workload; with its documents' files if asked. Of its team comes what its own figures follow
    /// from, of the organisation what its rules are judged by.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it may not be read.
    #[tracing::instrument(skip_all)]
    pub async fn begin_workload(
        services: &Services,
        viewer: &Viewer,
        id: WorkloadId,
        files: bool,
    ) -> Result<Self, Error> {
        let mut still = still(services).await?;
        let found = workloads::lookup(&mut still.1, id).await?;
        let team = found.ok_or(Error::NotFound)?.team;
        viewer.permit::<Read>(team)?;
        let of = (Some(id), vec![id], GroupFeed::FactorsOf(team));
        Ok(Self::new(still, viewer, files, of))
    }

    fn new(
        (services, tx): (Services, Tx),
        viewer: &Viewer,
        files: bool,
        (alone, left, groups): (Option<WorkloadId>, Vec<WorkloadId>, GroupFeed),
    ) -> Self {
        Self {
            services,
            viewer: viewer.clone(),
            tx,
            files,
            alone,
            left: left.into(),
            written: 0,
            feed: None,
            groups,
            lines: 0,
            stage: Stage::Head,
        }
    }

    /// The next line; none after the last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn line(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let mut text = match self.stage {
            Stage::Head => {
                self.stage = Stage::Rows;
                json(&self.head().await?)?
            }
            Stage::Rows => self.rows().await?,
            Stage::Over => return Ok(None),
        };
        text.push(b'\n');
        Ok(Some(text))
    }

    async fn head(&mut self) -> Result<HeadLine, Error> {
        let organisation = transfer::organisation(&mut self.tx).await?;
        Ok(HeadLine {
            export: Head {
                about: about(Kind::Organisation),
                exported_at: self.services.now(),
                organisation: organisation.ok_or(Error::NotFound)?,
                thresholds: transfer::thresholds(&mut self.tx).await?,
                workload: self.alone,
            },
        })
    }

    /// What was measured of the workload before, else the next workload, else what teams have, else the end.
    async fn rows(&mut self) -> Result<Vec<u8>, Error> {
        if let Some(feed) = &mut self.feed
            && let Some(rows) = feed.next(&mut self.tx).await?
        {
            self.lines += 1;
            return json(&measured(feed.workload, rows));
        }
        self.feed = None;
        if let Some(id) = self.left.pop_front() {
            self.written += 1;
            self.feed = Some(Feed::new(id, self.oldest()));
            let with = (&self.services, &self.viewer);
            return json(&workload(with, &mut self.tx, id, self.files).await?);
        }
        if let Some(rows) = self.groups.next(&mut self.tx).await? {
            self.lines += 1;
            return json(&group(&self.viewer, &mut self.tx, rows).await?);
        }
        self.stage = Stage::Over;
        let export = End {
            about: about(Kind::End),
            workloads: self.written,
            lines: self.lines,
        };
        json(&EndLine { export })
    }

    /// The first day of which telemetry is kept.
    fn oldest(&self) -> Date {
        self.services.today() - Duration::days(self.services.signals().hour_days())
    }
}

/// A clock that stands, and a transaction that sees one moment.
async fn still(services: &Services) -> Result<(Services, Tx), Error> {
    let at = services.now();
    let services = services.with_clock(Clock(Arc::new(move || at)));
    let mut tx = services.begin().await?;
    transfer::hold_still(&mut tx).await?;
    Ok((services, tx))
}

fn json(line: &impl Serialize) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(line).map_err(failed)
}

fn measured(workload: WorkloadId, rows: Measured) -> MeasuredLine {
    MeasuredLine {
        export: MeasuredOf {
            format: FORMAT,
            kind: Kind::Measured,
            workload,
            rows,
        },
    }
}

async fn group(
    viewer: &Viewer,
    db: &mut PgConnection,
    mut rows: GroupRows,
) -> Result<GroupLine, Error> {
    let mut ids = BTreeSet::new();
    rows.people(&mut |user: &mut UserId| {
        ids.insert(*user);
    });
    let ids: Vec<_> = ids.into_iter().collect();
    let export = GroupOf {
        format: FORMAT,
        kind: Kind::Group,
        people: transfer::named(db, &ids, viewer.administer().is_ok()).await?,
        rows,
    };
    Ok(GroupLine { export })
}

const fn about(kind: Kind) -> About {
    About {
        format: FORMAT,
        kind,
    }
}
