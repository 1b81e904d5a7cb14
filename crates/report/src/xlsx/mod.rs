//! Workbooks: a sheet for each table, with typed cells, a frozen header and filters.
//!
//! Texts are written as texts, whatever they begin with, and stay texts when somebody edits the cell.

mod sheet;

use std::borrow::Borrow;

use domain::Locale;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use time::{OffsetDateTime, UtcOffset};

use crate::{
    model::{GroupKind, GroupReport, GroupRow, SeriesLine, WorkloadReport},
    table::{self, Cell, Column, Rows},
    view::{origin, versions},
    words::Worded,
};
use sheet::Formats;

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
#[error("writing the workbook failed")]
pub struct WorkbookError(#[from] XlsxError);

/// A workbook on one workload, with the series of its telemetry.
///
/// # Errors
/// See [`WorkbookError`].
pub fn workload(
    report: &WorkloadReport<'_>,
    series: &[SeriesLine],
    locale: Locale,
) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::new(&report.workload.name, report.generated_at, locale)?;
    let facts = origin::facts(report.framework, &report.input_hash, &report.origin, locale);
    let mut about: Rows = vec![
        pair(&book, ("工作负载", "Workload"), &report.workload.name),
        pair(&book, ("编号", "Id"), &report.workload.id.to_string()),
        pair(&book, ("团队", "Team"), &report.workload.team),
        pair(
            &book,
            ("评估状态", "State of the assessment"),
            report.assessment.state.word(locale),
        ),
    ];
    about.extend(
        facts
            .into_iter()
            .map(|(name, value)| vec![name.into(), value.into()]),
    );
    let older = report.history.older();
    if older > 0 {
        let name = book.pick(("未列出的更早变更", "Older changes, not listed"));
        about.push(vec![name.into(), older.into()]);
    }
    let older = report.history.imported_older;
    if older > 0 {
        let name = book.pick((
            "未列出的更早历史（导入前）",
            "Older entries from before the import, not listed",
        ));
        about.push(vec![name.into(), older.into()]);
    }
    book.sheet(("概览", "About"), ABOUT, about)?;
    let answers = table::answers::rows(report, locale);
    book.sheet(("回答", "Answers"), table::answers::COLUMNS, answers)?;
    let risks = table::risks::rows(report, locale);
    book.sheet(("风险", "Risks"), table::risks::COLUMNS, risks)?;
    let plan = table::plan::rows(report, locale);
    book.sheet(("计划", "Plan"), table::plan::COLUMNS, plan)?;
    let findings = report.findings.rows.iter();
    let findings = findings.map(|row| table::findings::row(row, locale));
    book.sheet(("发现", "Findings"), table::findings::COLUMNS, findings)?;
    let evidence = table::evidence::rows(report, locale);
    book.sheet(("证据", "Evidence"), table::evidence::COLUMNS, evidence)?;
    let attestations = table::attestations::rows(report);
    book.sheet(
        ("第二人确认", "Attestations"),
        table::attestations::COLUMNS,
        attestations,
    )?;
    let verdicts = table::verdicts::rows(report, locale);
    book.sheet(("规则结论", "Verdicts"), table::verdicts::COLUMNS, verdicts)?;
    let inventory = report.inventory.iter();
    let inventory = inventory.map(|row| table::inventory::row(row, locale));
    book.sheet(
        ("组件清单", "Inventory"),
        table::inventory::COLUMNS,
        inventory,
    )?;
    let series = series.iter().map(|row| table::signals::row(row, locale));
    book.sheet(("遥测序列", "Telemetry"), table::signals::COLUMNS, series)?;
    history(&mut book, report)?;
    book.finish()
}

/// Milestones, reviews, the change log, and what was done before an import where there was one.
fn history(book: &mut Book, report: &WorkloadReport<'_>) -> Result<(), WorkbookError> {
    let locale = book.locale;
    let milestones = table::history::milestones(report);
    book.sheet(
        ("里程碑", "Milestones"),
        table::history::MILESTONES,
        milestones,
    )?;
    let reviews = table::history::reviews(report, locale);
    book.sheet(("审核", "Reviews"), table::history::REVIEWS, reviews)?;
    let log = table::history::log(report, locale);
    book.sheet(("变更日志", "Change log"), table::history::LOG, log)?;
    let imported = table::history::imported(report, locale);
    if imported.is_empty() {
        return Ok(());
    }
    book.sheet(
        ("导入前的历史", "Before the import"),
        table::history::IMPORTED,
        imported,
    )
}

