//! One workload in: placed, checked, written; when all are there, computed anew and compared.

use std::sync::Arc;

use domain::{Administer, UserId, WorkloadId, evaluate, views::transfer::Obstacle};
use serde_json::{Value, json};
use store::{
    PgConnection, StoreError, Tx,
    change_log::{Chain, Entry, append},
    cost::days,
    proof,
    signals::workloads,
    transfer::{self, OrganisationPart, PeopleOf, Rows, SubscriptionPart},
};
use time::{Duration, OffsetDateTime, UtcOffset};

use super::{
    account::Account,
    document::{NumbersLine, Whole, WorkloadLine},
    lines::Text,
    measured::Following,
    people::Placed,
    teams::Teams,
    validate::{self, Files},
    verify::first_difference,
};
use crate::{Clock, Error, Services, basis, export};

/// What the import of one workload works with.
pub(super) struct Desk<'a> {
    pub services: &'a Services,
    pub permit: &'a Administer,
    /// Who imports; none from the command line.
    pub actor: Option<UserId>,
    /// SHA-256 of the file.
    pub sha256: &'a str,
    /// The organisation of the file; none where it is one document.
    pub organisation: Option<OrganisationPart>,
    pub teams: Teams,
    pub people: Placed,
    pub account: Account,
    /// Line, workload, its name, and whose answers it takes over.
    pub subscribers: Vec<(u64, WorkloadId, String, Vec<SubscriptionPart>)>,
    /// The workload that was written last: what was measured of it comes next.
    pub following: Option<Following>,
    /// Lines of what was measured and of what teams have.
    pub lines: u64,
    /// Whether there was no workload here before.
    pub empty: bool,
}

