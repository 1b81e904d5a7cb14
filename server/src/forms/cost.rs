//! Budgets and the factors of carbon, of a workload or of a team; what the calculators of a workload assume.

use app::query::Query;
use axum::Router;
use axum::response::Response;
use axum::routing::post;
use domain::views::cost::CostQuery;
use domain::{TeamId, WorkloadId};
use services::Error;
use services::cost::{self, AssumptionsForm, BudgetForm, FactorsForm, Subject};

use super::submission::{Signed, Submission};
use super::{Ids, action, instead, links};
use crate::web::AppState;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/workloads/{id}/cost/budget", action(post(workload_new)))
        .route(
            "/workloads/{id}/cost/budget/{currency}",
            action(post(workload_change)),
        )
        .route(
            "/workloads/{id}/cost/budget/{currency}/remove",
            action(post(workload_remove)),
        )
        .route(
            "/workloads/{id}/cost/factors",
            action(post(workload_factors)),
        )
        .route(
            "/workloads/{id}/cost/factors/remove",
            action(post(workload_no_factors)),
        )
        .route(
            "/workloads/{id}/cost/assumptions",
            action(post(keep_assumptions)),
        )
        .route(
            "/workloads/{id}/cost/assumptions/forget",
            action(post(forget_assumptions)),
        )
        .route("/teams/{id}/cost/budget", action(post(team_new)))
        .route(
            "/teams/{id}/cost/budget/{currency}",
            action(post(team_change)),
        )
        .route(
            "/teams/{id}/cost/budget/{currency}/remove",
            action(post(team_remove)),
        )
        .route("/teams/{id}/cost/factors", action(post(team_factors)))
        .route(
            "/teams/{id}/cost/factors/remove",
            action(post(team_no_factors)),
        )
}

fn page(subject: Subject, part: &str) -> String {
    let path = match subject {
        Subject::Workload(id) => links::workload(id, "/cost"),
        Subject::Team(id) => links::team(id, "/cost"),
    };
    format!("{path}#{part}")
}

async fn new(subject: Subject, Signed { viewer, form, .. }: Signed) -> Response {
    let done = async {
        let sent = BudgetForm {
            amount: form.text("amount"),
            currency: form.text("currency"),
            version: form.version()?,
        };
        cost::set_budget(form.services(), &viewer, subject, &sent).await
    };
    let done = done.await;
    form.finish(done, &page(subject, "budgets"), "budget_saved")
        .await
}

/// A page has a form for each currency, so that the field is named after it.
async fn change(
    subject: Subject,
    currency: String,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let field = format!("amount.{currency}");
    let done = async {
        let sent = BudgetForm {
            amount: form.text(&field),
            currency,
            version: seen(&form)?,
        };
        cost::set_budget(form.services(), &viewer, subject, &sent).await
    };
    let done = done.await.map_err(|error| instead(error, "amount", &field));
    form.finish(done, &page(subject, "budgets"), "budget_saved")
        .await
}

/// The version of something that is there: 0 would make another.
fn seen(form: &Submission) -> Result<i32, Error> {
    match form.version()? {
        0 => Err(Error::Stale),
        version => Ok(version),
    }
}

async fn remove(
    subject: Subject,
    currency: String,
    Signed { viewer, form, .. }: Signed,
) -> Response {
    let done = async {
        let sent = BudgetForm {
            amount: String::new(),
            currency,
            version: form.version()?,
        };
        cost::remove_budget(form.services(), &viewer, subject, &sent).await
    };
    let done = done.await;
    form.finish(done, &page(subject, "budgets"), "budget_removed")
        .await
}

async fn factors(subject: Subject, Signed { viewer, form, .. }: Signed) -> Response {
    let done = async {
        let sent = FactorsForm {
            pue: form.text("pue"),
            intensity: form.text("intensity"),
            embodied: form.text("embodied"),
            source: form.text("source"),
            version: form.version()?,
        };
        cost::set_factors(form.services(), &viewer, subject, &sent).await
    };
    let done = done.await;
    form.finish(done, &page(subject, "factors"), "factors_saved")
        .await
}

async fn no_factors(subject: Subject, Signed { viewer, form, .. }: Signed) -> Response {
    let done =
        async { cost::remove_factors(form.services(), &viewer, subject, form.version()?).await };
    let done = done.await;
    form.finish(done, &page(subject, "factors"), "factors_removed")
        .await
}

/// The calculators of a workload, in the currency that their form had.
fn calculators(id: WorkloadId, currency: &str) -> String {
    let query = Query::default()
        .with("part", "calculators")
        .with("currency", currency);
    query.link(&links::workload(id, "/cost"))
}

/// The fields of the calculators: what an address could hold, too.
fn assumed(form: &Submission) -> Result<AssumptionsForm, Error> {
    let values = form.data.values();
    let pairs = values
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()));
    let CostQuery {
        currency, assume, ..
    } = CostQuery::of(pairs);
    Ok(AssumptionsForm {
        currency,
        given: assume,
        version: form.version()?,
    })
}

/// What is done with assumptions.
#[derive(Clone, Copy)]
enum Step {
    Keep,
    Forget,
}

async fn keep_assumptions(Ids(id): Ids<WorkloadId>, form: Signed) -> Response {
    assumptions(id, Step::Keep, form).await
}

async fn forget_assumptions(Ids(id): Ids<WorkloadId>, form: Signed) -> Response {
    assumptions(id, Step::Forget, form).await
}

async fn assumptions(id: WorkloadId, step: Step, Signed { viewer, form, .. }: Signed) -> Response {
    let page = calculators(id, &form.text("currency"));
    let done = async {
        let (services, sent) = (form.services(), assumed(&form)?);
        match step {
            Step::Keep => cost::keep_assumptions(services, &viewer, id, &sent).await,
            Step::Forget => cost::forget_assumptions(services, &viewer, id, &sent).await,
        }
    };
    let done = done.await;
    let outcome = match step {
        Step::Keep => "assumptions_kept",
        Step::Forget => "assumptions_forgotten",
    };
    form.finish(done, &page, outcome).await
}

macro_rules! of {
    ($subject:ident, $id:ident: $new:ident, $change:ident, $remove:ident, $factors:ident, $no_factors:ident) => {
        async fn $new(Ids(id): Ids<$id>, form: Signed) -> Response {
            new(Subject::$subject(id), form).await
        }

        async fn $change(Ids((id, currency)): Ids<($id, String)>, form: Signed) -> Response {
            change(Subject::$subject(id), currency, form).await
        }

        async fn $remove(Ids((id, currency)): Ids<($id, String)>, form: Signed) -> Response {
            remove(Subject::$subject(id), currency, form).await
        }

        async fn $factors(Ids(id): Ids<$id>, form: Signed) -> Response {
            factors(Subject::$subject(id), form).await
        }

        async fn $no_factors(Ids(id): Ids<$id>, form: Signed) -> Response {
            no_factors(Subject::$subject(id), form).await
        }
    };
}

of!(Workload, WorkloadId: workload_new, workload_change, workload_remove, workload_factors, workload_no_factors);
of!(Team, TeamId: team_new, team_change, team_remove, team_factors, team_no_factors);
