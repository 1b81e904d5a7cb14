//! Sums as figures.

use domain::{
    cost::{Factors, Quantity, carbon, sci},
    views::cost::{BudgetView, CostFigures},
};
use store::cost::{budgets::Budget, groups::Sums};

use crate::texts;

pub(super) fn whole(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

fn ratio(part: Option<f64>, of: Option<f64>) -> Option<f64> {
    let of = of.filter(|of| *of > 0.0)?;
    Some(part? / of)
}

/// A group's figures.
pub(super) fn of_sums(sums: &Sums, (workloads, metered, weighed): (i64, i64, i64)) -> CostFigures {
    CostFigures {
        tokens_in: sums.tokens_in,
        tokens_out: sums.tokens_out,
        tokens_cached: sums.tokens_cached,
        gpu_hours: sums.gpu_hours,
        gpu_utilisation: ratio(sums.gpu_busy, sums.gpu_hours),
        energy_kwh: sums.energy,
        carbon_grams: sums.carbon,
        sci_grams: sums
            .carbon_of_tokens
            .zip(sums.tokens_of_carbon)
            .and_then(|(grams, tokens)| sci(grams, tokens)),
        workloads: whole(workloads),
        with_energy: whole(metered),
        with_carbon: whole(weighed),
    }
}

/// A workload's figures from its amounts of a month of which so much has elapsed, as the database makes them for groups.
pub(super) fn of_amounts(
    amount: impl Fn(Quantity) -> Option<f64>,
    factors: Option<Factors>,
    elapsed: f64,
) -> CostFigures {
    let (metered, stated) = (amount(Quantity::Energy), amount(Quantity::EnergyStated));
    let energy = metered.or(stated);
    let carbon_stated = amount(Quantity::Carbon);
    let computed = energy
        .zip(factors)
        .map(|(energy, factors)| carbon(energy, factors, elapsed));
    let grams = if metered.is_none() && carbon_stated.is_some() {
        carbon_stated
    } else {
        computed.or(carbon_stated)
    };
    let mut figures = CostFigures {
        tokens_in: amount(Quantity::TokensIn),
        tokens_out: amount(Quantity::TokensOut),
        tokens_cached: amount(Quantity::TokensCached),
        gpu_hours: amount(Quantity::GpuHours),
        gpu_utilisation: ratio(amount(Quantity::GpuBusy), amount(Quantity::GpuHours)),
        energy_kwh: energy,
        carbon_grams: grams,
        ..CostFigures::default()
    };
    figures.sci_grams = grams
        .zip(figures.tokens())
        .and_then(|(grams, tokens)| sci(grams, tokens));
    figures.workloads = 1;
    figures.with_energy = u64::from(energy.is_some());
    figures.with_carbon = u64::from(grams.is_some());
    figures
}

/// A budget held against what was spent.
pub(super) fn budget(one: Budget, spent: Option<f64>) -> BudgetView {
    BudgetView {
        step: spent.and_then(|spent| domain::cost::step(spent, one.amount)),
        currency: one.currency,
        amount: one.amount,
        spent,
        set_by: one.by,
        set_at: texts::instant(one.at),
        version: one.version,
    }
}
