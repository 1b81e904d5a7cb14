//! Telemetry: what comes in, how to connect, the inventory.

super::messages! {
    title(name): "遥测：{name}", "Telemetry: {name}";
    parts: "证据的各部分", "Parts of the evidence";
    part_evidence: "证据", "Evidence";
    part_findings: "发现", "Findings";
    part_signals: "遥测", "Telemetry";

    last_data: "最近收到", "Last data";
    never: "从未", "Never";
    points: "数据点", "Data points";
    spans: "Span", "Spans";
    logs: "日志", "Log records";
    judged: "规则最近判断", "Rules last looked";
    judged_soon: "尚未判断；新数据到达约半分钟后判断", "Not yet: about half a minute after new data";
    silent: "超过一小时没有新数据", "No new data for more than an hour";

    incoming: "收到的信号", "What comes in";
    incoming_note(names, read): "共{names}个名称，其中{read}个有规则在用", "Names: {names}, of which rules read {read}";
    name: "名称", "Name";
    week: "最近7天", "Last 7 days";
    kind: "类型", "Kind";
    kind_gauge: "瞬时值", "Gauge";
    kind_counter: "累计值", "Counter";
    kind_distribution: "分布", "Distribution";
    latest: "最近一小时", "Latest hour";
    latest_gauge: "均值", "mean";
    latest_counter: "增量", "increase";
    latest_distribution: "总和", "sum";
    series: "序列", "Series";
    first_seen: "首次收到", "First seen";
    last_seen: "最近收到", "Last seen";
    silent_since: "中断于", "Silent since";
    computed: "由调用链计算", "counted from traces";
    rules: "规则", "Read by";
    others(count): "没有规则使用的其他名称（{count}）", "Other names, which no rule reads ({count})";
    of_rule(rule): "规则{rule}使用的信号", "What rule {rule} reads";
    of_rule_none: "这条规则使用的信号还没有收到。", "Nothing that this rule reads has come in yet.";
    of_rule_no_line: "这条规则看的是文件，不看遥测，没有曲线。", "This rule reads files, not telemetry: there is no line to draw.";
    show_all: "显示全部信号", "Show everything";

    spark(low, high, latest): "最近7天：最低{low}，最高{high}，最近{latest}", "Last 7 days: lowest {low}, highest {high}, latest {latest}";
    spark_gaps(text, gaps): "{text}；{gaps}小时没有数据", "{text}; {gaps} ‹hour|hours› without data";
    spark_empty: "最近7天没有数据", "No data in the last 7 days";

    chart(rule): "规则{rule}的信号，按小时", "What rule {rule} reads, by the hour";
    chart_alone(rule): "规则{rule}的曲线图", "Chart of rule {rule}";
    chart_by_day(rule): "规则{rule}的数值，按天", "What rule {rule} makes of it, by the day";
    chart_facts(low, mean, high): "最低{low}，均值{mean}，最高{high}", "Lowest {low}, mean {mean}, highest {high}";
    chart_hours(hours, of): "{of}小时中有数据{hours}小时", "Data in {hours} of {of} hours";
    chart_days(days, of): "{of}天中有数据{days}天", "Data on {days} of {of} ‹day|days›";
    chart_empty: "这段时间没有数据。", "No data in this time.";
    chart_day(day): "{day}（UTC）", "{day} (UTC)";
    bound_supports(value): "支持 {value}", "supports {value}";
    bound_contradicts(value): "相悖 {value}", "contradicts {value}";
    bound_both(value): "支持与相悖 {value}", "supports and contradicts {value}";
    bound_full(value): "满载 {value}", "full above {value}";
    by_hour: "查看遥测", "See the telemetry";

    dropped: "没有保留的数据", "What was left out";
    dropped_note: "从接入以来累计。", "Since the first data came in.";
    dropped_none: "收到的数据全部保留了下来。", "Everything that came in was kept.";
    dropped_reason: "原因", "Reason";
    dropped_count: "数量", "Count";

    empty: "还没有收到遥测", "No telemetry yet";
    empty_text: "接上之后，规则按小时判断GPU利用率、缓存命中、护栏覆盖、调用链等准则，并给出带数字的提议。提示词和回答不保存，只留计数。", "Once something sends, rules judge GPU utilisation, cache hits, guardrail coverage, traces and more by the hour, and propose answers with figures. Prompts and answers are not kept, only counts.";
    connect: "接入", "Connect";
    connect_more: "接入更多来源", "Connect more";
    connect_sdk: "OpenTelemetry SDK", "OpenTelemetry SDK";
    connect_sdk_note: "应用的环境变量；指标、调用链、日志都用OTLP/HTTP发送。", "Environment of the application: metrics, traces and logs go by OTLP over HTTP.";
    connect_collector: "OpenTelemetry Collector", "OpenTelemetry Collector";
    connect_collector_note: "在现有的流水线里加一个exporter。", "One more exporter in the pipelines that you have.";
    connect_remote: "Prometheus remote_write", "Prometheus remote_write";
    connect_remote_note: "用1.0协议；建议只转发推理服务、GPU和网关的指标。", "Protocol 1.0; best only for metrics of serving, GPUs and gateways.";
    connect_page: "发送一个/metrics页面", "Send a /metrics page";
    connect_page_note: "用来试一试，或者放进定时任务。", "To try it out, or as a scheduled job.";
    connect_token: "把$HEXASTYLE_TOKEN换成用途为“遥测”的令牌；令牌只能发送，不能读取。", "Replace $HEXASTYLE_TOKEN by a token for telemetry; it can send and read nothing.";
    make_token: "创建遥测令牌", "Make a token for telemetry";
    ask_owner: "令牌由团队的负责人或架构师创建。", "The team's owners and architects make tokens.";
    use_token: "让应用用这个令牌发送遥测：", "To send telemetry with this token:";
    token_scope: "用途", "For";
    token_scope_hint: "一个令牌只能做其中一件。", "A token can do one of them.";
    scope_evidence: "提交文件", "Files";
    scope_signals: "发送遥测", "Telemetry";

    pull: "从Prometheus拉取", "Fetched from Prometheus";
    pull_none: "管理员设置HEXASTYLE_PROMETHEUS_URL之后，也可以由控制台从Prometheus拉取，原始数据留在原处。", "Once an administrator sets HEXASTYLE_PROMETHEUS_URL, the console can also fetch from Prometheus, and raw data stays where it is.";
    pull_hint: "只取规则用到的指标，每分钟一次；首次回溯7天。", "Only metrics that rules read, once a minute; the first time seven days back.";
    selector: "标签匹配", "Label matchers";
    selector_hint: "例如：namespace=\"chat\",job=~\"vllm.*\"；至少一项要写明值。", "Such as namespace=\"chat\",job=~\"vllm.*\"; at least one must name a value.";
    pull_start: "开始拉取", "Start fetching";
    pull_save: "保存", "Save";
    pull_stop: "停止拉取", "Stop fetching";
    pull_stop_question: "停止拉取？已经收到的数据保留。", "Stop fetching? What came in stays.";
    pull_off: "现在没有拉取。", "Nothing is fetched now.";
    pull_until: "已取到", "Fetched up to";
    pull_tried: "最近一次", "Last try";
    pull_failed(why): "上次失败：{why}", "The last try failed: {why}";
    pull_incomplete: "数据源声明这次的结果不完整：有存储节点没有应答，缺的那部分没有取到。", "The source says that its answer is partial: some of its stores did not answer, and their share is missing here.";
    pull_incomplete_why(why): "数据源声明这次的结果不完整：{why}", "The source says that its answer is incomplete: {why}";
    pull_internal: "上次拉取失败：问题出在控制台，不在Prometheus。稍后自动重试。", "The last try failed in the console, not in Prometheus. It tries again by itself.";
    pull_waiting: "还没有开始，约一分钟内开始。", "Not tried yet; it starts within a minute.";
    pull_bound: "管理员为本团队限定了范围，每次查询都会另外加上：", "An administrator bounds what this team may fetch; every query also carries:";
    bound: "Prometheus拉取范围", "What pulls may reach";
    bound_note: "本安装只有一个Prometheus，所有团队共用。这里的标签匹配会加到本团队每个工作负载的每次查询上，工作负载自己的标签匹配绕不过它。不设则不限。", "All teams share the installation's one Prometheus. These matchers are added to every query for the team's workloads; a workload's own matchers can't get around them. Without any, the team is not bounded.";
    bound_hint: "例如：namespace=~\"chat-.*\"；至少一项要写明值。", "Such as namespace=~\"chat-.*\"; at least one must name a value.";
    bound_set_by(name): "{name}设定于", "Set by {name},";
    bound_remove: "取消限定", "Lift the bound";
    bound_remove_question: "取消之后，本团队的工作负载可以拉取任何标签的数据。确定取消？", "The team's workloads may then fetch whatever they name. Lift it?";
    pull_read_only: "标签匹配由团队的负责人和架构师设置。", "The team's owners and architects set what is fetched.";

    inventory: "组件清单", "Inventory";
    inventory_note: "遥测和文件里出现过的模型、智能体、工具和服务。请标明哪些属于这个工作负载。", "Models, agents, tools and services that telemetry and files named. Say which belong here.";
    inventory_empty: "还没有出现过组件。", "No component has been named yet.";
    inventory_no_match: "没有符合条件的组件。", "No component matches.";
    component: "组件", "Component";
    component_kind: "类别", "Kind";
    version: "版本", "Version";
    origin: "来自", "From";
    origin_telemetry: "遥测", "Telemetry";
    standing: "状态", "Standing";
    standing_unreviewed: "未审查", "Unreviewed";
    standing_allowed: "允许", "Allowed";
    standing_refused: "拒绝", "Refused";
    source: "出处", "Source";
    digest: "摘要", "Digest";
    review: "审查", "Review";
    review_why: "理由", "Reason";
    review_why_hint: "拒绝时必填。", "Needed to refuse.";
    review_save: "保存", "Save";
    review_read_only: "你可以查看；组件由团队的负责人和架构师审查。", "You can read this; the team's owners and architects review.";
    reviewed_by(name): "{name}的审查", "Reviewed by {name}";
    all: "全部", "All";
}

