//! What the values of fixed lists are called in each language.

use domain::{
    AnswerState, AssessmentState, Band, Effort, Issue, Locale, Phase, ProofKind, Provenance, Set,
    Tier, views::signals::ComponentStanding,
};

use crate::model::{ActionState, EvidenceKind, GroupKind, ReviewStep, Treatment};

/// Something that has a name in both languages.
pub trait Worded: Copy {
    /// The name in one language.
    fn word(self, locale: Locale) -> &'static str;
}

macro_rules! words {
    ($($ty:ident { $($variant:ident = $zh:literal | $en:literal),* $(,)? })*) => {$(
        impl Worded for $ty {
            fn word(self, locale: Locale) -> &'static str {
                match (self, locale) {
                    $((Self::$variant, Locale::Zh) => $zh, (Self::$variant, Locale::En) => $en,)*
                }
            }
        }
    )*};
}

words! {
    AnswerState { Met = "满足" | "Met", NotMet = "不满足" | "Not met", Unknown = "未知" | "Unknown",
        NotApplicable = "不适用" | "Not applicable" }
    Provenance { Stated = "本人填写" | "Stated", Imported = "文件导入" | "Imported", Inherited = "继承自平台" | "Inherited",
        ProposedByRule = "规则提议" | "Proposed by rule", VerifiedByRule = "规则验证" | "Verified by rule" }
    AssessmentState { Draft = "草稿" | "Draft", InReview = "审核中" | "In review", Approved = "已批准" | "Approved" }
    Band { Low = "低" | "Low", Medium = "中" | "Medium", High = "高" | "High", Critical = "严重" | "Critical" }
    Issue { High = "高风险问题" | "High risk", Medium = "中风险问题" | "Medium risk", None = "达标" | "On target" }
    ProofKind { Signal = "信号" | "Signal", Document = "文件" | "Document", Attestation = "第二人确认" | "Attestation" }
    Phase { Days30 = "30天内" | "Within 30 days", Days90 = "90天内" | "Within 90 days", Days180 = "180天内" | "Within 180 days" }
    Effort { S = "小" | "S", M = "中" | "M", L = "大" | "L" }
    Set { Assured = "已证实" | "Assured", Claimed = "已声明" | "Claimed", Possible = "可能" | "Possible" }
    ComponentStanding { Unreviewed = "未审查" | "Unreviewed", Allowed = "允许" | "Allowed", Refused = "拒绝" | "Refused" }
    Tier { One = "一级" | "Tier 1", Two = "二级" | "Tier 2", Three = "三级" | "Tier 3" }
    EvidenceKind { File = "文件" | "File", Link = "链接" | "Link", Machine = "机器结果" | "Machine result" }
    Treatment { Mitigate = "缓解" | "Mitigate", Accept = "接受" | "Accept", Transfer = "转移" | "Transfer", Avoid = "规避" | "Avoid" }
    ActionState { Open = "未开始" | "Open", InProgress = "进行中" | "In progress", Done = "已做，待回答" | "Done, to be answered", Dropped = "不做" | "Dropped" }
    ReviewStep { Submit = "提交审核" | "Asked for a review", Withdraw = "撤回提交" | "Took it back", Approve = "批准" | "Approved",
        SendBack = "退回修改" | "Sent back" }
    GroupKind { Team = "团队" | "Team", Organisation = "组织" | "Organisation" }
}

/// Who did what nobody did.
pub const fn the_product(locale: Locale) -> &'static str {
    match locale {
        Locale::Zh => "系统",
        Locale::En => "The system",
    }
}

/// Yes or no.
pub const fn yes_no(yes: bool, locale: Locale) -> &'static str {
    match (yes, locale) {
        (true, Locale::Zh) => "是",
        (false, Locale::Zh) => "否",
        (true, Locale::En) => "Yes",
        (false, Locale::En) => "No",
    }
}
