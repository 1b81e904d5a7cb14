//! Guardrails, approvals and evaluations, wherever they are recorded: on spans, in their events, in log records.

use serde_json::Value as Json;

use super::{Decision, Flag, Records, ToolId, TraceFacts, facts::Facts, operation};
use crate::{
    mapping::{self, Attribute, Word},
    otlp::message::{Any, Attributes, Span},
    series::LabelsBuilder,
    time::{Millis, Minute},
};

/// The longest text that is read as JSON.
const LONGEST: usize = 64 << 10;

impl Records<'_, '_> {
    /// An event of a span, or a log record.
    pub(super) fn event(
        &mut self,
        name: &str,
        attributes: &Attributes<'_>,
        body: Option<&Any<'_>>,
        at: Millis,
        trace: &mut TraceFacts,
    ) {
        let mut facts = Facts::of(attributes);
        let of_ai = name.starts_with("gen_ai.");
        if let Some(body) = body.filter(|_| of_ai) {
            facts.content(body);
        }
        if of_ai || facts.content {
            let mut labels = LabelsBuilder::of(&self.resource.few);
            labels.push("event", name);
            labels.push("scope", self.scope.as_str());
            if let Some(group) = self.measures.group(labels.finish(), Minute::of(at)) {
                group.add("hexastyle.genai.events", 1.0);
                group.count_if("hexastyle.genai.events.with_content", facts.content);
                let personal = facts.content && facts.hits.any();
                group.count_if("hexastyle.genai.events.with_personal_data", personal);
            }
        }
        self.noted(&facts, (None, at), trace);
    }

    /// What a span, event or record notes besides a call; for a decision also since when somebody was asked.
    pub(super) fn noted(
        &mut self,
        facts: &Facts<'_, '_>,
        (asked, at): (Option<Millis>, Millis),
        trace: &mut TraceFacts,
    ) {
        for check in checks(facts) {
            self.check(&check, at, trace);
        }
        if let Some(decision) = facts.canonical(Attribute::Approval) {
            let tool = facts
                .text(Attribute::ApprovalTool)
                .or_else(|| facts.text(Attribute::Tool));
            let approved = decision == "approved";
            trace.decision(Decision {
                at,
                tool: tool.map(|t| ToolId::of(&t)),
                approved,
            });
            let mut labels = LabelsBuilder::of(&self.resource.few);
            labels.push("decision", decision);
            if let Some(group) = self.measures.group(labels.finish(), Minute::of(at)) {
                group.add("hexastyle.genai.approvals", 1.0);
                let waited = took(facts, asked, at);
                group.count_if("hexastyle.genai.approvals.timed", waited.is_some());
                if let Some(seconds) = waited {
                    group.observe("hexastyle.genai.approvals.duration", seconds);
                }
            }
        }
        if let Some(name) = facts.text(Attribute::Evaluation) {
            self.evaluation(&name, facts, at);
        }
    }

    fn check(&mut self, check: &Check, at: Millis, trace: &mut TraceFacts) {
        trace.set(Flag::Guardrail, true);
        trace.set(Flag::InputGuardrail, check.side == Some("input"));
        trace.set(Flag::OutputGuardrail, check.side == Some("output"));
        trace.set(Flag::JailbreakCheck, check.jailbreak);
        trace.set(
            Flag::GuardrailActed,
            matches!(check.decision, Some("deny" | "modify")),
        );
        let mut labels = LabelsBuilder::of(&self.resource.few);
        labels.push("scope", self.scope.as_str());
        labels.push("guardrail", check.name.as_str());
        labels.push("side", check.side.unwrap_or("unknown"));
        labels.push("decision", check.decision.unwrap_or("unknown"));
        labels.push("jailbreak", if check.jailbreak { "yes" } else { "no" });
        labels.push("version", check.version.as_str());
        if let Some(group) = self.measures.group(labels.finish(), Minute::of(at)) {
            group.add("hexastyle.genai.guardrails", 1.0);
        }
    }

    fn evaluation(&mut self, name: &str, facts: &Facts<'_, '_>, at: Millis) {
        let mut labels = LabelsBuilder::of(&self.resource.few);
        labels.push("evaluation", name);
        let by = facts.canonical(Attribute::Evaluator);
        labels.push("evaluator", by.unwrap_or("unknown"));
        for (name, attribute) in [
            ("label", Attribute::EvaluationLabel),
            ("response_model", Attribute::ResponseModel),
        ] {
            if let Some(text) = facts.text(attribute) {
                labels.push(name, text);
            }
        }
        if let Some(group) = self.measures.group(labels.finish(), Minute::of(at)) {
            group.add("hexastyle.genai.evaluations", 1.0);
            if let Some(score) = facts.number(Attribute::EvaluationScore) {
                group.observe("hexastyle.genai.evaluation_score", score);
            }
        }
    }
}

