use domain::{CheckId, Locale};
use services::{Error, catalog};
use sqlx::PgPool;

use crate::support::World;

#[sqlx::test(migrations = "../../migrations")]
async fn the_front_page_has_everything_in_both_languages(pool: PgPool) {
    let w = World::new(pool).await;
    let framework = w.services.framework();
    for locale in Locale::ALL {
        let page = catalog::front(&w.services, locale);
        assert_eq!(page.version, "genai-wa 1.2.0");
        assert_eq!(
            (page.pillars.len(), page.layers.len(), page.levels.len()),
            (6, 3, 5)
        );
        assert_eq!(
            page.pillars.iter().map(|p| p.checks.len()).sum::<usize>(),
            50
        );
        assert_eq!(
            page.pillars.iter().map(|p| p.points.len()).sum::<usize>(),
            framework.points.len()
        );
        assert_eq!(
            page.pillars.iter().map(|p| p.actions.len()).sum::<usize>(),
            framework.actions.len()
        );
        assert_eq!(page.figures.len(), framework.figures.len());
        assert_eq!(page.directions.len(), framework.directions.len());
        assert!(
            page.figures
                .iter()
                .all(|f| !f.range.is_empty() && !f.name.is_empty())
        );
    }
    let (zh, en) = (
        catalog::front(&w.services, Locale::Zh),
        catalog::front(&w.services, Locale::En),
    );
    assert_eq!(
        (zh.pillars[0].name.as_str(), en.pillars[0].name.as_str()),
        ("安全合规", "Security & compliance")
    );
    assert_eq!((zh.levels[3].0, zh.levels[3].1.as_str()), (4, "量化管理级"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_checks_make_one_chain_from_first_to_last(pool: PgPool) {
    let w = World::new(pool).await;
    let (mut at, mut seen) = (Some("S01".parse::<CheckId>().unwrap()), Vec::new());
    while let Some(id) = at {
        let page = catalog::check(&w.services, &id, Locale::En).unwrap();
        assert_eq!(page.previous, seen.last().cloned());
        assert!(
            page.criteria
                .iter()
                .all(|k| !k.statement.is_empty() && !k.how_to.is_empty())
        );
        assert!(
            page.check
                .risks
                .iter()
                .chain(&page.check.principles)
                .all(|(_, name)| !name.is_empty())
        );
        seen.push(id);
        at = page.next;
    }
    assert_eq!(seen.len(), 50);
    let s03 = catalog::check(&w.services, &"S03".parse().unwrap(), Locale::Zh).unwrap();
    let narrowed = s03
        .criteria
        .iter()
        .find(|k| k.id.as_str() == "S03.3d")
        .unwrap();
    assert_eq!(narrowed.applies_when.len(), 2);
    assert!(
        narrowed
            .applies_when
            .iter()
            .all(|(_, name)| !name.is_empty())
    );
    assert!(!s03.terms.is_empty());
    let unknown = catalog::check(&w.services, &"X99".parse().unwrap(), Locale::En);
    assert!(matches!(unknown, Err(Error::NotFound)));
}

#[sqlx::test(migrations = "../../migrations")]
async fn principles_risks_and_terms_name_their_checks(pool: PgPool) {
    let w = World::new(pool).await;
    let principles = catalog::principles(&w.services, Locale::En);
    assert_eq!(principles.len(), w.services.framework().principles.len());
    assert!(
        principles
            .iter()
            .filter(|p| p.design)
            .all(|p| !p.checks.is_empty()),
        "checks test each design principle"
    );
    let risks = catalog::risks(&w.services, Locale::Zh);
    assert_eq!(risks.len(), w.services.framework().risks.len());
    assert!(
        risks
            .iter()
            .all(|r| !r.checks.is_empty() && !r.pillar_name.is_empty())
    );
    let s1 = risks.iter().find(|r| r.id == "K-S1").unwrap();
    assert_eq!(
        (
            s1.likelihood,
            s1.impact,
            s1.applies_when.len(),
            s1.raised_by.len()
        ),
        (3, 5, 2, 1)
    );
    let terms = catalog::glossary(&w.services, Locale::En);
    assert_eq!(terms.len(), w.services.framework().glossary.len());
    assert!(
        terms
            .iter()
            .all(|t| t.spellings.contains(&t.name) && !t.definition.is_empty())
    );
}
