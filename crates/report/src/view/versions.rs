//! Framework versions of a group's workloads: said where there are several, and never averaged.

use domain::{Locale, MeanScores, SCORE_SPEC, Triple};
use serde::Serialize;

use super::common::{Bar, Frame, bar};
use crate::model::GroupReport;

/// Why the means are not of all workloads, and the means of each version.
#[derive(Serialize)]
pub struct Versions {
    pub text: String,
    pub rows: Vec<(String, Bar)>,
}

/// Each version with its workloads and means, the report's own first.
pub fn all<'a>(report: &'a GroupReport<'_>) -> Vec<(&'a str, u32, &'a Triple<MeanScores>)> {
    let own = report.version.as_deref().into_iter();
    let own = own.map(|version| (version, report.totals().averaged, &report.means));
    let others = report.others.iter();
    own.chain(others.map(|of| (of.version.as_str(), of.assessed, &of.means)))
        .collect()
}

/// What a document says where there are several; none where all answer the same.
pub fn view(report: &GroupReport<'_>, locale: Locale) -> Option<Versions> {
    let text = text(report, locale)?;
    let row = |(version, assessed, means): (&str, u32, &Triple<MeanScores>)| {
        let name = match locale {
            Locale::Zh => format!("{version}：{assessed}个工作负载"),
            Locale::En => format!("{version} · workloads: {assessed}"),
        };
        (name, bar(&Triple::of(|set| means.get(set).index.as_ref())))
    };
    let rows = all(report).into_iter().map(row).collect();
    Some(Versions { text, rows })
}

/// The same in a sentence.
pub fn text(report: &GroupReport<'_>, locale: Locale) -> Option<String> {
    let version = report.version.as_deref()?;
    if report.others.is_empty() {
        return None;
    }
    Some(match locale {
        Locale::Zh => format!(
            "工作负载依据不同的框架版本，检查项不同，分数不能直接相比：本报告的均值只含依据{version}的工作负载；\
             其他版本单独列出，在图表中标明版本、排在最后。"
        ),
        Locale::En => format!(
            "The workloads answer different framework versions. Their checks differ, so scores are not averaged: the means of \
             this report are of workloads that answer {version}; the others stand apart, and where rows are ranked they are \
             marked and come last."
        ),
    })
}

/// The version of a row whose numbers can't be compared with the report's means; empty where they can.
pub fn mark(report: &GroupReport<'_>, version: Option<&str>, locale: Locale) -> String {
    let unlike = version.filter(|version| report.unlike(version));
    unlike.map_or_else(String::new, |version| match locale {
        Locale::Zh => format!("框架版本{version}"),
        Locale::En => format!("framework {version}"),
    })
}

/// All versions in one line, with what is in the means.
pub fn line(report: &GroupReport<'_>, locale: Locale) -> String {
    if report.others.is_empty() {
        return names(report);
    }
    let part = |(n, (version, assessed, _)): (usize, (&str, u32, _))| match (n, locale) {
        (0, Locale::Zh) => format!("{version}（{assessed}个工作负载，计入均值）"),
        (0, Locale::En) => format!("{version} (workloads: {assessed}, in the means)"),
        (_, Locale::Zh) => format!("{version}（{assessed}个，单独列出）"),
        (_, Locale::En) => format!("{version} ({assessed}, apart)"),
    };
    let between = if locale == Locale::Zh { "、" } else { ", " };
    let parts: Vec<_> = all(report).into_iter().enumerate().map(part).collect();
    parts.join(between)
}

/// The names alone; the framework's own where nothing was assessed.
fn names(report: &GroupReport<'_>) -> String {
    let names: Vec<_> = all(report)
        .into_iter()
        .map(|(version, ..)| version)
        .collect();
    if names.is_empty() {
        return report.framework.version.clone();
    }
    names.join(", ")
}

/// The frame of a document about a group; its footer names every version in it.
pub fn frame(report: &GroupReport<'_>, family: &str, locale: Locale) -> Frame {
    let title = (report.name.clone(), report.name.as_str());
    let from = (report.framework, report.input_hash.as_str());
    Frame {
        footer: format!(
            "{} {} · score_spec {SCORE_SPEC} · {}",
            report.framework.id,
            names(report),
            report.input_hash
        ),
        ..Frame::new(title, from, (family, locale))
    }
}
