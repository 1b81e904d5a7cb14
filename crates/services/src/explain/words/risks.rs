//! What explanations say about risks.

use domain::{Band, Locale};
use time::Date;

use super::Words;

impl Words {
    pub fn likelihood(self, catalogue: u32, raised_to: u32, facts: &[String]) -> String {
        if facts.is_empty() {
            return match self.0 {
                Locale::Zh => format!("可能性为{catalogue}，取自风险目录；没有使它上升的情况。"),
                Locale::En => format!(
                    "Likelihood {catalogue}, from the catalogue; no fact of the profile raises it."
                ),
            };
        }
        match self.0 {
            Locale::Zh => format!(
                "可能性为{raised_to}：风险目录给出{catalogue}，以下情况各加1，最高为5：{}。",
                facts.join("、")
            ),
            Locale::En => format!(
                "Likelihood {raised_to}: {catalogue} in the catalogue, and one more, up to 5, for each of: {}.",
                facts.join("; ")
            ),
        }
    }

    pub fn own_likelihood(self, likelihood: u32) -> String {
        match self.0 {
            Locale::Zh => format!("可能性为{likelihood}，由登记这项自有风险的人给出。"),
            Locale::En => format!(
                "Likelihood {likelihood}, as stated by whoever entered this risk of the workload's own."
            ),
        }
    }

    pub fn inherent(self, impact: u32, inherent: &str, band: Band) -> String {
        let band = self.band_name(band);
        match self.0 {
            Locale::Zh => format!("影响为{impact}；固有风险＝可能性×影响＝{inherent}（{band}）。"),
            Locale::En => format!(
                "Impact {impact}; inherent risk = likelihood × impact = {inherent} ({band})."
            ),
        }
    }

    pub fn band(self, band: Band) -> String {
        let band = self.band_name(band);
        match self.0 {
            Locale::Zh => {
                format!("残余风险为{band}：低于5为低，低于10为中，低于15为高，15及以上为严重。")
            }
            Locale::En => {
                format!(
                    "The residual is {band}: low below 5, medium below 10, high below 15, critical from 15."
                )
            }
        }
    }

    const fn band_name(self, band: Band) -> &'static str {
        match band {
            Band::Low => self.pick("低", "low"),
            Band::Medium => self.pick("中", "medium"),
            Band::High => self.pick("高", "high"),
            Band::Critical => self.pick("严重", "critical"),
        }
    }

    pub const fn unmitigated(self) -> &'static str {
        self.pick(
            "没有适用的检查项能缓解这个风险，m为0。",
            "No check that applies mitigates this risk, so m is 0.",
        )
    }

    pub fn reopened(self, checks: &[String]) -> String {
        match self.0 {
            Locale::Zh => format!(
                "以下检查项有未关闭的高或严重发现，已证实的残余风险恢复为固有值：{}。",
                checks.join("、")
            ),
            Locale::En => format!(
                "Open findings of severity high or critical put the assured residual back to inherent: {}.",
                checks.join("; ")
            ),
        }
    }

    pub fn accepted(self, approver: &str, until: Date) -> String {
        let until = self.date(until);
        match self.0 {
            Locale::Zh => {
                format!("已被接受（{approver}批准），有效至{until}；在此期间不限制支柱级别。")
            }
            Locale::En => format!(
                "Accepted until {until}, approved by {approver}; while that holds it does not cap the pillar's level."
            ),
        }
    }

    /// `2026年11月22日`, `22 November 2026`.
    pub fn date(self, date: Date) -> String {
        let (year, month, day) = (date.year(), date.month(), date.day());
        match self.0 {
            Locale::Zh => format!("{year}年{}月{day}日", u8::from(month)),
            Locale::En => format!("{day} {month} {year}"),
        }
    }
}
