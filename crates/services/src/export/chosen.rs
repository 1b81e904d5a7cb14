//! How the workloads of a report were chosen, in words: the filters of the list, one by one.

use domain::{AssessmentState, Framework, Locale, views::reports::Choice};

use crate::workload::Row;

/// A part for each filter; nothing where all workloads are in it.
pub(super) fn words(
    framework: &Framework,
    choice: &Choice,
    rows: &[Row],
    whole: usize,
    locale: Locale,
) -> Vec<String> {
    if choice.is_all() {
        return Vec::new();
    }
    let zh = locale == Locale::Zh;
    let query = &choice.query;
    let mut words = vec![if zh {
        format!("{whole}个中的{}个", rows.len())
    } else {
        format!("{} of {whole}", rows.len())
    }];
    let mut add = |name: (&str, &str), value: String| {
        if !value.is_empty() {
            let (name, colon) = if zh { (name.0, "：") } else { (name.1, ": ") };
            words.push(format!("{name}{colon}{value}"));
        }
    };
    add(("文字", "Text"), query.q.trim().to_owned());
    if !query.team.is_empty() {
        // The rows know its name; without one of them nobody has to.
        let team = rows.first().map(|(row, _)| row.team_name.clone());
        add(("团队", "Team"), team.unwrap_or_else(|| query.team.clone()));
    }
    add(("分级", "Tier"), query.tier.clone());
    let fact = framework.facts.iter().find(|f| f.id.as_str() == query.fact);
    let fact = fact.map_or(query.fact.as_str(), |f| f.name.get(locale));
    add(("画像", "Profile"), fact.to_owned());
    add(("状态", "State"), state(&query.state, zh));
    add(("具有", "With"), query.has.trim().to_owned());
    if query.show == "archived" {
        add(
            ("范围", "Range"),
            if zh { "已归档" } else { "archived" }.to_owned(),
        );
    }
    if !choice.ids.is_empty() {
        let count = choice.ids.len();
        add(
            ("勾选", "Picked"),
            if zh {
                format!("{count}个")
            } else {
                count.to_string()
            },
        );
    }
    words
}

fn state(code: &str, zh: bool) -> String {
    let known = AssessmentState::ALL.iter().find(|s| s.as_str() == code);
    let word = match (known, zh) {
        (Some(AssessmentState::Draft), true) => "草稿",
        (Some(AssessmentState::Draft), false) => "draft",
        (Some(AssessmentState::InReview), true) => "审核中",
        (Some(AssessmentState::InReview), false) => "in review",
        (Some(AssessmentState::Approved), true) => "已批准",
        (Some(AssessmentState::Approved), false) => "approved",
        (None, _) => code,
    };
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use domain::{Tier, framework::builtin, views::workloads::WorkloadQuery};

    use super::*;

    #[test]
    fn each_filter_is_named() {
        let framework = builtin().unwrap();
        let mut choice = Choice::default();
        assert!(words(framework, &choice, &[], 9, Locale::Zh).is_empty());
        choice.query = WorkloadQuery {
            tier: Tier::One.number().to_string(),
            fact: "rag".to_owned(),
            state: "in_review".to_owned(),
            ..WorkloadQuery::default()
        };
        let zh = words(framework, &choice, &[], 9, Locale::Zh).join("；");
        assert!(
            zh.starts_with("9个中的0个；分级：1；画像：") && zh.ends_with("状态：审核中"),
            "{zh}"
        );
        let en = words(framework, &choice, &[], 9, Locale::En).join("; ");
        assert!(en.starts_with("0 of 9; Tier: 1; Profile: "), "{en}");
    }
}
