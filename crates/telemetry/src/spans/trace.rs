//! What is known of one trace.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::few::Few;
use crate::{series::LabelValue, time::Millis};

/// A tool by a hash of its name, so that a declared list can be compared without keeping names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ToolId(u32);

impl ToolId {
    /// The id of a name.
    pub fn of(name: &str) -> Self {
        let digest = Sha256::digest(name.as_bytes());
        let bytes = digest.first_chunk().copied().unwrap_or_default();
        Self(u32::from_be_bytes(bytes))
    }
}

/// A call of a tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ToolCall {
    /// When it began.
    pub at: Millis,
    /// Which tool.
    pub tool: ToolId,
    /// Whether the span itself says that it is of high risk.
    pub high_risk: bool,
}

/// Somebody's decision on what an agent wanted to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Decision {
    /// When it was made.
    pub at: Millis,
    /// On which tool; `None` on whatever came next.
    pub tool: Option<ToolId>,
    /// Whether it was a yes.
    pub approved: bool,
}

/// Something that is so of a trace if it is so of one of its spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Flag {
    /// A call was answered by another model than was asked for.
    Rerouted = 1 << 0,
    /// There is a span of an agent or workflow.
    Agent = 1 << 1,
    /// There is the id of a user.
    User = 1 << 2,
    /// There is the id of a conversation.
    Conversation = 1 << 3,
    /// Something checked an input.
    InputGuardrail = 1 << 4,
    /// Something checked an output.
    OutputGuardrail = 1 << 5,
    /// Something checked, whatever it was.
    Guardrail = 1 << 6,
    /// A check refused or changed something.
    GuardrailActed = 1 << 7,
    /// A check looked for jailbreaks or injected instructions.
    JailbreakCheck = 1 << 8,
}

/// What is known of one trace. It arrives in pieces, in any order; pieces merge in any order to the same. A
/// piece that arrives twice counts twice in the numbers, not in the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceFacts {
    /// Its id.
    pub trace_id: [u8; 16],
    /// Its earliest time.
    pub first: Millis,
    /// Its latest time.
    pub last: Millis,
    /// Services that took part; at most 8.
    services: Few<LabelValue, 8>,
    /// Inference calls (chat, text completion).
    pub calls: u32,
    /// Inference calls that failed.
    pub errors: u32,
    /// The first failed call.
    pub first_error: Option<Millis>,
    /// The last call that succeeded.
    pub last_success: Option<Millis>,
    /// Tool calls.
    pub tool_calls: u32,
    /// Tool calls with a parent span.
    pub tool_calls_with_parent: u32,
    /// Tool calls with a call id.
    pub tool_calls_with_id: u32,
    /// Searches in a knowledge base.
    pub retrievals: u32,
    /// Searches that name their source.
    pub retrievals_with_source: u32,
    flags: u16,
    root_scopes: Few<u32, 4>,
    call_scopes: Few<u32, 4>,
    tools: Few<ToolCall, 64>,
    decisions: Few<Decision, 64>,
}

impl TraceFacts {
    pub(crate) fn new(trace_id: [u8; 16], first: Millis, last: Millis) -> Self {
        Self {
            trace_id,
            first,
            last,
            services: Few::default(),
            calls: 0,
            errors: 0,
            first_error: None,
            last_success: None,
            tool_calls: 0,
            tool_calls_with_parent: 0,
            tool_calls_with_id: 0,
            retrievals: 0,
            retrievals_with_source: 0,
            flags: 0,
            root_scopes: Few::default(),
            call_scopes: Few::default(),
            tools: Few::default(),
            decisions: Few::default(),
        }
    }

