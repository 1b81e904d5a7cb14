//! Figures of verdicts: what was measured, in which unit, and what it is held against.

use super::words;
use crate::{
    Locale,
    evidence::Unit,
    rule::{Quote, Quoted},
};

words! {
    /// What a figure of a verdict measures.
    pub quoted(Quoted), QUOTED:
    Quoted::Open => "未关闭的发现", "open findings";
    Quoted::Examined => "检查过的对象", "objects examined";
    Quoted::Share => "占比", "share";
    Quoted::Observations => "样本数", "observations";
    Quoted::Runs => "合格的运行次数", "runs that count";
    Quoted::Tried => "尝试次数", "attempts";
    Quoted::Variety => "覆盖的类别", "different kinds";
    Quoted::Apart => "首末次相隔天数", "days between first and last run";
    Quoted::Listed => "列出的组件", "components listed";
    Quoted::Lacking => "缺少必要信息的组件", "components that lack something";
    Quoted::BusyMean => "忙时均值", "mean over busy hours";
    Quoted::BusyHours => "忙时小时数", "busy hours";
    Quoted::Mean => "全时段均值", "mean over all hours";
    Quoted::Series => "时间序列", "series";
    Quoted::Hours => "有数据的小时数", "hours with data";
    Quoted::SpareTime => "有第二个实例在运行的时间占比", "time with a second instance running";
    Quoted::Instances => "实例数", "instances";
    Quoted::Zones => "可用区", "availability zones";
    Quoted::CoveredTime => "有数据的时间占比", "hours covered";
    Quoted::Classes => "收到的信号类别", "kinds of signals";
    Quoted::Variation => "各副本负载的变异系数", "variation between replicas";
    Quoted::Running => "同时处理的请求数（平均）", "requests at once, on average";
    Quoted::HeldUpHours => "有请求在等、却只逐个处理的小时数", "hours with requests waiting behind a single one";
    Quoted::FullTime => "容量用满的时间占比", "time at capacity";
    Quoted::Consumers => "用量方", "consumers";
    Quoted::Models => "模型数", "models";
    Quoted::Unlisted => "清单以外的", "not on the list";
    Quoted::InUse => "实际在用的", "in use";
    Quoted::Undated => "没有日期的文件", "files without a date";
    Quoted::Passed => "通过的比例", "share that passed";
    Quoted::AttackSuccess => "攻击成功率", "attacks that succeeded";
    Quoted::ExtractionAttempts => "套取个人信息的尝试次数", "attempts to extract personal data";
    Quoted::ReplayAttempts => "诱导复述训练数据的尝试次数", "attempts to replay training data";
    Quoted::Replicated => "副本数不少于2的服务占比", "services with two or more replicas";
    Quoted::ZoneSpread => "跨可用区打散的服务占比", "services spread across zones";
    Quoted::Protected => "有PodDisruptionBudget的服务占比", "services with a disruption budget";
    Quoted::Probed => "有存活和就绪探针的服务占比", "services with liveness and readiness probes";
    Quoted::QuickProbes => "探针能在30秒内发现故障的服务占比", "services whose probes notice a failure within 30 s";
    Quoted::Elastic => "按负载伸缩的服务占比", "services that scale by load";
    Quoted::Progressive => "分步发布新版本的服务占比", "services that get new versions step by step";
    Quoted::ReplicatedServices => "副本数不少于2的服务数", "services with two or more replicas (count)";
    Quoted::LoadRoutes => "按负载分发的路由数", "routes that balance by load";
    Quoted::Accelerated => "用了量化或投机采样的推理引擎数", "engines with quantisation or speculative decoding";
    Quoted::Quantised => "权重不超过8位的推理引擎数", "engines with weights of at most 8 bits";
    Quoted::QuantisedShare => "权重不超过8位的推理引擎占比", "share of engines with weights of at most 8 bits";
    Quoted::ExperimentsPassed => "通过的混沌实验占比", "experiments that passed";
    Quoted::ExperimentsProven => "完整通过且探针全部成功的混沌实验占比", "experiments that passed with every probe";
    Quoted::Recovered => "已恢复的故障占比", "faults recovered from";
    Quoted::AvailabilityObjectives => "可用性目标数（最少的服务）", "availability objectives (service with the fewest)";
    Quoted::LatencyObjectives => "延迟目标数（最少的服务）", "latency objectives (service with the fewest)";
    Quoted::HealthyRules => "加载正常的监控规则占比", "monitoring rules that load without error";
    Quoted::SecurityAlerts => "带级别的安全告警规则数", "security alerts with a severity";
    Quoted::BudgetAlerts => "预算告警规则数", "budget alerts";
    Quoted::UseAlerts => "利用率过低的告警规则数", "alerts on low utilisation";
    Quoted::AlertWait => "触发告警前须持续的时间", "time that the condition must last before the alert fires";
    Quoted::Deliveries => "已送达的通知数", "notices delivered";
    Quoted::LiteralCredentials => "明文凭证占比", "credentials in plain text";
    Quoted::ReferencedCredentials => "来自Secret或密钥库的凭证占比", "credentials from a Secret or vault";
    Quoted::SecretStores => "从密钥库取凭证的对象数", "objects that fetch secrets from a vault";
    Quoted::InlineSecrets => "清单里带值的Secret数", "secrets with values in manifests";
    Quoted::AuditChecks => "通过的审计日志检查占比", "audit-log checks that passed";
    Quoted::AttributedCost => "带业务线和功能或用户的成本占比", "cost with a business line and a feature or user";
    Quoted::KeyedCost => "带任一业务标识的成本占比", "cost with any business key";
    Quoted::Period => "账单覆盖的时间", "time that the bill covers";
    Quoted::FailedTests => "失败的测试占比", "tests that failed";
    Quoted::GroupRatio => "最差组与最好组之比", "worst group as a share of the best";
    Quoted::GroupDifference => "最好组与最差组之差", "gap between best and worst group";
    Quoted::LatencyQueries => "看板上的延迟查询数", "latency queries on dashboards";
    Quoted::ErrorQueries => "看板上的错误查询数", "error queries on dashboards";
    Quoted::TokenQueries => "看板上的Token或成本查询数", "token or cost queries on dashboards";
    Quoted::Occurrences => "发生次数", "times it happened";
    Quoted::Versions => "先后出现的版本数", "versions seen one after another";
    Quoted::DaysSeen => "有记录的天数（最少的一类）", "days with events (rarest class)";
    Quoted::AtMostReplicas => "副本数顶到上限的时间占比", "time at the most replicas";
    Quoted::StillScalers => "从未改变副本数的伸缩器", "autoscalers that never moved";
    Quoted::IdleHours => "伸缩器失效的小时数", "hours with an autoscaler out of action";
    Quoted::CacheLevels => "有命中的缓存层数", "cache levels with hits";
    Quoted::AlertedCrossings => "用完预算后有告警的次数", "budgets used up with an alert";
    Quoted::Crossings => "用完预算的次数", "budgets used up";
    Quoted::MeteredTime => "有能耗数据的设备时间占比", "device hours with measured energy";
    Quoted::DeviceHours => "设备运行小时数（合计）", "device hours";
    Quoted::Devices => "设备数", "devices";
    Quoted::LateDevices => "近期才有数据的设备", "devices that only came in lately";
    Quoted::GoneDevices => "已无数据的设备", "devices that no longer come in";
    Quoted::TimedDecisions => "有处理时长的审批占比", "decisions with a time to decide";
    Quoted::Rejections => "人工驳回率", "rejection rate";
    Quoted::DecisionTime => "处理时长中位数", "median time to decide";
    Quoted::OversightAlerts => "已设的监督告警种类", "kinds of oversight alerts in place";
    Quoted::Sizes => "在用模型的规模档数", "sizes of models in use";
    Quoted::EvaluatedSizes => "有评测的规模档数", "sizes with an evaluation";
    Quoted::ShortCalls => "输入和输出都短的调用占比", "calls with short input and output";
    Quoted::SavedEnergy => "每个Token节省的能耗", "energy saved per token";
    Quoted::Pairs => "可以对比的组数", "pairs that can be compared";
    Quoted::LiveLatency => "线上P99延迟", "live P99 latency";
    Quoted::BenchmarkLatency => "基准测试的P99延迟", "benchmark P99 latency";
    Quoted::StatedVolume => "文件声明的用量", "stated volume";
    Quoted::WrongDigests => "摘要不一致的组件", "components with another digest elsewhere";
    Quoted::EqualDigests => "摘要一致的组件", "components with the same digest elsewhere";
    Quoted::Loss => "最大得分损失（百分点）", "greatest loss of a score (points)";
    Quoted::RefusedModels => "已被拒绝的模型", "models that a person refused";
    Quoted::RetentionDays => "保留天数（最短的存储）", "days kept (shortest store)";
    Quoted::LockedArchives => "锁定不可改删的归档占比", "archives locked against change and deletion";
    Quoted::StandbyModels => "有备用的模型数", "models with a standby";
    Quoted::Restored => "最近一次恢复成功的占比", "latest restores that ended well";
    Quoted::TimelyAcknowledgements => "在时限内响应的事件占比", "incidents acknowledged within their target";
    Quoted::ReviewedIncidents => "按时复盘的严重事件占比", "serious incidents with a post-mortem in time";
    Quoted::StorageEmissions => "存储排放的明细行数", "lines of storage emissions";
    Quoted::ApiOptions => "已定价的API方案数", "API options with a price";
    Quoted::OwnOptions => "已定价的自托管方案数", "self-hosted options with a price";
    Quoted::FailedVerifications => "未通过的签名验证", "verifications that failed";
    Quoted::ExclusiveSources => "输入Token不含缓存命中的上报来源", "sources whose input leaves out cached tokens";
    Quoted::EnginesWithoutCache => "配置标明未开启前缀缓存、实际却有命中的引擎", "engines with hits although their settings say the prefix cache is off";
    Quoted::UnswitchedTime => "上游中断却仍在使用的时长", "time an upstream was out and still in use";
    Quoted::StatedCarbon => "文件申报的月排放量", "emissions of a month as stated";
    Quoted::MeasuredCarbon => "按实测能耗算出的排放量", "emissions worked out from measured energy";
    Quoted::OtherModels => "主用模型以外的调用占比", "calls to other models than the most used";
}

