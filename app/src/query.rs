//! What stands after the `?` of an address: lists are filtered, sorted and paged by it.

use std::fmt::Write as _;

use leptos_router::params::ParamsMap;

/// Keys and values in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// The value of a key; empty where there is none.
    pub fn get(&self, key: &str) -> &str {
        let found = self.0.iter().find(|(name, _)| name == key);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// All values of a key, in order: ticks of a form have the same name.
    pub fn all(&self, key: &str) -> Vec<&str> {
        let found = self.0.iter().filter(|(name, _)| name == key);
        found.map(|(_, value)| value.as_str()).collect()
    }

    /// All keys and values, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The same with one value set; an empty one is left out.
    #[must_use]
    pub fn with(&self, key: &str, value: impl ToString) -> Self {
        let value = value.to_string();
        let mut pairs = self.0.clone();
        match pairs.iter_mut().find(|(name, _)| name == key) {
            Some(pair) => pair.1.clone_from(&value),
            None => pairs.push((key.to_owned(), value.clone())),
        }
        // One value of a key remains.
        let mut seen = false;
        pairs.retain(|(name, _)| name != key || !std::mem::replace(&mut seen, true));
        pairs.retain(|(_, value)| !value.is_empty());
        Self(pairs)
    }

    /// The same without a key.
    #[must_use]
    pub fn without(&self, key: &str) -> Self {
        self.with(key, "")
    }

    /// Whether there is nothing.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The address of a path with this query.
    pub fn link(&self, path: &str) -> String {
        let mut out = path.to_owned();
        for (index, (key, value)) in self.0.iter().enumerate() {
            out.push(if index == 0 { '?' } else { '&' });
            out.push_str(&encode(key));
            out.push('=');
            out.push_str(&encode(value));
        }
        out
    }
}

impl From<ParamsMap> for Query {
    fn from(params: ParamsMap) -> Self {
        let pairs = params
            .into_iter()
            .map(|(key, value)| (key.into_owned(), value));
        Self(pairs.filter(|(_, value)| !value.is_empty()).collect())
    }
}

impl<const N: usize> From<[(&str, String); N]> for Query {
    fn from(pairs: [(&str, String); N]) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
        )
    }
}

/// Percent-encodes all but letters, digits and `-._~/`, the same on the server and in the browser.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Query, encode};

    #[test]
    fn a_link_keeps_the_rest_of_the_query() {
        let query = Query::from([("q", "网关 a&b".to_owned()), ("page", "3".to_owned())]);
        let sorted = query.with("sort", "-claimed").without("page");
        assert_eq!(
            sorted.link("/workloads"),
            "/workloads?q=%E7%BD%91%E5%85%B3%20a%26b&sort=-claimed"
        );
        assert_eq!(sorted.with("sort", "name").get("sort"), "name");
        assert_eq!(Query::default().link("/teams"), "/teams");
    }

    #[test]
    fn ticks_are_several_values_of_one_key() {
        let picked = [("pick", "a".to_owned()), ("q", "x".to_owned())];
        let mut query = Query::from(picked);
        query.0.push(("pick".to_owned(), "b".to_owned()));
        assert_eq!(query.all("pick"), ["a", "b"]);
        assert_eq!(query.without("pick").link("/"), "/?q=x");
        assert_eq!(query.with("pick", "c").link("/"), "/?pick=c&q=x");
    }

    #[test]
    fn nothing_ends_the_value() {
        assert_eq!(encode("a=b#c?\"<"), "a%3Db%23c%3F%22%3C");
    }
}
