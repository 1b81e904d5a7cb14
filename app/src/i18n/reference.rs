//! The page of the REST API. The document is English; its Chinese sentences stand here, operations by their id, all
//! others by the English sentence. A test of the server fails where one is missing.

super::messages! {
    title: "REST API", "REST API";
    lead: "接口文档由代码生成，与服务端路由是同一份声明。操作按分组各成一页，每个操作都附有可直接复制的调用示例。", "The document is made of the code: a route and its description are one declaration. Each group has a page, and each operation a call to copy.";
    english_fields: "接口文档本身为英文，本页为其中文说明。", "Generators of clients take the same from the OpenAPI document.";
    of_group(name): "REST API：{name}", "REST API: {name}";
    document: "OpenAPI 3.1文档", "OpenAPI 3.1 document";
    shown(shown, total): "{shown}/{total}个操作", "{shown} of {total} ‹operation|operations›";
    nothing: "没有匹配的操作", "No such operation";
    nothing_hint: "换一个词试试，或清除筛选。", "Try another word, or clear the filter.";
    contents: "操作清单", "Operations";
    which: "操作", "Operation";
    who: "谁可调用", "Who may call";
    parameters: "参数", "Parameters";
    body: "请求体", "Body";
    answers: "响应", "Answers";
    status: "状态码", "Status";
    meaning: "含义", "Meaning";
    content: "内容", "Content";
    name: "名称", "Name";
    kind: "类型", "Type";
    place: "位置", "In";
    in_path: "路径", "path";
    in_query: "查询", "query";
    in_header: "请求头", "header";
    needed: "是否必填", "Required";
    required: "必填", "required";
    optional: "可省略", "optional";
    about: "说明", "About";
    values: "取值", "One of";
    fields_of(name): "{name}的字段", "Fields of {name}";
    call: "curl调用", "Call with curl";
    call_of(id): "{id}的curl调用", "Call {id} with curl";
    example_of(id): "{id}的请求体示例", "Example body of {id}";
    types: "数据类型", "Types";
    link_to(id): "{id}的链接", "Link to {id}";
}

macro_rules! operations {
    ($($id:literal: $summary:literal, $description:literal;)*) => {
        /// Summary and description of an operation in Chinese; none where there is no such operation.
        pub fn operation(id: &str) -> Option<(&'static str, &'static str)> {
            match id {
                $($id => Some(($summary, $description)),)*
                _ => None,
            }
        }
    };
}

