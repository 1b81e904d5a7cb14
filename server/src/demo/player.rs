//! Plays a script through the use cases.

use std::collections::BTreeMap;

use domain::{
    Answer, AnswerState, AssessmentState, CheckId, CriterionId, Locale, RiskId, Viewer, WorkloadId,
    rule::Outcome,
    views::assessing::{Change, NoteSaved, Saved},
};
use services::{
    Services, assessing,
    evidence::{self, Decision as Said},
    plan::{self, ActionForm, EffortForm},
    risks::{self, TreatmentForm},
    trend, workload,
};
use time::{Date, Duration};

use super::{
    calendar::Calendar,
    cast::{Cast, Crew},
    error::DemoError,
    map,
    script::{Act, Decision, Document, Note, Own, Planned, Role, Script},
    spending, telemetry,
};

/// Where scripts are played.
pub struct Stage {
    /// The use cases, with today's clock.
    pub services: Services,
    /// The days of the scripts.
    pub calendar: Calendar,
    /// Who plays.
    pub cast: Cast,
}

/// Plays the history of one workload.
pub async fn play(stage: &Stage, script: &Script) -> Result<(), DemoError> {
    let crew = stage.cast.crew(&script.team)?;
    let doing = || DemoError::during(format!("{}: entering it", script.form.name));
    let services = stage
        .calendar
        .services_at(&stage.services, script.started, 0);
    let architect = crew.viewer(Role::Architect);
    let id = workload::create(&services, architect, crew.team, &script.form)
        .await
        .map_err(doing())?;
    let mut scene = Scene {
        calendar: &stage.calendar,
        crew,
        name: &script.form.name,
        id,
        seen: Seen::default(),
    };
    let (mut day, mut place) = (script.started, 0);
    for step in script.in_order() {
        if step.days_ago == day {
            place += 1;
        } else {
            scene
                .sample(&stage.services, day, step.days_ago + 1)
                .await?;
            place = 0;
        }
        day = step.days_ago;
        let services = stage.calendar.services_at(&stage.services, day, place);
        scene.act(&services, &step.act).await?;
    }
    let about = (script.form.name.as_str(), script.form.profile.as_slice());
    let archived = script
        .steps
        .iter()
        .any(|step| matches!(step.act, Act::Archive));
    if !archived {
        scene.sample(&stage.services, day, 1).await?;
        map::play(&stage.services, architect, id, about).await?;
    }
    if !archived && telemetry::connected(&script.form.name, script.handmade) {
        telemetry::play(&stage.services, architect, id, about).await?;
        scene.follow(&stage.services, architect).await?;
        if script.handmade {
            spending::workload(stage, crew, (id, &script.form.name)).await?;
        }
    }
    Ok(())
}

/// The versions that the writers saw.
#[derive(Default)]
struct Seen {
    answers: BTreeMap<CriterionId, (Answer, i32)>,
    notes: BTreeMap<CheckId, i32>,
    treatments: BTreeMap<RiskId, i32>,
    actions: BTreeMap<CriterionId, i32>,
}

struct Scene<'a> {
    calendar: &'a Calendar,
    crew: &'a Crew,
    name: &'a str,
    id: WorkloadId,
    seen: Seen,
}

