//! Every sentence of the interface, in both languages, checked by the compiler.
//!
//! A module per area; a message is a function of the language. A language or an argument that is
//! missing does not compile, and a message that nobody uses is dead code.

pub(crate) mod accounts;
pub(crate) mod actions;
pub(crate) mod assess;
pub(crate) mod catalog;
pub(crate) mod common;
pub(crate) mod cost;
pub(crate) mod errors;
pub(crate) mod evidence;
pub(crate) mod evidence_words;
pub(crate) mod history;
#[cfg(feature = "ssr")]
pub(crate) mod mail;
pub(crate) mod map;
pub(crate) mod names;
pub(crate) mod notices;
pub(crate) mod outcomes;
pub(crate) mod outward;
pub(crate) mod overview;
pub(crate) mod plan;
pub(crate) mod plans;
pub(crate) mod platforms;
pub mod reference;
#[cfg(feature = "ssr")]
pub(crate) mod reference_fields;
pub(crate) mod register;
pub(crate) mod reports;
pub(crate) mod results;
pub(crate) mod review;
pub(crate) mod risks;
pub(crate) mod rules;
pub(crate) mod signals;
pub(crate) mod transfer;
pub(crate) mod trend;
pub(crate) mod workloads;

use domain::Locale;
#[cfg(feature = "ssr")]
use domain::evidence::Unusable;
use leptos::prelude::use_context;

/// Why a file can't be read, in the words of its page, for whoever hands one in without a page.
#[cfg(feature = "ssr")]
pub fn why_unusable(locale: Locale, why: &Unusable) -> String {
    evidence_words::unusable(locale, why)
}

/// Sentences of one paragraph: Chinese has no space after a full stop.
pub(crate) fn sentences(locale: Locale, each: &[&str]) -> String {
    each.join(match locale {
        Locale::Zh => "",
        Locale::En => " ",
    })
}

/// The reader's language: one for each document, so a plain value.
///
/// Take it when the component starts, not after an `.await`.
pub fn use_locale() -> Locale {
    use_context::<Locale>().unwrap_or_default()
}

/// Defines messages: `key: "中文", "English";` or `key(a, b): "{a}中文{b}", "English {b} {a}";`. English words that follow a
/// number are written `{n} ‹row|rows›`.
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
                domain::Locale::En => domain::agreed(format!($en, $($arg = $arg),+)),
            }
        }
    };
}
pub(crate) use messages;

/// Defines the sentences of codes that come from the server.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident, $list:ident, $other:path: $($code:literal: $zh:literal, $en:literal;)*) => {
        $(#[$doc])*
        pub(crate) fn $name(locale: domain::Locale, code: &str) -> &'static str {
            match (code, locale) {
                $(($code, domain::Locale::Zh) => $zh, ($code, domain::Locale::En) => $en,)*
                _ => $other(locale),
            }
        }

        #[cfg(test)]
        pub(crate) const $list: &[(&str, &str, &str)] = &[$(($code, $zh, $en)),*];
    };
}
pub(crate) use codes;

#[cfg(test)]
mod tests;
