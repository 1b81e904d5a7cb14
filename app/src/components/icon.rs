//! Icons of the sprite.

use leptos::prelude::*;

macro_rules! glyphs {
    ($($name:ident = $id:literal),* $(,)?) => {
        /// An icon of `style/sprite.svg`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Glyph { $(#[doc = concat!("`#i-", $id, "`")] $name),* }

        impl Glyph {
            /// Where the sprite defines it.
            const fn href(self) -> &'static str {
                match self { $(Self::$name => concat!("#i-", $id)),* }
            }

            #[cfg(test)]
            const ALL: &'static [Self] = &[$(Self::$name),*];
        }
    };
}

glyphs! {
    Met = "met", NotMet = "not-met", Unknown = "unknown", Na = "na",
    SevLow = "sev-low", SevMedium = "sev-medium", SevHigh = "sev-high", SevCritical = "sev-critical",
    Signal = "signal", Document = "document", Attestation = "attestation",
    Conflict = "conflict", Expired = "expired", Info = "info", Warn = "warn", Ok = "ok",
    Prev = "prev", Next = "next", Down = "down",
    Sort = "sort", SortAsc = "sort-asc", SortDesc = "sort-desc",
    Search = "search", Plus = "plus", Close = "close", Export = "export", Link = "link",
    Lock = "lock", User = "user", Comment = "comment", Bell = "bell",
    Sun = "sun", Moon = "moon", System = "system", Globe = "globe",
}

/// An icon beside a text, which says the same in words.
#[component]
pub fn Icon(
    /// Which.
    of: Glyph,
    /// 13 px instead of 16 px.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let class = if small { "c-icon c-icon--sm" } else { "c-icon" };
    view! {
        <svg class=class aria-hidden="true">
            <use href=of.href()></use>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::Glyph;

    #[test]
    fn the_sprite_has_them_all() {
        let sprite = include_str!("../../../style/sprite.svg");
        for glyph in Glyph::ALL {
            let id = glyph.href().trim_start_matches('#');
            assert!(sprite.contains(&format!("id=\"{id}\"")), "{id}");
        }
    }
}
