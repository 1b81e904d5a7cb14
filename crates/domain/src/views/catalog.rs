//! The framework in one language, for reading.

use serde::{Deserialize, Serialize};

use crate::{
    CheckId, CriterionId, Effort, Fact, PillarId, ProofKind,
    views::assessing::{CheckText, TermView},
};

/// The catalog's front page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogPage {
    /// The framework's name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Id and version.
    pub version: String,
    /// The pillars.
    pub pillars: Vec<CatalogPillar>,
    /// Layers: name and scope.
    pub layers: Vec<(String, String)>,
    /// Levels: number, name, description.
    pub levels: Vec<(u8, String, String)>,
    /// Directions: name and text.
    pub directions: Vec<(String, String)>,
    /// Figures.
    pub figures: Vec<CatalogFigure>,
}

/// A pillar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogPillar {
    /// Which.
    pub id: PillarId,
    /// Its name.
    pub name: String,
    /// What it makes possible.
    pub capability: String,
    /// Its part among the six.
    pub role: String,
    /// What is hard about it.
    pub challenge: String,
    /// Checks: id, name, question.
    pub checks: Vec<(CheckId, String, String)>,
    /// Core points.
    pub points: Vec<String>,
    /// Key actions: text and checks.
    pub actions: Vec<(String, Vec<CheckId>)>,
}

/// One check in the catalog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogCheck {
    /// Its texts.
    pub check: CheckText,
    /// Facts that bring it in: name; none means always.
    pub applies_when: Vec<(Fact, String)>,
    /// Its criteria.
    pub criteria: Vec<CatalogCriterion>,
    /// The check before.
    pub previous: Option<CheckId>,
    /// The check after.
    pub next: Option<CheckId>,
    /// Terms to explain.
    pub terms: Vec<TermView>,
    /// Level names.
    pub levels: Vec<(u8, String)>,
}

/// A criterion in the catalog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogCriterion {
    /// Which.
    pub id: CriterionId,
    /// 2…5.
    pub level: u8,
    /// The statement.
    pub statement: String,
    /// What to do.
    pub how_to: String,
    /// How much work it is.
    pub effort: Effort,
    /// What proves it.
    pub proof: ProofKind,
    /// Criteria to be met first.
    pub requires: Vec<CriterionId>,
    /// Rules that judge it.
    pub rules: Vec<String>,
    /// Facts that bring it in.
    pub applies_when: Vec<(Fact, String)>,
}

/// A principle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogPrinciple {
    /// `S-D1`.
    pub id: String,
    /// Its pillar.
    pub pillar: PillarId,
    /// Its pillar's name.
    pub pillar_name: String,
    /// Whether checks test it (design) or it is one line (core).
    pub design: bool,
    /// Its name.
    pub name: String,
    /// What it asks for.
    pub text: String,
    /// Checks that test it: id and name.
    pub checks: Vec<(CheckId, String)>,
}

/// A risk of the catalog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogRisk {
    /// `K-S1`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What happens, and to whom.
    pub text: String,
    /// What belongs to it.
    pub parts: Vec<String>,
    /// Inherent likelihood.
    pub likelihood: u32,
    /// Impact.
    pub impact: u32,
    /// Its pillar's name.
    pub pillar_name: String,
    /// Facts that bring it in.
    pub applies_when: Vec<(Fact, String)>,
    /// Facts that raise its likelihood.
    pub raised_by: Vec<(Fact, String)>,
    /// Checks that mitigate it: id and name.
    pub checks: Vec<(CheckId, String)>,
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogFigure {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How to read it.
    pub text: String,
    /// `50–75%`.
    pub range: String,
    /// Checks that use it.
    pub checks: Vec<CheckId>,
}
