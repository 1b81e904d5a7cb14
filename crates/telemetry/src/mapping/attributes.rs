//! Names of attributes.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;
use serde::Deserialize;

macro_rules! names {
    ($(#[$doc:meta])* $type:ident { $($name:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[expect(missing_docs, reason = "each says what mapping.toml lists under its name")]
        pub enum $type { $($name),+ }
    };
}

names! {
    /// What an attribute says.
    Attribute {
        Operation, Provider, RequestModel, ResponseModel, InputTokens, OutputTokens, TotalTokens,
        CacheReadTokens, CacheWriteTokens, ReasoningTokens, Stream, TimeToFirstChunk, FinishReasons, ErrorType,
        PromptName, PromptVersion, Conversation, User, Tenant, Feature, Agent, AgentVersion, Tool, ToolCall,
        DataSource, McpServer, McpMethod, ServerAddress, ServiceVersion, RouterGroup, Batch, Evaluation,
        EvaluationScore, EvaluationLabel, Evaluator, Guardrail, GuardrailSide, GuardrailRisk, GuardrailDecision,
        GuardrailVersion, Approval, ApprovalTool, ApprovalTime, ToolRisk,
    }
}

names! {
    /// A list of words.
    Word { Jailbreak, Floating, Filtered, Missing }
}

pub fn by_name(
    lists: BTreeMap<Attribute, Vec<String>>,
) -> HashMap<String, (Attribute, u8), RandomState> {
    let ranked = |(attribute, names): (Attribute, Vec<String>)| {
        let ranks = 0..=u8::MAX;
        let pairs = names.into_iter().zip(ranks);
        pairs.map(move |(name, rank)| (name, (attribute, rank)))
    };
    lists.into_iter().flat_map(ranked).collect()
}

pub fn values(
    lists: BTreeMap<Attribute, BTreeMap<String, Vec<String>>>,
) -> HashMap<Attribute, HashMap<String, String, RandomState>, RandomState> {
    let inverse = |values: BTreeMap<String, Vec<String>>| {
        let pairs = values.into_iter().flat_map(|(canonical, list)| {
            list.into_iter().map(move |name| (name, canonical.clone()))
        });
        pairs.collect()
    };
    lists
        .into_iter()
        .map(|(attribute, list)| (attribute, inverse(list)))
        .collect()
}
