//! Names of the domain's fixed values.

use domain::{
    AnswerState, AssessmentState, Band, Effort, Fact, Layer, Locale, OrgRole, Problem, ProofKind,
    Reason, TeamRole, TextError, Tier,
};

use super::errors;

super::messages! {
    state_met: "满足", "Met";
    state_not_met: "不满足", "Not met";
    state_unknown: "未知", "Unknown";
    state_not_applicable: "不适用", "Not applicable";
    unanswered: "未答", "Unanswered";
    reason_out_of_scope: "不在本次评估范围内", "Outside the scope of this assessment";
    reason_not_used: "工作负载没有用到这项技术或功能", "The workload does not use this technique or feature";
    reason_covered_elsewhere: "由平台或另一个工作负载统一承担", "Provided by a platform or covered in another workload";
    reason_constraint: "受合同、法规或供应商限制无法实施", "Ruled out by a contract, a regulation or the supplier";
    reason_other: "其他理由（须另写说明）", "Another reason, explained in the note";
    proof_signal: "信号", "Signal";
    proof_document: "文件", "Document";
    proof_attestation: "第二人确认", "Attestation";
    band_low: "低", "Low";
    band_medium: "中", "Medium";
    band_high: "高", "High";
    band_critical: "严重", "Critical";
    level_1: "初始级", "Initial";
    level_2: "受管理级", "Managed";
    level_3: "稳健级", "Defined";
    level_4: "量化管理级", "Quantitatively managed";
    level_5: "优化级", "Optimising";
    tier_1: "一级", "Tier 1";
    tier_2: "二级", "Tier 2";
    tier_3: "三级", "Tier 3";
    layer_resource: "资源层", "Resource";
    layer_architecture: "架构层", "Architecture";
    layer_application: "应用层", "Application";
    fact_self_hosted: "自托管模型", "Self-hosted models";
    fact_commercial_api: "商业模型API", "Commercial model APIs";
    fact_rag: "检索增强", "Retrieval-augmented answers";
    fact_agents: "智能体与工具调用", "Agents and tool calls";
    fact_fine_tuning: "训练或微调模型", "Training or fine-tuning";
    fact_multimodal: "多模态输入输出", "Multimodal input or output";
    fact_edge: "边缘或端侧推理", "Edge or on-device inference";
    fact_personal_data: "处理个人信息", "Personal data";
    fact_cross_border: "数据跨境", "Cross-border data";
    fact_high_risk: "高风险决策", "High-risk decisions";
    fact_public_facing: "面向公众", "Public-facing";
    assessment_draft: "草稿", "Draft";
    assessment_in_review: "审核中", "In review";
    assessment_approved: "已批准", "Approved";
    administrator: "管理员", "Administrator";
    manager: "管理者", "Manager";
    owner: "负责人", "Owner";
    architect: "架构师", "Architect";
    viewer: "查看者", "Viewer";
    effort_days(letter, days): "{letter} · {days}人天", "{letter} · {days} d";
}

/// An answer, or that there is none.
pub(crate) const fn answer(l: Locale, state: Option<AnswerState>) -> &'static str {
    match state {
        Some(AnswerState::Met) => state_met(l),
        Some(AnswerState::NotMet) => state_not_met(l),
        Some(AnswerState::Unknown) => state_unknown(l),
        Some(AnswerState::NotApplicable) => state_not_applicable(l),
        None => unanswered(l),
    }
}

/// Why a criterion does not apply.
pub(crate) const fn reason(l: Locale, reason: Reason) -> &'static str {
    match reason {
        Reason::OutOfScope => reason_out_of_scope(l),
        Reason::NotUsed => reason_not_used(l),
        Reason::CoveredElsewhere => reason_covered_elsewhere(l),
        Reason::Constraint => reason_constraint(l),
        Reason::Other => reason_other(l),
    }
}

/// A kind of proof.
pub(crate) const fn proof(l: Locale, kind: ProofKind) -> &'static str {
    match kind {
        ProofKind::Signal => proof_signal(l),
        ProofKind::Document => proof_document(l),
        ProofKind::Attestation => proof_attestation(l),
    }
}