/// How many seconds a decision took: as it says itself, else since somebody was asked.
fn took(facts: &Facts<'_, '_>, asked: Option<Millis>, at: Millis) -> Option<f64> {
    let said = facts.number(Attribute::ApprovalTime).filter(|s| *s >= 0.0);
    let millis = asked.map(|asked| at.saturating_sub(asked));
    let since = millis.filter(|millis| *millis > 0);
    said.or_else(|| Some(crate::cast::signed(since?) / 1e3))
}

/// Since when somebody was asked whose decision a span tells: since its beginning, where it lasts as long as that and is not
/// the call that was decided on, or the request that brought the answer.
pub(super) fn asked(span: &Span<'_>, facts: &Facts<'_, '_>, start: Millis) -> Option<Millis> {
    let elicited = facts.text(Attribute::McpMethod).as_deref() == Some("elicitation/create");
    // 0 unspecified, 1 internal.
    let own = matches!(span.kind, 0 | 1) && operation(facts).is_none();
    (elicited || own).then_some(start)
}

/// A guardrail that ran.
#[derive(Default)]
struct Check {
    name: String,
    side: Option<&'static str>,
    decision: Option<&'static str>,
    jailbreak: bool,
    version: String,
}

/// The guardrails that a set of attributes tells of.
fn checks(facts: &Facts<'_, '_>) -> Vec<Check> {
    let listed = facts
        .get(Attribute::Guardrail)
        .map(listed)
        .unwrap_or_default();
    if !listed.is_empty() {
        return listed;
    }
    let named = [
        Attribute::Guardrail,
        Attribute::GuardrailSide,
        Attribute::GuardrailRisk,
        Attribute::GuardrailDecision,
    ];
    let ran = operation(facts).as_deref() == Some("run_guardrail");
    if !ran && !named.into_iter().any(|a| facts.has(a)) {
        return Vec::new();
    }
    let name = facts.text(Attribute::Guardrail).unwrap_or_default();
    let risks = facts.texts(Attribute::GuardrailRisk);
    let version = facts.text(Attribute::GuardrailVersion).unwrap_or_default();
    vec![Check {
        side: facts.canonical(Attribute::GuardrailSide),
        decision: facts.canonical(Attribute::GuardrailDecision),
        jailbreak: is_jailbreak(&name) || risks.iter().any(|r| is_jailbreak(r)),
        name: name.into_owned(),
        version: version.into_owned(),
    }]
}

fn is_jailbreak(text: &str) -> bool {
    mapping::builtin().mentions(Word::Jailbreak, text)
}

/// `LiteLLM`'s list of what ran: `[{"guardrail_name", "guardrail_mode", "guardrail_status"}]`, as values or as a
/// text in JSON.
fn listed(value: &Any<'_>) -> Vec<Check> {
    match value {
        Any::List(list) => list.iter().filter_map(entry).collect(),
        Any::Map(_) => entry(value).into_iter().collect(),
        Any::Text(text) if text.len() <= LONGEST && text.trim_start().starts_with(['[', '{']) => {
            match serde_json::from_str(text) {
                Ok(Json::Array(list)) => list.iter().filter_map(json_entry).collect(),
                Ok(object) => json_entry(&object).into_iter().collect(),
                Err(_) => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

fn entry(value: &Any<'_>) -> Option<Check> {
    let Any::Map(map) = value else { return None };
    let get = |key: &str| {
        let value = map.iter().find(|(k, _)| k == key).map(|(_, v)| v);
        value.and_then(super::facts::text)
    };
    Some(check(
        &get("guardrail_name")?,
        get("guardrail_mode").as_deref(),
        get("guardrail_status").as_deref(),
    ))
}

fn json_entry(value: &Json) -> Option<Check> {
    let get = |key: &str| match value.get(key)? {
        Json::Array(list) => list.first()?.as_str(),
        value => value.as_str(),
    };
    Some(check(
        get("guardrail_name")?,
        get("guardrail_mode"),
        get("guardrail_status"),
    ))
}

fn check(name: &str, mode: Option<&str>, status: Option<&str>) -> Check {
    let mapping = mapping::builtin();
    let canonical = |attribute, text: Option<&str>| mapping.value(attribute, text?);
    Check {
        side: canonical(Attribute::GuardrailSide, mode),
        decision: canonical(Attribute::GuardrailDecision, status),
        jailbreak: is_jailbreak(name),
        name: name.to_owned(),
        version: String::new(),
    }
}
