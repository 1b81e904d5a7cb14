//! The words of documents, each in both languages; a test finds words that no document uses.

use std::collections::BTreeMap;

use domain::Locale;

/// Key, Chinese, English.
const LABELS: &[(&str, &str, &str)] = &[
    (
        "report_workload",
        "生成式AI架构评估报告",
        "Generative AI architecture assessment",
    ),
    (
        "report_team",
        "团队生成式AI架构报告",
        "Generative AI architecture: team report",
    ),
    (
        "report_organisation",
        "组织生成式AI架构报告",
        "Generative AI architecture: organisation report",
    ),
    ("index", "指数", "Index"),
    ("mean_index", "平均指数", "Mean index"),
    ("assured", "已证实", "Assured"),
    ("claimed", "已声明", "Claimed"),
    ("possible", "可能", "Possible"),
    ("key_claimed", "已声明、未证实", "Claimed, not proven"),
    (
        "key_possible",
        "可能（未知或未回答）",
        "Possible (unknown or unanswered)",
    ),
    ("level", "级别", "Level"),
    ("target", "目标", "Target"),
    ("summary", "摘要", "Summary"),
    ("pillars", "六个支柱", "Pillars"),
    ("layers", "三个层次", "Layers"),
    ("layer_index", "三层指数", "Layer index"),
    (
        "worst_checks",
        "首先要看的检查项",
        "Checks to look at first",
    ),
    ("worst_risks", "残余风险最高", "Highest residual risks"),
    ("next_actions", "接下来做什么", "What to do next"),
    ("unanswered_head", "尚未回答", "Not answered yet"),
    (
        "unanswered_text",
        "这些准则没有回答，计入“可能”，不计入“已声明”。",
        "These criteria have no answer. They count as possible, not as claimed.",
    ),
    ("conflict_head", "与规则冲突", "Conflicts with rules"),
    (
        "conflict_text",
        "规则看到的与回答不一致；解决之前不计入“已证实”。",
        "A rule saw something else than the answer says. Until that is resolved they do not count as assured.",
    ),
    ("criterion", "准则", "Criterion"),
    ("note", "备注", "Note"),
    ("reason", "理由", "Reason"),
    ("risks", "风险", "Risks"),
    ("risk", "风险", "Risk"),
    ("inherent", "固有", "Inherent"),
    ("residual_claimed", "残余·已声明", "Residual, claimed"),
    ("residual_assured", "残余·已证实", "Residual, assured"),
    ("matrix_inherent", "固有风险", "Inherent risk"),
    (
        "matrix_assured",
        "残余风险（已证实）",
        "Residual risk (assured)",
    ),
    ("treatment", "处置", "Treatment"),
    ("untreated", "未决定", "Undecided"),
    (
        "bands",
        "低于5为低，低于10为中，低于15为高，15及以上为严重。",
        "Below 5 low, below 10 medium, below 15 high, 15 and above critical.",
    ),
    ("plan", "整改计划", "Remediation plan"),
    (
        "no_plan",
        "所有检查项都已达到目标级别，没有待办的整改。",
        "Every check has reached its target level; nothing is left to do.",
    ),
    (
        "curve",
        "按计划推进时的指数（已声明）",
        "Index (claimed) if the plan is followed",
    ),
    ("what_to_do", "做什么", "What to do"),
    ("effort", "人天", "Days"),
    ("gain", "指数增益", "Index gain"),
    ("index_after", "完成后", "After"),
    ("owner", "负责人", "Owner"),
    ("due", "期限", "Due"),
    ("state", "状态", "State"),
    ("evidence", "证据", "Evidence"),
    ("title", "标题", "Title"),
    ("kind", "类型", "Kind"),
    ("effective", "生效日", "Effective"),
    ("valid_until", "有效至", "Valid until"),
    ("findings", "发现", "Findings"),
    ("severity", "严重程度", "Severity"),
    ("open", "未关闭", "Open"),
    ("accepted", "已接受", "Accepted"),
    ("false_positive", "误报", "False positive"),
    ("gone", "已修复", "Fixed"),
    ("problem", "问题", "Problem"),
    ("tool", "工具", "Tool"),
    ("checks", "检查项", "Checks"),
    ("seen", "首次／最近", "First / last seen"),
    ("signals", "信号", "Signals"),
    ("signal", "信号", "Signal"),
    ("source", "来源", "Source"),
    ("window", "窗口内取值", "Over the window"),
    ("last_value", "最近一点", "Last point"),
    ("rules", "规则", "Rules"),
    ("rule", "规则", "Rule"),
    ("verdicts", "规则结论", "What rules say"),
    ("verdict", "结论", "Verdict"),
    ("figures", "依据的数值", "Figures"),
    ("signal_charts", "规则看到的数据", "What rules saw"),
    ("inventory", "组件清单", "Inventory"),
    ("component", "组件", "Component"),
    ("data_of", "数据", "Data"),
    ("method", "方法与出处", "Method and origin"),
    ("team", "团队", "Team"),
    ("workload", "工作负载", "Workload"),
    ("workloads", "工作负载", "Workloads"),
    ("tier", "分级", "Tier"),
    ("proven_share", "已证实准则", "Proven"),
    ("open_risks", "严重／高", "Critical / high"),
    ("assessed_on", "评估日期", "Assessed"),
    ("versions", "框架版本", "Framework versions"),
    ("heat", "支柱热力图", "Pillar heat map"),
    (
        "heat_text",
        "格内为已证实得分，小字为已声明比它高出的部分；按已证实指数由低到高排列。",
        "Each cell shows the assured score and, in small type, how much more is claimed. Rows are ranked by the assured index, lowest first.",
    ),
    ("not_assessed", "未评估", "Not assessed"),
    (
        "not_assessed_text",
        "下列工作负载没有评估，不计入平均数，也不当作零分。",
        "These workloads have no assessment. They stay out of the means and never count as zero.",
    ),
    ("top_risks", "最高风险", "Top risks"),
    ("no_risks", "没有适用的风险。", "No risk applies."),
    ("decisions", "需要决策的事项", "What needs a decision"),
    (
        "no_decisions",
        "目前没有等待决策的事项。",
        "Nothing waits for a decision.",
    ),
    ("statement", "准则内容", "Statement"),
    ("answer", "回答", "Answer"),
    ("progress", "整改进度", "Remediation progress"),
];

