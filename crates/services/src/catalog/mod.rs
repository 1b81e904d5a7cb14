//! The framework for reading: everything the questionnaire asks, explained before anybody answers.
//!
//! The framework is public inside an installation, so these need no viewer and no database.

mod check;
mod figure;
mod front;
mod lists;

pub use check::check;
pub use front::front;
pub use lists::{glossary, principles, risks};

use domain::{CheckId, Fact, Framework, Locale};

/// Facts with their names.
fn facts(framework: &Framework, facts: &[Fact], locale: Locale) -> Vec<(Fact, String)> {
    let name = |fact: &Fact| {
        framework
            .facts
            .iter()
            .find(|f| f.id == *fact)
            .map(|f| f.name.get(locale).to_owned())
    };
    facts
        .iter()
        .map(|f| (*f, name(f).unwrap_or_else(|| f.as_str().to_owned())))
        .collect()
}

/// Checks with their names, those that a condition chooses.
fn checks(
    framework: &Framework,
    wanted: impl Fn(&domain::Check) -> bool,
    locale: Locale,
) -> Vec<(CheckId, String)> {
    let found = framework.checks().map(|(_, c)| c).filter(|c| wanted(c));
    found
        .map(|c| (c.id.clone(), c.name.get(locale).to_owned()))
        .collect()
}

/// A pillar's name.
fn pillar_name(framework: &Framework, id: &domain::PillarId, locale: Locale) -> String {
    framework
        .pillar(id.as_str())
        .map(|p| p.name.get(locale).to_owned())
        .unwrap_or_default()
}
