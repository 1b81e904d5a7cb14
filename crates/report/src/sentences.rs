//! Sentences that are put together from names and numbers.

use domain::{Cause, Floor, Locale, RiskId, Set};

use crate::{lookup::Names, model::WorkloadReport, words::Worded};

/// Which floor held a level down, and what did it.
pub fn floor(report: &WorkloadReport<'_>, set: Set, floor: &Floor, locale: Locale) -> String {
    let Floor {
        overall,
        pillar,
        because,
        from,
        to,
    } = floor;
    let pillar = report.framework.pillar_name(pillar.as_str(), locale);
    let (set, cause) = (set.word(locale), cause(report, because, locale));
    match (locale, overall) {
        (Locale::Zh, true) => {
            format!("总评级别（{set}）由{from}级降为{to}级：受“{pillar}”支柱限制，原因是{cause}。")
        }
        (Locale::Zh, false) => {
            format!("“{pillar}”级别（{set}）由{from}级降为{to}级：原因是{cause}。")
        }
        (Locale::En, true) => format!(
            "Overall level ({}) held at {to} instead of {from} by the pillar {pillar}: {cause}.",
            set.to_lowercase()
        ),
        (Locale::En, false) => {
            format!(
                "{pillar} level ({}) held at {to} instead of {from}: {cause}.",
                set.to_lowercase()
            )
        }
    }
}

fn cause(report: &WorkloadReport<'_>, cause: &Cause, locale: Locale) -> String {
    let framework = report.framework;
    match (cause, locale) {
        (Cause::Check(id), Locale::Zh) => {
            format!("检查项{id}“{}”", framework.check_name(id, locale))
        }
        (Cause::Check(id), Locale::En) => {
            format!("check {id}, {}", framework.check_name(id, locale))
        }
        (Cause::Risk(id), Locale::Zh) => {
            format!("未被接受的严重风险{id}“{}”", risk(report, id, locale))
        }
        (Cause::Risk(id), Locale::En) => {
            format!("open critical risk {id}, {}", risk(report, id, locale))
        }
    }
}

/// What a risk of the report is called; its id where it has none of this id.
pub fn risk<'a>(report: &'a WorkloadReport<'_>, id: &'a RiskId, locale: Locale) -> &'a str {
    let mut risks = report.evaluation.risks.iter();
    let found = risks.find(|r| r.id == *id);
    found.map_or(id.as_str(), |r| report.framework.risk_name(r, locale))
}
