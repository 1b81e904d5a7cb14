//! Rules: what they hold data against, as the framework says and as this installation sets it.

use std::{cmp::Ordering, collections::BTreeMap};

use domain::{
    Comment, FieldErrors, Framework, Locale, Problem, RuleId, Viewer,
    framework::Rule,
    rule::Thresholds,
    views::rules::{OwnThresholds, RuleRow, RulesPage},
};
use serde_json::json;
use store::{PgConnection, StoreError, rule_thresholds, signals::workloads};

use crate::{
    Error, Services,
    accounts::{Note, note},
    texts,
};

/// A percentage's greatest value.
const WHOLE: f64 = 100.0;
/// The same of what is no share of anything: days, or percent of something stated elsewhere.
const BEYOND: f64 = 100_000.0;
/// Ten years: no data counts for longer.
const LONGEST: u16 = 3650;
/// More observations than any rule asks for.
const MOST: u64 = 1_000_000_000;

/// The numbers of all rules that judge, this installation's before the framework's.
pub(crate) struct Numbers(BTreeMap<RuleId, Thresholds>);

impl Numbers {
    /// Reads them.
    pub(crate) async fn read(db: &mut PgConnection) -> Result<Self, Error> {
        let own = rule_thresholds::list(db).await?;
        Ok(Self(
            own.into_iter()
                .map(|one| (one.rule, one.thresholds))
                .collect(),
        ))
    }

    /// Those of a rule; none where it does not judge.
    pub(crate) fn of<'a>(&'a self, rule: &'a Rule) -> Option<&'a Thresholds> {
        let built_in = rule.thresholds.as_ref()?;
        Some(self.0.get(&rule.id).unwrap_or(built_in))
    }
}

/// Whether there is such a rule, and it judges.
pub(crate) fn known(services: &Services, id: &RuleId) -> bool {
    let judges = |rule: &&Rule| rule.id == *id && rule.thresholds.is_some();
    services.framework.rules.iter().any(|rule| judges(&rule))
}

/// All rules that judge, with their numbers.
///
/// # Errors
/// When the database fails.
#[tracing::instrument(skip_all)]
pub async fn rules_page(
    services: &Services,
    viewer: &Viewer,
    locale: Locale,
) -> Result<RulesPage, Error> {
    let mut db = services.pool.acquire().await.map_err(StoreError::from)?;
    let mut own: BTreeMap<_, _> = rule_thresholds::list(&mut db)
        .await?
        .into_iter()
        .map(|one| (one.rule.clone(), one))
        .collect();
    let framework = services.framework;
    let rules: Vec<_> = framework
        .rules
        .iter()
        .filter_map(|rule| row(framework, rule, own.remove(&rule.id), locale))
        .collect();
    let waiting = framework.rules.len().saturating_sub(rules.len());
    Ok(RulesPage {
        rules,
        waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
        editable: viewer.administer().is_ok(),
    })
}

fn row(
    framework: &Framework,
    rule: &Rule,
    own: Option<rule_thresholds::Stored>,
    locale: Locale,
) -> Option<RuleRow> {
    let (_, check) = framework
        .checks()
        .find(|(_, check)| check.id == rule.check)?;
    Some(RuleRow {
        id: rule.id.clone(),
        check: rule.check.clone(),
        check_name: check.name.get(locale).to_owned(),
        source: rule.source.clone(),
        telemetry: rule.signal.is_some(),
        built_in: rule.thresholds?,
        own: own.map(|one| OwnThresholds {
            thresholds: one.thresholds,
            remark: one.remark,
            by: one.by_name,
            at: texts::instant(one.at),
            version: one.version,
        }),
    })
}

/// What a form sends: a text for each number that the framework's has, and why.
#[derive(Clone, Debug, Default)]
pub struct ThresholdForm {
    /// By field: `days`, `min`, `supports`, `contradicts`, `against`, `runs`, `apart`, `variety`.
    pub numbers: BTreeMap<String, String>,
    /// Why.
    pub remark: String,
    /// 0 where this installation has none yet.
    pub version: i32,
}

/// Sets a rule's numbers. Every workload that it judges is judged anew, in the background.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but administrators; [`Error::NotFound`] where no such rule judges;
/// [`Error::Invalid`] field by field; [`Error::Stale`].
#[tracing::instrument(skip_all, fields(rule = %rule))]
pub async fn set_thresholds(
    services: &Services,
    viewer: &Viewer,
    rule: &RuleId,
    form: &ThresholdForm,
) -> Result<(), Error> {
    let permit = viewer.administer()?;
    let built_in = judging(services.framework, rule)?;
    let (thresholds, remark) = parse(&built_in, form)?;
    let mut tx = services.begin().await?;
    let before = rule_thresholds::list(&mut tx)
        .await?
        .into_iter()
        .find(|one| one.rule == *rule);
    let before = before.map_or(built_in, |one| one.thresholds);
    let at = (rule, form.version);
    let set = rule_thresholds::set(
        &mut tx,
        &permit,
        at,
        (&thresholds, remark.as_str()),
        services.now(),
    );
    if !set.await? {
        return Err(Error::Stale);
    }
    let details = json!({ "before": before, "after": thresholds, "remark": remark });
    changed(services, tx, viewer, rule, ("rule.thresholds", details)).await
}

/// Goes back to the framework's numbers.
///
/// # Errors
/// As [`set_thresholds`].
#[tracing::instrument(skip_all, fields(rule = %rule))]
pub async fn reset_thresholds(
    services: &Services,
    viewer: &Viewer,
    rule: &RuleId,
    version: i32,
) -> Result<(), Error> {
    let permit = viewer.administer()?;
    let built_in = judging(services.framework, rule)?;
    let mut tx = services.begin().await?;
    if !rule_thresholds::reset(&mut tx, &permit, rule, version).await? {
        return Err(Error::Stale);
    }
    changed(
        services,
        tx,
        viewer,
        rule,
        ("rule.reset", json!({ "after": built_in })),
    )
    .await
}

