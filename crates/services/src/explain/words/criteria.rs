//! What explanations say about criteria: the answer, its proof, and why it counts or not.

use domain::{AnswerState, Locale, ProofKind, Set, proof::Standing};
use store::answers::Stored;

use super::Words;
use crate::explain::membership::{Lack, Membership, Place};

impl Words {
    /// Level, answer, proof, and whether it is in the set.
    pub fn membership(self, set: Set, membership: &Membership<'_>) -> String {
        let level = membership.criterion.level;
        let level = match self.0 {
            Locale::Zh => format!("{level}级"),
            Locale::En => format!("Level {level}"),
        };
        let mut parts = vec![level];
        match &membership.place {
            Place::OutOfScope(facts) => {
                let facts: Vec<_> = facts.iter().map(|(_, name)| name.as_str()).collect();
                parts.push(self.out_of_scope(&facts));
            }
            Place::Unanswered => parts.push(self.pick("尚未回答", "not answered").to_owned()),
            Place::Answered {
                answer,
                reason,
                standing,
                lack,
                conflict,
            } => {
                parts.push(self.answered(answer));
                parts.extend(self.reason(answer, reason.as_deref()));
                parts.extend(self.own(answer));
                parts.extend(standing.map(|s| self.proven(s)));
                parts.extend(lack.map(|lack| self.lack(membership.criterion.proof, lack)));
                if *conflict {
                    parts.push(
                        self.pick("有规则与回答矛盾", "a rule disagrees with the answer")
                            .to_owned(),
                    );
                }
            }
        }
        parts.push(self.verdict(set, membership).to_owned());
        match self.0 {
            Locale::Zh => format!("{}。", parts.join("；")),
            Locale::En => format!("{}.", parts.join("; ")),
        }
    }

    fn out_of_scope(self, facts: &[&str]) -> String {
        match self.0 {
            Locale::Zh => format!("只在画像包含以下任一情况时适用：{}", facts.join("、")),
            Locale::En => format!(
                "applies only where the profile has any of: {}",
                facts.join(", ")
            ),
        }
    }

    fn answered(self, answer: &Stored) -> String {
        let (state, who, on) = (
            self.state(answer.answer.state()),
            &answer.by_name,
            self.date(answer.at.date()),
        );
        if answer.source.is_some() {
            return match self.0 {
                Locale::Zh => format!("自{on}起继承平台“{who}”的回答“{state}”"),
                Locale::En => format!("inherited from the platform {who} since {on}: \"{state}\""),
            };
        }
        match self.0 {
            Locale::Zh => format!("{who}于{on}回答“{state}”"),
            Locale::En => format!("answered \"{state}\" by {who} on {on}"),
        }
    }

    const fn state(self, state: AnswerState) -> &'static str {
        match state {
            AnswerState::Met => self.pick("满足", "met"),
            AnswerState::NotMet => self.pick("不满足", "not met"),
            AnswerState::Unknown => self.pick("未知", "unknown"),
            AnswerState::NotApplicable => self.pick("不适用", "not applicable"),
        }
    }

    fn reason(self, answer: &Stored, reason: Option<&str>) -> Option<String> {
        let text = answer.answer.reason_text()?;
        let reason = reason.unwrap_or_default();
        Some(match self.0 {
            Locale::Zh => format!("理由：{reason}（{text}）"),
            Locale::En => format!("reason: {reason} ({text})"),
        })
    }

    fn own(self, answer: &Stored) -> Option<String> {
        let reason = answer.own_reason.as_ref()?;
        Some(match self.0 {
            Locale::Zh => format!("不继承平台的回答：{reason}"),
            Locale::En => format!("not inherited from a platform: {reason}"),
        })
    }

    fn proven(self, standing: Standing) -> String {
        let (kind, until) = (self.kind(standing.by), self.date(standing.until));
        match self.0 {
            Locale::Zh => format!("证明：{kind}，有效至{until}"),
            Locale::En => format!("proven by {kind} until {until}"),
        }
    }

    const fn kind(self, kind: ProofKind) -> &'static str {
        match kind {
            ProofKind::Signal => self.pick("信号", "a signal"),
            ProofKind::Document => self.pick("文件", "a document"),
            ProofKind::Attestation => self.pick("第二人确认", "an attestation"),
        }
    }

    fn lack(self, needed: ProofKind, lack: Lack) -> String {
        let kind = self.kind(needed);
        match (self.0, lack) {
            (Locale::Zh, Lack::Nothing) => format!("没有证明，需要{kind}"),
            (Locale::En, Lack::Nothing) => format!("no proof on file, {kind} is asked for"),
            (Locale::Zh, Lack::TooWeak) => format!("已有的证明强度不够，需要{kind}"),
            (Locale::En, Lack::TooWeak) => {
                format!("what is on file is too weak, {kind} is asked for")
            }
            (Locale::Zh, Lack::Ended(day)) => {
                format!("证明已于{}到期，需要新的{kind}", self.date(day))
            }
            (Locale::En, Lack::Ended(day)) => {
                format!("the proof ended on {}, {kind} is asked for", self.date(day))
            }
            (Locale::Zh, Lack::NoneInherited) => format!("平台没有有效的证明，需要{kind}"),
            (Locale::En, Lack::NoneInherited) => {
                format!("no proof stands at the platform, {kind} is asked for")
            }
            (Locale::Zh, Lack::NotOfThisAnswer) => {
                "第二人确认早于现在的回答，或确认人就是回答人".to_owned()
            }
            (Locale::En, Lack::NotOfThisAnswer) => {
                "the attestation is older than the answer or by the same person".to_owned()
            }
        }
    }

    /// Why it is in the set or not, after everything that was said before.
    fn verdict(self, set: Set, membership: &Membership<'_>) -> &'static str {
        match (membership.inside(), set) {
            (None, _) => self.pick("不参与计算", "it leaves the calculation"),
            (Some(true), Set::Assured) => self.pick("计入“已证实”", "counts as assured"),
            (Some(true), Set::Claimed) => self.pick("计入“已声明”", "counts as claimed"),
            (Some(true), Set::Possible) => self.pick("计入“可能”", "counts as possible"),
            (Some(false), Set::Assured) => self.pick("不计入“已证实”", "does not count as assured"),
            (Some(false), Set::Claimed) => self.pick("不计入“已声明”", "does not count as claimed"),
            (Some(false), Set::Possible) => self.pick("不计入“可能”", "does not count as possible"),
        }
    }
}
