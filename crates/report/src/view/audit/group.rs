//! An auditor's document on a team, the organisation or chosen workloads of the two.

use domain::{Locale, MeanScores, Triple};

use super::{AuditView, Pick, Section};
use crate::{
    dates,
    lookup::Names,
    model::{Acceptance, GroupKind, GroupReport, GroupRow, TopRisk},
    view::{
        common::{bar, clean},
        group, method, origin, versions,
    },
    words::{Worded, yes_no},
};

/// Gathers the document.
pub fn view(report: &GroupReport<'_>, family: &str, locale: Locale) -> AuditView {
    let pick = Pick(locale);
    let mut sections = vec![source(report, pick), means(report, pick)];
    sections.extend(versions(report, pick));
    sections.extend([
        workloads(report, pick),
        chains(report, pick),
        acceptances(report, pick),
        risks(report, pick),
    ]);
    AuditView {
        frame: versions::frame(report, family, locale),
        kind: match report.kind {
            GroupKind::Team => pick.of("审计报告 · 团队", "Audit report · team"),
            GroupKind::Organisation => pick.of("审计报告 · 组织", "Audit report · organisation"),
        },
        name: clean(&report.name),
        index: bar(&Triple::of(|set| report.means.get(set).index.as_ref())),
        sections,
        map: None,
        method: method::view(
            report.framework,
            (&report.input_hash, &report.origin),
            locale,
        ),
    }
}

fn source(report: &GroupReport<'_>, pick: Pick) -> Section {
    let mut facts = origin::facts(report.framework, &report.input_hash, &report.origin, pick.0);
    facts.extend(group::facts(report, pick.0));
    Section {
        text: pick
            .of(
                "输入哈希是各工作负载输入哈希按编号顺序相连后的SHA-256；变更日志末端是各工作负载链末端哈希按编号顺序相连后的SHA-256。",
                "The input hash is SHA-256 over the workloads' input hashes in the order of their ids; the change log's end is \
                 SHA-256 over the ends of the workloads' own chains in the same order.",
            )
            .to_owned(),
        ..Section::facts(pick.of("出处与哈希", "Origin and hashes"), facts)
    }
}

fn six(value: Option<&domain::Exact>) -> String {
    value.map_or_else(|| "—".to_owned(), |value| value.decimal(6))
}

fn means(report: &GroupReport<'_>, pick: Pick) -> Section {
    let means = &report.means;
    let row = |name: String, of: Triple<Option<&domain::Exact>>| {
        [name, six(of.assured), six(of.claimed), six(of.possible)]
    };
    let index = pick.of("平均指数", "Mean index").to_owned();
    let mut rows = vec![row(index, Triple::of(|set| means.get(set).index.as_ref()))];
    for pillar in &report.framework.pillars {
        let name = pillar.name.get(pick.0).to_owned();
        let scores = Triple::of(|set| means.get(set).pillars.get(&pillar.id));
        rows.push(row(name, scores));
    }
    let columns = [
        (pick.of("对象", "Of"), 2),
        (pick.of("已证实", "Assured"), 1),
        (pick.of("已声明", "Claimed"), 1),
        (pick.of("可能", "Possible"), 1),
    ];
    let title = pick.of("加权平均", "Weighted means");
    Section::table(title, pick.none(), columns, rows.into_iter())
}

/// The mean index of each framework version, where there are several.
fn versions(report: &GroupReport<'_>, pick: Pick) -> Option<Section> {
    let text = versions::text(report, pick.0)?;
    let row = |(version, assessed, means): (&str, u32, &Triple<MeanScores>)| {
        let index = |set| six(means.get(set).index.as_ref());
        [
            version.to_owned(),
            assessed.to_string(),
            index(domain::Set::Assured),
            index(domain::Set::Claimed),
            index(domain::Set::Possible),
        ]
    };
    let columns = [
        (pick.of("框架版本", "Framework version"), 2),
        (pick.of("工作负载", "Workloads"), 1),
        (pick.of("已证实", "Assured"), 1),
        (pick.of("已声明", "Claimed"), 1),
        (pick.of("可能", "Possible"), 1),
    ];
    let title = pick.of("各框架版本的平均指数", "Mean index by framework version");
    let rows = versions::all(report).into_iter().map(row);
    Some(Section {
        text,
        ..Section::table(title, pick.none(), columns, rows)
    })
}

