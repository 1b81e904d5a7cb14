//! The data files of the demo, as they stand in `demo/`.

mod handmade;
mod maps;
mod platforms;
mod ruled;

use std::collections::BTreeMap;

use domain::PillarId;
use serde::{Deserialize, de::DeserializeOwned};

use super::error::DemoError;
pub use handmade::{Answered, Evidence, Found, Handmade, PlannedAction, States, Treated};
pub use maps::DrawnMap;
pub use platforms::{Consumer, PLATFORMS, Platform, Platforms};
pub use ruled::{Ending, Exemption, Ruled, RuledWorkload};

/// A workload that was assessed by hand, and its file's name.
pub type NamedFile = (&'static str, Handmade);

/// Reads `demo/organisation.toml`.
pub fn organisation() -> Result<Organisation, DemoError> {
    read(
        "organisation.toml",
        include_str!("../../../../demo/organisation.toml"),
    )
}

/// Reads the workloads that were assessed by hand.
pub fn handmade() -> Result<Vec<NamedFile>, DemoError> {
    const FILES: [(&str, &str); 2] = [
        (
            "customer-service.toml",
            include_str!("../../../../demo/customer-service.toml"),
        ),
        (
            "contract-summary.toml",
            include_str!("../../../../demo/contract-summary.toml"),
        ),
    ];
    FILES
        .into_iter()
        .map(|(name, text)| Ok((name, read(name, text)?)))
        .collect()
}

/// The file of the workloads that are assessed by a rule.
pub const RULED: &str = "workloads.toml";

/// Reads the workloads that are assessed by a rule.
pub fn ruled() -> Result<Ruled, DemoError> {
    read(RULED, include_str!("../../../../demo/workloads.toml"))
}

/// Reads the shared services.
pub fn platforms() -> Result<Platforms, DemoError> {
    read(PLATFORMS, include_str!("../../../../demo/platforms.toml"))
}

/// Reads maps that have more than their templates.
pub fn maps() -> Result<Vec<DrawnMap>, DemoError> {
    let file: maps::Maps = read("maps.toml", include_str!("../../../../demo/maps.toml"))?;
    Ok(file.maps)
}

fn read<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<T, DemoError> {
    toml::from_str(text).map_err(|source| DemoError::Form {
        file,
        source: Box::new(source),
    })
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
    /// What a kilowatt-hour comes to.
    pub factors: Factors,
    /// The teams.
    pub teams: Vec<Team>,
}

impl Organisation {
    /// The address of an account.
    pub fn email(&self, login: impl std::fmt::Display) -> String {
        format!("{login}@{}", self.domain)
    }
}

/// What a kilowatt-hour comes to, of every team.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factors {
    /// Power usage effectiveness.
    pub pue: String,
    /// Grams of CO₂ equivalent for a kilowatt-hour.
    pub intensity: String,
    /// Where the numbers are from.
    pub source: String,
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
    /// CNY a month.
    pub budget: Option<String>,
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
        let roles = [
            ("owner", "团队负责人"),
            ("architect", "团队架构师"),
            ("viewer", "团队访客"),
        ];
        roles
            .into_iter()
            .filter(|(role, _)| *role != "viewer" || self.viewer)
            .map(|(role, title)| Member {
                login: format!("{role}.{}", self.key),
                name: format!("{}{title}", self.short),
                role,
            })
    }
}