super::codes! {
    /// Why data was not kept.
    left_out, LEFT_OUT, left_out_other:
    "not_a_number": "值不是数字（NaN）", "The value is not a number (NaN)";
    "infinite": "值为无穷大", "The value is infinite";
    "stale_marker": "Prometheus的序列结束标记", "Prometheus' mark that a series ended";
    "no_recorded_value": "OTLP标明没有记录值", "OTLP says that nothing was recorded";
    "sentinel": "表示“不可用”的占位数值（DCGM等）", "A number that stands for “not available”, as DCGM writes";
    "not_a_measurement": "元数据或创建时间，不是测量值", "Metadata or creation times, no measurement";
    "not_newer": "不比已有的点新：重发或乱序", "Not newer than what is there: sent again, or out of order";
    "outside_window": "时间在保留范围之外", "Outside the time that is kept";
    "no_time": "没有时间", "Without a time";
    "no_value": "没有值", "Without a value";
    "bad_name": "名称为空、过长或含控制字符", "A name that is empty, too long or has control characters";
    "too_many_labels": "标签太多", "Too many labels";
    "bad_buckets": "直方图的桶自相矛盾", "Histogram buckets that contradict each other";
    "no_temporality": "没有写明是增量还是累计", "Neither delta nor cumulative";
    "non_monotonic_delta": "会下降的量却以增量发送，无法得知当前值", "Deltas of something that also falls: its level can't be known";
    "unreadable": "无法解析的行或元素", "Lines or elements that can't be read";
    "bad_record": "Span或日志缺少有效的调用链编号或时间", "Spans or log records without valid trace id or time";
    "too_many_points": "一次发送的数据点超过上限", "More points in one body than are taken";
    "too_many_series": "序列数超过上限，请减少标签取值", "More series than are kept: use fewer label values";
    "too_many_buckets": "一次发送的桶超过上限", "More buckets in one body than are taken";
    "too_many_traces": "一次发送的调用链或组件超过上限", "More traces or components in one body than are taken";
    "unreadable_batch": "整批数据无法读取", "Whole batches that could not be read";
}

const fn left_out_other(locale: domain::Locale) -> &'static str {
    match locale {
        domain::Locale::Zh => "其他原因",
        domain::Locale::En => "Another reason",
    }
}
