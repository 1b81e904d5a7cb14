//! Sentences that are put together from names and numbers.

use domain::{Cause, Floor, Framework, Locale, Set};

use crate::{lookup::Names, words::Worded};

/// Which floor held a level down, and what did it.
pub fn floor(framework: &Framework, set: Set, floor: &Floor, locale: Locale) -> String {
    let Floor {
        overall,
        pillar,
        because,
        from,
        to,
    } = floor;
    let pillar = framework.pillar_name(pillar.as_str(), locale);
    let (set, cause) = (set.word(locale), cause(framework, because, locale));
    match (locale, overall) {
        (Locale::Zh, true) => {
            format!("总评级别（{set}）由{from}级降为{to}级：受“{pillar}”支柱限制，原因是{cause}。")
        }
        (Locale::Zh, false) => {
            format!("“{pillar}”级别（{set}）由{from}级降为{to}级：原因是{cause}。")
        }
        (Locale::En, true) => format!(
            "Overall level ({}) held at {to} instead of {from} by the pillar {pillar}: {cause}.",
            set.to_lowercase()
        ),
        (Locale::En, false) => {
            format!(
                "{pillar} level ({}) held at {to} instead of {from}: {cause}.",
                set.to_lowercase()
            )
        }
    }
}

fn cause(framework: &Framework, cause: &Cause, locale: Locale) -> String {
    match (cause, locale) {
        (Cause::Check(id), Locale::Zh) => {
            format!("检查项{id}“{}”", framework.check_name(id, locale))
        }
        (Cause::Check(id), Locale::En) => {
            format!("check {id}, {}", framework.check_name(id, locale))
        }
        (Cause::Risk(id), Locale::Zh) => {
            format!(
                "未被接受的严重风险{id}“{}”",
                framework.risk_name(id, locale)
            )
        }
        (Cause::Risk(id), Locale::En) => {
            format!(
                "open critical risk {id}, {}",
                framework.risk_name(id, locale)
            )
        }
    }
}
