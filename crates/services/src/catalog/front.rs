//! The catalog's front page.

use domain::{
    Framework, Locale, Pillar,
    framework::Action,
    views::catalog::{CatalogPage, CatalogPillar},
};

use super::figure::figure;
use crate::Services;

/// What the framework is made of, on one page.
pub fn front(services: &Services, locale: Locale) -> CatalogPage {
    let framework = services.framework;
    let text = |t: &domain::Text| t.get(locale).to_owned();
    CatalogPage {
        name: text(&framework.name),
        description: text(&framework.description),
        version: format!("{} {}", framework.id, framework.version),
        pillars: framework
            .pillars
            .iter()
            .map(|p| pillar(framework, p, locale))
            .collect(),
        layers: framework
            .layers
            .iter()
            .map(|l| (text(&l.name), text(&l.scope)))
            .collect(),
        levels: framework
            .levels
            .iter()
            .map(|l| (l.level, text(&l.name), text(&l.description)))
            .collect(),
        directions: framework
            .directions
            .iter()
            .map(|d| (text(&d.name), text(&d.text)))
            .collect(),
        figures: framework
            .figures
            .iter()
            .map(|f| figure(f, locale))
            .collect(),
    }
}

fn pillar(framework: &Framework, pillar: &Pillar, locale: Locale) -> CatalogPillar {
    let text = |t: &domain::Text| t.get(locale).to_owned();
    let own = |a: &&Action| a.pillar == pillar.id;
    CatalogPillar {
        id: pillar.id.clone(),
        name: text(&pillar.name),
        capability: text(&pillar.capability),
        role: text(&pillar.role),
        challenge: text(&pillar.challenge),
        checks: pillar
            .checks
            .iter()
            .map(|c| (c.id.clone(), text(&c.name), text(&c.question)))
            .collect(),
        points: framework
            .points
            .iter()
            .filter(own)
            .map(|a| text(&a.text))
            .collect(),
        actions: framework
            .actions
            .iter()
            .filter(own)
            .map(|a| (text(&a.text), a.checks.clone()))
            .collect(),
    }
}
