//! A risk: where its likelihood comes from, how far its checks mitigate it, what is left.

use domain::{CheckId, Exact, Residual, RiskId, RiskScore, Set};

use super::{
    Ground, Part,
    scores::check_rows,
    terms::{Term, mean, six},
    words::Words,
};

/// `residual = (1 + (likelihood − 1) × (1 − m)) × impact`; none where the risk does not apply.
pub(super) fn risk(ground: &Ground<'_>, id: &RiskId) -> Option<Part> {
    let score = ground.evaluation.risks.iter().find(|r| r.id == *id)?;
    let weight = |check: &CheckId| {
        ground
            .basis
            .rubric
            .checks()
            .find(|(_, c)| c.id == *check)
            .map(|(_, c)| (&c.id, c.weight))
    };
    let (rows, terms) = check_rows(ground, score.checks.iter().filter_map(weight));
    let residual = score.residual.get(ground.set);
    Some(Part {
        name: ground.risk(id),
        formula: "m(T) = Σ w·value / Σ w; residual = (1 + (likelihood − 1) × (1 − m)) × impact"
            .to_owned(),
        worked: worked(ground.set, score, residual, &terms),
        value: Some(residual.score.clone()),
        rows,
        remarks: remarks(ground, score),
    })
}

fn worked(set: Set, score: &RiskScore, residual: &Residual, terms: &[Term]) -> String {
    let m = six(&residual.mitigation);
    let reopened = set == Set::Assured && !score.reopened_by.is_empty();
    let mitigation = if reopened || terms.is_empty() {
        m.clone()
    } else {
        format!("{} = {m}", mean(terms))
    };
    let RiskScore {
        likelihood, impact, ..
    } = score;
    let left = six(&residual.score);
    format!("m = {mitigation}; (1 + ({likelihood} − 1) × (1 − {m})) × {impact} = {left}")
}

/// Where the likelihood comes from: the catalogue and the profile, or the person who entered the risk.
fn likelihood(ground: &Ground<'_>, score: &RiskScore) -> String {
    let words = Words(ground.locale);
    let mut catalogue = ground.basis.rubric.risks.iter();
    let Some(rubric) = catalogue.find(|r| r.id == score.id) else {
        return words.own_likelihood(score.likelihood);
    };
    let profile = &ground.basis.inputs.profile;
    let raised: Vec<_> = rubric
        .raised_by
        .iter()
        .filter(|f| profile.contains(f))
        .map(|f| words.fact(ground.framework, *f))
        .collect();
    words.likelihood(rubric.likelihood, score.likelihood, &raised)
}

fn remarks(ground: &Ground<'_>, score: &RiskScore) -> Vec<String> {
    let words = Words(ground.locale);
    let residual = score.residual.get(ground.set);
    let mut remarks = vec![
        likelihood(ground, score),
        words.inherent(score.impact, &score.inherent.plain(), score.band),
        words.band(residual.band),
    ];
    if score.checks.is_empty() {
        remarks.push(words.unmitigated().to_owned());
    }
    if !score.reopened_by.is_empty() {
        let checks: Vec<_> = score
            .reopened_by
            .iter()
            .map(|c| words.check(ground.framework, c))
            .collect();
        remarks.push(words.reopened(&checks));
    }
    remarks.extend(accepted(ground, score));
    remarks
}

fn accepted(ground: &Ground<'_>, score: &RiskScore) -> Option<String> {
    let words = Words(ground.locale);
    let treatment = ground
        .basis
        .treatments
        .iter()
        .find(|t| t.risk == score.id && t.in_force(ground.today))?;
    let approver = treatment.approved_by.as_deref()?;
    Some(words.accepted(approver, treatment.expires_on?))
}

/// The bound that a risk puts on its pillar's level: 2 while it is critical and nobody accepted it.
pub(super) fn cap(score: &RiskScore, set: Set) -> Option<Exact> {
    let critical = score.residual.get(set).band == domain::Band::Critical;
    (critical && !score.accepted).then(|| Exact::whole(2))
}
