//! A framework: pillars, checks, criteria, principles, risks, terms. Immutable and versioned.
//!
//! The structure is the export format of `hexastyle framework export` (format stable under `/api/v1`).

#[cfg(feature = "builtin")]
mod builtin;
#[cfg(feature = "builtin")]
mod files;
pub mod lint;
mod rubric;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[cfg(feature = "builtin")]
pub use builtin::builtin;
#[cfg(feature = "builtin")]
pub use files::{Files, LoadError, load};
pub use rubric::{Rubric, RubricCheck, RubricCriterion, RubricPillar, RubricRisk};

use crate::{
    CheckId, CriterionId, Fact, FrameworkId, Locale, PillarId, PrincipleId, RiskId, RuleId, Text,
};

/// A whole framework.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Framework {
    /// `genai-wa`.
    pub id: FrameworkId,
    /// Semantic version; a version never changes once it has been published.
    pub version: String,
    /// The languages every text stands in.
    pub locales: Vec<Locale>,
    /// Its name.
    pub name: Text,
    /// What it is for.
    pub description: Text,
    /// The pillars in order, each with its checks.
    pub pillars: Vec<Pillar>,
    /// The three layers.
    pub layers: Vec<LayerInfo>,
    /// What the profile asks.
    pub facts: Vec<FactInfo>,
    /// The five maturity levels.
    pub levels: Vec<LevelInfo>,
    /// Why a criterion may not apply.
    pub reasons: Vec<ReasonInfo>,
    /// Core and design principles.
    pub principles: Vec<Principle>,
    /// The risk catalog.
    pub risks: Vec<Risk>,
    /// The core points of each pillar.
    pub points: Vec<Action>,
    /// The key actions of each pillar.
    pub actions: Vec<Action>,
    /// Terms.
    pub glossary: Vec<Term>,
    /// Where the field is going.
    pub directions: Vec<Direction>,
    /// Figures for estimates, hints and targets.
    pub figures: Vec<Figure>,
    /// Other catalogs that checks point to.
    pub crosswalks: Vec<CrosswalkInfo>,
    /// The rules that criteria name.
    pub rules: Vec<Rule>,
}

/// One of the six pillars.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pillar {
    /// `security`.
    pub id: PillarId,
    /// The letter that its checks' ids start with.
    pub letter: String,
    /// Its name.
    pub name: Text,
    /// What it makes possible.
    pub capability: Text,
    /// Its part among the six.
    pub role: Text,
    /// What is hard about it.
    pub challenge: Text,
    /// Weight in the index, 1 unless an installation or team says otherwise.
    pub priority: u32,
    /// Its checks in order.
    #[serde(default)]
    pub checks: Vec<Check>,
}

/// Where in the stack a check looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Layer {
    /// GPUs, nodes, storage, network, energy, weights as artefacts.
    Resource,
    /// Topology, gateways, routing, caches, pipelines.
    Architecture,
    /// Prompts, RAG, agents, outputs, people, processes.
    Application,
}

impl Layer {
    /// The three layers, bottom up.
    pub const ALL: [Self; 3] = [Self::Resource, Self::Architecture, Self::Application];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Resource => "resource",
            Self::Architecture => "architecture",
            Self::Application => "application",
        }
    }

    /// Share in the layer index, in tenths: 4, 4, 2.
    ///
    /// Source: the formula Tencent Smart Advisor publishes, `0.4 / 0.4 / 0.2`.
    pub const fn share(self) -> u32 {
        match self {
            Self::Resource | Self::Architecture => 4,
            Self::Application => 2,
        }
    }
}

/// One question of a checklist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Check {
    /// `S01`.
    pub id: CheckId,
    /// Its pillar; in the export the nesting says it.
    #[serde(default, skip_serializing)]
    pub pillar: Option<PillarId>,
    /// Its layer.
    pub layer: Layer,
    /// Weight in its pillar, 1…5.
    pub weight: u32,
    /// Short title.
    pub name: Text,
    /// The question.
    pub question: Text,
    /// Why it matters.
    pub why: Text,
    /// Design principles it tests.
    pub principles: Vec<PrincipleId>,
    /// Risks it mitigates.
    pub risks: Vec<RiskId>,
    /// Any of these facts; none means always.
    #[serde(default, with = "null_when_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<Fact>>))]
    pub applies_when: Vec<Fact>,
    /// Ids in other catalogs.
    pub crosswalk: BTreeMap<String, Vec<String>>,
    /// Its criteria in order of level.
    pub criteria: Vec<Criterion>,
}

