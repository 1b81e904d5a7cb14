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
    tied_reader: "你的账号由提交人（或其邀请的人）邀请建立。最好由与提交人无关的负责人审核；如由你批准，记录会写明这一点。", "Your account was made by an invitation of who submitted this, or of somebody they invited. Better leave the review to somebody else; if you approve, the record says so.";
    tied_submitter: "提交人的账号由你（或你邀请的人）邀请建立。如由你批准，记录会写明这一点。", "Who submitted this has an account by your invitation, or by that of somebody you invited. If you approve, the record says so.";
    waiting: "等待团队负责人审核。", "Waiting for an owner of the team to review it.";
    nobody_may: "你可以查看审核，但没有提交权限。", "You may read the review but not submit.";
    go_on: "继续填写", "Go on answering";

    history: "记录", "History";
    history_none: "还没有提交过。", "Nothing has been submitted yet.";
    did_submit: "提交审核", "Submitted";
    did_withdraw: "撤回", "Withdrawn";
    did_approve: "批准", "Approved";
    did_send_back: "退回修改", "Sent back";
    did_own: "由提交人自己批准", "Approved by who submitted it";
    did_tied_reviewer: "审核人的账号由提交人一方邀请建立", "The reviewer's account goes back to an invitation by who submitted it";
    did_tied_submitter: "提交人的账号由审核人一方邀请建立", "The submitter's account goes back to an invitation by the reviewer";
    assessment(number): "第{number}次评估", "Assessment {number}";
}
