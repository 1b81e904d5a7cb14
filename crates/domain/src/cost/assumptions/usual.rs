//! What is assumed where the reader gives nothing.

use std::collections::BTreeMap;

use super::{Assumption, Basis, Facts, Known};

const MONEY: f64 = 1e12;
const TOKENS: f64 = 1e16;
/// What a token from a cache usually costs, in per cent of one that is computed.
const CACHED_PRICE: f64 = 10.0;
/// Tokens of a short call at most: 300 read and 50 written.
const SHORT_CALL: f64 = 350.0;
/// Per cent of the spend that goes to simple questions, where nothing is known of calls.
const SIMPLE: f64 = 25.0;

/// All assumptions in the order of the form.
pub(super) fn all(
    facts: Facts,
    known: &Known,
    given: &BTreeMap<String, String>,
) -> Vec<Assumption> {
    let mut draft = Draft {
        given,
        all: Vec::new(),
    };
    base(&mut draft, facts, known);
    savings(&mut draft, facts, known);
    totals(&mut draft, facts, known);
    draft.all
}

struct Draft<'a> {
    given: &'a BTreeMap<String, String>,
    all: Vec<Assumption>,
}

impl Draft<'_> {
    fn add(&mut self, key: &str, value: Option<f64>, basis: Basis, (least, most): (f64, f64)) {
        let typed = self
            .given
            .get(key)
            .and_then(|text| text.trim().parse::<f64>().ok());
        let typed = typed
            .filter(|value| value.is_finite())
            .map(|value| value.clamp(least, most));
        let (value, basis) = match typed {
            Some(typed)
                if value.is_none_or(|own| (own - typed).abs() > f64::EPSILON * own.abs()) =>
            {
                (Some(typed), Basis::Given)
            }
            _ => (value.map(|value| value.clamp(least, most)), basis),
        };
        self.all.push(Assumption {
            key: key.to_owned(),
            value,
            basis,
            least,
            most,
        });
    }

    fn pair(&mut self, keys: (&str, &str), (low, high): (f64, f64), within: (f64, f64)) {
        self.add(keys.0, Some(low), Basis::Whitepaper, within);
        self.add(keys.1, Some(high), Basis::Whitepaper, within);
    }
}

/// A number as the form shows it: three digits are enough for an assumption.
pub(super) fn plain(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return 0.0;
    }
    let digits = 3.0 - value.abs().log10().floor();
    let scale = 10_f64.powf(digits);
    let rounded = (value * scale).round() / scale;
    // Above a thousand no decimals.
    if value.abs() >= 1000.0 {
        rounded.round()
    } else {
        rounded
    }
}

fn base(draft: &mut Draft<'_>, facts: Facts, known: &Known) {
    use Basis::{Own, Usual};
    let (gpu_share, _) = known.figure("gpu-cost-share");
    draft.add("spend", facts.spend.map(plain), Own, (0.0, MONEY));
    // Without GPUs of its own a workload has no machines that could be fewer.
    let machines = facts
        .gpu_hours
        .and(facts.spend)
        .map(|spend| plain(spend * gpu_share / 100.0));
    draft.add("machines", machines, Basis::Whitepaper, (0.0, MONEY));
    draft.add("released", Some(100.0), Usual, (0.0, 100.0));
    draft.add("tokens_in", facts.tokens_in.map(plain), Own, (0.0, TOKENS));
    draft.add(
        "tokens_cached",
        facts.tokens_cached.map(plain),
        Own,
        (0.0, TOKENS),
    );
    draft.add(
        "tokens_out",
        facts.tokens_out.map(plain),
        Own,
        (0.0, TOKENS),
    );
}