/// One concrete statement under a check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Criterion {
    /// `S01.2a`.
    pub id: CriterionId,
    /// 2…5.
    pub level: u8,
    /// The statement that is true or false of a workload.
    pub statement: Text,
    /// What to do to make it true.
    pub how_to: Text,
    /// How much work that is.
    pub effort: Effort,
    /// The strongest proof available.
    pub proof: ProofKind,
    /// Rules that judge it.
    #[serde(default)]
    pub rules: Vec<RuleId>,
    /// Criteria to be met first.
    #[serde(default)]
    pub requires: Vec<CriterionId>,
    /// Narrows the check's own condition: any of these facts.
    #[serde(default, with = "null_when_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<Fact>>))]
    pub applies_when: Vec<Fact>,
}

/// Effort in person-days: S 2, M 8, L 20.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Effort {
    /// About two days.
    S,
    /// About eight days.
    M,
    /// About twenty days.
    L,
}

impl Effort {
    /// Person-days.
    pub const fn days(self) -> u32 {
        match self {
            Self::S => 2,
            Self::M => 8,
            Self::L => 20,
        }
    }
}

/// What proves a criterion, weakest first, so that a stronger kind compares greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ProofKind {
    /// A second person confirms.
    Attestation,
    /// A dated document.
    Document,
    /// A rule over telemetry or tool results.
    Signal,
}

/// A core or design principle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Principle {
    /// `S-D1`.
    pub id: PrincipleId,
    /// Its pillar.
    pub pillar: PillarId,
    /// Core (one line) or design (a paragraph).
    pub kind: PrincipleKind,
    /// Its name.
    pub name: Text,
    /// What it asks for.
    pub text: Text,
}

/// Which of the two lists a principle belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PrincipleKind {
    /// One line.
    Core,
    /// A paragraph; checks test it.
    Design,
}

/// A risk of the catalog.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = FrameworkRisk))]
pub struct Risk {
    /// `K-S1`.
    pub id: RiskId,
    /// The pillar whose level it can cap.
    pub pillar: PillarId,
    /// Inherent likelihood, 1…5.
    pub likelihood: u32,
    /// Impact, 1…5.
    pub impact: u32,
    /// Any of these facts; none means always.
    #[serde(default, with = "null_when_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<Fact>>))]
    pub applies_when: Vec<Fact>,
    /// Each of these facts that holds raises the likelihood by one, up to 5.
    #[serde(default)]
    pub raised_by: Vec<Fact>,
    /// The whitepaper's own level, where it gives one.
    #[serde(default)]
    pub source_level: String,
    /// Its name.
    pub name: Text,
    /// What happens, and to whom.
    pub text: Text,
    /// What belongs to it.
    #[serde(default)]
    pub parts: Vec<Text>,
}

/// A core point or key action of a pillar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = FrameworkAction))]
pub struct Action {
    /// `S-A1`.
    pub id: String,
    /// Its pillar.
    pub pillar: PillarId,
    /// The text.
    pub text: Text,
    /// The checks that take it up.
    #[serde(default)]
    pub checks: Vec<CheckId>,
}

/// A term of the glossary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Term {
    /// `kv-cache`.
    pub id: String,
    /// The term.
    pub name: Text,
    /// Other spellings found in texts.
    pub aliases: Aliases,
    /// What it means.
    pub definition: Text,
}

/// Spellings of a term by language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Aliases {
    /// In Chinese texts.
    #[serde(rename = "zh-CN", default)]
    pub zh: Vec<String>,
    /// In English texts.
    #[serde(default)]
    pub en: Vec<String>,
}

impl Aliases {
    /// The spellings of one language.
    pub fn get(&self, locale: Locale) -> &[String] {
        match locale {
            Locale::Zh => &self.zh,
            Locale::En => &self.en,
        }
    }
}

