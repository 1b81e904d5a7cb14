//! What is counted in the demo: a serving engine with its GPUs and their energy, a gateway with its spend, bills.

use std::fmt::Write as _;

use time::{Duration, OffsetDateTime};

use super::chance::percent;

/// Hours of a page: a week.
const HOURS: i64 = 7 * 24;
/// Weeks of what is counted.
const WEEKS: i64 = 5;

/// How busy an hour is, 0–1: days more than nights.
fn load(hour: i64) -> f64 {
    let of_day = (hour + 8).rem_euclid(24);
    if (9..22).contains(&of_day) { 0.9 } else { 0.25 }
}

/// What a replica has counted since it started.
#[derive(Clone, Default)]
struct Counted {
    generated: f64,
    queries: f64,
    hits: f64,
    requests: f64,
    /// Millijoules of each GPU.
    energy: [f64; 4],
}

/// Pages of a serving engine and its GPUs, a week on each, an hour after the other. What is counted grows by a little
/// from day to day; how busy the engine is comes with the last week only.
pub(super) fn serving(name: &str, now: OffsetDateTime) -> Vec<String> {
    let skill = f64::from(percent(&["gpu", name])) / 100.0;
    let replicas = if percent(&["replicas", name]) < 70 {
        2
    } else {
        1
    };
    let mut totals = vec![Counted::default(); replicas];
    let mut pages = Vec::new();
    for week in (0..WEEKS).rev() {
        let mut page = String::new();
        for back in (week * HOURS..(week + 1) * HOURS).rev() {
            for (replica, total) in totals.iter_mut().enumerate() {
                serving_hour(&mut page, (name, skill), (replica, total), now, back);
            }
        }
        pages.push(page);
    }
    pages
}

fn serving_hour(
    page: &mut String,
    (name, skill): (&str, f64),
    (replica, total): (usize, &mut Counted),
    now: OffsetDateTime,
    back: i64,
) {
    let at = now - Duration::hours(back) - Duration::minutes(3);
    let (millis, busy) = (
        at.unix_timestamp() * 1000,
        load(at.unix_timestamp() / 3600) * growth(back),
    );
    let labels = format!(
        "pod=\"serving-{replica}\",zone=\"zone-{}\",model_name=\"qwen3-32b\"",
        replica + 1
    );
    let wave = 1.0 + f64::from(percent(&[name, &back.to_string(), &replica.to_string()])) / 500.0;
    total.generated += busy * 180_000.0 * wave;
    total.queries += busy * 1_400_000.0 * wave;
    total.hits += busy * 1_400_000.0 * wave * (0.15 + skill * 0.4);
    total.requests += busy * 900.0 * wave;
    if back < HOURS {
        let running = (busy * 12.0 * (0.3 + skill) * wave).round();
        // Writing to a text does not fail.
        let _ = write!(
            page,
            "vllm:num_requests_running{{{labels}}} {running} {millis}\n\
             vllm:num_requests_waiting{{{labels}}} 0 {millis}\n\
             vllm:kv_cache_usage_perc{{{labels}}} {:.3} {millis}\n\
             vllm:request_success_total{{{labels}}} {:.0} {millis}\n",
            0.2 + busy * 0.5,
            total.requests,
        );
    }
    let _ = write!(
        page,
        "vllm:prompt_tokens_total{{{labels}}} {queries:.0} {millis}\n\
         vllm:generation_tokens_total{{{labels}}} {:.0} {millis}\n\
         vllm:prefix_cache_queries_total{{{labels}}} {queries:.0} {millis}\n\
         vllm:prefix_cache_hits_total{{{labels}}} {:.0} {millis}\n",
        total.generated,
        total.hits,
        queries = total.queries,
    );
    for (gpu, energy) in total.energy.iter_mut().enumerate() {
        let util = (busy * (28.0 + skill * 65.0) * wave).min(99.0);
        // 110 W at rest, about 600 W when busy.
        *energy += (110.0 + util * 5.0) * 3_600_000.0;
        // The index is the same in each pod; the id is not.
        let device = format!("gpu=\"{gpu}\",UUID=\"GPU-demo-{replica}-{gpu}\"");
        let _ = write!(
            page,
            "DCGM_FI_DEV_GPU_UTIL{{{labels},{device}}} {util:.1} {millis}\n\
             DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{{{labels},{device}}} {energy:.0} {millis}\n"
        );
    }
}

