//! Where a map starts from: the usual parts of a kind of workload. Several templates together share their parts.

use serde::{Deserialize, Serialize};

use super::{CallKind, PartKind};
use crate::{Fact, Locale, Profile};

use CallKind::{Approves, Calls, Feeds, Reads, RunsOn, Watches, Writes};

crate::answer::wire_enum! {
    /// A kind of workload.
    Template {
        /// Calls a model that is bought as an API.
        CommercialApi = "commercial_api",
        /// Runs its models itself.
        SelfHosted = "self_hosted",
        /// Answers from documents.
        Rag = "rag",
        /// Lets a model use tools.
        Agent = "agent",
        /// Trains or tunes models.
        FineTuning = "fine_tuning",
        /// Takes or makes images, sound and video.
        Multimodal = "multimodal",
        /// Runs models on devices.
        Edge = "edge",
    }
}

/// A part that a template proposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TemplatePart {
    key: &'static str,
    /// What it is.
    pub kind: PartKind,
    zh: &'static str,
    en: &'static str,
}

impl TemplatePart {
    /// Its name.
    pub const fn name(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::Zh => self.zh,
            Locale::En => self.en,
        }
    }
}

macro_rules! parts {
    ($($key:literal $kind:ident $zh:literal $en:literal;)*) => {
        &[$(TemplatePart { key: $key, kind: PartKind::$kind, zh: $zh, en: $en }),*]
    };
}

/// Every part of every template.
const PARTS: &[TemplatePart] = parts! {
    "channel" Channel "用户入口" "User entry";
    "app" Application "应用服务" "Application";
    "prompts" Prompt "提示词库" "Prompt library";
    "agent" Agent "智能体" "Agent";
    "mcp" McpServer "MCP工具服务" "MCP tool server";
    "tool" Tool "业务工具" "Business tools";
    "external" External "业务系统" "Business systems";
    "docs" Knowledge "知识文档" "Documents";
    "data" Dataset "训练数据" "Training data";
    "eval" Evaluation "质量与安全评测" "Quality and safety tests";
    "review" Process "人工复核" "Human review";
    "confirm" Process "高风险操作确认" "Approval of risky actions";
    "duty" Process "值班与事件处置" "On-call and incidents";
    "gateway" Gateway "模型网关" "Model gateway";
    "guard" Guardrail "内容安全" "Content safety";
    "cache" Cache "语义缓存" "Semantic cache";
    "api" ModelApi "商业模型API" "Commercial model API";
    "spare" ModelApi "备用模型API" "Fallback model API";
    "serving" Serving "推理服务" "Inference service";
    "embed" Serving "向量化服务" "Embedding service";
    "model" Model "主模型" "Main model";
    "vector" VectorStore "向量库" "Vector store";
    "session" DataStore "会话库" "Session database";
    "indexer" Pipeline "索引流水线" "Indexing pipeline";
    "train" Pipeline "训练流水线" "Training pipeline";
    "media" Pipeline "音视频与图像处理" "Media processing";
    "rollout" Pipeline "模型下发" "Model roll-out";
    "registry" Registry "模型仓库" "Model registry";
    "watch" Observability "可观测平台" "Observability";
    "gpus" GpuPool "推理GPU池" "Inference GPUs";
    "traingpus" GpuPool "训练GPU池" "Training GPUs";
    "platform" Compute "容器平台" "Container platform";
    "objects" Storage "对象存储" "Object storage";
    "egress" Network "出口网络" "Egress network";
    "weights" Weights "模型权重" "Model weights";
    "device" EdgeDevice "边缘设备" "Edge devices";
    "small" Weights "端侧模型" "On-device model";
};

type Ways = &'static [(&'static str, CallKind, &'static str)];

/// What every workload has.
const COMMON: Ways = &[
    ("channel", Calls, "app"),
    ("app", Reads, "prompts"),
    ("app", Writes, "session"),
    ("app", Calls, "guard"),
    ("app", Calls, "gateway"),
    ("eval", Calls, "app"),
    ("duty", Watches, "watch"),
    ("watch", Watches, "gateway"),
    ("app", RunsOn, "platform"),
    ("gateway", RunsOn, "platform"),
];

