//! What other tools' files and rules say, in words: every code of evidence, findings and verdicts.
//!
//! Each list matches all values of its type, so that a new code does not compile until it has its line here.

use domain::evidence::{
    BinaryForm, Completeness, Flaw, IgnoredWhat, IgnoredWhy, Reason, Severity, Syntax,
    TelemetryFlaw, Unusable, Warning,
};
use domain::views::evidence::FindingStanding;
use domain::words;

#[cfg(test)]
use domain::views::words::{COMPONENTS, GAPS, KINDS, Line, QUOTED, UNITS};
/// Words that reports use too.
pub(crate) use domain::views::words::{component, gap, kind, quote};

words! {
    /// How bad a finding is.
    pub(crate) severity(Severity), #[cfg(test)] SEVERITIES:
    Severity::Critical => "严重", "Critical";
    Severity::High => "高", "High";
    Severity::Medium => "中", "Medium";
    Severity::Low => "低", "Low";
    Severity::Info => "提示", "Info";
}

words! {
    /// Where a finding stands.
    pub(crate) finding_standing(FindingStanding), #[cfg(test)] FINDING_STANDINGS:
    FindingStanding::Open => "未关闭", "Open";
    FindingStanding::Accepted => "已接受", "Accepted";
    FindingStanding::FalsePositive => "误报", "False positive";
    FindingStanding::Fixed => "已修复", "Fixed";
}

words! {
    /// Whether a run covered what it was to cover.
    pub(crate) completeness(Completeness), #[cfg(test)] COMPLETENESS:
    Completeness::Complete => "完整", "Complete";
    Completeness::Partial(_) => "不完整", "Partial";
    Completeness::NothingScanned => "什么都没检查", "Nothing examined";
    Completeness::Failed(_) => "运行失败", "Failed";
}

words! {
    /// Why a run does not cover everything, or nothing.
    pub(crate) reason(Reason), #[cfg(test)] REASONS:
    Reason::CoverageNotStated => "文件没有写明检查了什么，所以“没有发现”不能单独作为证明。", "The file does not say what was examined, so that no findings prove nothing by themselves.";
    Reason::ToolNotNamed => "文件没有写明由哪个工具生成。", "The file does not say which tool wrote it.";
    Reason::RunFailed => "工具报告这次运行失败。", "The tool says that its run failed.";
    Reason::NoResults => "文件里没有结果列表。", "The file has no list of results.";
    Reason::NoRules => "文件没有写明运行了哪些规则。", "The file names no rule that was run.";
    Reason::ToolErrors { count } => "工具运行中的错误：{count}个。", "Errors that the tool met: {count}.";
    Reason::ObjectsSkipped { count } => "跳过的对象：{count}个。", "Objects skipped: {count}.";
    Reason::ParsingErrors { count } => "工具没能解析的文件：{count}个。", "Files that the tool could not parse: {count}.";
    Reason::AnalyserSilent { count } => "分析器没有给出结果的对象：{count}个，其“安全”不作数。", "Objects without a result of an analyser, whose “safe” means nothing: {count}.";
    Reason::TargetsNotReached { count } => "没能连上或启动的目标：{count}个。", "Targets that could not be reached: {count}.";
    Reason::BackendNotReached => "工具没能连上它的分析服务。", "The tool could not reach its analysis service.";
    Reason::NoRealTarget => "测试对象是原样返回输入的替身，不是真正在用的模型。", "The target only gives back what it gets; it is not what is used.";
    Reason::NotAnalysed => "只列出了对象，没有分析。", "The objects were listed, not analysed.";
    Reason::SystemUnsupported => "操作系统已停止安全维护，无法判断其中的软件包。", "The system gets no security data any more, so its packages can't be judged.";
    Reason::Truncated => "文件不完整，运行还没结束就断了。", "The file ends before its run did.";
    Reason::PartsUnreadable { count } => "读不出的部分：{count}处。", "Parts that could not be read: {count}.";
    Reason::FailuresNotStated => "文件没有写明有多少失败，成功率不能单独作为证明。", "The file does not say how much failed.";
    Reason::ColumnsMissing { count } => "缺少{count}个必要的列。", "Columns that are missing: {count}.";
}

