//! Snapshots: whole, harmless, and with the same numbers as the PDF.

#![cfg(test)]

mod support;

use domain::{
    Locale, Tier,
    views::{evidence::FindingStanding, reports::ReportKind},
};
use report::{
    html,
    model::{self, GroupKind},
};
use support::{HOSTILE, OLDER, Sample, findings, group, two_versions};
use time::macros::date;

/// What a browser shows of a page, roughly: markup left out, references resolved.
fn shown(page: &str) -> String {
    let body = page.split_once("<body>").unwrap().1;
    let mut text = String::new();
    let mut inside = false;
    for c in body.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    for (reference, c) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ] {
        text = text.replace(reference, c);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn all(locale: Locale) -> Vec<(String, String)> {
    let sample = Sample::new(1, Tier::One);
    let mut report = sample.report();
    report.workload.name = "</textarea><script>alert(1)</script>".into();
    report.workload.team = "\"><img src=x onerror=alert(1)>".into();
    let mut pages = Vec::new();
    for kind in ReportKind::ALL.iter().copied() {
        let page = html::workload(&report, kind, locale).unwrap();
        pages.push((format!("workload {}", kind.as_str()), page));
        for of in [GroupKind::Team, GroupKind::Organisation] {
            let mut report = group(of, 2, 6);
            report.name = "<svg onload=alert(1)>".into();
            for row in &mut report.rows {
                row.name.push_str("'\"><script src=//x></script>");
            }
            let page = html::group(&report, kind, locale).unwrap();
            pages.push((format!("{} {}", of.as_str(), kind.as_str()), page));
        }
    }
    pages
}

#[test]
fn nothing_runs_and_nothing_is_asked_for() {
    for locale in Locale::ALL {
        for (name, page) in all(locale) {
            let (head, body) = page.split_once("<body>").unwrap();
            for forbidden in [
                "<script",
                "<img",
                "<iframe",
                "<link rel=\"stylesheet",
                "@import",
                "url(h",
                "onload=\"",
                "<svg onload",
            ] {
                assert!(!body.contains(forbidden), "{name}: {forbidden}");
                assert!(!head.contains(forbidden), "{name}: {forbidden}");
            }
            // The names of XML namespaces are no addresses that anybody fetches.
            let addresses = page
                .replace("http://www.w3.org/2000/svg", "")
                .replace("http://www.w3.org/1999/xlink", "");
            let loads = ["src=\"", "href=\"http", "href=\"//", "style=\""];
            for load in loads {
                assert!(!addresses.contains(load), "{name}: {load}");
            }
            assert!(head.contains("default-src 'none'"), "{name}");
            assert!(
                page.starts_with(&format!(
                    "<!doctype html>\n<html lang=\"{}\">",
                    locale.tag()
                )),
                "{name}"
            );
            assert_eq!(page.matches("<h1").count(), 1, "{name}");
        }
    }
}

#[test]
fn every_tag_is_closed() {
    for (name, page) in all(Locale::En) {
        let mut open = vec!["html"];
        // What stands in a style sheet is no markup.
        let (before, rest) = page.split_once("<style>").unwrap();
        let after = rest.split_once("</style>").unwrap().1;
        let whole = format!("{before}{after}");
        let body = whole.split_once("<html").unwrap().1;
        for part in body.split('<').skip(1) {
            let tag = part.split('>').next().unwrap();
            let word = tag
                .trim_start_matches('/')
                .split([' ', '/'])
                .next()
                .unwrap();
            if tag.ends_with('/') || ["br", "meta", "link"].contains(&word) || tag.starts_with('!')
            {
                continue;
            }
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(word), "{name}: </{word}> after {open:?}");
            } else {
                open.push(word);
            }
        }
        assert!(open.is_empty(), "{name}: {open:?}");
    }
}

#[test]
fn texts_of_users_come_out_as_they_are() {
    let sample = Sample::new(1, Tier::One);
    let page = html::workload(&sample.report(), ReportKind::Team, Locale::Zh).unwrap();
    assert!(shown(&page).contains(HOSTILE));
}

