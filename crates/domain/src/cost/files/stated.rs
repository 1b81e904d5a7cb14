//! Energy and emissions that files state.

use std::collections::BTreeMap;

use super::{Filed, entry, measures};
use crate::{
    cost::{Entry, Quantity},
    evidence::Kind,
};

/// Energy and emissions of files that grow: each says how much it is by now, so that what it adds to the one before it in
/// its series counts, on its day. A file that says less than the one before it has begun anew. Emissions of a provider's
/// export count only where no run was measured.
pub(super) fn stated(filed: &[Filed]) -> Vec<Entry> {
    let of = |kind: Kind| filed.iter().filter(move |one| one.content.kind == kind);
    let kind = if of(Kind::Codecarbon).next().is_some() {
        Kind::Codecarbon
    } else {
        Kind::CarbonExport
    };
    let names: &[(&str, Quantity)] = &[
        ("carbon.energy", Quantity::EnergyStated),
        ("carbon.emissions", Quantity::Carbon),
        ("carbon.cloud", Quantity::Carbon),
    ];
    let mut before: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    let mut in_order: Vec<&Filed> = of(kind).collect();
    in_order.sort_by_key(|one| one.day);
    let mut found = Vec::new();
    for one in in_order {
        for (name, quantity) in names {
            let values: Vec<f64> = measures(&one.content, name)
                .map(|m| m.value.get())
                .collect();
            if values.is_empty() {
                continue;
            }
            let total: f64 = values.iter().sum();
            let known = before.insert((one.series.as_str(), *name), total);
            let added = match known {
                Some(known) if known <= total => total - known,
                _ => total,
            };
            found.push(entry(one, *quantity, String::new(), String::new(), added));
        }
    }
    found
}
