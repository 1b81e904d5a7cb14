//! What the map's words are called in both languages: the page, the file and the report use the same.

use super::{CallKind, Facts, Freshness, Lens, PartKind, Step, Template};
use crate::{Band, Layer, Locale, evidence::Severity};

macro_rules! names {
    ($($(#[$doc:meta])* $ty:ident { $($variant:ident = $zh:literal | $en:literal),* $(,)? })*) => {$(
        impl $ty {
            $(#[$doc])*
            pub const fn name(self, locale: Locale) -> &'static str {
                match (self, locale) {
                    $((Self::$variant, Locale::Zh) => $zh, (Self::$variant, Locale::En) => $en,)*
                }
            }
        }
    )*};
}

names! {
    /// Its name: short enough for a box.
    PartKind {
        Channel = "用户入口" | "Entry", Application = "应用" | "Application", Agent = "智能体" | "Agent",
        Tool = "工具" | "Tool", McpServer = "MCP服务" | "MCP server", Skill = "技能" | "Skill",
        Prompt = "提示词" | "Prompt", Knowledge = "知识" | "Knowledge", Dataset = "数据集" | "Dataset",
        Evaluation = "评测" | "Evaluation", Process = "人工流程" | "Process", External = "外部系统" | "External",
        Gateway = "网关" | "Gateway", Guardrail = "护栏" | "Guardrail", Serving = "推理服务" | "Inference",
        ModelApi = "模型API" | "Model API", Model = "模型" | "Model", Cache = "缓存" | "Cache",
        VectorStore = "向量库" | "Vector store", DataStore = "数据库" | "Database", Queue = "队列" | "Queue",
        Pipeline = "流水线" | "Pipeline", Observability = "可观测" | "Monitoring", Registry = "仓库" | "Registry",
        Service = "服务" | "Service", GpuPool = "GPU池" | "GPU pool", Compute = "计算" | "Compute",
        Storage = "存储" | "Storage", Network = "网络" | "Network", Weights = "权重" | "Weights",
        EdgeDevice = "边缘设备" | "Edge device",
    }
    /// Its name, as a verb.
    CallKind {
        Calls = "调用" | "calls", Reads = "读取" | "reads", Writes = "写入" | "writes", RunsOn = "运行于" | "runs on",
        Feeds = "供给" | "feeds", Watches = "监控" | "watches", Approves = "审批" | "approves",
    }
    /// Its name.
    Lens {
        Assured = "已证实级别" | "Assured level", Findings = "未关闭的发现" | "Open findings",
        Conflicts = "冲突" | "Conflicts", Freshness = "信号新鲜度" | "Freshness of signals",
        Risk = "残余风险" | "Residual risk",
    }
    /// Its name.
    Freshness {
        Unasked = "无需信号" | "No signals needed", Never = "未收到信号" | "No signal yet",
        Stale = "超过7天" | "Older than 7 days", Late = "超过1天" | "Older than 1 day", Fresh = "1天内" | "Within 1 day",
    }
    /// Its name.
    Template {
        CommercialApi = "商业模型API" | "Commercial model API", SelfHosted = "自托管推理" | "Self-hosted inference",
        Rag = "检索增强（RAG）" | "Retrieval (RAG)", Agent = "智能体" | "Agents", FineTuning = "微调与训练" | "Fine-tuning",
        Multimodal = "多模态" | "Multimodal", Edge = "端侧与边缘" | "Edge",
    }
}

/// The name of a layer.
pub const fn layer(layer: Layer, locale: Locale) -> &'static str {
    match (layer, locale) {
        (Layer::Application, Locale::Zh) => "应用层",
        (Layer::Application, Locale::En) => "Application layer",
        (Layer::Architecture, Locale::Zh) => "架构层",
        (Layer::Architecture, Locale::En) => "Architecture layer",
        (Layer::Resource, Locale::Zh) => "资源层",
        (Layer::Resource, Locale::En) => "Resource layer",
    }
}

const fn band(band: Band, locale: Locale) -> &'static str {
    match (band, locale) {
        (Band::Low, Locale::Zh) => "低",
        (Band::Low, Locale::En) => "Low",
        (Band::Medium, Locale::Zh) => "中",
        (Band::Medium, Locale::En) => "Medium",
        (Band::High, Locale::Zh) => "高",
        (Band::High, Locale::En) => "High",
        (Band::Critical, Locale::Zh) => "严重",
        (Band::Critical, Locale::En) => "Critical",
    }
}

const fn severity(severity: Severity, locale: Locale) -> &'static str {
    match (severity, locale) {
        (Severity::Info, Locale::Zh) => "提示",
        (Severity::Info, Locale::En) => "info",
        (Severity::Low, Locale::Zh) => "低",
        (Severity::Low, Locale::En) => "low",
        (Severity::Medium, Locale::Zh) => "中",
        (Severity::Medium, Locale::En) => "medium",
        (Severity::High, Locale::Zh) => "高",
        (Severity::High, Locale::En) => "high",
        (Severity::Critical, Locale::Zh) => "严重",
        (Severity::Critical, Locale::En) => "critical",
    }
}

