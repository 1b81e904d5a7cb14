//! Which checks and risks sit on which kinds of parts, and what a person says otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::{Part, PartKind};
use crate::{CheckId, Layer, PartId, RiskId};

use PartKind::{
    Agent, Application, Cache, Channel, Compute, DataStore, Dataset, EdgeDevice, Evaluation,
    External, Gateway, GpuPool, Guardrail, Knowledge, McpServer, Model, ModelApi, Network,
    Observability, Pipeline, Process, Prompt, Registry, Service, Serving, Skill, Storage, Tool,
    VectorStore, Weights,
};

type Rows<const N: usize> = [(&'static str, &'static [PartKind]); N];

/// Checks of the built-in framework.
const CHECKS: Rows<50> = [
    (
        "S01",
        &[Gateway, Serving, Service, ModelApi, DataStore, VectorStore],
    ),
    ("S02", &[Guardrail, Gateway]),
    (
        "S03",
        &[DataStore, VectorStore, Knowledge, Dataset, Application],
    ),
    ("S04", &[Model, Weights, Registry]),
    ("S05", &[Weights, Registry, Model]),
    ("S06", &[Guardrail, Prompt, Application]),
    ("S07", &[Agent, Tool, McpServer]),
    ("S08", &[McpServer, Skill, Tool]),
    ("S09", &[Agent, Observability]),
    ("S10", &[Compute, Agent, McpServer]),
    ("S11", &[Process]),
    ("S12", &[Process]),
    ("S13", &[Observability, Gateway]),
    ("S14", &[Evaluation, Application]),
    ("R01", &[Serving, ModelApi, Gateway]),
    ("R02", &[Gateway, ModelApi, Serving]),
    ("R03", &[Serving, Gateway, Service]),
    ("R04", &[Process, DataStore, VectorStore]),
    ("R05", &[GpuPool, Compute, Serving]),
    ("R06", &[Serving, Service, Compute]),
    ("R07", &[Application, Observability]),
    ("P01", &[Model, ModelApi, Evaluation]),
    ("P02", &[Serving, Weights]),
    ("P03", &[Cache, Gateway]),
    ("P04", &[Serving, GpuPool]),
    ("P05", &[Application, Channel]),
    ("P06", &[Evaluation]),
    ("P07", &[Gateway, Serving]),
    ("C01", &[Gateway, Observability, Application]),
    ("C02", &[Gateway, Model]),
    ("C03", &[Weights, Serving]),
    ("C04", &[GpuPool, Serving]),
    ("C05", &[Gateway, Application]),
    ("C06", &[Model, ModelApi, Process]),
    ("C07", &[Process, Observability]),
    ("C08", &[Serving, Cache, GpuPool]),
    ("O01", &[Observability]),
    ("O02", &[Registry, Pipeline, Model]),
    ("O03", &[Prompt]),
    ("O04", &[Evaluation]),
    ("O05", &[Process]),
    ("O06", &[Observability]),
    ("O07", &[GpuPool, Compute]),
    ("U01", &[GpuPool, Compute, EdgeDevice, ModelApi]),
    ("U02", &[Weights, EdgeDevice, Serving]),
    ("U03", &[Evaluation, Model]),
    ("U04", &[Application, Process]),
    ("U05", &[Process, Agent]),
    ("U06", &[Process]),
    ("U07", &[Model, Registry, Pipeline, Process]),
];

/// Risks of the built-in framework.
const RISKS: Rows<24> = [
    ("K-S1", &[Weights, Registry, Model]),
    ("K-S2", &[Guardrail, Application, Prompt, Channel]),
    (
        "K-S3",
        &[DataStore, VectorStore, Knowledge, Dataset, Storage],
    ),
    ("K-S4", &[Compute, Network, GpuPool, EdgeDevice]),
    ("K-S5", &[Process, ModelApi]),
    ("K-S6", &[Agent, Tool]),
    ("K-S7", &[McpServer, Skill, Tool]),
    ("K-S8", &[Agent, McpServer]),
    ("K-C1", &[GpuPool, Serving]),
    ("K-C2", &[Gateway, Application, Cache]),
    ("K-C3", &[Model, ModelApi]),
    ("K-C4", &[Serving, Process, EdgeDevice]),
    ("K-C5", &[Pipeline, Dataset]),
    ("K-O1", &[Pipeline, Observability, Process]),
    ("K-O2", &[Serving, Gateway, Service]),
    ("K-O3", &[Serving, Gateway, Cache, VectorStore]),
    ("K-O4", &[Gateway, Process, GpuPool]),
    ("K-O5", &[Observability, Process]),
    ("K-O6", &[GpuPool, Compute, Process]),
    ("K-R1", &[Serving, ModelApi, Gateway]),
    ("K-R2", &[Application, Prompt, Agent]),
    ("K-R3", &[Tool, McpServer, External]),
    ("K-R4", &[ModelApi, External, VectorStore, DataStore]),
    ("K-R5", &[Evaluation, Model, Knowledge]),
];

