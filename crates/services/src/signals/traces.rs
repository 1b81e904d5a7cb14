//! What rules need to know of traces: batches of one trace are merged, whenever they come.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{WorkloadId, rule::signal::Mark};
use store::{
    Tx,
    signals::{
        partitions::{self, Table},
        traces::{self, Trace},
    },
};
use telemetry::{
    Intake,
    spans::{Flag, TraceFacts},
};
use time::{Date, Duration, OffsetDateTime};

use super::fold::{instant, open, pack};
use crate::{Error, Services};

/// A switch to another model within this many milliseconds is quick (check R03).
const SOON: i64 = 30_000;
/// A trace that goes on after this many days is another one.
const LONGEST: Duration = Duration::days(1);

/// Merges the traces of batches into what is known of them.
pub(super) async fn add(
    services: &Services,
    tx: &mut Tx,
    workload: WorkloadId,
    intake: &Intake,
) -> Result<(), Error> {
    let mut new: BTreeMap<[u8; 16], TraceFacts> = BTreeMap::new();
    for facts in &intake.traces {
        let id = facts.trace_id;
        new.entry(id)
            .and_modify(|known| known.merge(facts))
            .or_insert_with(|| facts.clone());
    }
    let oldest = services.today() - Duration::days(services.signals.0.limits.trace_days);
    new.retain(|_, facts| day(facts) >= oldest);
    let Some(first) = new.values().map(day).min() else {
        return Ok(());
    };
    let ids: Vec<Vec<u8>> = new.keys().map(|id| id.to_vec()).collect();
    let stored = traces::find(tx, workload, &ids, first - LONGEST).await?;
    let mut known: HashMap<Vec<u8>, Trace> = stored
        .into_iter()
        .map(|trace| (trace.id.clone(), trace))
        .collect();
    let mut rows = Vec::with_capacity(new.len());
    for (id, mut facts) in new {
        let stored = known.remove(id.as_slice());
        let mut first_seen = day(&facts);
        if let Some(stored) = stored {
            facts.merge(&open::<TraceFacts>(&stored.facts)?);
            // It stays where it is.
            first_seen = stored.day;
        }
        rows.push(row(id, first_seen, &facts)?);
    }
    let days: BTreeSet<Date> = rows.iter().map(|row| row.day).collect();
    partitions::make(tx, Table::Traces, days).await?;
    Ok(traces::keep(tx, workload, &rows).await?)
}

fn day(facts: &TraceFacts) -> Date {
    instant(facts.first.div_euclid(1000)).date()
}

fn row(id: [u8; 16], day: Date, facts: &TraceFacts) -> Result<Trace, Error> {
    let at = |millis: i64| -> OffsetDateTime { instant(millis.div_euclid(1000)) };
    let marks: u32 = marks(facts)
        .into_iter()
        .map(Mark::bit)
        .fold(0, |all, bit| all | bit);
    Ok(Trace {
        id: id.to_vec(),
        day,
        first_at: at(facts.first),
        last_at: at(facts.last),
        marks: marks.cast_signed(),
        facts: pack(facts)?,
    })
}

/// What rules may ask of a trace, as far as its facts allow by now.
fn marks(facts: &TraceFacts) -> Vec<Mark> {
    let asker = facts.has(Flag::User) || facts.has(Flag::Conversation);
    let risky = || facts.tools().filter(|call| call.high_risk);
    let decided = |yes: bool| {
        move |call| {
            facts
                .decision_on(call)
                .is_some_and(|said| said.approved == yes)
        }
    };
    let all = [
        (Mark::Inference, facts.calls > 0),
        (Mark::InputGuardrail, facts.has(Flag::InputGuardrail)),
        (Mark::OutputGuardrail, facts.has(Flag::OutputGuardrail)),
        (Mark::JailbreakCheck, facts.has(Flag::JailbreakCheck)),
        (Mark::ApplicationRoot, facts.has_application_root()),
        (Mark::NamedSource, facts.retrievals_with_source > 0),
        (Mark::Tool, facts.tool_calls > 0),
        (Mark::ToolsLinked, facts.tool_calls > 0 && facts.is_linked()),
        (Mark::Asker, asker),
        (Mark::HighRisk, risky().next().is_some()),
        (
            Mark::Approved,
            risky().next().is_some() && risky().all(decided(true)),
        ),
        (Mark::Overruled, risky().any(decided(false))),
        (Mark::AnyGuardrail, facts.has(Flag::Guardrail)),
        (Mark::Routed, facts.has(Flag::Rerouted)),
        (Mark::Switched, facts.has_switched_within(i64::MAX)),
        (Mark::SwitchedSoon, facts.has_switched_within(SOON)),
    ];
    all.into_iter()
        .filter(|(_, so)| *so)
        .map(|(mark, _)| mark)
        .collect()
}
