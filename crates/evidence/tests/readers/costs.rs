//! The pitfalls of bills.

use crate::common::{count, reading, sum};
use domain::evidence::{Completeness, IgnoredWhy, Reading, Reason, Warning};

fn near(found: Option<f64>, expected: f64) {
    assert!((found.unwrap() - expected).abs() < 1e-9, "{found:?}");
}

fn ignored(reading: &Reading, why: IgnoredWhy) -> u64 {
    let found = reading.ignored.iter().filter(|i| i.why == why);
    found.map(|i| i.count).sum()
}

#[test]
fn prices_are_those_of_a_million_tokens_by_provider_and_model() {
    let list = reading("price_list/providers.json");
    let of = |name, provider, model| {
        let labels = [
            ("provider", provider),
            ("model", model),
            ("currency", "USD"),
        ];
        sum(&list, name, &labels)
    };
    let both = |provider, model| {
        [
            of("price.input", provider, model),
            of("price.output", provider, model),
        ]
    };
    // What long prompts cost is another price, not added.
    assert_eq!(both("alpha", "alpha-large"), [Some(2.5), Some(10.0)]);
    assert_eq!(both("alpha", "alpha-small"), [Some(0.1), Some(0.4)]);
    assert_eq!(both("beta/cloud", "alpha-large"), [Some(2.75), Some(11.0)]);
    assert_eq!(both("beta/cloud", "beta-open"), [Some(0.0), Some(0.0)]);
    assert_eq!(both("beta/cloud", "beta-odd"), [None, None]);
    assert_eq!(sum(&list, "price.cache_read", &[]), Some(0.25));
    assert_eq!(count(&list, "price.models"), Some(4.0));
    assert_eq!(ignored(&list, IgnoredWhy::Incomplete), 1);
    assert_eq!(ignored(&list, IgnoredWhy::OutOfRange), 1);
    // A list says what models cost, not which ones a workload has.
    assert!(list.components.is_empty());
    let none = reading("price_list/no-price.json");
    assert_eq!(none.completeness, Completeness::NothingScanned);
}

#[test]
fn focus_sums_effective_cost_by_currency() {
    let reading = reading("focus/bill.csv");
    let usd = |name| sum(&reading, name, &[("currency", "USD")]);
    // Ten, twenty, 1,030.50 and a credit; what was bought costs nothing again.
    near(usd("cost.total"), 1_060.0);
    near(usd("cost.all"), 1_067.0);
    near(usd("cost.keyed"), 1_040.5);
    near(usd("cost.keyed.full"), 10.0);
    let eur = [("currency", "EUR")];
    assert_eq!(sum(&reading, "cost.total", &eur), Some(5.0));
    assert_eq!(sum(&reading, "cost.keyed", &eur), Some(5.0));
    let key = |key| {
        sum(
            &reading,
            "cost.by_key",
            &[("currency", "USD"), ("key", key)],
        )
    };
    assert_eq!((key("team"), key("principal")), (Some(10.0), Some(1_030.5)));
    assert_eq!((key("env"), key("sub_account")), (None, None));
    // 1,234 alone may be either.
    assert_eq!(ignored(&reading, IgnoredWhy::Ambiguous), 1);
    assert_eq!(ignored(&reading, IgnoredWhy::Incomplete), 1);
    assert_eq!(ignored(&reading, IgnoredWhy::Broken), 1);
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::PartsUnreadable { count: 2 })
    );
    // A commitment that ends years from now is no date of the file.
    assert_eq!(reading.taken_at.unwrap().unix_timestamp(), 1_769_904_000);
    assert_eq!(count(&reading, "cost.period"), Some(31.0 * 86_400.0));
}

#[test]
fn focus_by_model_and_direction() {
    let reading = reading("focus/bill.csv");
    let cost = |model, direction| {
        sum(
            &reading,
            "cost.model",
            &[("model", model), ("direction", direction)],
        )
    };
    assert_eq!(cost("atlas", "cache_read"), Some(10.0));
    assert_eq!(cost("atlas", "input"), Some(20.0));
    assert_eq!(cost("mini", "output"), Some(1_030.5));
    let feature = |labels: &[_]| sum(&reading, "cost.feature", labels);
    assert_eq!(
        feature(&[("currency", "USD"), ("model", "atlas"), ("feature", "chat")]),
        Some(10.0)
    );
    assert_eq!(feature(&[]), Some(10.0), "nothing else names a feature");
    let tokens = |name, model| sum(&reading, name, &[("model", model)]);
    assert_eq!(tokens("tokens.input", "atlas"), Some(10e6));
    assert_eq!(tokens("tokens.input.cached", "atlas"), Some(8e6));
    assert_eq!(tokens("tokens.output", "mini"), Some(500.0));
}

