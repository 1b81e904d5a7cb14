//! Risks of a workload's own: entered, changed, closed with a reason, opened again.

use std::collections::BTreeSet;

use domain::{
    CheckId, Comment, FieldErrors, Framework, Locale, Name, OwnRisk, PillarId, Problem, Remark,
    RiskId, Viewer, WorkloadId,
    access::{Permit, Treat},
    views::register::{NewRiskPage, OwnRiskChoices, OwnRiskView},
};
use serde_json::{Value, json};
use store::{
    Tx, decisions,
    own_risks::{self, NewOwnRisk, Stored},
    workloads::Workload,
};

use crate::{
    Error, Services,
    accounts::one_line,
    assessing::{finish_apart, open_for},
    notices, texts, workload,
};

/// A register with more of them than this is read by nobody.
const MOST: usize = 200;

/// What the form of an own risk sends.
#[derive(Clone, Debug, Default)]
pub struct OwnRiskForm {
    /// What it is called.
    pub title: String,
    /// What happens, and to whom.
    pub text: String,
    /// A pillar's id.
    pub pillar: String,
    /// 1…5.
    pub likelihood: String,
    /// 1…5.
    pub impact: String,
    /// Ids of checks.
    pub checks: Vec<String>,
}

/// A form that makes sense.
struct Parsed {
    title: Name,
    text: Remark,
    pillar: PillarId,
    likelihood: i16,
    impact: i16,
    checks: BTreeSet<CheckId>,
}

impl Parsed {
    fn to_write(&self) -> NewOwnRisk<'_> {
        NewOwnRisk {
            title: self.title.as_str(),
            text: self.text.as_str(),
            pillar: &self.pillar,
            likelihood: self.likelihood,
            impact: self.impact,
            checks: &self.checks,
        }
    }

    /// Whether it is another risk than the one that somebody may have accepted.
    fn differs(&self, from: &OwnRisk) -> bool {
        self.title.as_str() != from.title
            || self.text.as_str() != from.text
            || self.pillar != from.pillar
            || i64::from(self.likelihood) != i64::from(from.likelihood)
            || i64::from(self.impact) != i64::from(from.impact)
            || self.checks != from.checks
    }

    fn details(&self) -> Value {
        json!({
            "title": self.title, "text": self.text, "pillar": self.pillar, "likelihood": self.likelihood,
            "impact": self.impact, "checks": self.checks,
        })
    }
}

fn parse(framework: &Framework, form: &OwnRiskForm) -> Result<Parsed, Error> {
    let mut errors = FieldErrors::default();
    let title = errors.check("title", one_line(&form.title));
    let text = errors.check("text", Remark::parse(&form.text).map_err(Problem::Text));
    let pillar = framework.pillar(&form.pillar).map(|p| p.id.clone());
    let pillar = errors.check("pillar", pillar.ok_or(Problem::Choice));
    let scale = |text: &str| {
        let n = text.trim().parse::<i16>().ok();
        n.filter(|n| (1..=5).contains(n)).ok_or(Problem::Number)
    };
    let likelihood = errors.check("likelihood", scale(&form.likelihood));
    let impact = errors.check("impact", scale(&form.impact));
    let known = |id: &String| {
        let id: CheckId = id.parse().ok()?;
        framework.check(&id).map(|(_, check)| check.id.clone())
    };
    let checks = form.checks.iter().map(known).collect::<Option<_>>();
    let checks = errors.check("checks", checks.ok_or(Problem::Choice));
    Error::check(errors)?;
    let all = || {
        Some(Parsed {
            title: title?,
            text: text?,
            pillar: pillar?,
            likelihood: likelihood?,
            impact: impact?,
            checks: checks?,
        })
    };
    all().ok_or(Error::NotFound)
}

/// Enters a risk of the workload's own.
///
/// # Errors
/// [`Error::Invalid`] field by field; [`Error::State`] where there are too many; [`Error::NotFound`] or
/// [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn add_own(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    form: &OwnRiskForm,
) -> Result<RiskId, Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Treat>(&mut tx, viewer, id).await?;
    let parsed = parse(services.framework, form)?;
    if own_risks::list(&mut tx, id).await?.len() >= MOST {
        return Err(Error::State("too_many_risks"));
    }
    let risk = own_risks::add(&mut tx, &permit, id, parsed.to_write(), services.now()).await?;
    let entry = ("own_risk.add", risk.as_str(), parsed.details());
    finish_apart(services, tx, viewer, &workload, entry).await?;
    Ok(risk)
}

