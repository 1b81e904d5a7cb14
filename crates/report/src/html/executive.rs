//! The two pages for those who decide, as a snapshot.

use domain::Locale;

use super::{page, parts, write::Html};
use crate::view::executive::{ExecutiveView, PlanLine, RiskLine};

/// Draws the document.
pub fn draw(view: &ExecutiveView, locale: Locale) -> String {
    let frame = &view.frame;
    let t = |key| frame.label(key);
    let mut html = page::open(frame, view.kind, locale);
    page::head(&mut html, view.kind, &view.name, &view.about);
    let index = if view.group {
        t("mean_index")
    } else {
        t("index")
    };
    if view.index.is_none() {
        html.line("<p>", t("not_assessed_text"), "</p>");
    }
    parts::big(&mut html, &view.index, (index, frame));
    levels(&mut html, view);
    parts::figures(&mut html, &view.figures);
    parts::versions(&mut html, view.versions.as_ref(), frame);
    if view.index.is_some() {
        pillars(&mut html, view);
    }
    if !view.heat.is_empty() {
        html.line("<section><h2>", t("heat"), "</h2>");
        let names: Vec<_> = view.pillars.iter().map(|p| p.name.as_str()).collect();
        parts::heat(&mut html, &view.heat, (view.heat_of, frame, &names));
        html.some("<p>", &view.heat_more, "</p>").raw("</section>");
    }
    risks(&mut html, view);
    plan(&mut html, view);
    decisions(&mut html, view);
    html.raw("<section><h2>").text(t("method")).raw("</h2>");
    html.facts(
        view.origin
            .iter()
            .map(|(name, value)| (*name, value.as_str())),
    );
    html.raw("</section>");
    page::close(html, frame)
}

fn levels(html: &mut Html, view: &ExecutiveView) {
    let level = view.frame.label("level");
    html.raw("<dl>");
    for (set, name) in &view.levels {
        html.line("<dt>", level, " · ")
            .line("", set, "</dt>")
            .line("<dd><b>", name, "</b></dd>");
    }
    html.raw("</dl>");
    for floor in &view.floors {
        html.line("<p class=\"floor\">", floor, "</p>");
    }
}

fn pillars(html: &mut Html, view: &ExecutiveView) {
    let t = |key| view.frame.label(key);
    html.line("<section><h2>", t("pillars"), "</h2><div class=\"two\">");
    html.table(
        t("pillars"),
        [
            t("pillars"),
            t("assured"),
            t("claimed"),
            t("possible"),
            t("level"),
        ],
    );
    for pillar in &view.pillars {
        html.pillar((&pillar.letter, pillar.colour, &pillar.name), &pillar.bar)
            .line("<td class=\"num\">", &pillar.level, "</td></tr>");
    }
    html.end_table();
    parts::figure(html, &view.radar, "");
    html.raw("</div></section>");
}

fn risks(html: &mut Html, view: &ExecutiveView) {
    let t = |key| view.frame.label(key);
    html.line("<section><h2>", t("top_risks"), "</h2>");
    if view.risks.is_empty() {
        html.line("<p>", t("no_risks"), "</p></section>");
        return;
    }
    html.table(
        t("top_risks"),
        [
            t("risk"),
            t("residual_claimed"),
            t("residual_assured"),
            t("treatment"),
        ],
    );
    for risk in &view.risks {
        let RiskLine {
            id,
            name,
            place,
            claimed,
            assured,
            treatment,
        } = risk;
        html.line("<tr><th scope=\"row\">", id, " ").text(name);
        html.some("<span class=\"small\">", place, "</span>")
            .raw("</th><td>");
        html.banded(claimed).raw("</td><td>").banded(assured);
        let treatment = if treatment.is_empty() {
            t("untreated")
        } else {
            treatment.as_str()
        };
        html.line("</td><td>", treatment, "</td></tr>");
    }
    html.end_table().raw("</section>");
}

fn plan(html: &mut Html, view: &ExecutiveView) {
    let t = |key| view.frame.label(key);
    html.line("<section><h2>", t("plan"), "</h2>")
        .line("<p>", &view.plan_lead, "</p>");
    parts::figure(html, &view.curve, t("curve"));
    if !view.plan.is_empty() {
        html.table(
            t("plan"),
            [t("due"), t("what_to_do"), t("owner"), t("state")],
        );
        for line in &view.plan {
            let PlanLine {
                id,
                text,
                place,
                owner,
                due,
                overdue,
                state,
            } = line;
            html.raw("<tr><td>");
            if *overdue {
                html.line("<span class=\"tag warn\">", due, "</span>");
            } else {
                html.text(due);
            }
            html.line("</td><td><b>", id, "</b> ").text(text);
            html.some("<span class=\"small\">", place, "</span>");
            html.line(
                "</td><td>",
                if owner.is_empty() {
                    "—"
                } else {
                    owner.as_str()
                },
                "</td>",
            );
            html.line("<td>", state, "</td></tr>");
        }
        html.end_table();
    }
    html.some("<p>", &view.plan_more, "</p>").raw("</section>");
}

fn decisions(html: &mut Html, view: &ExecutiveView) {
    let t = |key| view.frame.label(key);
    html.line("<section><h2>", t("decisions"), "</h2>");
    if view.decisions.is_empty() {
        html.line("<p>", t("no_decisions"), "</p>");
    } else {
        html.raw("<ul class=\"decisions\">");
        for line in &view.decisions {
            html.line("<li><b>", &line.count, "</b><span>")
                .text(&line.what)
                .some("<span class=\"small\">", &line.detail, "</span>")
                .raw("</span></li>");
        }
        html.raw("</ul>");
    }
    html.raw("</section>");
}
