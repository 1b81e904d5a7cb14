//! Principles, risks and terms.

use domain::{
    Framework, Locale,
    framework::{Principle, PrincipleKind, Risk},
    views::{
        assessing::TermView,
        catalog::{CatalogPrinciple, CatalogRisk},
    },
};

use super::{checks, facts, pillar_name};
use crate::{Services, texts};

/// Core and design principles, in the framework's order.
pub fn principles(services: &Services, locale: Locale) -> Vec<CatalogPrinciple> {
    services
        .framework
        .principles
        .iter()
        .map(|p| principle(services.framework, p, locale))
        .collect()
}

fn principle(framework: &Framework, principle: &Principle, locale: Locale) -> CatalogPrinciple {
    CatalogPrinciple {
        id: principle.id.to_string(),
        pillar: principle.pillar.clone(),
        pillar_name: pillar_name(framework, &principle.pillar, locale),
        design: principle.kind == PrincipleKind::Design,
        name: principle.name.get(locale).to_owned(),
        text: principle.text.get(locale).to_owned(),
        checks: checks(framework, |c| c.principles.contains(&principle.id), locale),
    }
}

/// The risk catalog, in the framework's order.
pub fn risks(services: &Services, locale: Locale) -> Vec<CatalogRisk> {
    services
        .framework
        .risks
        .iter()
        .map(|r| risk(services.framework, r, locale))
        .collect()
}

fn risk(framework: &Framework, risk: &Risk, locale: Locale) -> CatalogRisk {
    CatalogRisk {
        id: risk.id.to_string(),
        name: risk.name.get(locale).to_owned(),
        text: risk.text.get(locale).to_owned(),
        parts: risk
            .parts
            .iter()
            .map(|p| p.get(locale).to_owned())
            .collect(),
        likelihood: risk.likelihood,
        impact: risk.impact,
        pillar_name: pillar_name(framework, &risk.pillar, locale),
        applies_when: facts(framework, &risk.applies_when, locale),
        raised_by: facts(framework, &risk.raised_by, locale),
        checks: checks(framework, |c| c.risks.contains(&risk.id), locale),
    }
}

/// All terms; the page puts them in the reader's order.
pub fn glossary(services: &Services, locale: Locale) -> Vec<TermView> {
    services
        .framework
        .glossary
        .iter()
        .map(|t| texts::term(t, locale))
        .collect()
}