impl Template {
    const fn calls(self) -> Ways {
        match self {
            Self::CommercialApi => &[
                ("gateway", Calls, "api"),
                ("gateway", Calls, "spare"),
                ("api", RunsOn, "egress"),
                ("spare", RunsOn, "egress"),
            ],
            Self::SelfHosted => &[
                ("gateway", Calls, "serving"),
                ("serving", Reads, "model"),
                ("registry", Feeds, "model"),
                ("model", Reads, "weights"),
                ("serving", RunsOn, "gpus"),
                ("weights", Reads, "objects"),
                ("watch", Watches, "serving"),
            ],
            Self::Rag => &[
                ("app", Calls, "cache"),
                ("app", Reads, "vector"),
                ("docs", Feeds, "indexer"),
                ("indexer", Calls, "embed"),
                ("indexer", Writes, "vector"),
                ("app", Calls, "embed"),
                ("vector", RunsOn, "objects"),
            ],
            Self::Agent => &[
                ("app", Calls, "agent"),
                ("agent", Calls, "mcp"),
                ("mcp", Calls, "tool"),
                ("tool", Calls, "external"),
                ("agent", Calls, "gateway"),
                ("confirm", Approves, "agent"),
                ("watch", Watches, "agent"),
            ],
            Self::FineTuning => &[
                ("data", Feeds, "train"),
                ("review", Approves, "data"),
                ("train", Writes, "registry"),
                ("train", RunsOn, "traingpus"),
                ("eval", Approves, "registry"),
                ("registry", Feeds, "weights"),
            ],
            Self::Multimodal => &[
                ("app", Calls, "media"),
                ("media", Writes, "objects"),
                ("media", Calls, "guard"),
                ("media", RunsOn, "platform"),
            ],
            Self::Edge => &[
                ("device", RunsOn, "small"),
                ("registry", Feeds, "rollout"),
                ("rollout", Feeds, "small"),
                ("channel", Calls, "device"),
                ("watch", Watches, "device"),
            ],
        }
    }

    /// Whether a profile asks for it.
    pub fn suits(self, profile: &Profile) -> bool {
        let fact = match self {
            Self::CommercialApi => Fact::CommercialApi,
            Self::SelfHosted => Fact::SelfHosted,
            Self::Rag => Fact::Rag,
            Self::Agent => Fact::Agents,
            Self::FineTuning => Fact::FineTuning,
            Self::Multimodal => Fact::Multimodal,
            Self::Edge => Fact::Edge,
        };
        profile.contains(&fact)
    }

    /// The parts of several templates together, each once, and the calls between them by their places.
    pub fn together(templates: &[Self]) -> (Vec<TemplatePart>, Vec<(usize, CallKind, usize)>) {
        let own = templates.iter().flat_map(|template| template.calls());
        let mut calls: Vec<_> = COMMON.iter().chain(own).collect();
        let mut seen = Vec::new();
        calls.retain(|call| {
            let new = !seen.contains(call);
            seen.push(*call);
            new
        });
        let named = |key: &str| calls.iter().any(|(from, _, to)| *from == key || *to == key);
        let parts: Vec<TemplatePart> = PARTS
            .iter()
            .filter(|part| named(part.key))
            .copied()
            .collect();
        let place = |key: &str| parts.iter().position(|part| part.key == key);
        let calls = calls
            .iter()
            .filter_map(|(from, kind, to)| Some((place(from)?, *kind, place(to)?)))
            .collect();
        (parts, calls)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Layer;

    #[test]
    fn every_call_names_parts_that_there_are() {
        let all = Template::ALL.iter().flat_map(|t| t.calls()).chain(COMMON);
        for (from, _, to) in all {
            for key in [from, to] {
                assert!(PARTS.iter().any(|part| part.key == *key), "{key}");
            }
            assert_ne!(from, to);
        }
    }

    #[test]
    fn each_template_alone_is_one_picture() {
        for template in Template::ALL {
            let (parts, calls) = Template::together(&[*template]);
            let mut reached = vec![0];
            let mut next = 0;
            while let Some(at) = reached.get(next).copied() {
                next += 1;
                for (from, _, to) in &calls {
                    let other = [(from, to), (to, from)];
                    let beside = other.into_iter().filter(|(here, _)| **here == at);
                    for (_, there) in beside {
                        if !reached.contains(there) {
                            reached.push(*there);
                        }
                    }
                }
            }
            assert_eq!(reached.len(), parts.len(), "{template:?}");
            let layers = Layer::ALL.map(|layer| parts.iter().any(|p| p.kind.layer() == layer));
            assert_eq!(layers, [true; 3], "{template:?}");
        }
    }

    #[test]
    fn templates_share_their_parts() {
        let (rag, _) = Template::together(&[Template::Rag]);
        let (both, calls) = Template::together(&[Template::Rag, Template::SelfHosted]);
        assert!(rag.iter().all(|part| both.contains(part)));
        let mut names: Vec<_> = both.iter().map(|part| part.name(Locale::En)).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), both.len());
        assert!(
            calls
                .iter()
                .all(|(from, _, to)| *from < both.len() && *to < both.len())
        );
        assert!(both.len() > 15, "{}", both.len());
    }

    #[test]
    fn every_part_belongs_to_a_template() {
        let (parts, _) = Template::together(Template::ALL);
        assert_eq!(parts.len(), PARTS.len());
    }
}
