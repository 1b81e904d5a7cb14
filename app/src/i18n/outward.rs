//! Links to reports and schedules of reports.

use domain::Locale;
use domain::rhythm::{Every, Rhythm};
use domain::views::outward::ShareState;
use domain::views::reports::{ReportFormat, ReportKind};

super::messages! {
    reports: "报告", "Reports";
    shared: "分享链接", "Share links";
    schedules: "定期报告", "Scheduled reports";
    shared_note: "把一份报告交给没有账号的人：链接打开的是生成链接那一刻的报告，之后不会变；到期自动失效，也可随时吊销。", "Hand one report to people without an account: the link opens the report as it was when the link was made. It ends by itself, and can be revoked at any time.";
    about: "报告对象", "About";
    about_hint: "单个工作负载请从其页面的“报告”菜单进来。", "For one workload, come from the Report menu of its page.";
    organisation_of(name): "组织：{name}", "Organisation: {name}";
    team_of(name): "团队：{name}", "Team: {name}";
    workload_of(name): "工作负载：{name}", "Workload: {name}";
    organisation: "组织", "Organisation";
    kind: "给谁看", "For whom";
    kind_hint: "PDF和HTML按读者分版本；数据文件（XLSX、CSV、JSON）内容相同。", "PDF and HTML differ by reader; files of data (XLSX, CSV, JSON) hold the same for all.";
    format: "格式", "Form";
    language: "语言", "Language";
    days: "有效天数", "Days that it works";
    days_hint: "1至366天。", "1 to 366.";
    make_link: "生成链接", "Make a link";
    new_link: "新建分享链接", "New share link";
    link_ready: "链接已生成，只显示这一次", "The link is ready and shown only this once";
    link_ready_text: "任何拿到链接的人都能在到期前看到这份报告，请只交给该看的人。", "Whoever has the link can read this report until it ends: give it only to those who should.";
    link_until: "有效至", "Works until";
    no_links: "还没有分享链接", "No share links yet";
    no_links_text: "在上面生成一个，把报告交给没有账号的人。", "Make one above to hand a report to people without an account.";
    made: "生成", "Made";
    made_by(name): "{name}", "by {name}";
    ends: "到期", "Ends";
    used: "使用", "Used";
    never_used: "未使用", "Never";
    uses(count): "{count}次，最近", "{count} ‹time|times›, last";
    state: "状态", "State";
    state_open: "有效", "Works";
    state_expired: "已到期", "Ended";
    state_revoked: "已吊销", "Revoked";
    revoke: "吊销", "Revoke";
    revoke_question: "吊销后链接立即失效，不能恢复。", "The link stops at once and can't be brought back.";
    sha256(hash): "SHA-256 {hash}", "SHA-256 {hash}";
    kind_executive: "管理层（两页）", "Executives (two pages)";
    kind_team: "团队", "The team";
    kind_auditor: "审计（含哈希）", "Auditors (with hashes)";
    format_pdf: "PDF", "PDF";
    format_html: "HTML快照", "HTML snapshot";
    format_xlsx: "XLSX", "XLSX";
    format_csv: "CSV", "CSV";
    format_json: "JSON", "JSON";
    schedules_note: "每周或每月自动生成报告，发给有权查看的人；在这里保留最近的几次，配置了邮件时同时用附件发送。", "Reports that are made every week or month for people who may read them. The latest are kept here, and sent as attachments where mail is set up.";
    no_mail: "本安装不发送邮件，报告只保留在这个页面上。", "This installation sends no mail: reports are kept on this page only.";
    received: "我收到的报告", "Reports that I was sent";
    no_received: "还没有收到报告", "Nothing was sent to you yet";
    no_received_text: "把你列为收件人的定期报告生成后会出现在这里，每份定期报告保留最近12次。", "Reports of schedules that name you appear here once they are made; the latest 12 of each are kept.";
    file: "文件", "File";
    size: "大小", "Size";
    download: "下载", "Download";
    download_of(name): "下载{name}", "Download {name}";
    planned: "已设的定期报告", "Schedules";
    no_schedules: "还没有定期报告", "No scheduled reports yet";
    no_schedules_text: "在下面新建一个：报告会按时生成，发给你选的人。", "Set one up below: the report is made in time, and sent to those whom you choose.";
    new_schedule: "新建定期报告", "New scheduled report";
    when: "何时", "When";
    next: "下一次", "Next";
    paused: "已暂停", "Paused";
    recipients: "收件人", "Recipients";
    recipients_hint: "只能选有权查看的人；之后失去权限的人不会再收到。", "Only people who may read it; who may no longer is sent nothing.";
    recipients_wrong: "至少选一人，且都要有权查看。", "Choose at least one person; all must be allowed to read it.";
    last_runs: "最近几次", "Latest";
    run_due(by): "应{by}要求", "asked for by {by}";
    run_waiting: "等待生成", "Waiting";
    run_failed: "生成失败，将重试", "Failed, tried again";
    run_given_up: "生成失败", "Failed";
    run_done(count): "已生成{count}份", "Made: {count}";
    run_sent(count): "邮件已发{count}封", "mails sent: {count}";
    run_unsent(count): "邮件失败{count}封", "mails failed: {count}";
    run_withheld(count): "{count}人已无权查看，未发送", "may no longer read it, sent nothing: {count}";
    every: "频率", "How often";
    weekly: "每周", "Weekly";
    monthly: "每月", "Monthly";
    weekday: "星期（每周发送时）", "Day of the week (weekly)";
    monthday: "日期（每月发送时，31为月底）", "Day (monthly; 31 is last)";
    not_yet: "还没有", "None yet";
    hour: "时间（整点）", "Hour";
    hour_of(hour): "{hour}:00", "{hour}:00";
    zone: "时区（固定，不随夏令时变）", "Time zone (no summer time)";
    every_week(day, hour, zone): "每{day} {hour}:00（{zone}）", "{day}s at {hour}:00 ({zone})";
    every_month(day, hour, zone): "每月{day}日 {hour}:00（{zone}）", "Day {day} of the month at {hour}:00 ({zone})";
    every_month_end(hour, zone): "每月最后一天 {hour}:00（{zone}）", "The last day of the month at {hour}:00 ({zone})";
    monday: "周一", "Monday";
    tuesday: "周二", "Tuesday";
    wednesday: "周三", "Wednesday";
    thursday: "周四", "Thursday";
    friday: "周五", "Friday";
    saturday: "周六", "Saturday";
    sunday: "周日", "Sunday";
    set_up: "建立", "Set up";
    save: "保存", "Save";
    edit: "修改", "Change";
    pause: "暂停", "Pause";
    resume: "继续", "Go on";
    run_now: "现在生成", "Make it now";
    remove: "删除", "Remove";
    remove_question: "删除这份定期报告，以及已生成的全部文件？", "Remove this schedule and all reports that it made?";
    share_this: "分享链接…", "Share link …";
    schedule_this: "定期报告…", "Scheduled report …";
}

