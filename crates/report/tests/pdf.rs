//! PDF documents: their texts, their bytes, their pages.

#![cfg(test)]

mod support;

use std::{fs, path::PathBuf, process::Command, sync::LazyLock, time::Instant};

use domain::{Inputs, Locale, Tier, evaluate};
use report::{FontError, Fonts, WorkloadReport, model::GroupKind, pdf};
use support::{HOSTILE, Sample, group};

static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    Fonts::load(&pdf::DEFAULT_FOLDERS.map(PathBuf::from)).expect("Noto Sans CJK SC is installed")
});

/// The text of a PDF by pages, with single spaces; `None` where poppler is not installed.
fn text(bytes: &[u8]) -> Option<Vec<String>> {
    let name = format!(
        "report-{}-{:?}.pdf",
        std::process::id(),
        std::thread::current().id()
    );
    let path = std::env::temp_dir().join(name);
    fs::write(&path, bytes).expect("a temporary file");
    let output = Command::new("pdftotext")
        .arg("-raw")
        .arg(&path)
        .arg("-")
        .output()
        .ok();
    fs::remove_file(&path).expect("the temporary file");
    let text = String::from_utf8(output?.stdout).expect("UTF-8");
    let tidy = |page: &str| {
        page.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace('\u{200b}', "")
    };
    Some(
        text.trim_end_matches('\u{c}')
            .split('\u{c}')
            .map(tidy)
            .collect(),
    )
}

fn workload(report: &WorkloadReport<'_>, locale: Locale) -> Vec<u8> {
    let made = pdf::workload(&FONTS, report, locale).expect("a document");
    assert_eq!(made.warnings, Vec::<String>::new());
    made.bytes
}

fn holds(pages: &[String], expected: &str) {
    // Line breaks fall anywhere in Chinese text.
    let squeezed = |s: &str| s.replace(' ', "");
    let wanted = squeezed(expected);
    assert!(
        pages.iter().any(|p| squeezed(p).contains(&wanted)),
        "{expected}"
    );
}

#[test]
fn a_workload_in_both_languages() {
    let sample = Sample::new(1, Tier::One);
    let report = sample.report();
    let expected = [
        (
            Locale::Zh,
            [
                "生成式AI架构评估报告",
                "双向内容安全网关",
                "整改计划",
                "已证实",
                "方法与出处",
                "未回答",
            ],
        ),
        (
            Locale::En,
            [
                "Generative AI architecture assessment",
                "Two-way content-safety gateway",
                "Remediation plan",
                "Assured",
                "Method and origin",
                "Unanswered",
            ],
        ),
    ];
    for (locale, words) in expected {
        let bytes = workload(&report, locale);
        assert!(bytes.starts_with(b"%PDF-1."));
        let Some(pages) = text(&bytes) else { continue };
        assert!((20..60).contains(&pages.len()), "{} pages", pages.len());
        for word in words {
            holds(&pages, word);
        }
        for page in &pages {
            assert!(
                page.contains(&report.input_hash) && page.contains("genai-wa 1.0.0"),
                "every page has its origin"
            );
        }
        let (assured, claimed) = (
            &sample.evaluation.scores.assured.index,
            &sample.evaluation.scores.claimed.index,
        );
        for index in [assured, claimed] {
            holds(&pages[..1], &index.as_ref().unwrap().decimal(1));
        }
        for (_, criterion) in sample
            .rubric
            .checks()
            .flat_map(|(_, c)| c.criteria.iter().map(move |k| (c, k)))
            .take(40)
        {
            let (_, k) = sample.framework.criterion(&criterion.id).unwrap();
            let all = pages.concat().replace(' ', "");
            assert!(
                all.contains(&k.statement.get(locale).replace(' ', "")),
                "{}",
                criterion.id
            );
        }
    }
}

