//! Pages of one thing, side by side.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// One of several pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// Its address.
    pub href: String,
    /// Its name.
    pub label: String,
    /// A number beside the name: `31/50`, `12`.
    pub count: Option<String>,
    /// Whether pages below it belong to it too.
    pub covers_below: bool,
    /// Other pages that belong to it.
    pub also: Vec<String>,
}

impl Tab {
    /// A tab that is the page of its address only.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            label: label.into(),
            count: None,
            covers_below: false,
            also: Vec::new(),
        }
    }

    /// With a number beside the name.
    #[must_use]
    pub fn count(mut self, count: impl ToString) -> Self {
        self.count = Some(count.to_string());
        self
    }

    /// With the pages below its address.
    #[must_use]
    pub const fn and_below(mut self) -> Self {
        self.covers_below = true;
        self
    }

    /// With another page.
    #[must_use]
    pub fn and_also(mut self, href: impl Into<String>) -> Self {
        self.also.push(href.into());
        self
    }

    fn is_current(&self, path: &str) -> bool {
        self.also.iter().any(|also| also == path)
            || path
                .strip_prefix(self.href.as_str())
                .is_some_and(|rest| rest.is_empty() || (self.covers_below && rest.starts_with('/')))
    }
}

/// Links to the pages of one thing; for the `tabs` of a `PageHead`.
#[component]
pub fn Tabs(
    /// What they belong to.
    #[prop(into)]
    label: String,
    /// The pages.
    tabs: Vec<Tab>,
) -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    let link = |tab: Tab| {
        let current = tab.is_current(&path).then_some("page");
        let count = tab
            .count
            .map(|count| view! { " "<span class="c-tabs__count">{count}</span> });
        view! { <a class="c-tabs__link" href=tab.href aria-current=current>{tab.label}{count}</a> }
    };
    view! {
        <nav class="c-tabs c-pagehead__tabs" aria-label=label>
            {tabs.into_iter().map(link).collect_view()}
        </nav>
    }
}

#[cfg(test)]
mod tests {
    use super::Tab;

    #[test]
    fn a_tab_knows_its_page() {
        let results = Tab::new("/workloads/1", "");
        assert!(results.is_current("/workloads/1"));
        assert!(!results.is_current("/workloads/1/risks"));
        let checks = Tab::new("/workloads/1/checks", "").and_below();
        assert!(checks.is_current("/workloads/1/checks/S01"));
        assert!(!checks.is_current("/workloads/1/checksum"));
    }
}