/// The kinds of parts that a check is about; none where the table does not know it.
pub fn kinds_of_check(check: &CheckId) -> Option<&'static [PartKind]> {
    find(&CHECKS, check.as_str())
}

/// The kinds of parts that a risk threatens; none where the table does not know it.
pub fn kinds_of_risk(risk: &RiskId) -> Option<&'static [PartKind]> {
    find(&RISKS, risk.as_str())
}

fn find(rows: &[(&str, &'static [PartKind])], id: &str) -> Option<&'static [PartKind]> {
    rows.iter()
        .find(|(known, _)| *known == id)
        .map(|(_, kinds)| *kinds)
}

/// Whether a text names a part: whole words of an object, an address or a package. Both in lower case.
pub fn names_part(text: &str, name: &str) -> bool {
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    // One or two letters name too much.
    name.chars().count() > 2
        && text.match_indices(name).any(|(at, found)| {
            let before = text.get(..at).and_then(|t| t.chars().next_back());
            let after = text.get(at + found.len()..).and_then(|t| t.chars().next());
            !inside(before) && !inside(after)
        })
}

/// What sits on which parts of one map.
#[derive(Clone, Debug, Default)]
pub struct Bearings {
    kinds: Vec<(PartId, PartKind, Layer)>,
    /// What people say: whether a check sits on a part.
    said: BTreeMap<(PartId, CheckId), bool>,
}

impl Bearings {
    /// For these parts, with what people said.
    pub fn new(parts: &[Part], said: BTreeMap<(PartId, CheckId), bool>) -> Self {
        let mut kinds: Vec<_> = parts.iter().map(|p| (p.id, p.kind, p.layer)).collect();
        kinds.sort_unstable_by_key(|(id, ..)| *id);
        Self { kinds, said }
    }

    /// What a person said of a check and a part.
    pub fn said(&self, part: PartId, check: &CheckId) -> Option<bool> {
        self.said.get(&(part, check.clone())).copied()
    }

    /// The parts that a check sits on: those of its kinds, except where people say otherwise. Checks that the table does
    /// not know sit on all parts of their layer.
    pub fn of_check(&self, check: &CheckId, layer: Layer) -> BTreeSet<PartId> {
        let kinds = kinds_of_check(check);
        let usual =
            |kind: PartKind, of: Layer| kinds.map_or(of == layer, |kinds| kinds.contains(&kind));
        let sits = |(id, kind, of): &&(PartId, PartKind, Layer)| {
            self.said(*id, check).unwrap_or_else(|| usual(*kind, *of))
        };
        self.kinds.iter().filter(sits).map(|(id, ..)| *id).collect()
    }

    /// The parts that a risk threatens: those of its kinds, else those that its checks sit on.
    pub fn of_risk<'a>(
        &self,
        risk: &RiskId,
        checks: impl IntoIterator<Item = (&'a CheckId, Layer)>,
    ) -> BTreeSet<PartId> {
        if let Some(kinds) = kinds_of_risk(risk) {
            let threatened = |(_, kind, _): &&(PartId, PartKind, Layer)| kinds.contains(kind);
            let parts = self.kinds.iter().filter(threatened);
            parts.map(|(id, ..)| *id).collect()
        } else {
            let of = |(check, layer)| self.of_check(check, layer);
            checks.into_iter().flat_map(of).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[cfg(feature = "builtin")]
    #[test]
    fn the_built_in_framework_is_covered() {
        let framework = crate::framework::builtin().unwrap();
        for (_, check) in framework.checks() {
            assert!(kinds_of_check(&check.id).is_some(), "{}", check.id);
        }
        for risk in &framework.risks {
            assert!(kinds_of_risk(&risk.id).is_some(), "{}", risk.id);
        }
    }

    #[test]
    fn a_text_names_a_part_by_whole_words() {
        assert!(names_part("deployment/model-gateway", "model-gateway"));
        assert!(names_part("registry.example/serving:1.4", "serving"));
        assert!(!names_part("observing", "serving"));
        assert!(!names_part("a/b", "a"));
    }

    #[test]
    fn what_a_person_says_counts_more_than_the_table() {
        let part = |n: u128, kind: PartKind| Part {
            id: PartId(Uuid::from_u128(n)),
            kind,
            layer: kind.layer(),
            name: "x".parse().unwrap(),
            pin: None,
        };
        let parts = [part(1, Gateway), part(2, Tool)];
        let check: CheckId = "S02".parse().unwrap();
        let usual = Bearings::new(&parts, BTreeMap::new());
        assert_eq!(
            usual.of_check(&check, Layer::Architecture),
            [parts[0].id].into()
        );
        let said = [
            ((parts[0].id, check.clone()), false),
            ((parts[1].id, check.clone()), true),
        ];
        let said = Bearings::new(&parts, said.into());
        assert_eq!(
            said.of_check(&check, Layer::Architecture),
            [parts[1].id].into()
        );
        let own: CheckId = "X1".parse().unwrap();
        assert_eq!(
            usual.of_check(&own, Layer::Application),
            [parts[1].id].into()
        );
    }
}
