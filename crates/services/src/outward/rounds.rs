//! Making reports whose time has come, once for each schedule and time.

use domain::{
    DeliveryId, KeptReportId, Readable, RunId, TeamId, UserId, Viewer, WorkloadId, notice::backoff,
    views::reports::Subject,
};
use sha2::{Digest, Sha256};
use store::{
    PgConnection, StoreError,
    notices::mail,
    report_files,
    schedules::{self, Claimed, NewKept},
    shares::{self, Place},
    workloads,
};
use time::Duration;

use super::subject;
use crate::{
    Error, Services,
    basis::hex,
    export::{self, Rendered},
    notices,
};

/// How many times of each schedule are kept.
pub(super) const KEPT_RUNS: i64 = 12;
/// A round that nobody reports on within this time is taken for lost.
const LOST: Duration = Duration::minutes(10);
/// After so many tries a round is given up.
const MOST_TRIES: i32 = 5;
/// How long a report is kept that nothing refers to: somebody may be about to.
const UNUSED: Duration = Duration::hours(1);

/// Makes the reports whose time has come; how many rounds.
///
/// # Errors
/// When the database fails. A round that failed is tried again by itself.
#[tracing::instrument(skip_all)]
pub async fn run_due(services: &Services) -> Result<usize, Error> {
    let mut tx = services.begin().await?;
    schedules::begin(&mut tx, || RunId(services.new_id()), services.now()).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let mut rounds = 0;
    loop {
        let now = services.now();
        let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
        // A statement of its own, so that nothing is locked while reports are typeset.
        let claimed = schedules::claim(&mut db, (now, now + LOST)).await?;
        drop(db);
        let Some(claimed) = claimed else {
            return Ok(rounds);
        };
        rounds += 1;
        if let Err(error) = round(services, &claimed).await {
            failed(services, &claimed, &error).await?;
        }
    }
}

async fn failed(services: &Services, claimed: &Claimed, error: &Error) -> Result<(), Error> {
    tracing::error!(schedule.run = %claimed.id, %error, "a scheduled report failed");
    let mut chance = [0];
    (services.randomness.0)(&mut chance);
    let [chance] = chance;
    let now = services.now();
    let next = (claimed.attempt < MOST_TRIES).then(|| now + backoff(claimed.attempt, chance));
    let mut tx = services.begin().await?;
    let key = (claimed.id, claimed.attempt);
    let noted = schedules::failed(&mut tx, key, "failed", next, now).await?;
    if noted && next.is_none() {
        notices::report_failed(services, &mut tx, claimed).await?;
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// A report for somebody.
struct Made {
    user: UserId,
    /// Whose workloads are in it.
    teams: Readable,
    /// Which of the reports.
    report: usize,
}

/// The reports of a round: those who read the same get the same.
#[derive(Default)]
struct Reports {
    rendered: Vec<(Readable, Rendered)>,
    made: Vec<Made>,
    withheld: i32,
}

async fn round(services: &Services, claimed: &Claimed) -> Result<(), Error> {
    let place = place(services, &claimed.subject).await?;
    let mut reports = Reports::default();
    for user in &claimed.recipients {
        let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
        // As of now: who has left the team meanwhile gets nothing.
        let person = mail::addressee(&mut db, *user).await?;
        drop(db);
        let viewer = person.map(|person| person.viewer);
        match viewer.filter(|viewer| subject::may_read(viewer, place)) {
            Some(viewer) => reports.add(services, claimed, &viewer, place).await?,
            None => reports.withheld += 1,
        }
    }
    keep(services, claimed, &reports).await
}

/// Where a subject belongs now.
async fn place(services: &Services, subject: &Subject) -> Result<Place, Error> {
    let of_team = |team: TeamId, workload: Option<WorkloadId>| Place {
        workload,
        team: Some(team),
    };
    Ok(match subject {
        Subject::Organisation { .. } => Place::default(),
        Subject::Team { id, .. } => of_team(*id, None),
        Subject::Workload { id } => {
            let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
            let found = workloads::lookup(&mut db, *id).await?;
            of_team(found.ok_or(Error::NotFound)?.team, Some(*id))
        }
    })
}

impl Reports {
    async fn add(
        &mut self,
        services: &Services,
        claimed: &Claimed,
        viewer: &Viewer,
        place: Place,
    ) -> Result<(), Error> {
        let teams = subject::teams_in(viewer, place);
        let known = self.rendered.iter().position(|(read, _)| *read == teams);
        let report = if let Some(known) = known {
            known
        } else {
            let Claimed {
                subject,
                kind,
                format,
                locale,
                ..
            } = claimed;
            let rendered =
                export::render(services, viewer, subject, *kind, *format, *locale).await?;
            self.rendered.push((teams.clone(), rendered));
            self.rendered.len() - 1
        };
        self.made.push(Made {
            user: viewer.user,
            teams,
            report,
        });
        Ok(())
    }
}

/// Keeps what was made and has it sent, all in one transaction: of two who made the same, one keeps it.
async fn keep(services: &Services, claimed: &Claimed, reports: &Reports) -> Result<(), Error> {
    let now = services.now();
    let mut tx = services.begin().await?;
    let key = (claimed.id, claimed.attempt);
    if !schedules::finish(&mut tx, key, reports.withheld, now).await? {
        return Ok(());
    }
    let mut hashes = Vec::with_capacity(reports.rendered.len());
    for (_, rendered) in &reports.rendered {
        let sha256 = hex(&Sha256::digest(&rendered.bytes));
        report_files::keep(&mut tx, &sha256, &rendered.bytes, now).await?;
        hashes.push(sha256);
    }
    for made in &reports.made {
        let (Some((_, rendered)), Some(sha256)) =
            (reports.rendered.get(made.report), hashes.get(made.report))
        else {
            continue;
        };
        let new = NewKept {
            id: KeptReportId(services.new_id()),
            run: claimed.id,
            user: made.user,
            file: sha256,
            file_name: &rendered.file_name,
            teams: &made.teams,
        };
        schedules::keep(&mut tx, new).await?;
        send(services, &mut tx, made.user, new.id).await?;
    }
    if !reports.made.is_empty() {
        let to = reports.made.iter().map(|made| made.user).collect();
        notices::report_ready(services, &mut tx, claimed, to).await?;
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

async fn send(
    services: &Services,
    db: &mut PgConnection,
    user: UserId,
    report: KeptReportId,
) -> Result<(), StoreError> {
    if !services.sends_mail {
        return Ok(());
    }
    let delivery = DeliveryId(services.new_id());
    schedules::mail(db, delivery, (user, report), services.now()).await
}

/// Forgets old rounds, and the files of links that have ended; how many rows.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn upkeep(services: &Services) -> Result<u64, Error> {
    let now = services.now();
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let runs = schedules::forget_runs(&mut db, KEPT_RUNS).await?;
    let links = shares::let_go(&mut db, now).await?;
    let files = report_files::forget(&mut db, now - UNUSED).await?;
    Ok(runs + links + files)
}
