//! Maturity levels: thresholds, and the floors that bite with the check or risk behind them.

use domain::{Cause, Exact, Floor, PillarId, maturity, views::results::ExplainRow};

use super::{
    Ground, Part,
    ask::Number,
    risk::cap,
    terms::{left_out, six},
    words::Words,
};

/// The level of the index, held down by security and reliability.
pub(super) fn overall(ground: &Ground<'_>) -> Part {
    let words = Words(ground.locale);
    let levels = ground.evaluation.levels.get(ground.set);
    let mut rows = Vec::new();
    if let Some(index) = &ground.scores().index {
        rows.push(by_score(
            ground,
            words.index().to_owned(),
            &Number::Index,
            index,
        ));
    }
    for (id, above) in [("security", 0), ("reliability", 1)] {
        let Some((pillar, level)) = levels.pillars.get_key_value(id) else {
            continue;
        };
        let number = Number::Level(Some(pillar.clone()));
        let name = words.pillar_level(ground.framework, pillar);
        rows.push(bound(
            name,
            ground.href(&number),
            Exact::whole(level + above),
            words.floor_rule(above).to_owned(),
        ));
    }
    let value = levels.overall.map(Exact::whole);
    let worked = smallest(&rows, value.as_ref(), words);
    let floors: Vec<_> = levels.floors.iter().filter(|f| f.overall).collect();
    rows.extend(floors.iter().map(|f| behind(ground, f)));
    let mut remarks = vec![words.thresholds(ground.framework)];
    remarks.extend(
        floors
            .iter()
            .map(|f| words.floor(ground.framework, f, &|id| ground.risk(id))),
    );
    let formula = "level(T) = min(L(index), level(security), level(reliability) + 1)".to_owned();
    Part {
        name: words.overall_level().to_owned(),
        formula,
        worked,
        value,
        rows,
        remarks,
    }
}

/// The level of a pillar's score, held down by open critical risks.
pub(super) fn of_pillar(ground: &Ground<'_>, id: &PillarId) -> Option<Part> {
    let words = Words(ground.locale);
    ground.basis.rubric.pillars.iter().find(|p| p.id == *id)?;
    let levels = ground.evaluation.levels.get(ground.set);
    let mut rows = Vec::new();
    if let Some(score) = ground.scores().pillars.get(id) {
        let name = words.pillar(ground.framework, id);
        rows.push(by_score(ground, name, &Number::Pillar(id.clone()), score));
    }
    for risk in ground.evaluation.risks.iter().filter(|r| r.pillar == *id) {
        let Some(cap) = cap(risk, ground.set) else {
            continue;
        };
        let href = ground.href(&Number::Risk(risk.id.clone()));
        let residual = six(&risk.residual.get(ground.set).score);
        rows.push(bound(
            ground.risk(&risk.id),
            href,
            cap,
            words.critical(&residual),
        ));
    }
    let value = levels.pillars.get(id).map(|l| Exact::whole(*l));
    let floors = levels
        .floors
        .iter()
        .filter(|f| !f.overall && f.pillar == *id);
    let mut remarks = vec![words.thresholds(ground.framework), words.cap().to_owned()];
    remarks.extend(floors.map(|f| words.floor(ground.framework, f, &|id| ground.risk(id))));
    Some(Part {
        name: words.pillar_level(ground.framework, id),
        formula: "level(pillar, T) = min(L(score), cap)".to_owned(),
        worked: smallest(&rows, value.as_ref(), words),
        value,
        rows,
        remarks,
    })
}

fn by_score(ground: &Ground<'_>, name: String, number: &Number, score: &Exact) -> ExplainRow {
    let level = maturity(score);
    bound(
        name,
        ground.href(number),
        Exact::whole(level),
        Words(ground.locale).by_score(&six(score), level),
    )
}

/// A row whose value is the highest level that it allows.
const fn bound(name: String, href: String, level: Exact, note: String) -> ExplainRow {
    ExplainRow {
        name,
        href: Some(href),
        weight: None,
        value: Some(level),
        contribution: None,
        note,
    }
}

/// The check or risk that did it.
fn behind(ground: &Ground<'_>, floor: &Floor) -> ExplainRow {
    let words = Words(ground.locale);
    let (name, number) = match &floor.because {
        Cause::Check(id) => (words.check(ground.framework, id), Number::Check(id.clone())),
        Cause::Risk(id) => (ground.risk(id), Number::Risk(id.clone())),
    };
    left_out(
        name,
        Some(ground.href(&number)),
        words.behind(&floor.because).to_owned(),
    )
}

fn smallest(rows: &[ExplainRow], value: Option<&Exact>, words: Words) -> String {
    let Some(value) = value else {
        return words.nothing_applies().to_owned();
    };
    let bounds: Vec<_> = rows
        .iter()
        .filter_map(|r| r.value.as_ref())
        .map(Exact::plain)
        .collect();
    format!("min({}) = {}", bounds.join(", "), value.plain())
}
