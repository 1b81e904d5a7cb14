//! Evidence, confirmations, files of tools, verdicts, findings, telemetry and the inventory.

use super::{Pick, Section};
use crate::{
    dates,
    lookup::Lookup,
    view::{findings, inventory, origin::sha256, signals},
    words::Worded,
};

/// Documents and links with their hashes.
pub fn evidence(lookup: &Lookup<'_>) -> Section {
    let (report, locale) = (lookup.report, lookup.locale);
    let pick = Pick(locale);
    let row = |e: &crate::model::EvidenceRow| {
        let criteria: Vec<_> = e.criteria.iter().map(domain::CriterionId::as_str).collect();
        [
            e.title.clone(),
            e.kind.word(locale).to_owned(),
            sha256(&e.sha256),
            dates::iso(e.effective),
            dates::iso(e.valid_until),
            criteria.join(" "),
        ]
    };
    let columns = [
        (pick.of("标题", "Title"), 3),
        (pick.of("类型", "Kind"), -18),
        ("SHA-256", -84),
        (pick.of("生效日", "Effective"), -20),
        (pick.of("有效至", "Valid until"), -20),
        (pick.of("准则", "Criteria"), 2),
    ];
    let rows = report.evidence.iter().map(row);
    Section::table(pick.of("证据", "Evidence"), pick.none(), columns, rows)
}

/// Files of other tools that were read; they are not kept, their hashes are.
pub fn files(lookup: &Lookup<'_>) -> Section {
    let (report, locale) = (lookup.report, lookup.locale);
    let pick = Pick(locale);
    let row = |f: &crate::model::FileRow| {
        [
            domain::views::words::kind_of(locale, &f.kind),
            f.tool.clone(),
            f.file_name.clone(),
            sha256(&f.sha256),
            dates::iso(f.day),
            dates::instant(f.received_at),
            f.sender.clone(),
        ]
    };
    let columns = [
        (pick.of("读作", "Read as"), -28),
        (pick.of("工具", "Tool"), -26),
        (pick.of("文件名", "File name"), 2),
        ("SHA-256", -84),
        (pick.of("日期", "Day"), -20),
        (pick.of("收到", "Received"), -34),
        (pick.of("提交者", "Sender"), 1),
    ];
    let rows = report.files.iter().map(row);
    Section::table(
        pick.of("工具文件", "Files of tools"),
        pick.none(),
        columns,
        rows,
    )
}

/// What second people confirmed.
pub fn attestations(lookup: &Lookup<'_>) -> Section {
    let pick = Pick(lookup.locale);
    let row = |a: &crate::model::AttestationRow| {
        [
            a.criterion.to_string(),
            a.statement.clone(),
            a.by.clone(),
            dates::instant(a.at),
        ]
    };
    let columns = [
        (pick.of("准则", "Criterion"), -18),
        (pick.of("所见", "What they saw"), 4),
        (pick.of("确认人", "By"), 1),
        (pick.of("时间", "At"), -30),
    ];
    let rows = lookup.report.attestations.iter().map(row);
    Section::table(
        pick.of("第二人确认", "Attestations"),
        pick.none(),
        columns,
        rows,
    )
}

/// Verdicts with their figures.
pub fn verdicts(lookup: &Lookup<'_>) -> Section {
    let pick = Pick(lookup.locale);
    let rows = signals::view(lookup).verdicts.into_iter().map(|v| {
        [
            v.rule,
            v.criterion,
            v.outcome.to_owned(),
            v.standing.word,
            v.figures,
            v.period,
            v.until,
            v.decided,
        ]
    });
    let columns = [
        (pick.of("规则", "Rule"), -26),
        (pick.of("准则", "Criterion"), -16),
        (pick.of("结论", "Verdict"), -18),
        (pick.of("与回答", "And the answer"), -20),
        (pick.of("依据的数值", "Figures"), 4),
        (pick.of("数据", "Data"), -36),
        (pick.of("有效至", "Valid until"), -20),
        (pick.of("决定", "Decided"), 1),
    ];
    Section::table(
        pick.of("规则结论", "Verdicts of rules"),
        pick.none(),
        columns,
        rows,
    )
}