#[test]
fn texts_of_users_are_never_markup() {
    let sample = Sample::new(1, Tier::One);
    let mut report = sample.report();
    report.workload.name = HOSTILE.into();
    report.workload.description =
        "#sys.inputs `raw` = heading\n- item @ref <label> $ \\ // /* ".into();
    report.workload.team = "#panic(\"x\")".into();
    let bytes = workload(&report, Locale::En);
    let Some(pages) = text(&bytes) else { return };
    holds(&pages[..1], HOSTILE);
    holds(
        &pages[..1],
        "#sys.inputs `raw` = heading - item @ref <label> $ \\ // /*",
    );
    holds(&pages[..1], "#panic(\"x\")");
    holds(&pages, &format!("网关由平台团队维护；{HOSTILE} 第二行"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let sample = Sample::new(4, Tier::Two);
    let first = workload(&sample.report(), Locale::Zh);
    workload(&Sample::new(5, Tier::Two).report(), Locale::Zh);
    assert!(first == workload(&sample.report(), Locale::Zh));
    let mut later = sample.report();
    later.generated_at += time::Duration::hours(1);
    assert!(first != workload(&later, Locale::Zh));
}

#[test]
fn a_workload_nobody_has_answered_for() {
    let sample = Sample::new(0, Tier::Three);
    let inputs = Inputs::new([].into(), Tier::Three);
    let evaluation = evaluate(&sample.rubric, &inputs);
    let mut report = sample.report();
    (report.inputs, report.evaluation) = (&inputs, &evaluation);
    report.answers.clear();
    report.evidence.clear();
    report.plan.clear();
    report.workload.description.clear();
    report.workload.profile.clear();
    report.assessment.milestone = None;
    for locale in Locale::ALL {
        let Some(pages) = text(&workload(&report, locale)) else {
            continue;
        };
        assert!(
            !pages.iter().any(|p| p.contains("SHA-256")),
            "an empty table of evidence"
        );
        holds(
            &pages,
            if locale == Locale::Zh {
                "尚未回答"
            } else {
                "Not answered yet"
            },
        );
    }
}

/// A report with texts as long as the console takes.
fn long_texts(sample: &Sample) -> WorkloadReport<'_> {
    let mut report = sample.report();
    for answer in &mut report.answers {
        answer.reason_text = answer
            .reason_text
            .take()
            .map(|_| "理由很长。A long reason; ".repeat(160));
    }
    for note in report.notes.values_mut() {
        *note = "备注很长。".repeat(900);
    }
    report.workload.name = "W".repeat(120);
    report.workload.description = "一个很长的说明。".repeat(60);
    report
}

#[test]
fn long_texts_stay_on_the_paper() {
    let sample = Sample::new(2, Tier::One);
    let Some(pages) = text(&workload(&long_texts(&sample), Locale::Zh)) else {
        return;
    };
    // The cover has the name in full, running heads its beginning.
    holds(&pages[..1], &"W".repeat(120));
    for page in &pages[1..] {
        assert!(
            page.replace(' ', "").contains(&"W".repeat(63)),
            "{page:.80}"
        );
    }
    holds(&pages[..1], "优化级");
    let notes: usize = pages
        .iter()
        .map(|p| p.replace(' ', "").matches("备注").count())
        .sum();
    assert!(notes >= 3 * 900, "notes in full");
}

#[test]
fn teams_and_the_organisation() {
    for (kind, zh, en) in [
        (
            GroupKind::Organisation,
            "组织生成式AI架构报告",
            "organisation report",
        ),
        (GroupKind::Team, "团队生成式AI架构报告", "team report"),
    ] {
        let report = group(kind, if kind == GroupKind::Team { 1 } else { 12 }, 8);
        for (locale, title) in [(Locale::Zh, zh), (Locale::En, en)] {
            let made = pdf::group(&FONTS, &report, locale).expect("a document");
            assert_eq!(made.warnings, Vec::<String>::new());
            let Some(pages) = text(&made.bytes) else {
                continue;
            };
            holds(&pages, title);
            for row in &report.rows {
                holds(&pages, &row.name);
            }
        }
    }
}

#[test]
fn a_group_without_an_assessment() {
    let mut report = group(GroupKind::Organisation, 1, 3);
    for row in &mut report.rows {
        row.result = None;
    }
    report.means = domain::Triple::default();
    report
        .teams
        .iter_mut()
        .for_each(|t| (t.assessed, t.means) = (0, domain::Triple::default()));
    report.top_risks.clear();
    report.plan = report::model::PlanProgress::default();
    for locale in Locale::ALL {
        let made = pdf::group(&FONTS, &report, locale).expect("a document");
        assert_eq!(made.warnings, Vec::<String>::new());
        let Some(pages) = text(&made.bytes) else {
            continue;
        };
        holds(
            &pages,
            if locale == Locale::Zh {
                "未评估"
            } else {
                "Not assessed"
            },
        );
    }
}

#[test]
fn a_missing_family_is_named() {
    let nowhere = [PathBuf::from("/nowhere")];
    let error = Fonts::load(&nowhere).err().expect("no fonts there");
    assert!(matches!(error, FontError::Missing { .. }));
    let message = error.to_string();
    assert!(
        message.contains("Noto Sans CJK SC") && message.contains("/nowhere"),
        "{message}"
    );
}

/// `REPORT_SAMPLES=out cargo test -p report --release --test pdf -- --ignored --nocapture` writes samples and measures.
#[test]
#[ignore = "writes files and measures time"]
fn samples() {
    let folder =
        PathBuf::from(std::env::var("REPORT_SAMPLES").expect("REPORT_SAMPLES names a folder"));
    fs::create_dir_all(&folder).expect("the folder");
    let sample = Sample::new(1, Tier::One);
    let long = workload(&long_texts(&sample), Locale::Zh);
    fs::write(folder.join("long-zh-CN.pdf"), long).expect("a file");
    let groups = [
        ("organisation", group(GroupKind::Organisation, 12, 5)),
        ("team", group(GroupKind::Team, 1, 9)),
    ];
    for locale in Locale::ALL {
        let tag = locale.tag();
        fs::write(
            folder.join(format!("workload-{tag}.pdf")),
            workload(&sample.report(), locale),
        )
        .expect("a file");
        for (name, report) in &groups {
            let made = pdf::group(&FONTS, report, locale).expect("a document");
            fs::write(folder.join(format!("{name}-{tag}.pdf")), made.bytes).expect("a file");
        }
        let mut times: Vec<_> = (2..14)
            .map(|seed| {
                let other = Sample::new(seed, Tier::One);
                let started = Instant::now();
                workload(&other.report(), locale);
                started.elapsed()
            })
            .collect();
        times.sort();
        println!(
            "{tag}: p50 {:?}, slowest {:?}",
            times[times.len() / 2],
            times[times.len() - 1]
        );
    }
}
