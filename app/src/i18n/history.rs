//! Milestones, changes, differences, explanations.

super::messages! {
    title: "里程碑与变更", "Milestones and changes";
    milestones: "里程碑", "Milestones";
    milestone(number): "里程碑{number}", "Milestone {number}";
    milestones_empty: "评估获批后会留下里程碑：当时的回答、证明和分数，此后不再改变。", "An approved assessment becomes a milestone: its answers, proof and scores as they stood, unchangeable from then on.";
    approved_by(name): "{name}批准", "approved by {name}";
    today: "当前草稿", "Current draft";
    compare: "比较", "Compare";
    from: "从", "From";
    to: "到", "To";
    difference_title(from, to): "{from}与{to}的差异", "Difference of {from} and {to}";
    unlike: "两者依据不同的框架版本", "The two answer different framework versions";
    unlike_text(before, after): "之前依据 {before}，之后依据 {after}。检查项不同，分数不能相减：下面只并列两边的数字，不算变化。", "Before answers {before}, after answers {after}. Their checks differ, so the numbers stand side by side and no change is worked out.";
    number: "指标", "Number";
    before: "之前", "Before";
    after: "之后", "After";
    change: "变化", "Change";
    index: "指数", "Index";
    layer_index: "三层指数", "Layer index";
    rows: "逐条差异", "Row by row";
    rows_note(n): "{n}条准则有变化", "{n} criteria changed";
    no_rows: "两者的回答和证明完全相同。", "Answers and proof are the same in both.";
    proven: "证明有效", "proof stands";
    changed_by(name): "{name}", "{name}";
    why_note: "备注", "Note";
    why_decision(rule): "采纳{rule}的结论", "accepted what {rule} says";
    risks: "风险变化", "Risks";
    risks_note(n): "{n}项有变化", "{n} changed";
    no_risks: "风险的数字没有变化。", "No risk changed.";
    risk: "风险", "Risk";
    not_there: "不适用", "did not apply";
    plan: "计划变化", "Plan";
    plan_before(actions, days): "之前：{actions}项行动，{days}人日", "Before: {actions} actions, {days} person-days";
    plan_after(actions, days): "之后：{actions}项行动，{days}人日", "After: {actions} actions, {days} person-days";
    plan_gone(n): "不再需要的行动（{n}）", "Actions that are none any more ({n})";
    plan_new(n): "新增的行动（{n}）", "New actions ({n})";
    log: "变更记录", "Change log";
    log_note: "只追加，按散列链接；每次写入一条", "Append-only and hash-chained; one entry for each write";
    log_time: "时间", "Time";
    log_who: "操作人", "Who";
    log_what: "做了什么", "What";
    log_subject: "对象", "Subject";
    log_system: "系统", "System";
    older: "更早", "Older";
    newer: "更新", "Newer";
    a_create: "新建工作负载", "Created the workload";
    a_edit: "修改工作负载", "Changed the workload";
    a_archive: "归档", "Archived it";
    a_restore: "恢复", "Restored it";
    a_target: "设定目标级别", "Set a target level";
    a_answer: "作答", "Answered";
    a_note: "修改备注或负责人", "Changed a note or owner";
    a_evidence: "添加文件证明", "Added a document";
    a_evidence_withdraw: "撤回文件证明", "Withdrew a document";
    a_attest: "第二人确认", "Attested";
    a_attest_withdraw: "撤回确认", "Withdrew an attestation";
    a_submit: "提交评审", "Submitted for review";
    a_withdraw: "撤回提交", "Took the submission back";
    a_approve: "批准", "Approved";
    a_send_back: "退回", "Sent back";
    a_framework: "改用新的框架版本", "Moved to the new framework version";
    a_treat: "处置风险", "Treated a risk";
    a_accept: "批准接受风险", "Approved a risk acceptance";
    a_reject: "驳回接受申请", "Rejected a risk acceptance";
    a_risk_owner: "指定风险负责人", "Gave a risk an owner";
    a_own_add: "登记自有风险", "Added a risk of its own";
    a_own_edit: "修改自有风险", "Changed a risk of its own";
    a_own_close: "关闭自有风险", "Closed a risk of its own";
    a_own_reopen: "重新打开自有风险", "Opened a risk of its own again";
    a_action: "更新行动", "Updated an action";
    a_own: "改为自己回答", "Answered in a platform's place";
    a_inherit: "恢复继承", "Inherits again";
    a_offer: "更改提供的回答", "Changed what is offered";
    a_subscribe: "接入平台", "Subscribed to a platform";
    a_unsubscribe: "断开平台", "Unsubscribed from a platform";
    a_end: "平台终止接入", "The platform ended the subscription";
    explain_title(name): "{name}是怎么算出来的", "How {name} comes about";
    formula: "公式", "Formula";
    worked: "代入数值", "With its values";
    result: "结果", "Result";
    terms: "组成", "Terms";
    term: "项", "Term";
    weight: "权重", "Weight";
    value: "值", "Value";
    contribution: "权重 × 值", "Weight × value";
    remark: "说明", "Remarks";
    choose_set: "数字口径", "Which number";
    input_hash: "输入散列", "Input hash";
    basis: "依据", "Basis";
}

/// What a change was.
pub(crate) fn action(l: domain::Locale, action: &str) -> String {
    let known = match action {
        "workload.create" => a_create(l),
        "workload.edit" => a_edit(l),
        "workload.archive" => a_archive(l),
        "workload.restore" => a_restore(l),
        "workload.target" => a_target(l),
        "answer.set" => a_answer(l),
        "note.set" => a_note(l),
        "evidence.add" => a_evidence(l),
        "evidence.withdraw" => a_evidence_withdraw(l),
        "attestation.add" => a_attest(l),
        "attestation.withdraw" => a_attest_withdraw(l),
        "assessment.submit" => a_submit(l),
        "assessment.withdraw" => a_withdraw(l),
        "assessment.approve" => a_approve(l),
        "assessment.send_back" => a_send_back(l),
        "assessment.framework" => a_framework(l),
        "risk.treat" => a_treat(l),
        "risk.accept" => a_accept(l),
        "risk.reject" => a_reject(l),
        "risk.owner" => a_risk_owner(l),
        "own_risk.add" => a_own_add(l),
        "own_risk.edit" => a_own_edit(l),
        "own_risk.close" => a_own_close(l),
        "own_risk.reopen" => a_own_reopen(l),
        "action.set" => a_action(l),
        "answer.own" => a_own(l),
        "answer.inherit" => a_inherit(l),
        "platform.offer" => a_offer(l),
        "platform.subscribe" => a_subscribe(l),
        "platform.unsubscribe" => a_unsubscribe(l),
        "platform.end" => a_end(l),
        other => super::map::action(l, other).unwrap_or(other),
    };
    known.to_owned()
}