/// Findings of other tools, counted and listed.
pub fn findings(lookup: &Lookup<'_>) -> [Section; 2] {
    let pick = Pick(lookup.locale);
    let view = findings::view(&lookup.report.findings, lookup.locale);
    let counts = view.counts.into_iter().map(|r| {
        let numbers = [r.open, r.accepted, r.false_positive, r.gone].map(|n| n.to_string());
        let [open, accepted, no_problem, gone] = numbers;
        [r.severity.word, open, accepted, no_problem, gone]
    });
    let counted = Section::table(
        pick.of("发现：计数", "Findings, counted"),
        pick.none(),
        [
            (pick.of("严重程度", "Severity"), 1),
            (pick.of("未关闭", "Open"), 1),
            (pick.of("已接受", "Accepted"), 1),
            (pick.of("误报", "False positive"), 1),
            (pick.of("已修复", "Fixed"), 1),
        ],
        counts,
    );
    let rows = view.rows.into_iter().map(|r| {
        [
            r.severity.word,
            r.title,
            r.place,
            r.tool,
            r.checks,
            r.state,
            r.decided,
            r.first,
            r.last,
        ]
    });
    let columns = [
        (pick.of("严重程度", "Severity"), -16),
        (pick.of("问题", "Problem"), 4),
        (pick.of("位置", "Place"), 3),
        (pick.of("工具", "Tool"), -22),
        (pick.of("检查项", "Checks"), -18),
        (pick.of("状态", "State"), -26),
        (pick.of("决定", "Decided"), 2),
        (pick.of("首次", "First"), -19),
        (pick.of("最近", "Last"), -19),
    ];
    let listed = Section {
        more: view.more,
        ..Section::table(pick.of("发现", "Findings"), pick.none(), columns, rows)
    };
    [counted, listed]
}

/// Telemetry that rules look at, with what they see of it.
pub fn telemetry(lookup: &Lookup<'_>, family: &str) -> Section {
    let pick = Pick(lookup.locale);
    let view = signals::view(lookup);
    let rows = view.rows.into_iter().map(|r| {
        [
            r.signal, r.name, r.source, r.window, r.hours, r.last, r.seen, r.rules,
        ]
    });
    let columns = [
        (pick.of("信号", "Signal"), 2),
        (pick.of("名称", "Name"), 3),
        (pick.of("来源", "Source"), 2),
        (pick.of("窗口内取值", "Over the window"), -30),
        (pick.of("数据", "Data"), -28),
        (pick.of("最近取值", "Last value"), -24),
        (pick.of("最近收到", "Last seen"), -27),
        (pick.of("规则", "Rules"), 2),
    ];
    let text = view.lead;
    let section = Section {
        charts: signals::charts(lookup, family),
        ..Section::table(pick.of("信号", "Signals"), pick.none(), columns, rows)
    };
    if section.rows.is_empty() {
        section
    } else {
        Section { text, ..section }
    }
}

/// What telemetry and files named as parts of the workload.
pub fn inventory(lookup: &Lookup<'_>) -> Section {
    let pick = Pick(lookup.locale);
    let view = inventory::view(lookup);
    let rows = view.rows.into_iter().map(|r| {
        [
            r.kind,
            r.name,
            r.standing.word,
            r.reviewed,
            r.origin,
            r.first,
            r.last,
        ]
    });
    let columns = [
        (pick.of("类别", "Kind"), -26),
        (pick.of("名称", "Name"), 3),
        (pick.of("状态", "Standing"), -20),
        (pick.of("审查", "Reviewed"), 2),
        (pick.of("来自", "From"), -30),
        (pick.of("首次出现", "First seen"), -22),
        (pick.of("最近出现", "Last seen"), -22),
    ];
    let title = pick.of("组件清单", "Inventory");
    Section {
        more: view.more,
        ..Section::table(title, pick.none(), columns, rows)
    }
}
