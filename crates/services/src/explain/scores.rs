//! Index, layer index, pillars and layers: weighted means, one row for each term.

use domain::{CheckId, Exact, Layer, PillarId, RubricCheck, maturity, views::results::ExplainRow};

use super::{
    Ground, Part,
    ask::Number,
    terms::{Term, left_out, mean, products, row, six},
    words::Words,
};

/// `index(T) = Σ q·score(pillar) / Σ q`.
pub(super) fn index(ground: &Ground<'_>) -> Part {
    let words = Words(ground.locale);
    let scores = ground.scores();
    let (mut rows, mut terms) = (Vec::new(), Vec::new());
    for pillar in &ground.basis.rubric.pillars {
        let number = Number::Pillar(pillar.id.clone());
        let name = words.pillar(ground.framework, &pillar.id);
        let Some(score) = scores.pillars.get(&pillar.id) else {
            rows.push(left_out(
                name,
                Some(ground.href(&number)),
                words.no_check_applies().to_owned(),
            ));
            continue;
        };
        let term = Term {
            weight: Exact::whole(pillar.priority),
            value: score.clone(),
        };
        let note = words.level(ground.framework, maturity(score));
        rows.push(row(name, Some(ground.href(&number)), &term, note));
        terms.push(term);
    }
    let value = scores.index.clone();
    let formula = "index(T) = Σ q·score(pillar) / Σ q".to_owned();
    let worked = worked(value.as_ref(), || mean(&terms), words);
    let remarks = vec![words.priorities().to_owned()];
    Part {
        name: words.index().to_owned(),
        formula,
        worked,
        value,
        rows,
        remarks,
    }
}

/// `0.4 resource + 0.4 architecture + 0.2 application`; a layer without checks gives its share to the others.
pub(super) fn layer_index(ground: &Ground<'_>) -> Part {
    let words = Words(ground.locale);
    let scores = ground.scores();
    let shares: u32 = scores.layers.keys().map(|l| l.share()).sum();
    let (mut rows, mut terms) = (Vec::new(), Vec::new());
    for layer in Layer::ALL {
        let href = Some(ground.href(&Number::Layer(layer)));
        let name = words.layer(ground.framework, layer);
        let Some(score) = scores.layers.get(&layer) else {
            rows.push(left_out(name, href, words.share_given_away().to_owned()));
            continue;
        };
        let term = Term {
            weight: Exact::ratio(layer.share(), shares),
            value: score.clone(),
        };
        rows.push(row(name, href, &term, String::new()));
        terms.push(term);
    }
    let value = scores.layer_index.clone();
    let worked = worked(value.as_ref(), || products(&terms), words);
    let name = words.layer_index().to_owned();
    let formula = "layer_index(T) = 0.4·resource + 0.4·architecture + 0.2·application".to_owned();
    Part {
        name,
        formula,
        worked,
        value,
        rows,
        remarks: vec![words.layer_source().to_owned()],
    }
}

/// `score(pillar, T) = 100 × Σ w·value / Σ w`; none where the framework has no such pillar.
pub(super) fn pillar(ground: &Ground<'_>, id: &PillarId) -> Option<Part> {
    let words = Words(ground.locale);
    let pillar = ground.basis.rubric.pillars.iter().find(|p| p.id == *id)?;
    let value = ground.scores().pillars.get(id).cloned();
    let formula = "score(pillar, T) = 100 × Σ w·value / Σ w";
    Some(of_checks(
        ground,
        words.pillar(ground.framework, id),
        formula,
        value,
        pillar.checks.iter(),
    ))
}

/// `score(layer, T)`, likewise.
pub(super) fn layer(ground: &Ground<'_>, layer: Layer) -> Part {
    let words = Words(ground.locale);
    let checks = ground
        .basis
        .rubric
        .checks()
        .map(|(_, c)| c)
        .filter(|c| c.layer == layer);
    let value = ground.scores().layers.get(&layer).cloned();
    let formula = "score(layer, T) = 100 × Σ w·value / Σ w";
    of_checks(
        ground,
        words.layer(ground.framework, layer),
        formula,
        value,
        checks,
    )
}

fn of_checks<'a>(
    ground: &Ground<'_>,
    name: String,
    formula: &str,
    value: Option<Exact>,
    checks: impl Iterator<Item = &'a RubricCheck>,
) -> Part {
    let words = Words(ground.locale);
    let (rows, terms) = check_rows(ground, checks.map(|c| (&c.id, c.weight)));
    let worked = worked(value.as_ref(), || format!("100 × {}", mean(&terms)), words);
    Part {
        name,
        formula: formula.to_owned(),
        worked,
        value,
        rows,
        remarks: vec![words.weights().to_owned()],
    }
}

/// A row for each check: its weight, value and how far it is; those that don't apply stay out of the terms.
pub(super) fn check_rows<'a>(
    ground: &Ground<'_>,
    checks: impl Iterator<Item = (&'a CheckId, u32)>,
) -> (Vec<ExplainRow>, Vec<Term>) {
    let words = Words(ground.locale);
    let (mut rows, mut terms) = (Vec::new(), Vec::new());
    for (id, weight) in checks {
        let name = words.check(ground.framework, id);
        let href = Some(ground.href(&Number::Check(id.clone())));
        let Some(score) = ground.scores().checks.get(id) else {
            rows.push(left_out(
                name,
                href,
                words.no_criterion_applies().to_owned(),
            ));
            continue;
        };
        let term = Term {
            weight: Exact::whole(weight),
            value: score.value.clone(),
        };
        rows.push(row(name, href, &term, words.progress(score)));
        terms.push(term);
    }
    (rows, terms)
}

/// The formula with its values and its result.
pub(super) fn worked(value: Option<&Exact>, left: impl Fn() -> String, words: Words) -> String {
    value.map_or_else(
        || words.nothing_applies().to_owned(),
        |v| format!("{} = {}", left(), six(v)),
    )
}
