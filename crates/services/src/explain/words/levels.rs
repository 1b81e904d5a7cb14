//! What explanations say about levels.

use domain::{Cause, CheckScore, Floor, Framework, Locale, RiskId};

use super::Words;

/// The bounds of the five levels.
const BOUNDS: [&str; 5] = ["[0, 25)", "[25, 50)", "[50, 75)", "[75, 95)", "[95, 100]"];

impl Words {
    pub const fn overall_level(self) -> &'static str {
        self.pick("总评级别", "Overall level")
    }

    pub fn pillar_level(self, framework: &Framework, id: &domain::PillarId) -> String {
        let name = self.pillar(framework, id);
        match self.0 {
            Locale::Zh => format!("{name}级别"),
            Locale::En => format!("{name} level"),
        }
    }

    /// A level with its name: `3级（稳健级）`.
    pub fn level(self, framework: &Framework, level: u8) -> String {
        let name = framework
            .levels
            .iter()
            .find(|l| l.level == level)
            .map(|l| l.name.get(self.0))
            .unwrap_or_default();
        match self.0 {
            Locale::Zh => format!("{level}级（{name}）"),
            Locale::En => format!("Level {level}, {name}"),
        }
    }

    pub fn thresholds(self, framework: &Framework) -> String {
        let level = |(l, bounds): (&domain::framework::LevelInfo, &str)| match self.0 {
            Locale::Zh => format!("{bounds}为{}级{}", l.level, l.name.get(self.0)),
            Locale::En => format!("{bounds} is {} {}", l.level, l.name.get(self.0)),
        };
        let all: Vec<_> = framework.levels.iter().zip(BOUNDS).map(level).collect();
        match self.0 {
            Locale::Zh => format!("L把得分换算成级别：{}。", all.join("，")),
            Locale::En => format!("L turns a score into a level: {}.", all.join(", ")),
        }
    }

    pub fn by_score(self, score: &str, level: u8) -> String {
        match self.0 {
            Locale::Zh => format!("得分{score}，对应{level}级"),
            Locale::En => format!("The score {score} alone gives level {level}"),
        }
    }

    /// How far above a pillar the overall level may stand.
    pub const fn floor_rule(self, above: u8) -> &'static str {
        if above == 0 {
            self.pick(
                "总评级别不高于本支柱的级别",
                "The overall level is never above this pillar's level",
            )
        } else {
            self.pick(
                "总评级别最多比本支柱高一级",
                "The overall level is at most one above this pillar's level",
            )
        }
    }

    pub fn floor(
        self,
        framework: &Framework,
        floor: &Floor,
        risk: &dyn Fn(&RiskId) -> String,
    ) -> String {
        let Floor {
            overall,
            pillar,
            because,
            from,
            to,
        } = floor;
        let pillar = self.pillar(framework, pillar);
        let cause = self.cause(framework, because, risk);
        match (self.0, overall) {
            (Locale::Zh, true) => {
                format!("总评级别由{from}级降为{to}级：受“{pillar}”限制，原因是{cause}。")
            }
            (Locale::Zh, false) => format!("“{pillar}”级别由{from}级降为{to}级：原因是{cause}。"),
            (Locale::En, true) => {
                format!("Held at level {to} instead of {from} by {pillar}: {cause}.")
            }
            (Locale::En, false) => {
                format!("{pillar} held at level {to} instead of {from}: {cause}.")
            }
        }
    }

    fn cause(
        self,
        framework: &Framework,
        cause: &Cause,
        risk: &dyn Fn(&RiskId) -> String,
    ) -> String {
        match (cause, self.0) {
            (Cause::Check(id), Locale::Zh) => format!("检查项{}", self.check(framework, id)),
            (Cause::Check(id), Locale::En) => format!("check {}", self.check(framework, id)),
            (Cause::Risk(id), Locale::Zh) => {
                format!("未被接受的严重风险{}", risk(id))
            }
            (Cause::Risk(id), Locale::En) => {
                format!("critical risk {}, which nobody accepted", risk(id))
            }
        }
    }

    pub const fn behind(self, cause: &Cause) -> &'static str {
        match cause {
            Cause::Check(_) => self.pick(
                "限制的原因：支柱在这一项上失分最多",
                "Behind the floor: this check costs its pillar most",
            ),
            Cause::Risk(_) => self.pick(
                "限制的原因：未被接受的严重风险",
                "Behind the floor: a critical risk that nobody accepted",
            ),
        }
    }

    pub fn critical(self, residual: &str) -> String {
        match self.0 {
            Locale::Zh => format!("严重风险，残余{residual}，无人接受：支柱级别不高于2级"),
            Locale::En => format!(
                "Critical at {residual} and not accepted: the pillar stays at level 2 or below"
            ),
        }
    }

    pub const fn no_floors_in_means(self) -> &'static str {
        self.pick(
            "门槛只作用于单个工作负载，不作用于平均数。",
            "Floors hold single workloads down, not means.",
        )
    }

    pub fn level_rule(self, score: &CheckScore) -> String {
        let CheckScore {
            level,
            met_next,
            of_next,
            value: _,
        } = score;
        let next = level + 1;
        let reached = match (self.0, level) {
            (Locale::Zh, 1) => "1级是起点，没有准则。".to_owned(),
            (Locale::En, 1) => {
                "Level 1 is where every check starts; it has no criteria.".to_owned()
            }
            (Locale::Zh, _) => format!("{level}级及以下的适用准则全部计入，达到{level}级。"),
            (Locale::En, _) => {
                format!("Every applicable criterion up to level {level} counts: level {level}.")
            }
        };
        match (self.0, *of_next) {
            (_, 0) => reached,
            (Locale::Zh, _) => format!(
                "{reached}{next}级有{of_next}条适用准则，计入{met_next}条，这就是进度。没有适用准则的级别随前一级一并达到。"
            ),
            (Locale::En, _) => format!(
                "{reached} At level {next}, {met_next} of {of_next} applicable criteria count, which is the progress. A level without applicable criteria is reached with the one below it."
            ),
        }
    }

    pub const fn cap(self) -> &'static str {
        self.pick(
            "本支柱有残余风险不低于15且未被接受的风险时，上限为2，否则没有上限。",
            "The cap is 2 while a risk of this pillar has a residual of 15 or more and nobody accepted it; otherwise there is none.",
        )
    }

    pub fn target(self, level: u8) -> String {
        match self.0 {
            Locale::Zh => format!("目标级别：{level}级。"),
            Locale::En => format!("Target: level {level}."),
        }
    }

    pub const fn high_issue(self) -> &'static str {
        self.pick(
            "高风险问题：按“已声明”只有1级，而权重不低于4。",
            "High-risk issue: level 1 as claimed, at weight 4 or 5.",
        )
    }

    pub const fn medium_issue(self) -> &'static str {
        self.pick(
            "中风险问题：按“已声明”低于目标级别。",
            "Medium-risk issue: below the target level as claimed.",
        )
    }
}
