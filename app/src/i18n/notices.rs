//! Notices, mails, webhooks and deliveries.

use domain::Locale;
use domain::notice::{Channel, DeliveryState, Event, Failure, NoticeKind, Step};
use domain::views::reports::{ReportFormat, ReportKind};

use super::outward::format_of;
use super::reports;
use crate::components::number::amount;

super::messages! {
    title: "通知", "Notices";
    bell_none: "通知，没有未读", "Notices, none unread";
    bell(count): "通知，{count}条未读", "Notices, {count} unread";
    unread_count(count): "{count}条未读", "{count} unread";
    all_read: "没有未读的通知。", "Nothing unread.";
    day_unread(day): "未读 · {day}", "Unread · {day}";
    day_read(day): "已读 · {day}", "Read · {day}";
    mark_read: "标为已读", "Mark as read";
    mark_read_of(what): "标为已读：{what}", "Mark as read: {what}";
    mark_all: "全部标为已读", "Mark all as read";
    choose: "选择要哪些通知", "Choose what you are told";
    kind: "类别", "Kind";
    all_kinds: "全部", "All";
    empty: "还没有通知", "No notices yet";
    empty_text: "有人请你审核、退回你的评估、证明即将到期、规则与已声明的准则相悖、风险接受待你审批或即将到期、定期报告生成，或预算超支时，都会出现在这里。", "You will find here who asks you for a review or for the acceptance of a risk or sends an assessment back, which proof ends, where a rule contradicts a claim, which acceptance ends, which scheduled report is there, and which budget is passed.";
    empty_kind: "没有这一类通知", "None of this kind";
    empty_kind_text: "换一个类别，或查看全部。", "Choose another kind, or see all.";
    show_all: "查看全部", "Show all";
    more(count): "另有{count}条", "and {count} more";
    until(day): "有效至{day}", "counts until {day}";
    kind_review_asked: "请求审核", "Review asked";
    kind_sent_back: "评估被退回", "Assessment sent back";
    kind_approved: "评估已批准", "Assessment approved";
    kind_conflict: "规则与声明相悖", "Rule contradicts a claim";
    kind_proof_30: "证明30天内到期", "Proof ends within 30 days";
    kind_proof_7: "证明7天内到期", "Proof ends within 7 days";
    kind_proof_1: "证明1天内到期", "Proof ends within a day";
    kind_acceptance_asked: "请求接受风险", "Risk acceptance asked";
    kind_acceptance_approved: "风险接受已批准", "Risk acceptance approved";
    kind_acceptance_rejected: "风险接受被驳回", "Risk acceptance rejected";
    kind_acceptance_30: "风险接受30天内到期", "Risk acceptance ends within 30 days";
    kind_acceptance_7: "风险接受7天内到期", "Risk acceptance ends within 7 days";
    kind_acceptance_1: "风险接受1天内到期", "Risk acceptance ends within a day";
    kind_acceptance_ended: "风险接受已到期", "Risk acceptance ended";
    kind_action_assigned: "整改行动指派给我", "Action assigned to me";
    kind_action_overdue: "整改行动逾期", "Action overdue";
    kind_action_changed: "整改行动有变化", "Action changed";
    action_assigned(by, count): "{by}把{count}项整改行动指派给你", "{by} assigned {count} ‹action|actions› to you";
    action_overdue_1(count): "整改行动已逾期，共{count}项", "Actions are overdue: {count}";
    action_overdue_7(count): "整改行动逾期已满7天，共{count}项", "Actions have been overdue for 7 days: {count}";
    action_overdue_30(count): "整改行动逾期已满30天，共{count}项", "Actions have been overdue for 30 days: {count}";
    action_changed(by, criterion): "{by}更改了整改行动{criterion}", "{by} changed action {criterion}";
    action_closed(criterion, rule): "整改行动{criterion}经规则{rule}证实，已自动关闭", "Action {criterion} closed itself: rule {rule} verifies it";
    action_reopened(criterion, rule): "整改行动{criterion}出现退化，已重新打开（规则{rule}）", "Action {criterion} opened again after a regression (rule {rule})";
    action_follows(criterion): "整改行动{criterion}随其准则变化", "Action {criterion} follows its criterion";
    due_on(day): "期限{day}", "due {day}";
    kind_budget_passed: "预算用量超过80%或100%", "Budget passed 80% or 100%";
    budget_workload(month, share, currency, spent, budget): "{month}支出已超过预算的{share}%：{currency} {spent} / {budget}", "Spending in {month} has passed {share}% of the budget: {currency} {spent} of {budget}";
    budget_team(month, share, currency, spent, budget): "{month}团队支出已超过团队预算的{share}%：{currency} {spent} / {budget}，本工作负载支出最多", "The team's spending in {month} has passed {share}% of its budget: {currency} {spent} of {budget}; this workload spent most";
    kind_report_ready: "定期报告已生成", "Scheduled report ready";
    kind_report_failed: "定期报告生成失败", "Scheduled report failed";
    report_data: "全部数据", "All data";
    report_ready(report, format): "定期报告已生成：{report}（{format}）", "A scheduled report is ready: {report} ({format})";
    report_failed(report, format): "定期报告多次生成失败，本期不再重试：{report}（{format}）", "A scheduled report failed several times and is not tried again: {report} ({format})";
    review_asked(by): "{by}提交了评估，请你审核", "{by} asks you to review the assessment";
    sent_back(by): "{by}退回了评估", "{by} sent the assessment back";
    approved(by): "{by}批准了评估", "{by} approved the assessment";
    conflict(count): "规则与已声明满足的准则相悖，共{count}条", "Rules contradict what is claimed; criteria: {count}";
    proof_30(count): "30天内有证明到期，涉及{count}条准则", "Proof ends within 30 days; criteria: {count}";
    proof_7(count): "7天内有证明到期，涉及{count}条准则", "Proof ends within 7 days; criteria: {count}";
    proof_1(count): "1天内有证明到期，涉及{count}条准则", "Proof ends within a day; criteria: {count}";
    acceptance_asked(by, risk, day): "{by}请求接受风险{risk}，至{day}为止，等待审批", "{by} asks to accept risk {risk} until {day}";
    acceptance_approved(by, risk, day): "{by}批准了风险{risk}的接受，至{day}为止", "{by} approved the acceptance of risk {risk} until {day}";
    acceptance_rejected(by, risk): "{by}驳回了风险{risk}的接受", "{by} rejected the acceptance of risk {risk}";
    acceptance_30(risk, day): "风险{risk}的接受将于{day}到期，不足30天", "The acceptance of risk {risk} ends within 30 days, on {day}";
    acceptance_7(risk, day): "风险{risk}的接受将于{day}到期，不足7天", "The acceptance of risk {risk} ends within 7 days, on {day}";
    acceptance_1(risk, day): "风险{risk}的接受将于{day}到期，不足1天", "The acceptance of risk {risk} ends within a day, on {day}";
    acceptance_ended(risk, day): "风险{risk}的接受已于{day}到期，该风险重新计入", "The acceptance of risk {risk} ended on {day}: the risk counts again";
    choices: "通知", "Notices";
    choices_note: "选择哪些在控制台显示、哪些发邮件，从保存时起生效。邮件用你的界面语言，几分钟内的几条合成一封。", "Choose what the console shows and what comes by mail, from now on. Mails are in your language, and what comes within a few minutes is one mail.";
    choices_no_language: "你的界面语言跟随浏览器，邮件会用中文；要改，请在上面选定语言。", "Your language follows the browser, so mails are in Chinese; choose a language above to change that.";
    no_mail_title: "本安装不发送邮件", "This installation sends no mail";
    no_mail_here: "没有设置HEXASTYLE_SMTP_URL，通知只显示在控制台里。设置后重启控制台，即可发送邮件。", "HEXASTYLE_SMTP_URL is not set, so notices are shown in the console only. Set it and restart the console, and mails go out.";
    no_mail: "没有设置HEXASTYLE_SMTP_URL。你的选择会保存，设置后即生效。", "HEXASTYLE_SMTP_URL is not set. Your choices are kept and hold once it is.";
    by_console: "在控制台显示", "In the console";
    by_mail: "发邮件", "By mail";
    webhooks: "Webhook", "Webhooks";
    webhooks_note: "事件发生时，控制台向这里的地址发送签名的JSON（Standard Webhooks规范）。", "When something happens, the console sends signed JSON to these addresses, as the Standard Webhooks specification says.";
    webhooks_none: "还没有Webhook", "No webhooks yet";
    webhooks_none_text: "聊天机器人、工单系统或自建服务可以由此得知审核、到期与冲突。", "A chat bot, a ticket system or a service of yours can learn of reviews, ends and conflicts through one.";
    webhook_add: "新建Webhook", "Add a webhook";
    webhook_name: "名称", "Name";
    webhook_url: "地址", "Address";
    webhook_url_hint: "以https://开头；本机可用http://。内网地址须由安装允许（HEXASTYLE_WEBHOOK_NETWORKS）。", "Starts with https://, or http:// on this machine. Private networks must be allowed by the installation (HEXASTYLE_WEBHOOK_NETWORKS).";
    webhook_kinds: "发送哪些事件", "What it is sent";
    webhook_kinds_problem: "至少选择一类事件", "Choose at least one kind";
    webhook_active: "启用", "On";
    webhook_active_hint: "停用后不再发送事件，仍可发送测试。", "Off, it is sent no events; tests still go out.";
    webhook_on: "启用", "On";
    webhook_off: "停用", "Off";
    webhook_by(by): "由{by}建立", "Added by {by}";
    webhook_test: "发送测试", "Send a test";
    webhook_secret: "更换密钥", "New secret";
    webhook_secret_question(name): "“{name}”将使用新密钥签名，旧密钥立即失效。", "“{name}” will be signed with a new secret; the old one ends at once.";
    webhook_remove: "删除", "Remove";
    webhook_remove_question(name): "删除“{name}”及其投递记录？", "Remove “{name}” and the list of its deliveries?";
    webhook_secret_lost: "密钥打不开", "Secret can't be opened";
    webhooks_lost: "有Webhook的密钥打不开，不能发送", "Secrets of webhooks can't be opened: nothing is sent to them";
    webhooks_lost_text: "这些密钥是用另一把主密钥加密的，例如数据库恢复到了另一台机器，而没有带上原来的secret.key（或HEXASTYLE_SECRET_KEY）。请放回原来的主密钥并重启控制台；找不回来时，逐个点“更换密钥”，再把新密钥交给接收方。", "They were sealed with another key, as when the database was restored on another machine without its secret.key (or HEXASTYLE_SECRET_KEY). Put the old key back and start the console again; where it is gone, give each a new secret and hand that to its receiver.";
    webhooks_clear: "Webhook的密钥以明文存放在数据库里：本安装没有设置主密钥（HEXASTYLE_SECRET_KEY或HEXASTYLE_SECRET_KEY_FILE）。设置后重启，已有的密钥会自动加密。", "Secrets of webhooks stand in the database in clear, as this installation has no key (HEXASTYLE_SECRET_KEY or HEXASTYLE_SECRET_KEY_FILE). Set one and start again: those that are there are sealed then.";
    webhook_once: "请现在保存密钥，它只显示这一次", "Keep this secret now: it is shown only once";
    webhook_once_text: "接收方用它核对webhook-signature。", "The receiver checks webhook-signature with it.";
    webhook_state: "状态", "State";
    webhook_what: "事件", "Events";
    deliveries: "投递", "Deliveries";
    deliveries_note: "邮件与Webhook的投递，保留30天。失败后自动重试，一天内最多8次。", "Mails and webhooks of the last 30 days. What fails is tried again, up to 8 times within about a day.";
    deliveries_none: "没有投递", "No deliveries";
    deliveries_none_text: "发出的邮件和Webhook会列在这里。", "Mails and calls of webhooks are listed here.";
    delivery_to: "收件方", "To";
    delivery_what: "内容", "What";
    delivery_test: "测试", "Test";
    delivery_state: "状态", "State";
    delivery_channel: "方式", "Channel";
    delivery_attempts: "次数", "Tries";
    delivery_when: "创建", "Created";
    delivery_done: "完成", "Done";
    delivery_next: "下次尝试", "Next try";
    delivery_retry: "立即重试", "Try now";
    channel_mail: "邮件", "Mail";
    channel_webhook: "Webhook", "Webhook";
    state_waiting: "等待中", "Waiting";
    state_failed: "失败，将重试", "Failed, will be tried again";
    state_sent: "已送达", "Sent";
    state_given_up: "已放弃", "Given up";
    failed_unresolved(host): "找不到主机{host}。", "The host {host} can't be found.";
    failed_private(address): "{address}属于未被允许的网络（HEXASTYLE_WEBHOOK_NETWORKS）。", "{address} lies in a network that is not allowed (HEXASTYLE_WEBHOOK_NETWORKS).";
    failed_unreachable: "对方没有应答。", "Nobody answered.";
    failed_timed_out: "对方应答太慢。", "It took too long.";
    failed_tls: "无法建立安全连接，请检查证书。", "No secure connection: check the certificate.";
    failed_status(status): "对方返回HTTP {status}。", "The receiver answered with HTTP {status}.";
    failed_redirected(status): "对方要求转到别的地址（HTTP {status}），控制台不跟随。", "The receiver named another address (HTTP {status}); redirects are not followed.";
    failed_refused(code): "邮件服务器拒收（SMTP {code}）。", "The mail server refused it (SMTP {code}).";
    failed_no_mail: "本安装没有设置邮件服务器。", "This installation has no mail server.";
    failed_address: "收件地址不能用于邮件。", "Mail can't be sent to this address.";
    failed_nothing_left: "内容已不存在，或收件人已无权查看，没有发送。", "Nothing was sent: what it told of is gone, or its reader may not see it any more.";
    failed_turned_off: "Webhook已停用，没有发送。", "Nothing was sent: the webhook is off.";
    failed_secret_lost: "Webhook的密钥打不开，无法签名，没有发送。", "Nothing was sent: the webhook's secret can't be opened, so nothing can be signed.";
    failed_other: "发送失败，原因见服务器日志。", "It failed; the server's log says why.";
}