words! {
    /// The unit behind a number; empty for counts and for shares, which carry their own sign.
    pub unit(Unit), UNITS:
    Unit::Count | Unit::Ratio | Unit::Score => "", "";
    Unit::Seconds => "秒", "s";
    Unit::Bytes => "字节", "bytes";
    Unit::Tokens => "个Token", "tokens";
    Unit::PerSecond => "每秒", "per second";
    Unit::KilowattHours => "千瓦时", "kWh";
    Unit::GramsCo2e => "克二氧化碳当量", "g CO₂e";
    Unit::Money => "元（按文件的币种）", "(the file's currency)";
}

/// Which side of its bound a figure should be on.
enum Side {
    AtMost,
    AtLeast,
    Either,
}

#[expect(
    clippy::too_many_lines,
    reason = "each figure once, so that a new one can't be forgotten"
)]
const fn side(what: Quoted) -> Side {
    match what {
        Quoted::Undated
        | Quoted::AttackSuccess
        | Quoted::FailedTests
        | Quoted::LiteralCredentials
        | Quoted::InlineSecrets
        | Quoted::GroupDifference
        | Quoted::Open
        | Quoted::Lacking
        | Quoted::Unlisted
        | Quoted::Variation
        | Quoted::FullTime
        | Quoted::FailedVerifications
        | Quoted::WrongDigests
        | Quoted::Loss
        | Quoted::RefusedModels
        | Quoted::AtMostReplicas
        | Quoted::StillScalers
        | Quoted::IdleHours
        | Quoted::HeldUpHours
        | Quoted::LateDevices
        | Quoted::GoneDevices
        | Quoted::UnswitchedTime
        | Quoted::AlertWait
        | Quoted::LiveLatency => Side::AtMost,
        Quoted::Share
        | Quoted::BusyMean
        | Quoted::Mean
        | Quoted::ShortCalls
        | Quoted::StatedVolume
        | Quoted::StatedCarbon
        | Quoted::MeasuredCarbon
        | Quoted::Rejections
        | Quoted::DecisionTime
        | Quoted::ExclusiveSources
        | Quoted::EnginesWithoutCache
        | Quoted::BenchmarkLatency => Side::Either,
        Quoted::Examined
        | Quoted::Observations
        | Quoted::Runs
        | Quoted::Tried
        | Quoted::Variety
        | Quoted::Apart
        | Quoted::Listed
        | Quoted::Passed
        | Quoted::ExtractionAttempts
        | Quoted::ReplayAttempts
        | Quoted::Replicated
        | Quoted::ZoneSpread
        | Quoted::Protected
        | Quoted::Probed
        | Quoted::QuickProbes
        | Quoted::Elastic
        | Quoted::Progressive
        | Quoted::ReplicatedServices
        | Quoted::LoadRoutes
        | Quoted::Accelerated
        | Quoted::Quantised
        | Quoted::QuantisedShare
        | Quoted::ExperimentsPassed
        | Quoted::ExperimentsProven
        | Quoted::Recovered
        | Quoted::AvailabilityObjectives
        | Quoted::LatencyObjectives
        | Quoted::HealthyRules
        | Quoted::SecurityAlerts
        | Quoted::BudgetAlerts
        | Quoted::UseAlerts
        | Quoted::Deliveries
        | Quoted::ReferencedCredentials
        | Quoted::SecretStores
        | Quoted::AuditChecks
        | Quoted::AttributedCost
        | Quoted::KeyedCost
        | Quoted::Period
        | Quoted::GroupRatio
        | Quoted::LatencyQueries
        | Quoted::ErrorQueries
        | Quoted::TokenQueries
        | Quoted::InUse
        | Quoted::BusyHours
        | Quoted::Series
        | Quoted::Hours
        | Quoted::SpareTime
        | Quoted::Instances
        | Quoted::Zones
        | Quoted::CoveredTime
        | Quoted::Classes
        | Quoted::Running
        | Quoted::Consumers
        | Quoted::Models
        | Quoted::OtherModels
        | Quoted::Occurrences
        | Quoted::Versions
        | Quoted::DaysSeen
        | Quoted::CacheLevels
        | Quoted::AlertedCrossings
        | Quoted::Crossings
        | Quoted::MeteredTime
        | Quoted::DeviceHours
        | Quoted::Devices
        | Quoted::TimedDecisions
        | Quoted::OversightAlerts
        | Quoted::Sizes
        | Quoted::EvaluatedSizes
        | Quoted::SavedEnergy
        | Quoted::Pairs
        | Quoted::EqualDigests
        | Quoted::RetentionDays
        | Quoted::LockedArchives
        | Quoted::StandbyModels
        | Quoted::Restored
        | Quoted::TimelyAcknowledgements
        | Quoted::ReviewedIncidents
        | Quoted::StorageEmissions
        | Quoted::ApiOptions
        | Quoted::OwnOptions => Side::AtLeast,
    }
}

