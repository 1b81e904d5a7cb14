//! The embedded mapping.

use telemetry::{
    mapping::{Attribute, Mapping, Part, Signal, Word, builtin},
    series::{Kind, LabelName, LabelValue, Labels},
};

#[test]
fn the_embedded_mapping_is_sound() {
    let mapping = builtin();
    assert!(mapping.signals().len() > 60);
    let mut ids: Vec<_> = mapping.signals().iter().map(Signal::id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), mapping.signals().len());
    assert!(Mapping::parse("").is_err());
}

#[test]
fn old_names_beside_new_ones_do_not_count() {
    let usage = builtin().signal("serving.kv_cache_usage").unwrap();
    let chosen = |names: &[&'static str]| -> Vec<&'static str> {
        usage
            .choose(names.iter().copied())
            .into_iter()
            .map(|(n, _)| n)
            .collect()
    };
    assert_eq!(
        chosen(&[
            "vllm:gpu_cache_usage_perc",
            "sglang:token_usage",
            "vllm:kv_cache_usage_perc"
        ]),
        ["sglang:token_usage", "vllm:kv_cache_usage_perc"]
    );
    assert_eq!(
        chosen(&["vllm:gpu_cache_usage_perc"]),
        ["vllm:gpu_cache_usage_perc"]
    );
    assert!(chosen(&["other"]).is_empty());
}

#[test]
fn names_are_found_however_they_travelled() {
    let found = |name: &str| -> Vec<(String, Part)> {
        let sources = builtin().signals_of(name);
        sources
            .iter()
            .map(|s| (s.signal.id().to_owned(), s.part))
            .collect()
    };
    let one = |id: &str, part| vec![(id.to_owned(), part)];
    assert_eq!(
        found("vllm:num_requests_running"),
        one("serving.running", Part::Whole)
    );
    assert_eq!(
        found("vllm_num_requests_running"),
        one("serving.running", Part::Whole)
    );
    assert_eq!(
        found("tgi_request_count"),
        one("serving.requests", Part::Whole)
    );
    assert_eq!(
        found("vllm:time_to_first_token_seconds_bucket"),
        one("serving.time_to_first_token", Part::Bucket)
    );
    assert_eq!(
        found("gen_ai_client_operation_duration_seconds_sum"),
        one("client.duration", Part::Sum)
    );
    assert_eq!(
        found("vllm:iteration_tokens_total_count"),
        one("serving.iteration_tokens", Part::Count)
    );
    assert_eq!(found("gen_ai.client.token.usage").len(), 2);
    assert!(found("vllm:num_requests").is_empty());
}

#[test]
fn factors_bring_units_together() {
    let power = builtin().signal("gpu.energy").unwrap();
    let chosen = power.choose(["DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION"]);
    let [(_, source)] = chosen.as_slice() else {
        panic!("{chosen:?}")
    };
    assert!((source.wanted.factor - 0.001).abs() < 1e-12);
    assert_eq!(power.unit(), "J");
}

#[test]
fn kinds_of_known_names() {
    let kind = |name: &str| builtin().kind_of(name);
    assert_eq!(kind("tgi_request_count"), Some(Kind::Counter));
    assert_eq!(kind("vllm:kv_cache_usage_perc"), Some(Kind::Gauge));
    assert_eq!(
        kind("vllm:e2e_request_latency_seconds"),
        Some(Kind::Histogram)
    );
    assert_eq!(
        kind("vllm:e2e_request_latency_seconds_sum"),
        Some(Kind::Counter)
    );
    assert_eq!(kind("gen_ai.client.token.usage"), Some(Kind::Histogram));
    assert_eq!(kind("something_else"), None);
}

#[test]
fn attributes_values_and_words() {
    let m = builtin();
    let rank = |name: &str| m.attribute(name).unwrap();
    assert!(rank("gen_ai.provider.name") < rank("gen_ai.system"));
    assert_eq!(rank("llm.token_count.prompt").0, Attribute::InputTokens);
    assert_eq!(m.value(Attribute::Operation, "LLM"), Some("chat"));
    assert_eq!(m.value(Attribute::Operation, "other"), None);
    assert!(m.mentions(Word::Jailbreak, "Azure/Prompt_Injection-v2"));
    assert!(m.is(Word::Missing, " None "));
    assert!(m.is_content("gen_ai.input.messages"));
    assert!(m.is_content("llm.input_messages.0.message.content"));
    assert!(!m.is_content("gen_ai.prompt.name"));
}

#[test]
fn a_gateways_own_refusals_are_told_from_those_it_passes_on() {
    let takes = |name: &str, labels: &[(&str, &str)]| {
        let sources = builtin().signals_of(name);
        let source = sources.iter().find(|s| s.signal.id() == "gateway.refused");
        let labels = labels
            .iter()
            .map(|(name, value)| (LabelName::parse(name).unwrap(), LabelValue::fit(value)));
        let labels = Labels::new(&labels.collect::<Vec<_>>()).unwrap();
        source.unwrap().wanted.takes(&labels)
    };
    let litellm = "litellm_proxy_failed_requests_metric_total";
    let of = |class| [("exception_status", "429"), ("exception_class", class)];
    assert!(takes(litellm, &of("BudgetExceededError")));
    assert!(!takes(litellm, &of("Openai.RateLimitError")));
    let kong = |source| [("code", "429"), ("source", source)];
    assert!(takes("kong_http_requests_total", &kong("kong")));
    assert!(!takes("kong_http_requests_total", &kong("service")));
}
