//! Money by feature, as tags and labels name it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{cost::OTHERS, evidence::Unit};

use crate::draft::Draft;

/// Features told by name in each currency, those with most money; all others are told together. Tags of requests can be as
/// many as the requests.
const NAMES: usize = 200;
/// Sums told by name, those with most money; of the others only the model. A feature may use many models, and a file's facts
/// are bounded.
const TOLD: usize = 1_000;

/// Sums by currency, model and feature; the model is empty where the file does not say it.
#[derive(Default)]
pub struct Features(BTreeMap<(String, String, String), f64>);

impl Features {
    /// Says that this much was for a feature.
    pub fn add(&mut self, currency: &str, model: &str, feature: &str, cost: f64) {
        let key = (currency.to_owned(), model.to_owned(), feature.to_owned());
        *self.0.entry(key).or_default() += cost;
    }

    /// Currency and feature of those with most money.
    fn greatest(&self) -> BTreeSet<(&str, &str)> {
        let mut sums: BTreeMap<(&str, &str), f64> = BTreeMap::new();
        for ((currency, _, feature), cost) in &self.0 {
            let named = (currency.as_str(), feature.as_str());
            *sums.entry(named).or_default() += cost;
        }
        let mut order: Vec<_> = sums.into_iter().collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        order.retain(|((currency, _), _)| {
            let count = counts.entry(*currency).or_default();
            *count += 1;
            *count <= NAMES
        });
        order.into_iter().map(|(named, _)| named).collect()
    }

    /// Reports the sums.
    pub fn report(&self, draft: &mut Draft<'_>) {
        let greatest = self.greatest();
        let mut told: BTreeMap<(&str, &str, &str), f64> = BTreeMap::new();
        for ((currency, model, feature), cost) in &self.0 {
            let named = greatest.contains(&(currency.as_str(), feature.as_str()));
            let feature = if named { feature.as_str() } else { OTHERS };
            let key = (currency.as_str(), model.as_str(), feature);
            *told.entry(key).or_default() += cost;
        }
        let mut order: Vec<_> = told.into_iter().collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut told: BTreeMap<(&str, &str, &str), f64> = BTreeMap::new();
        for (before, ((currency, model, feature), cost)) in order.into_iter().enumerate() {
            let feature = if before < TOLD { feature } else { OTHERS };
            *told.entry((currency, model, feature)).or_default() += cost;
        }
        for ((currency, model, feature), cost) in told {
            let mut labels = vec![("currency", currency), ("feature", feature)];
            if !model.is_empty() {
                labels.push(("model", model));
            }
            draft.measure("cost.feature", &labels, cost, Unit::Money, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::evidence::{Kind, Measure};

    use super::*;
    use crate::Limits;

    #[test]
    fn the_greatest_are_told_by_name_and_the_rest_together() {
        let mut features = Features::default();
        for number in 0..NAMES {
            features.add("USD", "a", &format!("f{number}"), 2.0);
        }
        for number in 0..30_u8 {
            features.add("USD", "a", &format!("small-{number}"), 1.0);
        }
        features.add("CNY", "", "chat", 0.5);
        let limits = Limits::default();
        let mut draft = Draft::new(Kind::LitellmSpend, "", &limits);
        features.report(&mut draft);
        let measures = draft.finish().unwrap().measures;
        assert_eq!(measures.len(), NAMES + 2);
        let has = |measure: &Measure, key: &str, value: &str| {
            let mut labels = measure.labels.iter();
            labels.any(|(k, v)| k.as_str() == key && v.as_str() == value)
        };
        let others: Vec<_> = measures
            .iter()
            .filter(|one| has(one, "feature", OTHERS))
            .map(|one| one.value.get())
            .collect();
        assert_eq!(others, [30.0]);
        let chat = measures.iter().find(|one| has(one, "feature", "chat"));
        let chat = chat.unwrap();
        assert!(has(chat, "currency", "CNY") && chat.labels.len() == 2);
    }

    #[test]
    fn features_of_many_models_stay_within_a_file() {
        let mut features = Features::default();
        for model in 0..30_u8 {
            for feature in 0..NAMES {
                let cost = if model == 0 { 2.0 } else { 1.0 };
                features.add("USD", &format!("m{model}"), &format!("f{feature}"), cost);
            }
        }
        let limits = Limits::default();
        let mut draft = Draft::new(Kind::LitellmSpend, "", &limits);
        features.report(&mut draft);
        let measures = draft.finish().unwrap().measures;
        assert!(measures.len() <= TOLD + 30, "{}", measures.len());
        let of = |name: &str, value: &str| -> Vec<f64> {
            let has = |one: &&Measure| {
                let mut labels = one.labels.iter();
                labels.any(|(k, v)| k.as_str() == name && v.as_str() == value)
            };
            measures.iter().filter(has).map(|m| m.value.get()).collect()
        };
        assert_eq!(of("model", "m0"), [2.0; NAMES]);
        let all: f64 = of("currency", "USD").iter().sum();
        assert!((all - 6_200.0).abs() < 1e-6);
    }
}
