//! An auditor's document as a snapshot.

use domain::Locale;

use super::{page, parts};
use crate::view::audit::{AuditView, Section};

/// Draws the document.
pub fn draw(view: &AuditView, locale: Locale) -> String {
    let frame = &view.frame;
    let mut html = page::open(frame, view.kind, locale);
    page::head(&mut html, view.kind, &view.name, "");
    let map = view.map.as_ref();
    let titles = view.sections.iter().map(|s| s.title);
    let last = map
        .map(|map| map.title)
        .into_iter()
        .chain([frame.label("method")]);
    let titles: Vec<_> = titles.chain(last).enumerate().collect();
    page::contents(&mut html, &titles, locale);
    parts::big(&mut html, &view.index, (frame.label("index"), frame));
    for (id, section) in view.sections.iter().enumerate() {
        page::section(&mut html, id, section.title);
        draw_section(&mut html, section);
        html.raw("</section>");
    }
    let mut next = view.sections.len();
    if let Some(map) = map {
        page::section(&mut html, next, map.title);
        parts::map(&mut html, map);
        html.raw("</section>");
        next += 1;
    }
    page::section(&mut html, next, frame.label("method"));
    parts::method(&mut html, &view.method, locale);
    html.raw("</section>");
    page::close(html, frame)
}

fn draw_section(html: &mut super::write::Html, section: &Section) {
    html.some("<p>", &section.text, "</p>");
    if !section.facts.is_empty() {
        let facts = section.facts.iter();
        html.facts(facts.map(|(name, value)| (*name, value.as_str())));
    }
    if !section.rows.is_empty() {
        html.table(section.title, section.heads.iter().copied());
        for row in &section.rows {
            html.raw("<tr>");
            for cell in row {
                html.line("<td>", cell, "</td>");
            }
            html.raw("</tr>");
        }
        html.end_table();
    }
    html.some("<p>", &section.more, "</p>");
    parts::charts(html, &section.charts);
}