fn workloads(report: &GroupReport<'_>, pick: Pick) -> Section {
    let locale = pick.0;
    let row = |row: &GroupRow| {
        let result = row.result.as_ref();
        let index = |set| result.and_then(|r| r.headline.get(set).index.as_ref());
        let level = |set| {
            let level = result.and_then(|r| *r.levels.get(set));
            level.map_or_else(|| "—".to_owned(), |l| l.to_string())
        };
        [
            row.id.to_string(),
            row.name.clone(),
            row.team.clone(),
            row.tier.number().to_string(),
            row.state.word(locale).to_owned(),
            row.framework_version.clone(),
            six(index(domain::Set::Assured)),
            six(index(domain::Set::Claimed)),
            six(index(domain::Set::Possible)),
            format!(
                "{} / {}",
                level(domain::Set::Assured),
                level(domain::Set::Claimed)
            ),
            result.map_or_else(String::new, |r| {
                format!("{} / {}", r.open_critical, r.open_high)
            }),
            row.input_hash.clone().unwrap_or_default(),
        ]
    };
    let columns = [
        (pick.of("编号", "Id"), -36),
        (pick.of("工作负载", "Workload"), 3),
        (pick.of("团队", "Team"), 2),
        (pick.of("级", "Tier"), -8),
        (pick.of("状态", "State"), -16),
        (pick.of("框架", "Framework"), -15),
        (pick.of("已证实", "Assured"), -17),
        (pick.of("已声明", "Claimed"), -17),
        (pick.of("可能", "Possible"), -17),
        (pick.of("级别", "Level"), -13),
        (pick.of("严重／高", "Crit./high"), -15),
        (pick.of("输入哈希", "Input hash"), -50),
    ];
    let title = pick.of("工作负载", "Workloads");
    Section::table(title, pick.none(), columns, report.rows.iter().map(row))
}

fn chains(report: &GroupReport<'_>, pick: Pick) -> Section {
    let with = report
        .rows
        .iter()
        .filter_map(|r| Some((r, r.log.as_ref()?)));
    let rows = with.map(|(row, end)| {
        [
            row.id.to_string(),
            row.name.clone(),
            end.entries.to_string(),
            origin::sha256(&end.hash),
            dates::instant(end.at),
        ]
    });
    let columns = [
        (pick.of("编号", "Id"), -58),
        (pick.of("工作负载", "Workload"), 1),
        (pick.of("条数", "Entries"), -16),
        (pick.of("末端哈希", "Hash of the last entry"), -88),
        (pick.of("最后一条", "Last entry"), -36),
    ];
    let title = pick.of("变更日志各链末端", "Ends of the change log's chains");
    Section::table(title, pick.none(), columns, rows)
}

fn named(report: &GroupReport<'_>, a: &Acceptance, locale: Locale) -> String {
    let catalogue = || report.framework.risk(&a.risk).map(|r| r.name.get(locale));
    let name = a.own.as_deref().or_else(catalogue);
    name.unwrap_or(a.risk.as_str()).to_owned()
}

fn acceptances(report: &GroupReport<'_>, pick: Pick) -> Section {
    let locale = pick.0;
    let row = |a: &Acceptance| {
        let today = report.generated_at.date();
        let in_force = a.approved_by.is_some() && a.expires_on >= today;
        [
            a.workload.clone(),
            a.risk.to_string(),
            named(report, a, locale),
            a.asked_by.clone().unwrap_or_default(),
            a.approved_by.clone().unwrap_or_default(),
            dates::iso(a.expires_on),
            yes_no(in_force, locale).to_owned(),
            a.note.clone(),
        ]
    };
    let columns = [
        (pick.of("工作负载", "Workload"), 3),
        (pick.of("风险", "Risk"), -14),
        (pick.of("名称", "Name"), 3),
        (pick.of("申请人", "Asked by"), 2),
        (pick.of("批准人", "Approved by"), 2),
        (pick.of("接受至", "Until"), -22),
        (pick.of("有效", "In force"), -14),
        (pick.of("备注", "Note"), 4),
    ];
    let title = pick.of("风险接受", "Risk acceptances");
    let none = pick.of("没有接受的风险。", "No risk is accepted.");
    Section::table(title, none, columns, report.acceptances.iter().map(row))
}

fn risks(report: &GroupReport<'_>, pick: Pick) -> Section {
    let locale = pick.0;
    let row = |top: &TopRisk| {
        let residual = &top.risk.residual;
        [
            top.workload.clone(),
            top.risk.id.to_string(),
            report.framework.risk_name(&top.risk, locale).to_owned(),
            top.risk.inherent.decimal(2),
            residual.claimed.score.decimal(2),
            residual.assured.score.decimal(2),
            residual.assured.band.word(locale).to_owned(),
            top.treatment
                .as_ref()
                .map_or_else(String::new, |t| t.treatment.word(locale).to_owned()),
        ]
    };
    let columns = [
        (pick.of("工作负载", "Workload"), 3),
        (pick.of("风险", "Risk"), -14),
        (pick.of("名称", "Name"), 4),
        (pick.of("固有", "Inherent"), 1),
        (pick.of("残余·声明", "Claimed"), 1),
        (pick.of("残余·证实", "Assured"), 1),
        (pick.of("等级", "Band"), 1),
        (pick.of("处置", "Treatment"), 1),
    ];
    let title = pick.of("最高风险", "Top risks");
    Section::table(
        title,
        pick.none(),
        columns,
        report.top_risks.iter().map(row),
    )
}
