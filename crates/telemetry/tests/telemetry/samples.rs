//! Real pages and bodies, where they lie beside the project; counted by another program first.

use std::{collections::BTreeSet, fs, path::PathBuf};

use telemetry::{Limits, dropped::Reason, prometheus::exposition};

use crate::common::{T0, dropped};

pub fn sample(file: &str) -> Option<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples");
    if !folder.is_dir() {
        println!("no samples beside the project: not run");
        return None;
    }
    Some(fs::read(folder.join(file)).unwrap())
}

/// File, sample lines, distinct names among them, lines that are dropped.
type Row = (&'static str, usize, usize, &'static [(Reason, u64)]);

#[rustfmt::skip]
const PAGES: &[Row] = &[
    ("vllm_metrics/DataDog+integrations-core__vllm_metrics.txt", 185, 84, &[]),
    ("sglang_metrics/sgl-project+sglang__docs_sample.txt", 91, 20, &[]),
    ("tgi_metrics/DataDog+integrations-core__tgi_109_requests_trimmed.txt", 26, 14, &[]),
    ("litellm_metrics/DataDog+integrations-core__litellm_idle_proxy_trimmed.txt", 20, 18, &[(Reason::NotAMeasurement, 3)]),
    ("dcgm_metrics/NVIDIA+dcgm-exporter__readme_sample.txt", 2, 2, &[(Reason::Sentinel, 1)]),
];

#[test]
fn pages_have_the_samples_that_others_counted() {
    for (file, samples, names, left_out) in PAGES {
        let Some(page) = sample(file) else { return };
        let intake = exposition::read(&page, T0, &Limits::default()).unwrap();
        let found: BTreeSet<_> = intake
            .points
            .iter()
            .map(|p| intake.series[p.series as usize].name())
            .collect();
        assert_eq!(
            (intake.points.len(), found.len()),
            (*samples, *names),
            "{file}"
        );
        assert_eq!(intake.series.len(), *samples, "{file}");
        assert_eq!(dropped(&intake), *left_out, "{file}");
    }
}
