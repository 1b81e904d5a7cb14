//! The pitfalls of evaluations of quality and fairness.

use crate::common::{count, counts, labelled, of_rule, reading};
use domain::evidence::{
    Completeness, ComponentKind, IgnoredWhat, IgnoredWhy, Reading, Reason, ScopeKind, Warning,
};

const UNSTATED: Completeness = Completeness::Partial(Reason::CoverageNotStated);
const LEFT_OUT: fn(u64) -> Completeness =
    |count| Completeness::Partial(Reason::ObjectsSkipped { count });

fn score(reading: &Reading, labels: &[(&str, &str)]) -> Option<f64> {
    labelled(reading, "eval.score", labels)
}

/// All samples of all tasks; `None` where the file says nothing of them.
fn samples(reading: &Reading) -> Option<f64> {
    let all = reading.measures.iter();
    let all = all
        .filter(|m| m.name.as_str() == "eval.samples")
        .map(|m| m.value.get());
    all.reduce(|sum, n| sum + n)
}

#[test]
fn lm_eval_with_a_limit() {
    let run = reading("lm_eval/limited.json");
    // Groups of tasks are no tasks of their own.
    assert_eq!(samples(&run), Some(400.0));
    assert_eq!(run.completeness, LEFT_OUT(58492 + 1534 + 480 - 400));
    // Scales of 1 and 100 side by side, with what tells them apart.
    let acc = |task| [("task", task), ("metric", "acc"), ("filter", "none")];
    assert_eq!(score(&run, &acc("bbq")), Some(0.7));
    assert_eq!(
        score(
            &run,
            &[acc("mmlu").as_slice(), &[("group", "true")]].concat()
        ),
        Some(61.5)
    );
    assert_eq!(labelled(&run, "eval.stderr", &acc("mmlu_law")), None);
    assert_eq!(
        labelled(&run, "fairness.score", &[("metric", "accuracy_amb")]),
        Some(0.6)
    );
    assert_eq!(
        labelled(&run, "fairness.ratio", &[("feature", "gender")]),
        Some(0.8)
    );
    let kinds: Vec<_> = run
        .scopes
        .iter()
        .map(|s| (s.kind, s.value.as_str()))
        .collect();
    let url = "https://llm.example/v1/completions";
    assert_eq!(
        kinds,
        [(ScopeKind::ModelName, "acme/chat-1"), (ScopeKind::Url, url)]
    );
    assert_eq!(run.components[0].version.as_ref().unwrap().as_str(), "abc");
    // Seconds since the machine started are no date.
    assert_eq!(run.taken_at.unwrap().year(), 2026);
}

#[test]
fn lm_eval_before_0_4_and_of_a_stand_in() {
    let old = reading("lm_eval/before-0.4.json");
    assert_eq!((samples(&old), old.completeness), (None, UNSTATED));
    assert_eq!(score(&old, &[("metric", "acc_norm")]), Some(0.41));
    assert_eq!(
        labelled(&old, "eval.stderr", &[("metric", "acc")]),
        Some(0.01)
    );
    // Nothing says how it ran.
    let bare = reading("lm_eval/bare.json");
    assert_eq!((samples(&bare), bare.completeness), (None, UNSTATED));
    assert_eq!(score(&bare, &[("task", "piqa")]), Some(0.7));
    let dummy = reading("lm_eval/stand-in.json");
    assert_eq!(
        dummy.completeness,
        Completeness::Failed(Reason::NoRealTarget)
    );
}

#[test]
fn lm_eval_samples_are_documents_not_lines() {
    let log = reading("lm_eval_samples/two-filters.jsonl");
    assert_eq!(samples(&log), Some(2.0));
    assert_eq!(score(&log, &[("filter", "strict")]), Some(0.5));
    assert_eq!(score(&log, &[("filter", "flexible")]), Some(1.0));
    let cut = Completeness::Partial(Reason::PartsUnreadable { count: 1 });
    assert_eq!(log.completeness, cut);
    let old = reading("lm_eval_samples/without-list.json");
    assert_eq!(
        (score(&old, &[("metric", "acc")]), old.completeness),
        (Some(1.0), UNSTATED)
    );
    assert_eq!(old.measures.len(), 3);
}

