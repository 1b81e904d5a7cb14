//! The data files of the demo, as they stand in `demo/`.

use std::collections::BTreeMap;

use domain::{CheckId, CriterionId, Fact, PillarId, Reason, RiskId};
use serde::{Deserialize, de::DeserializeOwned};

use super::{error::DemoError, script::Role};

/// A workload that was assessed by hand, and its file's name.
pub type NamedFile = (&'static str, Handmade);

/// Reads `demo/organisation.toml`.
pub fn organisation() -> Result<Organisation, DemoError> {
    read("organisation.toml", include_str!("../../../demo/organisation.toml"))
}

/// Reads the workloads that were assessed by hand.
pub fn handmade() -> Result<Vec<NamedFile>, DemoError> {
    const FILES: [(&str, &str); 2] = [
        ("customer-service.toml", include_str!("../../../demo/customer-service.toml")),
        ("contract-summary.toml", include_str!("../../../demo/contract-summary.toml")),
    ];
    FILES.into_iter().map(|(name, text)| Ok((name, read(name, text)?))).collect()
}

/// The file of the workloads that are assessed by a rule.
pub const RULED: &str = "workloads.toml";

/// Reads the workloads that are assessed by a rule.
pub fn ruled() -> Result<Ruled, DemoError> {
    read(RULED, include_str!("../../../demo/workloads.toml"))
}

fn read<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<T, DemoError> {
    toml::from_str(text).map_err(|source| DemoError::Form { file, source: Box::new(source) })
}

/// The organisation with its teams and accounts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its name.
    pub name: String,
    /// The password of all accounts.
    pub password: String,
    /// What follows the @ of all addresses.
    pub domain: String,
    /// Days ago on which it was set up.
    pub started: u16,
    /// Accounts with a role in the organisation; the first sets it up.
    pub people: Vec<Person>,
    /// The teams.
    pub teams: Vec<Team>,
}

impl Organisation {
    /// The address of an account.
    pub fn email(&self, login: impl std::fmt::Display) -> String {
        format!("{login}@{}", self.domain)
    }
}

/// An account with a role in the organisation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// What precedes the @.
    pub login: String,
    /// The role that it stands for.
    pub name: String,
    /// `administrator` or `manager`.
    pub role: String,
}

/// A team.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// Names it in the other files and in addresses.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What the names of its accounts begin with.
    pub short: String,
    /// Person-days a month.
    pub capacity_days: u16,
    /// Whether there is an account that only reads.
    #[serde(default)]
    pub viewer: bool,
    /// Pillar priorities that differ from the organisation's.
    #[serde(default)]
    pub priorities: BTreeMap<PillarId, u16>,
}

/// An account in a team.
#[derive(Debug)]
pub struct Member {
    /// What precedes the @.
    pub login: String,
    /// The role that it stands for.
    pub name: String,
    /// `owner`, `architect`, `viewer`.
    pub role: &'static str,
}

impl Team {
    /// Its accounts.
    pub fn members(&self) -> impl Iterator<Item = Member> {
        let roles = [("owner", "团队负责人"), ("architect", "团队架构师"), ("viewer", "团队访客")];
        roles.into_iter().filter(|(role, _)| *role != "viewer" || self.viewer).map(|(role, title)| Member {
            login: format!("{role}.{}", self.key),
            name: format!("{}{title}", self.short),
            role,
        })
    }
}

/// A workload that was assessed by hand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handmade {
    /// Its team's key.
    pub team: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// 1, 2, 3.
    pub tier: u8,
    /// Facts that hold.
    pub profile: Vec<Fact>,
    /// Days ago on which it was entered.
    pub started: u16,
    /// The first pass.
    pub first: FirstPass,
    /// When what differs from the first pass was answered.
    pub changes: Changes,
    /// What differed in the first pass, by full id.
    pub before: States,
    /// Its answers, check by check.
    pub checks: Vec<Answered>,
    /// Its documents.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// What a second person confirmed.
    #[serde(default)]
    pub attestations: Vec<Attested>,
    /// Targets that differ from the tier's.
    #[serde(default)]
    pub targets: Vec<Target>,
    /// How risks are treated.
    #[serde(default)]
    pub treatments: Vec<Treated>,
    /// What was decided about actions.
    #[serde(default)]
    pub plan: Vec<PlannedAction>,
}

/// The first pass, in days ago.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstPass {
    /// When its first pillar was answered.
    pub answered: u16,
    /// When it was submitted.
    pub submitted: u16,
    /// With which comment.
    pub submit_comment: String,
    /// When it was sent back.
    pub sent_back: Option<u16>,
    /// With which comment.
    #[serde(default)]
    pub send_back_comment: String,
    /// When it was approved.
    pub approved: Option<u16>,
    /// With which comment.
    #[serde(default)]
    pub approve_comment: String,
}

