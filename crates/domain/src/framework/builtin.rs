//! Reads the built-in framework from the files embedded in the binary.

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use serde::{Deserialize, de::DeserializeOwned};

use super::{
    Action, Check, CrosswalkInfo, Direction, FactInfo, Figure, Framework, LayerInfo, LevelInfo,
    Pillar, Principle, ReasonInfo, Risk, Rule, Term,
};
use crate::{FrameworkId, Locale, Text};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../frameworks/genai-wa");

/// Why the built-in framework can't be read; only a broken build gets here.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file is not there.
    #[error("frameworks/genai-wa/{0} is missing")]
    Missing(String),
    /// A file is not UTF-8.
    #[error("frameworks/genai-wa/{0} is not UTF-8")]
    Encoding(String),
    /// A file is not of the expected form.
    #[error("frameworks/genai-wa/{file}: {source}")]
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

/// The built-in framework `genai-wa`, read once.
///
/// # Errors
/// The first file that can't be read.
pub fn builtin() -> Result<&'static Framework, &'static LoadError> {
    static LOADED: LazyLock<Result<Framework, LoadError>> = LazyLock::new(load);
    LOADED.as_ref()
}

fn load() -> Result<Framework, LoadError> {
    let head: Head = read("framework.toml")?;
    let mut pillars = head.pillars;
    for check in checks()? {
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
        read::<Lists>("glossary.toml")?.terms,
        read::<Lists>("actions.toml")?,
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
        principles: read::<Lists>("principles.toml")?.principles,
        risks: read::<Lists>("risks.toml")?.risks,
        points: rest.points,
        actions: rest.actions,
        glossary: terms,
        directions: read::<Lists>("directions.toml")?.directions,
        figures: read::<Lists>("figures.toml")?.figures,
        crosswalks: head.crosswalks,
        rules: read::<Lists>("rules.toml")?.rules,
    })
}

/// Every check file, in order of its name.
fn checks() -> Result<Vec<Check>, LoadError> {
    let folder = FILES
        .get_dir("checks")
        .ok_or_else(|| LoadError::Missing("checks".into()))?;
    let mut names: Vec<_> = folder.files().filter_map(|f| f.path().to_str()).collect();
    names.sort_unstable();
    names.into_iter().map(read).collect()
}

fn read<T: DeserializeOwned>(name: &str) -> Result<T, LoadError> {
    let file = FILES
        .get_file(name)
        .ok_or_else(|| LoadError::Missing(name.into()))?;
    let text = file
        .contents_utf8()
        .ok_or_else(|| LoadError::Encoding(name.into()))?;
    toml::from_str(text).map_err(|source| LoadError::Form {
        file: name.into(),
        source: Box::new(source),
    })
}
