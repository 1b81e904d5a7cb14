//! The greatest risks over many workloads.

use std::cmp::Reverse;

use domain::{Framework, Locale, RiskScore, views::overview::TopRisk};
use store::workloads::Listed;

use crate::results::Summary;

/// A landing page has room for so many.
const TOP: usize = 10;

/// The greatest assured residuals, those that nobody accepted before those that somebody did.
pub(super) fn top(
    framework: &Framework,
    assessed: &[(&Listed, &Summary)],
    locale: Locale,
) -> Vec<TopRisk> {
    let mut all: Vec<_> = assessed
        .iter()
        .flat_map(|(row, s)| s.risks.iter().map(move |r| (*row, r)))
        .collect();
    let by_size = |(a_row, a): &(&Listed, &RiskScore), (b_row, b): &(&Listed, &RiskScore)| {
        order(a)
            .cmp(&order(b))
            .then_with(|| a_row.name.cmp(&b_row.name))
    };
    // Only the first few need an order among themselves.
    if all.len() > TOP {
        all.select_nth_unstable_by(TOP, by_size);
        all.truncate(TOP);
    }
    all.sort_by(by_size);
    all.into_iter()
        .map(|(row, risk)| view(framework, row, risk, locale))
        .collect()
}

fn order(
    risk: &RiskScore,
) -> (
    bool,
    Reverse<(&domain::Exact, &domain::Exact, &domain::Exact)>,
    &str,
) {
    let residual = &risk.residual;
    let size = (
        &residual.assured.score,
        &residual.claimed.score,
        &risk.inherent,
    );
    (risk.accepted, Reverse(size), risk.id.as_str())
}

fn view(framework: &Framework, row: &Listed, risk: &RiskScore, locale: Locale) -> TopRisk {
    TopRisk {
        workload: row.id,
        workload_name: row.name.clone(),
        team_name: row.team_name.clone(),
        risk: risk.id.clone(),
        name: framework
            .risk(&risk.id)
            .map(|r| r.name.get(locale).to_owned())
            .unwrap_or_default(),
        inherent: risk.inherent.clone(),
        claimed: risk.residual.claimed.score.clone(),
        assured: risk.residual.assured.score.clone(),
        band: risk.residual.assured.band,
        accepted: risk.accepted,
    }
}
