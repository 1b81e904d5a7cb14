//! What an alert or an objective watches, by the words of its name and query.

/// What is watched, and the words that tell; the first that fits wins.
const WORDS: [(&str, &[&str]); 6] = [
    // Before `budget`: an error budget is not one of money.
    (
        "availability",
        &[
            "errorbudget",
            "error_budget",
            "error budget",
            "budgetburn",
            "burnrate",
            "burn_rate",
        ],
    ),
    ("budget", &["budget", "spend", "billing", "cost"]),
    (
        "security",
        &[
            "security",
            "attack",
            "jailbreak",
            "injection",
            "guardrail",
            "intrusion",
            "falco",
            "unauthorized",
            "unauthorised",
            "forbidden",
            "privilege",
            "malware",
            "exfiltrat",
            "abuse",
            "leak",
        ],
    ),
    (
        "latency",
        &[
            "latency",
            "duration",
            "ttft",
            "time_to_first",
            "time to first",
            "tpot",
            "per_output",
            "inter_token",
            "seconds_bucket",
            "slow",
            "response_time",
            "response time",
        ],
    ),
    (
        "availability",
        &[
            "availab",
            "error",
            "success",
            "failed",
            "failure",
            "5xx",
            "\"5..",
            "5..\"",
            "down",
            "up ==",
            "up==",
            "absent(",
            "uptime",
            "status_code",
            "code=",
        ],
    ),
    (
        "saturation",
        &[
            "queue",
            "waiting",
            "gpu",
            "cache_usage",
            "saturat",
            "memory",
            "cpu",
            "throttl",
        ],
    ),
];

/// `availability`, `budget`, `latency`, `saturation`, `security` or `other`; texts that say more come first.
pub fn purpose<'t>(texts: impl IntoIterator<Item = &'t str>) -> &'static str {
    let mut texts = texts.into_iter().map(str::to_lowercase);
    texts.find_map(|text| of_text(&text)).unwrap_or("other")
}

fn of_text(text: &str) -> Option<&'static str> {
    let tells = |words: &[&str]| words.iter().any(|word| text.contains(word));
    WORDS
        .iter()
        .find(|(_, words)| tells(words))
        .map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_what_is_watched() {
        for (text, expected) in [
            ("LiteLLMBudgetExceeded", "budget"),
            ("ErrorBudgetBurn", "availability"),
            ("JailbreakAttempts", "security"),
            ("histogram_quantile(0.99, x_seconds_bucket)", "latency"),
            (
                "sum(rate(http_requests_total{code=~\"5..\"}[5m]))",
                "availability",
            ),
            ("vllm:num_requests_waiting > 10", "saturation"),
            ("Watchdog", "other"),
        ] {
            assert_eq!(purpose([text]), expected, "{text}");
        }
        assert_eq!(purpose(["Mine", "LatencyHigh"]), "latency");
    }
}
