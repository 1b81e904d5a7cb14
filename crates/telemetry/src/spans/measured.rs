//! What is measured of one call.

use super::{facts::Facts, measures::Group};
use crate::{
    mapping::{self, Attribute, Word},
    otlp::message::Span,
};

/// Answers from this length on are worth streaming.
const LONG: f64 = 200.0;
/// Calls up to this input and output could go to a small model.
const SMALL: (f64, f64) = (300.0, 50.0);

/// By whom a call was made, as far as it is known.
#[derive(Clone, Copy)]
pub(super) struct Owned {
    /// A user or conversation.
    pub user: bool,
    /// A tenant or business line.
    pub tenant: bool,
    /// A feature.
    pub feature: bool,
}

/// Whether the answer was streamed: `absent` where nothing says it.
pub(super) fn stream(facts: &Facts<'_, '_>) -> &'static str {
    let timed = facts.has(Attribute::TimeToFirstChunk);
    match facts.flag(Attribute::Stream) {
        Some(true) => "yes",
        _ if timed => "yes",
        Some(false) => "no",
        None => "absent",
    }
}

/// What its attributes hold.
pub(super) fn content(group: &mut Group, facts: &Facts<'_, '_>) {
    group.count_if("hexastyle.genai.calls.with_content", facts.content);
    if facts.content {
        group.count_if("hexastyle.genai.calls.with_personal_data", facts.hits.any());
        for (name, hits) in [
            ("hexastyle.genai.personal.emails", facts.hits.emails),
            ("hexastyle.genai.personal.mobiles", facts.hits.mobiles),
            ("hexastyle.genai.personal.identities", facts.hits.identities),
            ("hexastyle.genai.personal.cards", facts.hits.cards),
        ] {
            if hits > 0 {
                group.add(name, hits.into());
            }
        }
    }
}

/// Its tokens, and whose they are.
pub(super) fn tokens(group: &mut Group, facts: &Facts<'_, '_>, owned: Owned) {
    let input = facts.tokens(Attribute::InputTokens);
    let output = facts.tokens(Attribute::OutputTokens);
    let total = facts.tokens(Attribute::TotalTokens);
    let all = match (input, output) {
        (None, None) => total.unwrap_or_default(),
        (input, output) => input.unwrap_or_default() + output.unwrap_or_default(),
    };
    let counted = input.or(output).or(total).is_some();
    group.count_if("hexastyle.genai.calls.with_tokens", counted);
    group.add("hexastyle.genai.tokens", all);
    for (name, amount) in [
        ("hexastyle.genai.input_tokens", input),
        ("hexastyle.genai.output_tokens", output),
        (
            "hexastyle.genai.cache_read_tokens",
            facts.tokens(Attribute::CacheReadTokens),
        ),
        (
            "hexastyle.genai.cache_write_tokens",
            facts.tokens(Attribute::CacheWriteTokens),
        ),
        (
            "hexastyle.genai.reasoning_tokens",
            facts.tokens(Attribute::ReasoningTokens),
        ),
    ] {
        if let Some(amount) = amount {
            group.add(name, amount);
        }
    }
    // Some libraries pass on numbers whose input leaves out what the cache gave: more cached than input shows it.
    let read = facts.tokens(Attribute::CacheReadTokens).unwrap_or_default();
    let exclusive = input.is_some_and(|input| read > input);
    group.count_if("hexastyle.genai.calls.cache_exclusive", exclusive);
    let Owned {
        user,
        tenant,
        feature,
    } = owned;
    for (name, so) in [
        ("hexastyle.genai.calls.with_user", user),
        ("hexastyle.genai.calls.with_tenant", tenant),
        ("hexastyle.genai.calls.with_feature", feature),
    ] {
        group.count_if(name, so);
    }
    let share = |so: bool| if so { all } else { 0.0 };
    group.add(
        "hexastyle.genai.keyed_tokens",
        share(user || tenant || feature),
    );
    group.add(
        "hexastyle.genai.attributed_tokens",
        share(tenant && (user || feature)),
    );
}

/// What only chats have.
pub(super) fn chat(group: &mut Group, facts: &Facts<'_, '_>, service_version: bool) {
    if let Some(seconds) = facts.number(Attribute::TimeToFirstChunk) {
        group.observe("hexastyle.genai.time_to_first_chunk", seconds);
    }
    let model = facts
        .text(Attribute::ResponseModel)
        .or_else(|| facts.text(Attribute::RequestModel));
    let floating = model.is_some_and(|m| is_floating(&m));
    let named = facts.has(Attribute::ResponseModel) && !floating;
    let version = named || service_version || facts.has(Attribute::AgentVersion);
    group.count_if("hexastyle.genai.calls.with_version", version);
    group.count_if("hexastyle.genai.calls.floating_model", floating);
    let prompt = facts.has(Attribute::PromptName);
    group.count_if("hexastyle.genai.calls.with_prompt_name", prompt);
    let versioned = prompt && facts.has(Attribute::PromptVersion);
    group.count_if("hexastyle.genai.calls.with_prompt_version", versioned);
    group.count_if(
        "hexastyle.genai.calls.routed",
        facts.has(Attribute::RouterGroup),
    );
    let reasons = facts.texts(Attribute::FinishReasons);
    let filtered = reasons
        .iter()
        .any(|r| mapping::builtin().mentions(Word::Filtered, r));
    group.count_if("hexastyle.genai.calls.filtered", filtered);
    let input = facts.tokens(Attribute::InputTokens);
    let output = facts.tokens(Attribute::OutputTokens);
    let small = input
        .zip(output)
        .is_some_and(|(i, o)| i <= SMALL.0 && o <= SMALL.1);
    group.count_if("hexastyle.genai.calls.small", small);
    let batch = facts
        .flag(Attribute::Batch)
        .unwrap_or_else(|| facts.has(Attribute::Batch));
    let long = !batch && output.is_some_and(|o| o >= LONG);
    group.count_if("hexastyle.genai.calls.long", long);
    group.count_if(
        "hexastyle.genai.calls.long_streamed",
        long && stream(facts) == "yes",
    );
}

/// What only calls of tools have.
pub(super) fn tool(group: &mut Group, span: &Span<'_>, facts: &Facts<'_, '_>) {
    let user = facts.has(Attribute::User) || facts.has(Attribute::Conversation);
    for (name, so) in [
        (
            "hexastyle.genai.tool_calls.with_parent",
            span.parent.is_some(),
        ),
        (
            "hexastyle.genai.tool_calls.with_name",
            facts.has(Attribute::Tool),
        ),
        (
            "hexastyle.genai.tool_calls.with_id",
            facts.has(Attribute::ToolCall),
        ),
        ("hexastyle.genai.tool_calls.with_user", user),
    ] {
        group.count_if(name, so);
    }
}

/// Whether a model's name moves on by itself: one of its words is `latest` or the like.
fn is_floating(model: &str) -> bool {
    let words = model.split(|c: char| !c.is_ascii_alphanumeric());
    words
        .into_iter()
        .any(|w| mapping::builtin().is(Word::Floating, w))
}
