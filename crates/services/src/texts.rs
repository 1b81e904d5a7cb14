//! Parts of the framework in one language, for pages.

use domain::{
    Check, CheckId, Framework, Locale, OwnRisk, Pillar, RiskId, RiskScore,
    framework::Term,
    views::{
        assessing::{CheckText, TermView},
        results::Names,
    },
};

/// Names of pillars, layers, checks and risks.
pub(crate) fn names(framework: &Framework, locale: Locale) -> Names {
    Names {
        pillars: framework
            .pillars
            .iter()
            .map(|p| (p.id.clone(), p.name.get(locale).to_owned()))
            .collect(),
        layers: framework
            .layers
            .iter()
            .map(|l| (l.id.as_str().to_owned(), l.name.get(locale).to_owned()))
            .collect(),
        checks: framework
            .checks()
            .map(|(_, c)| (c.id.clone(), c.name.get(locale).to_owned()))
            .collect(),
        risks: framework
            .risks
            .iter()
            .map(|r| (r.id.clone(), r.name.get(locale).to_owned()))
            .collect(),
    }
}

/// The same for a workload that has risks of its own.
pub(crate) fn names_with(framework: &Framework, own: &[OwnRisk], locale: Locale) -> Names {
    let mut names = names(framework, locale);
    let own = own.iter().map(|r| (r.id.clone(), r.title.clone()));
    names.risks.extend(own);
    names
}

/// What a risk is called.
pub(crate) fn risk_name(framework: &Framework, risk: &RiskScore, locale: Locale) -> String {
    named(framework, &risk.id, risk.own.as_deref(), locale)
}

/// What a risk is called: its own title, else the catalogue's name.
pub(crate) fn named(
    framework: &Framework,
    id: &RiskId,
    own: Option<&str>,
    locale: Locale,
) -> String {
    let catalogue = || framework.risk(id).map(|r| r.name.get(locale));
    own.or_else(catalogue).unwrap_or_default().to_owned()
}

/// A check's texts.
pub(crate) fn check(
    framework: &Framework,
    pillar: &Pillar,
    check: &Check,
    locale: Locale,
) -> CheckText {
    let principle = |id: &domain::PrincipleId| {
        let found = framework.principles.iter().find(|p| p.id == *id);
        (
            id.to_string(),
            found
                .map(|p| p.name.get(locale).to_owned())
                .unwrap_or_default(),
        )
    };
    let risk = |id: &domain::RiskId| {
        (
            id.to_string(),
            framework
                .risk(id)
                .map(|r| r.name.get(locale).to_owned())
                .unwrap_or_default(),
        )
    };
    let walk = |(id, ids): (&String, &Vec<String>)| {
        let name = framework
            .crosswalks
            .iter()
            .find(|c| c.id == *id)
            .map(|c| c.name.get(locale).to_owned());
        (!ids.is_empty()).then(|| (name.unwrap_or_else(|| id.clone()), ids.clone()))
    };
    CheckText {
        id: check.id.clone(),
        pillar: pillar.id.clone(),
        pillar_name: pillar.name.get(locale).to_owned(),
        name: check.name.get(locale).to_owned(),
        question: check.question.get(locale).to_owned(),
        why: check.why.get(locale).to_owned(),
        layer: check.layer,
        layer_name: layer(framework, check, locale),
        weight: check.weight,
        principles: check.principles.iter().map(principle).collect(),
        risks: check.risks.iter().map(risk).collect(),
        crosswalk: check.crosswalk.iter().filter_map(walk).collect(),
    }
}

fn layer(framework: &Framework, check: &Check, locale: Locale) -> String {
    framework
        .layers
        .iter()
        .find(|l| l.id == check.layer)
        .map(|l| l.name.get(locale).to_owned())
        .unwrap_or_default()
}

/// The terms that occur in any of some texts.
pub(crate) fn terms(framework: &Framework, texts: &[&str], locale: Locale) -> Vec<TermView> {
    let found = |t: &&Term| {
        spellings(t, locale)
            .iter()
            .any(|s| texts.iter().any(|text| contains(text, s)))
    };
    framework
        .glossary
        .iter()
        .filter(found)
        .map(|t| term(t, locale))
        .collect()
}

fn contains(text: &str, spelling: &str) -> bool {
    text.to_lowercase().contains(&spelling.to_lowercase())
}

/// A term with its spellings, longest first, so that the longest match wins.
pub(crate) fn term(term: &Term, locale: Locale) -> TermView {
    TermView {
        id: term.id.clone(),
        name: term.name.get(locale).to_owned(),
        spellings: spellings(term, locale),
        definition: term.definition.get(locale).to_owned(),
    }
}

fn spellings(term: &Term, locale: Locale) -> Vec<String> {
    let mut spellings = vec![term.name.get(locale).to_owned()];
    spellings.extend_from_slice(term.aliases.get(locale));
    spellings.sort_by_key(|s| std::cmp::Reverse(s.chars().count()));
    spellings.dedup();
    spellings
}

/// The name of a check.
pub(crate) fn check_name(framework: &Framework, id: &CheckId, locale: Locale) -> String {
    framework
        .check(id)
        .map(|(_, c)| c.name.get(locale).to_owned())
        .unwrap_or_default()
}

/// An instant as RFC 3339, for pages to format in the reader's zone.
pub(crate) fn instant(at: time::OffsetDateTime) -> String {
    at.format(&time::format_description::well_known::Rfc3339)
        .unwrap_or_default()
}
