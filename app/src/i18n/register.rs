//! The register of all risks, and the page of one.

use domain::Locale;
use domain::treatment::Acceptance;

super::messages! {
    title: "风险登记册", "Risk register";
    team_title(team): "{team}：风险登记册", "{team}: risk register";
    rows(n): "{n}项", "{n} ‹row|rows›";
    csv: "CSV", "CSV";
    table: "风险", "Risks";
    none_title: "还没有风险", "No risks yet";
    none_text: "每个工作负载的画像决定哪些风险适用。先建立工作负载，风险会自动出现在这里。", "The profile of a workload decides which risks apply. Create a workload, and its risks appear here by themselves.";
    no_match: "没有符合条件的风险", "No risk matches";
    no_match_text: "放宽筛选条件，或清除全部筛选。", "Loosen the filter, or clear it.";

    all: "全部", "All";
    more_filters: "更多条件", "More filters";
    team: "团队", "Team";
    workload: "工作负载", "Workload";
    catalogue_risk: "目录风险", "Catalogue risk";
    pillar: "支柱", "Pillar";
    inherent_band: "固有等级", "Band, inherent";
    claimed_band: "等级（已声明）", "Band, claimed";
    assured_band: "等级（已证实）", "Band, assured";
    treatment: "处置", "Treatment";
    acceptance: "接受", "Acceptance";
    owner: "负责人", "Owner";
    mine: "我", "Me";
    nobody: "无人负责", "Nobody";
    kind: "来源", "Kind";
    own: "自有", "Own";
    catalogue: "目录", "Catalogue";
    findings: "未关闭发现", "Open findings";
    with_findings: "有", "With";
    without_findings: "无", "Without";

    link: "风险", "Risks";
    risk: "风险", "Risk";
    inherent: "固有", "Inherent";
    findings_short: "发现", "Findings";
    findings_heard(risk, worst): "{risk}的未关闭发现：{worst}", "Open findings of {risk}: {worst}";
    reopened: "恢复固有值", "back to inherent";
    count_of(severity, n): "{severity}{n}", "{severity} {n}";

    matrix_inherent: "固有", "Inherent";
    matrix_assured: "残余（已证实）", "Residual, assured";
    matrix_note: "行是可能性，列是影响；数字是风险个数，点一格只看它，再点一次取消。", "Rows are likelihood, columns impact; numbers count risks. Click a cell to see only its risks, click again to see all.";
    cell(matrix, likelihood, impact, n): "{matrix}，可能性{likelihood}，影响{impact}：{n}项", "{matrix}, likelihood {likelihood}, impact {impact}: {n}";
    cell_chosen(matrix, likelihood, impact): "{matrix}：可能性{likelihood}，影响{impact}", "{matrix}: likelihood {likelihood}, impact {impact}";

    waiting: "等你批准的接受申请", "Acceptances waiting for you";
    waiting_note(n): "{n}项", "{n}";
    waiting_more: "查看全部待批准", "Show all that wait";
    asked(name): "{name}申请", "asked by {name}";
    until(date): "到{date}为止", "until {date}";
    reject: "驳回", "Reject";
    reject_reason: "驳回的理由", "Why it is rejected";
    reject_hint: "申请人会在这项风险上看到它。", "Whoever asked sees it with the risk.";
    rejected(name): "{name}驳回", "rejected by {name}";

    pick(risk, workload): "选中{workload}的{risk}", "Select {risk} of {workload}";
    bulk: "给选中的风险指定负责人", "Give the selected risks an owner";
    bulk_save: "指定", "Assign";
    bulk_none: "先在表里选中至少一项。", "Select at least one row of the table first.";
    bulk_filter: "按一个团队筛选之后，可以成批指定负责人。", "Filter by one team to give several risks an owner at once.";
    assign_nobody: "无人", "Nobody";

    one_title(risk, workload): "{risk} · {workload}", "{risk} · {workload}";
    everything: "查看全部：发现、行动、历史", "Everything about it: findings, actions, history";
    add: "登记自有风险", "Add a risk of its own";
    new_title: "登记自有风险", "Add a risk of the workload's own";
    new_text: "目录里没有、但这个工作负载确实面临的风险。计算方法与目录风险相同：关联的检查项做得越好，残余越低。", "A risk that the catalogue does not have and this workload does. It is computed like the others: the better its linked checks are met, the less is left of it.";
    risk_title: "名称", "Title";
    risk_text: "说明：会发生什么，影响谁", "What happens, and to whom";
    likelihood: "可能性（1–5）", "Likelihood (1–5)";
    impact: "影响（1–5）", "Impact (1–5)";
    linked: "缓解它的检查项", "Checks that mitigate it";
    linked_hint: "不选则残余等于固有值。", "Without any, what is left stays inherent.";
    save_new: "登记", "Add";
    save_changes: "保存修改", "Save changes";
    edit: "修改自有风险", "Change this risk";
    entered(name): "{name}登记", "entered by {name}";
    close: "关闭这项风险", "Close this risk";
    close_reason: "关闭的理由", "Why it is closed";
    close_hint: "关闭后不再计入数字和登记册，历史保留，可以重新打开。", "It leaves the numbers and the register; its history stays, and it can be opened again.";
    reopen: "重新打开", "Open again";
    reopen_question: "重新打开后它重新计入数字和登记册。", "It counts in the numbers and the register again.";
    closed: "已关闭的自有风险", "Closed risks of its own";
    closed_by(name): "{name}关闭", "closed by {name}";
    closed_badge: "已关闭", "Closed";
    own_badge: "自有", "Own";

    numbers: "数字", "Numbers";
    what: "说明", "What it is";
    linked_findings: "未关闭的发现", "Open findings";
    no_findings: "关联的检查项上没有未关闭的发现。", "There is no open finding on its checks.";
    all_findings(check): "{check}的发现", "Findings on {check}";
    last_seen(day): "最近{day}", "last seen {day}";
    linked_actions: "降低它的行动", "Actions that lower it";
    actions_note(n): "计划中{n}项；降幅按已声明残余计", "{n} of the plan; falls are of the claimed residual";
    no_actions: "计划里没有能再降低它的行动。", "The plan has no action that lowers it further.";
    action: "行动", "Action";
    state: "状态", "State";
    due: "期限", "Due";
    fall: "残余降低", "Fall";
    course: "历次数字", "Over time";
    moment: "时点", "When";
    today: "今天", "Today";
    accepted: "已接受", "Accepted";
    history: "发生过什么", "What happened";
    history_none: "还没有人对它做过决定。", "Nobody has decided anything about it yet.";
    decision: "处置", "Treatment";
    actions_lower(n): "计划中有{n}项行动能降低它", "{n} ‹action of the plan lowers|actions of the plan lower› it";
    lowers: "降低的风险", "Risks that it lowers";
    bears_on: "影响的风险", "Risks that it bears on";

    f_title: "名称", "Title";
    f_text: "说明", "Description";
    f_pillar: "支柱", "Pillar";
    f_likelihood: "可能性", "Likelihood";
    f_impact: "影响", "Impact";
    f_checks: "检查项", "Checks";
    f_treatment: "处置", "Treatment";
    f_owner: "负责人", "Owner";
    f_expires_on: "接受到", "Accepted until";
    f_note: "理由与措施", "Reason and measures";
    f_reason: "理由", "Reason";

    acceptance_waiting: "待批准", "Waiting for approval";
    acceptance_in_force: "生效中", "In force";
    acceptance_ending: "30天内到期", "Ending within 30 days";
    acceptance_ended: "已到期", "Ended";
    acceptance_rejected: "已驳回", "Rejected";
}

