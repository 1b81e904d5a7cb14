//! Pages of metrics.

use telemetry::{
    Intake, Limits,
    dropped::Reason,
    prometheus::exposition::{Flaw, PageError, read},
};

use crate::common::{T0, dropped, lines};

fn page(text: &str) -> Intake {
    read(text.as_bytes(), T0, &Limits::default()).unwrap()
}

#[test]
fn pages_as_programs_write_them() {
    let intake = page(concat!(
        "\u{feff}# NOTE made by hand\n",
        "# HELP a\n",
        "# TYPE a counter\n",
        "a{ x = \"1\" , y=\"\\\\ \\\" \\n\", } 5 1700000000500\r\n",
        "\n",
        "# TYPE a gauge\n",
        "a_created 1.7e9\n",
        "h_sum 3\n",
        "h_bucket{le=\"+Inf\"} 2\n",
        "# TYPE s summary\n",
        "s{quantile=\"0.5\"} 0\n",
        "s_count 2\n",
        "nan NaN\n",
        "inf +Inf\n",
        "# TYPE \"quoted.name\" counter\n",
        "{\"quoted.name\", z=\"{}#\"} 1e+06\n",
        "b_count_of_things 3",
    ));
    assert_eq!(
        lines(&intake),
        [
            "a{x=1,y=\\ \"  } 500 counter 5",
            "h_sum{} 0 counter 3",
            "h_bucket{le=+Inf} 0 counter 2",
            "s{quantile=0.5} 0 gauge 0",
            "s_count{} 0 counter 2",
            "quoted.name{z={}#} 0 counter 1000000",
            "b_count_of_things{} 0 gauge 3",
        ]
    );
    assert_eq!(
        dropped(&intake),
        [
            (Reason::NotANumber, 1),
            (Reason::Infinite, 1),
            (Reason::NotAMeasurement, 1)
        ]
    );
}

#[test]
fn open_metrics_has_seconds_and_exemplars() {
    let intake = page(concat!(
        "# TYPE foo counter\n# UNIT foo seconds\n",
        "foo_total{a=\"b\"} 17.0 1700000001.5 # {trace_id=\"} 1\"} 0.67 1520879607.789\n",
        "foo_created 1520430000.123\n",
        "# EOF\n"
    ));
    assert_eq!(lines(&intake), ["foo_total{a=b} 1500 counter 17"]);
}

#[test]
fn histograms_of_what_there_is_now_go_up_and_down() {
    let intake = page(concat!(
        "# TYPE queued gaugehistogram\n",
        "queued_bucket{le=\"10\"} 4\nqueued_bucket{le=\"+Inf\"} 5\n",
        "queued_gcount 5\nqueued_gsum 31\n",
        "# TYPE seconds histogram\nseconds_bucket{le=\"+Inf\"} 5\n",
    ));
    assert_eq!(
        lines(&intake),
        [
            "queued_bucket{le=10} 0 gauge 4",
            "queued_bucket{le=+Inf} 0 gauge 5",
            "queued_gcount{} 0 gauge 5",
            "queued_gsum{} 0 gauge 31",
            "seconds_bucket{le=+Inf} 0 counter 5",
        ]
    );
}

#[test]
fn bad_lines_are_counted_with_their_number() {
    let intake = page("up 1\nup{a=\"b} 1\nup\nup one\nup 1 2 3\n1up 1\nup{a=b} 1\nup{a=\"b\"\n");
    assert_eq!(lines(&intake), ["up{} 0 gauge 1"]);
    assert_eq!(dropped(&intake), [(Reason::Unreadable, 7)]);
    assert_eq!(
        intake.dropped.message(),
        "7 × unreadable (first: line 2: labels are malformed)"
    );
}

#[test]
fn pages_without_a_sample_are_refused() {
    let error = |text: &[u8]| read(text, T0, &Limits::default()).unwrap_err();
    assert_eq!(
        error(b"\n<!DOCTYPE html>\n<p>a 1</p>\n"),
        PageError::NoSample {
            line: 2,
            flaw: Flaw::Name
        }
    );
    assert_eq!(
        error(b"{\"resourceMetrics\": []}"),
        PageError::NoSample {
            line: 1,
            flaw: Flaw::Labels
        }
    );
    assert_eq!(error(b"up 1\nx\xff 1\n"), PageError::Encoding { line: 2 });
    let limits = Limits {
        bytes: 3,
        ..Limits::default()
    };
    assert_eq!(
        read(b"up 1", T0, &limits),
        Err(PageError::TooLarge { limit: 3 })
    );
    assert_eq!(page("").points.len(), 0);
    assert_eq!(page("# nothing here\n").points.len(), 0);
}
