//! Markup that can't be broken by what people write: our own tags are fixed texts, everything else is escaped.

use crate::{
    charts::palette,
    view::common::{Banded, Bar},
};

/// A document as it grows.
#[derive(Default)]
pub struct Html(String);

impl Html {
    /// Markup of ours.
    pub fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// A text of anybody.
    pub fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                // Break opportunities of the typesetter, which browsers need not.
                '\u{200b}' => {}
                c if c.is_control() && c != '\n' => self.0.push(' '),
                c => self.0.push(c),
            }
        }
        self
    }

    /// A text between two pieces of markup.
    pub fn line(&mut self, before: &'static str, text: &str, after: &'static str) -> &mut Self {
        self.raw(before).text(text).raw(after)
    }

    /// The same where there is something to say.
    pub fn some(&mut self, before: &'static str, text: &str, after: &'static str) -> &mut Self {
        if text.is_empty() {
            self
        } else {
            self.line(before, text, after)
        }
    }

    /// A chart of ours; its colours become those of the reader's scheme.
    pub fn chart(&mut self, svg: &str) -> &mut Self {
        self.0.push_str(&themed(svg));
        self
    }

    /// A word in the colours of a severity.
    pub fn banded(&mut self, value: &Banded) -> &mut Self {
        self.raw("<span class=\"tag ")
            .text(value.band)
            .line("\">", &value.word, "</span>")
    }

    /// The proof bar with its numbers as text for those who don't see it.
    pub fn proof(&mut self, bar: &Bar, tall: bool) -> &mut Self {
        let Some(bar) = bar else { return self };
        let (a, c, p) = (bar.assured.n, bar.claimed.n, bar.possible.n);
        self.raw(if tall {
            "<svg class=\"proof tall\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\""
        } else {
            "<svg class=\"proof\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\""
        });
        let label = format!("{} / {} / {}", bar.assured.s, bar.claimed.s, bar.possible.s);
        self.text(&label).raw("\">");
        // A tall bar is wide too, and stretches its hatch.
        let hatch = if tall {
            "url(#hatch-tall)"
        } else {
            "url(#hatch)"
        };
        self.rect("class=\"bar-p\"", 0.0, p);
        self.rect(&format!("fill=\"{hatch}\""), a, c);
        self.rect("class=\"bar-a\"", 0.0, a);
        self.raw("</svg>")
    }

    fn rect(&mut self, look: &str, from: f64, to: f64) {
        if to <= from {
            return;
        }
        let width = to - from;
        let rect =
            format!("<rect x=\"{from:.3}\" y=\"0\" width=\"{width:.3}\" height=\"10\" {look}/>");
        self.0.push_str(&rect);
    }

    /// Cells with the three numbers of a bar.
    pub fn numbers(&mut self, bar: &Bar) -> &mut Self {
        match bar {
            None => self.raw("<td class=\"num\">—</td><td></td><td></td>"),
            Some(bar) => self
                .line("<td class=\"num\"><b>", &bar.assured.s, "</b></td>")
                .line("<td class=\"num muted\">", &bar.claimed.s, "</td>")
                .line("<td class=\"num muted\">", &bar.possible.s, "</td>"),
        }
    }

    /// A pillar's letter on its hue.
    pub fn letter(&mut self, letter: &str, colour: &str) -> &mut Self {
        self.raw("<span class=\"letter ")
            .text(colour)
            .raw("\" aria-hidden=\"true\">");
        self.text(letter).raw("</span>")
    }

    /// Opens the row of a pillar, up to its three numbers: letter, colour, name.
    pub fn pillar(&mut self, (letter, colour, name): (&str, &str, &str), bar: &Bar) -> &mut Self {
        self.raw("<tr><th scope=\"row\">")
            .letter(letter, colour)
            .text(name)
            .proof(bar, false)
            .raw("</th>")
            .numbers(bar)
    }

    /// Opens a table that can be scrolled by keyboard, with its head.
    pub fn table<'a>(&mut self, name: &str, heads: impl IntoIterator<Item = &'a str>) -> &mut Self {
        self.line(
            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"",
            name,
            "\"><table><thead><tr>",
        );
        for head in heads {
            self.line("<th scope=\"col\">", head, "</th>");
        }
        self.raw("</tr></thead><tbody>")
    }

    /// Closes what [`Html::table`] opened.
    pub fn end_table(&mut self) -> &mut Self {
        self.raw("</tbody></table></div>")
    }

    /// Names with values.
    pub fn facts<'a>(&mut self, facts: impl IntoIterator<Item = (&'a str, &'a str)>) -> &mut Self {
        self.raw("<dl>");
        for (name, value) in facts {
            self.line("<dt>", name, "</dt>")
                .line("<dd>", value, "</dd>");
        }
        self.raw("</dl>")
    }

    /// The document.
    pub fn finish(self) -> String {
        self.0
    }
}

/// A chart whose colours follow the reader's scheme: values of the palette become the properties that they came from.
fn themed(svg: &str) -> String {
    let mut out = svg.to_owned();
    for colour in palette::ALL.iter().chain([&palette::CRITICAL_FIELD]) {
        let (r, g, b) = colour.rgb;
        let property = format!("\"var(--{})\"", colour.token);
        // One drawing writes capitals, the other does not.
        for fixed in [
            format!("\"#{r:02X}{g:02X}{b:02X}\""),
            format!("\"#{r:02x}{g:02x}{b:02x}\""),
        ] {
            if out.contains(&fixed) {
                out = out.replace(&fixed, &property);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_people_write_becomes_markup() {
        for hostile in [
            "</textarea><script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "' onmouseover='x",
            "&lt;b&gt;",
        ] {
            let mut html = Html::default();
            html.line("<p title=\"", hostile, "\">")
                .line("", hostile, "</p>");
            let text = html.finish();
            let inner = text
                .trim_start_matches("<p title=\"")
                .trim_end_matches("</p>");
            assert_eq!(inner.matches('<').count(), 0, "{text}");
            assert_eq!(inner.matches('"').count(), 1, "{text}");
            assert_eq!(inner.matches('>').count(), 1, "{text}");
        }
    }

    #[test]
    fn charts_follow_the_scheme_of_the_reader() {
        let svg = "<svg><rect fill=\"#1D4C78\"/><text fill=\"#17202a\">K-S2</text></svg>";
        let themed = themed(svg);
        assert!(themed.contains("var(--ink)") && themed.contains("var(--text)"));
        assert!(!themed.contains('#'), "{themed}");
    }
}
