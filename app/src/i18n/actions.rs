//! What entries of the change logs did: their codes in words.

super::messages! {
    other: "其他改动", "Another change";
}

super::codes! {
    /// What a change was.
    action, ACTIONS, other:
    "workload.create": "新建工作负载", "Created the workload";
    "workload.edit": "修改工作负载", "Changed the workload";
    "workload.archive": "归档", "Archived it";
    "workload.restore": "恢复", "Restored it";
    "workload.target": "设定目标级别", "Set a target level";
    "workload.import": "从另一套安装导入", "Imported from another installation";
    "answer.set": "作答", "Answered";
    "answer.own": "改为自己回答", "Answered in a platform's place";
    "answer.inherit": "恢复继承", "Inherits again";
    "note.set": "修改备注或负责人", "Changed a note or owner";
    "evidence.add": "添加文件证明", "Added a document";
    "evidence.withdraw": "撤回文件证明", "Withdrew a document";
    "attestation.add": "第二人确认", "Attested";
    "attestation.withdraw": "撤回确认", "Withdrew an attestation";
    "reading.add": "提交工具结果", "Handed in what a tool found";
    "reading.withdraw": "撤回工具结果", "Withdrew what a tool found";
    "telemetry.add": "提交遥测文件", "Handed in a file of telemetry";
    "verdict.decide": "处理规则的结论", "Decided about a rule's verdict";
    "finding.triage": "处理发现", "Settled a finding";
    "component.review": "核对清单中的组件", "Reviewed a part of the inventory";
    "signals.pull": "设置指标拉取", "Set what is fetched";
    "signals.bound": "限定团队的拉取范围", "Bounded what a team may fetch";
    "token.add": "新建令牌", "Made a token";
    "token.revoke": "吊销令牌", "Revoked a token";
    "assessment.submit": "提交审核", "Submitted for review";
    "assessment.withdraw": "撤回提交", "Took the submission back";
    "assessment.approve": "批准", "Approved";
    "assessment.send_back": "退回", "Sent back";
    "assessment.framework": "改用新的框架版本", "Moved to the new framework version";
    "risk.treat": "处置风险", "Treated a risk";
    "risk.accept": "批准接受风险", "Approved a risk acceptance";
    "risk.reject": "驳回接受申请", "Rejected a risk acceptance";
    "risk.owner": "指定风险负责人", "Gave a risk an owner";
    "own_risk.add": "登记自有风险", "Added a risk of its own";
    "own_risk.edit": "修改自有风险", "Changed a risk of its own";
    "own_risk.close": "关闭自有风险", "Closed a risk of its own";
    "own_risk.reopen": "重新打开自有风险", "Opened a risk of its own again";
    "action.set": "更新行动", "Updated an action";
    "action.move": "移动行动", "Moved an action";
    "action.effort": "改行动的工作量或先后", "Changed an action's effort or order";
    "action.close": "行动因结论或回答完成", "An action was closed by a verdict or an answer";
    "action.reopen": "行动重新打开", "An action was opened again";
    "platform.offer": "更改提供的回答", "Changed what is offered";
    "platform.subscribe": "接入平台", "Subscribed to a platform";
    "platform.unsubscribe": "断开平台", "Unsubscribed from a platform";
    "platform.end": "平台终止接入", "The platform ended the subscription";
    "map.part.add": "添加组件", "Part added";
    "map.part.change": "修改组件", "Part changed";
    "map.part.pin": "摆放组件", "Part placed";
    "map.part.remove": "移除组件", "Part taken off";
    "map.part.restore": "恢复组件", "Part put back";
    "map.call.add": "添加连线", "Line drawn";
    "map.call.remove": "删除连线", "Line erased";
    "map.layout": "架构图重新布局", "Map laid out anew";
    "map.template": "套用架构图模板", "Map template drawn";
    "map.found.accept": "接受发现的组件", "Found parts accepted";
    "map.found.ignore": "忽略发现的组件", "Found parts ignored";
    "map.found.again": "重新提议组件", "Part proposed again";
    "map.undo": "撤销架构图上的一步", "Took back a step on the map";
    "map.bearing": "指定检查项的组件", "Check placed by hand";
    "budget.set": "设定预算", "Set a budget";
    "budget.remove": "删除预算", "Removed a budget";
    "factors.set": "设定碳排放系数", "Set the carbon factors";
    "factors.remove": "删除碳排放系数", "Removed the carbon factors";
    "assumptions.set": "保存测算假设", "Kept assumptions of the calculators";
    "assumptions.remove": "清除测算假设", "Forgot assumptions of the calculators";
    "share.create": "新建分享链接", "Made a share link";
    "share.revoke": "吊销分享链接", "Revoked a share link";
    "schedule.create": "新建定期报告", "Scheduled a report";
    "schedule.update": "修改定期报告", "Changed a scheduled report";
    "schedule.pause": "暂停定期报告", "Paused a scheduled report";
    "schedule.go_on": "继续定期报告", "Let a scheduled report go on";
    "schedule.run": "立即生成定期报告", "Had a scheduled report made now";
    "schedule.remove": "删除定期报告", "Removed a scheduled report";
    "import.look": "查看待导入的文件", "Looked at a file to import";
    "import.done": "完成导入", "Imported a file";
    "import.discard": "放弃导入", "Discarded a file to import";
    "organisation.setup": "建立组织", "Set the organisation up";
    "organisation.rename": "组织改名", "Renamed the organisation";
    "organisation.priorities": "修改组织的支柱权重", "Changed the organisation's priorities";
    "team.create": "新建团队", "Created a team";
    "team.update": "修改团队", "Changed a team";
    "team.priorities": "修改团队的支柱权重", "Changed a team's priorities";
    "member.add": "添加成员", "Added a member";
    "member.role": "更改成员角色", "Changed a member's role";
    "member.remove": "移出成员", "Removed a member";
    "invitation.create": "发出邀请", "Invited somebody";
    "invitation.accept": "接受邀请", "Accepted an invitation";
    "invitation.revoke": "撤回邀请", "Withdrew an invitation";
    "login.ok": "登录", "Signed in";
    "login.failed": "登录失败", "Failed to sign in";
    "session.revoke": "结束一处登录", "Ended a session";
    "session.revoke_others": "结束其他登录", "Ended the other sessions";
    "user.update": "修改账号", "Changed an account";
    "user.locale": "更改语言", "Changed the language";
    "user.theme": "更改外观", "Changed the theme";
    "user.notices": "更改通知选择", "Changed the choice of notices";
    "user.password": "更改密码", "Changed a password";
    "user.password_reset": "用链接重置密码", "Set a new password by link";
    "user.reset_link": "发出重置密码链接", "Made a link for a new password";
    "user.role": "更改组织角色", "Changed a role in the organisation";
    "user.disable": "停用账号", "Disabled an account";
    "user.enable": "启用账号", "Enabled an account";
    "rule.thresholds": "修改规则的数值", "Changed a rule's numbers";
    "rule.reset": "恢复规则的数值", "Reset a rule's numbers";
    "webhook.add": "新建Webhook", "Added a webhook";
    "webhook.update": "修改Webhook", "Changed a webhook";
    "webhook.secret": "更换Webhook密钥", "Replaced a webhook's secret";
    "webhook.test": "测试Webhook", "Tested a webhook";
    "webhook.remove": "删除Webhook", "Removed a webhook";
    "delivery.retry": "重试投递", "Retried a delivery";
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::ACTIONS;

    /// Every code of an entry that use cases write: `action: "…"`, or `("…", subject, details)`.
    fn written(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                written(&path, found);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                found.extend(codes(&text).map(str::to_owned));
            }
        }
    }

    fn codes(text: &str) -> impl Iterator<Item = &str> {
        let words = text.split('"').skip(1).step_by(2);
        let code = |word: &&str| {
            let family = word.split('.').next().unwrap_or_default();
            let families = [
                "answer",
                "assessment",
                "attestation",
                "budget",
                "component",
                "delivery",
                "evidence",
                "factors",
                "finding",
                "invitation",
                "login",
                "map",
                "member",
                "note",
                "organisation",
                "own_risk",
                "platform",
                "reading",
                "risk",
                "rule",
                "schedule",
                "session",
                "share",
                "signals",
                "token",
                "user",
                "verdict",
                "webhook",
            ];
            let plain = |c: char| c.is_ascii_lowercase() || matches!(c, '.' | '_');
            word.contains('.') && word.chars().all(plain) && families.contains(&family)
        };
        words.filter(code)
    }

    #[test]
    fn each_entry_that_use_cases_write_has_its_words() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/services/src");
        let mut found = Vec::new();
        written(&folder, &mut found);
        assert!(found.len() > 50, "{found:?}");
        for code in found {
            let known = ACTIONS.iter().any(|(known, ..)| *known == code);
            assert!(known, "{code} has no words");
        }
    }
}