#[test]
fn colours_follow_the_reader_s_scheme() {
    let sample = Sample::new(1, Tier::One);
    let page = html::workload(&sample.report(), ReportKind::Team, Locale::Zh).unwrap();
    let body = page.split_once("<body>").unwrap().1;
    assert!(body.contains("var(--ink)"));
    for attribute in ["fill=\"#", "stroke=\"#"] {
        assert!(!body.contains(attribute), "{attribute}");
    }
}

/// Both draw the same views; this holds them to it where a reader looks first.
#[test]
fn the_numbers_are_those_of_the_report() {
    let sample = Sample::new(1, Tier::One);
    let report = sample.report();
    for locale in Locale::ALL {
        for kind in ReportKind::ALL.iter().copied() {
            let page = shown(&html::workload(&report, kind, locale).unwrap());
            let scores = &sample.evaluation.scores;
            for set in [&scores.assured, &scores.claimed, &scores.possible] {
                let index = set.index.as_ref().unwrap().decimal(1);
                assert!(page.contains(&index), "{}: {index}", kind.as_str());
                for (id, score) in &set.pillars {
                    let score = score.decimal(if kind == ReportKind::Auditor { 6 } else { 1 });
                    assert!(page.contains(&score), "{} {id}: {score}", kind.as_str());
                }
            }
            for hash in [
                report.input_hash.clone(),
                "a".repeat(64),
                "b".repeat(64),
                "f".repeat(64),
            ] {
                assert!(page.contains(&hash), "{}: {hash}", kind.as_str());
            }
            if kind == ReportKind::Auditor {
                let page = page.replace('\u{200b}', "");
                let history = &report.history;
                let hashes = history.milestones.iter().map(|m| &m.input_hash);
                for hash in hashes.chain(history.log.iter().map(|entry| &entry.hash)) {
                    assert!(page.contains(hash), "{hash}");
                }
                let older = match locale {
                    Locale::Zh => "更早的103条未列出",
                    Locale::En => "Older entries not listed: 103",
                };
                assert!(page.contains(older));
                let older = match locale {
                    Locale::Zh => "更早的7条未列出",
                    Locale::En => "Older entries not listed: 7;",
                };
                assert!(page.contains(older));
                for entry in &history.imported {
                    assert!(page.contains(&entry.origin), "{}", entry.origin);
                }
                for review in &history.reviews {
                    assert!(page.contains(&review.by), "{}", review.by);
                }
            }
        }
    }
}

/// Where nothing was imported, nothing is said of it.
#[test]
fn what_was_done_before_an_import_stands_apart_from_the_log() {
    let sample = Sample::new(1, Tier::One);
    let mut report = sample.report();
    let page =
        |report: &_| shown(&html::workload(report, ReportKind::Auditor, Locale::Zh).unwrap());
    assert!(page(&report).contains("导入前的历史"));
    report.history.imported.clear();
    assert!(!page(&report).contains("导入前"));
}

#[test]
fn acceptances_of_own_risks_are_named() {
    let mut report = group(GroupKind::Team, 3, 3);
    // The one that waits.
    report.acceptances[1].own = Some("供应商停服".into());
    for kind in [ReportKind::Executive, ReportKind::Auditor] {
        let page = shown(&html::group(&report, kind, Locale::En).unwrap());
        assert!(page.contains("供应商停服"), "{}", kind.as_str());
    }
}

/// Workloads that stand in tables only are counted where they are left out.
#[test]
fn documents_say_how_many_workloads_they_leave_out() {
    for more in [0, 2] {
        let mut report = group(GroupKind::Organisation, 1, 9);
        let assessed = report.rows.iter().find(|r| r.result.is_some());
        let mut row = assessed.cloned().unwrap();
        row.name = "Only here".into();
        report.rows = vec![row; 1_000 + more];
        let page = html::group(&report, ReportKind::Team, Locale::En).unwrap();
        let listed = page.matches("<th scope=\"row\">Only here").count();
        assert_eq!(listed, 1_000);
        let said = page.contains("2 more are in the XLSX and workloads.csv");
        assert_eq!(said, more == 2);
    }
}

