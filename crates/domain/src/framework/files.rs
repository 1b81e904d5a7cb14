//! Reads a framework from its folder's files; `frameworks/README.md` tells what stands in each.

use std::collections::BTreeMap;

use serde::{Deserialize, de::DeserializeOwned};

use super::{
    Action, Check, CrosswalkInfo, Direction, FactInfo, Figure, Framework, LayerInfo, LevelInfo,
    Pillar, Principle, ReasonInfo, Risk, Rule, Term,
};
use crate::{FrameworkId, Locale, Text};

/// The files of a framework's folder by their path in it, such as `checks/S01.toml`.
pub type Files<'a> = BTreeMap<&'a str, &'a [u8]>;

/// Why a framework can't be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file is not there.
    #[error("{0} is missing")]
    Missing(String),
    /// A file is not UTF-8.
    #[error("{0} is not UTF-8")]
    Encoding(String),
    /// A file is not of the expected form.
    #[error("{file}: {source}")]
    Form {
        /// Which file.
        file: String,
        /// What is wrong, with its line.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// A check names a pillar that is not there.
    #[error("check {0} names no known pillar")]
    Homeless(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    id: FrameworkId,
    version: String,
    locales: Vec<Locale>,
    name: Text,
    description: Text,
    pillars: Vec<Pillar>,
    layers: Vec<LayerInfo>,
    facts: Vec<FactInfo>,
    levels: Vec<LevelInfo>,
    crosswalks: Vec<CrosswalkInfo>,
    reasons: Vec<ReasonInfo>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Lists {
    principles: Vec<Principle>,
    risks: Vec<Risk>,
    points: Vec<Action>,
    actions: Vec<Action>,
    terms: Vec<Term>,
    directions: Vec<Direction>,
    figures: Vec<Figure>,
    rules: Vec<Rule>,
}

/// Reads a framework; whether it is whole is for [`lint`](super::lint) to say.
///
/// # Errors
/// The first file that can't be read.
pub fn load(files: &Files<'_>) -> Result<Framework, LoadError> {
    let head: Head = read(files, "framework.toml")?;
    let mut pillars = head.pillars;
    for check in checks(files)? {
        let home = pillars
            .iter_mut()
            .find(|p| check.pillar.as_ref() == Some(&p.id));
        home.ok_or_else(|| LoadError::Homeless(check.id.to_string()))?
            .checks
            .push(Check {
                pillar: None,
                ..check
            });
    }
    let (terms, rest) = (
        read::<Lists>(files, "glossary.toml")?.terms,
        read::<Lists>(files, "actions.toml")?,
    );
    Ok(Framework {
        id: head.id,
        version: head.version,
        locales: head.locales,
        name: head.name,
        description: head.description,
        pillars,
        layers: head.layers,
        facts: head.facts,
        levels: head.levels,
        reasons: head.reasons,
        principles: read::<Lists>(files, "principles.toml")?.principles,
        risks: read::<Lists>(files, "risks.toml")?.risks,
        points: rest.points,
        actions: rest.actions,
        glossary: terms,
        directions: read::<Lists>(files, "directions.toml")?.directions,
        figures: read::<Lists>(files, "figures.toml")?.figures,
        crosswalks: head.crosswalks,
        rules: read::<Lists>(files, "rules.toml")?.rules,
    })
}

/// Every check file, in order of its name.
fn checks(files: &Files<'_>) -> Result<Vec<Check>, LoadError> {
    let checks = files.keys().filter(|name| name.starts_with("checks/"));
    checks.map(|name| read(files, name)).collect()
}

fn read<T: DeserializeOwned>(files: &Files<'_>, name: &str) -> Result<T, LoadError> {
    let content = files.get(name);
    let content = content.ok_or_else(|| LoadError::Missing(name.into()))?;
    let text = str::from_utf8(content).map_err(|_| LoadError::Encoding(name.into()))?;
    toml::from_str(text).map_err(|source| LoadError::Form {
        file: name.into(),
        source: Box::new(source),
    })
}