operations! {
    "get-framework": "一个框架及其全部中英文文本", "格式与 `hexastyle framework export` 相同。目前只有一个框架：`genai-wa`。";
    "get-assessment": "一次评估：回答、分数、门槛、风险与整改计划", "小数为六位小数的字符串，由精确值按四舍六入五成双取得。凭 `inputs` 任何人都能重算这些数字，`input_hash` 是其标识。";
    "get-workload-report-pdf": "工作负载报告（PDF）", "";
    "get-workload-report-html": "工作负载报告（单个HTML文件）", "不含脚本，不请求任何外部内容，可以保存和转发。";
    "get-workload-report-xlsx": "工作负载的各张表（Excel工作簿）", "";
    "get-workload-answers-csv": "工作负载的准则与回答（CSV）", "UTF-8，带字节序标记；适用范围内的每条准则一行。";
    "get-workload-risks-csv": "工作负载的风险（CSV）", "UTF-8，带字节序标记；每个风险一行。";
    "get-workload-plan-csv": "工作负载的整改计划（CSV）", "UTF-8，带字节序标记；每项行动一行。";
    "get-team-plan-csv": "团队各工作负载的整改计划（CSV）", "每项行动一行，按团队产能服务它们的顺序。`for` 与工作负载的相同。";
    "get-organisation-plan-csv": "调用者可查看的所有工作负载的整改计划（CSV）", "每项行动一行，按各团队产能服务它们的顺序，最多取符合条件的前2万行。`for` 与工作负载的相同。";
    "get-map": "工作负载的架构图：三层组件、组件之间的调用，以及每个组件上的内容", "";
    "get-map-svg": "工作负载的架构图（SVG）", "内容自足：字体取读者本机的，颜色为浅色界面的颜色，附图例。";
    "get-workload-findings-csv": "工作负载的工具发现（CSV）", "UTF-8，带字节序标记；每个发现一行，最严重的在前，最多10万行。";
    "get-workload-verdicts-csv": "各条规则对工作负载的结论及其数值（CSV）", "UTF-8，带字节序标记；每个结论一行，给出起决定作用的数值；代码与API相同。";
    "get-workload-inventory-csv": "工作负载的组件清单（CSV）", "UTF-8，带字节序标记；遥测和文件里出现过的每个组件一行，按类别和名称排列。";
    "get-workload-signals-csv": "工作负载的遥测序列（CSV）", "UTF-8，带字节序标记；每条时间序列一行，按名称排列，最多10万行。";
    "list-risks": "调用者可查看的所有工作负载的风险：筛选、排序、分页", "名称使用 `lang` 指定的语言。";
    "list-risks-csv": "同样的风险（CSV）：符合条件的所有行，按所给顺序", "UTF-8，带字节序标记；每个工作负载的每个风险一行，最多50万行。";
    "get-team-report-pdf": "团队报告（PDF）", "";
    "get-team-report-html": "团队报告（单个HTML文件）", "不含脚本，不请求任何外部内容，可以保存和转发。";
    "get-team-report-xlsx": "团队的各张表（Excel工作簿）", "";
    "get-team-report-json": "团队及其工作负载的分数", "";
    "get-team-workloads-csv": "团队的工作负载（CSV）", "UTF-8，带字节序标记；每个工作负载一行。";
    "get-organisation-report-pdf": "组织报告（PDF）", "只包含调用者可查看的工作负载。";
    "get-organisation-report-html": "组织报告（单个HTML文件）", "不含脚本，不请求任何外部内容，可以保存和转发。只包含调用者可查看的工作负载。";
    "get-organisation-report-xlsx": "组织的各张表（Excel工作簿）", "只包含调用者可查看的工作负载。";
    "get-organisation-report-json": "组织及其工作负载的分数", "只包含调用者可查看的工作负载。";
    "get-organisation-workloads-csv": "组织的工作负载（CSV）", "UTF-8，带字节序标记；每个工作负载一行。只包含调用者可查看的工作负载。";
    "export-workload": "工作负载的全部数据，分数由此得出", "在评估文档之外多一个字段 `export`：回答及其人员与时间、备注、证明文件、第二人确认、处置及其经过、规则与工具的结论、里程碑。可由 `hexastyle import` 和控制台读入。人员邮箱只对管理员给出。实测数据在 `export.ndjson` 中。";
    "export-workload-lines": "工作负载的全部数据，分数、图表和规则结论都由此得出", "每行一个JSON文档，格式与组织的导出相同：来源、工作负载（与 `export.json` 相同）、其后的实测数据（按小时的遥测、按日的成本、采样、告警）、所属团队的碳排放系数，最后一行写明共有多少个。没有最后一行即不完整。边生成边发送。";
    "export-organisation": "全部工作负载的数据，分数由此得出", "每行一个JSON文档：组织、各工作负载（与 `export.json` 相同）及其后的实测数据（按小时的遥测、按日的成本、采样）、团队的预算等，最后一行写明共有多少个。没有最后一行即不完整。边生成边发送。";
    "send-evidence": "提交其他工具生成的文件", "按内容识别文件种类；只读取，不保存文件本身。同一文件提交两次只计一次；文件中没有日期的，每天计一次。";
    "send-evidence-by-token": "为令牌所属的工作负载提交文件", "与 `send-evidence` 相同；`hexastyle push` 使用此接口。";
    "get-evidence": "已收到的文件、与回答并列的结论、等待数据的规则、令牌", "";
    "withdraw-reading": "撤回一个文件", "规则据此得出的结论会重新判断。";
    "decide-verdicts": "采纳或驳回结论：全部成功，或一个都不写入", "`verdict` 是你看到的结论；如果它已经变化，则不写入任何内容并返回409。驳回必须附说明。";
    "list-findings": "其他工具报告的发现，最严重的在前", "";
    "triage-finding": "处置一个发现：未关闭、限期接受、误报或已修复", "标记为已修复的发现，如果之后的运行再次报告，会重新打开。";
    "create-token": "为机器创建令牌", "密钥只出现在这一次响应中，不作保存：用同一个 `Idempotency-Key` 重试会返回409。";
    "revoke-token": "立即停用令牌", "";
    "get-signals": "按名称列出收到的遥测、被舍弃的内容、组件清单与拉取设置", "";
    "get-signal-chart": "某条规则查看的数据及其阈值：逐小时的信号，或逐日的数值", "";
    "get-signal-chart-svg": "同样的图表（SVG）", "内容自足：字体取读者本机的，颜色为浅色界面的颜色。";
    "review-component": "确认模型、智能体、工具或服务器是否属于该工作负载", "";
    "set-pull": "从本安装的Prometheus拉取工作负载的指标，或停止拉取", "仅当本安装配置了Prometheus（`HEXASTYLE_PROMETHEUS_URL`）时可用。";
    "get-workload-cost": "工作负载一个月的Token、支出、GPU、用电量与碳排放，以及背后的明细", "加上 `part=calculators` 还会给出基于最近30天的测算；任何假设都可以按键名给出。";
    "get-workload-cost-csv": "工作负载当月数字背后的明细（CSV）：各序列与文件", "UTF-8，带字节序标记；最多10万行。";
    "get-team-cost": "团队各工作负载一个月的成本与能耗，按工作负载、模型或功能", "";
    "get-team-cost-csv": "团队各工作负载一个月的成本与能耗（CSV），按模型与功能", "UTF-8，带字节序标记；最多10万行。";
    "get-organisation-cost": "组织一个月的成本与能耗，按团队、工作负载、模型或功能", "只包含调用者可查看的工作负载。";
    "get-organisation-cost-csv": "组织一个月的成本与能耗（CSV），按工作负载、模型与功能", "UTF-8，带字节序标记；最多10万行。只包含调用者可查看的工作负载。";
    "list-rules": "参与判断的规则，以及框架与本安装的数值", "";
    "set-rule-numbers": "修改某条规则在本安装中的数值", "所有工作负载会重新判断。未给出的数值沿用框架设定。";
    "reset-rule-numbers": "恢复框架设定的数值", "所有工作负载会重新判断。";
    "otlp-traces": "通过OTLP over HTTP接收调用链", "响应编码与请求一致。被舍弃的内容在 `partialSuccess` 中说明；只有503需要重发。请求体可用gzip压缩，解压后不超过64 MiB。";
    "otlp-metrics": "通过OTLP over HTTP接收指标", "响应编码与请求一致。被舍弃的内容在 `partialSuccess` 中说明；只有503需要重发。请求体可用gzip压缩，解压后不超过64 MiB。";
    "otlp-logs": "通过OTLP over HTTP接收日志记录", "响应编码与请求一致。被舍弃的内容在 `partialSuccess` 中说明；只有503需要重发。请求体可用gzip压缩，解压后不超过64 MiB。";
    "prometheus-write": "通过Prometheus remote write 1.0接收指标", "返回5xx时应重发，其余拒绝不应重发。2.0版返回415，发送方会改用1.0。";
    "prometheus-metrics": "接收Prometheus或OpenMetrics文本格式的一页指标", "没有自带时间的数据按当前时刻计，因此重发会再计一次；用 `Idempotency-Key` 注明是同一页时只计一次。";
    "get-openapi": "接口文档：OpenAPI 3.1", "";
}

