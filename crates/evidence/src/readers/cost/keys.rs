//! Keys that say whom or what a charge is for: by their names only. Of their values the feature is kept, as cost is told by
//! it; never a business line or a user.

use std::collections::BTreeSet;

/// What a key names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Line,
    Feature,
    User,
}

const LINE: &[&str] = &[
    "team",
    "squad",
    "tribe",
    "department",
    "dept",
    "division",
    "business_unit",
    "businessunit",
    "bu",
    "business_line",
    "line_of_business",
    "lob",
    "cost_center",
    "costcenter",
    "cost_centre",
    "costcentre",
    "org",
    "organization",
    "organisation",
    "owner",
    "project",
    "product",
    "part_of",
    "sub_account",
    "subaccount",
    "部门",
    "业务线",
    "团队",
    "项目",
    "成本中心",
    "产品",
];
/// The first of these that a charge has names its feature.
const FEATURE: &[&str] = &[
    "feature",
    "功能",
    "use_case",
    "usecase",
    "场景",
    "agent",
    "function",
    "request_tag",
    "application",
    "app",
    "应用",
    "service",
    "component",
    "workload",
];
const USER: &[&str] = &[
    "user",
    "end_user",
    "customer",
    "tenant",
    "client",
    "principal",
    "consumer",
    "用户",
    "客户",
    "租户",
];

/// The business keys of one charge.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    names: BTreeSet<String>,
    line: bool,
    detail: bool,
    /// What the charge is for, and the place of its key among those that may say so.
    feature: Option<(usize, String)>,
}

impl Keys {
    /// Notes a key with its value, where the value names someone and the key is one of business.
    pub fn note(&mut self, name: &str, value: Option<&str>) {
        let Some(value) = value.filter(|value| names_someone(value)) else {
            return;
        };
        let place = self.mark(name);
        let known = self
            .feature
            .as_ref()
            .map_or(usize::MAX, |(known, _)| *known);
        if let Some(place) = place.filter(|place| *place < known) {
            self.feature = Some((place, value.trim().to_owned()));
        }
    }

    /// Notes that a key is there, and says which of the keys of features it is.
    pub fn mark(&mut self, name: &str) -> Option<usize> {
        let name = plain(name);
        match class(&name)? {
            Class::Line => self.line = true,
            Class::Feature | Class::User => self.detail = true,
        }
        let place = FEATURE.iter().position(|known| *known == name);
        self.names.insert(name);
        place
    }

    /// What the charge is for, where a key says so. Of a business line or a user nothing but the key is kept.
    pub fn feature(&self) -> Option<&str> {
        self.feature.as_ref().map(|(_, value)| value.as_str())
    }

    /// Whether there is any.
    pub fn any(&self) -> bool {
        self.line || self.detail
    }

    /// Whether a business line and a feature or user are named.
    pub const fn full(&self) -> bool {
        self.line && self.detail
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

/// Whether a value stands for someone or something, not for "nobody knows".
pub fn names_someone(value: &str) -> bool {
    !matches!(
        value.trim().to_lowercase().as_str(),
        "" | "null"
            | "none"
            | "nil"
            | "unknown"
            | "default"
            | "undefined"
            | "n/a"
            | "na"
            | "-"
            | "untagged"
            | "unallocated"
            | "__unallocated__"
            | "no value"
            | "未知"
    )
}

/// `user:Cost-Center` and `example.com/cost-center` are `cost_center`.
fn plain(name: &str) -> String {
    let last = name.rsplit([':', '/']).next().unwrap_or(name).trim();
    let name = last.to_lowercase().replace(['-', '.', ' '], "_");
    // OpenCost writes labels' dots as `_`.
    let name = name.strip_prefix("app_kubernetes_io_").unwrap_or(&name);
    let name = name.strip_suffix("_id").unwrap_or(name);
    name.strip_suffix("_name").unwrap_or(name).to_owned()
}

fn class(name: &str) -> Option<Class> {
    let classes = [
        (LINE, Class::Line),
        (FEATURE, Class::Feature),
        (USER, Class::User),
    ];
    let found = classes.into_iter().find(|(names, _)| names.contains(&name));
    found.map(|(_, class)| class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_keys_of_business_count() {
        let mut keys = Keys::default();
        keys.note("env", Some("prod"));
        keys.note("Team", Some("None"));
        assert!(!keys.any());
        keys.note("user:Cost-Center", Some("42"));
        assert!(keys.any() && !keys.full());
        keys.note("app_kubernetes_io_component", Some("chat"));
        assert!(keys.full());
        assert_eq!(
            keys.names().collect::<Vec<_>>(),
            ["component", "cost_center"]
        );
        assert_eq!(keys.feature(), Some("chat"));
    }

    #[test]
    fn a_feature_comes_before_what_it_runs_in() {
        let mut keys = Keys::default();
        keys.note("team", Some("search"));
        keys.note("user", Some("u-1"));
        assert_eq!(keys.feature(), None);
        keys.note("app", Some("portal"));
        keys.note("Feature", Some(" chat "));
        keys.note("service", Some("api"));
        keys.note("request_tag", Some("later"));
        assert_eq!(keys.feature(), Some("chat"));
        keys.mark("feature");
        assert_eq!(keys.feature(), Some("chat"));
    }
}
