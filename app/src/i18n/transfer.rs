//! Exports that are read in.

use domain::Locale;
use domain::views::transfer::{ImportRemark, Obstacle, RowFault};

super::messages! {
    title: "导入", "Import";
    lead: "读入另一套（或本套）控制台导出的文件。先查看会新建什么、有哪些问题，再导入；要么全部导入，要么什么都不写。", "Read a file that this or another console exported. First see what would be made and what is in the way, then import: all of it, or nothing.";
    how(size): "组织用hexastyle export organisation --whole，或下面的链接；单个工作负载在其页面的“报告”菜单里选“全部数据”。大于{size}的文件请在服务器上用hexastyle import导入。", "All: hexastyle export organisation --whole, or the link below; one workload: “Everything” in the Report menu of its page. Files over {size} are imported on the server with hexastyle import.";
    export_title: "导出", "Export";
    export_all: "导出整个组织", "Export the organisation";
    export_files: "导出，含证明文件", "Export with the files of documents";
    hand_in: "查看文件", "Look at a file";
    file: "导出文件", "Export";
    file_hint: "单个工作负载或整个组织的NDJSON，或单个工作负载的JSON文档。", "NDJSON of a workload or an organisation, or the JSON document of a workload.";
    match_people: "按邮箱匹配已有账号", "Match people to accounts here by address";
    match_people_hint: "不勾选，或这里没有账号的人，只保留姓名：他们不会得到登录，回答、确认与证明仍记在其名下。", "Without it, and for people without an account here, only names are kept: nobody gets a login, and answers, confirmations and proof stay in their names.";
    look: "查看", "Look";
    past: "文件", "Files";
    none: "还没有文件", "No files yet";
    none_text(hours): "提交的导出文件会列在这里，没有导入的文件{hours}小时后自动删除。", "Exports that are handed in are listed here. What nobody imports is dropped after {hours} ‹hour|hours›.";
    when: "何时", "When";
    by: "由谁", "By";
    command_line: "命令行", "Command line";
    size: "大小", "Size";
    holds: "内容", "Holds";
    holds_workloads(count): "{count}个工作负载", "Workloads: {count}";
    state: "状态", "State";
    state_done: "已导入", "Imported";
    state_clear: "可以导入", "Can be imported";
    state_blocked(count): "有问题：{count}项", "Obstacles: {count}";
    obstacles: "需要先解决的问题", "What is in the way";
    obstacles_text: "下列问题解决之前，不会写入任何内容。", "Nothing is written until these are solved.";
    clear: "没有问题，可以导入", "Nothing is in the way";
    clear_text: "已在这里重算：每个工作负载的分数、风险、计划与输入哈希都和文件中的一致。还没有写入任何内容。", "Computed anew here: the scores, risks, plan and input hash of every workload equal those in the file. Nothing is written yet.";
    done: "已导入", "Imported";
    done_text: "导入后重算的分数、风险、计划与输入哈希都和文件中的一致。", "The scores, risks, plans and input hashes computed after the import equal those in the file.";
    import: "导入", "Import";
    import_question(count): "导入{count}个工作负载？导入后不能撤销，只能逐个归档。", "Import {count} ‹workload|workloads›? It can't be undone; workloads can be archived one by one.";
    discard: "删除文件", "Drop the file";
    discard_question: "删除这个文件及查看结果？", "Drop this file and what was seen in it?";
    origin: "来自", "From";
    exported_at: "导出于", "Written";
    framework: "框架", "Framework";
    answers: "回答", "Answers";
    documents: "证明文件", "Documents";
    documents_of(all, files): "{all}份，其中{files}份含文件", "{all}, {files} of them with their file";
    findings: "工具发现", "Findings";
    verdicts: "规则结论", "Verdicts of rules";
    milestones: "里程碑", "Milestones";
    history: "风险与行动的历史", "History of risks and actions";
    history_of(count): "{count}条", "{count} ‹entry|entries›";
    measured: "实测数据（遥测、成本、趋势）", "Measured rows (telemetry, cost, trends)";
    sha256: "SHA-256", "SHA-256";
    remarks: "须知", "Worth knowing";
    teams: "团队", "Teams";
    team_new: "新建", "New";
    team_here: "已有", "Here already";
    people: "人员", "People";
    people_matched: "按邮箱匹配到的账号", "Accounts matched by address";
    people_named(count): "只保留姓名的人：{count}", "People kept as names: {count}";
    people_more(count): "另有{count}人", "and {count} more";
    person: "姓名", "Name";
    account: "账号", "Account";
    workloads: "工作负载", "Workloads";
    workload: "工作负载", "Workload";
    team: "团队", "Team";
    numbers: "已证实／已声明／可能", "Assured / claimed / possible";
    workloads_more(count): "另有{count}个", "and {count} more";
    remark_priorities: "组织的支柱权重改为导出文件里的权重。", "The organisation's pillar priorities become those of the export.";
    remark_thresholds(count): "{count}条规则采用导出文件里的数值。", "Rules that get the numbers of the export: {count}.";
    remark_other(count): "{count}条规则在这里的数值不同；有新数据时按这里的数值判断。", "Rules that have other numbers here: {count}. They judge by them when new data comes.";
    remark_files(count): "{count}份证明文件不含文件本身，只有元数据与哈希。", "Documents without their file: {count}. Only their data and hash come.";
    remark_older(days): "文件是{days}天前导出的：分数按当天比对，之后可能有证明到期。", "The file is {days} ‹day|days› old: numbers are compared as of its day, and proof may have ended since.";
    again: "同一个文件已导入过。", "The same file was imported before.";
    unknown: "不是控制台的导出文件，或由多个文件拼成。", "It is no export of a console, or put together of several.";
    malformed(line): "第{line}行无法读取", "Line {line} can't be read";
    malformed_field(line, field): "第{line}行，{field}", "Line {line}, {field}";
    format(number): "文件格式{number}比这套控制台新，请先升级。", "Its format {number} is newer than this console: update first.";
    cut_off(count): "文件不完整，缺少结尾；已读到{count}个工作负载。", "Its end is missing; workloads read so far: {count}.";
    no_framework(line, name): "第{line}行：这里没有框架{name}。", "Line {line}: the framework {name} is not here.";
    row(line, workload): "第{line}行，{workload}", "Line {line}, {workload}";
    there(here): "这里已有相同编号或同名的工作负载：{here}。", "A workload with the same id or name is here already: {here}.";
    no_platform(platform): "它继承平台“{platform}”的回答，而那个工作负载不在这里；请先导入它，或导入整个组织。", "It inherits answers of {platform}, which is not here: import that workload first, or the whole organisation.";
    team_capacity(name): "团队{name}在这里的产能不同，整改计划会不一样；请先把两边改成一致。", "The team {name} has another capacity here, so plans would differ: make both the same first.";
    team_priorities(name): "团队{name}在这里的支柱权重不同，分数会不一样；请先把两边改成一致。", "The team {name} has other pillar priorities here, so scores would differ: make both the same first.";
    refused(constraint): "数据库拒绝了一行（{constraint}）。", "The database refuses a row ({constraint}).";
    differs(field, file, here): "{field}在文件中是{file}，在这里算出的是{here}。", "{field} is {file} in the file, and {here} when computed here.";
    fault_person: "提到的人不在文件的人员之中。", "It names somebody who is not among the file's people.";
    fault_criterion: "提到的检查项或准则不在框架里。", "It names a check or criterion that the framework does not have.";
    fault_assessment: "必须恰好有一个进行中的评估，且就是文件所写的那一个。", "One assessment must be open, and it must be the document's.";
    fault_stray: "不属于文件中的任何一项。", "It belongs to nothing in this document.";
    fault_reason: "只有“不适用”才有理由，且必须有。", "A reason belongs to “not applicable”, and only to that.";
    fault_source: "证明文件要么是文件，要么是链接。", "A document is either a file or a link.";
    fault_hash: "文件内容与所写的SHA-256不符。", "The file does not have the stated SHA-256.";
    fault_form: "格式不对。", "It does not have the form that it should have.";
}

