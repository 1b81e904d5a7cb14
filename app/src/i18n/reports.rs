//! Reports: for whom, in which form, about which workloads.

super::messages! {
    title: "报告", "Reports";
    menu: "报告", "Report";
    lead: "同一份评估，三种读者：选好范围，再选给谁看、什么格式、哪种语言。每个文件都带输入散列和变更日志末端散列，日后可以核对。", "One assessment, three kinds of readers: choose what it is about, then for whom, in which form and language. Every file carries its input hash and the end of the change log, so that it can be checked later.";
    of_workload(name): "工作负载：{name}", "Workload: {name}";
    of_team(name): "团队：{name}", "Team: {name}";
    of_organisation: "组织内你能看到的全部工作负载", "All workloads of the organisation that you may see";
    of_chosen(count): "符合筛选的工作负载：{count}个", "Workloads that fit the filter: {count}";
    of_picked(count): "勾选的工作负载：{count}个", "Workloads that were picked: {count}";
    executive: "管理层报告", "Executive report";
    executive_for: "两页：级别与指数、六支柱、最高风险、带日期的计划、需要拍板的事。给要做决定的人。", "Two pages: level and index, pillars, top risks, the plan with its dates, what needs a decision. For those who decide.";
    team: "团队报告", "Team report";
    team_for: "逐项检查、风险、计划、发现、信号与证据。给干活的人。", "Every check, the risks, the plan, findings, signals and evidence. For those who do the work.";
    auditor: "审计报告", "Audit report";
    auditor_for: "每个回答的来源与版本、证据的SHA-256、规则结论及数值、风险接受、各种散列。给要核对的人。", "Each answer with provenance and version, evidence with its SHA-256, verdicts with their figures, acceptances, hashes. For those who check.";
    data: "数据", "Data";
    data_for: "工作簿每张表可筛选、数值可计算；CSV给其他表格工具，JSON给其他软件。", "The workbook has a sheet for each table, to filter and calculate with; CSV for other spreadsheets, JSON for other software.";
    pdf: "PDF", "PDF";
    html: "网页快照", "Web page";
    html_note: "网页快照是单个HTML文件，不含脚本，离线可看、可打印。", "The web page is one HTML file without script, to read offline and to print.";
    xlsx: "Excel工作簿", "Excel workbook";
    json: "JSON", "JSON";
    json_whole: "全部数据，可再导入（JSON）", "Everything, to be imported again (JSON)";
    csv_answers: "回答，CSV", "Answers, CSV";
    csv_risks: "风险，CSV", "Risks, CSV";
    csv_plan: "计划，CSV", "Plan, CSV";
    csv_findings: "发现，CSV", "Findings, CSV";
    csv_signals: "遥测序列，CSV", "Telemetry series, CSV";
    csv_workloads: "工作负载，CSV", "Workloads, CSV";
    in_chinese: "中文", "Chinese";
    in_english: "英文", "English";
    link_name(kind, form, language): "{kind}：{form} · {language}", "{kind}: {form} · {language}";
    choose: "选取工作负载", "Choose workloads";
    choose_note: "筛选之后的全部进报告，或者只勾选其中几个。", "What fits the filter is in the report, or pick some of it.";
    pick(name): "勾选{name}", "Pick {name}";
    pick_column: "勾选", "Pick";
    only_picked: "只报告勾选的", "Report on those picked";
    none_picked: "取消勾选", "Pick none";
    open_one: "这一个的报告", "Its own reports";
    index: "指数（已证实 / 已声明）", "Index (assured / claimed)";
    first_rows(shown, total): "列出前{shown}个，共{total}个；报告包含全部。", "The first {shown} of {total} are listed; the report has all.";
    nothing: "没有符合筛选的工作负载", "No workload fits the filter";
    nothing_text: "放宽筛选条件，或者先新建工作负载并评估。", "Loosen the filter, or create a workload and assess it first.";
    report_on_these: "为这些生成报告", "Report on these";
    all_reports: "全部报告与格式", "All reports and forms";
}
