//! What the calculators assume: each number with where it is from, to be replaced by anybody who knows better.

mod usual;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Api, Band, Batching, Own, Quantisation, Range, Reuse, Routing, Tco, batch, compare, quantise,
    reuse, route,
};

crate::answer::wire_enum! {
    /// Where an assumption is from.
    Basis {
        /// The workload's own figures.
        Own = "own",
        /// The whitepaper's figures.
        Whitepaper = "whitepaper",
        /// The framework's own bar for the check.
        Rule = "rule",
        /// A usual value that nobody measured here.
        Usual = "usual",
        /// The reader, through the address.
        Given = "given",
        /// What somebody of the team had kept.
        Kept = "kept",
    }
}

/// A number that a calculator works with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Assumption {
    /// Its name in the address.
    pub key: String,
    /// The number; none where nothing is known.
    pub value: Option<f64>,
    /// Where it is from.
    pub basis: Basis,
    /// The least that makes sense.
    pub least: f64,
    /// The most that makes sense.
    pub most: f64,
}

/// What a workload's last days came to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Facts {
    /// Money, in one currency.
    pub spend: Option<f64>,
    /// Tokens read.
    pub tokens_in: Option<f64>,
    /// Tokens written.
    pub tokens_out: Option<f64>,
    /// Of those read, from a cache.
    pub tokens_cached: Option<f64>,
    /// Hours of GPUs.
    pub gpu_hours: Option<f64>,
    /// The same times their utilisation.
    pub gpu_busy: Option<f64>,
    /// Share of tokens that a prefix cache held.
    pub prefix: Option<f64>,
    /// Calls of models.
    pub calls: Option<f64>,
    /// Share of them that are short.
    pub short: Option<f64>,
}

/// The whitepaper's ranges by the ids of the framework's figures, and the bar of the prefix cache.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// Low and high end of each figure.
    pub figures: BTreeMap<String, (f64, f64)>,
    /// From which share on the rule of C08 supports, in per cent.
    pub prefix_bar: f64,
}

impl Known {
    fn figure(&self, id: &str) -> (f64, f64) {
        self.figures.get(id).copied().unwrap_or_default()
    }
}

/// All assumptions, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Assumptions(pub Vec<Assumption>);

impl Assumptions {
    /// From what is known, with what the reader gave instead.
    pub fn of(facts: Facts, known: &Known, given: &BTreeMap<String, String>) -> Self {
        Self(usual::all(facts, known, given))
    }

    /// What was kept is told from what the reader gives now.
    #[must_use]
    pub fn with_kept(mut self, kept: &BTreeMap<String, String>) -> Self {
        for one in &mut self.0 {
            let same = kept
                .get(&one.key)
                .and_then(|text| text.trim().parse::<f64>().ok())
                .is_some_and(|kept| one.value == Some(kept.clamp(one.least, one.most)));
            if one.basis == Basis::Given && same {
                one.basis = Basis::Kept;
            }
        }
        self
    }

    /// What somebody gave, kept before or now, by name.
    pub fn given(&self) -> BTreeMap<String, String> {
        let given = self
            .0
            .iter()
            .filter(|one| matches!(one.basis, Basis::Given | Basis::Kept));
        given
            .filter_map(|one| Some((one.key.clone(), one.value?.to_string())))
            .collect()
    }

    /// The value of one.
    pub fn get(&self, key: &str) -> Option<f64> {
        self.0.iter().find(|one| one.key == key)?.value
    }

    fn or_zero(&self, key: &str) -> f64 {
        self.get(key).unwrap_or_default()
    }

    /// What quantisation may save; none where nothing is spent on machines.
    pub fn quantisation(&self) -> Option<Range> {
        Some(quantise(Quantisation {
            spend: self.get("machines")?,
            part: self.or_zero("q_part"),
            gain: (self.or_zero("q_low"), self.or_zero("q_high")),
            released: self.or_zero("released"),
        }))
    }

    /// What continuous batching may save; none where nothing is spent on machines.
    pub fn batching(&self) -> Option<Range> {
        Some(batch(Batching {
            spend: self.get("machines")?,
            now: self.or_zero("b_now"),
            then: (self.or_zero("b_low"), self.or_zero("b_high")),
            released: self.or_zero("released"),
        }))
    }

    /// What routing may save; none where nothing is spent.
    pub fn routing(&self) -> Option<Range> {
        let band = |name: &str| Band {
            part: self.or_zero(&format!("r_{name}")),
            saves: (
                self.or_zero(&format!("r_{name}_low")),
                self.or_zero(&format!("r_{name}_high")),
            ),
        };
        Some(route(&Routing {
            spend: self.get("spend")?,
            bands: ["faq", "extract", "generate"].map(band).to_vec(),
        }))
    }

    /// What reuse of KV caches may save; none where nothing is spent or read.
    pub fn reuse(&self) -> Option<Range> {
        Some(reuse(Reuse {
            spend: self.get("spend")?,
            input: self.get("tokens_in")?,
            output: self.or_zero("tokens_out"),
            weight: self.or_zero("k_weight"),
            now: self.or_zero("k_now"),
            then: self.or_zero("k_then"),
            price: self.or_zero("k_price"),
        }))
    }