fn judging(framework: &Framework, rule: &RuleId) -> Result<Thresholds, Error> {
    let found = framework.rules.iter().find(|one| one.id == *rule);
    found.and_then(|one| one.thresholds).ok_or(Error::NotFound)
}

async fn changed(
    services: &Services,
    mut tx: store::Tx,
    viewer: &Viewer,
    rule: &RuleId,
    (action, details): (&str, serde_json::Value),
) -> Result<(), Error> {
    workloads::touch_all(&mut tx, services.now()).await?;
    let entry = Note {
        at: services.now(),
        actor: Some(viewer.user),
        team: None,
        action,
        subject: rule,
        details,
    };
    note(&mut tx, entry).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Numbers that the framework leaves out stay out: the rule does not look at them.
fn parse(built_in: &Thresholds, form: &ThresholdForm) -> Result<(Thresholds, Comment), Error> {
    let mut errors = FieldErrors::default();
    let text = |field: &str| form.numbers.get(field).map_or("", |text| text.trim());
    let mut whole = |field: &str, least: u64, most: u64, now: u64| {
        if text(field).is_empty() {
            return now;
        }
        let number = text(field)
            .parse()
            .ok()
            .filter(|n| (least..=most).contains(n));
        errors
            .check(field, number.ok_or(Problem::Number))
            .unwrap_or(now)
    };
    let small = |number: u64| u16::try_from(number).unwrap_or(u16::MAX);
    let mut after = *built_in;
    after.days = small(whole("days", 1, LONGEST.into(), built_in.days.into()));
    after.min = whole("min", 1, MOST, built_in.min);
    after.runs = whole("runs", 1, 1_000, built_in.runs);
    after.apart = small(whole("apart", 0, LONGEST.into(), built_in.apart.into()));
    after.variety = whole("variety", 0, 1_000, built_in.variety);
    after.against = built_in.against.map(|now| whole("against", 1, MOST, now));
    let share = |bound: Option<f64>| bound.is_none_or(|bound| bound <= WHOLE);
    let shares = share(built_in.supports) && share(built_in.contradicts);
    let most = if shares { WHOLE } else { BEYOND };
    let mut percent = |field: &str, now: Option<f64>| {
        let now = now?;
        if text(field).is_empty() {
            return Some(now);
        }
        let number = text(field)
            .parse::<f64>()
            .ok()
            .filter(|n| (0.0..=most).contains(n));
        Some(
            errors
                .check(field, number.ok_or(Problem::Number))
                .unwrap_or(now),
        )
    };
    after.supports = percent("supports", built_in.supports);
    after.contradicts = percent("contradicts", built_in.contradicts);
    // What is no share may have another unit on each side.
    if shares && crossed(built_in, &after) {
        errors.add("contradicts", Problem::Crossed);
    }
    let remark = errors.check(
        "remark",
        Comment::parse(&form.remark).map_err(Problem::Text),
    );
    match remark {
        Some(remark) if errors.0.is_empty() => Ok((after, remark)),
        _ => Err(Error::Invalid(errors)),
    }
}

/// Whether what supports and what contradicts changed sides: a figure between them would do both.
fn crossed(built_in: &Thresholds, after: &Thresholds) -> bool {
    let order = |of: &Thresholds| {
        of.supports
            .zip(of.contradicts)
            .map(|(s, c)| s.total_cmp(&c))
    };
    let opposite = |(before, after): (Ordering, Ordering)| before == after.reverse();
    order(built_in)
        .zip(order(after))
        .filter(|(before, _)| before.is_ne())
        .is_some_and(opposite)
}

#[cfg(test)]
mod tests {
    use domain::framework::builtin;

    use super::*;

    fn form(numbers: &[(&str, Option<f64>)]) -> ThresholdForm {
        let numbers = numbers
            .iter()
            .filter_map(|(field, number)| Some(((*field).to_owned(), (*number)?.to_string())));
        ThresholdForm {
            numbers: numbers.collect(),
            remark: "why".to_owned(),
            version: 0,
        }
    }

    #[test]
    fn what_a_rule_has_can_be_saved_as_it_is() {
        for rule in &builtin().unwrap().rules {
            let Some(built_in) = &rule.thresholds else {
                continue;
            };
            let bounds = [
                ("supports", built_in.supports),
                ("contradicts", built_in.contradicts),
            ];
            let saved = parse(built_in, &form(&bounds)).unwrap();
            assert_eq!(saved.0, *built_in, "{}", rule.id);
        }
    }

    #[test]
    fn bounds_keep_their_sides_and_shares_their_end() {
        let mut rules = builtin().unwrap().rules.iter();
        let rule = rules.find(|rule| rule.id.as_str() == "C04.gpu_util");
        let built_in = rule.unwrap().thresholds.unwrap();
        let problem = |supports, contradicts| {
            let bounds = [("supports", Some(supports)), ("contradicts", contradicts)];
            match parse(&built_in, &form(&bounds)) {
                Err(Error::Invalid(errors)) => errors.0,
                _ => Vec::new(),
            }
        };
        assert!(problem(60.0, Some(60.0)).is_empty());
        let of = |field: &str, problem| vec![(field.to_owned(), problem)];
        assert_eq!(
            problem(20.0, Some(60.0)),
            of("contradicts", Problem::Crossed)
        );
        assert_eq!(problem(20.0, None), of("contradicts", Problem::Crossed));
        assert_eq!(problem(101.0, None), of("supports", Problem::Number));
    }
}
