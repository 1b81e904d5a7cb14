//! Facts about a component, gathered before it is reported.

/// Names and texts; a rule asks whether a name is there, so that only what is declared gets one.
#[derive(Default)]
pub struct Attributes(Vec<(&'static str, String)>);

impl Attributes {
    /// Notes a text that is there and not blank.
    pub fn text(&mut self, name: &'static str, text: Option<&str>) {
        if let Some(text) = text.map(str::trim).filter(|t| !t.is_empty()) {
            self.0.push((name, text.to_owned()));
        }
    }

    /// Notes several texts as one.
    pub fn texts(&mut self, name: &'static str, texts: &[&str]) {
        self.text(name, Some(&texts.join(", ")));
    }

    /// Notes how many there are, where there are any.
    pub fn counted(&mut self, name: &'static str, count: usize) {
        if count > 0 {
            self.0.push((name, count.to_string()));
        }
    }

    /// As a component takes them.
    pub fn pairs(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(n, t)| (*n, t.as_str())).collect()
    }
}
