//! What the figures of a verdict measure, as codes that pages say in each language.

use serde::{Deserialize, Serialize};

crate::answer::wire_enum! {
    /// What a figure of a verdict measures.
    Quoted {
        /// Open findings that count.
        Open = "open",
        /// Objects examined.
        Examined = "examined",
        /// A share.
        Share = "share",
        /// The observations a share rests on.
        Observations = "observations",
        /// Runs.
        Runs = "runs",
        /// What the runs tried.
        Tried = "tried",
        /// Different values, such as families of attacks.
        Variety = "variety",
        /// Days between first and last run.
        Apart = "apart",
        /// Components listed.
        Listed = "listed",
        /// Components that lack something.
        Lacking = "lacking",
        /// The mean over busy hours.
        BusyMean = "busy_mean",
        /// Busy hours.
        BusyHours = "busy_hours",
        /// The mean over all hours.
        Mean = "mean",
        /// Series, such as one for each GPU.
        Series = "series",
        /// Hours with data.
        Hours = "hours",
        /// The share of the time with a second instance running.
        SpareTime = "spare_time",
        /// Instances or replicas.
        Instances = "instances",
        /// Availability zones.
        Zones = "zones",
        /// The share of the hours in which signals came in.
        CoveredTime = "covered_time",
        /// Classes of signals that came in.
        Classes = "classes",
        /// The coefficient of variation of work over replicas.
        Variation = "variation",
        /// Requests that run together, on average.
        Running = "running",
        /// Hours in which requests of a service waited while never more than one ran.
        HeldUpHours = "held_up_hours",
        /// The share of the hours in which capacity was used up.
        FullTime = "full_time",
        /// Consumers such as teams or keys.
        Consumers = "consumers",
        /// Models that were called.
        Models = "models",
        /// The share of the calls beside the most used model's.
        OtherModels = "other_models",
        /// Things in use that are on no list.
        Unlisted = "unlisted",
        /// Different things in use.
        InUse = "in_use",
        /// Files that don't say when they were written.
        Undated = "undated",
        /// The share of what was tried that went well.
        Passed = "passed",
        /// The share of attacks that succeeded.
        AttackSuccess = "attack_success",
        /// Attempts to get personal data out.
        ExtractionAttempts = "extraction_attempts",
        /// Attempts to get training data back.
        ReplayAttempts = "replay_attempts",
        /// The share of services with two or more replicas.
        Replicated = "replicated",
        /// The share of services whose replicas are kept apart over zones.
        ZoneSpread = "zone_spread",
        /// The share of services with a disruption budget.
        Protected = "protected",
        /// The share of services with liveness and readiness probes.
        Probed = "probed",
        /// The share of services whose probes notice a failure in time.
        QuickProbes = "quick_probes",
        /// The share of services that scale by their load.
        Elastic = "elastic",
        /// The share of services that get new versions step by step.
        Progressive = "progressive",
        /// Services with two or more replicas.
        ReplicatedServices = "replicated_services",
        /// Routes that send requests to replicas by their load.
        LoadRoutes = "load_routes",
        /// Engines with quantised weights or cache, or with speculative decoding.
        Accelerated = "accelerated",
        /// Engines with weights of at most 8 bits.
        Quantised = "quantised",
        /// The share of engines with weights of at most 8 bits.
        QuantisedShare = "quantised_share",
        /// The share of experiments that passed.
        ExperimentsPassed = "experiments_passed",
        /// The share of experiments that ended, passed, and whose probes all passed.
        ExperimentsProven = "experiments_proven",
        /// The share of faults that were recovered from.
        Recovered = "recovered",
        /// Objectives of availability of the service with the fewest.
        AvailabilityObjectives = "availability_objectives",
        /// Objectives of latency of the service with the fewest.
        LatencyObjectives = "latency_objectives",
        /// The share of monitoring rules that load without error.
        HealthyRules = "healthy_rules",
        /// Alerts on security with a severity.
        SecurityAlerts = "security_alerts",
        /// Alerts on budgets.
        BudgetAlerts = "budget_alerts",
        /// Alerts on low utilisation.
        UseAlerts = "use_alerts",
        /// How long a condition must hold before the soonest alert fires.
        AlertWait = "alert_wait",
        /// Notices that reached a receiver.
        Deliveries = "deliveries",
        /// The share of credentials that are written out.
        LiteralCredentials = "literal_credentials",
        /// The share of credentials that come from a Secret or a vault.
        ReferencedCredentials = "referenced_credentials",
        /// Objects that bring secrets from a vault.
        SecretStores = "secret_stores",
        /// Secrets that stand in manifests with their values.
        InlineSecrets = "inline_secrets",
        /// The share of checks on audit logs that passed.
        AuditChecks = "audit_checks",
        /// The share of cost with a business line and a feature or user.
        AttributedCost = "attributed_cost",
        /// The share of cost with any business key.
        KeyedCost = "keyed_cost",
        /// The time that a bill covers.
        Period = "period",
        /// The share of tests that failed.
        FailedTests = "failed_tests",
        /// The least group's result by the greatest.
        GroupRatio = "group_ratio",
        /// The greatest group's result less the least.
        GroupDifference = "group_difference",
        /// Queries of latency on dashboards.
        LatencyQueries = "latency_queries",
        /// Queries of errors on dashboards.
        ErrorQueries = "error_queries",
        /// Queries of tokens or cost on dashboards.
        TokenQueries = "token_queries",
        /// How often something happened.
        Occurrences = "occurrences",
        /// Versions seen one after another.
        Versions = "versions",
        /// Days on which the rarest class of events came in.
        DaysSeen = "days_seen",
        /// The share of the time at the most replicas, of the autoscaler with the most.
        AtMostReplicas = "at_most_replicas",
        /// Autoscalers that never changed the number of replicas.
        StillScalers = "still_scalers",
        /// Hours in which an autoscaler was out of action.
        IdleHours = "idle_hours",
        /// Levels of caches with hits.
        CacheLevels = "cache_levels",
        /// Budgets used up that were followed by an alert.
        AlertedCrossings = "alerted_crossings",
        /// Budgets used up.
        Crossings = "crossings",
        /// The share of the hours of devices with measured energy.
        MeteredTime = "metered_time",
        /// Hours in which devices ran, added up.
        DeviceHours = "device_hours",
        /// Devices, such as GPUs.
        Devices = "devices",
        /// Devices that only came in lately.
        LateDevices = "late_devices",
        /// Devices that no longer come in.
        GoneDevices = "gone_devices",
        /// The share of decisions of which is known how long they took.
        TimedDecisions = "timed_decisions",
        /// The share of decisions that were a no.
        Rejections = "rejections",
        /// How long the median decision took.
        DecisionTime = "decision_time",
        /// Kinds of alerts on oversight that are in place.
        OversightAlerts = "oversight_alerts",
        /// Sizes of models in use.
        Sizes = "sizes",
        /// Sizes with a model in use of which a file states scores.
        EvaluatedSizes = "evaluated_sizes",
        /// The share of calls that are short on both sides.
        ShortCalls = "short_calls",
        /// How much less energy a token takes from the compressed model.
        SavedEnergy = "saved_energy",
        /// Pairs of models that can be compared.
        Pairs = "pairs",
        /// The 99th percentile of the latency, live.
        LiveLatency = "live_latency",
        /// The 99th percentile of the latency, in the benchmark.
        BenchmarkLatency = "benchmark_latency",
        /// The volume that a file states.
        StatedVolume = "stated_volume",
        /// Components whose digest is another one elsewhere.
        WrongDigests = "wrong_digests",
        /// Components whose digest is the same elsewhere.
        EqualDigests = "equal_digests",
        /// The greatest loss of a score, in points of 100.
        Loss = "loss",
        /// Models listed that a person refused.
        RefusedModels = "refused_models",
        /// For how many days the store that keeps least keeps records.
        RetentionDays = "retention_days",
        /// The share of archives that nobody can change or delete.
        LockedArchives = "locked_archives",
        /// Models with a standby in the gateway's settings.
        StandbyModels = "standby_models",
        /// The share of the latest restores that ended well.
        Restored = "restored",
        /// The share of incidents acknowledged within their target.
        TimelyAcknowledgements = "timely_acknowledgements",
        /// The share of grave incidents with a post-mortem in time.
        ReviewedIncidents = "reviewed_incidents",
        /// Lines of emissions of storage.
        StorageEmissions = "storage_emissions",
        /// Options priced that call an API.
        ApiOptions = "api_options",
        /// Options priced that run models themselves.
        OwnOptions = "own_options",
        /// Verifications that failed.
        FailedVerifications = "failed_verifications",
        /// Sources of calls whose input leaves out what a cache gave.
        ExclusiveSources = "exclusive_sources",
        /// Engines whose settings say that they have no cache, although it gives hits.
        EnginesWithoutCache = "engines_without_cache",
        /// For how long of its worst hour an upstream was out and yet in use.
        UnswitchedTime = "unswitched_time",
        /// Emissions of a month that a file states.
        StatedCarbon = "stated_carbon",
        /// Emissions that follow from measured energy.
        MeasuredCarbon = "measured_carbon",
    }
}
