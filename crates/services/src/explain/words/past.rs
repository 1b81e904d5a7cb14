//! What explanations say about days in the past.

use domain::Locale;
use time::Date;

use super::{super::ask::Counted, Words};

impl Words {
    /// A number as it was on a day.
    pub fn on(self, name: &str, day: Date) -> String {
        let day = self.date(day);
        match self.0 {
            Locale::Zh => format!("{name}（{day}）"),
            Locale::En => format!("{name} on {day}"),
        }
    }

    pub const fn sampled(self) -> &'static str {
        self.pick(
            "每天保存一次采样：数值、分级和框架版本都是当天的，名称是现在的。",
            "A sample is kept of each day: numbers, tiers and framework versions are those of the day, names those of now.",
        )
    }

    pub const fn sample_of_one(self) -> &'static str {
        self.pick(
            "采样只保存当天的数值，不保存回答；前后里程碑保存了当时的全部回答，两者之差逐条说明改了什么、谁改的、为什么改。",
            "A sample keeps the numbers of its day and not the answers. The milestones around it have all answers of their time: the difference says row by row what changed, who changed it and why.",
        )
    }

    pub fn milestone(self, number: i32, day: Date) -> String {
        let day = self.date(day);
        match self.0 {
            Locale::Zh => format!("里程碑{number}（{day}）"),
            Locale::En => format!("Milestone {number} of {day}"),
        }
    }

    pub const fn before_it(self) -> &'static str {
        self.pick(
            "当天之前最近的里程碑：看此后改了什么。",
            "The last milestone until then: what changed since.",
        )
    }

    pub const fn after_it(self) -> &'static str {
        self.pick(
            "当天之后的第一个里程碑：看此后改了什么。",
            "The first milestone after it: what changed since.",
        )
    }

    pub const fn history(self) -> &'static str {
        self.pick("变更日志", "Change log")
    }

    pub const fn history_note(self) -> &'static str {
        self.pick(
            "每一次改动及其时间、操作人。",
            "Every change, when and by whom.",
        )
    }

    pub const fn counted_of(self, what: Counted) -> &'static str {
        match what {
            Counted::Met => self.pick("答为满足的准则", "Criteria answered as met"),
            Counted::Proven => self.pick("其中已证实", "Of those met, proven"),
            Counted::Effort => self.pick("未完成行动的人天", "Person-days of open actions"),
        }
    }

    pub fn of_met(self, met: u32) -> String {
        match self.0 {
            Locale::Zh => format!("答为满足的共{met}条"),
            Locale::En => format!("of {met} met"),
        }
    }

    pub fn other_curve(self, version: &str) -> String {
        match self.0 {
            Locale::Zh => format!("依据框架版本{version}，另成一条曲线。"),
            Locale::En => {
                format!("Answers framework version {version}, which has a curve of its own.")
            }
        }
    }

    pub const fn sums_by_team(self) -> &'static str {
        self.pick(
            "工作负载太多，这里按团队列出；点开团队可见其中每一个。",
            "There are too many workloads for one page, so the rows are teams; each opens into its own.",
        )
    }
}