/// What somebody chooses by.
pub(crate) const fn of_kind(l: Locale, kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::ReviewAsked => kind_review_asked(l),
        NoticeKind::SentBack => kind_sent_back(l),
        NoticeKind::Approved => kind_approved(l),
        NoticeKind::Conflict => kind_conflict(l),
        NoticeKind::ProofMonth => kind_proof_30(l),
        NoticeKind::ProofWeek => kind_proof_7(l),
        NoticeKind::ProofDay => kind_proof_1(l),
        NoticeKind::AcceptanceAsked => kind_acceptance_asked(l),
        NoticeKind::AcceptanceApproved => kind_acceptance_approved(l),
        NoticeKind::AcceptanceRejected => kind_acceptance_rejected(l),
        NoticeKind::AcceptanceMonth => kind_acceptance_30(l),
        NoticeKind::AcceptanceWeek => kind_acceptance_7(l),
        NoticeKind::AcceptanceDay => kind_acceptance_1(l),
        NoticeKind::AcceptanceEnded => kind_acceptance_ended(l),
        NoticeKind::ActionAssigned => kind_action_assigned(l),
        NoticeKind::ActionOverdue => kind_action_overdue(l),
        NoticeKind::ActionChanged => kind_action_changed(l),
        NoticeKind::BudgetPassed => kind_budget_passed(l),
        NoticeKind::ReportReady => kind_report_ready(l),
        NoticeKind::ReportFailed => kind_report_failed(l),
    }
}