/// What is wrong with a row.
fn fault(locale: Locale, fault: RowFault) -> &'static str {
    match fault {
        RowFault::Person => fault_person(locale),
        RowFault::Criterion => fault_criterion(locale),
        RowFault::Assessment => fault_assessment(locale),
        RowFault::Stray => fault_stray(locale),
        RowFault::Reason => fault_reason(locale),
        RowFault::Source => fault_source(locale),
        RowFault::Hash => fault_hash(locale),
        RowFault::Form => fault_form(locale),
    }
}

/// Something worth knowing.
pub(crate) fn remark(locale: Locale, remark: ImportRemark) -> String {
    match remark {
        ImportRemark::Priorities => remark_priorities(locale).to_owned(),
        ImportRemark::Thresholds { count } => remark_thresholds(locale, count),
        ImportRemark::OtherThresholds { count } => remark_other(locale, count),
        ImportRemark::WithoutFile { count } => remark_files(locale, count),
        ImportRemark::Older { days } => remark_older(locale, days),
    }
}

/// Where an obstacle is, which may be empty, and what it is.
pub(crate) fn obstacle(locale: Locale, one: &Obstacle) -> (String, String) {
    let plain = |text: &str| (String::new(), text.to_owned());
    match one {
        Obstacle::Again { .. } => plain(again(locale)),
        Obstacle::Unknown => plain(unknown(locale)),
        Obstacle::Malformed { line, field, said } if field.is_empty() => {
            (malformed(locale, line), said.clone())
        }
        Obstacle::Malformed { line, field, said } => {
            (malformed_field(locale, line, field), said.clone())
        }
        Obstacle::Format { number } => plain(&format(locale, number)),
        Obstacle::CutOff { workloads } => plain(&cut_off(locale, workloads)),
        Obstacle::Framework { line, name } => plain(&no_framework(locale, line, name)),
        Obstacle::Row {
            line,
            workload,
            field,
            fault: wrong,
        } => (
            row(locale, line, workload),
            format!("{field}: {}", fault(locale, *wrong)),
        ),
        Obstacle::Workload { line, name, here } => (row(locale, line, name), there(locale, here)),
        Obstacle::Platform {
            line,
            workload,
            platform,
        } => (row(locale, line, workload), no_platform(locale, platform)),
        Obstacle::Team {
            line,
            name,
            capacity: true,
        } => (row(locale, line, name), team_capacity(locale, name)),
        Obstacle::Team { line, name, .. } => {
            (row(locale, line, name), team_priorities(locale, name))
        }
        Obstacle::Refused {
            line,
            workload,
            constraint,
        } => (row(locale, line, workload), refused(locale, constraint)),
        Obstacle::Numbers {
            line,
            workload,
            field,
            file,
            here,
        } => (
            row(locale, line, workload),
            differs(locale, field, file, here),
        ),
    }
}
