//! The cost page of a workload.

use std::collections::BTreeMap;

use domain::{
    Viewer, WorkloadId,
    access::SetBudget,
    cost::{How, Month, Quantity, amount, sources},
    views::cost::{
        BudgetView, CostDay, CostMoney, CostQuery, FactorsView, OriginRow, PartRow, SeriesRow,
        WorkloadCostPage,
    },
};
use store::{
    Tx,
    cost::{
        budgets::{self, Of},
        days::{self, Row, Total},
        factors,
        groups::Only,
        months::{self, Part},
    },
};
use time::{Date, Duration, OffsetDateTime, Time};

use super::{
    asked::{self, PER_PAGE},
    estimates,
    figures::{self, whole},
};
use crate::{Error, Services, signals::Days, workload};

/// Series listed one by one.
const SERIES: usize = 200;

/// What a workload came to in a month, with the rows behind it; with the calculators where they are asked for.
///
/// # Errors
/// [`Error::NotFound`] where it is not there or may not be read.
#[tracing::instrument(skip_all)]
pub async fn page(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    query: &CostQuery,
) -> Result<WorkloadCostPage, Error> {
    let mut tx = services.begin().await?;
    let stored = store::workloads::lookup(&mut tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    let head = workload::look_at(services, &mut tx, viewer, &stored).await?;
    let may_set = !head.archived && viewer.permit::<SetBudget>(stored.team).is_ok();
    let now = Month::of(services.today());
    let month = asked::month(query, services.today());
    let first = months::known(&mut tx, id).await?.into_iter().next_back();
    let parts = months::of_workload(&mut tx, id, month).await?;
    let budgets = budgets_of(&mut tx, id, &parts).await?;
    let money = money(&parts, &budgets);
    let currency = currency(&money, &query.currency);
    let known = factors::of_workload(&mut tx, id).await?;
    let wanted = (opened(&query.open), asked::only(query));
    let span = (month.first(), month.last());
    let mut at = asked::page(query);
    let of = |page: u32| (i64::from(page - 1) * PER_PAGE, PER_PAGE);
    let (mut rows, mut total) = days::rows(&mut tx, id, wanted, span, of(at)).await?;
    if rows.is_empty() && at > 1 {
        at = 1;
        (rows, total) = days::rows(&mut tx, id, wanted, span, of(at)).await?;
    }
    let own = factors::get(&mut tx, Of::Workload(id)).await?;
    let estimates = if query.part == "calculators" {
        Some(estimates::of(services, &mut tx, id, &currency, query).await?)
    } else {
        None
    };
    Ok(WorkloadCostPage {
        head,
        month: month.to_string(),
        running: month == now,
        months: asked::months(first, now, month),
        figures: figures::of_amounts(
            |quantity| sum(&parts, |part| part.quantity == quantity),
            known,
            month.elapsed(services.today()),
        ),
        days: days_of(
            days::totals(&mut tx, id, span).await?,
            month,
            &currency,
            services.today(),
        ),
        models: grouped(&parts, &currency, |part| &part.model),
        features: grouped(&parts, &currency, |part| &part.feature),
        money,
        currency,
        budgets,
        factors: FactorsView {
            own: own.as_ref().map(|own| own.factors),
            inherited: known.filter(|_| own.is_none()),
            source: own
                .as_ref()
                .map(|own| own.source.clone())
                .unwrap_or_default(),
            version: own.map_or(0, |own| own.version),
        },
        may_set,
        rows: rows.into_iter().map(origin).collect(),
        total: whole(total),
        page: at,
        pages: asked::pages(total),
        series: series(&mut tx, id, query, span).await?,
        estimates,
    })
}

/// What is behind a figure.
fn opened(open: &str) -> &'static [Quantity] {
    use Quantity as Q;
    match open {
        "tokens" => &[Q::TokensIn, Q::TokensOut, Q::TokensCached],
        "spend" => &[Q::Spend],
        "gpu" => &[Q::GpuHours, Q::GpuBusy],
        "energy" => &[Q::Energy, Q::EnergyStated],
        "carbon" => &[Q::Energy, Q::EnergyStated, Q::Carbon],
        "cache" => &[Q::PrefixAsked, Q::PrefixFound],
        "calls" => &[Q::Calls, Q::CallsShort],
        _ => &[],
    }
}

