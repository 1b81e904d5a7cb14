//! Keys that say whom or what a charge is for: by their names only, never their values.

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
const FEATURE: &[&str] = &[
    "feature",
    "application",
    "app",
    "service",
    "component",
    "workload",
    "use_case",
    "usecase",
    "agent",
    "function",
    "request_tag",
    "功能",
    "应用",
    "场景",
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
}

impl Keys {
    /// Notes a key with its value, where the value names someone and the key is one of business.
    pub fn note(&mut self, name: &str, value: Option<&str>) {
        let (name, Some(_)) = (plain(name), value.filter(|v| names_someone(v))) else {
            return;
        };
        match class(&name) {
            Some(Class::Line) => self.line = true,
            Some(Class::Feature | Class::User) => self.detail = true,
            None => return,
        }
        self.names.insert(name);
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
    }
}
