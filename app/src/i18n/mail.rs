//! What only mails say.

super::messages! {
    subject(workload, what): "{workload}：{what}", "{workload}: {what}";
    subject_many(count): "Hexastyle：{count}条通知", "Hexastyle: {count} ‹notice|notices›";
    hello(name): "{name}，你好：", "Hello {name},";
    report_subject(about): "定期报告：{about}", "Scheduled report: {about}";
    report_attached(about): "附件是“{about}”的最新报告：", "The latest report on {about} is attached:";
    report_too_large(about): "“{about}”的最新报告已生成，但文件太大，没有附上，请到控制台下载：", "The latest report on {about} is ready, but too large for a mail. Download it from the console:";
    report_foot: "你收到这封邮件，是因为有人把你列为这份定期报告的收件人。所有报告与定期报告设置：", "You receive this because a schedule names you. All reports and schedules:";
    foot: "你收到这封邮件，是因为你是相关团队的成员。在“我的账号”里可以选择哪些通知发邮件：", "You receive this because you belong to the team concerned. Choose what comes by mail in your account:";
}