fn sum(parts: &[Part], of: impl Fn(&Part) -> bool) -> Option<f64> {
    let amounts = parts.iter().filter(|part| of(part)).map(|part| part.amount);
    amounts.fold(None, |sum, amount| Some(sum.unwrap_or(0.0) + amount))
}

async fn budgets_of(tx: &mut Tx, id: WorkloadId, parts: &[Part]) -> Result<Vec<BudgetView>, Error> {
    let budgets = budgets::list(tx, Of::Workload(id)).await?.into_iter();
    let budgets = budgets.map(|one| {
        let spent = sum(parts, |part| {
            part.quantity == Quantity::Spend && part.currency == one.currency.as_str()
        });
        figures::budget(one, spent)
    });
    Ok(budgets.collect())
}

fn money(parts: &[Part], budgets: &[BudgetView]) -> Vec<CostMoney> {
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for part in parts.iter().filter(|part| part.quantity == Quantity::Spend) {
        *sums.entry(part.currency.as_str()).or_default() += part.amount;
    }
    let money = sums.into_iter().map(|(currency, spent)| {
        let budget = budgets.iter().find(|one| one.currency.as_str() == currency);
        CostMoney {
            currency: currency.to_owned(),
            spent,
            workloads: 1,
            budget: budget.map(|one| one.amount.value()),
            budgets: u64::from(budget.is_some()),
            spent_of_budget: budget.map(|_| spent),
        }
    });
    money.collect()
}

/// The currency that is asked for, else the one with a budget, else the first; empty where nothing is spent.
fn currency(money: &[CostMoney], asked: &str) -> String {
    let known = money.iter().find(|one| one.currency == asked);
    let planned = money.iter().find(|one| one.budget.is_some());
    let chosen = known.or(planned).or_else(|| money.first());
    chosen.map(|one| one.currency.clone()).unwrap_or_default()
}

/// Every day of the month until today.
fn days_of(totals: Vec<Total>, month: Month, currency: &str, today: Date) -> Vec<CostDay> {
    let mut by_day: BTreeMap<Date, Vec<Total>> = BTreeMap::new();
    for total in totals {
        by_day.entry(total.day).or_default().push(total);
    }
    let mut found = Vec::new();
    let mut day = month.first();
    while day <= month.last().min(today) {
        let here = by_day.get(&day).map(Vec::as_slice).unwrap_or_default();
        let of = |quantity: Quantity| {
            let own = here.iter().filter(|one| one.quantity == quantity);
            let own = own.filter(|one| one.currency.is_empty() || one.currency == currency);
            own.map(|one| one.amount).reduce(|a, b| a + b)
        };
        let both = |one: Option<f64>, other: Option<f64>| match (one, other) {
            (None, None) => None,
            (one, other) => Some(one.unwrap_or_default() + other.unwrap_or_default()),
        };
        let hours = of(Quantity::GpuHours).filter(|hours| *hours > 0.0);
        found.push(CostDay {
            day: day.to_string(),
            tokens: both(of(Quantity::TokensIn), of(Quantity::TokensOut)),
            spend: of(Quantity::Spend),
            gpu_utilisation: of(Quantity::GpuBusy)
                .zip(hours)
                .map(|(busy, hours)| busy / hours),
            energy_kwh: of(Quantity::Energy).or_else(|| of(Quantity::EnergyStated)),
        });
        day = day.saturating_add(Duration::days(1));
    }
    found
}

