//! What happened to a risk: from the change log and the milestones.

use domain::{
    Locale, RiskId, RiskScore, WorkloadId,
    views::register::{RiskEvent, RiskMoment},
};
use serde::Deserialize;
use serde_json::Value;
use store::{
    PgConnection, StoreError,
    change_log::{self, Chain, Logged},
    imported_history, reviews, users,
};

use crate::{Error, Services, texts};

/// Changes that the page shows; all are in the workload's history.
const EVENTS: i64 = 100;

/// Fields in the order of the forms.
const FIELDS: [&str; 11] = [
    "title",
    "text",
    "pillar",
    "likelihood",
    "impact",
    "checks",
    "treatment",
    "owner",
    "expires_on",
    "note",
    "reason",
];

/// What people did about a risk, the newest first; what they did elsewhere before the workload came here is the oldest.
pub(super) async fn events(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
    risk: &RiskId,
    locale: Locale,
) -> Result<Vec<RiskEvent>, Error> {
    let chain = Chain::Workload(id);
    let logged = change_log::of_subject(db, chain, risk.as_str(), EVENTS).await?;
    let room = EVENTS - i64::try_from(logged.len()).unwrap_or(EVENTS);
    let imported = imported_history::of_subject(db, id, risk.as_str(), room).await?;
    let mut owners: Vec<_> = logged.iter().filter_map(|l| owner(&l.details)).collect();
    owners.sort_unstable();
    owners.dedup();
    let names = users::names(db, &owners).await?;
    let name_of = |id: &str| {
        let id: Option<domain::UserId> = id.parse().ok();
        let found = names.iter().find(|(known, _)| Some(*known) == id);
        found.map(|(_, name)| name.clone()).unwrap_or_default()
    };
    let event = |origin: String, logged: Logged, named: &dyn Fn(&str) -> String| RiskEvent {
        at: texts::instant(logged.at),
        actor: logged.actor.unwrap_or_default(),
        action: logged.action,
        details: details(services, &logged.details, named, locale),
        origin,
    };
    let here = logged
        .into_iter()
        .map(|logged| event(String::new(), logged, &name_of));
    // Owners are names there: an id of the file could be anybody's here.
    let before = imported
        .into_iter()
        .map(|one| event(one.origin, one.told, &str::to_owned));
    Ok(here.chain(before).collect())
}

fn owner(details: &Value) -> Option<domain::UserId> {
    details.get("owner")?.as_str()?.parse().ok()
}

/// Fields with their values; of a change only what differs, as `before → after`.
fn details(
    services: &Services,
    details: &Value,
    named: &dyn Fn(&str) -> String,
    locale: Locale,
) -> Vec<(String, String)> {
    let said = |field: &str, value: &Value| match (field, value) {
        ("owner", Value::String(owner)) => named(owner),
        ("pillar", Value::String(id)) => services
            .framework
            .pillar(id)
            .map_or_else(|| id.clone(), |p| p.name.get(locale).to_owned()),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Number(number)) => number.to_string(),
        (_, Value::Array(items)) => {
            let items: Vec<_> = items.iter().filter_map(Value::as_str).collect();
            items.join(" ")
        }
        _ => String::new(),
    };
    let before = details.get("before");
    let field = |field: &&str| {
        let now = said(field, details.get(*field)?);
        let then = before.map(|b| b.get(*field).map(|v| said(field, v)).unwrap_or_default());
        let shown = match then {
            Some(then) if then == now => return None,
            Some(then) => format!("{then} → {now}"),
            None => now,
        };
        (!shown.is_empty()).then(|| ((*field).to_owned(), shown))
    };
    FIELDS.iter().filter_map(field).collect()
}

/// The part of a stored evaluation that tells of risks.
#[derive(Deserialize)]
struct Risks {
    risks: Vec<RiskScore>,
}

/// The risk's numbers today and at each milestone in which it was, the newest first.
pub(super) async fn course(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
    (risk, now): (&RiskId, Option<&RiskScore>),
) -> Result<Vec<RiskMoment>, Error> {
    let mut course: Vec<_> = now
        .map(|score| moment(None, texts::instant(services.now()), score))
        .into_iter()
        .collect();
    for milestone in reviews::milestones(db, id).await? {
        let broken = |source| StoreError::Json {
            table: "milestones",
            column: "evaluation",
            source,
        };
        let then = Risks::deserialize(&milestone.evaluation).map_err(broken)?;
        let then = then.risks.into_iter().find(|score| score.id == *risk);
        course.extend(
            then.map(|score| moment(Some(milestone.number), texts::instant(milestone.at), &score)),
        );
    }
    Ok(course)
}

fn moment(milestone: Option<i32>, at: String, score: &RiskScore) -> RiskMoment {
    RiskMoment {
        milestone,
        at,
        inherent: score.inherent.clone(),
        residual: score.residual.map(|r| r.score.clone()),
        band: score.residual.assured.band,
        accepted: score.accepted,
    }
}