macro_rules! sentences {
    ($($en:literal: $zh:literal;)*) => {
        /// A sentence of the document in Chinese; none where it is not known.
        pub fn sentence(english: &str) -> Option<&'static str> {
            match english {
                $($en => Some($zh),)*
                _ => None,
            }
        }
    };
}

sentences! {
    "Whether the files of documents are in it, in base64: 32 MiB in all at most, further ones are named in `export.files_left_out`.": "是否包含证明文件本身（base64）：合计最多32 MiB，其余在 `export.files_left_out` 中列出名称。";
    "For whom the file is; `all` where it is left out.": "文件给谁用；省略时为 `all`。";
    "Which side of the parts; `assured` where it is left out.": "看组件的哪一面；省略时为 `assured`。";
    "The map.": "架构图。";
    "The picture.": "图片。";
    "Results": "结果";
    "Evidence": "证据";
    "Telemetry": "遥测";
    "Cost": "成本";
    "Rules": "规则";
    "Ingestion": "数据接入";
    "Document": "接口文档";
    "Assessments, reports and tables.": "评估、报告与表格。";
    "Files of other tools, what rules say of them, and what people say to that.": "其他工具的文件、规则的结论，以及人对结论的决定。";
    "What came in by name, and the parts of a workload.": "按名称收到的数据，以及工作负载的组件。";
    "What a month came to: tokens, money, GPUs, energy and carbon, with the rows behind them.": "一个月的Token、支出、GPU、用电量与碳排放，以及背后的明细。";
    "Rules that judge, and their numbers.": "参与判断的规则及其数值。";
    "Telemetry by machines: OTLP over HTTP and Prometheus.": "机器发送的遥测：OTLP over HTTP与Prometheus。";
    "This document.": "本文档。";
    "Anyone.": "任何人。";
    "Everybody who is signed in.": "所有已登录的人。";
    "Members of the team, managers and administrators.": "团队成员、管理者与管理员。";
    "Architects and owners of the team, and administrators.": "团队的架构师与负责人，以及管理员。";
    "Architects and owners of the team, administrators, and machines with a token of scope `evidence` for the workload.": "团队的架构师与负责人、管理员，以及持有该工作负载 `evidence` 令牌的机器。";
    "Machines with a token of scope `evidence`.": "持有 `evidence` 令牌的机器。";
    "Machines with a token of scope `signals`.": "持有 `signals` 令牌的机器。";
    "Administrators.": "管理员。";
    "A new one for each request, the same one to send it again: it then does not run twice.": "每个新请求用新的键；重发时用同一个键，请求就不会执行两次。";
    "How the body is packed: always by Snappy.": "请求体的压缩方式：固定为Snappy。";
    "How the body is packed; not at all where it is left out.": "请求体的压缩方式；省略表示不压缩。";
    "For whom; `team` where it is left out. Files of data hold everything for everybody.": "给谁看；省略时为 `team`。数据文件对谁都包含全部内容。";
    "Only look, keep nothing.": "只查看，不保存。";
    "Only of the team with this id.": "只看该编号的团队。";
    "Only of this kind of file.": "只看这一种文件报告的。";
    "Only this kind of component.": "只看这一类组件。";
    "Only of this tier: 1, 2 or 3.": "只看该分级：1、2或3。";
    "Only these workloads: ids with commas between them.": "只看这些工作负载：以逗号分隔的编号。";
    "Only those for which this fact holds.": "只看画像中有这一项的。";
    "Only those that rules of this check count.": "只看该检查项的规则所计入的。";
    "Only those that stand so.": "只看处于该状态的。";
    "Only those whose assessment stands so: `draft` or `in_review`.": "只看评估处于该状态的：`draft` 或 `in_review`。";
    "Only those with something: as the filter of the list of workloads has it.": "只看具有某项的，取值与工作负载列表的筛选相同。";
    "Only workloads with this in their name or description.": "只看名称或说明中含有该文字的工作负载。";
    "The `ETag` of a copy that the sender has.": "调用者已有副本的 `ETag`。";
    "The file's name; without dates and numbers of runs it is the subject of files that don't say theirs.": "文件名；用于显示。内容中未注明对象的文件，以去掉日期和运行编号的文件名为对象。";
    "What the file is about; a later one about the same takes its place. Left out, it or its name says so.": "文件的对象；同一对象的后一份文件接替前一份。省略时以文件内容或文件名为准。";
    "What it is, where its content does not tell, as with an empty list.": "文件种类；仅在内容无法识别时需要，例如空列表。";
    "Only of this tool, as it names itself.": "只看这一工具报告的，名称以工具自称为准。";
    "A new one for each page, the same one to send it again: it then counts once.": "每页用新的键；重发同一页时用同一个键，就只计一次。";
    "The id of a file that came in.": "已收到文件的编号。";
    "The id of a finding.": "发现的编号。";
    "The id of a framework.": "框架的编号。";
    "The id of a part of the workload.": "工作负载组件的编号。";
    "The id of a rule.": "规则的编号。";
    "The id of a team.": "团队的编号。";
    "The id of a token.": "令牌的编号。";
    "The id of a workload.": "工作负载的编号。";
    "The id of an assessment.": "评估的编号。";
    "The language; the reader's own where it is left out.": "语言；省略时使用调用者自己的语言。";
    "The version that was seen.": "你看到的版本。";
    "This severity or worse.": "该严重程度或更严重的。";
    "Which page, from 1; 50 findings each.": "第几页，从1开始；每页50条。";
    "A text in the name of the risk or of the workload.": "风险或工作负载名称中的文字。";
    "A text in the workload's name or in the criterion's id.": "工作负载名称或准则编号中含有该文字的。";
    "A person's id, `mine` or `none`.": "某人的编号、`mine`（自己）或 `none`（无人负责）。";
    "`open`, `in_progress`, `done`, `dropped` or `all`; what is open or in progress where it is left out.": "`open`、`in_progress`、`done`、`dropped` 或 `all`；省略时为未开始和进行中的。";
    "`overdue`, due within `7` or `30` days, or `none`.": "`overdue`（逾期）、`7` 或 `30` 天内到期，或 `none`（无期限）。";
    "By the phase in which the capacity serves them: `30`, `90`, `180` or `later`.": "按产能排到的阶段：`30`、`90`、`180` 或 `later`。";
    "Of one team.": "只看一个团队的。";
    "Of one workload.": "只看一个工作负载的。";
    "One risk of the catalogue.": "只看目录中的一个风险。";
    "Of one pillar.": "只看一个支柱的。";
    "By the band of the inherent risk.": "按固有风险的等级。";
    "By the band of the claimed residual.": "按已声明残余风险的等级。";
    "By the band of the assured residual.": "按已证实残余风险的等级。";
    "`undecided`, `mitigate`, `accept`, `transfer` or `avoid`.": "`undecided`、`mitigate`、`accept`、`transfer` 或 `avoid`。";
    "Where an acceptance stands; `in_force` holds those too that end within 30 days.": "接受处于什么状态；`in_force` 也包含30天内到期的。";
    "A person's id, `me` or `none`.": "人员编号、`me` 或 `none`。";
    "`own` or `catalogue`.": "`own` 或 `catalogue`。";
    "Open findings on the risk's checks: `open` or `none`.": "风险的检查项上有无未关闭的发现：`open` 或 `none`。";
    "Of which matrix the cell is that `likelihood` and `impact` name: `assured` or `inherent`.": "`likelihood` 与 `impact` 所指的格子属于哪个矩阵：`assured` 或 `inherent`。";
    "The cell's likelihood.": "格子的可能性。";
    "The cell's impact.": "格子的影响。";
    "`assured`, `claimed`, `inherent`, `findings`, `risk`, `workload`, `team`, `owner` or `until`, with `-` before it for the greatest first.": "`assured`、`claimed`、`inherent`、`findings`、`risk`、`workload`、`team`、`owner` 或 `until`；前面加 `-` 表示从大到小。";
    "Which page, from 1.": "第几页，从1开始。";
    "Rows on a page; 100 where it is left out.": "每页行数；省略时为100。";
    "A page of risks.": "一页风险。";
    "The file as the tool wrote it, up to 20 MiB.": "工具原样输出的文件，最大20 MiB。";
    "`archived` for those in the archive.": "`archived` 表示只看已归档的。";
    "`ExportTraceServiceRequest`.": "`ExportTraceServiceRequest`。";
    "`ExportMetricsServiceRequest`.": "`ExportMetricsServiceRequest`。";
    "`ExportLogsServiceRequest`.": "`ExportLogsServiceRequest`。";
    "A page of findings.": "一页发现。";
    "Done.": "已完成。";
    "Failed on our side; `message` names the line in the log.": "服务端出错；`message` 给出日志中的编号。";
    "It took too long; nothing is known of what became of it.": "超时；处理结果未知。";
    "Kept on disk, apart from what the sentence says.": "已落盘，所列内容除外。";
    "Kept on disk, as far as `partialSuccess` does not say otherwise.": "已落盘，`partialSuccess` 中列出的除外。";
    "Kept on disk.": "已落盘。";
    "More than 64 MiB.": "超过64 MiB。";
    "No token of scope `signals`.": "没有有效的 `signals` 令牌。";
    "Nobody is signed in, or the token opens nothing.": "未登录，或令牌无效。";
    "Not there, or not to be known.": "不存在，或无权知晓。";
    "Of a kind that is not taken.": "不接受的内容种类。";
    "Seen, but not allowed; or sent by another site (`foreign`).": "可以查看但无权操作；或请求来自其他站点（`foreign`）。";
    "Some fields are wrong (`fields` says which), the file can't be read (`unusable`), or the `Idempotency-Key` came with another request (`key_used`).": "有字段不正确（见 `fields`）、文件无法读取（`unusable`），或该 `Idempotency-Key` 已用于另一个请求（`key_used`）。";
    "Somebody changed it meanwhile (`stale`), its state does not allow it, the request with this `Idempotency-Key` is under way (`under_way`), or its answer was not kept (`not_kept`).": "期间已被他人修改（`stale`）、当前状态不允许、该 `Idempotency-Key` 的请求仍在执行（`under_way`），或其响应未作保存（`not_kept`）。";
    "The assessment.": "评估。";
    "The body can't be read; it is not to be sent again.": "请求体无法读取；不应重发。";
    "The body is too large.": "请求体过大。";
    "The body, the address or a header is not of the expected form.": "请求体、地址或请求头不符合要求的格式。";
    "The database can't be reached at this moment.": "暂时无法连接数据库。";
    "The document.": "接口文档。";
    "The file was read and kept.": "文件已读取并保存其内容。";
    "The file was there already, or was only looked at.": "文件此前已提交，或本次只是查看。";
    "The file.": "文件。";
    "The framework.": "框架。";
    "The values.": "各个值。";
    "The rules.": "规则。";
    "The sender's copy is the same.": "调用者的副本仍是最新。";
    "The token, shown once.": "令牌，只显示一次。";
    "Too many requests; again after `Retry-After` seconds.": "请求过多；请在 `Retry-After` 秒后重试。";
    "Try again after `Retry-After` seconds.": "请在 `Retry-After` 秒后重试。";
    "What it came to.": "该月的数字。";
    "`2026-11`; this month where it is left out.": "`2026-11`；省略时为本月。";
    "The currency of days, models and features.": "按天、模型与功能列出的币种。";
    "The currency of rows and trend.": "各行与趋势的币种。";
    "Which rows: `tokens`, `spend`, `gpu`, `energy`, `carbon`, `cache`, `calls`.": "哪些明细：`tokens`、`spend`、`gpu`、`energy`、`carbon`、`cache`、`calls`。";
    "A name whose series are listed one by one.": "要逐条列出其序列的名称。";
    "Only rows of this model; `-` for those that name none.": "只要此模型的明细；`-` 表示未标明模型的。";
    "Only rows of this feature; `-` for those that name none.": "只要此功能的明细；`-` 表示未标明功能的。";
    "A page of rows, from 1.": "明细的页码，从1开始。";
    "`calculators` for estimates too.": "`calculators` 表示同时给出测算。";
    "`workload`, `model`, `feature`.": "`workload`、`model`、`feature`。";
    "`team`, `workload`, `model`, `feature`.": "`team`、`workload`、`model`、`feature`。";
    "`name`, `spend`, `tokens`, `gpu`, `energy`, `carbon`, `sci`; `-` before it for the greatest first.": "`name`、`spend`、`tokens`、`gpu`、`energy`、`carbon`、`sci`；前面加 `-` 表示从大到小。";
    "What came in, and what rules say.": "已收到的文件与规则的结论。";
    "What came in, with a week of hours.": "收到的数据，含一周逐小时数据。";
}