#[test]
fn lighteval_of_both_ages() {
    let old = reading("lighteval/open-leaderboard.json");
    assert_eq!(
        (samples(&old), old.completeness),
        (Some(1172.0), Completeness::Complete)
    );
    let arc = [
        ("task", "harness|arc:challenge|25"),
        ("metric", "acc"),
        ("better", "high"),
    ];
    assert_eq!(
        (score(&old, &arc), labelled(&old, "eval.stderr", &arc)),
        (Some(0.4), None)
    );
    assert!(
        old.warnings
            .contains(&Warning::NonFiniteNumbers { count: 1 })
    );
    assert_eq!(reading("lighteval/cut.json").completeness, LEFT_OUT(1309));
}

#[test]
fn inspect_counts_what_was_completed() {
    let run = reading("inspect_log/limited.json");
    // Two of six failed, and seven of ten were never asked for; samples are run twice.
    assert_eq!(
        (samples(&run), run.completeness),
        (Some(4.0), LEFT_OUT(2 + 7))
    );
    assert_eq!(
        score(&run, &[("metric", "accuracy"), ("scorer", "match")]),
        Some(0.5)
    );
    assert_eq!(
        labelled(&run, "eval.stderr", &[("scorer", "match")]),
        Some(0.1)
    );
    assert_eq!(count(&run, "eval.not_judged"), Some(1.0));
    assert_eq!(count(&run, "eval.human_labels"), Some(1.0));
    assert_eq!(run.scopes[0].value.as_str(), "openai/acme-1");
    let letters = reading("inspect_log/letters.json");
    assert_eq!(
        (samples(&letters), score(&letters, &[("scorer", "judge")])),
        (Some(4.0), Some(0.375))
    );
}

#[test]
fn inspect_runs_that_prove_nothing() {
    for (file, state) in [
        ("error.json", Completeness::Failed(Reason::RunFailed)),
        ("stand-in.json", Completeness::Failed(Reason::NoRealTarget)),
        ("cut-off.json", Completeness::Partial(Reason::Truncated)),
    ] {
        assert_eq!(
            reading(&format!("inspect_log/{file}")).completeness,
            state,
            "{file}"
        );
    }
}

#[test]
fn helm_compares_instances_with_themselves() {
    let stats = reading("helm_stats/fairness.json");
    assert_eq!(
        (samples(&stats), stats.completeness),
        (Some(45.0), Completeness::Complete)
    );
    let plain = [("metric", "exact_match"), ("split", "test")];
    assert_eq!(score(&stats, &plain), Some(0.8));
    let worst = [
        plain.as_slice(),
        &[("perturbation", "dialect"), ("computed_on", "worst")],
    ]
    .concat();
    assert_eq!(score(&stats, &worst), Some(0.6));
    // The perturbed instances as they were, not all of them; robustness is no fairness.
    let dialect = [("metric", "exact_match test"), ("feature", "dialect")];
    assert_eq!(labelled(&stats, "fairness.ratio", &dialect), Some(0.8));
    let ratios = stats
        .measures
        .iter()
        .filter(|m| m.name.as_str() == "fairness.ratio");
    assert_eq!(ratios.map(|m| m.n).collect::<Vec<_>>(), [Some(40)]);
    assert_eq!(reading("helm_stats/unsized.json").completeness, UNSTATED);
}

#[test]
fn deepeval_by_success_not_by_score() {
    for file in ["deepeval/run.json", "deepeval/latest.json"] {
        let run = reading(file);
        let cases = ["test.cases", "test.failures", "test.errors"].map(|name| count(&run, name));
        assert_eq!(cases, [Some(5.0), Some(1.0), Some(1.0)], "{file}");
        assert_eq!((samples(&run), run.tally.passed), (Some(4.0), 3));
        let errors = Completeness::Partial(Reason::ToolErrors { count: 1 });
        assert_eq!(run.completeness, errors);
        assert_eq!(counts(&run.tally.open), [0, 0, 2, 0, 0]);
        assert_eq!(of_rule(&run, "Toxicity")[0].title.as_str(), "Toxicity: 1/3");
        assert_eq!(
            labelled(&run, "eval.passed", &[("metric", "Toxicity")]),
            Some(2.0)
        );
        assert_eq!(score(&run, &[("metric", "Toxicity")]), Some(0.3));
        assert_eq!(
            labelled(&run, "eval.not_judged", &[("metric", "Faithfulness")]),
            Some(1.0)
        );
    }
    let run = reading("deepeval/run.json");
    let prompt = &run.components[0];
    assert_eq!(
        (prompt.kind, prompt.name.as_str()),
        (ComponentKind::Prompt, "support")
    );
    assert_eq!(prompt.version.as_ref().unwrap().as_str(), "00.00.02");
    assert_eq!(run.taken_at.unwrap().year(), 2026);
}