impl Scene<'_> {
    async fn act(&mut self, services: &Services, act: &Act) -> Result<(), DemoError> {
        let (owner, architect) = (
            self.crew.viewer(Role::Owner),
            self.crew.viewer(Role::Architect),
        );
        let done = match act {
            Act::Answer(answers) => return self.answer(services, architect, answers).await,
            Act::Note(check, note) => return self.note(services, architect, check, note).await,
            Act::Document(document) => return self.document(services, architect, document).await,
            Act::Treat(risk, decision) => {
                return self.treat(services, architect, risk, decision).await;
            }
            Act::ApproveAcceptance(risk) => {
                return self.approve_acceptance(services, owner, risk).await;
            }
            Act::RejectAcceptance(risk, reason) => {
                return self.reject(services, owner, risk, reason).await;
            }
            Act::AddRisk(form) => risks::add_own(services, architect, self.id, form)
                .await
                .map(|_| ()),
            Act::CloseRisk(risk, reason) => {
                // Nobody changed it since it was entered.
                let sent = (1, reason.as_str());
                risks::close_own(services, architect, self.id, risk, sent).await
            }
            Act::Plan(criterion, planned) => {
                return self.plan(services, architect, criterion, planned).await;
            }
            Act::Effort(criterion, own) => {
                return self.effort(services, architect, criterion, own).await;
            }
            Act::Approve(comment) => return self.approve(services, owner, comment).await,
            Act::Attest(criterion, statement) => {
                assessing::attest(services, owner, self.id, criterion, statement)
                    .await
                    .map(|_| ())
            }
            Act::Target(check, level) => {
                workload::set_targets(services, owner, self.id, check, Some(*level)).await
            }
            Act::Submit(comment) => assessing::submit(services, architect, self.id, comment).await,
            Act::SendBack(comment) => assessing::send_back(services, owner, self.id, comment).await,
            Act::Archive => workload::archive(services, owner, self.id).await,
        };
        done.map_err(DemoError::during(format!("{}: {act:?}", self.name)))
    }

    /// The samples from one day to another, as the console takes them: numbers change on their own when proof ends.
    async fn sample(&self, services: &Services, from: u16, to: u16) -> Result<(), DemoError> {
        let mut day = from;
        while day >= to {
            // After everything that people did on that day.
            let then = self.calendar.services_at(services, day, u16::MAX);
            let true_until = trend::record(&then, self.id)
                .await
                .map_err(self.doing(&"taking a sample"))?;
            let last = self.calendar.day(to);
            let until = true_until.map_or(last, |until| until.min(last));
            trend::repeat(&then, self.id, until)
                .await
                .map_err(self.doing(&"repeating a sample"))?;
            let passed = u16::try_from((until - then.today()).whole_days()).unwrap_or(0);
            day = match day.checked_sub(passed + 1) {
                Some(next) => next,
                None => break,
            };
        }
        Ok(())
    }

    fn doing(
        &self,
        what: &dyn std::fmt::Display,
    ) -> impl FnOnce(services::Error) -> DemoError + use<> {
        DemoError::during(format!("{}: {what}", self.name))
    }

    /// Writes what differs from what stands.
    async fn answer(
        &mut self,
        services: &Services,
        viewer: &Viewer,
        answers: &[(CriterionId, Answer)],
    ) -> Result<(), DemoError> {
        let differs = |(id, answer): &&(CriterionId, Answer)| {
            self.seen.answers.get(id).is_none_or(|(a, _)| a != answer)
        };
        let change = |(id, answer): &(CriterionId, Answer)| Change {
            criterion: id.clone(),
            expected: self.seen.answers.get(id).map_or(0, |(_, version)| *version),
            answer: Some(answer.clone()),
        };
        let changes: Vec<_> = answers.iter().filter(differs).map(change).collect();
        let saved = assessing::answer(services, viewer, self.id, &changes)
            .await
            .map_err(self.doing(&"answering"))?;
        let Saved::Done { versions, .. } = saved else {
            return Err(DemoError::Conflict(format!("{}: answers", self.name)));
        };
        let versions: BTreeMap<_, _> = versions.into_iter().collect();
        for (id, answer) in answers {
            if let Some(version) = versions.get(id) {
                self.seen
                    .answers
                    .insert(id.clone(), (answer.clone(), *version));
            }
        }
        Ok(())
    }

    async fn note(
        &mut self,
        services: &Services,
        viewer: &Viewer,
        check: &CheckId,
        note: &Note,
    ) -> Result<(), DemoError> {
        let expected = self.seen.notes.get(check).copied().unwrap_or(0);
        let owner = note.owner.map(|role| self.member(role)).unwrap_or_default();
        let content = (note.text.as_str(), owner.as_str());
        let saved = assessing::save_note(services, viewer, self.id, check, expected, content).await;
        match saved.map_err(self.doing(check))? {
            NoteSaved::Done { version } => self.seen.notes.insert(check.clone(), version),
            NoteSaved::Conflict { .. } => {
                return Err(DemoError::Conflict(format!("{}: {check}", self.name)));
            }
        };
        Ok(())
    }

    async fn document(
        &self,
        services: &Services,
        viewer: &Viewer,
        document: &Document,
    ) -> Result<(), DemoError> {
        let effective = services
            .today()
            .saturating_sub(Duration::days(document.age_days.into()));
        let valid_until = effective.saturating_add(Duration::days(document.valid_days.into()));
        let mut form = document.form.clone();
        (form.effective, form.valid_until) = (effective.to_string(), valid_until.to_string());
        let added = assessing::add_document(
            services,
            viewer,
            self.id,
            &document.check,
            &form,
            document.file.clone(),
        );
        added.await.map(|_| ()).map_err(self.doing(&form.title))
    }

    async fn treat(
        &mut self,
        services: &Services,
        viewer: &Viewer,
        risk: &RiskId,
        decision: &Decision,
    ) -> Result<(), DemoError> {
        let version = self.seen.treatments.entry(risk.clone()).or_default();
        let form = TreatmentForm {
            treatment: decision.treatment.clone(),
            owner: self.crew.viewer(decision.owner).user.to_string(),
            note: decision.note.clone(),
            expires_on: decision
                .expires_in
                .map(|days| day(self.calendar.in_days(days)))
                .unwrap_or_default(),
            version: *version,
        };
        *version += 1;
        risks::treat(services, viewer, self.id, risk, &form)
            .await
            .map_err(self.doing(risk))
    }

    async fn approve_acceptance(
        &mut self,
        services: &Services,
        viewer: &Viewer,
        risk: &RiskId,
    ) -> Result<(), DemoError> {
        let version = self.seen.treatments.entry(risk.clone()).or_default();
        let expected = *version;
        *version += 1;
        risks::approve_acceptance(services, viewer, self.id, risk, expected)
            .await
            .map_err(self.doing(risk))
    }

    async fn reject(
        &mut self,
        services: &Services,
        viewer: &Viewer,
        risk: &RiskId,
        reason: &str,
    ) -> Result<(), DemoError> {
        let version = self.seen.treatments.entry(risk.clone()).or_default();
        let expected = *version;
        *version += 1;
        risks::reject_acceptance(services, viewer, self.id, risk, (expected, reason))
            .await
            .map_err(self.doing(risk))
    }

    async fn plan(
        &mut self,
        services: &Services,
        viewer: &Viewer,
        criterion: &CriterionId,
        planned: &Planned,
    ) -> Result<(), DemoError> {
        let version = self.seen.actions.entry(criterion.clone()).or_default();
        let form = ActionForm {
            state: planned.state.clone(),
            owner: self.crew.viewer(planned.owner).user.to_string(),
            due_on: planned
                .due_in
                .map(|days| day(self.calendar.in_days(days)))
                .unwrap_or_default(),
            note: planned.note.clone(),
            version: *version,
        };
        *version += 1;
        plan::set_action(services, viewer, self.id, criterion, &form)
            .await
            .map_err(self.doing(criterion))
    }

    async fn effort(
        &mut self,
        services: &Services,
        viewer: &Viewer,
        criterion: &CriterionId,
        own: &Own,
    ) -> Result<(), DemoError> {
        let version = self.seen.actions.entry(criterion.clone()).or_default();
        let requires: Vec<_> = own.requires.iter().map(CriterionId::as_str).collect();
        let form = EffortForm {
            days: own.days.to_string(),
            reason: own.reason.clone(),
            requires: requires.join(" "),
            version: *version,
        };
        *version += 1;
        plan::set_effort(services, viewer, self.id, criterion, &form)
            .await
            .map_err(self.doing(criterion))
    }

    /// What files show, people plan and then say yes to: its action closes itself with the verdict as its proof.
    async fn follow(&mut self, services: &Services, architect: &Viewer) -> Result<(), DemoError> {
        let page = evidence::evidence_page(services, architect, self.id, Locale::Zh)
            .await
            .map_err(self.doing(&"reading verdicts"))?;
        if page.head.assessment.state != AssessmentState::Draft {
            return Ok(());
        }
        let framework = services.framework();
        for row in page.verdicts {
            let answered = self.seen.answers.get(&row.criterion);
            let open = answered.is_some_and(|(answer, _)| {
                matches!(answer.state(), AnswerState::NotMet | AnswerState::Unknown)
            });
            let requires = framework
                .criterion(&row.criterion)
                .map(|(_, k)| &k.requires);
            let ready = requires.into_iter().flatten().all(|first| {
                let first = self
                    .seen
                    .answers
                    .get(first)
                    .map(|(answer, _)| answer.state());
                !matches!(first, Some(AnswerState::NotMet | AnswerState::Unknown))
            });
            if row.verdict.outcome != Outcome::Supports || !open || !ready {
                continue;
            }
            let planned = Planned {
                state: "in_progress".to_owned(),
                note: String::new(),
                owner: Role::Architect,
                due_in: Some(7),
            };
            self.plan(services, architect, &row.criterion, &planned)
                .await?;
            let seen = [(row.rule.clone(), row.verdict.outcome)];
            evidence::decide(services, architect, self.id, &seen, Said::Accept, "")
                .await
                .map_err(self.doing(&row.rule))?;
        }
        Ok(())
    }

    /// Approves; the draft that follows has the same answers and notes in their first version.
    async fn approve(
        &mut self,
        services: &Services,
        viewer: &Viewer,
        comment: &str,
    ) -> Result<(), DemoError> {
        assessing::approve(services, viewer, self.id, comment)
            .await
            .map_err(self.doing(&"approving"))?;
        self.seen
            .answers
            .values_mut()
            .for_each(|(_, version)| *version = 1);
        self.seen
            .notes
            .values_mut()
            .for_each(|version| *version = 1);
        Ok(())
    }

    fn member(&self, role: Role) -> String {
        self.crew.viewer(role).user.to_string()
    }
}

fn day(date: Date) -> String {
    date.to_string()
}