impl Desk<'_> {
    /// Imports a workload, or notes what is in the way.
    pub async fn workload(&mut self, tx: &mut Tx, text: &Text) -> Result<(), Error> {
        let line = text.line;
        let framework = self.services.framework;
        let read = text.parse().and_then(|mut document: WorkloadLine| {
            let files = validate::document(framework, &mut document, line)?;
            Ok((document, files))
        });
        let (mut document, files) = match read {
            Ok(read) => read,
            Err(obstacle) => {
                self.account.obstacle(obstacle);
                return Ok(());
            }
        };
        self.account.count(&document, files.len());
        if self.account.report.origin.is_empty() {
            self.account.report.origin = document.export.organisation.name.to_string();
        }
        if self.account.report.exported_at.is_empty() {
            self.account.report.exported_at = crate::texts::instant(document.generated_at);
        }
        self.account.report.framework =
            format!("{} {}", document.framework.id, document.framework.version);
        if !self.place(tx, &mut document, line).await? {
            return Ok(());
        }
        match self.write(tx, &document, files).await {
            Ok(()) => {
                self.account.workload(&document);
                let workload = &document.export.workload;
                self.following = Some(Following::new(workload.id, workload.name.to_string()));
                self.remember(document, line);
                Ok(())
            }
            Err(error) => {
                let name = document.export.workload.name.to_string();
                Err(self.refused((line, name), error))
            }
        }
    }

    /// Notes which rule of the database a row breaks; what else failed is passed on. The transaction is of no use any more.
    pub fn refused(&mut self, (line, workload): (u64, String), error: StoreError) -> Error {
        let Some(constraint) = error.constraint().map(str::to_owned) else {
            return Error::Store(error);
        };
        self.account.obstacle(Obstacle::Refused {
            line,
            workload,
            constraint,
        });
        Error::State("refused")
    }

    /// Finds team and people here, and whether the workload is here already; `false` where something is in the way.
    async fn place(
        &mut self,
        tx: &mut Tx,
        document: &mut WorkloadLine,
        line: u64,
    ) -> Result<bool, Error> {
        let (whole, now) = (&mut document.export, self.services.now());
        let with = (self.services.framework, self.permit, now);
        let team = (&whole.organisation, &whole.team, line);
        let team = self.teams.place(with, tx, team, &mut self.account).await?;
        let Some(team) = team else {
            return Ok(false);
        };
        whole.workload.team_id = team;
        let workload = &whole.workload;
        let name = (team, workload.name.as_str());
        if let Some(here) = transfer::assessment_there(tx, workload.id, name, document.id).await? {
            self.account.obstacle(Obstacle::Workload {
                line,
                name: workload.name.to_string(),
                here,
            });
            return Ok(false);
        }
        let with = (self.services, self.permit);
        self.people
            .place(with, tx, &whole.people, &mut self.account)
            .await?;
        let people = &self.people;
        whole
            .rows
            .people(&mut |user: &mut UserId| *user = people.of(*user));
        Ok(true)
    }

    async fn write(
        &self,
        tx: &mut Tx,
        document: &WorkloadLine,
        files: Files,
    ) -> Result<(), StoreError> {
        let (whole, now) = (&document.export, self.services.now());
        transfer::add_workload(tx, self.permit, &whole.workload).await?;
        for (sha256, bytes) in files {
            proof::keep_file(tx, &sha256, &bytes, now).await?;
        }
        let ids = (whole.workload.id, document.id);
        transfer::add_rows(tx, self.permit, ids.0, ids.1, &whole.rows).await?;
        self.ask(tx, ids.0, &whole.rows).await?;
        self.log(tx, document, now).await
    }

    /// Has rules look at what they know something of, and amounts of files booked. Where what was measured comes too, it
    /// says itself what is booked.
    async fn ask(
        &self,
        db: &mut PgConnection,
        id: WorkloadId,
        rows: &Rows,
    ) -> Result<(), StoreError> {
        let now = self.services.now();
        if !rows.readings.is_empty() {
            let oldest = now - Duration::days(self.services.signals().hour_days());
            days::touch(db, id, oldest, now).await?;
        }
        if !(rows.readings.is_empty() && rows.verdicts.is_empty()) {
            workloads::ask(db, id, now).await?;
        }
        Ok(())
    }

    /// The workload's own chain starts with where it comes from, and where its chain there ended.
    async fn log(
        &self,
        db: &mut PgConnection,
        document: &WorkloadLine,
        at: OffsetDateTime,
    ) -> Result<(), StoreError> {
        let whole = &document.export;
        let details = json!({
            "file": self.sha256, "origin": whole.organisation.name, "exported_at": crate::texts::instant(document.generated_at),
            "input_hash": document.input_hash, "answers": whole.rows.answers.len(),
            "milestones": whole.rows.milestones.len(), "history": whole.rows.history.len(), "log": whole.log,
        });
        let entry = Entry {
            chain: Chain::Workload(whole.workload.id),
            at,
            actor: self.actor,
            team: Some(whole.workload.team_id),
            action: "workload.import",
            subject: &whole.workload.id.to_string(),
            details,
        };
        append(db, entry).await
    }

    /// Platforms may stand further down in the file: what is taken over from them comes when all are there.
    fn remember(&mut self, document: WorkloadLine, line: u64) {
        let Whole { workload, rows, .. } = document.export;
        if !rows.subscriptions.is_empty() {
            let name = workload.name.to_string();
            let rows = rows.subscriptions;
            self.subscribers.push((line, workload.id, name, rows));
        }
    }

    /// Has workloads take over what platforms answer.
    pub async fn subscribe(&mut self, tx: &mut Tx) -> Result<(), Error> {
        for (line, id, name, rows) in std::mem::take(&mut self.subscribers) {
            let missing = transfer::add_subscriptions(tx, self.permit, id, &rows).await?;
            if let Some(platform) = missing {
                self.account.obstacle(Obstacle::Platform {
                    line,
                    workload: name,
                    platform,
                });
            }
        }
        Ok(())
    }

    /// Computes a workload's numbers as of the moment of the export and compares: what ended since then ended by itself.
    pub async fn verify(&mut self, tx: &mut Tx, text: &Text) -> Result<(), Error> {
        let unreadable = |e: serde_json::Error| Error::Internal("import", Box::new(e));
        let line: NumbersLine = serde_json::from_str(&text.text).map_err(unreadable)?;
        let at = line.generated_at.to_offset(UtcOffset::UTC);
        let then = self.services.with_clock(Clock(Arc::new(move || at)));
        let id = line.export.workload.id;
        let basis = basis::load(&then, tx, id).await?;
        let evaluation = evaluate(&basis.rubric, &basis.inputs);
        self.account.numbers(id, &evaluation);
        let here = export::document(&then, tx, (basis, evaluation)).await?;
        let file: Value = serde_json::from_str(&text.text).map_err(unreadable)?;
        let here: Value = serde_json::from_str(&here).map_err(unreadable)?;
        if let Some(found) = first_difference(&file, &here) {
            self.account.obstacle(Obstacle::Numbers {
                line: text.line,
                workload: line.export.workload.name.to_string(),
                field: found.field,
                file: found.file,
                here: found.here,
            });
        }
        Ok(())
    }
}
