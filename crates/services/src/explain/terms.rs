//! Formulas with their values filled in.

use domain::{Exact, views::results::ExplainRow};

/// More terms than this are no longer readable in one line; the rows below have them.
const READABLE: usize = 12;

/// One term `weight × value`.
pub(super) struct Term {
    pub weight: Exact,
    pub value: Exact,
}

impl Term {
    pub fn contribution(&self) -> Exact {
        self.weight.clone() * self.value.clone()
    }
}

/// `(5 × 0.375000 + 3 × 0.500000) / 8`, and the sums of both parts.
pub(super) fn mean(terms: &[Term]) -> String {
    let sum: Exact = terms.iter().map(Term::contribution).sum();
    let weights: Exact = terms.iter().map(|t| t.weight.clone()).sum();
    if terms.len() > READABLE {
        return format!("{} / {}", six(&sum), weights.plain());
    }
    format!("({}) / {}", products(terms), weights.plain())
}

/// `0.4 × 50.000000 + 0.6 × 25.000000`.
pub(super) fn products(terms: &[Term]) -> String {
    let product = |t: &Term| format!("{} × {}", t.weight.plain(), six(&t.value));
    terms.iter().map(product).collect::<Vec<_>>().join(" + ")
}

/// Six places, as every published decimal.
pub(super) fn six(value: &Exact) -> String {
    value.decimal(6)
}

/// A row that enters the formula.
pub(super) fn row(name: String, href: Option<String>, term: &Term, note: String) -> ExplainRow {
    ExplainRow {
        name,
        href,
        weight: Some(term.weight.clone()),
        value: Some(term.value.clone()),
        contribution: Some(term.contribution()),
        note,
    }
}

/// A row that stays out of it, and why.
pub(super) const fn left_out(name: String, href: Option<String>, note: String) -> ExplainRow {
    ExplainRow {
        name,
        href,
        weight: None,
        value: None,
        contribution: None,
        note,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_shows_its_terms_until_there_are_too_many() {
        let term = || Term {
            weight: Exact::whole(3),
            value: Exact::ratio(1, 3),
        };
        assert_eq!(mean(&[term(), term()]), "(3 × 0.333333 + 3 × 0.333333) / 6");
        let many: Vec<_> = std::iter::repeat_with(term).take(13).collect();
        assert_eq!(mean(&many), "13.000000 / 39");
    }
}