/// A workbook on a team, the organisation or chosen workloads of the two; its workloads one by one, as they come.
///
/// # Errors
/// See [`WorkbookError`].
pub fn group(
    report: &GroupReport<'_>,
    workloads: impl IntoIterator<Item: Borrow<GroupRow>>,
    locale: Locale,
) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::new(&report.name, report.generated_at, locale)?;
    let kind = match report.kind {
        GroupKind::Team => ("团队", "Team"),
        GroupKind::Organisation => ("组织", "Organisation"),
    };
    let mut about: Rows = vec![pair(&book, kind, &report.name)];
    about.push(vec![
        book.pick(("工作负载", "Workloads")).into(),
        report.totals().workloads.into(),
    ]);
    let line = versions::line(report, locale);
    about.push(pair(&book, ("框架版本", "Framework versions"), &line));
    let facts = origin::facts(report.framework, &report.input_hash, &report.origin, locale);
    about.extend(
        facts
            .into_iter()
            .map(|(name, value)| vec![name.into(), value.into()]),
    );
    book.sheet(("概览", "About"), ABOUT, about)?;
    let columns = table::group::columns(report.framework);
    let mut heat = match report.kind {
        GroupKind::Organisation => table::heat::teams(report),
        GroupKind::Team => Vec::new(),
    };
    let rows = workloads.into_iter().map(|row| {
        let row: &GroupRow = row.borrow();
        if report.kind == GroupKind::Team {
            heat.extend(table::heat::workload(row, report.framework));
        }
        table::group::row(row, report.framework, locale)
    });
    book.sheet(("工作负载", "Workloads"), &borrowed(&columns), rows)?;
    let columns = table::heat::columns(report);
    book.sheet(("热力图", "Heat"), &borrowed(&columns), heat)?;
    let risks = table::top_risks::rows(report, locale);
    book.sheet(("最高风险", "Risks"), table::top_risks::COLUMNS, risks)?;
    let due = table::due::rows(report, locale);
    book.sheet(("有期限的行动", "Plan"), table::due::COLUMNS, due)?;
    book.finish()
}

const ABOUT: &[Column<'_>] = &[("项目", "What"), ("内容", "Value")];

fn borrowed(columns: &[(String, String)]) -> Vec<Column<'_>> {
    let each = columns.iter();
    each.map(|(zh, en)| (zh.as_str(), en.as_str())).collect()
}

fn pair(book: &Book, name: (&'static str, &'static str), value: &str) -> Vec<Cell> {
    vec![book.pick(name).into(), value.into()]
}

/// A workbook as it grows.
struct Book {
    workbook: Workbook,
    formats: Formats,
    locale: Locale,
}

impl Book {
    fn new(title: &str, at: OffsetDateTime, locale: Locale) -> Result<Self, WorkbookError> {
        let mut workbook = Workbook::new();
        // The only time in it is the report's own: the same report gives the same bytes.
        let properties = DocProperties::new()
            .set_title(title)
            .set_author(origin::SOFTWARE)
            .set_creation_datetime(&instant(at)?);
        workbook.set_properties(&properties);
        Ok(Self {
            workbook,
            formats: Formats::new(),
            locale,
        })
    }

    const fn pick(&self, (zh, en): (&'static str, &'static str)) -> &'static str {
        match self.locale {
            Locale::Zh => zh,
            Locale::En => en,
        }
    }

    fn sheet(
        &mut self,
        name: (&'static str, &'static str),
        columns: &[Column<'_>],
        rows: impl IntoIterator<Item = Vec<Cell>>,
    ) -> Result<(), WorkbookError> {
        let name = self.pick(name);
        let heads = columns.iter().map(|(zh, en)| match self.locale {
            Locale::Zh => *zh,
            Locale::En => *en,
        });
        let heads: Vec<_> = heads.collect();
        sheet::fill(
            self.workbook.add_worksheet(),
            &self.formats,
            (name, &heads),
            rows.into_iter(),
        )?;
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<u8>, WorkbookError> {
        Ok(self.workbook.save_to_buffer()?)
    }
}

/// An instant as spreadsheets have it: they know no zones, so it is UTC.
fn instant(at: OffsetDateTime) -> Result<ExcelDateTime, XlsxError> {
    let utc = at.to_offset(UtcOffset::UTC);
    let (hour, minute, second) = utc.time().as_hms();
    day(utc.date())?.and_hms(hour.into(), minute, second)
}

fn day(date: time::Date) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(date.year()).unwrap_or(9999);
    ExcelDateTime::from_ymd(year, date.month().into(), date.day())
}
