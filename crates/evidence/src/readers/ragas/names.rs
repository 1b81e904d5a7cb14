//! Names of RAGAS' metrics and of what stands beside them.

/// Metrics that hardly any other tool has by these names.
const TELLING: [&str; 12] = [
    "faithfulness",
    "answer_relevancy",
    "answer_relevance",
    "response_relevancy",
    "context_precision",
    "context_recall",
    "context_relevancy",
    "context_utilization",
    "context_entity_recall",
    "answer_correctness",
    "noise_sensitivity",
    "llm_context_precision",
];

/// Others, which count where a telling one stands beside them.
const OTHERS: [&str; 28] = [
    "agent_goal_accuracy",
    "answer_accuracy",
    "answer_similarity",
    "bleu_score",
    "chrf_score",
    "coherence",
    "conciseness",
    "context_relevance",
    "correctness",
    "exact_match",
    "factual_correctness",
    "faithful_rate",
    "harmfulness",
    "instance_specific_rubrics",
    "llm_sql_equivalence",
    "maliciousness",
    "multi_modal_faithfulness",
    "multi_modal_relevance",
    "nv_accuracy",
    "nv_context_relevance",
    "nv_response_groundedness",
    "response_groundedness",
    "rouge_score",
    "rubrics_score",
    "semantic_similarity",
    "summary_score",
    "tool_call_accuracy",
    "topic_adherence",
];

/// Columns of the samples themselves.
const SAMPLE: [&str; 12] = [
    "question",
    "user_input",
    "answer",
    "response",
    "contexts",
    "retrieved_contexts",
    "ground_truth",
    "ground_truths",
    "reference",
    "reference_contexts",
    "query",
    "sample_id",
];

/// A metric's name in one form: `Answer Relevancy` is `answer_relevancy`, `factual_correctness(mode=f1)` stays.
pub fn metric(column: &str) -> Option<String> {
    let name = one_form(column);
    let base = name.split('(').next().unwrap_or_default();
    let known = |metric: &&str| {
        let rest = base.strip_prefix(*metric);
        rest.is_some_and(|rest| {
            rest.is_empty() || matches!(rest, "_score" | "_with_reference" | "_without_reference")
        })
    };
    TELLING.iter().chain(&OTHERS).any(known).then_some(name)
}

/// Whether columns are those of RAGAS: two telling metrics, or one beside a column of samples.
pub fn telling<'a>(columns: impl Iterator<Item = &'a str>) -> bool {
    let (mut metrics, mut samples) = (0, 0);
    for column in columns {
        let name = one_form(column);
        let base = name.split('(').next().unwrap_or_default();
        metrics += usize::from(TELLING.iter().any(|metric| base.starts_with(metric)));
        samples += usize::from(SAMPLE.contains(&name.as_str()));
    }
    metrics >= 2 || (metrics == 1 && samples > 0)
}

fn one_form(column: &str) -> String {
    column.trim().to_ascii_lowercase().replace([' ', '-'], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_ragas() {
        assert_eq!(
            metric("Answer Relevancy").as_deref(),
            Some("answer_relevancy")
        );
        let mode = "factual_correctness(mode=f1)";
        assert_eq!(metric(mode).as_deref(), Some(mode));
        assert_eq!(metric("faithfulness_reason"), None);
        assert!(telling(["context_recall", "question"].into_iter()));
        assert!(!telling(["faithfulness", "name"].into_iter()));
        assert!(!telling(["question", "answer"].into_iter()));
    }
}
