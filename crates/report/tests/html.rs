//! Snapshots: whole, harmless, and with the same numbers as the PDF.

#![cfg(test)]

mod support;

use domain::{Locale, Tier, views::reports::ReportKind};
use report::{html, model::GroupKind};
use support::{HOSTILE, Sample, group};

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
        }
    }
}