/// A direction the field moves in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Direction {
    /// Its id.
    pub id: String,
    /// The pillars that it touches.
    pub pillars: Vec<PillarId>,
    /// Its name.
    pub name: Text,
    /// What it means for an architecture.
    pub text: Text,
}

/// A figure with its range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = FrameworkFigure))]
pub struct Figure {
    /// Its id.
    pub id: String,
    /// Lower end, in `unit`.
    pub low: f64,
    /// Upper end, in `unit`.
    pub high: f64,
    /// `%`, `x`, `B parameters` …
    pub unit: String,
    /// Its name.
    pub name: Text,
    /// How to read it.
    pub text: Text,
    /// Checks that use it.
    #[serde(default)]
    pub checks: Vec<CheckId>,
}

/// A rule: what must be seen for its criterion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = FrameworkRule))]
pub struct Rule {
    /// `C04.gpu_util`.
    pub id: RuleId,
    /// The check that it tests.
    pub check: CheckId,
    /// Tools or telemetry that it reads.
    pub source: String,
    /// How it judges files; with neither this nor `signal` the rule waits for a source that is not read yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub test: Option<crate::rule::Test>,
    /// How it judges telemetry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub signal: Option<crate::rule::signal::SignalTest>,
    /// Its numbers, as the framework sets them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thresholds: Option<crate::rule::Thresholds>,
}

impl Rule {
    /// Whether it can ever support: it has a test, and one that sees all that its criterion says.
    pub fn can_prove(&self) -> bool {
        let files = self.test.as_ref().is_some_and(|test| !test.partial);
        files || self.signal.as_ref().is_some_and(|test| !test.partial)
    }
}

macro_rules! described {
    ($($(#[$doc:meta])* $name:ident { $id:ident: $ty:ty, $text:ident }),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub struct $name {
            /// Its id.
            pub $id: $ty,
            /// Its name.
            pub name: Text,
            /// What it says.
            pub $text: Text,
        }
    )*};
}

described! {
    /// A layer's name and scope.
    LayerInfo { id: Layer, scope },
    /// A profile fact's name and when to tick it.
    FactInfo { id: Fact, hint },
    /// A maturity level's name and description.
    LevelInfo { level: u8, description },
}

/// A reason code's name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReasonInfo {
    /// The code.
    pub id: crate::Reason,
    /// Its name.
    pub name: Text,
}

/// A catalog that checks point to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CrosswalkInfo {
    /// `nist-ai-rmf`.
    pub id: String,
    /// Its name.
    pub name: Text,
}

impl Framework {
    /// All checks with their pillar, in order.
    pub fn checks(&self) -> impl Iterator<Item = (&Pillar, &Check)> {
        self.pillars
            .iter()
            .flat_map(|p| p.checks.iter().map(move |c| (p, c)))
    }

    /// A check and its pillar.
    pub fn check(&self, id: &CheckId) -> Option<(&Pillar, &Check)> {
        self.checks().find(|(_, c)| c.id == *id)
    }

    /// A criterion and its check.
    pub fn criterion(&self, id: &CriterionId) -> Option<(&Check, &Criterion)> {
        self.checks()
            .find_map(|(_, c)| c.criteria.iter().find(|k| k.id == *id).map(|k| (c, k)))
    }

    /// The criterion that a rule tests.
    pub fn criterion_of(&self, rule: &RuleId) -> Option<&Criterion> {
        let mut criteria = self.checks().flat_map(|(_, c)| &c.criteria);
        criteria.find(|k| k.rules.contains(rule))
    }

    /// A pillar.
    pub fn pillar(&self, id: &str) -> Option<&Pillar> {
        self.pillars.iter().find(|p| p.id.as_str() == id)
    }

    /// A risk.
    pub fn risk(&self, id: &RiskId) -> Option<&Risk> {
        self.risks.iter().find(|r| r.id == *id)
    }
}

/// The export writes `null` for "always applies"; files write `[]` or nothing.
mod null_when_empty {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::Fact;

    pub fn serialize<S: Serializer>(facts: &Vec<Fact>, serializer: S) -> Result<S::Ok, S::Error> {
        (!facts.is_empty()).then_some(facts).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Fact>, D::Error> {
        Ok(Option::<Vec<Fact>>::deserialize(deserializer)?.unwrap_or_default())
    }
}
