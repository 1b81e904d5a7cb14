//! A team's report on a workload as a snapshot.

use domain::Locale;

use super::{page, parts, write::Html};
use crate::view::{
    WorkloadView,
    pillars::{CheckView, PillarView, Row},
    summary::Summary,
};

/// A part of the document: its title, whether it has anything, and what draws it.
type Part = (&'static str, bool, fn(&mut Html, &WorkloadView, Locale));

/// Draws the document.
pub fn draw(view: &WorkloadView, locale: Locale) -> String {
    let frame = &view.frame;
    let t = |key| frame.label(key);
    let kind = t("report_workload");
    let mut html = page::open(frame, kind, locale);
    page::head(&mut html, kind, &view.cover.name, &view.cover.description);
    html.facts(
        view.cover
            .facts
            .iter()
            .map(|(name, value)| (*name, value.as_str())),
    );
    let parts: [Part; 10] = [
        (t("summary"), true, summary),
        (map_title(view), view.map.is_some(), map),
        (t("pillars"), true, pillars),
        (t("risks"), !view.risks.rows.is_empty(), risks),
        (t("plan"), true, plan),
        (t("findings"), !view.findings.counts.is_empty(), findings),
        (t("signals"), has_signals(view), signals),
        (t("inventory"), !view.inventory.rows.is_empty(), inventory),
        (t("evidence"), !view.evidence.is_empty(), evidence),
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

fn map_title(view: &WorkloadView) -> &'static str {
    view.map.as_ref().map_or("", |map| map.title)
}

fn map(html: &mut Html, view: &WorkloadView, _locale: Locale) {
    if let Some(map) = &view.map {
        parts::map(html, map);
    }
}

const fn has_signals(view: &WorkloadView) -> bool {
    let s = &view.signals;
    !s.rows.is_empty() || !s.verdicts.is_empty() || !s.charts.is_empty()
}

fn summary(html: &mut Html, view: &WorkloadView, _locale: Locale) {
    let (frame, s) = (&view.frame, &view.summary);
    let t = |key| frame.label(key);
    parts::big(html, &view.cover.index, (t("index"), frame));
    let levels = &view.cover.levels;
    html.raw("<dl>");
    for (set, level) in [
        ("assured", &levels.assured),
        ("claimed", &levels.claimed),
        ("possible", &levels.possible),
    ] {
        html.line("<dt>", t("level"), " · ")
            .line("", t(set), "</dt>")
            .line("<dd><b>", level, "</b></dd>");
    }
    html.raw("</dl>");
    for floor in &s.floors {
        html.line("<p class=\"floor\">", floor, "</p>");
    }
    parts::figures(html, &s.figures);
    html.raw("<div class=\"two\">");
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
    for p in &s.pillars {
        html.pillar((&p.letter, p.colour, &p.name), &p.bar);
        html.line("<td class=\"num\">", &p.level, "</td></tr>");
    }
    html.end_table();
    parts::figure(html, &s.radar, "");
    html.raw("</div>");
    layers(html, view);
    lists(html, view, s);
}

fn layers(html: &mut Html, view: &WorkloadView) {
    let t = |key| view.frame.label(key);
    html.line("<h3>", t("layers"), "</h3>");
    html.table(
        t("layers"),
        [t("layers"), t("assured"), t("claimed"), t("possible")],
    );
    let whole = (t("layer_index"), &view.summary.layer_index);
    let each = view.summary.layers.iter();
    for (name, bar) in each.map(|(name, bar)| (name.as_str(), bar)).chain([whole]) {
        html.line("<tr><th scope=\"row\">", name, "")
            .proof(bar, false)
            .raw("</th>")
            .numbers(bar)
            .raw("</tr>");
    }
    html.end_table();
}

fn lists(html: &mut Html, view: &WorkloadView, s: &Summary) {
    let t = |key| view.frame.label(key);
    html.raw("<div class=\"even\">");
    if !s.checks.is_empty() {
        html.line("<div><h3>", t("worst_checks"), "</h3><ul>");
        for check in &s.checks {
            html.line("<li><b>", &check.id, "</b> ")
                .text(&check.name)
                .line(" <span class=\"muted\">", &check.level, "</span> ")
                .banded(&check.issue)
                .raw("</li>");
        }
        html.raw("</ul></div>");
    }
    if !s.risks.is_empty() {
        html.line("<div><h3>", t("worst_risks"), "</h3><ul>");
        for (id, name, score) in &s.risks {
            html.line("<li><b>", id, "</b> ")
                .line("", name, " ")
                .banded(score)
                .raw("</li>");
        }
        html.raw("</ul></div>");
    }
    html.raw("</div>");
    if !s.actions.is_empty() {
        html.line("<h3>", t("next_actions"), "</h3>");
        html.table(
            t("next_actions"),
            [t("criterion"), t("what_to_do"), t("effort"), t("gain")],
        );
        for a in &s.actions {
            html.line("<tr><th scope=\"row\">", &a.id, "</th>")
                .line("<td>", &a.text, "</td>")
                .line("<td class=\"num\">", &a.effort.to_string(), "</td>")
                .line("<td class=\"num\">", &a.gain, "</td></tr>");
        }
        html.end_table();
    }
    for (head, text, lines) in [
        ("conflict_head", "conflict_text", &s.conflicts),
        ("unanswered_head", "unanswered_text", &s.unanswered),
    ] {
        if !lines.is_empty() {
            html.line("<h3>", t(head), "</h3>")
                .line("<p>", t(text), "</p><ul>");
            for line in lines {
                html.line("<li>", line, "</li>");
            }
            html.raw("</ul>");
        }
    }
}

fn pillars(html: &mut Html, view: &WorkloadView, _locale: Locale) {
    for pillar in &view.pillars {
        draw_pillar(html, view, pillar);
    }
}

fn draw_pillar(html: &mut Html, view: &WorkloadView, pillar: &PillarView) {
    let t = |key| view.frame.label(key);
    html.raw("<h3>")
        .letter(&pillar.letter, pillar.colour)
        .line("", &pillar.name, "</h3>");
    html.line("<p class=\"muted\">", &pillar.capability, "</p>")
        .proof(&pillar.bar, true);
    html.raw("<dl>");
    let levels = &pillar.levels;
    let scores = pillar.bar.as_ref();
    for (set, level, score) in [
        ("assured", &levels.assured, scores.map(|b| &b.assured)),
        ("claimed", &levels.claimed, scores.map(|b| &b.claimed)),
        ("possible", &levels.possible, scores.map(|b| &b.possible)),
    ] {
        html.line("<dt>", t(set), "</dt><dd><b>")
            .text(score.map_or("—", |s| s.s.as_str()))
            .line("</b> · ", t("level"), " ")
            .line("", level, "</dd>");
    }
    html.raw("</dl>");
    for check in &pillar.checks {
        draw_check(html, view, check);
    }
}

fn draw_check(html: &mut Html, view: &WorkloadView, check: &CheckView) {
    let t = |key| view.frame.label(key);
    html.line("<h4>", &check.id, " ").text(&check.name);
    if let Some(issue) = &check.issue {
        html.raw(" ").banded(issue);
    }
    html.raw("</h4>")
        .line("<p class=\"muted\">", &check.question, "</p>");
    html.proof(&check.bar, false);
    html.line("<p class=\"small\">", t("level"), " ")
        .line("", &check.level, " · ")
        .line("", t("target"), " ")
        .line("", &check.target.to_string(), " · ")
        .line("", &check.about, "");
    if let Some(bar) = &check.bar {
        html.raw(" · ");
        html.line("", &bar.assured.s, " / ")
            .line("", &bar.claimed.s, " / ")
            .text(&bar.possible.s);
    }
    html.raw("</p>");
    html.table(&check.name, [t("criterion"), t("statement"), t("answer")]);
    for row in &check.rows {
        criterion(html, row, t("reason"));
    }
    html.end_table();
    if !check.note.is_empty() {
        html.line("<p class=\"note pre\"><b>", t("note"), "</b> ")
            .line("", &check.note, "</p>");
    }
}

fn criterion(html: &mut Html, row: &Row, reason: &str) {
    html.line("<tr><th scope=\"row\">", &row.id, "</th><td>")
        .text(&row.statement);
    if !row.reason.is_empty() {
        html.line("<span class=\"small\">", reason, ": ")
            .line("", &row.reason, "</span>");
    }
    html.line("</td><td>", row.answer, "")
        .some(" · ", &row.proof, "");
    html.some(
        " <span class=\"tag warn\">",
        row.conflict.unwrap_or_default(),
        "</span>",
    )
    .some("<span class=\"small\">", &row.by, "</span>")
    .raw("</td></tr>");
}

fn risks(html: &mut Html, view: &WorkloadView, _locale: Locale) {
    let t = |key| view.frame.label(key);
    html.raw("<div class=\"even\">");
    parts::figure(html, &view.risks.inherent, t("matrix_inherent"));
    parts::figure(html, &view.risks.assured, t("matrix_assured"));
    html.raw("</div>");
    parts::risks(html, &view.risks.rows, (false, &view.frame));
}

fn plan(html: &mut Html, view: &WorkloadView, _locale: Locale) {
    let t = |key| view.frame.label(key);
    let plan = &view.plan;
    if plan.curve.is_empty() {
        html.line("<p>", t("no_plan"), "</p>");
        return;
    }
    html.line("<p>", &plan.lead, "</p>");
    parts::figure(html, &plan.curve, t("curve"));
    for phase in &plan.phases {
        html.line("<h3>", &phase.name, " ").line(
            "<span class=\"muted\">",
            &phase.sum,
            "</span></h3>",
        );
        html.table(
            &phase.name,
            [
                t("criterion"),
                t("what_to_do"),
                t("effort"),
                t("gain"),
                t("index_after"),
                t("owner"),
                t("due"),
                t("state"),
            ],
        );
        for row in &phase.rows {
            html.line("<tr><th scope=\"row\">", &row.id, "</th>")
                .line("<td>", &row.text, "")
                .some("<span class=\"small\">", &row.requires, "</span>")
                .line("</td><td class=\"num\">", &row.effort.to_string(), "</td>")
                .line("<td class=\"num\">", &row.gain, "</td>")
                .line("<td class=\"num\">", &row.after, "</td>")
                .line("<td>", &row.owner, "</td>")
                .line("<td>", &row.due, "</td>")
                .line("<td>", row.state, "</td></tr>");
        }
        html.end_table();
    }
    html.some("<p>", &plan.later, "</p>");
}

fn findings(html: &mut Html, view: &WorkloadView, _locale: Locale) {
    let t = |key| view.frame.label(key);
    let f = &view.findings;
    html.line("<p>", &f.lead, "</p>");
    html.table(
        t("severity"),
        [
            t("severity"),
            t("open"),
            t("accepted"),
            t("false_positive"),
            t("gone"),
        ],
    );
    for row in &f.counts {
        html.raw("<tr><th scope=\"row\">")
            .banded(&row.severity)
            .raw("</th>");
        for n in [row.open, row.accepted, row.false_positive, row.gone] {
            html.line("<td class=\"num\">", &n.to_string(), "</td>");
        }
        html.raw("</tr>");
    }
    html.end_table();
    if !f.rows.is_empty() {
        html.table(
            t("findings"),
            [
                t("severity"),
                t("problem"),
                t("tool"),
                t("checks"),
                t("state"),
                t("seen"),
            ],
        );
        for row in &f.rows {
            html.raw("<tr><td>").banded(&row.severity);
            html.line("</td><th scope=\"row\">", &row.title, "")
                .some("<span class=\"small\">", &row.place, "</span>")
                .line("</th><td>", &row.tool, "</td>")
                .line("<td>", &row.checks, "</td>")
                .line("<td>", &row.state, "")
                .some("<span class=\"small\">", &row.decided, "</span>")
                .line("</td><td>", &row.first, "<br>")
                .line("", &row.last, "</td></tr>");
        }
        html.end_table();
    }
    html.some("<p>", &f.more, "</p>");
}

fn signals(html: &mut Html, view: &WorkloadView, _locale: Locale) {
    let t = |key| view.frame.label(key);
    let s = &view.signals;
    if !s.rows.is_empty() {
        html.line("<p>", &s.lead, "</p>");
        html.table(
            t("signals"),
            [
                t("signal"),
                t("source"),
                t("window"),
                t("last_value"),
                t("rules"),
            ],
        );
        for row in &s.rows {
            html.line("<tr><th scope=\"row\">", &row.signal, "")
                .line("<span class=\"small\">", &row.name, "</span></th>")
                .line("<td>", &row.source, "</td>")
                .line("<td>", &row.window, "")
                .line("<span class=\"small\">", &row.hours, "</span></td>")
                .line("<td>", &row.last, "")
                .line("<span class=\"small\">", &row.seen, "</span></td>")
                .line("<td>", &row.rules, "</td></tr>");
        }
        html.end_table();
    }
    if !s.charts.is_empty() {
        html.line("<h3>", t("signal_charts"), "</h3>");
        parts::charts(html, &s.charts);
    }
    if s.verdicts.is_empty() {
        return;
    }
    html.line("<h3>", t("verdicts"), "</h3>");
    html.table(
        t("verdicts"),
        [
            t("rule"),
            t("criterion"),
            t("verdict"),
            t("figures"),
            t("data_of"),
            t("valid_until"),
        ],
    );
    for v in &s.verdicts {
        html.line("<tr><th scope=\"row\">", &v.rule, "</th>")
            .line("<td>", &v.criterion, "")
            .line("<span class=\"small\">", &v.check, "</span></td><td>")
            .banded(&v.standing)
            .line("<span class=\"small\">", v.outcome, "</span>")
            .some("<span class=\"small\">", &v.decided, "</span>")
            .line("</td><td>", &v.figures, "</td>")
            .line("<td>", &v.period, "</td>")
            .line("<td>", &v.until, "</td></tr>");
    }
    html.end_table();
}

fn inventory(html: &mut Html, view: &WorkloadView, _locale: Locale) {
    let t = |key| view.frame.label(key);
    let heads = [
        t("component"),
        t("kind"),
        t("state"),
        t("source"),
        t("seen"),
    ];
    html.table(t("inventory"), heads);
    for row in &view.inventory.rows {
        html.line("<tr><th scope=\"row\">", &row.name, "</th>")
            .line("<td>", &row.kind, "</td><td>")
            .banded(&row.standing)
            .some("<span class=\"small\">", &row.reviewed, "</span>")
            .line("</td><td>", &row.origin, "</td>")
            .line("<td>", &row.first, "<br>")
            .line("", &row.last, "</td></tr>");
    }
    html.end_table();
    html.some("<p>", &view.inventory.more, "</p>");
}

fn evidence(html: &mut Html, view: &WorkloadView, _locale: Locale) {
    let t = |key| view.frame.label(key);
    html.table(
        t("evidence"),
        [
            t("title"),
            t("kind"),
            "SHA-256",
            t("effective"),
            t("valid_until"),
            t("criterion"),
        ],
    );
    for e in &view.evidence {
        html.line("<tr><th scope=\"row\">", &e.title, "</th>")
            .line("<td>", e.kind, "</td>")
            .line("<td class=\"mono\">", &e.hash, "</td>")
            .line("<td>", &e.effective, "</td><td>");
        if e.expired {
            html.line("<span class=\"tag warn\">", &e.valid_until, "</span>");
        } else {
            html.text(&e.valid_until);
        }
        html.line("</td><td>", &e.criteria, "</td></tr>");
    }
    html.end_table();
}

fn method(html: &mut Html, view: &WorkloadView, locale: Locale) {
    parts::method(html, &view.method, locale);
}
