//! The share of prompt tokens that a cache answered.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ratio::{Against, few, increase, picked, share};
use super::{Pick, SignalName, Signals};
use crate::rule::scan::whole;
use crate::rule::verdict::{Gap, Quoted, Verdict, count};
use crate::rule::{Better, Thresholds};

/// Ways to know which share of prompt tokens came from a cache. They may tell of the same requests, so nothing is added
/// up: the first way that tells of any tokens counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cached {
    /// Counters of what serves models.
    pub counted: Vec<Counted>,
    /// What calls say.
    pub calls: Calls,
    /// A share that an engine works out itself.
    pub rate: Rate,
    /// Engines that say of themselves that they have no cache. Where hits are counted all the same the counters are
    /// right, and the verdict says that the two disagree.
    #[serde(default)]
    pub off: Option<Pick>,
}

/// Tokens found in a cache, and those looked up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    /// Found.
    pub hits: SignalName,
    /// Looked up.
    pub queries: SignalName,
}

/// Tokens of calls. Most libraries count what a cache gave into the input; some pass on a provider's numbers that leave
/// it out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calls {
    /// Read from a cache.
    pub read: SignalName,
    /// Written to it.
    pub write: SignalName,
    /// The input.
    pub input: SignalName,
    /// Calls that read more from a cache than their input holds: their source leaves it out of the input.
    pub exclusive: SignalName,
    /// Labels that tell sources apart.
    pub by: Vec<String>,
}

/// A gauge of 0–1, or of percent where it is above 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rate {
    /// The gauge.
    pub of: SignalName,
    /// Tokens of prompts, which say how much it rests on.
    pub tokens: SignalName,
}

impl Cached {
    /// Every signal that it reads.
    pub(super) fn signals(&self) -> Vec<&str> {
        let counted = self.counted.iter().flat_map(|c| [&c.hits, &c.queries]);
        let calls = [
            &self.calls.read,
            &self.calls.write,
            &self.calls.input,
            &self.calls.exclusive,
        ];
        let off = self.off.iter().map(|pick| &pick.signal);
        let rate = [&self.rate.of, &self.rate.tokens];
        let all = counted.chain(calls).chain(rate).chain(off);
        all.map(String::as_str).collect()
    }
}

/// `supports`, `contradicts`: the share in percent. `min`: tokens of prompts.
pub(super) fn judge(cached: &Cached, thresholds: &Thresholds, signals: Signals<'_>) -> Verdict {
    let came = |name: &str| signals.of(name).next().is_some();
    let counted = cached.counted.iter();
    let mut counted = counted.filter(|c| came(&c.hits) && came(&c.queries));
    let total = |name: &str| increase(signals, &[all_of(name)]);
    let tokens = |c: &Counted| (total(&c.hits), total(&c.queries));
    if let Some(found) = counted.clone().map(tokens).find(|(_, all)| *all > 0.0) {
        let mut verdict = of(found, thresholds);
        let engines = count(Quoted::EnginesWithoutCache, off(cached, signals), None);
        let disagree = found.0 > 0.0;
        let engines = engines.filter(|quote| disagree && quote.value.get() > 0.0);
        verdict.quotes.extend(engines);
        return verdict;
    }
    let (found, exclusive) = calls(&cached.calls, signals);
    if found.1 > 0.0 {
        let mut verdict = of(found, thresholds);
        let sources = count(Quoted::ExclusiveSources, exclusive, None);
        verdict.quotes.extend(sources.filter(|_| exclusive > 0));
        return verdict;
    }
    if let Some(rate) = rate(&cached.rate.of, signals) {
        let all = total(&cached.rate.tokens);
        return of((rate * all, all), thresholds);
    }
    if counted.next().is_some() {
        return few(0, thresholds);
    }
    // Prompts came in, and nobody says what of them a cache gave.
    let looked_up = cached.counted.iter().map(|c| &c.queries);
    if looked_up
        .chain([&cached.calls.input])
        .any(|name| came(name))
    {
        return Verdict::none(Gap::Inconclusive);
    }
    Verdict::none(Gap::Nothing)
}

/// How many engines say that they have no cache.
fn off(cached: &Cached, signals: Signals<'_>) -> u64 {
    let off = cached.off.iter().flat_map(|pick| picked(signals, pick));
    u64::try_from(off.count()).unwrap_or(u64::MAX)
}

fn all_of(name: &str) -> Pick {
    Pick {
        signal: name.to_owned(),
        only: BTreeMap::new(),
    }
}

fn of((hits, all): (f64, f64), thresholds: &Thresholds) -> Verdict {
    if whole(all) == 0 {
        return few(0, thresholds);
    }
    let against = Against {
        emitted: true,
        one_sided: false,
    };
    share((hits.min(all), all), Better::High, thresholds, against)
}

/// What one source of calls says.
#[derive(Default)]
struct Source {
    read: Option<f64>,
    write: f64,
    input: f64,
    exclusive: bool,
}

/// Tokens read from a cache and all tokens of prompts, of sources that tell of caches; how many of these leave the cache
/// out of the input.
fn calls(calls: &Calls, signals: Signals<'_>) -> ((f64, f64), u64) {
    let mut sources: BTreeMap<Vec<&str>, Source> = BTreeMap::new();
    for series in signals.series {
        let label = |name: &String| series.labels.get(name).map_or("", String::as_str);
        let key: Vec<&str> = calls.by.iter().map(label).collect();
        let sum: f64 = series.hours.values().map(|hour| hour.sum).sum();
        let name = &series.signal;
        if *name == calls.read {
            let source = sources.entry(key).or_default();
            source.read = Some(source.read.unwrap_or(0.0) + sum);
        } else if *name == calls.write {
            sources.entry(key).or_default().write += sum;
        } else if *name == calls.input {
            sources.entry(key).or_default().input += sum;
        } else if *name == calls.exclusive {
            sources.entry(key).or_default().exclusive |= sum > 0.0;
        }
    }
    let (mut hits, mut all, mut exclusive) = (0.0, 0.0, 0);
    for source in sources.values() {
        let Some(read) = source.read else { continue };
        hits += read;
        all += source.input;
        if source.exclusive {
            all += read + source.write;
            exclusive += 1;
        }
    }
    ((hits, all), exclusive)
}

/// The mean of a gauge over its hours.
fn rate(name: &str, signals: Signals<'_>) -> Option<f64> {
    let hours = signals.of(name).flat_map(|series| series.hours.values());
    let means = hours.map(super::Hour::mean);
    let (sum, number) = means.fold((0.0, 0.0), |(sum, n), mean| {
        let share = if mean > 1.0 { mean / 100.0 } else { mean };
        (sum + share, n + 1.0)
    });
    (number > 0.0).then(|| sum / number)
}
