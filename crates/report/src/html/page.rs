//! The frame of a snapshot.

use domain::Locale;

use super::write::Html;
use crate::view::common::Frame;

/// The console's colours and sizes, and what a snapshot does with them.
const STYLES: &str = concat!(
    include_str!("../../../../style/tokens.css"),
    include_str!("snapshot.css")
);

/// The head of the document up to its name; nothing in it asks for anything.
pub fn open(frame: &Frame, kind: &str, locale: Locale) -> Html {
    let mut html = Html::default();
    html.raw("<!doctype html>\n<html lang=\"")
        .raw(locale.tag())
        .raw("\"><head><meta charset=\"utf-8\">")
        .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .raw("<meta name=\"generator\" content=\"Hexastyle\"><link rel=\"icon\" href=\"data:,\"><title>")
        .text(&frame.title)
        .raw(" — ")
        .text(kind)
        .raw("</title><style>")
        .raw(STYLES)
        .raw("</style></head><body>")
        .raw("<svg class=\"defs\" aria-hidden=\"true\"><defs><pattern id=\"hatch\" width=\"3\" height=\"10\" patternUnits=\"userSpaceOnUse\">")
        .raw("<rect class=\"hatch-b\" width=\"3\" height=\"10\"/><path class=\"hatch-l\" d=\"M0 10 3 0\"/></pattern>")
        .raw("<pattern id=\"hatch-tall\" width=\"0.9\" height=\"10\" patternUnits=\"userSpaceOnUse\">")
        .raw("<rect class=\"hatch-b\" width=\"0.9\" height=\"10\"/><path class=\"hatch-t\" d=\"M0 10 0.9 0\"/></pattern></defs></svg><main>");
    html
}

/// Kind and name, with what is said below them.
pub fn head(html: &mut Html, kind: &str, name: &str, about: &str) {
    html.raw("<header class=\"head\">")
        .line("<p class=\"kind\">", kind, "</p>")
        .line("<h1>", name, "</h1>")
        .some("<p class=\"pre\">", about, "</p>")
        .raw("</header>");
}

/// Links to the sections.
pub fn contents(html: &mut Html, sections: &[(usize, &str)], locale: Locale) {
    let name = match locale {
        Locale::Zh => "目录",
        Locale::En => "Contents",
    };
    html.line("<nav aria-label=\"", name, "\"><ul class=\"toc\">");
    for (id, title) in sections {
        html.line("<li><a href=\"#s", &id.to_string(), "\">")
            .line("", title, "</a></li>");
    }
    html.raw("</ul></nav>");
}

/// Opens a section.
pub fn section(html: &mut Html, id: usize, title: &str) {
    html.line("<section><h2 id=\"s", &id.to_string(), "\">")
        .line("", title, "</h2>");
}

/// The end of the document: the same line that stands at the foot of each page of the PDF.
pub fn close(mut html: Html, frame: &Frame) -> String {
    html.line(
        "<footer><p class=\"small\">",
        &frame.footer,
        "</p></footer>",
    )
    .raw("</main></body></html>\n");
    html.finish()
}
