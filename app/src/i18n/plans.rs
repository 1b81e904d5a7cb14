//! Plans over many workloads, their board and time line, and when target levels are reached.

use domain::Locale;
use domain::views::plans::{ActionState, PlanView};

super::messages! {
    title: "整改计划", "Plan";
    title_of(name): "整改计划：{name}", "Plan: {name}";
    views: "计划的视图", "Views of the plan";
    view_list: "列表", "List";
    view_board: "看板", "Board";
    view_timeline: "时间线", "Time line";
    table: "整改行动", "Remediation actions";
    all: "全部", "All";
    team: "团队", "Team";
    workload: "工作负载", "Workload";
    owner: "负责人", "Owner";
    mine: "我的", "Mine";
    nobody: "未指定", "Nobody";
    state: "状态", "State";
    state_active: "未完成", "Open and in progress";
    due: "期限", "Due";
    due_overdue: "已逾期", "Overdue";
    due_7: "7天内", "Within 7 days";
    due_30: "30天内", "Within 30 days";
    due_none: "没有期限", "No date";
    pillar: "支柱", "Pillar";
    phase: "阶段", "Phase";
    phase_30: "30天内", "30 days";
    phase_90: "31–90天", "31–90 days";
    phase_180: "91–180天", "91–180 days";
    phase_later: "180天以后", "Beyond 180 days";
    phase_to(n): "{n}天内全部", "All within {n} days";
    rows(count): "{count}项", "{count} ‹action|actions›";
    counts(open, progress, done, dropped): "未开始{open}，进行中{progress}，已完成{done}，不做{dropped}", "{open} open, {progress} in progress, {done} done, {dropped} dropped";
    stat_open: "未完成", "To do";
    stat_overdue: "逾期", "Overdue";
    stat_unowned: "无人负责", "Without an owner";
    stat_effort: "剩余工作量", "Effort left";
    days(count): "{count}人天", "{count} ‹person-day|person-days›";
    action: "行动", "Action";
    effort: "工作量", "Effort";
    own_effort: "自定", "own";
    gain: "指数增益", "Index gain";
    planned: "预计完成", "Planned";
    no_date: "排不出日期", "no date";
    open: "未开始", "Open";
    in_progress: "进行中", "In progress";
    done: "已完成", "Done";
    dropped: "不做", "Dropped";
    waiting_answer: "已做，待回答", "done, not yet answered";
    closed_by(rule, day): "规则{rule}于{day}自动关闭", "closed itself by rule {rule} on {day}";
    proof_ended: "证明已过期", "proof ended";
    answered_met: "已答为满足", "answered as met";
    reopened(day): "{day}因退化重新打开", "opened again on {day}: regression";
    contradicted: "规则与回答相悖", "a rule contradicts the answer";
    reaches: "完成后达到目标级别", "reaches the target level";
    overdue: "逾期", "overdue";
    column_empty: "这一列没有行动。", "Nothing here.";
    column_more(count): "其余{count}项见列表", "The other {count} in the list";
    drag_hint: "拖动卡片，或用卡片上的按钮移动。“已完成”不改变回答。", "Drag a card, or use its buttons. “Done” answers nothing.";
    board: "看板", "Board";
    column(name, count): "{name}，{count}项", "{name}, {count} ‹action|actions›";
    move_card(criterion, workload, state): "把{workload}的{criterion}移到“{state}”", "Move {criterion} of {workload} to {state}";
    moving: "移动", "Move";
    timeline: "时间线", "Time line";
    timeline_note: "条形为按共享产能排出的开始到完成，菱形为期限，箭头为先后。", "Bars run from start to finish by the shared capacity; a diamond shows the due date, arrows show what comes first.";
    timeline_label(count, last): "{count}项行动按产能的时间线，到第{last}天", "Time line of {count} ‹action|actions› by capacity, until day {last}";
    timeline_table: "时间线的数据", "The time line as a table";
    timeline_undated: "没有产能，排不出日期；下表列出行动。", "Without capacity nothing can be dated; the table lists the actions.";
    today: "今天", "Today";
    day(count): "{count}天", "{count} d";
    start: "开始", "Start";
    finish: "完成", "Finish";
    comes_after: "前置", "Comes after";

    reach: "何时达到目标级别", "When the target level is reached";
    reach_note: "团队的所有计划共用一份产能：分级越高、单位工作量增益越大，越先做；各工作负载内部的顺序不变。", "All plans of a team share one capacity: higher tiers and greater gain for effort come first; each workload keeps its own order.";
    reached: "已达到", "Reached";
    reach_by_heard(day, days): "{day}，{days}天后", "{day}, in {days} ‹day|days›";
    reach_late(day): "180天内达不到；照此要到{day}", "Not within 180 days; at this rate on {day}";
    reach_never: "达不到：计划里的行动不够（有的不做，或目标另定得较低），或被门槛压低", "Never with what is planned: actions were dropped, targets lowered, or a floor holds the level down";
    reach_no_capacity: "达不到：团队没有产能", "Never: the team has no capacity";
    reach_not_assessed: "还没有评估", "Not assessed";
    level_to(level, target): "{level}级 → {target}级", "level {level} → {target}";
    level_none(target): "目标{target}级", "target: level {target}";
    capacity: "产能（人天/月）", "Capacity (person-days a month)";
    capacity_try: "试算", "Try";
    capacity_own(days): "团队产能：{days}人天/月", "The team has {days} ‹person-day|person-days› a month";
    capacity_what_if(days): "按{days}人天/月试算，没有保存", "What if: {days} ‹person-day|person-days› a month; nothing is saved";
    capacity_reset: "恢复团队产能", "Back to the team's capacity";
    capacity_set: "修改产能", "Change the capacity";
    sharing(count): "与团队另外{count}个工作负载的计划共用", "shared with the plans of {count} other ‹workload|workloads›";
    reached_of(reached, all): "{reached}/{all}个已达到", "{reached} of {all} there";
    in_time(count): "{count}个180天内", "{count} within 180 days";
    late(count): "{count}个更晚", "{count} later";
    never(count): "{count}个达不到", "{count} never";
    not_assessed(count): "{count}个未评估，不计入", "{count} not assessed, left out";
    teams: "各团队", "By team";
    workloads: "各工作负载", "By workload";
    all_reach: "全部达到", "All there";
    effort_left: "剩余工作量", "Effort left";
    unit_days: "人天", "person-days";
    result: "结果", "Outcome";

    assign: "批量指派", "Assign many";
    assign_note: "勾选上面的行动，再选负责人或期限；没选的不变。", "Tick actions above, then choose an owner or a date; what is left empty stays.";
    assign_keep: "不变", "Leave as is";
    assign_due: "期限", "Due on";
    assign_question: "所有勾选的行动都会按此更改，并通知新负责人。", "Every ticked action is changed like this, and new owners are told.";
    assign_confirm: "更改勾选的行动", "Change what is ticked";
    assign_team_first: "先按一个团队筛选，才能批量指派。", "Filter by one team to assign many at once.";
    tick(criterion, workload): "选择{workload}的{criterion}", "Choose {criterion} of {workload}";
    tick_head: "选择", "Choose";

    exports: "导出", "Export";
    export_csv: "CSV表格", "CSV table";
    export_jira: "CSV，供Jira导入", "CSV for Jira's importer";
    export_github: "CSV，供GitHub导入工具", "CSV for GitHub importers";
    export_narrowed: "按当前筛选，最多2万项", "As filtered, up to 20,000 actions";

    none_title: "没有整改行动", "No actions";
    catching_up_title: "部分计划正在更新", "Some plans are being brought up to date";
    catching_up_text: "刚才有大量数据变动，部分行动的顺序和日期仍是变动之前的。后台正在更新，请一分钟后刷新本页。", "Much changed at once, so the order and the days of some actions are still those from before. They are being updated; reload this page in a minute.";
    none_text: "评估工作负载之后，未满足的准则会成为整改行动列在这里。", "Once workloads are assessed, unmet criteria become actions and are listed here.";
    to_workloads: "查看工作负载", "See the workloads";
    no_match: "没有符合条件的行动", "Nothing matches";
    no_match_text: "换一个条件，或清除筛选。", "Choose other filters, or clear them.";

    settled: "已关闭与重新打开", "Closed and opened again";
    settled_note: "准则已满足的行动；被规则证实的会自动关闭，退化时重新打开。", "Actions whose criterion is met. What a rule verifies closes itself, and opens again on regression.";
    effort_head: "工作量与先后", "Effort and order";
    effort_days: "工作量（人天）", "Effort (person-days)";
    effort_days_hint(days): "留空则用框架的{days}人天", "Empty: the framework's {days} ‹person-day|person-days›";
    effort_days_reset: "留空则恢复框架的工作量", "Empty: the framework's again";
    effort_reason: "理由", "Reason";
    own_requires: "另外要先做的准则", "Also comes after";
    own_requires_hint: "准则编号，用空格分开，例如S01.2a", "Criterion ids, separated by spaces, such as S01.2a";
    effort_save: "保存工作量与先后", "Save effort and order";
    effort_why(reason): "自定工作量：{reason}", "Own effort: {reason}";
    history: "经过", "History";
    history_none: "还没有人安排过。", "Nobody has decided anything yet.";
    did_set(who): "{who}更改了安排", "{who} changed it";
    did_move(who): "{who}移动了它", "{who} moved it";
    did_effort(who): "{who}改了工作量或先后", "{who} changed effort or order";
    did_close: "由规则证实，自动关闭", "verified by a rule: closed itself";
    did_reopen: "因退化自动重新打开", "regression: opened itself again";
}

/// Where an action stands.
pub(crate) const fn state_name(l: Locale, state: ActionState) -> &'static str {
    match state {
        ActionState::Open => open(l),
        ActionState::InProgress => in_progress(l),
        ActionState::Done => done(l),
        ActionState::Dropped => dropped(l),
    }
}

/// A view of a plan.
pub(crate) const fn view_name(l: Locale, view: PlanView) -> &'static str {
    match view {
        PlanView::List => view_list(l),
        PlanView::Board => view_board(l),
        PlanView::Timeline => view_timeline(l),
    }
}
