//! The register of risks over many workloads.

use domain::{Framework, Locale, treatment::Acceptance, views::register::RegisterRow};

use super::{Column, six};
use crate::{
    lookup::Names,
    model::Treatment,
    words::{Worded, yes_no},
};

/// Headers in the order of the cells.
pub const COLUMNS: &[Column<'_>] = &[
    ("团队", "Team"),
    ("工作负载", "Workload"),
    ("工作负载编号", "Workload id"),
    ("风险", "Risk"),
    ("名称", "Name"),
    ("自有", "Own"),
    ("支柱", "Pillar"),
    ("可能性", "Likelihood"),
    ("影响", "Impact"),
    ("固有风险", "Inherent"),
    ("固有风险等级", "Inherent band"),
    ("残余风险（已声明）", "Claimed residual"),
    ("残余风险等级（已声明）", "Claimed band"),
    ("残余风险（已证实）", "Assured residual"),
    ("残余风险等级（已证实）", "Assured band"),
    ("未关闭发现：严重", "Open findings, critical"),
    ("未关闭发现：高", "Open findings, high"),
    ("未关闭发现：中", "Open findings, medium"),
    ("未关闭发现：低", "Open findings, low"),
    ("未关闭发现：提示", "Open findings, info"),
    ("因未关闭发现而恢复固有值", "Back to inherent by findings"),
    ("处置", "Treatment"),
    ("接受状态", "Acceptance"),
    ("接受到期日", "Acceptance expires"),
    ("负责人", "Owner"),
];

/// One row.
pub fn row(row: &RegisterRow, framework: &Framework, locale: Locale) -> Vec<String> {
    let ((claimed, claimed_band), (assured, assured_band)) = (&row.claimed, &row.assured);
    let mut cells = vec![
        row.team_name.clone(),
        row.workload_name.clone(),
        row.workload.to_string(),
        row.risk.to_string(),
        row.name.clone(),
        yes_no(row.risk.is_own(), locale).to_owned(),
        framework
            .pillar_name(row.pillar.as_str(), locale)
            .to_owned(),
        row.likelihood.to_string(),
        row.impact.to_string(),
        six(&domain::Exact::whole(row.inherent())),
        row.band.word(locale).to_owned(),
        six(claimed),
        claimed_band.word(locale).to_owned(),
        six(assured),
        assured_band.word(locale).to_owned(),
    ];
    cells.extend(row.findings.iter().rev().map(ToString::to_string));
    let owner = row.owner.as_ref();
    cells.extend([
        yes_no(row.reopened, locale).to_owned(),
        treatment(&row.treatment).map_or(String::new(), |t| t.word(locale).to_owned()),
        row.acceptance
            .map_or(String::new(), |a| a.word(locale).to_owned()),
        row.expires_on.clone(),
        owner.map(|(_, name)| name.clone()).unwrap_or_default(),
    ]);
    cells
}

fn treatment(code: &str) -> Option<Treatment> {
    match code {
        "mitigate" => Some(Treatment::Mitigate),
        "accept" => Some(Treatment::Accept),
        "transfer" => Some(Treatment::Transfer),
        "avoid" => Some(Treatment::Avoid),
        _ => None,
    }
}

impl Worded for Acceptance {
    fn word(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Waiting, Locale::Zh) => "待批准",
            (Self::Waiting, Locale::En) => "Waiting",
            (Self::InForce, Locale::Zh) => "生效中",
            (Self::InForce, Locale::En) => "In force",
            (Self::Ending, Locale::Zh) => "30天内到期",
            (Self::Ending, Locale::En) => "Ending within 30 days",
            (Self::Ended, Locale::Zh) => "已到期",
            (Self::Ended, Locale::En) => "Ended",
            (Self::Rejected, Locale::Zh) => "已驳回",
            (Self::Rejected, Locale::En) => "Rejected",
        }
    }
}
