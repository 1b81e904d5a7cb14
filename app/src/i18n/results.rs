//! Scores, levels, the results page.

super::messages! {
    title(name): "结果：{name}", "Results: {name}";
    start: "开始评估", "Start the assessment";
    go_on: "继续评估", "Continue assessment";
    look: "查看问卷", "See the questionnaire";

    index: "指数", "Index";
    index_assured: "指数（已证实）", "Index (assured)";
    layer_index: "三层指数", "Layer index";
    layer_index_assured: "三层指数（已证实）", "Layer index (assured)";
    layer_formula: "0.4资源＋0.4架构＋0.2应用", "0.4 resource + 0.4 architecture + 0.2 application";
    level: "级别", "Level";
    level_claimed: "级别（已声明）", "Level (claimed)";
    level_assured_is(level): "已证实：{level}级", "Assured: level {level}";
    level_none: "已证实：无", "Assured: none";
    coverage: "已答准则", "Criteria answered";
    coverage_note(proven, unknown): "{proven}条有证明，{unknown}条未知", "{proven} proven, {unknown} unknown";
    open_criteria(unanswered): "{unanswered}条未答", "{unanswered} unanswered";
    issues: "问题", "Issues";
    issues_note(medium): "高风险问题，另有{medium}项中风险", "of high risk, and {medium} medium";
    issue_high: "高风险", "High risk";
    issue_medium: "中风险", "Medium risk";
    issue_none: "达标", "On target";

    floor_title(level, set): "总评停在{level}级（{set}）", "The overall level is held at {level} ({set})";
    floor_pillar_title(pillar, level, set): "{pillar}停在{level}级（{set}）", "{pillar} is held at level {level} ({set})";
    floor_score(from): "单看分数是{from}级。", "The score alone would give level {from}.";
    floor_security: "总评不能高于安全支柱的级别。造成的是：", "The overall level can't be above that of security. It comes from:";
    floor_reliability: "总评最多比可靠性支柱高一级。造成的是：", "The overall level can be at most one above that of reliability. It comes from:";
    floor_risk: "有未接受的严重风险，支柱不能高于2级。造成的是：", "A pillar with a critical risk that nobody accepted can't be above level 2. It comes from:";
    why_level: "怎么算的", "How it is computed";

    pillars: "六个支柱", "Pillars";
    pillar: "支柱", "Pillar";
    scores: "已证实／已声明／可能", "Assured / claimed / possible";
    answered: "已答", "Answered";
    gap: "差距", "Gap";
    gap_hint: "已声明减已证实", "claimed minus assured";
    layers: "三个层次", "Layers";
    layer: "层次", "Layer";
    checks: "检查项", "Checks";
    checks_note(total): "{total}项适用", "{total} apply";
    check: "检查项", "Check";
    weight: "权重", "Weight";
    level_target: "级别／目标", "Level / target";
    issue: "问题", "Issue";

    top_risks: "最大的风险", "Top risks";
    all_risks: "全部风险", "All risks";
    no_risks: "按现在的画像，没有适用的风险。", "No risk applies with this profile.";
    accepted: "已接受", "Accepted";
    residual_note: "残余：已证实／已声明", "Residual: assured / claimed";
    plan: "整改计划", "Remediation plan";
    to_plan: "打开计划", "Open the plan";
    plan_open: "未完成的行动", "Open actions";
    plan_progress: "进行中", "In progress";
    plan_overdue: "逾期", "Overdue";
    plan_effort: "工作量", "Effort";
    plan_days(days): "{days}人天", "{days} ‹person-day|person-days›";
    plan_after: "全部完成后的指数", "Index once all are done";
    plan_none: "所有检查项都达到了目标级别，没有要做的事。", "Every check has reached its target level: nothing to do.";
    source: "数字的来历", "Where the numbers come from";
    input_hash: "输入哈希", "Input hash";
    framework: "框架", "Framework";
    assessment: "评估", "Assessment";
    assessment_number(number): "第{number}次", "No. {number}";

    empty_title: "还没有回答，所以没有分数", "No answers yet, and so no score";
    empty_text(checks, criteria): "按现在的画像，有{checks}项检查、{criteria}条准则适用。从任何一项开始都可以，每答一条，这里的数字就会跟着变。", "With this profile {checks} ‹check|checks› and {criteria} ‹criterion|criteria› apply. Start with any of them: the numbers here follow every answer.";
    empty_viewer: "团队的架构师开始回答之后，这里会显示指数、级别、风险和计划。", "Once the team's architects start answering, this page shows index, level, risks and plan.";
    step_profile: "勾选画像", "Tick the profile";
    step_answer: "回答准则", "Answer criteria";
    step_prove: "附上证明", "Attach proof";
    step_review: "提交审核", "Submit for review";
    steps: "评估的步骤", "Steps of an assessment";
    check_profile: "核对画像", "Check the profile";
}
