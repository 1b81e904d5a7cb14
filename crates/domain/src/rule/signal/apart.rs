//! What is held to a rule each by itself, told apart by labels.

use std::collections::BTreeMap;

use super::Series;
use crate::evidence::Title;
use crate::rule::Better;
use crate::rule::verdict::{Gap, Outcome, Quoted, Verdict};

/// One of several services of a workload.
pub(super) struct Service {
    /// What tells it from the others; none where no label does.
    pub name: Option<Title>,
    /// Its series.
    pub series: Vec<Series>,
}

/// Its labels of a group; empty where it has none.
pub(super) fn group<'s>(series: &'s Series, by: &[String]) -> Vec<&'s str> {
    let label = |name: &String| series.label(std::slice::from_ref(name));
    by.iter()
        .map(|name| label(name).unwrap_or_default())
        .collect()
}

/// The services that series are of, told apart by these labels together. None where the labels name fewer than two: then
/// everything is of one.
pub(super) fn services<'s>(
    series: impl Iterator<Item = &'s Series>,
    by: &[String],
) -> Vec<Service> {
    let mut groups: BTreeMap<Vec<&str>, Vec<Series>> = BTreeMap::new();
    for one in series {
        groups.entry(group(one, by)).or_default().push(one.clone());
    }
    let named = |labels: &&Vec<&str>| labels.iter().any(|label| !label.is_empty());
    if groups.keys().filter(named).count() < 2 {
        return Vec::new();
    }
    let differs = |at: usize| {
        let mut values = groups.keys().map(|labels| labels.get(at));
        let first = values.next();
        values.any(|value| Some(value) != first)
    };
    let telling: Vec<bool> = (0..by.len()).map(differs).collect();
    let service = |(labels, series): (Vec<&str>, Vec<Series>)| Service {
        name: name(&labels, &telling),
        series,
    };
    groups.into_iter().map(service).collect()
}

/// The labels in which services differ; where it has none of those, the last of the others.
fn name(labels: &[&str], telling: &[bool]) -> Option<Title> {
    let said = labels.iter().zip(telling);
    let said: Vec<_> = said.filter(|(label, _)| !label.is_empty()).collect();
    let own = said.iter().filter(|(_, telling)| **telling);
    let own: Vec<&str> = own.map(|(label, _)| **label).collect();
    if own.is_empty() {
        said.last().map(|(label, _)| Title::clip(label))
    } else {
        Some(Title::clip(&own.join(" / ")))
    }
}

/// The verdict on the worst of several services, of alike ones the one whose figure is lower; it is named unless all
/// support. What can't be judged of one of them is not shown, and what no label names can be several at once: neither
/// supports.
pub(super) fn worst<'s>(
    services: impl Iterator<Item = &'s Service>,
    what: Quoted,
    judge: impl Fn(&[Series]) -> Verdict,
) -> Verdict {
    let nothing = Outcome::NoData(Gap::Nothing);
    let mut judged: Vec<_> = services.map(|one| (one, judge(&one.series))).collect();
    let several = judged.len() > 1;
    if judged.iter().all(|(_, verdict)| verdict.outcome == nothing) {
        return Verdict::none(Gap::Nothing);
    }
    for (one, verdict) in &mut judged {
        let nameless = several && one.name.is_none() && verdict.outcome == Outcome::Supports;
        if nameless || verdict.outcome == nothing {
            verdict.outcome = Outcome::NoData(Gap::Partial);
        }
        if verdict.outcome != Outcome::Supports {
            verdict.names = one.name.iter().cloned().collect();
        }
    }
    let verdicts = judged.into_iter().map(|(_, verdict)| verdict);
    let worst = verdicts.reduce(|one, other| {
        if worse(&other, &one, what, Better::High) {
            other
        } else {
            one
        }
    });
    worst.unwrap_or_else(|| Verdict::none(Gap::Nothing))
}

/// Whether a verdict goes before another one, and among alike ones the figure that is further from what is good.
pub(super) fn worse(one: &Verdict, other: &Verdict, what: Quoted, better: Better) -> bool {
    let rank = |verdict: &Verdict| match verdict.outcome {
        Outcome::Contradicts => 0,
        Outcome::NoData(_) => 1,
        Outcome::Supports => 2,
    };
    let figure = |verdict: &Verdict| {
        let mut quotes = verdict.quotes.iter();
        let quote = quotes.find(|quote| quote.what == what);
        quote.map_or(0.0, |quote| quote.value.get())
    };
    let further = match better {
        Better::Low => figure(one) > figure(other),
        Better::High => figure(one) < figure(other),
    };
    rank(one) < rank(other) || rank(one) == rank(other) && further
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(labels: &[(&str, &str)]) -> Series {
        let labels = labels.iter();
        Series {
            signal: "serving.running".to_owned(),
            labels: labels
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            hours: BTreeMap::new(),
        }
    }

    fn names(series: &[Series]) -> Vec<Option<String>> {
        let by = ["namespace", "service.name", "job"].map(str::to_owned);
        let services = services(series.iter(), &by).into_iter();
        services
            .map(|one| one.name.map(|name| name.as_str().to_owned()))
            .collect()
    }

    #[test]
    fn services_are_named_by_what_tells_them_apart() {
        let chat = of(&[("namespace", "prod"), ("job", "chat")]);
        let search = of(&[("namespace", "prod"), ("job", "search")]);
        let named = |name: &str| Some(name.to_owned());
        assert_eq!(
            names(&[chat.clone(), search.clone(), chat.clone()]),
            [named("chat"), named("search")]
        );
        let other = of(&[("namespace", "lab"), ("job", "chat")]);
        assert_eq!(names(&[chat.clone(), other]), [named("lab"), named("prod")]);
        // What no label names stands beside them.
        assert_eq!(
            names(&[chat.clone(), search, of(&[])]),
            [None, named("prod / chat"), named("prod / search")]
        );
        let place = of(&[("namespace", "prod")]);
        assert_eq!(names(&[chat, place]), [named("prod"), named("chat")]);
    }

    #[test]
    fn one_name_tells_nothing_apart() {
        let chat = of(&[("service.name", "chat"), ("pod", "a")]);
        let same = of(&[("service_name", "chat"), ("pod", "b")]);
        assert!(names(&[chat, same, of(&[("pod", "c")])]).is_empty());
        assert!(names(&[of(&[("job", "None")])]).is_empty());
        assert!(names(&[]).is_empty());
    }
}
