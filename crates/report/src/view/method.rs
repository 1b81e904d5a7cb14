//! How the numbers came to be: the last page.

use domain::{Framework, Locale};
use serde::Serialize;

use crate::model::Origin;

/// Paragraphs, formulas and origins.
#[derive(Serialize)]
pub struct Method {
    pub numbers: Vec<(&'static str, &'static str, &'static str)>,
    pub formulas: Vec<(&'static str, &'static str)>,
    pub levels: Vec<(String, String, &'static str)>,
    pub origin: Vec<(&'static str, String)>,
}

/// The bounds of the five levels.
const BOUNDS: [&str; 5] = ["0–25", "25–50", "50–75", "75–95", "95–100"];

/// The page of a framework version.
pub fn view(framework: &Framework, (hash, origin): (&str, &Origin), locale: Locale) -> Method {
    let levels = framework.levels.iter().zip(BOUNDS).map(|(level, bounds)| {
        let name = format!("{} {}", level.level, level.name.get(locale));
        (name, level.description.get(locale).to_owned(), bounds)
    });
    let zh = locale == Locale::Zh;
    Method {
        numbers: if zh {
            NUMBERS_ZH.to_vec()
        } else {
            NUMBERS_EN.to_vec()
        },
        formulas: if zh {
            FORMULAS_ZH.to_vec()
        } else {
            FORMULAS_EN.to_vec()
        },
        levels: levels.collect(),
        origin: super::origin::facts(framework, hash, origin, locale),
    }
}

const NUMBERS_ZH: &[(&str, &str, &str)] = &[
    (
        "assured",
        "已证实",
        "回答为“满足”、所需证明现在有效且没有规则与之矛盾的准则。",
    ),
    ("claimed", "已声明", "回答为“满足”的准则，不论有无证明。"),
    (
        "possible",
        "可能",
        "回答为“满足”或“未知”以及尚未回答的准则；“已声明”到“可能”之间就是不确定的区间。",
    ),
];

const NUMBERS_EN: &[(&str, &str, &str)] = &[
    (
        "assured",
        "Assured",
        "Criteria answered \"met\" whose proof stands now and that no rule contradicts.",
    ),
    (
        "claimed",
        "Claimed",
        "Criteria answered \"met\", proven or not.",
    ),
    (
        "possible",
        "Possible",
        "Criteria answered \"met\" or \"unknown\" and those without an answer; from claimed to possible is the band of uncertainty.",
    ),
];

const FORMULAS_ZH: &[(&str, &str)] = &[
    (
        "检查项",
        "级别L为最高的一级，使2…L级的全部适用准则都在集合内；取值＝（级别−1＋下一级已满足的比例）÷4。全部不适用的检查项退出所有合计。",
    ),
    (
        "支柱",
        "得分＝100×Σ（权重×取值）÷Σ权重；权重为检查项的1…5。",
    ),
    (
        "指数",
        "Σ（支柱权重×支柱得分）÷Σ支柱权重。三层指数＝0.4资源层＋0.4架构层＋0.2应用层。",
    ),
    (
        "门槛",
        "总评级别不高于安全合规级别，最多比可靠性级别高一级；有未被接受的严重风险的支柱不高于2级。",
    ),
    (
        "风险",
        "残余可能性＝1＋（可能性−1）×（1−缓解程度），残余风险＝残余可能性×影响；缓解程度＝相关检查项取值的加权平均。关联检查项有未关闭的高或严重发现时，已证实残余风险恢复为固有值。",
    ),
    (
        "计划",
        "增益是单独满足该准则时指数的精确变化；工作量S、M、L为2、8、20人天。",
    ),
    (
        "合计",
        "团队和组织的数字是工作负载数字的加权平均：一级3、二级2、三级1；没有评估的工作负载单独列出，不当作零。",
    ),
    (
        "精度",
        "全程用有理数计算，只在显示时按四舍六入五成双取舍；相同输入得到相同字节。",
    ),
];

const FORMULAS_EN: &[(&str, &str)] = &[
    (
        "Check",
        "Level L is the highest for which every applicable criterion of levels 2…L is in the set; value = (level − 1 + share of the next level that is met) ÷ 4. A check without applicable criteria leaves every sum.",
    ),
    (
        "Pillar",
        "Score = 100 × Σ (weight × value) ÷ Σ weight, with the check's weight 1…5.",
    ),
    (
        "Index",
        "Σ (priority × pillar score) ÷ Σ priority. Layer index = 0.4 resource + 0.4 architecture + 0.2 application.",
    ),
    (
        "Floors",
        "The overall level is never above the security level and at most one above the reliability level; a pillar with an open critical risk that nobody accepted is never above level 2.",
    ),
    (
        "Risk",
        "Residual likelihood = 1 + (likelihood − 1) × (1 − mitigation); residual = residual likelihood × impact; mitigation is the weighted mean of the mitigating checks' values. An open finding of severity high or critical on a linked check puts the assured residual back to inherent.",
    ),
    (
        "Plan",
        "Gain is the exact change of the index if that criterion alone were met; effort S, M, L is 2, 8, 20 person-days.",
    ),
    (
        "Means",
        "A team's or the organisation's number is the mean of its workloads' numbers weighted by tier: 3, 2, 1. Workloads without an assessment are listed apart and never count as zero.",
    ),
    (
        "Precision",
        "Rational numbers throughout, rounded half-even only where shown; the same inputs give the same bytes.",
    ),
];
