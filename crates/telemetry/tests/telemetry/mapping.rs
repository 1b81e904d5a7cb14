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

/// Whether a source of a signal takes a series with these labels.
fn takes(signal: &str, name: &str, labels: &[(&str, &str)]) -> bool {
    let sources = builtin().signals_of(name);
    let source = sources.iter().find(|s| s.signal.id() == signal);
    let labels = labels
        .iter()
        .map(|(name, value)| (LabelName::parse(name).unwrap(), LabelValue::fit(value)));
    let labels = Labels::new(&labels.collect::<Vec<_>>()).unwrap();
    source.unwrap().wanted.takes(&labels)
}

#[test]
fn tokens_are_told_apart_by_either_name_of_their_label() {
    for (metric, label) in [
        ("gen_ai.client.token.usage", "gen_ai.token.type"),
        ("gen_ai_client_token_usage_sum", "gen_ai_token_type"),
    ] {
        let input = |kind| takes("client.input_tokens", metric, &[(label, kind)]);
        assert!(input("input") && !input("output"), "{metric}");
    }
}

#[test]
fn names_of_opentelemetry_are_looked_for_as_prometheus_keeps_them() {
    let names = |signal: &str| -> Vec<String> {
        let signal = builtin().signal(signal).unwrap();
        let all = signal
            .names()
            .map(|wanted| wanted.in_prometheus(signal.unit()));
        all.flatten().collect()
    };
    assert_eq!(
        names("client.duration"),
        [
            "gen_ai_client_operation_duration_seconds",
            "gen_ai_client_operation_duration"
        ]
    );
    let tokens = names("client.input_tokens");
    for name in [
        "gen_ai_client_inference_usage_input_tokens_total",
        "gen_ai_client_token_usage",
    ] {
        assert!(tokens.iter().any(|known| known == name), "{tokens:?}");
    }
    assert_eq!(names("target.up"), ["up"]);
    // Whatever was found under such a name is the signal again.
    for signal in builtin().signals() {
        for wanted in signal.names() {
            for name in wanted.in_prometheus(signal.unit()) {
                let known = builtin().signals_of(&name);
                let found = known.iter().any(|source| source.signal == signal);
                assert!(found, "{name}");
            }
        }
    }
}

#[test]
fn scrapes_of_a_proxys_own_metrics_are_no_requests() {
    for (signal, name) in [
        (
            "gateway.requests",
            "litellm_proxy_total_requests_metric_total",
        ),
        (
            "gateway.requests.failed",
            "litellm_proxy_failed_requests_metric_total",
        ),
    ] {
        let route = |route| takes(signal, name, &[("route", route), ("team", "None")]);
        assert!(route("/chat/completions"), "{signal}");
        assert!(!route("/metrics/") && !route("/metrics"), "{signal}");
        // Older proxies don't say the route.
        assert!(takes(signal, name, &[("team", "None")]), "{signal}");
    }
}

#[test]
fn zones_of_energy_that_hold_each_other_are_not_added() {
    for (signal, name) in [
        ("energy.node_cpu", "kepler_node_cpu_joules_total"),
        ("energy.pod_cpu", "kepler_pod_cpu_joules_total"),
        ("energy.container_cpu", "kepler_container_cpu_joules_total"),
        ("power.pod_cpu", "kepler_pod_cpu_watts"),
    ] {
        // psys holds package, and package holds core.
        let taken = ["psys", "package", "core", "uncore", "dram"]
            .map(|zone| takes(signal, name, &[("zone", zone)]));
        assert_eq!(taken, [false, true, false, false, true], "{signal}");
        // A node has no state.
        let twice: &[&str] = match signal {
            "energy.node_cpu" => &[],
            _ => &["state"],
        };
        assert_eq!(builtin().signals_of(name)[0].wanted.max_over, twice);
    }
}

#[test]
fn what_a_gateway_adds_is_in_seconds() {
    // LiteLLM sends milliseconds under a name that says nothing of it.
    let overhead = builtin().signal("gateway.overhead").unwrap();
    let chosen = overhead.choose([
        "litellm_overhead_latency_metric_sum",
        "litellm_overhead_latency_metric_count",
    ]);
    assert_eq!(chosen.len(), 2);
    for (_, source) in chosen {
        assert!((source.wanted.factor - 0.001).abs() < 1e-12);
    }
    assert_eq!((overhead.unit(), overhead.kind()), ("s", Kind::Histogram));
    let whole = builtin().signal("gateway.request_duration").unwrap();
    let seconds = |w: &telemetry::mapping::Wanted| (w.factor - 1.0).abs() < 1e-12;
    assert!(whole.names().all(seconds));
}

#[test]
fn a_gateways_own_refusals_are_told_from_those_it_passes_on() {
    let takes = |name: &str, labels: &[(&str, &str)]| takes("gateway.refused", name, labels);
    let litellm = "litellm_proxy_failed_requests_metric_total";
    let of = |class| [("exception_status", "429"), ("exception_class", class)];
    assert!(takes(litellm, &of("BudgetExceededError")));
    assert!(!takes(litellm, &of("Openai.RateLimitError")));
    let kong = |source| [("code", "429"), ("source", source)];
    assert!(takes("kong_http_requests_total", &kong("kong")));
    assert!(!takes("kong_http_requests_total", &kong("service")));
}
