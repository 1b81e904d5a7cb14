//! Out.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{Readable, UserId, Viewer, WorkloadId, access::Read, evaluate};
use serde::Serialize;
use serde_json::Value;
use store::{
    PgConnection, StoreError, Tx,
    change_log::{Chain, ends},
    transfer,
    transfer::{EvidencePart, GroupRows, Measured, PeopleOf},
};
use time::{Date, Duration};

use super::{
    document::{
        About, End, EndLine, FORMAT, GroupLine, GroupOf, Head, HeadLine, Kind, LogEnd,
        MeasuredLine, MeasuredOf, Whole,
    },
    feed::{Feed, GroupFeed},
};
use crate::{
    Clock, Error, Services,
    basis::{self, hex},
    export,
};

/// The most that the files of one workload's documents may have together, in bytes; further ones are left out and named.
pub const LARGEST_FILES: usize = 32 * 1024 * 1024;

/// A workload with everything that its numbers follow from, as one JSON document; with its documents' files if asked. What
/// was measured of it stands only in the organisation's export.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn workload_export(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    files: bool,
) -> Result<Vec<u8>, Error> {
    let mut tx = services.begin().await?;
    // One moment for all of it: an answer given meanwhile is in the numbers and in the rows, or in neither.
    transfer::hold_still(&mut tx).await?;
    let document = workload((services, viewer), &mut tx, id, files).await?;
    serde_json::to_vec_pretty(&document).map_err(failed)
}

fn failed(error: serde_json::Error) -> Error {
    Error::Internal("export", Box::new(error))
}

/// All workloads, archived ones too, for an administrator's command line.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but administrators.
pub async fn workloads(services: &Services, viewer: &Viewer) -> Result<Vec<WorkloadId>, Error> {
    viewer.administer()?;
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    Ok(transfer::ids(&mut db, &Readable::All).await?)
}

/// An organisation's export, line by line, so that its size does not matter; all of one moment, so that what workloads
/// take over from each other fits together.
pub struct Exporter {
    services: Services,
    viewer: Viewer,
    tx: Tx,
    files: bool,
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
    /// Begins an export; with its documents' files if asked.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for everybody but administrators.
    #[tracing::instrument(skip_all)]
    pub async fn begin(services: &Services, viewer: &Viewer, files: bool) -> Result<Self, Error> {
        viewer.administer()?;
        let at = services.now();
        let services = services.with_clock(Clock(Arc::new(move || at)));
        let mut tx = services.begin().await?;
        transfer::hold_still(&mut tx).await?;
        let left = transfer::ids(&mut tx, &Readable::All).await?.into();
        Ok(Self {
            services,
            viewer: viewer.clone(),
            tx,
            files,
            left,
            written: 0,
            feed: None,
            groups: GroupFeed::Teams,
            lines: 0,
            stage: Stage::Head,
        })
    }

    /// The next line; none after the last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn line(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let mut text = match self.stage {
            Stage::Head => {
                self.stage = Stage::Rows;
                json(&head(&self.services, &mut self.tx).await?)?
            }
            Stage::Rows => self.rows().await?,
            Stage::Over => return Ok(None),
        };
        text.push(b'\n');
        Ok(Some(text))
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
            return json(&group(&mut self.tx, rows).await?);
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

async fn group(db: &mut PgConnection, mut rows: GroupRows) -> Result<GroupLine, StoreError> {
    let mut ids = BTreeSet::new();
    rows.people(&mut |user: &mut UserId| {
        ids.insert(*user);
    });
    let ids: Vec<_> = ids.into_iter().collect();
    let export = GroupOf {
        format: FORMAT,
        kind: Kind::Group,
        // Only administrators export an organisation.
        people: transfer::named(db, &ids, true).await?,
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

async fn head(services: &Services, db: &mut PgConnection) -> Result<HeadLine, Error> {
    let organisation = transfer::organisation(db).await?;
    Ok(HeadLine {
        export: Head {
            about: about(Kind::Organisation),
            exported_at: services.now(),
            organisation: organisation.ok_or(Error::NotFound)?,
            thresholds: transfer::thresholds(db).await?,
        },
    })
}

async fn workload(
    (services, viewer): (&Services, &Viewer),
    db: &mut PgConnection,
    id: WorkloadId,
    files: bool,
) -> Result<Value, Error> {
    let basis = basis::load(services, db, id).await?;
    viewer.permit::<Read>(basis.workload.team)?;
    let (open, team) = (basis.workload.assessment.id, basis.workload.team);
    let mut rows = transfer::rows(db, id, open).await?;
    let files_left_out = if files {
        embed(db, &mut rows.evidence).await?
    } else {
        Vec::new()
    };
    let mut ids = BTreeSet::new();
    rows.people(&mut |user: &mut UserId| {
        ids.insert(*user);
    });
    let ids: Vec<_> = ids.into_iter().collect();
    let whole = Whole {
        about: about(Kind::Workload),
        organisation: transfer::organisation(db).await?.ok_or(Error::NotFound)?,
        team: transfer::team(db, team).await?.ok_or(Error::NotFound)?,
        people: transfer::named(db, &ids, viewer.administer().is_ok()).await?,
        workload: transfer::workload(db, id).await?.ok_or(Error::NotFound)?,
        log: log_end(db, id).await?,
        files_left_out,
        rows,
    };
    let evaluation = evaluate(&basis.rubric, &basis.inputs);
    let document = export::document(services, db, (basis, evaluation)).await?;
    with(&document, &whole).map_err(failed)
}

async fn log_end(db: &mut PgConnection, id: WorkloadId) -> Result<Option<LogEnd>, StoreError> {
    let ends = ends(db, &[Chain::Workload(id)]).await?;
    let end = ends.into_iter().next();
    Ok(end.map(|end| LogEnd {
        number: end.number,
        at: end.at,
        hash: hex(&end.hash),
    }))
}

/// The assessment document with one more field.
fn with(document: &str, whole: &impl Serialize) -> Result<Value, serde_json::Error> {
    let mut document: Value = serde_json::from_str(document)?;
    let whole = serde_json::to_value(whole)?;
    if let Some(fields) = document.as_object_mut() {
        fields.insert("export".to_owned(), whole);
    }
    Ok(document)
}

/// Puts files into documents as long as they fit; the titles of those that don't.
async fn embed(
    db: &mut PgConnection,
    documents: &mut [EvidencePart],
) -> Result<Vec<String>, StoreError> {
    let (mut room, mut left_out) = (LARGEST_FILES, Vec::new());
    for one in documents.iter_mut().filter(|one| one.file_name.is_some()) {
        let Some(bytes) = transfer::evidence_file(db, one.id).await? else {
            continue;
        };
        if bytes.len() > room {
            left_out.push(one.title.to_string());
            continue;
        }
        room -= bytes.len();
        one.content = Some(STANDARD.encode(&bytes));
    }
    Ok(left_out)
}
