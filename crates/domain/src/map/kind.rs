//! What a part is, and what passes between two parts.

use serde::{Deserialize, Serialize};

use crate::{
    Layer,
    evidence::{Component, ComponentKind},
};

crate::answer::wire_enum! {
    /// What a part of a workload is.
    PartKind {
        /// Where users come in: an app, a mini program, a hotline.
        Channel = "channel",
        /// The application itself.
        Application = "application",
        /// An agent.
        Agent = "agent",
        /// A tool that agents call.
        Tool = "tool",
        /// A server of such tools.
        McpServer = "mcp_server",
        /// Instructions and scripts that extend an agent.
        Skill = "skill",
        /// A prompt under version control.
        Prompt = "prompt",
        /// Documents to answer from.
        Knowledge = "knowledge",
        /// Data to train or test with.
        Dataset = "dataset",
        /// Tests of quality, security and speed.
        Evaluation = "evaluation",
        /// What people do: reviews, approvals, duty.
        Process = "process",
        /// A system of somebody else.
        External = "external",
        /// The gateway in front of models.
        Gateway = "gateway",
        /// Checks of inputs and outputs.
        Guardrail = "guardrail",
        /// An inference service that the organisation runs.
        Serving = "serving",
        /// A model that is bought as an API.
        ModelApi = "model_api",
        /// A model by name.
        Model = "model",
        /// A cache of answers, prefixes or embeddings.
        Cache = "cache",
        /// An index of vectors.
        VectorStore = "vector_store",
        /// A database.
        DataStore = "data_store",
        /// A queue or stream.
        Queue = "queue",
        /// A pipeline that trains, converts, indexes or deploys.
        Pipeline = "pipeline",
        /// Logs, metrics, traces and alerts.
        Observability = "observability",
        /// The registry of models and images.
        Registry = "registry",
        /// Another service.
        Service = "service",
        /// GPUs and other accelerators.
        GpuPool = "gpu_pool",
        /// Servers and the container platform.
        Compute = "compute",
        /// Disks, files and objects.
        Storage = "storage",
        /// Networks and their borders.
        Network = "network",
        /// Weights as artefacts.
        Weights = "weights",
        /// A device at the edge.
        EdgeDevice = "edge_device",
    }
}

impl PartKind {
    /// Where it stands unless somebody moves it.
    pub const fn layer(self) -> Layer {
        match self {
            Self::Channel
            | Self::Application
            | Self::Agent
            | Self::Tool
            | Self::McpServer
            | Self::Skill
            | Self::Prompt
            | Self::Knowledge
            | Self::Dataset
            | Self::Evaluation
            | Self::Process
            | Self::External => Layer::Application,
            Self::Gateway
            | Self::Guardrail
            | Self::Serving
            | Self::ModelApi
            | Self::Model
            | Self::Cache
            | Self::VectorStore
            | Self::DataStore
            | Self::Queue
            | Self::Pipeline
            | Self::Observability
            | Self::Registry
            | Self::Service => Layer::Architecture,
            Self::GpuPool
            | Self::Compute
            | Self::Storage
            | Self::Network
            | Self::Weights
            | Self::EdgeDevice => Layer::Resource,
        }
    }

    /// What something of the inventory is on a map; none for packages and images, of which there are hundreds.
    pub fn of(component: &Component) -> Option<Self> {
        let attribute = |name: &str| {
            let found = component
                .attributes
                .iter()
                .find(|(key, _)| key.as_str() == name);
            found.map(|(_, text)| text.as_str())
        };
        match component.kind {
            ComponentKind::Model => Some(Self::Model),
            ComponentKind::Dataset => Some(Self::Dataset),
            ComponentKind::Agent => Some(Self::Agent),
            ComponentKind::Tool => Some(Self::Tool),
            ComponentKind::McpServer => Some(Self::McpServer),
            ComponentKind::Skill => Some(Self::Skill),
            ComponentKind::Prompt => Some(Self::Prompt),
            // A reader that knows says so; else the name does, as far as names go.
            ComponentKind::Service => Some(
                attribute("part")
                    .and_then(|kind| kind.parse().ok())
                    .unwrap_or_else(|| Self::by_name(component.name.as_str())),
            ),
            ComponentKind::Library | ComponentKind::Image => None,
        }
    }

