//! Milestones, reviews, the entries of the change log, and what was done before an import.

use super::{Pick, Section};
use crate::{
    dates,
    lookup::Lookup,
    model::{ImportedLine, LogLine, MilestoneLine, ReviewLine},
    view::origin::sha256,
    words::{Worded, the_product},
};

/// Approved assessments with the hash of what their numbers follow from.
pub fn milestones(lookup: &Lookup<'_>) -> Section {
    let pick = Pick(lookup.locale);
    let row = |m: &MilestoneLine| {
        [
            m.number.to_string(),
            dates::instant(m.at),
            m.by.clone(),
            m.framework.clone(),
            sha256(&m.input_hash),
            m.comment.clone(),
        ]
    };
    let columns = [
        (pick.of("序号", "No."), -12),
        (pick.of("批准时间", "Approved at"), -34),
        (pick.of("批准人", "Approved by"), 2),
        (pick.of("框架", "Framework"), -30),
        (pick.of("输入哈希", "Input hash"), -84),
        (pick.of("说明", "Comment"), 3),
    ];
    let none = pick.of("还没有评估获批。", "No assessment was approved yet.");
    let rows = lookup.report.history.milestones.iter().map(row);
    Section::table(pick.of("里程碑", "Milestones"), none, columns, rows)
}

/// Who asked for a review, who approved, who sent back.
pub fn reviews(lookup: &Lookup<'_>) -> Section {
    let pick = Pick(lookup.locale);
    let row = |r: &ReviewLine| {
        [
            r.assessment.to_string(),
            r.step.word(lookup.locale).to_owned(),
            r.by.clone(),
            dates::instant(r.at),
            r.comment.clone(),
        ]
    };
    let columns = [
        (pick.of("评估", "Assessment"), -20),
        (pick.of("动作", "Step"), -34),
        (pick.of("操作人", "By"), 2),
        (pick.of("时间", "At"), -34),
        (pick.of("说明", "Comment"), 5),
    ];
    let none = pick.of(
        "还没有提交过审核。",
        "Nothing has been submitted for review yet.",
    );
    let rows = lookup.report.history.reviews.iter().map(row);
    Section::table(pick.of("审核", "Reviews"), none, columns, rows)
}

/// The newest entries of the workload's chain, each with its hash; the rest is counted.
pub fn log(lookup: &Lookup<'_>) -> Section {
    let pick = Pick(lookup.locale);
    let history = &lookup.report.history;
    let row = |l: &LogLine| {
        [
            l.number.to_string(),
            dates::instant(l.at),
            l.by.clone()
                .unwrap_or_else(|| the_product(lookup.locale).to_owned()),
            l.action.clone(),
            l.subject.clone(),
            sha256(&l.hash),
        ]
    };
    let columns = [
        (pick.of("序号", "No."), -14),
        (pick.of("时间", "At"), -34),
        (pick.of("操作人", "Who"), 2),
        (pick.of("操作", "Action"), -36),
        (pick.of("对象", "Subject"), 3),
        (pick.of("哈希", "Hash"), -84),
    ];
    let title = pick.of("变更日志", "Change log");
    let section = Section::table(title, pick.none(), columns, history.log.iter().map(row));
    if section.rows.is_empty() {
        return section;
    }
    let text = pick.of(
        "每条的哈希由前一条的哈希和本条内容算出：改动任何一条，它之后的哈希都对不上。",
        "Each hash is made of the one before and of the entry itself: whoever changes an entry can't get the later hashes \
         again.",
    );
    Section {
        text: text.to_owned(),
        more: older(history.older(), pick),
        ..section
    }
}

/// What was done elsewhere before the workload was imported; none where nothing was.
pub fn imported(lookup: &Lookup<'_>) -> Option<Section> {
    let pick = Pick(lookup.locale);
    let history = &lookup.report.history;
    if history.imported.is_empty() {
        return None;
    }
    let row = |l: &ImportedLine| {
        [
            dates::instant(l.at),
            l.by.clone()
                .unwrap_or_else(|| the_product(lookup.locale).to_owned()),
            l.action.clone(),
            l.subject.clone(),
            l.origin.clone(),
        ]
    };
    let columns = [
        (pick.of("时间", "At"), -34),
        (pick.of("操作人", "Who"), 2),
        (pick.of("操作", "Action"), -36),
        (pick.of("对象", "Subject"), 2),
        (pick.of("导入来源", "Imported from"), 3),
    ];
    let text = pick.of(
        "导入文件记载的、在其他控制台上对风险与行动做过的处理。它们不在上面的变更日志和哈希链中，其真实性只由该文件说明。",
        "What was done about risks and actions in another installation, as the imported file says. It is no part of the \
         change log above and in no hash chain: nothing but that file vouches for it.",
    );
    let title = pick.of("导入前的历史", "Before the import");
    let rows = history.imported.iter().map(row);
    Some(Section {
        text: text.to_owned(),
        more: older(history.imported_older, pick),
        ..Section::table(title, pick.none(), columns, rows)
    })
}

fn older(count: u64, pick: Pick) -> String {
    match (count, pick.0) {
        (0, _) => String::new(),
        (_, domain::Locale::Zh) => {
            format!("更早的{count}条未列出，可在工作负载的“里程碑与变更”页查看。")
        }
        (_, domain::Locale::En) => {
            format!("Older entries not listed: {count}; the workload's page of changes has them.")
        }
    }
}