#[test]
fn deepeval_in_snake_case_and_of_nothing() {
    let run = reading("deepeval/snake.json");
    assert_eq!((samples(&run), run.tally.passed), (Some(1.0), 1));
    assert_eq!(run.completeness, Completeness::Complete);
    let nothing = reading("deepeval/nothing.json");
    assert_eq!(nothing.completeness, Completeness::NothingScanned);
}

#[test]
fn ragas_in_any_order_with_empty_cells() {
    let rows = reading("ragas/rows.csv");
    assert_eq!(samples(&rows), Some(2.0));
    assert_eq!(score(&rows, &[("metric", "faithfulness")]), Some(0.75));
    assert_eq!(score(&rows, &[("metric", "answer_relevancy")]), Some(0.9));
    assert_eq!(
        labelled(&rows, "eval.not_judged", &[("metric", "context_recall")]),
        Some(3.0)
    );
    let silent = Completeness::Partial(Reason::AnalyserSilent { count: 1 });
    assert_eq!(rows.completeness, silent);
    let records = reading("ragas/records.json");
    let f1 = [("metric", "factual_correctness(mode=f1)")];
    assert_eq!(
        (samples(&records), score(&records, &f1)),
        (Some(2.0), Some(0.5))
    );
    let columns = reading("ragas/columns.json");
    assert_eq!(
        (samples(&columns), columns.completeness),
        (Some(2.0), Completeness::Complete)
    );
    let precision = score(&columns, &[("metric", "context_precision")]);
    assert_eq!(precision, Some(0.375));
    assert_eq!(samples(&reading("ragas/lines.jsonl")), Some(2.0));
}

#[test]
fn ragas_means_and_annotations() {
    for file in ["ragas/means.json", "ragas/means.csv"] {
        let means = reading(file);
        assert_eq!(
            (samples(&means), means.completeness),
            (None, UNSTATED),
            "{file}"
        );
        assert!(score(&means, &[("metric", "faithfulness")]).is_some());
    }
    let people = reading("ragas/annotations.json");
    assert_eq!(count(&people, "eval.human_labels"), Some(2.0));
    assert_eq!(score(&people, &[("metric", "answer_relevancy")]), Some(0.5));
}

#[test]
fn fairness_follows_from_the_groups() {
    let two = reading("fairness/two.json");
    let rate = [("metric", "selection_rate"), ("feature", "sex")];
    assert_eq!(labelled(&two, "fairness.ratio", &rate), Some(0.75));
    assert_eq!(labelled(&two, "fairness.difference", &rate), Some(0.1));
    let ratio = two
        .measures
        .iter()
        .find(|m| m.name.as_str() == "fairness.ratio");
    assert_eq!(ratio.unwrap().n, Some(90));
    assert!(
        two.warnings
            .contains(&Warning::NumbersDisagree { count: 1 })
    );
    assert_eq!(two.tool.name.as_str(), "fairlearn");
}

#[test]
fn fairness_of_one_group_is_none() {
    let one = reading("fairness/one-group.json");
    assert_eq!(one.completeness, Completeness::NothingScanned);
    assert_eq!(
        labelled(&one, "fairness.ratio", &[("feature", "sex")]),
        None
    );
    assert!(
        one.ignored
            .iter()
            .any(|i| { (i.what, i.why) == (IgnoredWhat::Number, IgnoredWhy::OutOfScope) })
    );
    let gap = reading("fairness/gap.json");
    assert_eq!(count(&gap, "fairness.groups"), Some(2.0));
    let unreadable = Completeness::Partial(Reason::PartsUnreadable { count: 1 });
    assert_eq!(gap.completeness, unreadable);
    let ratio = gap
        .measures
        .iter()
        .find(|m| m.name.as_str() == "fairness.ratio");
    assert_eq!(ratio.unwrap().n, None);
}

#[test]
fn promptfoo_tests_are_samples_too() {
    let run = reading("promptfoo/people.json");
    assert_eq!(samples(&run), Some(2.0));
    assert_eq!(count(&run, "eval.human_labels"), Some(1.0));
    let rate = |model| score(&run, &[("metric", "pass_rate"), ("model", model)]);
    assert_eq!((rate("acme-1"), rate("acme-2")), (Some(1.0), Some(0.0)));
    // Errors were judged by nobody.
    assert_eq!(samples(&reading("promptfoo/quality.json")), Some(3.0));
}
