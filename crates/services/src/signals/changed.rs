//! What changed of a workload since rules looked, and which rules that concerns: only those look again (ADR 8).

use std::{collections::BTreeSet, sync::Arc};

use domain::{WorkloadId, cost, evidence::Kind, framework::Rule, rule::signal::SignalLook};
use store::{
    Tx,
    signals::{
        series,
        workloads::{self, Changed},
    },
};
use telemetry::mapping;

use super::series::OWN;
use crate::{Error, Services};

/// The name under which traces are remembered; those of signals have a dot.
pub(super) const TRACES: &str = "traces";

/// The name under which a kind of file is remembered.
fn file(kind: Kind) -> String {
    format!("file:{}", kind.code())
}

/// The rules over telemetry that may say something else now.
pub(super) fn concerned(services: &Services, changed: &Changed) -> Vec<&'static Rule> {
    let looks = |rule: &&'static Rule| {
        let test = rule.signal.as_ref();
        test.is_some_and(|test| match changed {
            Changed::Everything => true,
            Changed::Only(names) => reads(&test.look, names),
        })
    };
    let framework = services.framework;
    framework.rules.iter().filter(looks).collect()
}

fn reads(look: &SignalLook, names: &BTreeSet<String>) -> bool {
    let signals = look.signals();
    signals.into_iter().any(|signal| names.contains(signal))
        || look.reads_traces() && names.contains(TRACES)
        || look.files().iter().any(|kind| names.contains(&file(*kind)))
}

/// What some series gave.
pub(super) struct Came {
    /// The signals that rules read.
    pub(super) signals: BTreeSet<String>,
    /// Whether any of it costs something.
    pub(super) costs: bool,
}

/// Which signals some series give. What neither rules nor costs read is nobody's business, however much of it comes.
pub(super) async fn came(services: &Services, tx: &mut Tx, ids: &[i64]) -> Result<Came, Error> {
    let names = names_of(services, tx, ids).await?;
    let rules = services.framework.rules.iter();
    let tests = rules.filter_map(|rule| rule.signal.as_ref());
    let read: BTreeSet<&str> = tests.flat_map(|test| test.look.signals()).collect();
    let costs = cost::signals();
    let mut came = Came {
        signals: BTreeSet::new(),
        costs: false,
    };
    let mut add = |signal: &str| {
        if read.contains(signal) && !came.signals.contains(signal) {
            came.signals.insert(signal.to_owned());
        }
        came.costs |= costs.binary_search(&signal).is_ok();
    };
    for name in &names {
        // What the console makes of spans and records is called as rules call it.
        if name.starts_with(OWN) {
            add(name);
        } else {
            for signal in given(services, name).iter() {
                add(signal);
            }
        }
    }
    Ok(came)
}

/// The names of some series, each once; the database is asked only for those that are new to this process.
async fn names_of(
    services: &Services,
    tx: &mut Tx,
    ids: &[i64],
) -> Result<BTreeSet<Arc<str>>, Error> {
    let known = &services.signals.0.named;
    let (mut names, mut unknown) = (BTreeSet::new(), Vec::new());
    for id in ids {
        match known.get(id) {
            Some(name) => drop(names.insert(name)),
            None => unknown.push(*id),
        }
    }
    if unknown.is_empty() {
        return Ok(names);
    }
    for (id, name) in series::names_of(tx, &unknown).await? {
        // Many series have one name: it is kept once.
        let same = names.get(name.as_str()).cloned();
        let name: Arc<str> = same.unwrap_or_else(|| name.into());
        known.insert(id, Arc::clone(&name));
        names.insert(name);
    }
    Ok(names)
}

/// The signals that series of a name give; looked up once, for senders send the same names again and again.
fn given(services: &Services, name: &str) -> Arc<[&'static str]> {
    let known = &services.signals.0.names;
    if let Some(signals) = known.get(name) {
        return signals;
    }
    let sources = mapping::builtin().signals_of(name);
    let signals: BTreeSet<&'static str> = sources.iter().map(|one| one.signal.id()).collect();
    let signals: Arc<[&'static str]> = signals.into_iter().collect();
    known.insert(name.to_owned(), Arc::clone(&signals));
    signals
}

/// A file came in or was taken back: rules over telemetry that compare with its kind look again, and all of them from
/// time to time.
pub(crate) async fn filed(
    services: &Services,
    tx: &mut Tx,
    id: WorkloadId,
    kind: Kind,
) -> Result<(), Error> {
    workloads::know(tx, id, services.now()).await?;
    if is_compared(services, kind) {
        workloads::ask_for(tx, id, &file(kind), services.now()).await?;
    }
    Ok(())
}

fn is_compared(services: &Services, kind: Kind) -> bool {
    let rules = services.framework.rules.iter();
    let mut tests = rules.filter_map(|rule| rule.signal.as_ref());
    tests.any(|test| test.look.files().contains(&kind))
}

#[cfg(test)]
mod tests {
    use domain::framework::builtin;

    use super::*;

    #[test]
    fn a_rule_looks_again_when_something_that_it_reads_changed() {
        let framework = builtin().unwrap();
        let look = |id: &str| {
            let rule = framework.rules.iter().find(|rule| rule.id.as_str() == id);
            &rule.unwrap().signal.as_ref().unwrap().look
        };
        let names = |names: &[&str]| -> BTreeSet<String> {
            names.iter().map(|name| (*name).to_owned()).collect()
        };
        let busy = look("C04.gpu_util");
        assert!(reads(busy, &names(&["gpu.utilisation", "gpu.power"])));
        assert!(reads(busy, &names(&["serving.running"])));
        assert!(!reads(busy, &names(&["gpu.power", TRACES])));
        assert!(!reads(busy, &names(&[])));
        assert!(reads(look("S02.coverage"), &names(&[TRACES])));
        let scanned = look("S08.coverage");
        assert!(reads(scanned, &names(&[&file(Kind::McpTools)])));
        assert!(!reads(scanned, &names(&[&file(Kind::Tco)])));
        assert!(reads(look("C06.volume"), &names(&[&file(Kind::Tco)])));
    }

    #[test]
    fn no_signal_is_taken_for_something_else() {
        for signal in mapping::builtin().signals() {
            assert!(signal.id().contains('.') && !signal.id().starts_with("file:"));
        }
        assert!(cost::signals().is_sorted());
    }
}
