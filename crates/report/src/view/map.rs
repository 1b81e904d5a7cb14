//! The three-layer map: pictures that fit on pages, the key, and the same as a table.

use domain::{
    Layer, Locale,
    map::{CallKind, Lens, draw, names},
    views::map::{MapPage, PartRow},
};
use serde::Serialize;

use super::common::clean;
use crate::charts::{self, Look, Seen};

/// The part of the document about the map.
#[derive(Serialize)]
pub struct MapView {
    pub title: &'static str,
    pub lead: String,
    pub alt: String,
    /// Pictures, from the top.
    pub pieces: Vec<String>,
    pub key: String,
    pub columns: [&'static str; 7],
    pub rows: Vec<Row>,
}

/// One part.
#[derive(Serialize)]
pub struct Row {
    pub name: String,
    pub kind: &'static str,
    pub layer: &'static str,
    pub level: String,
    pub findings: String,
    pub risk: String,
    /// What passes from it to others.
    pub calls: String,
}

/// What paper shows.
const LENS: Lens = Lens::Risk;

/// The view; none where nothing is drawn.
pub fn view(page: Option<&MapPage>, family: &str, locale: Locale) -> Option<MapView> {
    let page = page.filter(|page| !page.parts.is_empty())?;
    let picture = draw(&page.drawn_parts(), &page.drawn_calls());
    let zh = locale == Locale::Zh;
    let alt = if zh {
        "三层架构图，内容见下表"
    } else {
        "Three-layer map; the table below says the same"
    };
    let look = Look {
        font: family,
        label: alt,
    };
    let seen = |piece| Seen {
        lens: LENS,
        locale,
        piece: Some(piece),
    };
    // A page of paper is about a third higher than wide.
    let pieces = picture.pieces(picture.width * 4 / 3);
    let pieces = pieces
        .into_iter()
        .map(|piece| charts::map(page, &picture, seen(piece), &look));
    let (parts, calls) = (page.parts.len(), page.calls.len());
    let layers = Layer::ALL.into_iter().rev();
    let rows = layers.flat_map(|layer| page.parts.iter().filter(move |p| p.layer == layer));
    Some(MapView {
        title: if zh { "架构图" } else { "Architecture map" },
        lead: if zh {
            format!(
                "{parts}个组件，{calls}条调用。颜色和图案表示落在组件上的最高残余风险（已证实）。"
            )
        } else {
            domain::agreed(format!(
                "{parts} ‹part|parts›, {calls} ‹call|calls›. Colour and pattern show the highest residual risk (assured) that sits on a part."
            ))
        },
        alt: alt.to_owned(),
        pieces: pieces.collect(),
        key: charts::map_key(picture.width, seen((0, 0)), &look),
        columns: if zh {
            ["组件", "类型", "层", "级别", "发现", "最高残余风险", "连线"]
        } else {
            [
                "Part",
                "Kind",
                "Layer",
                "Level",
                "Findings",
                "Highest residual risk",
                "Lines to others",
            ]
        },
        rows: rows.map(|part| row(page, part, locale)).collect(),
    })
}

/// Calls of one part in words, those of one kind together: `calls Gateway, Cache; runs on GPUs`.
fn calls(page: &MapPage, part: &PartRow, locale: Locale) -> String {
    let zh = locale == Locale::Zh;
    let (comma, stop) = if zh { ("、", "；") } else { (", ", "; ") };
    let said = CallKind::ALL.iter().filter_map(|kind| {
        let own = page.calls.iter();
        let own = own.filter(|call| call.from == part.id && call.kind == *kind);
        let names: Vec<_> = own
            .filter_map(|call| Some(clean(&page.part(call.to)?.name)))
            .collect();
        let verb = kind.name(locale);
        match (names.is_empty(), zh) {
            (true, _) => None,
            (false, true) => Some(format!("{verb}{}", names.join(comma))),
            (false, false) => Some(format!("{verb} {}", names.join(comma))),
        }
    });
    let said: Vec<_> = said.collect();
    if said.is_empty() {
        "–".to_owned()
    } else {
        said.join(stop)
    }
}

fn row(page: &MapPage, part: &PartRow, locale: Locale) -> Row {
    let facts = &part.facts;
    let risk = facts
        .risk
        .as_ref()
        .map(|risk| format!("{} {}", risk.risk, risk.score.decimal(1)));
    Row {
        name: clean(&part.name),
        kind: part.kind.name(locale),
        layer: names::layer(part.layer, locale),
        level: facts.mark(Lens::Assured, locale),
        findings: facts.mark(Lens::Findings, locale),
        risk: risk.unwrap_or_else(|| "–".to_owned()),
        calls: calls(page, part, locale),
    }
}
