use super::{
    accounts, actions, assess, catalog, common, cost, errors, evidence, evidence_words, history,
    mail, map, names, notices, outcomes, outward, overview, plan, plans, platforms, reference,
    register, reports, results, review, risks, rules, sentences, signals, transfer, trend,
    workloads,
};

type Messages = &'static [(&'static str, &'static str, &'static str)];

const AREAS: [(&str, Messages); 34] = [
    ("accounts", accounts::ALL),
    ("actions", actions::ALL),
    ("actions", actions::ACTIONS),
    ("assess", assess::ALL),
    ("catalog", catalog::ALL),
    ("common", common::ALL),
    ("cost", cost::ALL),
    ("cost", cost::ASSUMPTIONS),
    ("errors", errors::ALL),
    ("evidence", evidence::ALL),
    ("history", history::ALL),
    ("mail", mail::ALL),
    ("map", map::ALL),
    ("names", names::ALL),
    ("notices", notices::ALL),
    ("outcomes", outcomes::DONE),
    ("outcomes", outcomes::REFUSED),
    ("outward", outward::ALL),
    ("overview", overview::ALL),
    ("plan", plan::ALL),
    ("platforms", platforms::ALL),
    ("plans", plans::ALL),
    ("reference", reference::ALL),
    ("reports", reports::ALL),
    ("register", register::ALL),
    ("results", results::ALL),
    ("review", review::ALL),
    ("risks", risks::ALL),
    ("rules", rules::ALL),
    ("signals", signals::ALL),
    ("signals", signals::LEFT_OUT),
    ("trend", trend::ALL),
    ("transfer", transfer::ALL),
    ("workloads", workloads::ALL),
];

fn every_message(check: impl Fn(&str, &str, &str)) {
    let words = evidence_words::ALL.map(|list| ("evidence_words", list));
    for (area, messages) in AREAS.into_iter().chain(words) {
        for (key, zh, en) in messages {
            check(&format!("{area}::{key}"), zh, en);
        }
    }
}

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

fn placeholders(text: &str) -> Vec<&str> {
    let mut found: Vec<_> = text
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[test]
fn both_languages_say_something_and_say_the_same_values() {
    every_message(|key, zh, en| {
        for text in [zh, en] {
            assert!(!text.trim().is_empty(), "{key} is empty");
            assert_eq!(text.trim(), text, "{key} starts or ends with a space");
        }
        assert_eq!(placeholders(zh), placeholders(en), "{key}");
        assert!(!en.contains(is_han), "{key}: Chinese in the English text");
    });
}

#[test]
fn english_words_agree_with_the_number_before_them() {
    assert_eq!(plans::rows(domain::Locale::En, 1), "1 action");
    assert_eq!(plans::rows(domain::Locale::En, 2), "2 actions");
    for (count, text) in [
        (1, "1 met criterion lost its proof"),
        (2, "2 met criteria lost their proof"),
    ] {
        assert_eq!(trend::proof_ended(domain::Locale::En, count), text);
    }
}

#[test]
fn chinese_sentences_have_no_space_between_them() {
    assert_eq!(sentences(domain::Locale::Zh, &["一。", "二。"]), "一。二。");
    assert_eq!(
        sentences(domain::Locale::En, &["One.", "Two."]),
        "One. Two."
    );
}

#[test]
fn chinese_uses_its_own_punctuation() {
    every_message(|key, zh, _| {
        let chars: Vec<_> = zh.chars().collect();
        for pair in chars.windows(2) {
            let half_width = matches!(pair[1], ',' | ';' | ':' | '?' | '!' | '(');
            assert!(!(is_han(pair[0]) && half_width), "{key}: {zh}");
        }
    });
}

/// The names of fixed values stand here too, so that no page has to load them; they must agree.
#[test]
fn names_are_the_framework_s() {
    let framework = domain::framework::builtin().unwrap();
    for locale in domain::Locale::ALL {
        for level in &framework.levels {
            assert_eq!(names::level(locale, level.level), level.name.get(locale));
        }
        for layer in &framework.layers {
            assert_eq!(names::layer(locale, layer.id), layer.name.get(locale));
        }
        for fact in &framework.facts {
            assert_eq!(names::fact(locale, fact.id), fact.name.get(locale));
        }
        for reason in &framework.reasons {
            assert_eq!(names::reason(locale, reason.id), reason.name.get(locale));
        }
    }
}
