//! Forms about money, and about what electricity and hardware emit.

use domain::views::cost::CostQuery;
use services::cost::{AssumptionsForm, BudgetForm, FactorsForm, Subject};

use super::{Case, form};
use crate::support::{Role, World};

/// Each case has a currency of its own: a team's budgets stay from case to case.
pub async fn prepare(world: &World, name: &str, unique: &str, number: usize) -> Case {
    let (services, admin) = (&world.services, world.viewer(Role::Administrator));
    let (subject, base) = if name.starts_with("cost/team") {
        (
            Subject::Team(world.team),
            format!("/teams/{}/cost", world.team),
        )
    } else {
        let id = world.fresh(unique).await;
        (Subject::Workload(id), format!("/workloads/{id}/cost"))
    };
    let letter = |n: usize| char::from(b'A' + u8::try_from(n).unwrap());
    let currency = format!("X{}{}", letter(number / 26), letter(number % 26));
    let budget = BudgetForm {
        amount: "100".to_owned(),
        currency: currency.clone(),
        version: 0,
    };
    let factors = FactorsForm {
        pue: "1.2".to_owned(),
        intensity: "500".to_owned(),
        embodied: String::new(),
        source: "电网".to_owned(),
        version: 0,
    };
    let there = name.ends_with("change") || name.ends_with("remove");
    if there && name.contains("budget") {
        services::cost::set_budget(services, admin, subject, &budget)
            .await
            .unwrap();
    }
    if let (Subject::Workload(id), true) = (subject, name.ends_with("forget")) {
        let kept = AssumptionsForm {
            currency: currency.clone(),
            given: [("b_now".to_owned(), "35".to_owned())].into(),
            version: 0,
        };
        services::cost::keep_assumptions(services, admin, id, &kept)
            .await
            .unwrap();
    }
    let standing = if let Subject::Team(team) = subject {
        let page = services::cost::team(services, admin, team, &CostQuery::default())
            .await
            .unwrap();
        page.factors.version
    } else {
        0
    };
    if there && name.contains("factors") && standing == 0 {
        services::cost::set_factors(services, admin, subject, &factors)
            .await
            .unwrap();
    }
    let seen = if there { standing.max(1) } else { standing }.to_string();
    let part = name.trim_start_matches("cost/").trim_start_matches("team/");
    match part {
        "budget" => form(
            format!("{base}/budget"),
            &[
                ("amount", "1,200.50"),
                ("currency", &currency),
                ("version", "0"),
            ],
        ),
        "budget/change" => {
            let amount = format!("amount.{currency}");
            form(
                format!("{base}/budget/{currency}"),
                &[(&amount, "90"), ("version", "1")],
            )
        }
        "budget/remove" => form(
            format!("{base}/budget/{currency}/remove"),
            &[("version", "1")],
        ),
        "factors" => form(
            format!("{base}/factors"),
            &[
                ("pue", "1.3"),
                ("intensity", "536.6"),
                ("embodied", ""),
                ("source", "电网"),
                ("version", &seen),
            ],
        ),
        "assumptions" => form(
            format!("{base}/assumptions"),
            &[("currency", &currency), ("b_now", "35"), ("version", "0")],
        ),
        "assumptions/forget" => form(
            format!("{base}/assumptions/forget"),
            &[("currency", &currency), ("version", "1")],
        ),
        "factors/remove" => form(format!("{base}/factors/remove"), &[("version", &seen)]),
        other => panic!("{other}"),
    }
}
