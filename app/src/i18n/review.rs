//! Submission and review.

super::messages! {
    title: "审核", "Review";
    submitted_by(name): "由{name}提交", "Submitted by {name}";
    answered: "已回答", "Answered";
    unanswered: "没有回答", "Not answered";
    unanswered_hint: "没有回答的准则不算满足。", "A criterion without an answer counts as not met.";
    unknown: "回答为未知", "Answered as unknown";
    unknown_hint: "没人能说清的事，也不算满足。", "What nobody can tell counts as not met, too.";
    unproven: "满足，但没有有效证明", "Met, without proof that stands";
    unproven_hint: "算作已声明，不算已证实。", "It counts as claimed, not as assured.";
    inherited: "继承自平台", "Inherited from platforms";
    inherited_hint: "由平台团队回答，随平台实时变化；批准时按当时的样子冻结。", "A platform's team answers these, and they change with it; an approval freezes them as they are.";
    complete_title: "都已回答，都有证明", "Everything is answered and proven";
    complete_text: "没有未答、未知或缺少证明的准则。", "Nothing is unanswered, unknown or without proof.";
    criterion: "准则", "Criteria";
    check: "检查项", "Check";

    submit_title: "提交审核", "Submit for review";
    submit_hint: "提交后回答不能再改，直到审核结束或撤回。未答的准则不妨碍提交，审核人会看到这一页的清单。", "Answers can't be changed until the review ends or you withdraw it. Open criteria don't prevent it: reviewers see the lists on this page.";
    submit: "提交审核", "Submit for review";
    comment: "说明", "Comment";
    comment_hint_submit: "想让审核人知道的事，可不填", "What reviewers should know; may stay empty";
    withdraw: "撤回提交", "Withdraw the submission";
    withdraw_hint: "撤回后可以继续修改回答。", "You can go on editing the answers afterwards.";
    verdict_title: "审核结论", "Your verdict";
    verdict_hint: "批准后建立里程碑，并从这些回答开始新的草稿。", "Approval takes a milestone and starts a new draft from these answers.";
    comment_hint_verdict: "退回时必填：要改什么", "Required to send it back: what is to change";
    approve: "批准", "Approve";
    send_back: "退回修改", "Send back";
    own_submission: "这是你自己提交的。最好由另一位负责人审核。", "You submitted this yourself. Another owner should review it, where there is one.";
    waiting: "等待团队负责人审核。", "Waiting for an owner of the team to review it.";
    nobody_may: "你可以查看审核，但没有提交权限。", "You may read the review but not submit.";
    go_on: "继续填写", "Go on answering";

    history: "记录", "History";
    history_none: "还没有提交过。", "Nothing has been submitted yet.";
    did_submit: "提交审核", "Submitted";
    did_withdraw: "撤回", "Withdrawn";
    did_approve: "批准", "Approved";
    did_send_back: "退回修改", "Sent back";
    assessment(number): "第{number}次评估", "Assessment {number}";
}