    /// What a service of this name most likely is.
    pub fn by_name(name: &str) -> Self {
        let name = name.to_lowercase();
        let known = NAMES
            .iter()
            .find(|(words, _)| words.iter().any(|word| name.contains(word)));
        known.map_or(Self::Service, |(_, kind)| *kind)
    }
}

/// Words in names of services, the surest first.
const NAMES: [(&[&str], PartKind); 10] = [
    (
        &["guardrail", "moderation", "content-safety", "llama-guard"],
        PartKind::Guardrail,
    ),
    (
        &[
            "milvus",
            "qdrant",
            "weaviate",
            "chroma",
            "pgvector",
            "opensearch",
            "elasticsearch",
            "vector",
        ],
        PartKind::VectorStore,
    ),
    (&["redis", "valkey", "memcached", "cache"], PartKind::Cache),
    (
        &["postgres", "mysql", "mongo", "clickhouse", "database"],
        PartKind::DataStore,
    ),
    (
        &["kafka", "rabbitmq", "pulsar", "rocketmq", "queue"],
        PartKind::Queue,
    ),
    (
        &[
            "prometheus",
            "grafana",
            "jaeger",
            "tempo",
            "loki",
            "otel",
            "langfuse",
            "phoenix",
        ],
        PartKind::Observability,
    ),
    (
        &[
            "vllm",
            "sglang",
            "triton",
            "inference",
            "serving",
            "llm-d",
            "ollama",
            "tgi",
        ],
        PartKind::Serving,
    ),
    (
        &["gateway", "litellm", "ingress", "proxy", "router"],
        PartKind::Gateway,
    ),
    (
        &[
            "trainer", "training", "finetune", "indexer", "ingest", "pipeline",
        ],
        PartKind::Pipeline,
    ),
    (
        &["assistant", "chatbot", "frontend", "web", "console"],
        PartKind::Application,
    ),
];

crate::answer::wire_enum! {
    /// What passes between two parts.
    CallKind {
        /// Asks and gets an answer.
        Calls = "calls",
        /// Reads data.
        Reads = "reads",
        /// Writes data.
        Writes = "writes",
        /// Runs on it.
        RunsOn = "runs_on",
        /// Hands something on: weights, documents, versions.
        Feeds = "feeds",
        /// Watches it.
        Watches = "watches",
        /// Decides about it: people.
        Approves = "approves",
    }
}

impl CallKind {
    /// What most likely passes between two parts of these kinds; a person may say otherwise.
    pub fn usual(from: PartKind, to: PartKind) -> Self {
        match (from, to) {
            (PartKind::Process, _) => Self::Approves,
            (PartKind::Observability, _) => Self::Watches,
            (_, to) if to.layer() == Layer::Resource && from.layer() != Layer::Resource => {
                Self::RunsOn
            }
            (PartKind::Pipeline, PartKind::VectorStore | PartKind::Registry) => Self::Writes,
            (PartKind::Knowledge | PartKind::Dataset | PartKind::Registry, _) => Self::Feeds,
            (
                _,
                PartKind::VectorStore
                | PartKind::DataStore
                | PartKind::Knowledge
                | PartKind::Dataset
                | PartKind::Prompt
                | PartKind::Model,
            ) => Self::Reads,
            _ => Self::Calls,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_told_by_their_names() {
        for (name, kind) in [
            ("vllm-qwen", PartKind::Serving),
            ("prod-milvus-proxy", PartKind::VectorStore),
            ("Model-Gateway", PartKind::Gateway),
            ("order-service", PartKind::Service),
            ("redis-0", PartKind::Cache),
        ] {
            assert_eq!(PartKind::by_name(name), kind, "{name}");
        }
    }

    #[test]
    fn every_layer_has_kinds() {
        for layer in Layer::ALL {
            assert!(PartKind::ALL.iter().any(|kind| kind.layer() == layer));
        }
    }
}