    /// Adds another piece of the same trace.
    pub fn merge(&mut self, other: &Self) {
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.services.merge(&other.services);
        self.first_error = least(self.first_error, other.first_error);
        self.last_success = self.last_success.max(other.last_success);
        for (mine, others) in [
            (&mut self.calls, other.calls),
            (&mut self.errors, other.errors),
            (&mut self.tool_calls, other.tool_calls),
            (
                &mut self.tool_calls_with_parent,
                other.tool_calls_with_parent,
            ),
            (&mut self.tool_calls_with_id, other.tool_calls_with_id),
            (&mut self.retrievals, other.retrievals),
            (
                &mut self.retrievals_with_source,
                other.retrievals_with_source,
            ),
        ] {
            *mine = mine.saturating_add(others);
        }
        self.flags |= other.flags;
        self.root_scopes.merge(&other.root_scopes);
        self.call_scopes.merge(&other.call_scopes);
        self.tools.merge(&other.tools);
        self.decisions.merge(&other.decisions);
    }

    /// Whether something is so.
    pub fn has(&self, flag: Flag) -> bool {
        self.flags & flag as u16 != 0
    }

    pub(crate) fn set(&mut self, flag: Flag, so: bool) {
        if so {
            self.flags |= flag as u16;
        }
    }

    /// Services that took part; at most 8.
    pub fn services(&self) -> impl Iterator<Item = &LabelValue> {
        self.services.iter()
    }

    /// Whether the application itself has a root span here: one of another library than the calls', so that
    /// they can be followed to what asked for them.
    pub fn has_application_root(&self) -> bool {
        self.root_scopes
            .iter()
            .any(|s| !self.call_scopes.contains(s))
    }

    /// Whether another model answered after a call had failed, and the last answer came within so many milliseconds
    /// of the first failure.
    pub fn has_switched_within(&self, millis: Millis) -> bool {
        let took = self.first_error.zip(self.last_success);
        self.has(Flag::Rerouted)
            && took.is_some_and(|(failed, answered)| {
                answered > failed && answered.saturating_sub(failed) <= millis
            })
    }

    /// Whether each tool call can be followed: to a parent, an agent, a call id, and a user or conversation.
    pub fn is_linked(&self) -> bool {
        let all = |n: u32| n == self.tool_calls;
        all(self.tool_calls_with_parent)
            && all(self.tool_calls_with_id)
            && self.has(Flag::Agent)
            && (self.has(Flag::User) || self.has(Flag::Conversation))
    }

    /// Tool calls by time; at most the first 64.
    pub fn tools(&self) -> impl Iterator<Item = &ToolCall> {
        self.tools.iter()
    }

    /// Decisions by time; at most the first 64.
    pub fn decisions(&self) -> impl Iterator<Item = &Decision> {
        self.decisions.iter()
    }

    /// The latest decision on a tool call before it began.
    pub fn decision_on(&self, call: &ToolCall) -> Option<Decision> {
        let about = |d: &&Decision| d.at <= call.at && d.tool.is_none_or(|t| t == call.tool);
        self.decisions.iter().rev().find(about).copied()
    }

    pub(crate) fn service(&mut self, name: &str) {
        if !name.is_empty() {
            self.services.insert(LabelValue::fit(name));
        }
    }

    pub(crate) fn root_scope(&mut self, scope: &str) {
        self.root_scopes.insert(ToolId::of(scope).0);
    }

    pub(crate) fn call_scope(&mut self, scope: &str) {
        self.call_scopes.insert(ToolId::of(scope).0);
    }

    pub(crate) fn tool_call(&mut self, call: ToolCall) {
        self.tools.insert(call);
    }

    pub(crate) fn decision(&mut self, decision: Decision) {
        self.decisions.insert(decision);
    }

    /// Whether there is more than times and services.
    pub(crate) fn says_something(&self) -> bool {
        let mut blank = Self::new(self.trace_id, self.first, self.last);
        blank.services.merge(&self.services);
        *self != blank
    }
}

fn least(a: Option<Millis>, b: Option<Millis>) -> Option<Millis> {
    a.into_iter().chain(b).min()
}
