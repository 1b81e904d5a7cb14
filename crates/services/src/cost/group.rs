//! The cost pages of the organisation and of a team.

use domain::{
    Readable, TeamId, Viewer,
    access::{Read, SetBudget},
    cost::Month,
    views::cost::{CostMoney, CostMonth, CostQuery, CostRow, FactorsView, GroupCostPage},
};
use store::{
    Tx,
    cost::{
        all::{self, Money},
        budgets::{self, Of},
        factors,
        groups::{self, By, Group, Named, Only, Part, Scope},
    },
};

use super::{
    asked,
    figures::{self, of_sums, whole},
};
use crate::{Error, Services};

/// Months of the trend before the one that is shown.
const BEFORE: u8 = 11;

/// Everything that the viewer may read: for managers and administrators the whole organisation, else their teams.
///
/// # Errors
/// When the organisation was not set up or the database fails.
#[tracing::instrument(skip_all)]
pub async fn organisation(
    services: &Services,
    viewer: &Viewer,
    query: &CostQuery,
) -> Result<GroupCostPage, Error> {
    let mut tx = services.begin().await?;
    let found = store::organisation::find(&mut tx)
        .await?
        .ok_or(Error::NotFound)?;
    page(
        services,
        &mut tx,
        (None, found.name),
        &viewer.readable(),
        query,
    )
    .await
}

/// One team's workloads, budgets and factors.
///
/// # Errors
/// [`Error::NotFound`] where the team is not there or may not be read.
#[tracing::instrument(skip_all)]
pub async fn team(
    services: &Services,
    viewer: &Viewer,
    id: TeamId,
    query: &CostQuery,
) -> Result<GroupCostPage, Error> {
    let permit = viewer.permit::<Read>(id)?;
    let mut tx = services.begin().await?;
    let found = store::teams::find(&mut tx, &permit)
        .await?
        .ok_or(Error::NotFound)?;
    let whose = (Some(id), found.name);
    let mut page = page(services, &mut tx, whose, &Readable::Teams(vec![id]), query).await?;
    let spent = |currency: &str| {
        let money = page.money.iter().find(|one| one.currency == currency);
        money.filter(|one| one.workloads > 0).map(|one| one.spent)
    };
    let budgets = budgets::list(&mut tx, Of::Team(id)).await?.into_iter();
    let budgets = budgets.map(|one| {
        let spent = spent(one.currency.as_str());
        figures::budget(one, spent)
    });
    page.budgets = budgets.collect();
    page.factors = factors::get(&mut tx, Of::Team(id))
        .await?
        .map(|own| FactorsView {
            own: Some(own.factors),
            inherited: None,
            source: own.source,
            version: own.version,
        })
        .unwrap_or_default();
    page.may_set = viewer.permit::<SetBudget>(id).is_ok();
    Ok(page)
}

async fn page(
    services: &Services,
    tx: &mut Tx,
    (team, name): (Option<TeamId>, String),
    readable: &Readable,
    query: &CostQuery,
) -> Result<GroupCostPage, Error> {
    let now = Month::of(services.today());
    let month = asked::month(query, services.today());
    let scope = Scope {
        readable,
        month,
        elapsed: month.elapsed(services.today()),
    };
    let first = all::span(tx).await?.map(|(first, _)| first);
    let money = all::money(tx, &scope).await?;
    let currency = currency(&money, &query.currency);
    let first_row = Part {
        sort: "name",
        descending: false,
        skip: 0,
        most: 1,
    };
    let (everything, _) = groups::groups(tx, &scope, (By::All, &currency), first_row).await?;
    let by = by(&query.by, team.is_some());
    let only = asked::only(query);
    let mut at = asked::page(query);
    let (mut rows, mut total) = rows(
        tx,
        &scope,
        (by, &currency),
        only,
        asked::part(query, !currency.is_empty(), at),
    )
    .await?;
    if rows.is_empty() && at > 1 {
        at = 1;
        (rows, total) = self::rows(
            tx,
            &scope,
            (by, &currency),
            only,
            asked::part(query, !currency.is_empty(), at),
        )
        .await?;
    }
    let trend = all::trend(tx, &scope, (month.back(BEFORE), &currency)).await?;
    Ok(GroupCostPage {
        team,
        name,
        month: month.to_string(),
        running: month == now,
        months: asked::months(first, now, month),
        figures: everything.first().map(figures).unwrap_or_default(),
        money: money.into_iter().map(money_view).collect(),
        currency,
        by: by.to_owned(),
        rows,
        total: whole(total),
        page: at,
        pages: asked::pages(total),
        trend: trend
            .into_iter()
            .map(|past| CostMonth {
                month: past.month.to_string(),
                tokens: past.tokens,
                spend: past.spend,
                energy_kwh: past.energy,
            })
            .collect(),
        budgets: Vec::new(),
        factors: FactorsView::default(),
        may_set: false,
    })
}

/// The currency that is asked for, else the one of most workloads; empty where nothing is spent.
fn currency(money: &[Money], asked: &str) -> String {
    let known = money
        .iter()
        .find(|one| one.currency == asked)
        .or_else(|| money.first());
    known.map(|one| one.currency.clone()).unwrap_or_default()
}

fn by(asked: &str, team: bool) -> &'static str {
    match asked {
        "workload" => "workload",
        "model" => "model",
        "feature" => "feature",
        _ if team => "workload",
        _ => "team",
    }
}

async fn rows(
    tx: &mut Tx,
    scope: &Scope<'_>,
    (by, currency): (&str, &str),
    only: Only<'_>,
    part: Part<'_>,
) -> Result<(Vec<CostRow>, i64), Error> {
    if matches!(by, "model" | "feature") {
        let (rows, total) =
            groups::named(tx, scope, (by == "feature", currency), only, part).await?;
        return Ok((rows.into_iter().map(named).collect(), total));
    }
    let kind = if by == "team" { By::Team } else { By::Workload };
    let (rows, total) = if only.is_set() {
        groups::naming(tx, scope, (kind, currency), only, part).await?
    } else {
        groups::groups(tx, scope, (kind, currency), part).await?
    };
    Ok((rows.into_iter().map(row).collect(), total))
}

fn figures(group: &Group) -> domain::views::cost::CostFigures {
    of_sums(&group.sums, (group.workloads, group.metered, group.weighed))
}

fn row(group: Group) -> CostRow {
    CostRow {
        id: group.key.to_string(),
        figures: figures(&group),
        name: group.name,
        team: group.team.map(|(_, name)| name),
        spend: group.sums.spend,
        budget: group.budget,
    }
}

fn named(one: Named) -> CostRow {
    let sums = groups::Sums {
        tokens_in: one.tokens_in,
        tokens_out: one.tokens_out,
        tokens_cached: one.tokens_cached,
        ..groups::Sums::default()
    };
    CostRow {
        id: String::new(),
        name: one.name,
        team: None,
        figures: of_sums(&sums, (one.workloads, 0, 0)),
        spend: one.spend,
        budget: None,
    }
}

fn money_view(one: Money) -> CostMoney {
    #[expect(
        clippy::cast_precision_loss,
        reason = "hundredths of budgets stay below 2⁵³"
    )]
    let budget = one.budgets.map(|hundredths| hundredths as f64 / 100.0);
    CostMoney {
        currency: one.currency,
        spent: one.spent,
        workloads: whole(one.workloads),
        budget,
        budgets: whole(one.teams),
        spent_of_budget: one.spent_of_budgets,
    }
}
