//! The figures on top of a workload's summary.

use domain::{Band, Issue, Locale};

use super::common::{Figure, of, percent};
use crate::lookup::Lookup;

/// The eight figures.
pub fn view(lookup: &Lookup<'_>) -> Vec<Figure> {
    let (report, locale) = (lookup.report, lookup.locale);
    let counts = report.evaluation.coverage.total;
    let applicable = counts.in_scope - counts.not_applicable;
    let issues = |kind| {
        report
            .evaluation
            .issues
            .values()
            .filter(|i| **i == kind)
            .count()
    };
    let open = |band| {
        report
            .evaluation
            .risks
            .iter()
            .filter(|r| !r.accepted && r.residual.assured.band == band)
            .count()
    };
    let mut soon = report.evaluation.plan.iter().filter(|a| a.phase.is_some());
    let days: u32 = soon.clone().map(|a| a.effort_days).sum();
    let last = soon.next_back().map(|a| a.index_after.decimal(1));
    let (zh, note) = (locale == Locale::Zh, |zh: String, en: String| {
        if locale == Locale::Zh { zh } else { en }
    });
    let part = |n| of(n, counts.in_scope, locale);
    let figure = |value: String, label, text: String| Figure::new(value, label, text, locale);
    vec![
        figure(
            percent(counts.answered(), counts.in_scope),
            ("已回答", "Answered"),
            part(counts.answered()),
        ),
        figure(
            percent(counts.proven, counts.met),
            ("满足项中已证实", "Of met, proven"),
            of(counts.proven, counts.met, locale),
        ),
        figure(
            counts.met.to_string(),
            ("满足的准则", "Criteria met"),
            of(counts.met, applicable, locale),
        ),
        figure(
            counts.conflicts.to_string(),
            ("与规则冲突", "Conflicts"),
            String::new(),
        ),
        figure(
            issues(Issue::High).to_string(),
            ("高风险问题", "High-risk issues"),
            note("级别1且权重≥4".into(), "level 1, weight ≥ 4".into()),
        ),
        figure(
            issues(Issue::Medium).to_string(),
            ("中风险问题", "Medium-risk issues"),
            note("低于目标级别".into(), "below target level".into()),
        ),
        figure(
            format!("{} / {}", open(Band::Critical), open(Band::High)),
            ("严重／高残余风险", "Critical / high risks"),
            note("已证实、未接受".into(), "assured, not accepted".into()),
        ),
        figure(
            days.to_string(),
            ("180天内人天", "Person-days in 180 days"),
            last.map(|i| {
                if zh {
                    format!("指数到{i}")
                } else {
                    format!("index reaches {i}")
                }
            })
            .unwrap_or_default(),
        ),
    ]
}