/// Of several framework versions every document says so, with a mean for each, and ranks them apart.
#[test]
fn framework_versions_are_said_and_ranked_apart() {
    for kind in ReportKind::ALL.iter().copied() {
        for of in [GroupKind::Team, GroupKind::Organisation] {
            let report = two_versions(of);
            let page = shown(&html::group(&report, kind, Locale::En).unwrap());
            let name = format!("{} {}", of.as_str(), kind.as_str());
            assert!(page.contains("different framework versions"), "{name}");
            let places = if kind == ReportKind::Auditor { 6 } else { 1 };
            for means in [&report.means, &report.others[0].means] {
                let index = means.claimed.index.as_ref().unwrap().decimal(places);
                assert!(page.contains(&index), "{name}: {index}");
            }
            let alike = shown(&html::group(&group(of, 3, 3), kind, Locale::En).unwrap());
            assert!(!alike.contains("different framework versions"), "{name}");
            if kind != ReportKind::Team {
                continue;
            }
            // Of the heat map's rows the one of another version is the last.
            let heat = page.split("Pillar heat map").last().unwrap();
            let heat = heat.split("Workloads").next().unwrap();
            let mark = format!("framework {OLDER}");
            let (before, after) = heat.split_once(&mark).unwrap();
            let of_a_row = if of == GroupKind::Team {
                "Tier "
            } else {
                " of 3"
            };
            assert!(before.matches(of_a_row).count() > 1, "{name}: {before}");
            assert!(!after.contains(of_a_row), "{name}: {after}");
        }
    }
}

#[test]
fn only_an_accepted_finding_says_until_when() {
    let sample = Sample::new(1, Tier::One);
    let page = |standing| {
        let mut report = sample.report();
        report.findings = findings(1);
        report.findings.rows[0].standing = standing;
        report.findings.rows[0].accepted_until = Some(date!(2031 - 12 - 01));
        let page = html::workload(&report, ReportKind::Auditor, Locale::En).unwrap();
        shown(&page)
    };
    assert!(page(FindingStanding::Accepted).contains("Accepted until 2031-12-01"));
    assert!(!page(FindingStanding::Fixed).contains("2031-12-01"));
}

#[test]
fn charts_of_signals_and_the_inventory_are_in_both_documents() {
    let sample = Sample::new(1, Tier::One);
    let report = sample.report();
    for kind in [ReportKind::Team, ReportKind::Auditor] {
        let page = html::workload(&report, kind, Locale::En).unwrap();
        let text = shown(&page);
        for expected in [
            "S02.coverage · share (traces) · by the day",
            "C04.gpu_util · gpu.utilisation · by the hour",
            "supports 70%",
            "Inventory",
            "qwen3-32b",
        ] {
            assert!(text.contains(expected), "{}: {expected}", kind.as_str());
        }
    }
}

/// Where the plans lead is drawn, unless only some workloads are in it.
#[test]
fn an_executive_sees_where_the_plans_lead() {
    let caption = "Index (claimed) if the plan is followed";
    let mut report = group(GroupKind::Organisation, 2, 3);
    let page = html::group(&report, ReportKind::Executive, Locale::En).unwrap();
    let text = shown(&page);
    assert!(
        text.contains(caption) && text.contains("180 days"),
        "{text}"
    );
    assert!(text.contains("from 40.1 to 63.5 in half a year"), "{text}");
    report.projected.clear();
    let page = html::group(&report, ReportKind::Executive, Locale::En).unwrap();
    let text = shown(&page);
    assert!(
        !text.contains(caption) && !text.contains("half a year"),
        "{text}"
    );
}

/// What all workloads come to may be given instead of their rows: the pages say the same.
#[test]
fn an_executive_reads_the_same_of_sums() {
    for kind in [GroupKind::Team, GroupKind::Organisation] {
        for whole in [group(kind, 2, 12), two_versions(kind)] {
            let mut few = whole.clone();
            few.totals = Some(whole.totals().into_owned());
            few.rows.retain(|row| row.result.is_some());
            few.rows.sort_by_cached_key(|row| {
                let result = row.result.as_ref().unwrap();
                let index = result.headline.assured.index.clone();
                (
                    whole.unlike(&row.framework_version),
                    index,
                    row.name.clone(),
                )
            });
            few.rows
                .truncate(model::shown(ReportKind::Executive, kind).unwrap());
            for locale in [Locale::Zh, Locale::En] {
                let page = |report| html::group(report, ReportKind::Executive, locale).unwrap();
                assert_eq!(shown(&page(&few)), shown(&page(&whole)));
            }
        }
    }
}
