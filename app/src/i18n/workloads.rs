//! Workloads: list, form, tabs.

super::messages! {
    tab_results: "结果", "Results";
    tab_checks: "问卷", "Questionnaire";
    tab_risks: "风险", "Risks";
    tab_plan: "计划", "Plan";
    tab_review: "审核", "Review";
    tab_history: "历史", "History";
    tab_edit: "设置", "Settings";

    create: "登记工作负载", "New workload";
    rows(total): "{total}项", "{total} in all";
    team: "团队", "Team";
    tier: "分级", "Tier";
    fact: "画像", "Profile";
    state: "状态", "State";
    show: "范围", "Show";
    all: "全部", "All";
    current: "在用", "In use";
    archive_list: "归档", "Archive";
    archived: "已归档", "Archived";
    name: "名称", "Name";
    index: "指数：已证实／已声明／可能", "Index: assured / claimed / possible";
    level: "级别", "Level";
    answered: "完成度", "Answered";
    risks: "高风险", "High risks";
    state_updated: "状态与更新", "State, updated";
    pillar_by_claim(pillar): "{pillar}：已证实与已声明，按已声明排序", "{pillar}: assured and claimed, sorted by claimed";
    pillar_cell(workload, pillar, assured, claimed): "{workload}，{pillar}：已证实{assured}，已声明{claimed}", "{workload}, {pillar}: assured {assured}, claimed {claimed}";
    index_of(workload): "{workload}的指数", "Index of {workload}";
    risk_cell(workload, critical, high): "{workload}：严重{critical}项，高{high}项，都还没有接受", "{workload}: {critical} critical and {high} high risks that nobody accepted";
    not_assessed: "尚未评估，不计为零", "Not assessed, not a zero";

    none_title: "还没有工作负载", "No workloads yet";
    none_text: "工作负载是一个团队负责的生成式AI系统。登记它、勾选画像，控制台就知道哪些检查项适用，然后可以开始评估。", "A workload is a generative AI system that one team owns. Enter it and tick its profile: the console then knows which checks apply, and its assessment can start.";
    none_no_team: "工作负载属于团队。先建立一个团队，再登记工作负载。", "Workloads belong to teams. Create a team first, then its workloads.";
    none_member: "你能看到的团队还没有登记工作负载。团队的负责人和架构师可以登记。", "The teams that you can see have no workloads yet. Their owners and architects can enter them.";
    none_outsider: "你还不属于任何团队。请团队负责人或管理员邀请你。", "You do not belong to a team yet. Ask a team's owner or an administrator to invite you.";
    to_teams: "去建立团队", "Go to teams";
    no_match: "没有符合条件的工作负载", "No workload matches";
    no_match_text: "放宽条件再试：少填几项筛选，或者换一个搜索词。", "Try fewer filters or another search term.";
    archive_empty: "归档是空的", "The archive is empty";
    archive_empty_text: "停用的工作负载可以在它的“设置”页归档：它不再计入平均值，但回答、证明和里程碑都会保留。", "A workload out of use can be archived on its Settings page: it leaves all means, and its answers, proof and milestones are kept.";
    to_current: "查看在用的工作负载", "Show those in use";

    edit_title(name): "设置：{name}", "Settings: {name}";
    intro: "画像决定哪些检查项和风险适用。勾错了可以随时改，已有的回答不会丢。", "The profile decides which checks and risks apply. It can be changed at any time; no answer is lost.";
    name_hint: "团队里的人一看就认得的名字，例如“客服知识助手”。", "What people in the team call it, such as “Service knowledge assistant”.";
    team_hint: "对它负责的团队，登记后不能更换。", "The team that answers for it; it can't be changed later.";
    description: "说明", "Description";
    description_hint: "给谁用、做什么、模型跑在哪里，两三句话即可。", "Who uses it, what for, where the models run: two or three sentences.";
    tier_legend: "分级：它有多重要", "Tier: how much it matters";
    tier_1_hint: "停摆或出错会直接伤及客户、资金或合规。每项检查的目标是4级（量化管理级），在平均值里按3倍计。", "An outage or error hurts customers, money or compliance at once. Every check aims at level 4 (quantitatively managed); it counts three times in means.";
    tier_2_hint: "重要，但有替代办法。每项检查的目标是3级（稳健级），在平均值里按2倍计。", "Important, with a way around it. Every check aims at level 3 (defined); it counts twice in means.";
    tier_3_hint: "试点或内部小工具。每项检查的目标是2级（受管理级），在平均值里按1倍计。", "A pilot or a small internal tool. Every check aims at level 2 (managed); it counts once in means.";
    profile_legend: "画像：哪些情况属实", "Profile: which of these are true";
    adds(checks, risks): "带来{checks}项检查，影响{risks}项风险", "Brings in {checks} checks, bears on {risks} risks";
    adds_checks_only(checks): "带来{checks}项检查", "Brings in {checks} checks";
    adds_risks_only(risks): "影响{risks}项风险", "Bears on {risks} risks";
    adds_checks: "检查", "Checks";
    adds_risks: "风险（适用或更可能发生）", "Risks (apply, or become likelier)";
    scope(checks, criteria, risks): "按此画像适用：{checks}项检查、{criteria}条准则、{risks}项风险。", "With this profile {checks} checks, {criteria} criteria and {risks} risks apply.";
    scope_static: "每勾选一项，适用范围随之增加。", "Each fact that you tick brings in more.";
    create_submit: "登记并开始评估", "Create and start";
    save: "保存设置", "Save settings";
    archive: "归档", "Archive";
    archive_section: "停用这个工作负载", "Take it out of use";
    archive_hint: "归档后只读，并从列表、平均值和报告里移出；回答、证明、里程碑和日志都保留，随时可以恢复。", "An archived workload is read-only and leaves lists, means and reports. Answers, proof, milestones and log are kept, and it can be restored at any time.";
    archive_question(name): "归档“{name}”？它会变成只读，并退出平均值。", "Archive “{name}”? It becomes read-only and leaves all means.";
    archive_confirm: "确认归档", "Archive it";
    restore: "恢复", "Restore";
    restore_section: "已归档", "In the archive";
    restore_hint: "恢复之后可以继续评估，并重新计入平均值。", "Once restored it can be assessed again and counts in means.";
    restore_question(name): "恢复“{name}”？", "Restore “{name}”?";
    archived_note: "只能查看", "read-only";
}
