//! Text inside elements that the renderer does not escape.
//!
//! Leptos 0.8 writes the children of `<textarea>` and `<title>` as they are, so a stored
//! `</textarea><script>` would run. The two components that use these elements go through here.

/// Text for inside `<title>` or `<textarea>`: encoded in HTML, as it is in the browser.
///
/// The server writes markup, so `&`, `<` and `>` become entities. The browser sets properties
/// (`document.title`, `value`), where entities would be shown to the reader.
pub fn element_text(text: &str) -> String {
    if cfg!(feature = "ssr") {
        encode(text)
    } else {
        text.to_owned()
    }
}

/// Replaces the characters that could end an element or start an entity.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn an_element_cannot_be_ended() {
        assert_eq!(encode("</textarea><b>"), "&lt;/textarea&gt;&lt;b&gt;");
    }

    #[test]
    fn an_entity_stays_what_was_typed() {
        assert_eq!(encode("&lt; 合规 &"), "&amp;lt; 合规 &amp;");
    }
}