/// A figure with what it is held against: `open findings 3 (at most 0)`.
pub fn quote(locale: Locale, quote: &Quote) -> String {
    let what = quoted(locale, &quote.what);
    let value = number(locale, quote.value.get(), quote.unit);
    let Some(bound) = quote.bound else {
        return format!("{what} {value}");
    };
    let bound = number(locale, bound.get(), quote.unit);
    let (zh, en) = match side(quote.what) {
        Side::AtMost => ("最多", "at most"),
        Side::AtLeast => ("至少", "at least"),
        Side::Either => ("界限", "threshold"),
    };
    match locale {
        Locale::Zh => format!("{what} {value}（{zh} {bound}）"),
        Locale::En => format!("{what} {value} ({en} {bound})"),
    }
}

/// A number with its unit; shares in percent.
pub fn number(locale: Locale, value: f64, unit: Unit) -> String {
    if unit == Unit::Ratio {
        return format!("{}%", trimmed(value * 100.0));
    }
    let (value, word) = scaled(locale, value, unit);
    match (word.is_empty(), locale) {
        (true, _) => trimmed(value),
        (false, Locale::Zh) => format!("{}{word}", trimmed(value)),
        (false, Locale::En) => format!("{} {word}", trimmed(value)),
    }
}

/// The same in three digits, as charts have it.
pub fn rough(locale: Locale, value: f64, unit: Unit) -> String {
    if unit == Unit::Ratio {
        return format!("{}%", short(locale, value * 100.0));
    }
    let (value, word) = scaled(locale, value, unit);
    match (word.is_empty(), locale) {
        (true, _) => short(locale, value),
        (false, Locale::Zh) => format!("{}{word}", short(locale, value)),
        (false, Locale::En) => format!("{} {word}", short(locale, value)),
    }
}