/// How much less there was so many hours ago: a little more each day.
fn growth(back: i64) -> f64 {
    let days = f64::from(i32::try_from(back / 24).unwrap_or(0));
    1.0 - days * 0.006
}

/// Pages of a gateway that calls a commercial API, a week on each: tokens and money by model and feature.
pub(super) fn gateway(name: &str, now: OffsetDateTime) -> Vec<String> {
    // Model, feature, share of the calls, US dollars for a million tokens.
    const CALLS: [(&str, &str, f64, f64); 4] = [
        ("hosted-large", "answer", 0.5, 5.0),
        ("hosted-large", "summary", 0.2, 5.0),
        ("hosted-small", "answer", 0.2, 0.6),
        ("hosted-small", "classify", 0.1, 0.6),
    ];
    let size = 0.4 + f64::from(percent(&["calls", name])) / 50.0;
    let mut totals = [(0.0_f64, 0.0_f64, 0.0_f64); 4];
    let mut pages = Vec::new();
    for week in (0..WEEKS).rev() {
        let mut page = String::new();
        for back in (week * HOURS..(week + 1) * HOURS).rev() {
            let at = now - Duration::hours(back) - Duration::minutes(3);
            let millis = at.unix_timestamp() * 1000;
            let busy = load(at.unix_timestamp() / 3600) * growth(back) * size;
            let wave = 1.0 + f64::from(percent(&[name, "calls", &back.to_string()])) / 400.0;
            for ((model, feature, share, price), total) in CALLS.iter().zip(&mut totals) {
                let (read, written) = (
                    busy * wave * share * 900_000.0,
                    busy * wave * share * 150_000.0,
                );
                total.0 += read;
                total.1 += written;
                total.2 += (read + written * 4.0) / 1e6 * price;
                let labels = format!("model=\"{model}\",feature=\"{feature}\"");
                // Writing to a text does not fail.
                let _ = write!(
                    page,
                    "litellm_input_tokens_metric_total{{{labels}}} {:.0} {millis}\n\
                     litellm_output_tokens_metric_total{{{labels}}} {:.0} {millis}\n\
                     litellm_spend_metric_total{{{labels}}} {:.4} {millis}\n",
                    total.0, total.1, total.2,
                );
            }
        }
        pages.push(page);
    }
    pages
}

/// What the GPU nodes of last month and of this one until yesterday cost, as the cloud bills it.
pub(super) fn bills(name: &str, now: OffsetDateTime) -> Vec<(String, Vec<u8>)> {
    let today = now.date();
    let first = today.replace_day(1).unwrap_or(today);
    let before = (first - Duration::days(1)).replace_day(1).unwrap_or(first);
    let daily = 900.0 + f64::from(percent(&["bill", name])) * 25.0;
    let mut files = Vec::new();
    for (from, until) in [(before, first), (first, today)] {
        let mut table = String::from(
            "BillingCurrency,ChargeCategory,ChargePeriodStart,ChargePeriodEnd,EffectiveCost,ServiceCategory,Tags\n",
        );
        let mut day = from;
        while day < until {
            let next = day + Duration::days(1);
            let back = (today - day).whole_days() * 24;
            let cost = daily * growth(back);
            // Writing to a text does not fail.
            let _ = writeln!(
                table,
                "CNY,Usage,{day}T00:00:00Z,{next}T00:00:00Z,{cost:.2},AI and Machine Learning,\
                 \"{{\"\"team\"\": \"\"platform\"\", \"\"feature\"\": \"\"serving\"\"}}\""
            );
            day = next;
        }
        if from < until {
            let month = format!("{:04}-{:02}", from.year(), u8::from(from.month()));
            files.push((format!("focus-{month}.csv"), table.into_bytes()));
        }
    }
    files
}
