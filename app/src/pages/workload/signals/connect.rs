//! How to connect: snippets that are ready to be copied.

use domain::Locale;
use leptos::prelude::*;

use super::Listed;
use crate::components::{CopyButton, Glyph, Icon};
use crate::href;
use crate::i18n::{signals, use_locale};

type Say = fn(Locale) -> &'static str;
type Line = fn(&str) -> String;

/// Name, note and text of each way, the most usual first.
const WAYS: [(Say, Say, Line); 4] = [
    (signals::connect_sdk, signals::connect_sdk_note, sdk),
    (
        signals::connect_collector,
        signals::connect_collector_note,
        collector,
    ),
    (
        signals::connect_remote,
        signals::connect_remote_note,
        remote_write,
    ),
    (
        signals::connect_page,
        signals::connect_page_note,
        metrics_page,
    ),
];

/// The ways, open where nothing came in yet.
pub(super) fn connect(locale: Locale, listed: &Listed, connected: bool) -> AnyView {
    let body = view! { <Ways origin=listed.origin.clone() /> };
    let token = token(locale, listed);
    if connected {
        return view! {
            <details class="c-fold" id="connect">
                <summary class="c-fold__head"><Icon of=Glyph::Down small=true />{signals::connect_more(locale)}</summary>
                <div class="l-stack l-stack--tight">{token}{body}</div>
            </details>
        }
        .into_any();
    }
    view! {
        <section class="c-section" id="connect">
            <div class="c-section__head"><h2 class="c-section__title">{signals::connect(locale)}</h2></div>
            <div class="l-stack l-stack--tight">{token}{body}</div>
        </section>
    }
    .into_any()
}

/// Where the token comes from.
fn token(locale: Locale, listed: &Listed) -> AnyView {
    let head = &listed.page.head;
    let way = if head.abilities.edit && !head.archived {
        let at = href::workload(head.id, "/evidence?scope=signals#tokens");
        view! { <a class="c-btn c-btn--small" href=at>{signals::make_token(locale)}</a> }.into_any()
    } else {
        view! { <span class="u-muted u-small">{signals::ask_owner(locale)}</span> }.into_any()
    };
    view! { <div class="l-row"><p class="u-measure">{signals::connect_token(locale)}</p>{way}</div> }
        .into_any()
}

/// The snippets; the browser knows best what address it has reached.
#[component]
fn Ways(origin: String) -> impl IntoView {
    let locale = use_locale();
    let address = RwSignal::new(origin);
    Effect::new(move || {
        if let Ok(here) = window().location().origin() {
            address.set(here);
        }
    });
    let way = |(name, note, line): (Say, Say, Line)| {
        let text = Signal::derive(move || address.with(|address| line(address)));
        view! {
            <li class="c-ways__way">
                <div class="c-ways__head"><h3 class="c-ways__name">{name(locale)}</h3><CopyButton text=text /></div>
                <p class="u-muted u-small">{note(locale)}</p>
                <pre class="c-code" tabindex="0" aria-label=name(locale)>{move || text.get()}</pre>
            </li>
        }
    };
    view! { <ul class="c-ways">{WAYS.map(way).collect_view()}</ul> }
}

/// Environment of an application with an OpenTelemetry SDK; the header's blank is percent-encoded, as the SDKs ask.
fn sdk(origin: &str) -> String {
    environment(origin, "$HEXASTYLE_TOKEN")
}

/// The same with a token.
pub(in crate::pages::workload) fn environment(origin: &str, token: &str) -> String {
    format!(
        "export OTEL_EXPORTER_OTLP_ENDPOINT={origin}\n\
         export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf\n\
         export OTEL_EXPORTER_OTLP_HEADERS=\"Authorization=Bearer%20{token}\""
    )
}

fn collector(origin: &str) -> String {
    format!(
        "exporters:\n  otlphttp/hexastyle:\n    endpoint: {origin}\n    headers:\n      \
         Authorization: Bearer ${{env:HEXASTYLE_TOKEN}}\nservice:\n  pipelines:\n    metrics:\n      \
         exporters: [otlphttp/hexastyle]\n    traces:\n      exporters: [otlphttp/hexastyle]"
    )
}

fn remote_write(origin: &str) -> String {
    format!(
        "remote_write:\n  - url: {origin}/api/v1/prometheus/write\n    authorization:\n      \
         credentials: $HEXASTYLE_TOKEN\n    write_relabel_configs:\n      - source_labels: [__name__]\n        \
         regex: \"(vllm|sglang|litellm|DCGM).*\"\n        action: keep"
    )
}

fn metrics_page(origin: &str) -> String {
    format!(
        "curl -s http://localhost:8000/metrics |\n  curl --fail --data-binary @- \\\n    \
         -H \"Authorization: Bearer $HEXASTYLE_TOKEN\" \\\n    -H \"Content-Type: text/plain\" \\\n    \
         {origin}/api/v1/prometheus/metrics"
    )
}

#[cfg(test)]
mod tests {
    use super::{WAYS, environment};

    #[test]
    fn every_way_names_the_console_and_a_token() {
        for (.., line) in WAYS {
            let text = line("https://console.example");
            assert!(text.contains("https://console.example"), "{text}");
            assert!(text.contains("HEXASTYLE_TOKEN"), "{text}");
        }
        let own = environment("https://console.example", "hxs_1");
        assert!(own.contains("Authorization=Bearer%20hxs_1"));
    }
}
