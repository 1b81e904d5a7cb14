//! Everything that explanations say, in both languages.

mod criteria;
mod levels;
mod past;
mod risks;

use domain::{CheckId, CheckScore, Fact, Framework, Layer, Locale, PillarId, RiskId, Tier};

/// The words of one language.
#[derive(Clone, Copy)]
pub(super) struct Words(pub Locale);

impl Words {
    const fn pick(self, zh: &'static str, en: &'static str) -> &'static str {
        match self.0 {
            Locale::Zh => zh,
            Locale::En => en,
        }
    }

    pub const fn index(self) -> &'static str {
        self.pick("指数", "Index")
    }

    pub const fn layer_index(self) -> &'static str {
        self.pick("三层指数", "Layer index")
    }

    pub fn pillar(self, framework: &Framework, id: &PillarId) -> String {
        framework
            .pillar(id.as_str())
            .map_or_else(|| id.to_string(), |p| p.name.get(self.0).to_owned())
    }

    pub fn layer(self, framework: &Framework, layer: Layer) -> String {
        let found = framework.layers.iter().find(|l| l.id == layer);
        found.map_or_else(
            || layer.as_str().to_owned(),
            |l| l.name.get(self.0).to_owned(),
        )
    }

    pub fn check(self, framework: &Framework, id: &CheckId) -> String {
        framework.check(id).map_or_else(
            || id.to_string(),
            |(_, c)| format!("{id} {}", c.name.get(self.0)),
        )
    }

    pub fn risk(self, framework: &Framework, id: &RiskId) -> String {
        framework.risk(id).map_or_else(
            || id.to_string(),
            |r| format!("{id} {}", r.name.get(self.0)),
        )
    }

    pub fn fact(self, framework: &Framework, fact: Fact) -> String {
        let found = framework.facts.iter().find(|f| f.id == fact);
        found.map_or_else(
            || fact.as_str().to_owned(),
            |f| f.name.get(self.0).to_owned(),
        )
    }

    pub const fn nothing_applies(self) -> &'static str {
        self.pick(
            "没有适用的内容，因此没有数值。",
            "Nothing applies here, so there is no number.",
        )
    }

    pub const fn no_check_applies(self) -> &'static str {
        self.pick(
            "没有适用的检查项，不参与合计。",
            "No check applies; it leaves the sum.",
        )
    }

    pub const fn no_criterion_applies(self) -> &'static str {
        self.pick(
            "没有适用的准则，不参与合计。",
            "No criterion applies; it leaves every sum.",
        )
    }

    pub const fn share_given_away(self) -> &'static str {
        self.pick(
            "没有适用的检查项，占比按比例分给其他层。",
            "No check applies; its share goes to the others in proportion.",
        )
    }

    pub const fn priorities(self) -> &'static str {
        self.pick(
            "q是支柱权重：默认为1，可由组织或团队调整。",
            "q is the pillar's priority: 1 unless the organisation or the team says otherwise.",
        )
    }

    pub const fn weights(self) -> &'static str {
        self.pick(
            "w是检查项的权重，1到5，由框架规定。",
            "w is the check's weight, 1 to 5, set by the framework.",
        )
    }

    pub const fn layer_source(self) -> &'static str {
        self.pick(
            "采用腾讯云智能顾问公开的公式，便于与其指数对比。",
            "This is the formula that Tencent Smart Advisor publishes, so that the two can be compared.",
        )
    }

    pub fn progress(self, score: &CheckScore) -> String {
        let CheckScore {
            level,
            met_next,
            of_next,
            value: _,
        } = score;
        let next = level + 1;
        match (self.0, *of_next) {
            (Locale::Zh, 0) => format!("{level}级"),
            (Locale::En, 0) => format!("Level {level}"),
            (Locale::Zh, _) => format!("{level}级；{next}级{of_next}条准则中计入{met_next}条"),
            (Locale::En, _) => format!("Level {level}; at level {next}, {met_next} of {of_next}"),
        }
    }

    pub fn mean_of(self, name: &str) -> String {
        match self.0 {
            Locale::Zh => format!("{name}（加权平均）"),
            Locale::En => format!("{name} (weighted mean)"),
        }
    }

    pub const fn tiers(self) -> &'static str {
        self.pick(
            "t是工作负载分级的权重：一级3，二级2，三级1。",
            "t is the weight of the workload's tier: tier 1 has 3, tier 2 has 2, tier 3 has 1.",
        )
    }

    pub fn tier(self, tier: Tier) -> String {
        match (self.0, tier) {
            (Locale::Zh, Tier::One) => "一级".to_owned(),
            (Locale::Zh, Tier::Two) => "二级".to_owned(),
            (Locale::Zh, Tier::Three) => "三级".to_owned(),
            (Locale::En, _) => format!("Tier {}", tier.number()),
        }
    }

    pub const fn by_team(self) -> &'static str {
        self.pick(
            "工作负载太多，这里按团队列出：t是团队各工作负载权重之和，点开团队可见其中每一个。",
            "There are too many workloads for one page, so the rows are teams: t is the sum of their workloads' weights; each team opens into its own.",
        )
    }

    pub fn workloads(self, count: u32) -> String {
        match self.0 {
            Locale::Zh => format!("{count}个工作负载"),
            Locale::En => format!("Workloads: {count}"),
        }
    }

    pub fn other_version(self, version: &str) -> String {
        match self.0 {
            Locale::Zh => format!("依据框架版本{version}，不与其他版本求平均。"),
            Locale::En => {
                format!("Answers framework version {version}; different versions are not averaged.")
            }
        }
    }

    pub fn counted(
        self,
        assessed: impl std::fmt::Display,
        not_assessed: impl std::fmt::Display,
    ) -> String {
        match self.0 {
            Locale::Zh => {
                format!("已评估{assessed}个工作负载；未评估{not_assessed}个，单独列出，不当作零。")
            }
            Locale::En => {
                format!(
                    "Assessed workloads: {assessed}. Not assessed: {not_assessed}; they are listed apart, never as zero."
                )
            }
        }
    }

    pub const fn not_assessed(self) -> &'static str {
        self.pick(
            "尚未评估，不参与平均。",
            "Not assessed yet; not part of the mean.",
        )
    }
}