words! {
    /// Something odd that did not stop the reading.
    pub(crate) warning(Warning), #[cfg(test)] WARNINGS:
    Warning::LeadingLines { count } => "略过了数据之前的{count}行（多半是日志）。", "Lines before the data passed over, mostly log output: {count}.";
    Warning::TrailingLines { count } => "略过了数据之后的{count}行。", "Lines after the data passed over: {count}.";
    Warning::NonFiniteNumbers { count } => "{count}个NaN或Infinity按“无值”处理。", "NaN or Infinity read as “no value”: {count}.";
    Warning::FindingsOmitted { count } => "发现太多，{count}项只计数、未逐条保存。", "Findings counted but not kept one by one: {count}.";
    Warning::FactsOmitted { count } => "数值、组件或范围太多，{count}项未保存。", "Numbers, components or scopes not kept: {count}.";
    Warning::Masked { count } => "{count}段文字像密钥或个人地址，已遮盖。", "Texts masked that looked like secrets or addresses of people: {count}.";
    Warning::SeverityAssumed { count } => "工具没有给严重程度，{count}项按谨慎值计。", "Findings without a severity, for which a cautious one was assumed: {count}.";
    Warning::RulesDuplicated { count } => "有{count}条规则编号重复。", "Rules that share an id with another: {count}.";
    Warning::RulesUnknown { count } => "有{count}项结果引用了文件里没有描述的规则。", "Results that name a rule which the file does not describe: {count}.";
    Warning::SeveralTools { count } => "文件含{count}个工具的运行，只列出第一个的名称。", "The file holds runs of {count} tools; the first one is named.";
    Warning::CountsDisagree { stated, counted } => "文件写的总数是{stated}，实际数到{counted}。", "The file says {stated}, its list holds {counted}.";
    Warning::NoDate => "文件里没有日期，从收到那天起算。", "The file has no date; it counts from the day it came in.";
    Warning::DateUnreadable { text } => "无法识别的日期：{text}", "A date that could not be read: {text}";
    Warning::DateWithoutZone => "日期没有时区，按UTC处理。", "A date without time zone was read as UTC.";
    Warning::HiddenCharacters { count } => "{count}个对象的名称或描述含不可见字符，可能藏有指令。", "Objects whose name or description holds invisible characters, which can carry hidden instructions: {count}.";
    Warning::NumbersDisagree { count } => "{count}处数值前后不一致，按逐条数据计算。", "Numbers that disagree with what they sum up, which was counted instead: {count}.";
    Warning::DateOfObject => "文件没有运行时间，用了对象的创建时间。", "The file does not say when it ran; the object's own date was taken.";
    Warning::CurrencyNotStated => "文件没有写明币种，金额不与其他币种相加。", "The file names no currency; its amounts are not added to others.";
}

words! {
    /// What was passed over.
    pub(crate) ignored_what(IgnoredWhat), #[cfg(test)] IGNORED_WHAT:
    IgnoredWhat::Line => "行", "lines";
    IgnoredWhat::Result => "结果", "results";
    IgnoredWhat::Document => "文档", "documents";
    IgnoredWhat::ToolNote => "工具自身的提示", "notes of the tool about itself";
    IgnoredWhat::Licence => "许可证", "licences";
    IgnoredWhat::Number => "数值", "numbers";
}

words! {
    /// Why something was passed over.
    pub(crate) ignored_why(IgnoredWhy), #[cfg(test)] IGNORED_WHY:
    IgnoredWhy::Broken => "无法解析", "could not be parsed";
    IgnoredWhy::Incomplete => "缺少必要的部分", "lack a part that they must have";
    IgnoredWhy::OtherKind => "属于另一种文件", "of another kind";
    IgnoredWhy::Absent => "问题在更早的运行之后已经消失", "gone since an earlier run";
    IgnoredWhy::OutOfScope => "不在读取范围内", "not what is read here";
    IgnoredWhy::OutOfRange => "不是有限数或超出范围", "not finite or out of range";
    IgnoredWhy::Ambiguous => "写法有歧义，例如1,234", "can be read in two ways, such as 1,234";
}

