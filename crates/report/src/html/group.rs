//! A team's report on a group as a snapshot.

use domain::Locale;

use super::{page, parts, write::Html};
use crate::view::GroupView;

/// A part of the document: its title, whether it has anything, and what draws it.
type Part = (&'static str, bool, fn(&mut Html, &GroupView, Locale));

/// Draws the document.
pub fn draw(view: &GroupView, locale: Locale) -> String {
    let frame = &view.frame;
    let t = |key| frame.label(key);
    let kind = t(if view.organisation {
        "report_organisation"
    } else {
        "report_team"
    });
    let mut html = page::open(frame, kind, locale);
    page::head(&mut html, kind, &view.name, "");
    html.facts(
        view.facts
            .iter()
            .map(|(name, value)| (*name, value.as_str())),
    );
    let parts: [Part; 7] = [
        (t("summary"), true, summary),
        (t("heat"), !view.heat.is_empty(), heat),
        (t("workloads"), !view.workloads.is_empty(), workloads),
        (t("not_assessed"), !view.missing.is_empty(), missing),
        (t("top_risks"), !view.risks.is_empty(), risks),
        (t("progress"), !view.progress.is_empty(), progress),
        (t("method"), true, method),
    ];
    let shown: Vec<_> = parts.into_iter().filter(|(_, shown, _)| *shown).collect();
    let titles: Vec<_> = shown.iter().map(|(title, ..)| *title).enumerate().collect();
    page::contents(&mut html, &titles, locale);
    for (id, (title, _, draw)) in shown.into_iter().enumerate() {
        page::section(&mut html, id, title);
        draw(&mut html, view, locale);
        html.raw("</section>");
    }
    page::close(html, frame)
}

fn summary(html: &mut Html, view: &GroupView, _locale: Locale) {
    let frame = &view.frame;
    let t = |key| frame.label(key);
    parts::big(html, &view.index, (t("mean_index"), frame));
    if view.index.is_some() {
        html.line("<dl><dt>", t("level"), " · ")
            .line("", t("assured"), "</dt>");
        html.line("<dd><b>", &view.level, "</b></dd></dl>");
    }
    parts::figures(html, &view.figures);
    parts::versions(html, view.versions.as_ref(), frame);
    if view.index.is_none() {
        return;
    }
    html.raw("<div class=\"two\">");
    html.table(
        t("pillars"),
        [t("pillars"), t("assured"), t("claimed"), t("possible")],
    );
    for (head, bar) in &view.pillars {
        html.pillar((&head.letter, head.colour, &head.name), bar)
            .raw("</tr>");
    }
    html.end_table();
    parts::figure(html, &view.radar, "");
    html.raw("</div>");
}

fn heat(html: &mut Html, view: &GroupView, _locale: Locale) {
    let t = |key| view.frame.label(key);
    html.line("<p>", t("heat_text"), "</p>");
    let of = t(if view.organisation {
        "team"
    } else {
        "workload"
    });
    let names: Vec<_> = view.heads.iter().map(|head| head.name.as_str()).collect();
    parts::heat(html, &view.heat, (of, &view.frame, &names));
}

fn workloads(html: &mut Html, view: &GroupView, _locale: Locale) {
    let t = |key| view.frame.label(key);
    html.table(
        t("workloads"),
        [
            t("workload"),
            t("team"),
            t("tier"),
            t("assured"),
            t("claimed"),
            t("possible"),
            t("level"),
            t("proven_share"),
            t("open_risks"),
            t("assessed_on"),
        ],
    );
    for row in &view.workloads {
        html.line("<tr><th scope=\"row\">", &row.name, "")
            .some("<span class=\"small\">", &row.version, "</span>")
            .proof(&row.bar, false)
            .line("</th><td>", &row.team, "</td>")
            .line("<td>", row.tier, "</td>")
            .numbers(&row.bar)
            .line("<td class=\"num\">", &row.level, "</td>")
            .line("<td class=\"num\">", &row.proven, "</td><td class=\"num\">");
        match row.worst {
            None => html.text(&row.risks),
            Some(band) => html
                .line("<span class=\"tag ", band, "\">")
                .line("", &row.risks, "</span>"),
        };
        html.line("</td><td class=\"num\">", &row.date, "</td></tr>");
    }
    html.end_table();
    html.some("<p>", &view.workloads_more, "</p>");
}

fn missing(html: &mut Html, view: &GroupView, _locale: Locale) {
    let t = |key| view.frame.label(key);
    html.line("<p>", t("not_assessed_text"), "</p>");
    html.table(t("not_assessed"), [t("workload"), t("team"), t("tier")]);
    for (name, team, tier) in &view.missing {
        html.line("<tr><th scope=\"row\">", name, "</th>")
            .line("<td>", team, "</td>")
            .line("<td>", tier, "</td></tr>");
    }
    html.end_table();
    html.some("<p>", &view.missing_more, "</p>");
}

fn risks(html: &mut Html, view: &GroupView, _locale: Locale) {
    parts::risks(html, &view.risks, (true, &view.frame));
}

fn progress(html: &mut Html, view: &GroupView, _locale: Locale) {
    html.raw("<dl>");
    for (word, count, _) in &view.progress {
        html.line("<dt>", word, "</dt>")
            .line("<dd><b>", &count.to_string(), "</b></dd>");
    }
    html.raw("</dl>").line("<p>", &view.progress_note, "</p>");
}

fn method(html: &mut Html, view: &GroupView, locale: Locale) {
    parts::method(html, &view.method, locale);
}
