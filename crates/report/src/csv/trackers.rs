//! Plans for trackers: the columns that the importers of Jira and of GitHub take, and a table over many workloads.
//!
//! Jira's CSV importer wants a header row with `Summary`, no punctuation in headers, and says that a field of several
//! values is several columns of the same name (support.atlassian.com, "Import data from a CSV file"; earlier
//! confluence.atlassian.com/adminjiracloud/importing-data-from-csv-776636762.html). Its wizard reads dates as
//! `dd/MMM/yy h:mm a` unless told otherwise and estimates in seconds; labels have no blanks. Where `External issue ID`
//! is mapped to the field of that name, the tracker knows what it has imported.
//!
//! GitHub has no importer of its own for CSV. Those that are widely used (github.com/gavinr/github-csv-tools,
//! github.com/kentaro-m/mkissue) read `title`, `body` and `labels`, the labels divided by commas, and the first of them
//! `state`, where `closed` closes.
//!
//! Neither has a byte-order mark: the importers would take it for a part of the first header.

use domain::{
    CriterionId, Locale, Phase, RuleId, WorkloadId,
    notice::external_id,
    views::plans::{ActionState, PlansRow},
};
use time::{Date, macros::format_description};

use super::Column;

/// Seconds in a working day of eight hours, as Jira counts them unless told otherwise.
const DAY: u32 = 8 * 3_600;

/// An action for a tracker.
#[derive(Clone, Debug)]
pub struct TrackedAction {
    /// The action.
    pub row: PlansRow,
    /// The check's name.
    pub check_name: String,
    /// The pillar's name.
    pub pillar_name: String,
    /// What to do.
    pub how_to: String,
    /// The owner's address, by which Jira knows people; empty where there is none.
    pub owner_email: String,
    /// The date on which it is planned to be done, `2026-11-22`, or empty.
    pub planned_on: String,
}

/// Headers of the file for Jira. `Labels` stands once for each label.
pub const JIRA: &[&str] = &[
    "Summary",
    "Issue Type",
    "Status",
    "Priority",
    "Assignee",
    "Due Date",
    "Original Estimate",
    "Labels",
    "Labels",
    "Labels",
    "Labels",
    "External issue ID",
    "Description",
];

/// Headers of the file for GitHub.
pub const GITHUB: &[&str] = &["title", "body", "labels", "state"];

/// One line of the file for Jira.
pub fn jira(action: &TrackedAction, locale: Locale) -> Vec<String> {
    let row = &action.row;
    let status = match row.state {
        ActionState::Open | ActionState::Dropped => "To Do",
        ActionState::InProgress => "In Progress",
        ActionState::Done => "Done",
    };
    vec![
        title(row),
        "Task".to_owned(),
        status.to_owned(),
        priority(row).to_owned(),
        action.owner_email.clone(),
        jira_date(&row.due_on),
        (row.effort_days.saturating_mul(DAY)).to_string(),
        "hexastyle".to_owned(),
        row.pillar.to_string(),
        row.check.to_string(),
        format!("tier-{}", row.tier.number()),
        external(row.workload, &row.criterion),
        body(action, locale),
    ]
}

/// One line of the file for GitHub.
pub fn github(action: &TrackedAction, locale: Locale) -> Vec<String> {
    let row = &action.row;
    let labels = [
        "hexastyle".to_owned(),
        row.pillar.to_string(),
        row.check.to_string(),
        format!("tier-{}", row.tier.number()),
    ];
    let state = if row.state == ActionState::Done {
        "closed"
    } else {
        "open"
    };
    vec![
        title(row),
        body(action, locale),
        labels.join(","),
        state.to_owned(),
    ]
}

/// One line of a summary: no line break, and not longer than Jira takes.
fn title(row: &PlansRow) -> String {
    let text = format!(
        "{} {} · {}",
        row.criterion, row.statement, row.workload_name
    );
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if line.chars().count() <= 250 {
        return line;
    }
    let mut short: String = line.chars().take(249).collect();
    short.push('…');
    short
}

fn external(workload: WorkloadId, criterion: &CriterionId) -> String {
    external_id(workload, criterion)
}

/// The sooner the plan's phase, the higher.
fn priority(row: &PlansRow) -> &'static str {
    match row.until_day.and_then(Phase::of) {
        Some(Phase::Days30) => "High",
        Some(Phase::Days90) => "Medium",
        Some(Phase::Days180) => "Low",
        None => "Lowest",
    }
}

/// `22/Nov/26 12:00 AM`: what the wizard reads without being told.
fn jira_date(day: &str) -> String {
    let read = Date::parse(day, format_description!("[year]-[month]-[day]"));
    let written = read.ok().and_then(|day| {
        day.format(format_description!(
            "[day]/[month repr:short]/[year repr:last_two]"
        ))
        .ok()
    });
    written
        .map(|day| format!("{day} 12:00 AM"))
        .unwrap_or_default()
}

