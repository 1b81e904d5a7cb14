//! Instants in the reader's zone.

use leptos::prelude::*;
use leptos::web_sys::js_sys;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// An instant, as pages get it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment(Option<OffsetDateTime>);

impl From<OffsetDateTime> for Moment {
    fn from(at: OffsetDateTime) -> Self {
        Self(Some(at.to_offset(time::UtcOffset::UTC)))
    }
}

impl From<&str> for Moment {
    /// RFC 3339; anything else shows as a dash.
    fn from(text: &str) -> Self {
        OffsetDateTime::parse(text, &Rfc3339).map_or(Self(None), Self::from)
    }
}

impl From<String> for Moment {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

/// An instant: in UTC as the server sends it, in the reader's zone once script runs.
#[component]
pub fn LocalTime(
    /// When: an `OffsetDateTime` or RFC 3339.
    #[prop(into)]
    at: Moment,
    /// The element's class.
    #[prop(default = "u-nowrap")]
    class: &'static str,
) -> impl IntoView {
    let Some(at) = at.0 else {
        return "–".into_any();
    };
    let local = RwSignal::new(None);
    let millis = at.unix_timestamp_nanos() / 1_000_000;
    Effect::new(move || local.set(Some(in_zone_of_browser(millis))));
    let universal = in_utc(at);
    let machine = at.format(&Rfc3339).unwrap_or_default();
    let shown = move || local.get().unwrap_or_else(|| universal.clone());
    view! { <time class=class datetime=machine>{shown}</time> }.into_any()
}

fn in_utc(at: OffsetDateTime) -> String {
    let (date, time) = (at.date(), at.time());
    format!("{date} {:02}:{:02} UTC", time.hour(), time.minute())
}

/// Date and time by the browser's clock; runs in browsers only.
fn in_zone_of_browser(millis: i128) -> String {
    let at = js_sys::Date::new_0();
    // A double holds milliseconds exactly for 285,000 years.
    #[expect(clippy::cast_precision_loss, reason = "exact in this range")]
    at.set_time(millis as f64);
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}",
        at.get_full_year(),
        at.get_month() + 1,
        at.get_date(),
        at.get_hours(),
        at.get_minutes()
    )
}

#[cfg(test)]
mod tests {
    use super::{Moment, in_utc};

    #[test]
    fn instants_are_read_in_any_offset_and_shown_in_utc() {
        let moment = Moment::from("2026-11-22T20:15:00+08:00");
        assert_eq!(
            moment.0.map(in_utc).as_deref(),
            Some("2026-11-22 12:15 UTC")
        );
        assert_eq!(Moment::from("yesterday"), Moment(None));
    }
}