/// A number with its unit's name; long times in hours or days, as nobody reads millions of seconds.
fn scaled(locale: Locale, value: f64, unit: Unit) -> (f64, String) {
    const HOUR: f64 = 3_600.0;
    const DAY: f64 = 24.0 * HOUR;
    let (scale, zh, en) = match value.abs() {
        long if unit == Unit::Seconds && long >= 2.0 * DAY => (DAY, "天", "days"),
        long if unit == Unit::Seconds && long >= 2.0 * HOUR => (HOUR, "小时", "hours"),
        _ => return (value, self::unit(locale, &unit)),
    };
    let word = match locale {
        Locale::Zh => zh,
        Locale::En => en,
    };
    (value / scale, word.to_owned())
}

/// Two decimals at most, without zeros at the end, in groups of three digits; hundredths of tens of thousands say nothing.
fn trimmed(value: f64) -> String {
    let text = if value.abs() < 10_000.0 {
        format!("{value:.2}")
    } else {
        format!("{value:.0}.")
    };
    grouped(text.trim_end_matches('0').trim_end_matches('.'))
}

/// A number in groups of three digits: `-1280687.5` as `-1,280,687.5`.
pub fn grouped(text: &str) -> String {
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text), |digits| ("-", digits));
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut out = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// A measurement in three digits: `0.0012`, `17.9`, `3.01 M`; in Chinese by ten thousands: `301万`. What stays longer than
/// that is in groups of three digits, as counts are: `1,936`.
pub fn short(locale: Locale, value: f64) -> String {
    let (scale, word) = scale(locale, value.abs());
    let scaled = value / scale;
    let digits = match scaled.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 0.1 || size == 0.0 => 2,
        _ => 4,
    };
    let text = format!("{scaled:.digits$}");
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text.as_str()
    };
    format!("{}{word}", grouped(text))
}

