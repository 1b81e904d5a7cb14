//! What an alert or an objective watches, by the words of its name and query.

/// People whose decision an agent waits for.
const PEOPLE: &[&str] = &[
    "approv",
    "oversight",
    "human_review",
    "humanreview",
    "human review",
    "hitl",
    "审批",
    "人工",
];

/// What is watched lest it be too little, and words of which each list must have one; the first that fits wins. Before the
/// others, whose words these texts have as well.
const TOO_LITTLE: [(&str, [&[&str]; 2]); 3] = [
    (
        "few_rejections",
        [
            PEOPLE,
            &["reject", "denied", "denial", "deny", "declin", "驳回"],
        ],
    ),
    (
        "quick_approvals",
        [
            PEOPLE,
            &[
                "time", "second", "duration", "latency", "wait", "fast", "quick", "instant",
                "时长", "秒批",
            ],
        ],
    ),
    (
        "low_use",
        [
            &["gpu", "dcgm_fi"],
            &["util", "usage", "idle", "engine_active", "利用率"],
        ],
    ),
];

/// Words of names that say of what there is too little; `low` is told apart from `slow` and `allow`.
const LITTLE: [&str; 10] = [
    "never",
    "few",
    "idle",
    "underus",
    "underutil",
    "below",
    "within",
    "fast",
    "quick",
    "instant",
];
const LITTLE_ZH: [&str; 4] = ["过低", "从不", "秒批", "过短"];

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

/// `availability`, `budget`, `latency`, `saturation`, `security`; `few_rejections`, `quick_approvals`, `low_use` where it is
/// too little that is told of; else `other`. Texts that say more come first.
pub fn purpose<'t>(texts: impl IntoIterator<Item = &'t str>) -> &'static str {
    let mut texts = texts.into_iter();
    let found = texts.find_map(|text| too_little(text).or_else(|| of_text(text)));
    found.unwrap_or("other")
}

/// What must not become too little.
fn too_little(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let tells = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let is_query = text.contains(['<', '>', '=', '(', '{']);
    let is_low = || {
        let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
        words.any(|word| word.contains("Low") || word.eq_ignore_ascii_case("low"))
    };
    let little = if is_query {
        text.contains('<') || text.replace(' ', "").ends_with("==0")
    } else {
        tells(&LITTLE) || tells(&LITTLE_ZH) || is_low()
    };
    let mut all = TOO_LITTLE.iter().filter(|_| little);
    let found = all.find(|(_, lists)| lists.iter().all(|words| tells(words)));
    found.map(|(name, _)| *name)
}

fn of_text(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
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
            ("ApprovalRejectionRateLow", "few_rejections"),
            ("AgentApprovalsNeverDenied", "few_rejections"),
            (
                "sum(increase(approvals_total{decision=\"denied\"}[7d])) / sum(increase(approvals_total[7d])) < 0.01",
                "few_rejections",
            ),
            ("人工驳回率过低", "few_rejections"),
            ("ApprovesWithinSeconds", "quick_approvals"),
            (
                "histogram_quantile(0.5, sum by (le) (rate(approval_duration_seconds_bucket[1d]))) < 5",
                "quick_approvals",
            ),
            ("审批秒批", "quick_approvals"),
            ("GpuUtilizationLow", "low_use"),
            (
                "avg_over_time(avg(DCGM_FI_DEV_GPU_UTIL)[24h:]) < 70",
                "low_use",
            ),
            // Too much of it, or too slow.
            ("HighApprovalRejectionRate", "other"),
            ("ApprovalsSlow", "latency"),
            ("approval_duration_seconds > 3600", "latency"),
            ("GpuUtilizationHigh", "saturation"),
            ("RequestsRejected", "other"),
        ] {
            assert_eq!(purpose([text]), expected, "{text}");
        }
        assert_eq!(purpose(["Mine", "LatencyHigh"]), "latency");
    }
}