/// The second pass.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// When.
    pub days_ago: u16,
}

/// Criteria by state.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct States {
    /// True of the workload.
    pub met: Vec<CriterionId>,
    /// Not true of it.
    pub not_met: Vec<CriterionId>,
    /// Nobody could say.
    pub unknown: Vec<CriterionId>,
}

/// A check's answers; criteria are named by what follows the dot of their id.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// Which check.
    pub id: CheckId,
    /// True of the workload.
    #[serde(default)]
    pub met: Vec<String>,
    /// Not true of it.
    #[serde(default)]
    pub not_met: Vec<String>,
    /// Nobody could say.
    #[serde(default)]
    pub unknown: Vec<String>,
    /// Makes no sense for it.
    #[serde(default)]
    pub not_applicable: Vec<Exempt>,
    /// The check's note.
    #[serde(default)]
    pub note: String,
    /// Who looks after it.
    pub owner: Option<Role>,
}

/// A criterion that does not apply.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exempt {
    /// Which.
    pub id: String,
    /// The kind of reason.
    pub reason: Reason,
    /// The reason in words.
    pub text: String,
}

/// A document, in days ago.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Its check.
    pub check: CheckId,
    /// The criteria, by what follows the dot.
    pub proves: Vec<String>,
    /// Its title.
    pub title: String,
    /// Its address, where it is a link.
    #[serde(default)]
    pub url: String,
    /// Its file's name, where it is a file.
    pub file: Option<String>,
    /// The file's text.
    #[serde(default)]
    pub text: String,
    /// When it was true.
    pub effective: u16,
    /// When it came in.
    pub received: u16,
    /// For how many days it counts.
    #[serde(default = "a_year")]
    pub valid_days: u16,
}

const fn a_year() -> u16 {
    365
}

/// What a second person confirmed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attested {
    /// Which criterion.
    pub criterion: CriterionId,
    /// When.
    pub days_ago: u16,
    /// What they saw.
    pub statement: String,
}

/// A target that differs from the tier's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Which check.
    pub check: CheckId,
    /// 1…5.
    pub level: u8,
}

/// How a risk is treated.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Treated {
    /// Which risk.
    pub risk: RiskId,
    /// `mitigate`, `accept`, `transfer`, `avoid`.
    pub treatment: String,
    /// Why.
    pub note: String,
    /// When it was decided, in days ago; for workloads of the rule a day after their last pass.
    pub days_ago: Option<u16>,
    /// When an acceptance was approved, in days ago.
    pub approved: Option<u16>,
    /// Days from today to the end of an acceptance.
    pub expires_in: Option<i16>,
    /// Who looks after it.
    pub owner: Option<Role>,
}

/// What was decided about an action.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedAction {
    /// Which criterion.
    pub criterion: CriterionId,
    /// `open`, `in_progress`, `done`, `dropped`.
    pub state: String,
    /// When it was decided, in days ago.
    pub days_ago: u16,
    /// Days from today until it is due.
    pub due_in: Option<i16>,
    /// Who does it.
    pub owner: Role,
    /// Remarks.
    pub note: String,
}

/// Workloads that are assessed by a rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ruled {
    /// What does not apply to which of them.
    pub exemptions: Vec<Exemption>,
    /// The workloads.
    pub workloads: Vec<RuledWorkload>,
}

/// A criterion that does not apply to workloads without certain facts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// Which criterion.
    pub criterion: CriterionId,
    /// None of these facts holds.
    pub without: Vec<Fact>,
    /// The kind of reason.
    pub reason: Reason,
    /// The reason in words.
    pub text: String,
}

/// What becomes of a workload of the rule in the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// It is a draft.
    #[default]
    Draft,
    /// It waits for its reviewer.
    InReview,
    /// It was archived.
    Archived,
}

/// A workload that is assessed by a rule; the file explains the fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuledWorkload {
    /// Its team's key.
    pub team: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// 1, 2, 3.
    pub tier: u8,
    /// Facts that hold.
    pub profile: Vec<Fact>,
    /// Hundredths of a level, by pillar in the framework's order.
    pub maturity: [i32; 6],
    /// Hundredths of a level in 30 days.
    #[serde(default)]
    pub growth: i32,
    /// Days ago on which it was entered.
    pub started: u16,
    /// Days ago on which earlier passes were approved, the oldest first.
    #[serde(default)]
    pub reviews: Vec<u16>,
    /// Days ago of the last pass.
    pub answered: Option<u16>,
    /// Per cent of the checks that were answered.
    #[serde(default)]
    pub done: u16,
    /// Per cent of those with documents.
    #[serde(default)]
    pub proof: u16,
    /// What became of it.
    #[serde(default)]
    pub state: Ending,
    /// How risks are treated.
    #[serde(default)]
    pub treatments: Vec<Treated>,
}