words! {
    /// Why a file can't be read at all; lines count from 1.
    pub(crate) unusable(Unusable), #[cfg(test)] UNUSABLE:
    Unusable::Empty => "文件是空的。", "The file is empty.";
    Unusable::TooLarge { .. } => "文件超过20 MiB。只提交一次运行的结果，或让工具输出摘要。", "The file is larger than 20 MiB. Hand in one run, or let the tool write a summary.";
    Unusable::Binary { looks_like: Some(BinaryForm::Gzip) } => "这是gzip压缩包，请先解压。", "This is a gzip archive: unpack it first.";
    Unusable::Binary { looks_like: Some(BinaryForm::Zip) } => "这是zip压缩包（例如Inspect的.eval），请先导出为JSON。", "This is a zip archive, such as Inspect's .eval: export JSON instead.";
    Unusable::Binary { looks_like: Some(BinaryForm::Pdf) } => "这是PDF，不是工具的结果。请在问卷里作为证明文件添加。", "This is a PDF, not a tool's result. Add it as a document in the questionnaire.";
    Unusable::Binary { looks_like: Some(BinaryForm::Parquet) } => "这是Parquet文件，请先导出为CSV。", "This is a Parquet file: export CSV instead.";
    Unusable::Binary { looks_like: Some(BinaryForm::Program) } => "这是程序文件，不是工具的结果。", "This is a program, not a tool's result.";
    Unusable::Binary { looks_like: Some(BinaryForm::Image) } => "这是图片，不是工具的结果。请在问卷里作为证明文件添加。", "This is an image, not a tool's result. Add it as a document in the questionnaire.";
    Unusable::Binary { looks_like: None } => "这不是文本文件。", "This is not a text file.";
    Unusable::NotUtf8 { line } => "第{line}行不是UTF-8编码。请另存为UTF-8再提交。", "Line {line} is not UTF-8. Save the file as UTF-8 and hand it in again.";
    Unusable::Broken { flaw: Flaw::TrailingComma, line, .. } => "第{line}行：右括号前多了一个逗号。", "Line {line}: a comma before a closing bracket.";
    Unusable::Broken { flaw: Flaw::Truncated, line, .. } => "文件在第{line}行中断，可能没有写完。", "The file ends too early, in line {line}: it may not have been written to its end.";
    Unusable::Broken { flaw: Flaw::Expansion, line, .. } => "第{line}行含不受限的别名、实体或文档类型声明，不予读取。", "Line {line} holds aliases, entities or a document type declaration that could grow without bound.";
    Unusable::Broken { flaw: Flaw::Unexpected, line, .. } => "第{line}行不符合语法。", "Line {line} breaks the rules of its syntax.";
    Unusable::TooDeep { line, limit } => "第{line}行：嵌套超过{limit}层。", "Line {line}: nested deeper than {limit}.";
    Unusable::TooManyValues { limit, .. } => "数据超过{limit}项。", "The file holds more than {limit} values.";
    Unusable::UnknownFormat { .. } => "认不出是哪个工具的文件。如果你知道，请选择类型后再试。", "No tool is recognised in this file. If you know which one wrote it, choose the kind and try again.";
    Unusable::Incomplete { part, .. } => "缺少必要的部分或形式不对：{part}", "A part is missing or of the wrong form: {part}";
    Unusable::Telemetry { flaw: TelemetryFlaw::Tempo, .. } => "这是Tempo自己的导出格式（batches），不是OTLP。请用Collector的file exporter导出，或让应用直接发送OTLP。", "This is Tempo's own export (“batches”), not OTLP. Use the Collector's file exporter, or send OTLP.";
    Unusable::Telemetry { flaw: TelemetryFlaw::Shape, line } => "看起来是OTLP，但第{line}行不符合规范：枚举值要写成数字，调用链和Span的编号要写成十六进制。", "It looks like OTLP, yet line {line} does not fit: enum values must be numbers, ids of traces and spans hexadecimal.";
    Unusable::Telemetry { flaw: TelemetryFlaw::NoSample, line } => "第{line}行不是指标样本，整个页面也没有一行可用。", "Line {line} is no sample, and no other line of the page is one.";
    Unusable::OtherKind { .. } => "内容不是所选的类型。", "The content is not of the chosen kind.";
}

words! {
    /// The syntax of a text.
    pub(crate) syntax(Syntax), #[cfg(test)] SYNTAXES:
    Syntax::Json => "JSON", "JSON";
    Syntax::JsonLines => "JSON Lines", "JSON Lines";
    Syntax::Yaml => "YAML", "YAML";
    Syntax::Xml => "XML", "XML";
    Syntax::Csv => "CSV", "CSV";
    Syntax::Text => "文本", "text";
}

#[cfg(test)]
pub(crate) const ALL: [&[Line]; 14] = [
    COMPONENTS,
    KINDS,
    SEVERITIES,
    FINDING_STANDINGS,
    GAPS,
    QUOTED,
    COMPLETENESS,
    REASONS,
    WARNINGS,
    IGNORED_WHAT,
    IGNORED_WHY,
    UNUSABLE,
    SYNTAXES,
    // Counts have no unit.
    UNITS.split_at(1).1,
];
