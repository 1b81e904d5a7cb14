//! The remediation plan and its what-if.

super::messages! {
    title(name): "计划：{name}", "Plan: {name}";
    what_if_column: "假如", "What if";
    tick(criterion): "假如满足{criterion}", "What if {criterion} were met";
    action: "行动", "Action";
    effort: "工作量", "Effort";
    index_gain: "指数增益", "Index gain";
    risk_gain: "风险增益", "Risk gain";
    owner: "负责人", "Owner";
    due: "期限", "Due";
    state: "状态", "State";
    table: "整改行动", "Remediation actions";
    days_30: "30天内", "30 days";
    days_90: "90天内", "90 days";
    days_180: "180天内", "180 days";
    later: "以后", "Later";
    later_note(count, days): "{count}项，{days}人天，180天的产能放不下", "{count} ‹action|actions›, {days} ‹person-day|person-days›, beyond 180 days of capacity";
    no_capacity: "团队没有填写产能，所以排不出日期。", "The team has no capacity, so nothing can be dated.";
    set_capacity: "填写产能", "Set the capacity";
    capacity(used, of): "{used} / {of}人天", "{used} / {of} person-days";
    capacity_heard(used, of): "已排{used}人天，产能{of}人天", "{used} of {of} person-days are planned";
    phase_actions(count): "{count}项", "{count} ‹action|actions›";
    phase_empty: "没有排在这个阶段的行动。", "No action falls into this phase.";
    index_after(index): "完成后指数{index}", "index after: {index}";
    show_later(count): "显示其余{count}项", "Show the other {count}";
    hide_later: "只显示前几项", "Show the first only";
    gain_explained(check): "{check}的分数：怎么算的", "Score of {check}: how it is computed";
    planned: "预计", "planned";
    overdue: "逾期", "overdue";
    state_open: "未开始", "Open";
    state_in_progress: "进行中", "In progress";
    state_done: "已做，待回答", "Done, to be answered";
    state_dropped: "不做", "Dropped";
    waits_for(ids): "先做{ids}", "first {ids}";
    how_to: "怎么做", "What to do";
    requires: "前置", "Comes after";
    requires_none: "无前置，可以马上做", "Nothing: it can start at once";
    to_question: "到问卷里回答", "Answer it in the questionnaire";
    due_on: "期限", "Due on";
    note: "备注", "Remarks";
    save: "保存安排", "Save";
    done_hint: "“已做”不改变回答：到问卷里把准则答为“满足”，它才离开计划。", "“Done” answers nothing: an action leaves the plan once its criterion is answered as met.";
    nobody: "未指定", "Nobody yet";
    levels_to(level): "{level}级", "Level {level}";

    curve: "指数走势预测", "Projected index";
    curve_note: "按产能依次完成时的已声明指数", "claimed index if all is done in order within capacity";
    curve_label(now, d30, d90, d180): "已声明指数：今天{now}，30天后{d30}，90天后{d90}，180天后{d180}", "Claimed index: {now} today, {d30} in 30 days, {d90} in 90 days, {d180} in 180 days";
    today: "今天", "Today";
    day(days): "{days}天", "{days} d";
    target(level): "目标{level}级", "target: level {level}";

    what_if: "假如", "What if";
    what_if_count(count, days): "假如满足了{count}项行动（{days}人天）", "What if {count} ‹action was|actions were› met ({days} ‹person-day|person-days›)";
    what_if_none: "勾选左边的行动，看看数字怎么变。", "Tick actions to see how the numbers move.";
    calculate: "计算", "Calculate";
    clear: "清除", "Clear";
    now: "现在", "Now";
    then: "之后", "Then";
    change: "变化", "Change";
    index: "指数", "Index";
    layer_index: "三层指数", "Layer index";
    level: "总评级别", "Overall level";
    scores_note: "已声明的数字", "claimed numbers";
    risks_head: "残余风险（已声明）", "Residual risk (claimed)";
    proof_note: "这里动的是已声明和可能；已证实要等证明到位。", "Claimed and possible move here; assured follows once there is proof.";
    computing: "计算中…", "Calculating…";
    failed: "没能取到计算所需的数据，请用“计算”按钮。", "The data for it did not arrive. Use the Calculate button.";
    same: "不变", "same";

    targets: "目标级别", "Target levels";
    targets_note(level): "按分级，每项检查的目标是{level}级；个别检查可以另定。", "By tier every check aims at level {level}; single checks may differ.";
    target_check: "检查项", "Check";
    target_level: "目标", "Target";
    target_by_tier(level): "按分级（{level}级）", "By tier (level {level})";
    target_save: "保存目标", "Save target";
    target_reset: "恢复按分级", "Back to the tier's";
    targets_none: "没有另定目标的检查项。", "No check has a target of its own.";
    target_is(level): "目标{level}级", "target level {level}";

    none_title: "没有要做的事", "Nothing to do";
    none_text: "所有适用的准则在目标级别以内都已满足。要走得更远，可以提高个别检查的目标级别。", "Every applicable criterion up to the target levels is met. To go further, raise the target of single checks.";
}