/// Changes a risk of the workload's own; what it was stays in the change log. An acceptance was of what stood there: it
/// waits for an approval again, asked for by who changed the risk.
///
/// # Errors
/// [`Error::Invalid`] field by field; [`Error::Stale`]; [`Error::State`] where it is closed; [`Error::NotFound`] or
/// [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn edit_own(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    risk: &RiskId,
    (version, form): (i32, &OwnRiskForm),
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit, stored) = find(&mut tx, viewer, id, risk).await?;
    if stored.closed.is_some() {
        return Err(Error::State("risk_closed"));
    }
    let parsed = parse(services.framework, form)?;
    let key = (id, risk.own_number().ok_or(Error::NotFound)?);
    let (new, now) = (parsed.to_write(), services.now());
    if !own_risks::update(&mut tx, &permit, key, version, new, now).await? {
        return Err(Error::Stale);
    }
    if parsed.differs(&stored.risk)
        && let Some((until, note)) = decisions::ask_again(&mut tx, &permit, (id, risk), now).await?
    {
        let of = (viewer, &workload);
        notices::acceptance_asked(services, &mut tx, of, risk, (until, &note)).await?;
    }
    let mut details = parsed.details();
    if let Some(details) = details.as_object_mut() {
        details.insert("before".to_owned(), json!(stored.risk));
    }
    let entry = ("own_risk.edit", risk.as_str(), details);
    finish_apart(services, tx, viewer, &workload, entry).await
}

/// Closes a risk of the workload's own: it leaves the register and the numbers, and stays in the history.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::Stale`]; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn close_own(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    risk: &RiskId,
    (version, reason): (i32, &str),
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit, _) = find(&mut tx, viewer, id, risk).await?;
    let reason = Comment::parse(reason).map_err(|e| Error::field("reason", Problem::Text(e)))?;
    let key = (id, risk.own_number().ok_or(Error::NotFound)?);
    let (why, now) = (Some(reason.as_str()), services.now());
    if !own_risks::close(&mut tx, &permit, key, version, why, now).await? {
        return Err(Error::Stale);
    }
    let entry = ("own_risk.close", risk.as_str(), json!({ "reason": reason }));
    finish_apart(services, tx, viewer, &workload, entry).await
}

/// Opens a closed risk again.
///
/// # Errors
/// [`Error::Stale`]; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn reopen_own(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    risk: &RiskId,
    version: i32,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit, _) = find(&mut tx, viewer, id, risk).await?;
    let key = (id, risk.own_number().ok_or(Error::NotFound)?);
    if !own_risks::close(&mut tx, &permit, key, version, None, services.now()).await? {
        return Err(Error::Stale);
    }
    let entry = ("own_risk.reopen", risk.as_str(), json!({}));
    finish_apart(services, tx, viewer, &workload, entry).await
}

async fn find(
    tx: &mut Tx,
    viewer: &Viewer,
    id: WorkloadId,
    risk: &RiskId,
) -> Result<(Workload, Permit<Treat>, Stored), Error> {
    let (workload, permit) = open_for::<Treat>(tx, viewer, id).await?;
    let all = own_risks::list(tx, id).await?;
    let stored = all.into_iter().find(|stored| stored.risk.id == *risk);
    Ok((workload, permit, stored.ok_or(Error::NotFound)?))
}

/// The page on which a risk of the workload's own is entered.
///
/// # Errors
/// [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn new_risk_page(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    locale: Locale,
) -> Result<NewRiskPage, Error> {
    let mut tx = services.begin().await?;
    let found = store::workloads::lookup(&mut tx, id).await?;
    let found = found.ok_or(Error::NotFound)?;
    viewer.permit::<Treat>(found.team)?;
    let head = workload::look_at(services, &mut tx, viewer, &found).await?;
    Ok(NewRiskPage {
        head,
        form: choices(services.framework, locale),
    })
}

/// Pillars with their checks.
pub(super) fn choices(framework: &Framework, locale: Locale) -> OwnRiskChoices {
    let check = |check: &domain::Check| (check.id.clone(), check.name.get(locale).to_owned());
    let pillar = |pillar: &domain::Pillar| {
        let checks = pillar.checks.iter().map(check).collect();
        (
            pillar.id.clone(),
            pillar.name.get(locale).to_owned(),
            checks,
        )
    };
    OwnRiskChoices {
        pillars: framework.pillars.iter().map(pillar).collect(),
    }
}

/// A closed risk's id and title.
pub(super) fn closed(stored: &Stored) -> Option<(RiskId, String)> {
    let risk = &stored.risk;
    stored
        .closed
        .as_ref()
        .map(|_| (risk.id.clone(), risk.title.clone()))
}

/// An own risk as its page shows it.
pub(super) fn view(stored: &Stored) -> OwnRiskView {
    OwnRiskView {
        risk: stored.risk.clone(),
        created_by: stored.created_by.clone(),
        created_at: texts::instant(stored.created_at),
        closed: stored
            .closed
            .as_ref()
            .map(|c| (c.by.clone(), texts::instant(c.at), c.reason.clone())),
        version: stored.version,
    }
}