/// Where an acceptance stands.
pub(crate) const fn standing(l: Locale, of: Acceptance) -> &'static str {
    match of {
        Acceptance::Waiting => acceptance_waiting(l),
        Acceptance::InForce => acceptance_in_force(l),
        Acceptance::Ending => acceptance_ending(l),
        Acceptance::Ended => acceptance_ended(l),
        Acceptance::Rejected => acceptance_rejected(l),
    }
}

/// A field of what was done.
pub(crate) fn field(l: Locale, field: &str) -> String {
    let known = match field {
        "title" => f_title(l),
        "text" => f_text(l),
        "pillar" => f_pillar(l),
        "likelihood" => f_likelihood(l),
        "impact" => f_impact(l),
        "checks" => f_checks(l),
        "treatment" => f_treatment(l),
        "owner" => f_owner(l),
        "expires_on" => f_expires_on(l),
        "note" => f_note(l),
        "reason" => f_reason(l),
        other => return other.to_owned(),
    };
    known.to_owned()
}

/// A treatment by its code; empty: nobody decided.
pub(crate) fn treated(l: Locale, code: &str) -> &'static str {
    use super::risks;
    match code {
        "mitigate" => risks::mitigate(l),
        "accept" => risks::accept(l),
        "transfer" => risks::transfer(l),
        "avoid" => risks::avoid(l),
        _ => risks::undecided(l),
    }
}
