//! The risk register.

super::messages! {
    title(name): "风险：{name}", "Risks: {name}";
    csv: "CSV", "CSV";
    register: "风险登记册", "Risk register";
    band: "风险等级（已证实残余）", "Band (assured residual)";
    all: "全部", "All";
    rows(shown, total): "{shown}项，共{total}项", "{shown} of {total}";
    risk: "风险", "Risk";
    inherent: "固有", "Inherent";
    claimed: "残余（已声明）", "Residual, claimed";
    assured: "残余（已证实）", "Residual, assured";
    assured_band: "风险等级", "Band";
    treatment: "处置", "Treatment";
    owner: "负责人", "Owner";
    product(likelihood, impact, score): "{likelihood} × {impact} = {score}", "{likelihood} × {impact} = {score}";
    explain_inherent(risk): "{risk}的固有风险：怎么算的", "Inherent score of {risk}: how it is computed";
    explain_claimed(risk): "{risk}的残余（已声明）：怎么算的", "Claimed residual of {risk}: how it is computed";
    explain_assured(risk): "{risk}的残余（已证实）：怎么算的", "Assured residual of {risk}: how it is computed";
    reopened(checks): "未关闭的高危发现使残余回到固有值：{checks}", "Open findings put the residual back to inherent: {checks}";
    undecided: "未决定", "Undecided";
    mitigate: "缓解", "Mitigate";
    accept: "接受", "Accept";
    transfer: "转移", "Transfer";
    avoid: "规避", "Avoid";
    pending: "待批准", "Waiting for approval";
    rejected: "接受被驳回", "Acceptance rejected";
    in_force: "已接受", "Accepted";
    lapsed: "接受已过期", "Acceptance has ended";

    matrix: "矩阵", "Matrix";
    matrix_axes: "纵：可能性；横：影响", "down: likelihood, across: impact";
    matrix_label: "风险矩阵：行是可能性，列是影响", "Risk matrix: rows are likelihood, columns impact";
    chip(risk, kind, score): "{risk}，{kind}，{score}", "{risk}, {kind}, {score}";
    chip_assured: "残余（已证实）", "residual, assured";
    chip_claimed: "残余（已声明）", "residual, claimed";
    chip_inherent: "固有", "inherent";
    matrix_note: "位置按残余可能性取整；同一格里只画最右边的那种：固有、声明、证实。", "Placed by the rounded residual likelihood. Of marks in one cell only the last is drawn: inherent, claimed, assured.";

    mitigated_by: "由这些检查项缓解", "Mitigated by";
    nothing_mitigates: "按现在的画像，没有检查项能缓解它。", "With this profile no check mitigates it.";
    decide: "处置", "Treatment";
    accept_hint: "“接受”要写理由和期限，由另一位负责人或管理员批准后才生效。", "Accepting needs a reason and an end, and counts once another owner or an administrator approves it.";
    note: "理由与措施", "Reason and measures";
    note_hint: "接受风险时必填。", "Needed for an acceptance.";
    expires_on: "接受到哪一天", "Accepted until";
    expires_hint: "只在“接受”时填写，最长两年。", "For an acceptance only; two years at most.";
    nobody: "未指定", "Nobody yet";
    save: "保存处置", "Save treatment";
    approve: "批准接受", "Approve";
    approve_question(name, until): "{name}申请接受这项风险，到{until}为止。批准之后它不再压低级别。", "{name} asks to accept this risk until {until}. Once approved it no longer holds a level down.";
    asked(name): "申请人：{name}", "Asked by {name}";
    approved(name): "批准人：{name}", "Approved by {name}";
    tied_approver: "批准人的账号由申请人一方邀请建立，不是独立的第二个人。", "The approver's account goes back to an invitation by who asked: no independent second person.";
    tied_asker: "申请人的账号由批准人一方邀请建立。", "The account of who asked goes back to an invitation by the approver.";
    until(date): "到{date}为止", "until {date}";
    own_request: "自己的申请要由另一个人批准。", "Your own request needs somebody else's approval.";
    waiting_owner: "等待另一位负责人或管理员批准。", "It waits for another owner or an administrator.";
    read_only: "你可以查看；处置由团队的负责人和架构师决定。", "You can read this; the team's owners and architects decide.";
    none_title: "没有适用的风险", "No risk applies";
    none_text: "风险由画像决定。核对画像是否完整。", "The profile decides which risks apply. Check whether it is complete.";
    no_match: "没有符合条件的风险", "No risk matches";
    show_all: "显示全部", "Show all";
}