impl Step {
    /// What it means through a lens; none where no part can stand so.
    pub const fn meaning(self, lens: Lens, locale: Locale) -> Option<&'static str> {
        let (zh, en) = match (lens, self) {
            (Lens::Assured | Lens::Conflicts, Self::Unknown) => {
                ("没有适用的检查项", "No check applies")
            }
            (Lens::Assured, Self::Good) => ("5级", "Level 5"),
            (Lens::Assured, Self::Fair) => ("4级", "Level 4"),
            (Lens::Assured, Self::Poor) => ("3级", "Level 3"),
            (Lens::Assured, Self::Bad) => ("2级", "Level 2"),
            (Lens::Assured, Self::Worst) => ("1级", "Level 1"),
            (Lens::Findings | Lens::Conflicts, Self::Good) => ("没有", "None"),
            (Lens::Findings, Self::Fair) => ("最重：低或提示", "Worst: low or info"),
            (Lens::Findings, Self::Poor) => ("最重：中", "Worst: medium"),
            (Lens::Findings, Self::Bad) => ("最重：高", "Worst: high"),
            (Lens::Findings, Self::Worst) => ("最重：严重", "Worst: critical"),
            (Lens::Conflicts, Self::Poor) => ("1条", "1"),
            (Lens::Conflicts, Self::Bad) => ("2–3条", "2–3"),
            (Lens::Conflicts, Self::Worst) => ("4条及以上", "4 or more"),
            (Lens::Freshness, Self::Unknown) => ("没有信号", "No signals"),
            (Lens::Freshness, Self::Good) => ("1天内", "Within 1 day"),
            (Lens::Freshness, Self::Poor) => ("超过1天", "Older than 1 day"),
            (Lens::Freshness, Self::Bad) => ("超过7天", "Older than 7 days"),
            (Lens::Risk, Self::Unknown) => ("没有未接受的风险", "No risk, or accepted"),
            (Lens::Risk, Self::Good) => ("低", "Low"),
            (Lens::Risk, Self::Poor) => ("中", "Medium"),
            (Lens::Risk, Self::Bad) => ("高", "High"),
            (Lens::Risk, Self::Worst) => ("严重", "Critical"),
            _ => return None,
        };
        Some(match locale {
            Locale::Zh => zh,
            Locale::En => en,
        })
    }
}

impl Facts {
    /// What stands in the corner of a box: at most six letters.
    pub fn mark(&self, lens: Lens, locale: Locale) -> String {
        let none = || "–".to_owned();
        match lens {
            Lens::Assured => self.level.map_or_else(none, |level| match locale {
                Locale::Zh => format!("{level}级"),
                Locale::En => format!("L{level}"),
            }),
            Lens::Findings => self.open_findings().to_string(),
            Lens::Conflicts if self.checks == 0 => none(),
            Lens::Conflicts => self.conflicts.to_string(),
            Lens::Freshness => match (self.freshness, locale) {
                (Freshness::Unasked | Freshness::Never, _) => none(),
                (Freshness::Fresh, Locale::Zh) => "1天内".to_owned(),
                (Freshness::Late, Locale::Zh) => ">1天".to_owned(),
                (Freshness::Stale, Locale::Zh) => ">7天".to_owned(),
                (Freshness::Fresh, Locale::En) => "<1 d".to_owned(),
                (Freshness::Late, Locale::En) => ">1 d".to_owned(),
                (Freshness::Stale, Locale::En) => ">7 d".to_owned(),
            },
            Lens::Risk => self
                .risk
                .as_ref()
                .map_or_else(none, |risk| risk.score.decimal(1)),
        }
    }

    /// The same as a phrase, for those who don't see the picture.
    pub fn told(&self, lens: Lens, locale: Locale) -> String {
        let zh = locale == Locale::Zh;
        match lens {
            Lens::Assured => match (self.level, self.claimed_level) {
                (Some(assured), Some(claimed)) if zh => {
                    format!(
                        "{}项检查，已证实{assured}级，已声明{claimed}级",
                        self.checks
                    )
                }
                (Some(assured), Some(claimed)) => {
                    format!(
                        "checks: {}, assured level {assured}, claimed level {claimed}",
                        self.checks
                    )
                }
                _ if zh => "没有适用的检查项".to_owned(),
                _ => "no check applies".to_owned(),
            },
            Lens::Findings if self.findings.is_empty() => if zh {
                "没有未关闭的发现"
            } else {
                "no open findings"
            }
            .to_owned(),
            Lens::Findings => {
                let each = self.findings.iter().map(|(of, count)| {
                    let of = severity(*of, locale);
                    if zh {
                        format!("{of}{count}")
                    } else {
                        format!("{count} {of}")
                    }
                });
                let each: Vec<_> = each.collect();
                if zh {
                    format!("未关闭的发现：{}", each.join("、"))
                } else {
                    format!("open findings: {}", each.join(", "))
                }
            }
            Lens::Conflicts if zh => format!("{}条准则与规则冲突", self.conflicts),
            Lens::Conflicts => format!("criteria in conflict with rules: {}", self.conflicts),
            Lens::Freshness => {
                let (asked, came) = self.signals;
                let state = self.freshness.name(locale);
                match self.freshness {
                    Freshness::Unasked => state.to_owned(),
                    _ if zh => format!("{asked}种信号收到{came}种，{state}"),
                    _ => format!("{came} of {asked} signals came, {}", lower(state)),
                }
            }
            Lens::Risk => match &self.risk {
                Some(risk) => {
                    let (score, of) = (risk.score.decimal(1), band(risk.band, locale));
                    if zh {
                        format!("最高残余风险{} {score}（{of}）", risk.risk)
                    } else {
                        format!(
                            "highest residual risk {} {score} ({})",
                            risk.risk,
                            lower(of)
                        )
                    }
                }
                None if zh => "没有未接受的风险".to_owned(),
                None => "no risk that is not accepted".to_owned(),
            },
        }
    }
}

fn lower(text: &str) -> String {
    text.to_lowercase()
}