/// What happened, in a sentence without its full stop.
pub(crate) fn sentence(l: Locale, event: &Event) -> String {
    match event {
        Event::ReviewAsked { by, .. } => review_asked(l, by),
        Event::SentBack { by, .. } => sent_back(l, by),
        Event::Approved { by, .. } => approved(l, by),
        Event::Conflict { criteria } => conflict(l, criteria.len()),
        Event::ProofEnding { step, criteria } => match step {
            Step::Month => proof_30(l, criteria.len()),
            Step::Week => proof_7(l, criteria.len()),
            Step::Day => proof_1(l, criteria.len()),
        },
        Event::AcceptanceAsked {
            by, risk, until, ..
        } => acceptance_asked(l, by, risk, until),
        Event::AcceptanceApproved { by, risk, until } => acceptance_approved(l, by, risk, until),
        Event::AcceptanceRejected { by, risk, .. } => acceptance_rejected(l, by, risk),
        Event::AcceptanceEnding { step, risk, until } => match step {
            Step::Month => acceptance_30(l, risk, until),
            Step::Week => acceptance_7(l, risk, until),
            Step::Day => acceptance_1(l, risk, until),
        },
        Event::AcceptanceEnded { risk, until } => acceptance_ended(l, risk, until),
        Event::ActionAssigned { by, actions } => action_assigned(l, by, actions.len()),
        Event::ActionOverdue { step, criteria } => match step {
            Step::Month => action_overdue_30(l, criteria.len()),
            Step::Week => action_overdue_7(l, criteria.len()),
            Step::Day => action_overdue_1(l, criteria.len()),
        },
        Event::ActionChanged {
            criterion,
            state,
            by,
            rule,
            ..
        } => match (rule, by) {
            (Some(rule), _) if state == "done" => action_closed(l, criterion, rule),
            (Some(rule), _) => action_reopened(l, criterion, rule),
            (None, Some(by)) => action_changed(l, by, criterion),
            (None, None) => action_follows(l, criterion),
        },
        Event::BudgetPassed {
            step,
            team,
            month,
            currency,
            budget,
            spent,
        } => {
            let share = step.as_str();
            let (spent, budget) = (amount(*spent), amount(*budget));
            match team {
                None => budget_workload(l, month, share, currency, spent, budget),
                Some(_) => budget_team(l, month, share, currency, spent, budget),
            }
        }
        Event::ReportReady { kind, format } => {
            report_ready(l, report_of(l, *kind, *format), format_of(l, *format))
        }
        Event::ReportFailed { kind, format } => {
            report_failed(l, report_of(l, *kind, *format), format_of(l, *format))
        }
    }
}

