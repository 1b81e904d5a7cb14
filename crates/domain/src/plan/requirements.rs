//! What must come first: of the framework, and of people's own decisions.

use std::collections::{BTreeMap, BTreeSet};

use crate::{CriterionId, Rubric};

/// A way from a criterion back to itself over what must come first, its first criterion again at the end.
///
/// The framework alone has none; `own` are the decisions of people, as they would be.
pub fn cycle(
    rubric: &Rubric,
    own: &BTreeMap<CriterionId, BTreeSet<CriterionId>>,
) -> Option<Vec<CriterionId>> {
    let mut edges: BTreeMap<&CriterionId, BTreeSet<&CriterionId>> = BTreeMap::new();
    for criterion in rubric.checks().flat_map(|(_, check)| &check.criteria) {
        edges
            .entry(&criterion.id)
            .or_default()
            .extend(&criterion.requires);
    }
    for (criterion, first) in own {
        edges.entry(criterion).or_default().extend(first);
    }
    let mut walk = Walk {
        edges: &edges,
        done: BTreeSet::new(),
        way: Vec::new(),
    };
    // Only a decision can close a circle, so every circle passes one.
    own.keys().find_map(|start| walk.round(start))
}

struct Walk<'a> {
    edges: &'a BTreeMap<&'a CriterionId, BTreeSet<&'a CriterionId>>,
    /// Criteria from which no circle is reached.
    done: BTreeSet<&'a CriterionId>,
    way: Vec<&'a CriterionId>,
}

impl<'a> Walk<'a> {
    fn round(&mut self, at: &'a CriterionId) -> Option<Vec<CriterionId>> {
        if let Some(start) = self.way.iter().position(|seen| *seen == at) {
            let round = self.way.iter().skip(start).copied().chain([at]);
            return Some(round.cloned().collect());
        }
        if self.done.contains(at) {
            return None;
        }
        self.way.push(at);
        let next: Vec<_> = self.edges.get(at).into_iter().flatten().copied().collect();
        let found = next.into_iter().find_map(|next| self.round(next));
        self.way.pop();
        self.done.insert(at);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::cycle;
    use crate::{CriterionId, Rubric};

    fn id(text: &str) -> CriterionId {
        text.parse().unwrap()
    }

    fn own(
        pairs: &[(&str, &str)],
    ) -> std::collections::BTreeMap<CriterionId, std::collections::BTreeSet<CriterionId>> {
        let mut own = std::collections::BTreeMap::<_, std::collections::BTreeSet<_>>::new();
        for (criterion, first) in pairs {
            own.entry(id(criterion)).or_default().insert(id(first));
        }
        own
    }

    fn rubric() -> Rubric {
        let framework = serde_json::json!({"framework": "t", "version": "1", "risks": [], "pillars": [{
        "id": "security", "priority": 1, "checks": [{
            "id": "S01", "layer": "resource", "weight": 1, "applies_when": [], "risks": [],
            "criteria": [
                {"id": "S01.2a", "level": 2, "effort": "S", "proof": "document", "requires": [], "applies_when": []},
                {"id": "S01.3a", "level": 3, "effort": "S", "proof": "document", "requires": ["S01.2a"], "applies_when": []},
                {"id": "S01.4a", "level": 4, "effort": "S", "proof": "document", "requires": ["S01.3a"], "applies_when": []},
            ]}]}]});
        serde_json::from_value(framework).unwrap()
    }

    #[test]
    fn a_circle_is_named_and_a_line_is_none() {
        let rubric = rubric();
        assert_eq!(cycle(&rubric, &own(&[])), None);
        assert_eq!(cycle(&rubric, &own(&[("S01.4a", "S01.2a")])), None);
        let way = cycle(&rubric, &own(&[("S01.2a", "S01.4a")])).unwrap();
        let names: Vec<_> = way.iter().map(CriterionId::as_str).collect();
        assert_eq!(names, ["S01.2a", "S01.4a", "S01.3a", "S01.2a"]);
        let two = cycle(&rubric, &own(&[("U01.2a", "U02.2a"), ("U02.2a", "U01.2a")])).unwrap();
        assert_eq!(two.len(), 3);
    }
}