/// By model or feature, the one that costs most first, else the one with most tokens.
fn grouped(parts: &[Part], currency: &str, name: impl Fn(&Part) -> &String) -> Vec<PartRow> {
    let mut rows: BTreeMap<String, PartRow> = BTreeMap::new();
    for part in parts {
        let mine = match part.quantity {
            Quantity::TokensIn | Quantity::TokensOut | Quantity::TokensCached => true,
            Quantity::Spend => part.currency == currency,
            _ => false,
        };
        if !mine {
            continue;
        }
        let row = rows.entry(name(part).clone()).or_insert_with(|| PartRow {
            name: name(part).clone(),
            tokens_in: None,
            tokens_out: None,
            tokens_cached: None,
            spend: None,
        });
        let cell = match part.quantity {
            Quantity::TokensIn => &mut row.tokens_in,
            Quantity::TokensOut => &mut row.tokens_out,
            Quantity::TokensCached => &mut row.tokens_cached,
            _ => &mut row.spend,
        };
        *cell = Some(cell.unwrap_or_default() + part.amount);
    }
    let mut rows: Vec<PartRow> = rows.into_values().collect();
    let weight = |row: &PartRow| {
        let tokens = row.tokens_in.unwrap_or_default() + row.tokens_out.unwrap_or_default();
        (row.spend.unwrap_or_default(), tokens)
    };
    rows.sort_by(|a, b| {
        weight(b)
            .partial_cmp(&weight(a))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    rows
}

fn origin(row: Row) -> OriginRow {
    let (reading, file) = row
        .reading
        .map_or((None, String::new()), |(id, file)| (Some(id), file));
    OriginRow {
        quantity: row.quantity,
        series: row.series,
        reading,
        file,
        model: row.model,
        feature: row.feature,
        currency: row.currency,
        amount: row.amount,
        days: whole(row.days),
        first: row.first.to_string(),
        last: row.last.to_string(),
    }
}

/// The series of a name, one by one, the largest first.
async fn series(
    tx: &mut Tx,
    id: WorkloadId,
    query: &CostQuery,
    (first, last): (Date, Date),
) -> Result<Vec<SeriesRow>, Error> {
    if query.series.is_empty() {
        return Ok(Vec::new());
    }
    let start = |day: Date| -> OffsetDateTime { day.with_time(Time::MIDNIGHT).assume_utc() };
    let span = (start(first), start(last) + Duration::days(1));
    let read = Days::load(tx, id, domain::cost::signals()).await?;
    let read = read.read(tx, span, Some(&query.series)).await?;
    let wanted = match opened(&query.open) {
        [] => Quantity::ALL,
        some => some,
    };
    let mut rows: BTreeMap<(Quantity, BTreeMap<String, String>), (f64, u64)> = BTreeMap::new();
    for day in &read {
        for quantity in wanted {
            let how: Option<How> = sources(*quantity)
                .find(|source| source.signal == day.signal)
                .map(|source| source.how);
            if let Some(how) = how {
                let row = rows.entry((*quantity, (*day.labels).clone())).or_default();
                row.0 += amount(how, day);
                row.1 += u64::from(day.hours);
            }
        }
    }
    let row = |((quantity, labels), (amount, hours))| SeriesRow {
        quantity,
        labels,
        amount,
        hours,
    };
    let mut rows: Vec<SeriesRow> = rows.into_iter().map(row).collect();
    rows.sort_by(|a, b| {
        a.quantity
            .cmp(&b.quantity)
            .then(b.amount.total_cmp(&a.amount))
    });
    rows.truncate(SERIES);
    Ok(rows)
}

/// All rows of a month, for the table to take away.
pub(super) async fn rows(
    tx: &mut Tx,
    id: WorkloadId,
    month: Month,
    most: i64,
) -> Result<Vec<OriginRow>, Error> {
    let span = (month.first(), month.last());
    let (rows, _) = days::rows(tx, id, (&[], Only::default()), span, (0, most)).await?;
    Ok(rows.into_iter().map(origin).collect())
}