/// What was made, as a part of a sentence: a file of data holds the same for everybody.
const fn report_of(l: Locale, kind: ReportKind, format: ReportFormat) -> &'static str {
    if !format.has_kinds() {
        return report_data(l);
    }
    match kind {
        ReportKind::Executive => reports::executive(l),
        ReportKind::Team => reports::team(l),
        ReportKind::Auditor => reports::auditor(l),
    }
}

/// What people wrote about it; empty where they wrote nothing.
pub(crate) fn comment(event: &Event) -> &str {
    match event {
        Event::ReviewAsked { comment, .. }
        | Event::SentBack { comment, .. }
        | Event::Approved { comment, .. }
        | Event::AcceptanceAsked { comment, .. }
        | Event::AcceptanceRejected { comment, .. } => comment,
        _ => "",
    }
}

/// A way out of the console.
pub(crate) const fn channel(l: Locale, channel: Channel) -> &'static str {
    match channel {
        Channel::Mail => channel_mail(l),
        Channel::Webhook => channel_webhook(l),
    }
}

/// What became of a delivery.
pub(crate) const fn state(l: Locale, state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Waiting => state_waiting(l),
        DeliveryState::Failed => state_failed(l),
        DeliveryState::Sent => state_sent(l),
        DeliveryState::GivenUp => state_given_up(l),
    }
}

/// Why a delivery failed.
pub(crate) fn failure(l: Locale, failure: &Failure) -> String {
    let text = match failure {
        Failure::Unresolved { host } => return failed_unresolved(l, host),
        Failure::Private { address } => return failed_private(l, address),
        Failure::Status { status } => return failed_status(l, status),
        Failure::Redirected { status } => return failed_redirected(l, status),
        Failure::Refused { code } => return failed_refused(l, code),
        Failure::Unreachable => failed_unreachable(l),
        Failure::TimedOut => failed_timed_out(l),
        Failure::Tls => failed_tls(l),
        Failure::NoMail => failed_no_mail(l),
        Failure::Address => failed_address(l),
        Failure::NothingLeft => failed_nothing_left(l),
        Failure::TurnedOff => failed_turned_off(l),
        Failure::SecretLost => failed_secret_lost(l),
        Failure::Other => failed_other(l),
    };
    text.to_owned()
}
