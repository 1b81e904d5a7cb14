//! Parts that several snapshots share.

use super::write::Html;
use crate::view::{
    common::{Bar, Figure, Frame},
    heat::HeatRow,
    map::MapView,
    method::Method,
    risks::RiskRow,
    signals::ChartView,
    versions::Versions,
};

/// What the three parts of a proof bar are.
pub fn key(html: &mut Html, frame: &Frame) {
    let parts = [
        (
            "<rect class=\"bar-a\" width=\"20\" height=\"8\"/>",
            "assured",
        ),
        (
            "<rect fill=\"url(#hatch)\" width=\"20\" height=\"8\"/>",
            "key_claimed",
        ),
        (
            "<rect class=\"bar-p\" width=\"20\" height=\"8\"/>",
            "key_possible",
        ),
    ];
    html.raw("<ul class=\"key\">");
    for (rect, label) in parts {
        html.raw("<li><svg viewBox=\"0 0 20 8\" aria-hidden=\"true\">")
            .raw(rect)
            .line("</svg>", frame.label(label), "</li>");
    }
    html.raw("</ul>");
}

/// The three numbers, large, over their bar.
pub fn big(html: &mut Html, bar: &Bar, (label, frame): (&str, &Frame)) {
    let Some(scores) = bar else { return };
    html.line("<h3>", label, "</h3><div class=\"big\">");
    for (name, score) in [
        ("assured", &scores.assured),
        ("claimed", &scores.claimed),
        ("possible", &scores.possible),
    ] {
        html.line("<div>", frame.label(name), "")
            .line("<b>", &score.s, "</b></div>");
    }
    html.raw("</div>").proof(bar, true);
    key(html, frame);
}

/// Figures with their names.
pub fn figures(html: &mut Html, figures: &[Figure]) {
    html.raw("<ul class=\"figures\">");
    for figure in figures {
        html.line("<li><b>", &figure.value, "</b>")
            .text(figure.label)
            .some("<span class=\"small\">", &figure.note, "</span>")
            .raw("</li>");
    }
    html.raw("</ul>");
}

/// A picture with its caption.
pub fn figure(html: &mut Html, svg: &str, caption: &str) {
    if !svg.is_empty() {
        html.raw("<figure>")
            .some("<figcaption>", caption, "</figcaption>")
            .chart(svg)
            .raw("</figure>");
    }
}

/// What rules look at, two beside each other.
pub fn charts(html: &mut Html, charts: &[ChartView]) {
    if charts.is_empty() {
        return;
    }
    html.raw("<div class=\"even\">");
    for chart in charts {
        figure(html, &chart.svg, &chart.caption);
    }
    html.raw("</div>");
}

/// The architecture: the pictures, their key, and the same as a table.
pub fn map(html: &mut Html, map: &MapView) {
    html.line("<p>", &map.lead, "</p>");
    for piece in map.pieces.iter().chain([&map.key]) {
        figure(html, piece, "");
    }
    html.table(map.title, map.columns);
    for row in &map.rows {
        html.line("<tr><th scope=\"row\">", &row.name, "</th>")
            .line("<td>", row.kind, "</td>")
            .line("<td>", row.layer, "</td>")
            .line("<td class=\"num\">", &row.level, "</td>")
            .line("<td class=\"num\">", &row.findings, "</td>")
            .line("<td class=\"num\">", &row.risk, "</td>")
            .line("<td>", &row.calls, "</td></tr>");
    }
    html.end_table();
}

/// Framework versions, where there are several: each with its own mean.
pub fn versions(html: &mut Html, versions: Option<&Versions>, frame: &Frame) {
    let Some(versions) = versions else { return };
    let t = |key| frame.label(key);
    html.line("<h3>", t("versions"), "</h3>")
        .line("<p>", &versions.text, "</p>");
    html.table(
        t("versions"),
        [t("versions"), t("assured"), t("claimed"), t("possible")],
    );
    for (name, bar) in &versions.rows {
        html.line("<tr><th scope=\"row\">", name, "")
            .proof(bar, false)
            .raw("</th>")
            .numbers(bar)
            .raw("</tr>");
    }
    html.end_table();
}

/// The heat map as a table.
pub fn heat(html: &mut Html, rows: &[HeatRow], (of, frame, pillars): (&str, &Frame, &[&str])) {
    let heads = [of, frame.label("index")];
    html.raw("<div class=\"heat\">");
    html.table(
        frame.label("heat"),
        heads.into_iter().chain(pillars.iter().copied()),
    );
    for row in rows {
        html.line("<tr><th scope=\"row\">", &row.name, "").line(
            "<span class=\"small\">",
            &row.note,
            "</span></th>",
        );
        for cell in std::iter::once(&row.index).chain(&row.cells) {
            match cell.step {
                None => html.raw("<td class=\"muted\">—</td>"),
                Some(step) => html
                    .line("<td class=\"step-", &step.to_string(), "\">")
                    .line("<b>", &cell.value, "</b> ")
                    .line("<small>", &cell.gap, "</small></td>"),
            };
        }
        html.raw("</tr>");
    }
    html.end_table().raw("</div>");
}

/// Risks as a table.
pub fn risks(html: &mut Html, rows: &[RiskRow], (with_workload, frame): (bool, &Frame)) {
    let t = |key| frame.label(key);
    let mut heads = vec![
        t("risk"),
        t("inherent"),
        t("residual_claimed"),
        t("residual_assured"),
        t("treatment"),
    ];
    if with_workload {
        heads.insert(0, t("workload"));
    }
    html.table(t("risks"), heads);
    for row in rows {
        html.raw("<tr>");
        if with_workload {
            html.line("<td>", &row.workload, "</td>");
        }
        html.line("<th scope=\"row\">", &row.id, " ")
            .text(&row.name)
            .some(" <span class=\"tag warn\">", &row.reopened, "</span>")
            .some("<span class=\"small\">", &row.checks, "</span>")
            .raw("</th><td>")
            .banded(&row.inherent)
            .raw("</td><td>")
            .banded(&row.claimed)
            .raw("</td><td>")
            .banded(&row.assured)
            .raw("</td><td>");
        if row.treatment.is_empty() {
            html.line("<span class=\"muted\">", t("untreated"), "</span>");
        } else {
            html.text(&row.treatment)
                .some("<span class=\"small\">", &row.detail, "</span>");
        }
        html.raw("</td></tr>");
    }
    html.end_table();
    html.line("<p class=\"small\">", t("bands"), "</p>");
}

/// How the numbers came to be.
pub fn method(html: &mut Html, method: &Method, locale: domain::Locale) {
    html.facts(method.numbers.iter().map(|(_, name, text)| (*name, *text)));
    html.facts(method.formulas.iter().copied());
    let heads = match locale {
        domain::Locale::Zh => ["级别", "分数", "含义"],
        domain::Locale::En => ["Level", "Scores", "Meaning"],
    };
    let [level, ..] = heads;
    html.table(level, heads);
    for (name, description, bounds) in &method.levels {
        html.line("<tr><th scope=\"row\">", name, "</th>")
            .line("<td class=\"num\">", bounds, "</td>")
            .line("<td>", description, "</td></tr>");
    }
    html.end_table();
    html.facts(
        method
            .origin
            .iter()
            .map(|(name, value)| (*name, value.as_str())),
    );
}
