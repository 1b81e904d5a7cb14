//! Numbers and answers with their provenance and versions.

use domain::{Layer, Locale, Set, Triple};

use super::{Pick, Section};
use crate::{
    dates,
    lookup::{Lookup, Names},
    model::AnswerRow,
    sentences,
    words::{Worded, yes_no},
};

/// The three numbers of everything that has some, and levels.
pub fn numbers(lookup: &Lookup<'_>) -> Section {
    let (report, locale) = (lookup.report, lookup.locale);
    let pick = Pick(locale);
    let (scores, levels) = (&report.evaluation.scores, &report.evaluation.levels);
    let cells = |name: String,
                 values: Triple<Option<&domain::Exact>>,
                 levels: Triple<Option<u8>>| {
        let value = |v: Option<&domain::Exact>| v.map_or_else(|| "—".to_owned(), |v| v.decimal(6));
        let level = |l: Option<u8>| l.map_or_else(|| "—".to_owned(), |l| l.to_string());
        [
            name,
            value(values.assured),
            value(values.claimed),
            value(values.possible),
            level(levels.assured),
            level(levels.claimed),
            level(levels.possible),
        ]
    };
    let index = cells(
        pick.of("指数", "Index").to_owned(),
        Triple::of(|set| scores.get(set).index.as_ref()),
        Triple::of(|set| levels.get(set).overall),
    );
    let layer_index = cells(
        pick.of("三层指数", "Layer index").to_owned(),
        Triple::of(|set| scores.get(set).layer_index.as_ref()),
        Triple::of(|_| None),
    );
    let pillars = report.framework.pillars.iter().map(|p| {
        cells(
            p.name.get(locale).to_owned(),
            Triple::of(|set| scores.get(set).pillars.get(&p.id)),
            Triple::of(|set| levels.get(set).pillars.get(&p.id).copied()),
        )
    });
    let layers = Layer::ALL.into_iter().map(|layer| {
        cells(
            report.framework.layer_name(layer, locale).to_owned(),
            Triple::of(|set| scores.get(set).layers.get(&layer)),
            Triple::of(|_| None),
        )
    });
    let columns = [
        (pick.of("对象", "Of"), 2),
        (pick.of("已证实", "Assured"), 1),
        (pick.of("已声明", "Claimed"), 1),
        (pick.of("可能", "Possible"), 1),
        (pick.of("级别（已证实）", "Level, assured"), 1),
        (pick.of("级别（已声明）", "Level, claimed"), 1),
        (pick.of("级别（可能）", "Level, possible"), 1),
    ];
    let rows = [index, layer_index]
        .into_iter()
        .chain(pillars)
        .chain(layers);
    Section::table(pick.of("分数", "Scores"), pick.none(), columns, rows)
}

/// Floors that held a level down.
pub fn floors(lookup: &Lookup<'_>) -> Section {
    let (report, locale) = (lookup.report, lookup.locale);
    let pick = Pick(locale);
    let of = |set: Set| {
        let floors = report.evaluation.levels.get(set).floors.iter();
        floors.map(move |floor| {
            [
                set.word(locale).to_owned(),
                sentences::floor(report, set, floor, locale),
            ]
        })
    };
    let columns = [(pick.of("集合", "Set"), -30), (pick.of("门槛", "Floor"), 1)];
    let none = pick.of("没有门槛起作用。", "No floor held a level down.");
    let rows = Set::ALL.iter().flat_map(|set| of(*set));
    Section::table(pick.of("门槛", "Floors"), none, columns, rows)
}

/// Every criterion in scope with its answer, as it came to be.
pub fn answers(lookup: &Lookup<'_>) -> Section {
    let (report, locale) = (lookup.report, lookup.locale);
    let pick = Pick(locale);
    let row = |criterion: &&domain::Criterion| {
        let answer = lookup.answer(&criterion.id);
        let text = |f: &dyn Fn(&AnswerRow) -> String| answer.map(f).unwrap_or_default();
        let unanswered = pick.of("未回答", "Unanswered").to_owned();
        let state = lookup.state(&criterion.id);
        let mark = report.inputs.answers.get(&criterion.id);
        let proof = answer.and_then(|a| a.proof);
        [
            criterion.id.to_string(),
            criterion.level.to_string(),
            criterion.statement.get(locale).to_owned(),
            state.map_or(unanswered, |s| s.word(locale).to_owned()),
            answer
                .map(|a| crate::view::pillars::reason(lookup, a))
                .unwrap_or_default(),
            text(&|a| provenance(a, locale)),
            text(&|a| a.version.to_string()),
            text(&|a| a.answered_by.clone()),
            text(&|a| dates::instant(a.answered_at)),
            criterion.proof.word(locale).to_owned(),
            proof.map_or_else(String::new, |p| {
                format!("{} {}", p.by.word(locale), dates::iso(p.until))
            }),
            mark.map_or_else(String::new, |m| yes_no(m.conflict, locale).to_owned()),
        ]
    };
    let columns = [
        (pick.of("准则", "Criterion"), -16),
        (pick.of("级", "Lvl"), -8),
        (pick.of("内容", "Statement"), 5),
        (pick.of("回答", "Answer"), -18),
        (pick.of("理由", "Reason"), 3),
        (pick.of("来源", "Provenance"), -20),
        (pick.of("版本", "Ver."), -10),
        (pick.of("回答人", "By"), 2),
        (pick.of("回答时间", "At"), -34),
        (pick.of("所需证明", "Needs"), -18),
        (pick.of("证明有效至", "Proof until"), -24),
        (pick.of("冲突", "Conflict"), -13),
    ];
    let in_scope = lookup.in_scope();
    let rows = in_scope
        .iter()
        .flat_map(|(_, _, criteria)| criteria.iter().map(row));
    Section::table(pick.of("回答", "Answers"), pick.none(), columns, rows)
}

/// How an answer came to be; of an inherited one, also from which platform.
fn provenance(answer: &AnswerRow, locale: Locale) -> String {
    let word = answer.provenance.word(locale);
    match (&answer.inherited_from, locale) {
        (None, _) => word.to_owned(),
        (Some(platform), Locale::Zh) => format!("{word}：{platform}"),
        (Some(platform), Locale::En) => format!("{word}: {platform}"),
    }
}

/// What people wrote beside checks.
pub fn notes(lookup: &Lookup<'_>) -> Section {
    let pick = Pick(lookup.locale);
    let rows = lookup.report.notes.iter();
    let rows = rows.map(|(check, note)| [check.to_string(), note.clone()]);
    let columns = [
        (pick.of("检查项", "Check"), -16),
        (pick.of("备注", "Note"), 1),
    ];
    Section::table(
        pick.of("检查项备注", "Notes on checks"),
        pick.none(),
        columns,
        rows,
    )
}