/// The words of one language by key.
pub fn labels(locale: Locale) -> BTreeMap<&'static str, &'static str> {
    let pick = |&(key, zh, en): &(&'static str, &'static str, &'static str)| match locale {
        Locale::Zh => (key, zh),
        Locale::En => (key, en),
    };
    LABELS.iter().map(pick).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_is_used_and_none_twice() {
        let templates = [
            include_str!("../templates/base.typ"),
            include_str!("../templates/parts.typ"),
            include_str!("../templates/workload.typ"),
            include_str!("../templates/group.typ"),
            include_str!("../templates/executive.typ"),
            include_str!("../templates/auditor.typ"),
        ]
        .concat();
        let snapshots = [
            include_str!("html/parts.rs"),
            include_str!("html/workload.rs"),
            include_str!("html/group.rs"),
            include_str!("html/executive.rs"),
            include_str!("html/audit.rs"),
        ]
        .concat();
        assert_eq!(labels(Locale::Zh).len(), LABELS.len());
        for (key, _, _) in LABELS {
            let used = templates
                .match_indices(&format!("t.{key}"))
                .any(|(at, found)| {
                    let next = templates[at + found.len()..].chars().next();
                    next.is_none_or(|c| !c.is_alphanumeric() && c != '_')
                });
            let used = used || snapshots.contains(&format!("\"{key}\""));
            assert!(used, "{key}");
        }
    }
}
