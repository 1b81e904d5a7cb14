//! Both languages everywhere, lengths within bounds, no text twice.

use std::collections::BTreeMap;

use super::{Framework, Problems};
use crate::{Locale, Text};

/// Least and greatest number of characters, Chinese and English.
type Bounds = [(usize, usize); 2];

const NAME: Bounds = [(1, 40), (2, 110)];
const CHECK_NAME: Bounds = [(2, 24), (4, 70)];
const QUESTION: Bounds = [(12, 80), (40, 240)];
const WHY: Bounds = [(50, 260), (150, 700)];
const STATEMENT: Bounds = [(14, 150), (40, 340)];
const HOW_TO: Bounds = [(14, 170), (40, 380)];
const PROSE: Bounds = [(6, 500), (15, 1400)];

pub(super) fn check(framework: &Framework, problems: &mut Problems) {
    let mut texts = Texts {
        seen: BTreeMap::new(),
        problems,
    };
    texts.one("framework", "description", &framework.description, PROSE);
    for pillar in &framework.pillars {
        let at = pillar.id.as_str();
        texts.one(at, "capability", &pillar.capability, PROSE);
        texts.one(at, "role", &pillar.role, PROSE);
        texts.one(at, "challenge", &pillar.challenge, PROSE);
    }
    for (_, check) in framework.checks() {
        let at = check.id.as_str();
        texts.one(at, "name", &check.name, CHECK_NAME);
        texts.one(at, "question", &check.question, QUESTION);
        texts.one(at, "why", &check.why, WHY);
        texts.asks(at, &check.question);
        for criterion in &check.criteria {
            texts.one(
                criterion.id.as_str(),
                "statement",
                &criterion.statement,
                STATEMENT,
            );
            texts.one(criterion.id.as_str(), "how_to", &criterion.how_to, HOW_TO);
        }
    }
    framework
        .principles
        .iter()
        .for_each(|p| texts.both(p.id.as_str(), &p.name, &p.text));
    framework
        .risks
        .iter()
        .for_each(|r| texts.both(r.id.as_str(), &r.name, &r.text));
    framework
        .risks
        .iter()
        .flat_map(|r| r.parts.iter().map(move |p| (r, p)))
        .for_each(|(r, p)| texts.filled(r.id.as_str(), "part", p, NAME));
    framework
        .points
        .iter()
        .chain(&framework.actions)
        .for_each(|a| texts.one(&a.id, "text", &a.text, PROSE));
    framework
        .glossary
        .iter()
        .for_each(|t| texts.both(&t.id, &t.name, &t.definition));
    framework
        .directions
        .iter()
        .for_each(|d| texts.both(&d.id, &d.name, &d.text));
    framework
        .figures
        .iter()
        .for_each(|f| texts.both(&f.id, &f.name, &f.text));
    framework
        .facts
        .iter()
        .for_each(|f| texts.both(f.id.as_str(), &f.name, &f.hint));
    framework
        .levels
        .iter()
        .for_each(|l| texts.both("level", &l.name, &l.description));
    framework
        .layers
        .iter()
        .for_each(|l| texts.both(l.id.as_str(), &l.name, &l.scope));
    framework
        .reasons
        .iter()
        .for_each(|r| texts.filled(r.id.as_str(), "name", &r.name, NAME));
    framework
        .crosswalks
        .iter()
        .for_each(|c| texts.filled(&c.id, "name", &c.name, NAME));
}

struct Texts<'p> {
    seen: BTreeMap<String, String>,
    problems: &'p mut Problems,
}

impl Texts<'_> {
    /// A name, which may recur, and a text, which may not.
    fn both(&mut self, at: &str, name: &Text, text: &Text) {
        self.filled(at, "name", name, NAME);
        self.one(at, "text", text, PROSE);
    }

    /// A text that stands nowhere else.
    fn one(&mut self, at: &str, field: &str, text: &Text, bounds: Bounds) {
        self.filled(at, field, text, bounds);
        for locale in Locale::ALL {
            let place = format!("{at} {field}");
            if let Some(other) = self.seen.insert(text.get(locale).to_lowercase(), place) {
                self.problems.add(
                    at,
                    format!("{field} {} stands at {other} too", locale.tag()),
                );
            }
        }
    }

    fn filled(&mut self, at: &str, field: &str, text: &Text, bounds: Bounds) {
        for (locale, (least, most)) in Locale::ALL.into_iter().zip(bounds) {
            let length = text.get(locale).chars().count();
            self.problems
                .unless((least..=most).contains(&length), at, || {
                    format!(
                        "{field} {}: {length} characters, wants {least} to {most}",
                        locale.tag()
                    )
                });
        }
        let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        self.problems.unless(!text.en.contains(han), at, || {
            format!("{field} en has Chinese characters")
        });
        let long = text.zh.chars().count() > 30;
        self.problems
            .unless(!long || text.zh.contains(han), at, || {
                format!("{field} zh-CN has no Chinese characters")
            });
    }

    fn asks(&mut self, at: &str, question: &Text) {
        let both = question.zh.ends_with('？') && question.en.ends_with('?');
        self.problems.unless(both, at, || {
            "question does not end with a question mark".into()
        });
    }
}