/// A band of risk.
pub(crate) const fn band(l: Locale, band: Band) -> &'static str {
    match band {
        Band::Low => band_low(l),
        Band::Medium => band_medium(l),
        Band::High => band_high(l),
        Band::Critical => band_critical(l),
    }
}

/// A maturity level, 1…5.
pub(crate) const fn level(l: Locale, level: u8) -> &'static str {
    match level {
        2 => level_2(l),
        3 => level_3(l),
        4 => level_4(l),
        5 => level_5(l),
        _ => level_1(l),
    }
}

/// A tier of workloads.
pub(crate) const fn tier(l: Locale, tier: Tier) -> &'static str {
    match tier {
        Tier::One => tier_1(l),
        Tier::Two => tier_2(l),
        Tier::Three => tier_3(l),
    }
}

/// A layer.
pub(crate) const fn layer(l: Locale, layer: Layer) -> &'static str {
    match layer {
        Layer::Resource => layer_resource(l),
        Layer::Architecture => layer_architecture(l),
        Layer::Application => layer_application(l),
    }
}

/// A fact of a profile.
pub(crate) const fn fact(l: Locale, fact: Fact) -> &'static str {
    match fact {
        Fact::SelfHosted => fact_self_hosted(l),
        Fact::CommercialApi => fact_commercial_api(l),
        Fact::Rag => fact_rag(l),
        Fact::Agents => fact_agents(l),
        Fact::FineTuning => fact_fine_tuning(l),
        Fact::Multimodal => fact_multimodal(l),
        Fact::Edge => fact_edge(l),
        Fact::PersonalData => fact_personal_data(l),
        Fact::CrossBorder => fact_cross_border(l),
        Fact::HighRisk => fact_high_risk(l),
        Fact::PublicFacing => fact_public_facing(l),
    }
}

/// Where an assessment stands.
pub(crate) const fn assessment(l: Locale, state: AssessmentState) -> &'static str {
    match state {
        AssessmentState::Draft => assessment_draft(l),
        AssessmentState::InReview => assessment_in_review(l),
        AssessmentState::Approved => assessment_approved(l),
    }
}

/// A role in the organisation.
pub(crate) const fn org_role(l: Locale, role: OrgRole) -> &'static str {
    match role {
        OrgRole::Administrator => administrator(l),
        OrgRole::Manager => manager(l),
    }
}

/// A role in a team.
pub(crate) const fn team_role(l: Locale, role: TeamRole) -> &'static str {
    match role {
        TeamRole::Owner => owner(l),
        TeamRole::Architect => architect(l),
        TeamRole::Viewer => viewer(l),
    }
}

/// How much work something is: letter and person-days.
pub(crate) fn effort(l: Locale, effort: Effort) -> String {
    let letter = match effort {
        Effort::S => "S",
        Effort::M => "M",
        Effort::L => "L",
    };
    effort_days(l, letter, effort.days())
}

/// What is wrong with a field.
pub(crate) fn problem(l: Locale, problem: Problem) -> String {
    let text = match problem {
        Problem::Text(TextError::TooShort { min }) => return errors::text_too_short(l, min),
        Problem::Text(TextError::TooLong { max }) => return errors::text_too_long(l, max),
        Problem::Text(TextError::Required) => errors::text_required(l),
        Problem::Text(TextError::Control) => errors::text_control(l),
        Problem::Text(TextError::Malformed) => errors::text_malformed(l),
        Problem::Choice => errors::choice(l),
        Problem::Taken => errors::taken(l),
        Problem::Date => errors::date(l),
        Problem::DateOrder => errors::date_order(l),
        Problem::Past => errors::past(l),
        Problem::Future => errors::future(l),
        Problem::Number => errors::number(l),
        Problem::Crossed => errors::crossed(l),
        Problem::Mismatch => errors::mismatch(l),
        Problem::WrongPassword => errors::wrong_password(l),
        Problem::FileTooLarge => errors::file_too_large(l),
        Problem::FileEmpty => errors::file_empty(l),
        Problem::FileKind => errors::file_kind(l),
        Problem::Cycle { way } => {
            let ids: Vec<_> = way.iter().map(domain::CriterionId::as_str).collect();
            return errors::cycle(l, ids.join(" → "));
        }
        Problem::Unknown { text } => return errors::unknown_id(l, text),
    };
    text.to_owned()
}
