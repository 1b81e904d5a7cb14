//! Who changed each answer between two states, and why.

use std::collections::BTreeMap;

use domain::{
    AnswerState, CheckId, CriterionId, RuleId, WorkloadId,
    views::{
        assessing::Change,
        results::{DifferenceRow, Why},
    },
};
use serde::Deserialize;
use serde_json::Value;
use store::{
    PgConnection,
    change_log::{self, Chain, Logged},
};

use super::states::State;
use crate::{Error, Services, texts};

/// Everything that was said about answers between two states.
pub(super) struct Changes<'a> {
    last: BTreeMap<CriterionId, Last>,
    notes: BTreeMap<CheckId, String>,
    after: &'a State,
}

/// The last change of an answer.
struct Last {
    by: String,
    at: String,
    /// The rule whose verdict was accepted, and the remark.
    decision: Option<(String, String)>,
}

/// Entries of answers: given, given in a platform's place, and given up for the platform's.
const ANSWERED: [&str; 3] = ["answer.set", "answer.own", "answer.inherit"];

/// What they log.
#[derive(Deserialize)]
struct Answered {
    changes: Vec<Change>,
}

/// What `verdict.decide` logs.
#[derive(Deserialize)]
struct Decided {
    rules: Vec<(RuleId, String)>,
    accepted: bool,
    #[serde(default)]
    remark: String,
}

impl<'a> Changes<'a> {
    /// Reads the change log between the two states, whichever is the earlier.
    pub async fn between(
        services: &Services,
        db: &mut PgConnection,
        id: WorkloadId,
        (before, after): (&State, &'a State),
    ) -> Result<Self, Error> {
        let span = (before.at.min(after.at), before.at.max(after.at));
        let [set, own, inherit] = ANSWERED;
        let kinds = [set, own, inherit, "verdict.decide"];
        let mut last = BTreeMap::new();
        for logged in change_log::between(db, Chain::Workload(id), span, &kinds).await? {
            note(services, logged, &mut last);
        }
        let unchanged =
            |(check, text): &(&CheckId, &String)| before.notes.get(*check) == Some(text);
        let notes = after.notes.iter().filter(|note| !unchanged(note));
        let notes = notes.map(|(check, text)| (check.clone(), text.clone()));
        Ok(Self {
            last,
            notes: notes.collect(),
            after,
        })
    }

    /// Adds who and why to a row; proof that came or went is nobody's change of the answer.
    pub fn explain(&self, row: &mut DifferenceRow) {
        let last = self.last.get(&row.criterion);
        if row.before.state != row.after.state {
            row.by = last.map(|last| (last.by.clone(), last.at.clone()));
        }
        let said = self.after.said.get(&row.criterion);
        let answer = said.map(|said| &said.answer);
        let answer = answer.filter(|answer| answer.state() == AnswerState::NotApplicable);
        row.why = Why {
            platform: said
                .and_then(|said| said.platform.clone())
                .unwrap_or_default(),
            own_reason: said
                .and_then(|said| said.own_reason.clone())
                .unwrap_or_default(),
            reason: answer.and_then(|answer| {
                let text = answer.reason_text().unwrap_or_default();
                Some((answer.reason()?, text.to_owned()))
            }),
            decision: last.and_then(|last| last.decision.clone()),
            note: self.notes.get(&row.check).cloned().unwrap_or_default(),
        };
    }
}

/// Notes one entry's answers; an entry of another form, from an older version, tells nothing.
fn note(services: &Services, logged: Logged, last: &mut BTreeMap<CriterionId, Last>) {
    let (by, at) = (logged.actor.unwrap_or_default(), texts::instant(logged.at));
    for (criterion, decision) in touched(services, &logged.action, &logged.details) {
        let (by, at) = (by.clone(), at.clone());
        last.insert(criterion, Last { by, at, decision });
    }
}

type Touched = (CriterionId, Option<(String, String)>);

fn touched(services: &Services, action: &str, details: &Value) -> Vec<Touched> {
    if ANSWERED.contains(&action) {
        let answered = Answered::deserialize(details);
        let changes = answered.map(|a| a.changes).unwrap_or_default();
        return changes.into_iter().map(|c| (c.criterion, None)).collect();
    }
    let Ok(decided) = Decided::deserialize(details) else {
        return Vec::new();
    };
    // What is rejected changes no answer.
    let rules = decided.rules.into_iter().filter(|_| decided.accepted);
    let touched = rules.filter_map(|(rule, _)| {
        let criterion = services.framework.criterion_of(&rule)?;
        let said = (rule.to_string(), decided.remark.clone());
        Some((criterion.id.clone(), Some(said)))
    });
    touched.collect()
}
