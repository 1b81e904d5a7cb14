//! Probes of the container that serves.

use domain::evidence::Unit;
use serde_json::Value;

use crate::{draft::Draft, fields::Fields};

use super::{ray, workload::Workload};

/// How soon a failure is noticed, in seconds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Probes {
    liveness: Option<f64>,
    readiness: Option<f64>,
    startup: Option<f64>,
}

/// Names of containers that accompany others.
const SIDECARS: [&str; 8] = [
    "istio-proxy",
    "linkerd-proxy",
    "envoy",
    "fluent-bit",
    "filebeat",
    "otel-collector",
    "vault-agent",
    "cloud-sql-proxy",
];

/// Longer than that is not "in seconds" (check R03).
const FAST: f64 = 30.0;

impl Probes {
    /// Those of a workload; nothing where a runtime adds them.
    pub fn of(workload: &Workload<'_>, engine: Option<&Value>) -> Option<Self> {
        let containers = workload.pod.list("containers");
        let main = |c: &&Value| !SIDECARS.contains(&c.text("name").unwrap_or_default());
        let with_port = |c: &&Value| main(c) && !c.list("ports").is_empty();
        let container = engine
            .filter(|e| containers.iter().any(|c| std::ptr::eq(c, *e)))
            .or_else(|| containers.iter().find(with_port))
            .or_else(|| containers.iter().find(main))
            .or(containers.first())?;
        let of = |key: &str| time(container.at(key));
        let probes = Self {
            liveness: of("livenessProbe"),
            readiness: of("readinessProbe"),
            startup: of("startupProbe"),
        };
        // KServe, Knative and Ray's operator add what is left out.
        let added = matches!(
            workload.object.group,
            "serving.kserve.io" | "serving.knative.dev" | ray::GROUP
        );
        (!added || probes.complete()).then_some(probes)
    }

    const fn complete(self) -> bool {
        self.liveness.is_some() && self.readiness.is_some()
    }

    fn fast(self) -> bool {
        let soon = |time: Option<f64>| time.is_some_and(|t| t <= FAST);
        soon(self.liveness) && soon(self.readiness)
    }

    /// Reports them.
    pub fn report(self, labels: &[(&str, &str)], draft: &mut Draft<'_>) {
        for (name, holds) in [
            ("k8s.probed", self.complete()),
            ("k8s.probed.fast", self.fast()),
        ] {
            draft.measure(name, labels, f64::from(u8::from(holds)), Unit::Count, None);
        }
        for (name, time) in [
            ("liveness", self.liveness),
            ("readiness", self.readiness),
            ("startup", self.startup),
        ] {
            if let Some(time) = time {
                let mut labels = labels.to_vec();
                labels.push(("probe", name));
                draft.measure("k8s.probe.time", &labels, time, Unit::Seconds, None);
            }
        }
    }
}

/// Period × failures of a probe that asks something; 0 stands for Kubernetes' own numbers.
fn time(probe: &Value) -> Option<f64> {
    let asks = ["httpGet", "tcpSocket", "exec", "grpc"];
    asks.iter().any(|key| probe.has(key)).then(|| {
        let or = |key: &str, usual: f64| probe.number(key).filter(|n| *n > 0.0).unwrap_or(usual);
        or("periodSeconds", 10.0) * or("failureThreshold", 3.0)
    })
}
