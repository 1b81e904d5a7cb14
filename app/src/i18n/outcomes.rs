//! What forms answer: the codes of a flash, in words.

use domain::Locale;

use super::{common, errors};

/// Defines the sentences of codes that come from the server.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident, $list:ident, $other:path: $($code:literal: $zh:literal, $en:literal;)*) => {
        $(#[$doc])*
        pub(crate) fn $name(locale: Locale, code: &str) -> &'static str {
            match (code, locale) {
                $(($code, Locale::Zh) => $zh, ($code, Locale::En) => $en,)*
                _ => $other(locale),
            }
        }

        #[cfg(test)]
        pub(crate) const $list: &[(&str, &str, &str)] = &[$(($code, $zh, $en)),*];
    };
}

codes! {
    /// What was done.
    done, DONE, common::done:
    "invitation_accepted": "你已加入。", "You have joined.";
    "password_set": "密码已更新，请用新密码登录。", "The password is set. Sign in with it.";
    "profile_saved": "账号已保存。", "Your account is saved.";
    "password_changed": "密码已更改，其他设备上的登录已结束。", "Your password is changed, and your other sessions have ended.";
    "session_revoked": "该登录已结束。", "That session has ended.";
    "sessions_revoked": "其他登录已全部结束。", "All other sessions have ended.";
    "team_created": "团队已建立。", "The team is created.";
    "team_saved": "团队已保存。", "The team is saved.";
    "priorities_saved": "支柱权重已保存，相关分数已重新计算。", "The priorities are saved, and scores follow them from now on.";
    "role_changed": "角色已更改。", "The role is changed.";
    "member_changed": "成员角色已更改。", "The member's role is changed.";
    "member_removed": "成员已移出团队。", "The member has left the team.";
    "invited": "邀请已建立。请把下面的链接交给对方，它只显示这一次：", "The invitation is ready. Hand over this link; it is shown only once:";
    "invitation_revoked": "邀请已撤回。", "The invitation is withdrawn.";
    "person_disabled": "账号已停用，其登录已全部结束。", "The account is disabled, and its sessions have ended.";
    "person_enabled": "账号已启用。", "The account is enabled again.";
    "reset_issued": "重设密码的链接已建立。请把它交给本人，它只显示这一次：", "The link for a new password is ready. Hand it over; it is shown only once:";
    "settings_saved": "设置已保存。", "The settings are saved.";
    "workload_created": "工作负载已建立。可以开始评估了。", "The workload is created. Its assessment can start.";
    "workload_saved": "工作负载已保存。", "The workload is saved.";
    "workload_archived": "工作负载已归档。", "The workload is archived.";
    "workload_restored": "工作负载已恢复。", "The workload is restored.";
    "target_saved": "目标级别已保存。", "The target level is saved.";
    "answers_saved": "回答已保存。", "The answers are saved.";
    "level_answered": "该级及以下的准则已答为满足。", "Everything up to this level is answered as met.";
    "undone": "已撤销。", "Undone.";
    "evidence_added": "证明文件已添加。", "The evidence is added.";
    "evidence_withdrawn": "证明文件已撤回。", "The evidence is withdrawn.";
    "attested": "已确认。", "Confirmed.";
    "attestation_withdrawn": "确认已撤回。", "The confirmation is withdrawn.";
    "submitted": "评估已提交审核。", "The assessment is submitted for review.";
    "withdrawn": "提交已撤回，可以继续修改。", "The submission is withdrawn; you can go on editing.";
    "approved": "评估已批准，里程碑已建立，新的草稿已开始。", "The assessment is approved: a milestone is taken and a new draft has started.";
    "sent_back": "评估已退回修改。", "The assessment is sent back.";
    "risk_saved": "风险处置已保存。", "The treatment of the risk is saved.";
    "risk_accepted": "风险接受已批准。", "The acceptance of the risk is approved.";
    "action_saved": "整改行动已保存。", "The action is saved.";
}

codes! {
    /// Why something is not possible now.
    refused, REFUSED, errors::conflict_hint:
    "already_member": "对方已经是团队成员。", "They are a member already.";
    "already_set_up": "组织已经建立过了，请登录。", "The organisation is set up already. Sign in.";
    "archived": "工作负载已归档，不能修改。", "The workload is archived and can't be changed.";
    "not_archived": "工作负载没有归档。", "The workload is not archived.";
    "disabled": "账号已停用。", "The account is disabled.";
    "last_administrator": "组织至少要有一名管理员。", "The organisation needs at least one administrator.";
    "last_owner": "团队至少要有一名负责人。", "The team needs at least one owner.";
    "not_draft": "评估已提交审核，撤回或退回之后才能修改。", "The assessment is in review; it can be changed once it is withdrawn or sent back.";
    "not_met": "只有回答为“满足”的准则才能确认。", "Only a criterion answered as met can be confirmed.";
    "nothing_answered": "还没有任何回答，不能提交。", "Nothing is answered yet, so there is nothing to submit.";
    "nothing_to_approve": "没有等待批准的接受申请。", "No acceptance is waiting for approval.";
    "own_answer": "不能确认自己的回答，请由另一个人确认。", "Your own answer needs somebody else to confirm it.";
    "own_request": "不能批准自己提出的接受申请。", "Your own request needs somebody else to approve it.";
}