/// What to do, and everything that a tracker has no field for.
fn body(action: &TrackedAction, locale: Locale) -> String {
    let row = &action.row;
    let requires: Vec<_> = row.requires.iter().map(CriterionId::as_str).collect();
    let word = |zh: &'static str, en: &'static str| match locale {
        Locale::Zh => zh,
        Locale::En => en,
    };
    let line = |label: &str, text: &str| {
        (!text.is_empty()).then(|| match locale {
            Locale::Zh => format!("{label}：{text}"),
            Locale::En => format!("{label}: {text}"),
        })
    };
    let lines = [
        Some(row.statement.clone()),
        Some(action.how_to.clone()),
        line(
            word("工作负载", "Workload"),
            &format!("{} ({})", row.workload_name, row.team_name),
        ),
        line(
            word("检查项", "Check"),
            &format!(
                "{} {} · {}",
                row.check, action.check_name, action.pillar_name
            ),
        ),
        line(
            word("工作量（人天）", "Effort (person-days)"),
            &row.effort_days.to_string(),
        ),
        line(word("先做", "Comes after"), &requires.join(" ")),
        line(word("负责人", "Owner"), &row.owner_name),
        line(word("期限", "Due"), &row.due_on),
        line(
            word("按产能预计完成", "Planned by capacity"),
            &action.planned_on,
        ),
        line(
            word("由规则关闭", "Closed by rule"),
            row.closed_by.as_ref().map_or("", RuleId::as_str),
        ),
        Some(external(row.workload, &row.criterion)),
    ];
    let lines: Vec<_> = lines
        .into_iter()
        .flatten()
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n\n")
}

/// Headers of the table over many workloads.
pub const COLUMNS: &[Column<'_>] = &[
    ("团队", "Team"),
    ("工作负载", "Workload"),
    ("分级", "Tier"),
    ("准则", "Criterion"),
    ("检查项名称", "Check title"),
    ("支柱", "Pillar"),
    ("级别", "Level"),
    ("准则内容", "Statement"),
    ("怎么做", "How to"),
    ("前置准则", "Requires"),
    ("工作量（人天）", "Effort (person-days)"),
    ("指数增益", "Index gain"),
    ("风险增益", "Risk gain"),
    ("共享产能：预计完成", "Shared capacity: done by"),
    ("状态", "State"),
    ("负责人", "Owner"),
    ("期限", "Due"),
    ("由规则关闭", "Closed by rule"),
    ("外部编号", "External id"),
];

/// One line of the table over many workloads.
pub fn row(action: &TrackedAction, locale: Locale) -> Vec<String> {
    let row = &action.row;
    let requires: Vec<_> = row.requires.iter().map(CriterionId::as_str).collect();
    let state = match (row.state, locale) {
        (ActionState::Open, Locale::Zh) => "未开始",
        (ActionState::Open, Locale::En) => "open",
        (ActionState::InProgress, Locale::Zh) => "进行中",
        (ActionState::InProgress, Locale::En) => "in progress",
        (ActionState::Done, Locale::Zh) => "已完成",
        (ActionState::Done, Locale::En) => "done",
        (ActionState::Dropped, Locale::Zh) => "不做",
        (ActionState::Dropped, Locale::En) => "dropped",
    };
    vec![
        row.team_name.clone(),
        row.workload_name.clone(),
        row.tier.number().to_string(),
        row.criterion.to_string(),
        action.check_name.clone(),
        action.pillar_name.clone(),
        row.level.to_string(),
        row.statement.clone(),
        action.how_to.clone(),
        requires.join(" "),
        row.effort_days.to_string(),
        super::six(&row.index_gain),
        super::six(&row.risk_gain),
        action.planned_on.clone(),
        state.to_owned(),
        row.owner_name.clone(),
        row.due_on.clone(),
        row.closed_by
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        external(row.workload, &row.criterion),
    ]
}

#[cfg(test)]
mod tests {
    use domain::views::plans::ActionStanding;
    use domain::{Exact, Tier};

    use super::*;

    const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

    fn action() -> TrackedAction {
        let row = PlansRow {
            workload: NOBODY.parse().unwrap(),
            workload_name: "客服\n助手".to_owned(),
            team: NOBODY.parse().unwrap(),
            team_name: "一队".to_owned(),
            tier: Tier::One,
            criterion: "S01.2a".parse().unwrap(),
            check: "S01".parse().unwrap(),
            pillar: "security".parse().unwrap(),
            level: 2,
            statement: "Keys rotate".to_owned(),
            state: ActionState::InProgress,
            standing: ActionStanding::Unmet,
            effort_days: 8,
            own_effort: false,
            requires: Vec::new(),
            index_gain: Exact::ratio(1, 2),
            risk_gain: Exact::zero(),
            reaches: false,
            owner: None,
            owner_name: String::new(),
            due_on: "2026-11-02".to_owned(),
            version: 1,
            from_day: Some(0),
            until_day: Some(12),
            closed_by: None,
            closed_on: String::new(),
            proof_ended: false,
            reopened_on: String::new(),
            may_treat: true,
        };
        TrackedAction {
            row,
            check_name: "Access".to_owned(),
            pillar_name: "Security".to_owned(),
            how_to: "Rotate them".to_owned(),
            owner_email: String::new(),
            planned_on: "2026-12-04".to_owned(),
        }
    }

    #[test]
    fn jira_gets_its_date_its_seconds_and_a_stable_id() {
        let line = jira(&action(), Locale::En);
        assert_eq!(line.len(), JIRA.len());
        assert_eq!(line[0], "S01.2a Keys rotate · 客服 助手");
        assert_eq!(line[5], "02/Nov/26 12:00 AM");
        assert_eq!(line[6], "230400");
        assert!(line[7..11].iter().all(|label| !label.contains(' ')));
        assert_eq!(
            line[11],
            "hexastyle:00000000-0000-0000-0000-000000000000:S01.2a"
        );
    }

    #[test]
    fn github_gets_labels_by_comma_and_a_state() {
        let line = github(&action(), Locale::Zh);
        assert_eq!(line.len(), GITHUB.len());
        assert_eq!(line[2], "hexastyle,security,S01,tier-1");
        assert_eq!(line[3], "open");
        assert!(line[1].contains("期限：2026-11-02"));
        assert_eq!(row(&action(), Locale::Zh).len(), COLUMNS.len());
    }
}
