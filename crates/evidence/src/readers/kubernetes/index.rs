//! Workloads by namespace and by the labels of their pods: a selector is compared with those that have the rarest of its
//! labels, not with all.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::{selector, workload::Workload};
use crate::Limits;

/// Places of workloads, in the order of the file, by namespace.
#[derive(Default)]
struct Places<'v> {
    by_namespace: BTreeMap<Option<&'v str>, Vec<usize>>,
    total: usize,
}

impl<'v> Places<'v> {
    fn add(&mut self, namespace: Option<&'v str>, place: usize) {
        self.by_namespace.entry(namespace).or_default().push(place);
        self.total += 1;
    }

    /// How many can be in a namespace, as [`super::names::same_namespace`] says it.
    fn count(&self, namespace: Option<&str>) -> usize {
        match namespace {
            Some(_) => self.of(namespace).len() + self.of(None).len(),
            None => self.total,
        }
    }

    fn of<'a>(&'a self, namespace: Option<&'a str>) -> &'a [usize] {
        self.by_namespace
            .get(&namespace)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    fn within(&self, namespace: Option<&str>) -> Vec<usize> {
        let mut found = match namespace {
            Some(_) => [self.of(namespace), self.of(None)].concat(),
            None => self.by_namespace.values().flatten().copied().collect(),
        };
        found.sort_unstable();
        found
    }
}

/// Workloads by namespace and label.
pub struct Index<'v> {
    all: Places<'v>,
    labelled: HashMap<&'v str, HashMap<String, Places<'v>>>,
    /// How many comparisons are left.
    left: u64,
    /// Selectors that were not looked at any more.
    skipped: u64,
}

impl<'v> Index<'v> {
    /// Those of a file. Selectors that all pods have in common would still be compared with each of them: that ends at as
    /// many comparisons as a document may have values.
    pub fn of(workloads: &[Workload<'v>], limits: &Limits) -> Self {
        let mut all = Places::default();
        let mut labelled: HashMap<&str, HashMap<String, Places<'_>>> = HashMap::new();
        for (place, workload) in workloads.iter().enumerate() {
            let namespace = workload.object.namespace();
            all.add(namespace, place);
            let labels = workload.labels.as_object().into_iter().flatten();
            for (key, value) in labels.take(selector::MOST) {
                let values = labelled.entry(key.as_str()).or_default();
                let places = values.entry(selector::text(value)).or_default();
                places.add(namespace, place);
            }
        }
        Self {
            all,
            labelled,
            left: limits.values,
            skipped: 0,
        }
    }

    /// Where workloads stand that may have all of these labels, in the order of the file: those with the rarest of them;
    /// all of the namespace where there are no labels.
    pub fn candidates(&mut self, labels: &Value, namespace: Option<&str>) -> Vec<usize> {
        let mut fewest = &self.all;
        for (key, value) in labels.as_object().into_iter().flatten() {
            let values = self.labelled.get(key.as_str());
            let Some(places) = values.and_then(|values| values.get(&selector::text(value))) else {
                return Vec::new();
            };
            if places.count(namespace) < fewest.count(namespace) {
                fewest = places;
            }
        }
        let cost = crate::fields::many(fewest.count(namespace));
        let Some(left) = self.left.checked_sub(cost) else {
            self.skipped += 1;
            return Vec::new();
        };
        let found = fewest.within(namespace);
        self.left = left;
        found
    }

    /// How many selectors were not looked at: too much was compared before.
    pub const fn skipped(&self) -> u64 {
        self.skipped
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Index;
    use crate::{
        Limits,
        readers::{kubernetes::workload::Workload, objects::Object},
    };

    fn pods() -> Vec<Value> {
        let pod = |namespace: Value, labels: Value| json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": namespace, "labels": labels}});
        vec![
            pod(json!("chat"), json!({"app": "qwen", "tier": 1})),
            pod(json!("chat"), json!({"app": "embed", "tier": 1})),
            pod(json!("other"), json!({"app": "qwen", "tier": 1})),
            pod(Value::Null, json!({"app": "qwen"})),
        ]
    }

    fn workloads(pods: &[Value]) -> Vec<Workload<'_>> {
        let objects = pods.iter().filter_map(Object::of);
        objects.filter_map(Workload::of).collect()
    }

    #[test]
    fn a_selector_meets_those_with_its_rarest_label() {
        let pods = pods();
        let mut index = Index::of(&workloads(&pods), &Limits::default());
        let embed = json!({"app": "embed", "tier": "1"});
        assert_eq!(index.candidates(&embed, Some("chat")), [1]);
        let app = json!({"app": "qwen"});
        assert_eq!(index.candidates(&app, Some("chat")), [0, 3]);
        assert_eq!(index.candidates(&app, None), [0, 2, 3]);
        assert_eq!(index.candidates(&Value::Null, Some("other")), [2, 3]);
        let nobody = json!({"app": "qwen", "x": "y"});
        assert!(index.candidates(&nobody, None).is_empty());
        assert_eq!(index.skipped(), 0);
    }

    #[test]
    fn comparisons_end() {
        let pods = pods();
        let limits = Limits {
            values: 5,
            ..Limits::default()
        };
        let mut index = Index::of(&workloads(&pods), &limits);
        assert_eq!(index.candidates(&Value::Null, None).len(), 4);
        assert!(index.candidates(&Value::Null, None).is_empty());
        assert_eq!(index.skipped(), 1);
    }
}
