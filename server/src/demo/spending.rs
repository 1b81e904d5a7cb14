//! Budgets and the factors of carbon, as teams' owners set them.

use domain::WorkloadId;
use services::cost::{self, BudgetForm, FactorsForm, Subject};

use super::cast::Crew;
use super::chance::percent;
use super::error::DemoError;
use super::files::Organisation;
use super::player::Stage;
use super::script::Role;

/// Days ago on which they were set.
const SET: u16 = 75;

/// Every team's factors, and budgets of those that have one.
pub(super) async fn plan(stage: &Stage, organisation: &Organisation) -> Result<(), DemoError> {
    let services = stage.calendar.services_at(&stage.services, SET, 0);
    let factors = FactorsForm {
        pue: organisation.factors.pue.clone(),
        intensity: organisation.factors.intensity.clone(),
        embodied: String::new(),
        source: organisation.factors.source.clone(),
        version: 0,
    };
    for team in &organisation.teams {
        let crew = stage.cast.crew(&team.key)?;
        let (owner, subject) = (crew.viewer(Role::Owner), Subject::Team(crew.team));
        let doing = || DemoError::during(format!("{}: planning what it spends", team.name));
        cost::set_factors(&services, owner, subject, &factors)
            .await
            .map_err(doing())?;
        if let Some(amount) = &team.budget {
            let budget = BudgetForm {
                amount: amount.clone(),
                currency: "CNY".to_owned(),
                version: 0,
            };
            cost::set_budget(&services, owner, subject, &budget)
                .await
                .map_err(doing())?;
        }
    }
    Ok(())
}

/// The budget of one workload.
pub(super) async fn workload(
    stage: &Stage,
    crew: &Crew,
    (id, name): (WorkloadId, &str),
) -> Result<(), DemoError> {
    let services = stage.calendar.services_at(&stage.services, 2, 0);
    let amount = 60_000 + u32::from(percent(&["budget", name])) * 400;
    let budget = BudgetForm {
        amount: amount.to_string(),
        currency: "CNY".to_owned(),
        version: 0,
    };
    let owner = crew.viewer(Role::Owner);
    cost::set_budget(&services, owner, Subject::Workload(id), &budget)
        .await
        .map_err(DemoError::during(format!(
            "{name}: planning what it spends"
        )))
}
