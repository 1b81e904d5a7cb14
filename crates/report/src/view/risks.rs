//! The risk register with its matrices.

use domain::{Exact, Locale, RiskScore};
use serde::Serialize;

use super::common::{Banded, clean};
use crate::{
    charts::{self, ChartError, Chip, ChipKind, Look, Matrix},
    dates,
    lookup::{Lookup, Names},
    model::{RiskTreatment, Treatment},
    words::Worded,
};

/// The register.
#[derive(Serialize)]
pub struct RisksView {
    pub rows: Vec<RiskRow>,
    pub inherent: String,
    pub assured: String,
}

/// One risk.
#[derive(Serialize)]
pub struct RiskRow {
    /// Whose it is, in a group's list.
    pub workload: String,
    pub id: String,
    pub name: String,
    pub checks: String,
    pub inherent: Banded,
    pub claimed: Banded,
    pub assured: Banded,
    pub reopened: String,
    pub treatment: String,
    pub detail: String,
}

/// Risks by assured residual, then inherent, the worst first.
pub fn worst_first(risks: &[RiskScore]) -> Vec<&RiskScore> {
    let mut sorted: Vec<_> = risks.iter().collect();
    let key = |r: &RiskScore| {
        (
            std::cmp::Reverse((r.residual.assured.score.clone(), r.inherent.clone())),
            r.id.clone(),
        )
    };
    sorted.sort_by_cached_key(|r| key(r));
    sorted
}

/// The register of a workload.
pub fn view(lookup: &Lookup<'_>, family: &str) -> Result<RisksView, ChartError> {
    let (report, locale) = (lookup.report, lookup.locale);
    let risks = worst_first(&report.evaluation.risks);
    let row = |r: &&RiskScore| {
        let name = clean(report.framework.risk_name(r, locale));
        risk_row(String::new(), name, r, report.treatments.get(&r.id), locale)
    };
    let draw = |kind: ChipKind, label, likelihood: &dyn Fn(&RiskScore) -> u32| {
        let chip = |r: &&RiskScore| Chip {
            id: r.id.to_string(),
            likelihood: likelihood(r),
            impact: r.impact,
            kind,
        };
        let chips = risks.iter().map(chip).collect();
        let (rows, columns) = axes(locale);
        charts::matrix(
            &Matrix {
                chips,
                likelihood: rows,
                impact: columns,
            },
            &Look {
                font: family,
                label,
            },
        )
    };
    let (first, second) = match locale {
        Locale::Zh => ("固有风险矩阵", "残余风险矩阵（已证实）"),
        Locale::En => (
            "Matrix of inherent risks",
            "Matrix of residual risks (assured)",
        ),
    };
    Ok(RisksView {
        rows: risks.iter().map(row).collect(),
        inherent: draw(ChipKind::Plain, first, &|r| r.likelihood)?,
        assured: draw(ChipKind::Assured, second, &|r| {
            rounded(&r.residual.assured.likelihood)
        })?,
    })
}

const fn axes(locale: Locale) -> (&'static str, &'static str) {
    match locale {
        Locale::Zh => ("可能性 ↑", "影响 →"),
        Locale::En => ("Likelihood ↑", "Impact →"),
    }
}

fn rounded(likelihood: &Exact) -> u32 {
    u32::try_from(likelihood.rounded()).unwrap_or(1)
}

/// One risk as a row.
pub fn risk_row(
    workload: String,
    name: String,
    risk: &RiskScore,
    treatment: Option<&RiskTreatment>,
    locale: Locale,
) -> RiskRow {
    let ids = |checks: &[domain::CheckId]| {
        checks
            .iter()
            .map(domain::CheckId::as_str)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let reopened = match (risk.reopened_by.is_empty(), locale) {
        (true, _) => String::new(),
        (false, Locale::Zh) => format!("有未关闭的发现：{}", ids(&risk.reopened_by)),
        (false, Locale::En) => format!("Open finding: {}", ids(&risk.reopened_by)),
    };
    let residual = &risk.residual;
    RiskRow {
        workload,
        id: risk.id.to_string(),
        name,
        checks: ids(&risk.checks),
        inherent: Banded::risk(&risk.inherent, risk.band, locale),
        claimed: Banded::risk(&residual.claimed.score, residual.claimed.band, locale),
        assured: Banded::risk(&residual.assured.score, residual.assured.band, locale),
        reopened,
        treatment: treatment
            .map(|t| t.treatment.word(locale).to_owned())
            .unwrap_or_default(),
        detail: treatment.map(|t| detail(t, locale)).unwrap_or_default(),
    }
}

/// Owner, approver and end of a decision, then its note.
fn detail(treatment: &RiskTreatment, locale: Locale) -> String {
    let zh = locale == Locale::Zh;
    let mut parts = Vec::new();
    if let Some(owner) = &treatment.owner {
        parts.push(clean(owner));
    }
    if treatment.treatment == Treatment::Accept {
        parts.push(match (&treatment.accepted_by, zh) {
            (Some(by), true) => format!("{}批准", clean(by)),
            (Some(by), false) => format!("approved by {}", clean(by)),
            (None, true) if treatment.rejected => "已驳回".to_owned(),
            (None, false) if treatment.rejected => "rejected".to_owned(),
            (None, true) => "待批准".to_owned(),
            (None, false) => "awaits approval".to_owned(),
        });
    }
    if let Some(date) = treatment.expires_on {
        parts.push(if zh {
            format!("至{}", dates::iso(date))
        } else {
            format!("until {}", dates::iso(date))
        });
    }
    if !treatment.note.is_empty() {
        parts.push(clean(&treatment.note));
    }
    parts.join(" · ")
}
