//! Workloads: list, form, tabs.

super::messages! {
    tab_results: "结果", "Results";
    tab_checks: "问卷", "Questionnaire";
    tab_risks: "风险", "Risks";
    tab_plan: "计划", "Plan";
    tab_review: "审核", "Review";
    tab_history: "历史", "History";
    tab_edit: "设置", "Settings";
}