    /// What both ways cost; the names of what is missing where something is.
    ///
    /// # Errors
    /// The keys without a value.
    pub fn tco(&self) -> Result<Tco, Vec<String>> {
        let needed = [
            "tokens_in",
            "tokens_out",
            "a_in",
            "a_out",
            "o_gpu",
            "o_rate",
        ];
        let missing: Vec<String> = needed
            .into_iter()
            .filter(|key| self.get(key).is_none_or(|value| value <= 0.0))
            .map(str::to_owned)
            .collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        let api = Api {
            input: self.or_zero("a_in"),
            cached: self.or_zero("a_cached"),
            output: self.or_zero("a_out"),
        };
        let own = Own {
            gpu_hour: self.or_zero("o_gpu"),
            tokens_a_second: self.or_zero("o_rate"),
            utilisation: self.or_zero("o_util"),
            peak: self.or_zero("o_peak"),
            least: self.or_zero("o_least"),
            gpu_share: self.or_zero("o_share"),
            people: self.or_zero("o_people"),
            other: self.or_zero("o_other"),
        };
        let tokens = (
            self.or_zero("tokens_in"),
            self.or_zero("tokens_cached"),
            self.or_zero("tokens_out"),
        );
        Ok(compare(tokens, api, own))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        let figures = [
            ("quantisation-throughput", (2.0, 4.0)),
            ("gpu-utilisation", (70.0, 80.0)),
            ("gpu-cost-share", (70.0, 100.0)),
            ("routing-faq-saving", (90.0, 100.0)),
            ("routing-extraction-saving", (70.0, 80.0)),
            ("routing-generation-saving", (40.0, 60.0)),
        ];
        Known {
            figures: figures
                .into_iter()
                .map(|(id, range)| (id.to_owned(), range))
                .collect(),
            prefix_bar: 30.0,
        }
    }

    #[test]
    fn own_figures_come_first_and_what_is_given_before_them() {
        let facts = Facts {
            spend: Some(10_000.0),
            gpu_hours: Some(2_000.0),
            gpu_busy: Some(600.0),
            tokens_in: Some(1e9),
            tokens_out: Some(1e8),
            ..Facts::default()
        };
        let all = Assumptions::of(facts, &known(), &BTreeMap::new());
        assert_eq!(
            (all.get("machines"), all.get("b_now"), all.get("r_faq")),
            (Some(7_000.0), Some(30.0), Some(25.0))
        );
        let range = all.batching().unwrap();
        assert!((range.low - 4_000.0).abs() < 1e-6, "{range:?}");
        let given = BTreeMap::from([
            ("b_now".to_owned(), "60".to_owned()),
            ("q_low".to_owned(), "x".to_owned()),
        ]);
        let all = Assumptions::of(facts, &known(), &given);
        let one = all.0.iter().find(|one| one.key == "b_now").unwrap();
        assert_eq!((one.value, one.basis), (Some(60.0), Basis::Given));
        assert_eq!(all.get("q_low"), Some(2.0));
        // Kept is what somebody gave and nothing else; it is named as such until somebody gives another number.
        let kept = all.given();
        assert_eq!(
            kept,
            BTreeMap::from([("b_now".to_owned(), "60".to_owned())])
        );
        let basis = |all: Assumptions| {
            let all = all.with_kept(&kept);
            let one = all.0.iter().find(|one| one.key == "b_now").unwrap();
            (one.basis, all.given().len())
        };
        let now = |text: &str| BTreeMap::from([("b_now".to_owned(), text.to_owned())]);
        let of = |text: &str| Assumptions::of(facts, &known(), &now(text));
        assert_eq!(basis(of("60")), (Basis::Kept, 1));
        assert_eq!(basis(of("61")), (Basis::Given, 1));
        assert_eq!(basis(of("30")), (Basis::Own, 0), "its own figure again");
    }

    #[test]
    fn short_calls_are_a_smaller_part_of_the_spend_than_of_the_calls() {
        let part = |calls, tokens_in, short| {
            let facts = Facts {
                spend: Some(10_000.0),
                tokens_in,
                calls,
                short: Some(short),
                ..Facts::default()
            };
            let all = Assumptions::of(facts, &known(), &BTreeMap::new());
            let one = all.0.iter().find(|one| one.key == "r_faq").unwrap();
            assert_eq!(one.basis, Basis::Usual, "nobody measured what they cost");
            let saved = all.routing().unwrap();
            assert!(saved.high <= 10_000.0, "{saved:?}");
            one.value.unwrap()
        };
        // Forty in a hundred calls, but at most 140 million of a thousand million tokens.
        assert!((part(Some(1e6), Some(1e9), 0.4) - 14.0).abs() < 1e-9);
        // Where all calls are small, never more than their share of the calls.
        assert!((part(Some(1e6), Some(1e8), 0.4) - 40.0).abs() < 1e-9);
        // Without tokens the usual part, unless even fewer calls are short.
        assert!((part(Some(1e6), None, 0.4) - 25.0).abs() < 1e-9);
        assert!((part(None, Some(1e9), 0.1) - 10.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_is_made_of_nothing() {
        let all = Assumptions::of(Facts::default(), &known(), &BTreeMap::new());
        assert_eq!(
            (
                all.quantisation(),
                all.batching(),
                all.routing(),
                all.reuse()
            ),
            (None, None, None, None)
        );
        assert_eq!(all.tco().unwrap_err().len(), 6);
    }

    #[test]
    fn numbers_of_a_form_are_within_their_bounds() {
        let given: BTreeMap<String, String> = [("b_now", "1e9"), ("q_low", "-5"), ("spend", "inf")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into();
        let all = Assumptions::of(Facts::default(), &known(), &given);
        assert_eq!(
            (all.get("b_now"), all.get("q_low"), all.get("spend")),
            (Some(100.0), Some(1.0), None)
        );
        assert!(
            (usual::plain(123_456.7) - 123_500.0).abs() < 1e-6
                && (usual::plain(0.012_345) - 0.012_35).abs() < 1e-9
        );
    }
}
