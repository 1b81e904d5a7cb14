//! From what an address says to which rows.

use std::str::FromStr;

use domain::{FieldErrors, Framework, Problem, Readable, Viewer, views::register::RegisterQuery};
use store::register::{Cell, Filter, Named, Order, Owned};
use time::Date;

/// Columns to sort by.
const COLUMNS: [&str; 9] = [
    "assured", "claimed", "inherent", "findings", "risk", "workload", "team", "owner", "until",
];

/// What is asked for.
pub(super) struct Asked {
    pub filter: Filter,
    pub cell: Option<Cell>,
    pub order: Order,
    /// From 1.
    pub page: u32,
}

/// Reads a query, and notes what makes no sense; pages leave that out, other software is told.
pub(super) fn asked(
    framework: &Framework,
    viewer: &Viewer,
    readable: Readable,
    query: &RegisterQuery,
    today: Date,
) -> (Asked, FieldErrors) {
    let mut errors = FieldErrors::default();
    let filter = Filter {
        readable,
        team: parsed(&mut errors, "team", &query.team),
        workload: parsed(&mut errors, "workload", &query.workload),
        risk: parsed(&mut errors, "risk", &query.risk),
        named: named(framework, &query.q),
        pillar: parsed(&mut errors, "pillar", &query.pillar),
        inherent: parsed(&mut errors, "inherent", &query.inherent),
        claimed: parsed(&mut errors, "claimed", &query.claimed),
        assured: parsed(&mut errors, "assured", &query.assured),
        treatment: choice(
            &mut errors,
            ("treatment", &query.treatment),
            [
                ("undecided", ""),
                ("mitigate", "mitigate"),
                ("accept", "accept"),
                ("transfer", "transfer"),
                ("avoid", "avoid"),
            ],
        ),
        acceptance: parsed(&mut errors, "acceptance", &query.acceptance),
        owner: match query.owner.as_str() {
            "none" => Some(Owned::Nobody),
            "me" => Some(Owned::By(viewer.user)),
            id => parsed(&mut errors, "owner", id).map(Owned::By),
        },
        own: choice(
            &mut errors,
            ("kind", &query.kind),
            [("own", true), ("catalogue", false)],
        ),
        findings: choice(
            &mut errors,
            ("findings", &query.findings),
            [("open", true), ("none", false)],
        ),
        today,
    };
    let cell = cell(&mut errors, query);
    let order = order(&mut errors, &query.sort);
    let page = parsed::<u32>(&mut errors, "page", &query.page).unwrap_or(1);
    let asked = Asked {
        filter,
        cell,
        order,
        page: page.clamp(1, 1_000_000),
    };
    (asked, errors)
}

fn parsed<T: FromStr>(errors: &mut FieldErrors, field: &str, text: &str) -> Option<T> {
    if text.is_empty() {
        return None;
    }
    errors.check(field, text.parse().map_err(|_| Problem::Choice))
}

fn choice<T: Copy, const N: usize>(
    errors: &mut FieldErrors,
    (field, text): (&str, &str),
    of: [(&str, T); N],
) -> Option<T> {
    if text.is_empty() {
        return None;
    }
    let found = of.iter().find(|(name, _)| *name == text);
    errors.check(field, found.map(|(_, value)| *value).ok_or(Problem::Choice))
}

/// In either language: the text may have been copied from the other one's page.
fn named(framework: &Framework, text: &str) -> Option<Named> {
    // No text in the database has that character.
    let text = text.replace('\0', "");
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let low = text.to_lowercase();
    let called = |risk: &&domain::framework::Risk| {
        let names = [risk.id.as_str(), &risk.name.zh, &risk.name.en];
        names.iter().any(|name| name.to_lowercase().contains(&low))
    };
    let risks = framework.risks.iter().filter(called);
    Some(Named {
        catalogue: risks.map(|risk| risk.id.to_string()).collect(),
        text: text.to_owned(),
    })
}

/// A cell needs all three of its parts.
fn cell(errors: &mut FieldErrors, query: &RegisterQuery) -> Option<Cell> {
    let side = |errors: &mut FieldErrors, field: &str, text: &str| {
        let n = parsed::<i16>(errors, field, text)?;
        let fits = (1..=5).contains(&n);
        errors.check(field, fits.then_some(n).ok_or(Problem::Number))
    };
    let matrices = [("assured", true), ("inherent", false)];
    let assured = choice(errors, ("matrix", &query.matrix), matrices);
    let likelihood = side(errors, "likelihood", &query.likelihood);
    let impact = side(errors, "impact", &query.impact);
    Some(Cell {
        assured: assured?,
        likelihood: likelihood?,
        impact: impact?,
    })
}

fn order(errors: &mut FieldErrors, text: &str) -> Order {
    let first = Order {
        column: "assured",
        down: true,
    };
    if text.is_empty() {
        return first;
    }
    let (name, down) = text.strip_prefix('-').map_or((text, false), |n| (n, true));
    let found = COLUMNS.iter().find(|column| **column == name);
    let column = errors.check("sort", found.copied().ok_or(Problem::Choice));
    column.map_or(first, |column| Order { column, down })
}

#[cfg(test)]
mod tests {
    use domain::{OrgRole, UserId};
    use time::macros::date;

    use super::*;

    fn read(query: &RegisterQuery) -> (Asked, Vec<String>) {
        let viewer = Viewer {
            user: UserId(uuid::Uuid::nil()),
            org_role: Some(OrgRole::Manager),
            teams: std::collections::BTreeMap::default(),
        };
        let framework = domain::framework::builtin().unwrap();
        let (asked, errors) = asked(
            framework,
            &viewer,
            Readable::All,
            query,
            date!(2026 - 11 - 22),
        );
        (
            asked,
            errors.0.into_iter().map(|(field, _)| field).collect(),
        )
    }

    #[test]
    fn an_empty_query_asks_for_everything_the_greatest_first() {
        let (asked, errors) = read(&RegisterQuery::default());
        assert!(errors.is_empty());
        assert_eq!(
            asked.order,
            Order {
                column: "assured",
                down: true
            }
        );
        assert_eq!((asked.page, asked.cell), (1, None));
    }

    #[test]
    fn what_makes_no_sense_is_named_and_left_out() {
        let query = RegisterQuery {
            team: "x".into(),
            inherent: "huge".into(),
            acceptance: "perhaps".into(),
            kind: "mine".into(),
            sort: "-luck".into(),
            matrix: "assured".into(),
            likelihood: "6".into(),
            impact: "2".into(),
            page: "0".into(),
            ..RegisterQuery::default()
        };
        let (asked, errors) = read(&query);
        let expected = [
            "team",
            "inherent",
            "acceptance",
            "kind",
            "likelihood",
            "sort",
        ];
        assert_eq!(errors, expected);
        assert_eq!((asked.page, asked.cell), (1, None));
    }

    #[test]
    fn names_are_found_in_either_language() {
        let (asked, _) = read(&RegisterQuery {
            q: "k-s1".into(),
            ..RegisterQuery::default()
        });
        let named = asked.filter.named.unwrap();
        assert!(named.catalogue.contains(&"K-S1".to_owned()));
    }
}