fn savings(draft: &mut Draft<'_>, facts: Facts, known: &Known) {
    use Basis::{Own, Rule, Usual, Whitepaper};
    const PERCENT: (f64, f64) = (0.0, 100.0);
    draft.add("q_part", Some(100.0), Usual, PERCENT);
    draft.pair(
        ("q_low", "q_high"),
        known.figure("quantisation-throughput"),
        (1.0, 100.0),
    );
    let busy = ratio(facts.gpu_busy, facts.gpu_hours).map(|share| plain(share * 100.0));
    // The middle of the whitepaper's 20–30 %.
    let (now, basis) = busy.map_or((25.0, Whitepaper), |busy| (busy, Own));
    draft.add("b_now", Some(now), basis, (0.0, 100.0));
    draft.pair(
        ("b_low", "b_high"),
        known.figure("gpu-utilisation"),
        PERCENT,
    );
    let faq = simple(facts);
    let rest = plain((100.0 - faq).max(0.0) / 3.0);
    draft.add("r_faq", Some(faq), Usual, PERCENT);
    draft.pair(
        ("r_faq_low", "r_faq_high"),
        known.figure("routing-faq-saving"),
        PERCENT,
    );
    draft.add("r_extract", Some(rest), Usual, PERCENT);
    draft.pair(
        ("r_extract_low", "r_extract_high"),
        known.figure("routing-extraction-saving"),
        PERCENT,
    );
    draft.add("r_generate", Some(rest), Usual, PERCENT);
    draft.pair(
        ("r_generate_low", "r_generate_high"),
        known.figure("routing-generation-saving"),
        PERCENT,
    );
    let hits = facts
        .prefix
        .or_else(|| ratio(facts.tokens_cached, facts.tokens_in));
    let hits = hits.map(|share| plain(share.clamp(0.0, 1.0) * 100.0));
    let (now, basis) = hits.map_or((0.0, Usual), |hits| (hits, Own));
    draft.add("k_now", Some(now), basis, PERCENT);
    draft.add("k_then", Some(known.prefix_bar.max(now)), Rule, PERCENT);
    draft.add("k_weight", Some(4.0), Usual, (0.0, 100.0));
    draft.add("k_price", Some(CACHED_PRICE), Usual, PERCENT);
}

/// Per cent of the spend that short calls cost at most. They are a share of the calls, while money follows tokens, of which a
/// short call has few: their share of the tokens bounds it. It stays an estimate, as nobody measured what they cost.
fn simple(facts: Facts) -> f64 {
    let Some(short) = facts.short else {
        return SIMPLE;
    };
    let tokens = facts.tokens_in.unwrap_or_default() + facts.tokens_out.unwrap_or_default();
    let of_tokens = facts
        .calls
        .filter(|_| tokens > 0.0)
        .map_or(SIMPLE / 100.0, |calls| short * calls * SHORT_CALL / tokens);
    plain(of_tokens.min(short) * 100.0)
}

fn totals(draft: &mut Draft<'_>, facts: Facts, known: &Known) {
    use Basis::{Own, Usual, Whitepaper};
    const PRICE: (f64, f64) = (0.0, 1e6);
    // Who buys by the token pays a price; who runs machines pays none, and has to look one up.
    let tokens = facts.tokens_in.unwrap_or_default() + facts.tokens_out.unwrap_or_default();
    let bought = facts
        .spend
        .filter(|_| facts.gpu_hours.is_none() && tokens > 0.0);
    let price = bought.map(|spend| spend / tokens * 1e6);
    draft.add("a_in", price.map(plain), Own, PRICE);
    draft.add(
        "a_cached",
        price.map(|price| plain(price * CACHED_PRICE / 100.0)),
        Usual,
        PRICE,
    );
    draft.add("a_out", price.map(plain), Own, PRICE);
    let (gpu_share, _) = known.figure("gpu-cost-share");
    let hour = ratio(
        facts.spend.map(|spend| spend * gpu_share / 100.0),
        facts.gpu_hours,
    );
    draft.add("o_gpu", hour.map(plain), Own, (0.0, 1e6));
    let rate = ratio(facts.tokens_out, facts.gpu_busy.map(|hours| hours * 3600.0));
    draft.add("o_rate", rate.map(plain), Own, (0.0, 1e9));
    draft.add(
        "o_util",
        Some(known.figure("gpu-utilisation").0),
        Whitepaper,
        (1.0, 100.0),
    );
    draft.add("o_peak", Some(2.0), Usual, (1.0, 1000.0));
    draft.add("o_least", Some(2.0), Usual, (1.0, 1e5));
    draft.add("o_share", Some(gpu_share), Whitepaper, (1.0, 100.0));
    draft.add("o_people", Some(0.0), Usual, (0.0, MONEY));
    draft.add("o_other", Some(0.0), Usual, (0.0, MONEY));
}

fn ratio(part: Option<f64>, whole: Option<f64>) -> Option<f64> {
    let whole = whole.filter(|whole| *whole > 0.0)?;
    Some(part? / whole)
}