/// What a size is counted in; one that would round to the next scale is counted in that.
const fn scale(locale: Locale, size: f64) -> (f64, &'static str) {
    match locale {
        Locale::Zh if size >= 9_999.5e4 => (1e8, "亿"),
        Locale::Zh if size >= 1e4 => (1e4, "万"),
        Locale::En if size >= 999.5e6 => (1e9, "\u{a0}B"),
        Locale::En if size >= 999.5e3 => (1e6, "\u{a0}M"),
        Locale::En if size >= 1e4 => (1e3, "\u{a0}K"),
        _ => (1.0, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Figure;

    #[test]
    fn a_figure_says_what_it_is_held_against() {
        let share = Quote {
            what: Quoted::Share,
            value: Figure::new(0.923).unwrap(),
            unit: Unit::Ratio,
            bound: Figure::new(0.95),
        };
        assert_eq!(quote(Locale::En, &share), "share 92.3% (threshold 95%)");
        let open = Quote {
            what: Quoted::Open,
            value: Figure::new(3.0).unwrap(),
            unit: Unit::Count,
            bound: Figure::new(0.0),
        };
        assert_eq!(quote(Locale::Zh, &open), "未关闭的发现 3（最多 0）");
        assert_eq!(number(Locale::En, 1.5, Unit::Seconds), "1.5 s");
        assert_eq!(number(Locale::En, 9_000.0, Unit::Seconds), "2.5 hours");
        assert_eq!(number(Locale::Zh, 2_592_000.0, Unit::Seconds), "30天");
        for (value, text) in [
            (0.0, "0"),
            (-0.5, "-0.5"),
            (999.999, "1,000"),
            (2_988.0, "2,988"),
            (-1_280.25, "-1,280.25"),
            (100_000.0, "100,000"),
            (1_280_687.22, "1,280,687"),
        ] {
            assert_eq!(number(Locale::En, value, Unit::Count), text);
        }
        assert_eq!(rough(Locale::En, 0.923_4, Unit::Ratio), "92.3%");
        assert_eq!(rough(Locale::Zh, 12_340.0, Unit::Tokens), "1.23万个Token");
        assert_eq!(rough(Locale::En, -1_936.4, Unit::Count), "-1,936");
        assert_eq!(short(Locale::Zh, 12_340_000.0), "1,234万");
    }
}
