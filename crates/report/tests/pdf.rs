//! PDF documents: their texts, their bytes, their pages.

#![cfg(test)]

mod large_map;
mod support;

use std::{fs, path::PathBuf, process::Command, sync::LazyLock};

use domain::{Inputs, Locale, Provenance, Tier, evaluate, views::reports::ReportKind};
use report::{FontError, Fonts, WorkloadReport, model::GroupKind, pdf};
use support::{HOSTILE, Sample, findings, group, two_versions};

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
    of_kind(report, ReportKind::Team, locale)
}

fn of_kind(report: &WorkloadReport<'_>, kind: ReportKind, locale: Locale) -> Vec<u8> {
    let made = pdf::workload(&FONTS, report, kind, locale).expect("a document");
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
                page.contains(&report.input_hash) && page.contains("genai-wa 1.2.0"),
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
fn what_tools_and_telemetry_say_is_in_it() {
    let sample = Sample::new(1, Tier::One);
    let report = sample.report();
    for (locale, expected) in [
        (
            Locale::Zh,
            [
                "其他工具报告过82项，其中58项未关闭",
                "另有46项未关闭的发现未列出",
                "未关闭的发现 3（最多 0）",
                "忙时均值 74.2%（界限 70%）",
                "均值 0.74",
                "增量 1,823万 {token}",
                "共收到412条时间序列",
                "架构师A：与看板一致",
            ],
        ),
        (
            Locale::En,
            [
                "82 findings, of which 58 are open",
                "More open findings: 46",
                "open findings 3 (at most 0)",
                "mean over busy hours 74.2% (threshold 70%)",
                "Mean 0.74",
                "Increase 18.2 M {token}",
                "Series that came in: 412",
                "2026-11-08 – 2026-11-22",
            ],
        ),
    ] {
        let Some(pages) = text(&workload(&report, locale)) else {
            continue;
        };
        for words in expected {
            holds(&pages, words);
        }
        // The end of the change log and the framework's hash.
        for digit in ["a", "b", "f"] {
            holds(&pages, &format!("sha256:{}", digit.repeat(64)));
        }
    }
}

#[test]
fn a_group_says_where_it_comes_from() {
    let report = group(GroupKind::Team, 1, 3);
    let made = pdf::group(&FONTS, &report, ReportKind::Team, Locale::Zh).expect("a document");
    let Some(pages) = text(&made.bytes) else {
        return;
    };
    for digit in ["a", "b", "f"] {
        holds(&pages, &format!("sha256:{}", digit.repeat(64)));
    }
}

#[test]
fn nothing_is_left_out_silently() {
    let sample = Sample::new(1, Tier::One);
    let mut report = sample.report();
    report.findings = findings(58);
    let Some(pages) = text(&workload(&report, Locale::En)) else {
        return;
    };
    assert!(
        !pages.concat().contains("More open findings"),
        "all are shown"
    );
}

/// Whatever it holds, an executive's document has two pages.
#[test]
fn an_executive_reads_two_pages() {
    let sample = Sample::new(1, Tier::One);
    let untouched = Inputs::new([].into(), Tier::Three);
    let nothing = evaluate(&sample.rubric, &untouched);
    let mut empty = sample.report();
    (empty.inputs, empty.evaluation) = (&untouched, &nothing);
    empty.answers.clear();
    empty.plan.clear();
    empty.treatments.clear();
    let mut crowded = long_texts(&sample);
    crowded.workload.name = "很长的名字 a very long name ".repeat(6);
    for treatment in crowded.treatments.values_mut() {
        treatment.note = "说明很长 ".repeat(80);
        treatment.owner = Some("一位名字很长的负责人 ".repeat(8));
    }
    for overlay in crowded.plan.values_mut() {
        overlay.owner = Some("一位名字很长的负责人 ".repeat(8));
    }
    // Typesetting without optimisation is slow: each case once, the languages in turn.
    let cases = [
        (&sample.report(), Locale::Zh),
        (&empty, Locale::En),
        (&crowded, Locale::Zh),
        (&crowded, Locale::En),
    ];
    for (report, locale) in cases {
        let bytes = of_kind(report, ReportKind::Executive, locale);
        let Some(pages) = text(&bytes) else { continue };
        assert_eq!(pages.len(), 2, "{pages:?}");
        holds(&pages[1..], &format!("sha256:{}", "a".repeat(64)));
        holds(&pages, &report.input_hash);
    }
    let groups = [
        (GroupKind::Team, (1, 1), Locale::Zh),
        (GroupKind::Team, (1, 40), Locale::En),
        (GroupKind::Organisation, (30, 20), Locale::Zh),
    ];
    for (kind, (teams, each), locale) in groups {
        let mut report = group(kind, teams, each);
        report.name = "集团 Group ".repeat(if each == 1 { 12 } else { 1 });
        let made = pdf::group(&FONTS, &report, ReportKind::Executive, locale);
        let made = made.expect("a document");
        assert_eq!(made.warnings, Vec::<String>::new());
        let Some(pages) = text(&made.bytes) else {
            continue;
        };
        assert_eq!(pages.len(), 2, "{pages:?}");
        holds(&pages[1..], &format!("sha256:{}", "a".repeat(64)));
    }
}

#[test]
fn an_executive_is_told_what_needs_a_decision() {
    let sample = Sample::new(1, Tier::One);
    let Some(pages) = text(&of_kind(
        &sample.report(),
        ReportKind::Executive,
        Locale::Zh,
    )) else {
        return;
    };
    for words in [
        "需要决策的事项",
        "接受风险的申请待批准",
        "K-R1",
        "回答与规则结论冲突",
        "2026-12-15",
    ] {
        holds(&pages[1..], words);
    }
}

#[test]
fn an_auditor_finds_every_hash() {
    let sample = Sample::new(1, Tier::One);
    let mut report = sample.report();
    report.map = Some(large_map::page(12));
    report.answers[0].provenance = Provenance::Inherited;
    report.answers[0].inherited_from = Some("集团平台 Group platform".into());
    let Some(pages) = text(&of_kind(&report, ReportKind::Auditor, Locale::En)) else {
        return;
    };
    let all = pages.concat().replace(' ', "");
    let mut expected: Vec<String> = vec![report.input_hash.clone(), "a".repeat(64), "b".repeat(64)];
    expected.extend([
        "c".repeat(64),
        "f".repeat(64),
        report.assessment.id.to_string(),
    ]);
    expected.extend(report.evidence.iter().map(|e| e.sha256.clone()));
    expected.push(format!("Hexastyle{}", env!("CARGO_PKG_VERSION")));
    expected.push("score_spec1".to_owned());
    let history = &report.history;
    expected.extend(history.milestones.iter().map(|m| m.input_hash.clone()));
    expected.extend(history.log.iter().map(|entry| entry.hash.clone()));
    expected.extend(history.log.iter().map(|entry| entry.subject.clone()));
    let said = [
        "genai-wa 0.9.2",
        "批准人 Approver 1",
        "Asked for a review",
        "Took it back",
        "Sent back",
        "Chief architect",
        "Older entries not listed: 103",
        "Before the import",
        "Imported from",
        "Former architect",
        "Inherited: 集团平台 Group platform",
        "Architecture map",
        "component-11",
    ];
    expected.extend(said.map(|words| words.replace(' ', "")));
    for hash in expected {
        assert!(all.contains(&hash), "{hash}");
    }
    for answer in &report.answers {
        assert!(
            all.contains(&answer.criterion.to_string()),
            "{}",
            answer.criterion
        );
    }
    let group = group(GroupKind::Organisation, 3, 8);
    let made = pdf::group(&FONTS, &group, ReportKind::Auditor, Locale::En).expect("a document");
    assert_eq!(made.warnings, Vec::<String>::new());
    let Some(pages) = text(&made.bytes) else {
        return;
    };
    let all = pages.concat().replace(' ', "");
    for row in &group.rows {
        assert!(all.contains(&row.id.to_string()), "{}", row.name);
        assert!(
            all.contains(&row.log.as_ref().unwrap().hash),
            "{}",
            row.name
        );
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
            let made = pdf::group(&FONTS, &report, ReportKind::Team, locale).expect("a document");
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
        let made = pdf::group(&FONTS, &report, ReportKind::Team, locale).expect("a document");
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

#[test]
fn a_large_map_takes_the_pages_that_it_needs() {
    let sample = Sample::new(1, Tier::One);
    let mut report = sample.report();
    let without = workload(&report, Locale::Zh);
    report.map = Some(large_map::page(150));
    for locale in Locale::ALL {
        let with = workload(&report, locale);
        assert!(with.len() > without.len());
        large_map::look_at(&format!("map-{}.pdf", locale.tag()), &with);
        let Some(pages) = text(&with) else { continue };
        // The table says what the picture says, also who calls whom.
        let (title, layer, lines) = match locale {
            Locale::Zh => ("架构图", "架构层", "连线"),
            Locale::En => ("Architecture map", "Architecture", "Lines to others"),
        };
        holds(&pages, title);
        holds(&pages, layer);
        holds(&pages, lines);
        holds(&pages, "component-149");
    }
}

#[test]
fn framework_versions_are_said() {
    for kind in ReportKind::ALL.iter().copied() {
        for of in [GroupKind::Team, GroupKind::Organisation] {
            let report = two_versions(of);
            let made = pdf::group(&FONTS, &report, kind, Locale::Zh).expect("a document");
            assert_eq!(made.warnings, Vec::<String>::new());
            let Some(pages) = text(&made.bytes) else {
                continue;
            };
            holds(&pages, "工作负载依据不同的框架版本");
            holds(&pages, "genai-wa 1.2.0, 0.9.0");
            let other = report.others[0].means.claimed.index.as_ref().unwrap();
            let places = if kind == ReportKind::Auditor { 6 } else { 1 };
            holds(&pages, &other.decimal(places));
            if kind == ReportKind::Executive {
                assert_eq!(pages.len(), 2);
            }
        }
    }
}
