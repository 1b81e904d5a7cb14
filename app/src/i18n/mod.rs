//! Every sentence of the interface, in both languages, checked by the compiler.
//!
//! A module per area; a message is a function of the language. A language or an argument that is
//! missing does not compile, and a message that nobody uses is dead code.

pub(crate) mod accounts;
pub(crate) mod assess;
pub(crate) mod catalog;
pub(crate) mod common;
pub(crate) mod errors;
pub(crate) mod history;
pub(crate) mod names;
pub(crate) mod outcomes;
pub(crate) mod overview;
pub(crate) mod plan;
pub(crate) mod results;
pub(crate) mod review;
pub(crate) mod risks;
pub(crate) mod workloads;

use domain::Locale;
use leptos::prelude::use_context;

/// The reader's language: one for each document, so a plain value.
///
/// Take it when the component starts, not after an `.await`.
pub fn use_locale() -> Locale {
    use_context::<Locale>().unwrap_or_default()
}

/// Defines messages: `key: "中文", "English";` or `key(a, b): "{a} 中文 {b}", "English {b} {a}";`.
macro_rules! messages {
    ($($key:ident $(($($arg:ident),+ $(,)?))? : $zh:literal, $en:literal;)*) => {
        $($crate::i18n::messages!(@one $key $(($($arg),+))? $zh $en);)*

        /// Name, Chinese, English of every message here.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, &str, &str)] = &[$((stringify!($key), $zh, $en)),*];
    };
    (@one $key:ident $zh:literal $en:literal) => {
        pub(crate) const fn $key(locale: domain::Locale) -> &'static str {
            match locale {
                domain::Locale::Zh => $zh,
                domain::Locale::En => $en,
            }
        }
    };
    (@one $key:ident ($($arg:ident),+) $zh:literal $en:literal) => {
        pub(crate) fn $key(locale: domain::Locale, $($arg: impl std::fmt::Display),+) -> String {
            match locale {
                domain::Locale::Zh => format!($zh, $($arg = $arg),+),
                domain::Locale::En => format!($en, $($arg = $arg),+),
            }
        }
    };
}
pub(crate) use messages;

#[cfg(test)]
mod tests;
