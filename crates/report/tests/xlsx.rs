//! Workbooks: sheets, typed cells, and nothing that runs.

#![cfg(test)]

mod support;

use std::{collections::BTreeMap, io::Read};

use domain::{Locale, Tier};
use report::{
    model::{GroupKind, SeriesLine},
    xlsx,
};
use support::{OLDER, Sample, group, two_versions};
use time::macros::datetime;

/// A series whose name a spreadsheet could run.
fn series() -> Vec<SeriesLine> {
    vec![SeriesLine {
        signal: Some("gpu.utilisation".into()),
        name: "=cmd|' /C calc'!A0".into(),
        kind: "gauge".into(),
        unit: "1".into(),
        labels: [("pod".to_owned(), "serving-0".to_owned())].into(),
        first_at: datetime!(2026-10-01 00:00:00 UTC),
        last_at: Some(datetime!(2026-11-22 05:58:00 UTC)),
        last: Some(0.82),
        points: 150,
        rules: vec!["C04.gpu_util".parse().unwrap()],
    }]
}

/// The parts of a workbook by name.
fn parts(book: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut parts = BTreeMap::new();
    for n in 0..archive.len() {
        let mut file = archive.by_index(n).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        let name = file.name().unwrap().into_owned();
        parts.insert(name, text);
    }
    parts
}

fn sheets(parts: &BTreeMap<String, String>) -> Vec<&String> {
    let all = parts.iter();
    all.filter(|(name, _)| name.starts_with("xl/worksheets/sheet"))
        .map(|(_, text)| text)
        .collect()
}

fn workload(locale: Locale) -> BTreeMap<String, String> {
    let sample = Sample::new(1, Tier::One);
    let mut report = sample.report();
    report.workload.name = "=cmd|' /C calc'!A0".into();
    for note in report.notes.values_mut() {
        *note = "+1".into();
    }
    parts(&xlsx::workload(&report, &series(), locale).unwrap())
}

#[test]
fn each_table_is_a_sheet_with_header_and_filter() {
    for (locale, names) in [
        (
            Locale::Zh,
            [
                "概览",
                "回答",
                "风险",
                "计划",
                "发现",
                "证据",
                "第二人确认",
                "规则结论",
                "组件清单",
                "遥测序列",
                "里程碑",
                "审核",
                "变更日志",
                "导入前的历史",
            ],
        ),
        (
            Locale::En,
            [
                "About",
                "Answers",
                "Risks",
                "Plan",
                "Findings",
                "Evidence",
                "Attestations",
                "Verdicts",
                "Inventory",
                "Telemetry",
                "Milestones",
                "Reviews",
                "Change log",
                "Before the import",
            ],
        ),
    ] {
        let parts = workload(locale);
        let book = &parts["xl/workbook.xml"];
        for name in names {
            assert!(book.contains(&format!("name=\"{name}\"")), "{name}");
        }
        let sheets = sheets(&parts);
        assert_eq!(sheets.len(), names.len());
        for sheet in sheets {
            assert!(
                sheet.contains("state=\"frozen\"") && sheet.contains("<autoFilter"),
                "{sheet:.400}"
            );
        }
    }
}

#[test]
fn no_cell_is_a_formula() {
    let mut books = vec![workload(Locale::Zh)];
    for kind in [GroupKind::Team, GroupKind::Organisation] {
        let mut report = group(kind, 2, 4);
        for row in &mut report.rows {
            row.name.insert(0, '=');
        }
        report.name = "@SUM(A1)".into();
        books.push(parts(
            &xlsx::group(&report, &report.rows, Locale::En).unwrap(),
        ));
    }
    for parts in books {
        for sheet in sheets(&parts) {
            assert!(!sheet.contains("<f>") && !sheet.contains("<f "));
        }
        // Texts that begin like a formula stay texts when somebody edits the cell.
        assert!(parts["xl/styles.xml"].contains("quotePrefix=\"1\""));
    }
    let strings = &workload(Locale::Zh)["xl/sharedStrings.xml"];
    assert!(strings.contains("=cmd|"), "the text itself is kept");
}

#[test]
fn numbers_and_days_are_numbers() {
    let parts = workload(Locale::En);
    let answers = &parts["xl/worksheets/sheet2.xml"];
    let cells = |kind: &str| answers.matches(kind).count();
    assert!(cells(" t=\"s\"") > 1000, "texts");
    let typed = answers.matches("<c ").count() - cells(" t=\"s\"");
    assert!(typed > 1000, "{typed} numbers and dates");
    assert!(parts["xl/styles.xml"].contains("yyyy-mm-dd"));
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let sample = Sample::new(2, Tier::Two);
    let book = || xlsx::workload(&sample.report(), &series(), Locale::Zh).unwrap();
    assert!(book() == book());
    let report = group(GroupKind::Organisation, 3, 5);
    assert!(
        xlsx::group(&report, &report.rows, Locale::Zh).unwrap()
            == xlsx::group(&report, &report.rows, Locale::Zh).unwrap()
    );
}

#[test]
fn framework_versions_stand_in_the_workbook() {
    let report = two_versions(GroupKind::Organisation);
    let parts = parts(&xlsx::group(&report, &report.rows, Locale::En).unwrap());
    let strings = &parts["xl/sharedStrings.xml"];
    let line = format!("1.2.0 (workloads: 6, in the means), {OLDER} (3, apart)");
    for expected in ["Framework versions", "Framework version", line.as_str()] {
        assert!(strings.contains(expected), "{expected}");
    }
}
