//! Numbers over time.

super::messages! {
    title: "指数走势", "Index over time";
    note: "每日采样；右侧虚线为按计划推进的预期", "Sampled daily; dashed: where the plan leads";
    tab: "走势", "Trend";
    page_title(name): "{name} · 走势", "{name} · Trend";
    span: "时间范围", "Time span";
    days(n): "{n}天", "{n} days";
    today: "今天", "Today";
    version(version): "框架 {version}", "Framework {version}";
    framework: "框架版本", "Framework";
    young: "采样从第一天开始累积：明天起这里就是一条线。", "Samples gather from the first day on: from tomorrow this is a line.";
    unlike: "不同框架版本的数据分开画", "Different framework versions are drawn apart";
    unlike_text(version): "有些采样所依据的框架版本不是 {version}。检查项不同，分数不能直接相比，因此不连线、不求平均。", "Some samples answer another framework version than {version}. Their checks differ, so their scores are neither joined nor averaged.";
    chart_heard(day, assured_then, claimed_then, assured, claimed, end): "指数走势：{day}已证实{assured_then}、已声明{claimed_then}；现在已证实{assured}、已声明{claimed}；按计划推进，已声明将达{end}。数据见下表。", "Index over time: on {day} assured {assured_then}, claimed {claimed_then}; now assured {assured}, claimed {claimed}; if the plan is followed, claimed comes to {end}. The table below has the numbers.";
    key_assured: "已证实", "Assured";
    key_claimed: "已声明，未证实", "Claimed, not proven";
    key_possible: "可能（仍未知）", "Possible (still unknown)";
    key_projection: "按计划推进的已声明指数", "Claimed index if the plan is followed";
    key_milestone: "里程碑", "Milestone";
    table: "数据表", "As a table";
    day: "日期", "Day";
    projected: "（预期）", "(projected)";
    proven_of: "已证实／满足", "Proven / met";
    effort: "剩余人日", "Days of effort left";
    milestones: "里程碑", "Milestones";
    milestone(n): "第{n}个", "No. {n}";

    burn: "计划燃尽", "Plan burn-down";
    burn_note: "未完成行动的工作量（人日）", "Effort of open actions, in person-days";
    burn_heard(day, before, now, capacity, done): "计划燃尽：{day}剩{before}人日，现在剩{now}人日；每月产能{capacity}人日，预计完成：{done}。", "Plan burn-down: {before} person-days left on {day}, {now} now; with {capacity} a month done by: {done}.";
    burn_nothing: "计划里没有未完成的行动。", "No action of the plan is open.";
    burn_done(effort, capacity, day): "还剩{effort}人日；每月投入{capacity}人日，预计{day}前做完。", "{effort} person-days left; with {capacity} a month all is done by {day}.";
    burn_later(effort, capacity): "还剩{effort}人日；每月投入{capacity}人日，半年内做不完。", "{effort} person-days left; with {capacity} a month it takes longer than half a year.";
    later: "半年以后", "later than half a year";
    key_effort: "实际剩余", "Left";
    key_capacity: "从期初起按产能应剩", "What capacity would have left since the start";
    key_left: "从今天起按产能推算", "From today on, at capacity";

    freshness: "证明的覆盖与时效", "Coverage and freshness of proof";
    proven_share: "满足项中已证实", "Met criteria that are proven";
    proven_count(proven, met): "{met}项中的{proven}项", "{proven} of {met}";
    ends_7: "7天内到期", "Ends within 7 days";
    ends_30: "30天内到期", "Ends within 30 days";
    ends_90: "90天内到期", "Ends within 90 days";
    ended: "已过期、尚无新证明", "Ended, nothing in its place";
    median_age: "证明年龄的中位数", "Median age of proof";
    age_days(n): "{n}天", "{n} days";
    ages: "证明的年龄", "Age of proof";
    age_30: "30天以内", "Up to 30 days";
    age_90: "31–90天", "31–90 days";
    age_180: "91–180天", "91–180 days";
    age_older: "180天以上", "Over 180 days";

    overdue: "逾期与等待", "Overdue and waiting";
    overdue_actions: "逾期的行动", "Actions overdue";
    overdue_ended: "已到期的风险接受", "Acceptances that ended";
    overdue_asked: "等待批准的风险接受", "Acceptances to approve";
    overdue_reviews: "等待评审", "Reviews waiting";
    overdue_none: "没有逾期或等待的事项。", "Nothing is overdue, nothing waits.";
    overdue_oldest: "最久的几项", "The oldest";
    late_action(criterion, statement): "行动：{criterion} {statement}", "Action: {criterion} {statement}";
    late_ended(risk, name): "风险接受已到期：{risk} {name}", "Acceptance ended: {risk} {name}";
    late_asked(risk, name): "风险接受待批准：{risk} {name}", "Acceptance to approve: {risk} {name}";
    late_review: "评估待评审", "Assessment to review";
    since(day): "自{day}", "since {day}";
    until(day): "至{day}", "until {day}";

    alerts: "预警", "Alerts";
    alerts_note(days): "最近{days}天变差的", "What got worse in the last {days} days";
    alerts_none(days): "最近{days}天没有变差：已证实没有下跌，没有证明过期，没有新的严重风险。", "Nothing got worse in the last {days} days: no assured index fell, no proof ended, no risk became critical.";
    alerts_all(n): "全部{n}条", "All {n}";
    alerts_title: "预警", "Alerts";
    assured_fell(before, after): "已证实指数从{before}降到{after}", "Assured index fell from {before} to {after}";
    proof_ended(count): "{count}项满足失去有效证明", "{count} met criteria lost their proof";
    critical_risk(risks): "成为严重风险：{risks}", "Became critical: {risks}";

    moved_month: "30天变化", "30 days";
    moved_milestone: "较上个里程碑", "Since milestone";
    unknown_then: "当时没有数据", "Nothing known then";
    since_milestone(n, day): "与第{n}个里程碑（{day}）相比", "Against milestone {n} ({day})";
    since_day(day): "与{day}相比", "Against {day}";
    other_version: "框架版本不同", "Other framework";
    same: "没有变化", "no change";
    better: "下降，变好", "fell, better";
    worse: "上升，变差", "rose, worse";
    risks: "风险变化", "Movement of risks";
    risks_note: "已证实残余风险", "assured residual";

    versions: "工作负载依据不同的框架版本", "Workloads answer different framework versions";
    versions_text(version): "检查项不同，分数不能直接相比：上面的均值只含依据 {version} 的工作负载，其他版本单独列出。", "Their checks differ, so scores are not averaged: the means above are of workloads that answer {version}; the others stand apart.";
    version_row(version, n): "{version}：{n}个工作负载", "{version}: {n} workloads";

    has: "有", "With";
    has_overdue: "逾期的行动", "Overdue actions";
    has_ending_7: "证明7天内到期", "Proof ending in 7 days";
    has_ending_30: "证明30天内到期", "Proof ending in 30 days";
    has_ending_90: "证明90天内到期", "Proof ending in 90 days";
    has_ended: "证明已过期", "Proof that ended";
    has_conflicts: "与证据冲突", "Conflicts with evidence";
    has_critical: "严重风险", "Critical risks";
    has_acceptance_ended: "风险接受已到期", "Acceptance that ended";
    has_acceptance_asked: "风险接受待批准", "Acceptance to approve";
    heat_rows(shown, total): "共{total}行，显示{shown}行", "{shown} of {total} rows";
    level: "成熟度级别（已证实）", "Maturity level, assured";
    level_note: "由加权均值得出", "from the weighted mean";
    radar: "六支柱", "Six pillars";
}
