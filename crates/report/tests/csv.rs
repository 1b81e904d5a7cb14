//! CSV: one row for each thing, every row as wide as its header, nothing that a spreadsheet would run.

#![cfg(test)]

mod support;

use domain::{Locale, Tier, views::words::kind_of};
use report::{
    csv::{self as tables, Part},
    model::{GroupKind, GroupReport},
};
use support::{HOSTILE, OLDER, Sample, findings, group, two_versions};

fn read(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes)
        .expect("UTF-8")
        .strip_prefix('\u{feff}')
        .expect("a byte-order mark");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    reader
        .records()
        .map(|r| {
            r.expect("rows of one width")
                .iter()
                .map(String::from)
                .collect()
        })
        .collect()
}

/// The workloads of a group as they leave: whole, and the same in parts.
fn whole(report: &GroupReport<'_>) -> Vec<u8> {
    let part =
        |rows: &[_], part| tables::workloads(rows, report.framework, (part, Locale::En)).unwrap();
    let whole = part(&report.rows, Part::First);
    let mut parts = part(&report.rows[..1], Part::First);
    for some in report.rows[1..].chunks(2) {
        parts.extend(part(some, Part::Next));
    }
    assert!(parts == whole);
    whole
}

fn column(rows: &[Vec<String>], header: &str) -> usize {
    rows[0]
        .iter()
        .position(|h| h == header)
        .unwrap_or_else(|| panic!("{header}"))
}

#[test]
fn findings_of_an_unnamed_tool_name_the_kind_of_file() {
    let rows = findings(3).rows;
    let rows = read(&tables::findings(&rows, (Part::First, Locale::Zh)).unwrap());
    let tool = column(&rows, "工具");
    assert_eq!(rows[1][tool], kind_of(Locale::Zh, "trivy"));
    assert_eq!(rows[2][tool], "semgrep");
}

#[test]
fn answers_have_a_row_for_each_criterion_in_scope() {
    let sample = Sample::new(1, Tier::One);
    for (locale, statement) in [(Locale::Zh, "准则内容"), (Locale::En, "Statement")] {
        let rows = read(&tables::answers(&sample.report(), locale).unwrap());
        let in_scope = usize::try_from(sample.evaluation.coverage.total.in_scope).unwrap();
        assert!(in_scope > 300);
        assert_eq!(rows.len(), in_scope + 1);
        let at = column(&rows, statement);
        assert!(rows[1..].iter().all(|r| !r[at].is_empty()));
    }
}

#[test]
fn verdicts_stand_beside_the_answers_that_they_dispute() {
    let sample = Sample::new(1, Tier::One);
    for (locale, header, disputed, text) in [
        (
            Locale::Zh,
            "规则结论",
            "与规则冲突",
            "S05.vuln：相悖（与回答冲突）",
        ),
        (
            Locale::En,
            "Verdicts of rules",
            "Conflict with a rule",
            "S05.vuln: Contradicts (Conflict)",
        ),
    ] {
        let rows = read(&tables::answers(&sample.report(), locale).unwrap());
        let (verdict, conflict) = (column(&rows, header), column(&rows, disputed));
        let yes = if locale == Locale::Zh { "是" } else { "Yes" };
        let disputed = rows[1..].iter().filter(|row| row[conflict] == yes);
        let verdicts: Vec<_> = disputed.map(|row| row[verdict].as_str()).collect();
        assert!(
            !verdicts.is_empty() && verdicts.iter().all(|v| *v == text),
            "{verdicts:?}"
        );
    }
}

