//! Rules and the numbers that they judge by.

super::messages! {
    title: "规则与判断数值", "Rules and their numbers";
    rules: "规则", "Rules";
    note(rules, waiting): "{rules}条规则按这些数值判断，另有{waiting}条没有机器可读的来源，由人判断。框架给出默认值，组织可以改；改动后所有工作负载重新判断。", "Rules that judge by these numbers: {rules}; left to people, without a source that a machine can read: {waiting}. The framework sets the numbers and this installation may change them; every workload is then judged anew.";
    read_only: "你可以查看；数值由管理员修改。", "You can read this; administrators change the numbers.";
    rule: "规则", "Rule";
    check: "检查项", "Check";
    reads: "读取", "Reads";
    reads_telemetry: "遥测", "Telemetry";
    reads_files: "文件", "Files";
    framework: "框架", "Framework";
    ours: "本组织", "Ours";
    ours_none: "同框架", "As the framework";
    all: "全部", "All";
    changed_only: "只看改过的", "Changed here";
    no_match: "没有符合条件的规则", "No rule matches";
    no_match_text: "放宽筛选条件再看。", "Try fewer filters.";
    show_all: "显示全部", "Show all";
    changed_by(name): "{name}修改于", "Changed by {name} on";
    by_numbers: "判断数值", "By which numbers";
    why: "理由", "Reason";
    why_hint: "必填，会和改动一起记入日志。", "Needed; it goes into the log with the change.";
    save: "保存，全部重新判断", "Save and judge anew";
    reset: "恢复框架的数值", "Back to the framework's";
    reset_question: "恢复框架的数值？所有工作负载会重新判断。", "Go back to the framework's numbers? Every workload is judged anew.";
    is_built_in(value): "框架：{value}", "Framework: {value}";

    days: "数据有效天数", "Days that data stays valid";
    days_hint: "更早的数据不参与判断。", "Older data is not looked at.";
    days_short(n): "{n}天内", "within {n} ‹day|days›";
    min: "最少样本", "Minimum observations";
    min_hint: "少于这个数不下结论。按规则可能是调用、Token、小时、尝试、对象或组件。", "With fewer there is no verdict: calls, tokens, hours, attempts, objects or components, as the rule counts.";
    min_short(n): "至少{n}个样本", "at least {n} ‹observation|observations›";
    supports: "支持线", "Supports from";
    supports_hint: "达到这个值，结论支持“满足”。比例按百分数计，其余按规则所数的单位计。", "A value as good as this supports “met”. Shares are in percent, the rest in what the rule counts.";
    supports_short(n): "支持线 {n}", "supports from {n}";
    contradicts: "相悖线", "Contradicts beyond";
    contradicts_hint: "比这个值更差，结论与“满足”相悖；两线之间不下结论。", "A value worse than this contradicts “met”; between the two there is no verdict.";
    contradicts_short(n): "相悖线 {n}", "contradicts beyond {n}";
    against: "相悖所需样本", "Observations to contradict";
    against_hint: "少于这个数不会判为相悖。", "With fewer nothing contradicts.";
    against_short(n): "相悖需{n}个样本", "{n} ‹observation|observations› to contradict";
    runs: "最少运行次数", "Minimum runs";
    runs_hint: "要有这么多次合格的运行。", "So many runs that count are needed.";
    runs_short(n): "至少{n}次运行", "at least {n} ‹run|runs›";
    apart: "首末次相隔天数", "Days between first and last";
    apart_hint: "第一次与最后一次运行至少相隔这么多天。", "The first and the last run lie so many days apart.";
    apart_short(n): "相隔至少{n}天", "{n} ‹day|days› apart";
    variety: "最少类别数", "Minimum kinds";
    variety_hint: "攻击手法、语言等要覆盖这么多种。", "So many different attacks, languages or the like must be covered.";
    variety_short(n): "至少{n}类", "at least {n} ‹kind|kinds›";
}
