//! The greatest risks over many workloads, with what they were.

use domain::{
    Framework, Locale,
    group::{Group, Of, ShareRisk},
    views::overview::TopRisk,
};
use store::PgConnection;

use super::names::Names;
use crate::{Error, Services, texts, trend::movement::Past};

/// The greatest assured residuals, those that nobody accepted before those that somebody did.
pub(super) async fn top(
    services: &Services,
    db: &mut PgConnection,
    group: &Group,
    names: &Names,
    locale: Locale,
) -> Result<Vec<TopRisk>, Error> {
    let workloads: Vec<_> = group.risks.iter().map(|risk| risk.workload).collect();
    let past = Past::read(services, db, &workloads).await?;
    let rows = group
        .risks
        .iter()
        .map(|risk| view(services.framework, risk, names, &past, locale));
    Ok(rows.collect())
}

fn view(
    framework: &Framework,
    risk: &Of<ShareRisk>,
    names: &Names,
    past: &Past,
    locale: Locale,
) -> TopRisk {
    let (workload_name, team_name) = names.of(risk.workload);
    let (workload, risk) = (risk.workload, &risk.what);
    TopRisk {
        workload,
        workload_name,
        team_name,
        risk: risk.id.clone(),
        name: texts::named(framework, &risk.id, risk.own.as_deref(), locale),
        inherent: risk.inherent.clone(),
        claimed: risk.claimed.clone(),
        assured: risk.assured.clone(),
        band: risk.band(),
        accepted: risk.accepted,
        month: past.month(workload, &risk.id),
        milestone: past.milestone(workload, &risk.id),
    }
}
