//! What a month came to.

use domain::{Locale, cost::Quantity};

use super::Column;
use crate::words::Worded;

/// Headers in the order of the cells.
pub const COLUMNS: &[Column<'_>] = &[
    ("月份", "Month"),
    ("团队", "Team"),
    ("工作负载", "Workload"),
    ("计量项", "Quantity"),
    ("数量", "Amount"),
    ("单位", "Unit"),
    ("模型", "Model"),
    ("功能", "Feature"),
    ("来源", "Source"),
    ("首日", "First day"),
    ("末日", "Last day"),
];

/// One amount of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct CostLine {
    /// `2026-11`.
    pub month: String,
    /// The team.
    pub team: String,
    /// The workload.
    pub workload: String,
    /// What is counted.
    pub quantity: Quantity,
    /// The currency of money.
    pub currency: String,
    /// The model.
    pub model: String,
    /// The feature.
    pub feature: String,
    /// How much.
    pub amount: f64,
    /// Series of this name, or the file; empty where all are added up.
    pub origin: String,
    /// The first day.
    pub first: String,
    /// The last day.
    pub last: String,
}

/// A row.
pub fn row(line: &CostLine, locale: Locale) -> Vec<String> {
    vec![
        line.month.clone(),
        line.team.clone(),
        line.workload.clone(),
        line.quantity.word(locale).to_owned(),
        format!("{:.6}", line.amount),
        unit(line).to_owned(),
        line.model.clone(),
        line.feature.clone(),
        line.origin.clone(),
        line.first.clone(),
        line.last.clone(),
    ]
}

fn unit(line: &CostLine) -> &str {
    match line.quantity {
        Quantity::Spend => &line.currency,
        Quantity::GpuHours | Quantity::GpuBusy => "h",
        Quantity::Energy | Quantity::EnergyStated => "kWh",
        Quantity::Carbon => "gCO2e",
        Quantity::Calls | Quantity::CallsShort => "1",
        _ => "token",
    }
}

impl Worded for Quantity {
    fn word(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::TokensIn, Locale::Zh) => "输入Token",
            (Self::TokensIn, Locale::En) => "Input tokens",
            (Self::TokensOut, Locale::Zh) => "输出Token",
            (Self::TokensOut, Locale::En) => "Output tokens",
            (Self::TokensCached, Locale::Zh) => "缓存命中Token",
            (Self::TokensCached, Locale::En) => "Input tokens from a cache",
            (Self::Spend, Locale::Zh) => "支出",
            (Self::Spend, Locale::En) => "Spend",
            (Self::GpuHours, Locale::Zh) => "GPU时长",
            (Self::GpuHours, Locale::En) => "GPU hours",
            (Self::GpuBusy, Locale::Zh) => "GPU忙时（时长×利用率）",
            (Self::GpuBusy, Locale::En) => "GPU hours × utilisation",
            (Self::Energy, Locale::Zh) => "实测用电量",
            (Self::Energy, Locale::En) => "Metered energy",
            (Self::EnergyStated, Locale::Zh) => "文件所列用电量",
            (Self::EnergyStated, Locale::En) => "Energy stated by files",
            (Self::Carbon, Locale::Zh) => "文件所列碳排放",
            (Self::Carbon, Locale::En) => "Emissions stated by files",
            (Self::PrefixAsked, Locale::Zh) => "前缀缓存查询Token",
            (Self::PrefixAsked, Locale::En) => "Tokens looked up in the prefix cache",
            (Self::PrefixFound, Locale::Zh) => "前缀缓存命中Token",
            (Self::PrefixFound, Locale::En) => "Tokens found in the prefix cache",
            (Self::Calls, Locale::Zh) => "模型调用",
            (Self::Calls, Locale::En) => "Calls of models",
            (Self::CallsShort, Locale::Zh) => "短调用",
            (Self::CallsShort, Locale::En) => "Short calls",
        }
    }
}