#[test]
fn focus_dates_with_slashes() {
    let clear = reading("focus/slashes.csv");
    assert_eq!(sum(&clear, "cost.all", &[("currency", "XXX")]), Some(3.5));
    assert_eq!(sum(&clear, "cost.total", &[]), None);
    assert!(clear.warnings.contains(&Warning::CurrencyNotStated));
    assert_eq!(clear.taken_at.unwrap().unix_timestamp(), 1_769_817_600);
    let unclear = reading("focus/billed.csv");
    // Without effective cost, purchases are left out: their usage is billed as well.
    assert_eq!(sum(&unclear, "cost.all", &[]), Some(3.0));
    assert!(unclear.taken_at.is_none());
    let date = |w: &Warning| matches!(w, Warning::DateUnreadable { .. });
    assert!(unclear.warnings.iter().any(date));
    assert_eq!(
        reading("focus/empty.csv").completeness,
        Completeness::NothingScanned
    );
}

#[test]
fn opencost_steps_are_added() {
    let reading = reading("opencost/steps.json");
    let all = |name| sum(&reading, name, &[("currency", "XXX")]);
    assert_eq!(all("cost.total"), Some(20.0));
    assert_eq!(all("cost.keyed"), Some(15.0));
    assert_eq!(all("cost.keyed.full"), Some(10.0));
    assert_eq!((all("cost.idle"), all("cost.gpu")), (Some(4.0), Some(8.0)));
    assert_eq!(
        sum(&reading, "cost.feature", &[("feature", "chat")]),
        Some(10.0)
    );
    assert_eq!(count(&reading, "gpu.time"), Some(7_200.0));
    assert_eq!(count(&reading, "cost.period"), Some(2.0 * 86_400.0));
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::PartsUnreadable { count: 1 })
    );
    assert!(reading.warnings.contains(&Warning::CurrencyNotStated));
}

#[test]
fn opencost_shapes() {
    let kubecost = reading("opencost/kubecost.json");
    assert_eq!(sum(&kubecost, "cost.total", &[]), Some(3.5));
    let bare = reading("opencost/bare.json");
    assert_eq!(sum(&bare, "cost.total", &[]), None);
    assert_ne!(bare.completeness, Completeness::Complete);
    assert_eq!(
        reading("opencost/nothing.json").completeness,
        Completeness::NothingScanned
    );
}

#[test]
fn litellm_rows() {
    let reading = reading("litellm_spend/rows.json");
    let usd = |name| sum(&reading, name, &[("currency", "USD")]);
    assert_eq!(
        (usd("cost.total"), usd("cost.keyed")),
        (Some(5.0), Some(3.0))
    );
    assert_eq!(usd("cost.keyed.full"), Some(3.0));
    let mini = |name| sum(&reading, name, &[("model", "openai/gpt-4o-mini")]);
    assert_eq!((mini("calls"), mini("calls.short")), (Some(2.0), Some(2.0)));
    assert_eq!(
        (mini("calls.cached"), mini("calls.guarded")),
        (Some(1.0), Some(1.0))
    );
    assert_eq!(mini("calls.routed"), Some(0.0));
    // Said in two ways, counted once.
    assert_eq!(mini("tokens.input.cached"), Some(60.0));
    assert_eq!(mini("tokens.input"), Some(200.0));
    let other = |name| sum(&reading, name, &[("model", "azure/gpt-4o")]);
    assert_eq!(
        (other("calls.failed"), other("calls.routed")),
        (Some(1.0), Some(1.0))
    );
    assert_eq!(
        reading.completeness,
        Completeness::Partial(Reason::PartsUnreadable { count: 1 })
    );
    assert_eq!(reading.taken_at.unwrap().unix_timestamp(), 1_769_817_600);
}

#[test]
fn litellm_tags_are_features() {
    let reading = reading("litellm_spend/tags.jsonl");
    let feature = |labels: &[_]| sum(&reading, "cost.feature", labels);
    assert_eq!(feature(&[("feature", "chat")]), Some(5.0));
    assert_eq!(
        feature(&[("feature", "chat"), ("model", "gpt-4o")]),
        Some(3.0),
        "of two tags the one that is called so"
    );
    assert_eq!(feature(&[("feature", "search")]), Some(1.5));
    // What is tagged with nothing, or with where it runs, is for no feature.
    assert_eq!(feature(&[]), Some(6.5));
    assert_eq!(sum(&reading, "cost.total", &[]), Some(11.0));
}

#[test]
fn litellm_lines_and_pages() {
    let lines = reading("litellm_spend/rows.jsonl");
    assert_eq!(sum(&lines, "calls", &[]), Some(2.0));
    assert_eq!(
        lines.completeness,
        Completeness::Partial(Reason::PartsUnreadable { count: 1 })
    );
    let page = reading("litellm_spend/page.json");
    assert_eq!(sum(&page, "calls", &[]), Some(1.0));
    assert_eq!(
        page.completeness,
        Completeness::Partial(Reason::ObjectsSkipped { count: 2 })
    );
}
