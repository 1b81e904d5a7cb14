//! One check in the catalog.

use domain::{
    Check, CheckId, Criterion, Framework, Locale,
    views::catalog::{CatalogCheck, CatalogCriterion},
};

use super::facts;
use crate::{Error, Services, texts};

/// A check with its criteria, independent of any workload.
///
/// # Errors
/// [`Error::NotFound`] where the framework has no such check.
pub fn check(services: &Services, id: &CheckId, locale: Locale) -> Result<CatalogCheck, Error> {
    let framework = services.framework;
    let (pillar, found) = framework.check(id).ok_or(Error::NotFound)?;
    let criteria: Vec<_> = found
        .criteria
        .iter()
        .map(|k| criterion(framework, k, locale))
        .collect();
    let (previous, next) = neighbours(framework, id);
    Ok(CatalogCheck {
        check: texts::check(framework, pillar, found, locale),
        applies_when: facts(framework, &found.applies_when, locale),
        terms: texts::terms(framework, &words(found, &criteria, locale), locale),
        criteria,
        previous,
        next,
        levels: framework
            .levels
            .iter()
            .map(|l| (l.level, l.name.get(locale).to_owned()))
            .collect(),
    })
}

fn criterion(framework: &Framework, criterion: &Criterion, locale: Locale) -> CatalogCriterion {
    CatalogCriterion {
        id: criterion.id.clone(),
        level: criterion.level,
        statement: criterion.statement.get(locale).to_owned(),
        how_to: criterion.how_to.get(locale).to_owned(),
        effort: criterion.effort,
        proof: criterion.proof,
        requires: criterion.requires.clone(),
        rules: criterion.rules.iter().map(ToString::to_string).collect(),
        applies_when: facts(framework, &criterion.applies_when, locale),
    }
}

/// Every text of the check in which a term may stand.
fn words<'a>(check: &'a Check, criteria: &'a [CatalogCriterion], locale: Locale) -> Vec<&'a str> {
    let own = [&check.name, &check.question, &check.why].map(|t| t.get(locale));
    own.into_iter()
        .chain(
            criteria
                .iter()
                .flat_map(|k| [k.statement.as_str(), k.how_to.as_str()]),
        )
        .collect()
}

fn neighbours(framework: &Framework, id: &CheckId) -> (Option<CheckId>, Option<CheckId>) {
    let ids: Vec<_> = framework.checks().map(|(_, c)| &c.id).collect();
    let Some(at) = ids.iter().position(|c| *c == id) else {
        return (None, None);
    };
    let get = |i: Option<usize>| i.and_then(|i| ids.get(i)).map(|c| (*c).clone());
    (get(at.checked_sub(1)), get(at.checked_add(1)))
}
