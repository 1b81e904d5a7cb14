//! Which number is asked for, and the address of its explanation.

use domain::{CheckId, Layer, PillarId, RiskId, Set, views::results::ExplainQuery};

/// A number that can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Number {
    Index,
    LayerIndex,
    Pillar(PillarId),
    Layer(Layer),
    Check(CheckId),
    Risk(RiskId),
    /// Of a pillar, or overall.
    Level(Option<PillarId>),
    /// A sum; only of a day in the past, as today's stand in lists of their own.
    Counted(Counted),
}

/// What is added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// Criteria answered `met`.
    Met,
    /// Of those, proven.
    Proven,
    /// Effort of open actions in person-days.
    Effort,
}

impl Counted {
    /// Its name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Proven => "proven",
            Self::Effort => "effort",
        }
    }
}

impl Number {
    /// Reads a query; none where it names nothing.
    pub fn asked(query: &ExplainQuery) -> Option<(Self, Set)> {
        let set = if query.set.is_empty() {
            Set::Assured
        } else {
            query.set.parse().ok()?
        };
        let id = query.id.as_str();
        let number = match query.number.as_str() {
            "" | "index" => Self::Index,
            "layer_index" => Self::LayerIndex,
            "pillar" => Self::Pillar(id.parse().ok()?),
            "layer" => Self::Layer(Layer::ALL.into_iter().find(|l| l.as_str() == id)?),
            "check" => Self::Check(id.parse().ok()?),
            "risk" => Self::Risk(id.parse().ok()?),
            "met" => Self::Counted(Counted::Met),
            "proven" => Self::Counted(Counted::Proven),
            "effort" => Self::Counted(Counted::Effort),
            "level" if id.is_empty() => Self::Level(None),
            "level" => Self::Level(Some(id.parse().ok()?)),
            _ => return None,
        };
        Some((number, set))
    }

    /// Its kind on the wire.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::LayerIndex => "layer_index",
            Self::Pillar(_) => "pillar",
            Self::Layer(_) => "layer",
            Self::Check(_) => "check",
            Self::Risk(_) => "risk",
            Self::Level(_) => "level",
            Self::Counted(what) => what.as_str(),
        }
    }

    fn id(&self) -> Option<&str> {
        match self {
            Self::Index | Self::LayerIndex | Self::Level(None) | Self::Counted(_) => None,
            Self::Pillar(id) | Self::Level(Some(id)) => Some(id.as_str()),
            Self::Layer(layer) => Some(layer.as_str()),
            Self::Check(id) => Some(id.as_str()),
            Self::Risk(id) => Some(id.as_str()),
        }
    }

    /// Where it opens; `base` is the path of the workload or team, empty for the organisation.
    pub fn href(&self, base: &str, set: Set) -> String {
        let id = self.id().map(|id| format!("&id={id}")).unwrap_or_default();
        format!(
            "{base}/explain?number={}{id}&set={}",
            self.kind(),
            set.as_str()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(number: &str, id: &str, set: &str) -> Option<(Number, Set)> {
        Number::asked(&ExplainQuery {
            number: number.into(),
            id: id.into(),
            set: set.into(),
            ..ExplainQuery::default()
        })
    }

    #[test]
    fn an_address_asks_for_the_number_it_was_made_of() {
        let numbers = [
            Number::Index,
            Number::LayerIndex,
            Number::Pillar("security".parse().unwrap()),
            Number::Layer(Layer::Architecture),
            Number::Check("S01".parse().unwrap()),
            Number::Risk("K-S1".parse().unwrap()),
            Number::Level(None),
            Number::Level(Some("security".parse().unwrap())),
            Number::Counted(Counted::Met),
            Number::Counted(Counted::Proven),
            Number::Counted(Counted::Effort),
        ];
        for number in numbers {
            let again = ask(number.kind(), number.id().unwrap_or_default(), "claimed");
            assert_eq!(again, Some((number, Set::Claimed)));
        }
        let check = Number::Check("S01".parse().unwrap());
        assert_eq!(
            check.href("/workloads/x", Set::Possible),
            "/workloads/x/explain?number=check&id=S01&set=possible"
        );
        assert_eq!(
            Number::Index.href("", Set::Assured),
            "/explain?number=index&set=assured"
        );
    }

    #[test]
    fn what_names_nothing_asks_for_nothing() {
        assert_eq!(ask("", "", ""), Some((Number::Index, Set::Assured)));
        for (number, id, set) in [
            ("mean", "", ""),
            ("index", "", "proven"),
            ("pillar", "", ""),
            ("layer", "cloud", ""),
            ("check", "<", ""),
        ] {
            assert_eq!(ask(number, id, set), None, "{number} {id} {set}");
        }
    }
}
