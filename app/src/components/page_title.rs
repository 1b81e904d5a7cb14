//! The document's title.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::markup::element_text;

/// Sets the title shown in the browser's tab: the page's own words, then the product's name.
///
/// The only way to set a title: `leptos_meta::Title` writes its text unescaped. A plain text, not a signal: the server
/// writes the head after the page, when the page's signals may be gone.
#[component]
pub fn PageTitle(
    /// The page's own words, in the reader's language; empty for the product's name alone.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <Title text=element_text(&full_title(&text)) /> }
}

fn full_title(text: &str) -> String {
    if text.is_empty() {
        "Hexastyle".to_owned()
    } else {
        format!("{text} · Hexastyle")
    }
}

#[cfg(test)]
mod tests {
    use super::full_title;

    #[test]
    fn the_product_follows_the_page() {
        assert_eq!(full_title("团队"), "团队 · Hexastyle");
        assert_eq!(full_title(""), "Hexastyle");
    }
}