#[test]
fn verdicts_have_their_figures_as_numbers() {
    let sample = Sample::new(1, Tier::One);
    let report = sample.report();
    let rows = read(&tables::verdicts(&report, Locale::En).unwrap());
    assert_eq!(rows.len(), report.verdicts.len() + 1);
    let gpu: Vec<_> = rows.iter().filter(|row| row[0] == "C04.gpu_util").collect();
    let [gpu] = gpu.as_slice() else {
        panic!("{rows:?}")
    };
    for (header, value) in [
        ("Criterion", "C04.2a"),
        ("Outcome", "supports"),
        ("Figure", "busy_mean"),
        ("Value", "0.742"),
        ("Unit", "ratio"),
        ("Threshold", "0.7"),
        ("Window (days)", "7"),
        ("Valid until", "2026-12-06"),
        ("And the answer", "agreement"),
    ] {
        assert_eq!(gpu[column(&rows, header)], value, "{header}");
    }
}

#[test]
fn the_inventory_has_a_row_for_each_component() {
    let sample = Sample::new(1, Tier::One);
    let report = sample.report();
    let rows = read(&tables::inventory(&report.inventory, (Part::First, Locale::Zh)).unwrap());
    assert_eq!(rows.len(), report.inventory.len() + 1);
    let (kind, name, from) = (
        column(&rows, "类别"),
        column(&rows, "名称"),
        column(&rows, "来自"),
    );
    assert_eq!((&*rows[1][kind], &*rows[1][name]), ("模型", "qwen3-32b"));
    assert_eq!((&*rows[1][from], &*rows[2][from]), ("遥测", "CycloneDX"));
    assert_eq!(rows[3][name], "'=1+1");
}

#[test]
fn no_cell_starts_a_formula() {
    let sample = Sample::new(1, Tier::One);
    let mut report = sample.report();
    report.answers[0].answered_by = "=cmd|' /C calc'!A0".into();
    report.answers[1].answered_by = "@SUM(1)".into();
    report
        .notes
        .values_mut()
        .for_each(|n| *n = format!("-1+{HOSTILE}"));
    for table in [
        tables::answers(&report, Locale::En).unwrap(),
        tables::risks(&report, Locale::En).unwrap(),
        tables::plan(&report, Locale::Zh).unwrap(),
    ] {
        for cell in read(&table).iter().flatten() {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{cell:?}"
            );
        }
    }
    let rows = read(&tables::answers(&report, Locale::En).unwrap());
    assert!(rows.iter().flatten().any(|c| c == "'=cmd|' /C calc'!A0"));
    let note = column(&rows, "Note on the check");
    assert!(rows.iter().any(|r| r[note] == format!("'-1+{HOSTILE}")));
}

#[test]
fn risks_and_plan_have_a_row_each() {
    let sample = Sample::new(1, Tier::Two);
    let report = sample.report();
    assert_eq!(
        read(&tables::risks(&report, Locale::Zh).unwrap()).len(),
        sample.evaluation.risks.len() + 1
    );
    let plan = read(&tables::plan(&report, Locale::En).unwrap());
    assert_eq!(plan.len(), sample.evaluation.plan.len() + 1);
    assert_eq!(
        plan[1][column(&plan, "Index gain")],
        sample.evaluation.plan[0].index_gain.decimal(6)
    );
}

#[test]
fn a_group_leaves_cells_empty_where_nothing_is_assessed() {
    let report = group(GroupKind::Organisation, 3, 5);
    let rows = read(&whole(&report));
    assert_eq!(rows.len(), 16);
    let (assessed, index) = (column(&rows, "Assessed"), column(&rows, "Index (assured)"));
    for row in &rows[1..] {
        assert_eq!(row[assessed] == "No", row[index].is_empty());
    }
    assert_eq!(
        rows[0].last().map(String::as_str),
        Some("Sustainability (claimed)")
    );
}

#[test]
fn a_group_names_the_framework_version_of_each_row() {
    let report = two_versions(GroupKind::Organisation);
    let rows = read(&whole(&report));
    let (assessed, version) = (
        column(&rows, "Assessed"),
        column(&rows, "Framework version"),
    );
    let older = rows[1..].iter().filter(|row| row[version] == OLDER).count();
    assert_eq!(older, 3);
    for row in &rows[1..] {
        assert_eq!(row[assessed] == "No", row[version].is_empty());
    }
}