/// Whether a link works.
pub(crate) const fn state_of(locale: Locale, state: ShareState) -> &'static str {
    match state {
        ShareState::Open => state_open(locale),
        ShareState::Expired => state_expired(locale),
        ShareState::Revoked => state_revoked(locale),
    }
}

/// For whom a report is.
pub(crate) const fn kind_of(locale: Locale, kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::Executive => kind_executive(locale),
        ReportKind::Team => kind_team(locale),
        ReportKind::Auditor => kind_auditor(locale),
    }
}

/// In which form a report is.
pub(crate) const fn format_of(locale: Locale, format: ReportFormat) -> &'static str {
    match format {
        ReportFormat::Pdf => format_pdf(locale),
        ReportFormat::Html => format_html(locale),
        ReportFormat::Xlsx => format_xlsx(locale),
        ReportFormat::Csv => format_csv(locale),
        ReportFormat::Json => format_json(locale),
    }
}

/// A day of the week, from 1, Monday.
pub(crate) const fn weekday_of(locale: Locale, day: u8) -> &'static str {
    match day {
        1 => monday(locale),
        2 => tuesday(locale),
        3 => wednesday(locale),
        4 => thursday(locale),
        5 => friday(locale),
        6 => saturday(locale),
        _ => sunday(locale),
    }
}

/// A zone so many minutes ahead of UTC.
pub(crate) fn zone_of(utc_offset: i16) -> String {
    if utc_offset == 0 {
        return "UTC".to_owned();
    }
    let sign = if utc_offset < 0 { '-' } else { '+' };
    let minutes = utc_offset.unsigned_abs();
    std::format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The zone that readers of a language most likely are in.
pub(crate) const fn usual_offset(locale: Locale) -> i16 {
    match locale {
        Locale::Zh => 480,
        Locale::En => 0,
    }
}

/// When something is due.
pub(crate) fn rhythm(locale: Locale, rhythm: Rhythm) -> String {
    let (hour, zone) = (
        std::format!("{:02}", rhythm.hour()),
        zone_of(rhythm.utc_offset()),
    );
    match rhythm.every() {
        Every::Week(day) => every_week(locale, weekday_of(locale, day), hour, zone),
        Every::Month(31) => every_month_end(locale, hour, zone),
        Every::Month(day) => every_month(locale, day, hour, zone),
    }
}
