//! One finding as a reader reports it.

use domain::evidence::{Finding, FindingState, Label, Location, Place, Severity, Title};

use super::{Draft, fingerprint, mask, places, tags};

/// One finding as a reader reports it, in the tool's own texts. Never put the matched text of a secret, a
/// snippet, a prompt or a completion into any of them.
#[derive(Clone, Copy, Debug)]
pub struct Problem<'a> {
    /// The tool's id of the rule or vulnerability.
    pub rule: &'a str,
    /// What it is about; the rule stands in where it is empty.
    pub title: &'a str,
    /// What the tool says.
    pub severity: Option<Severity>,
    /// What is assumed where it says nothing.
    pub otherwise: Severity,
    /// A path.
    pub file: Option<&'a str>,
    /// A line in it.
    pub line: Option<u64>,
    /// A package, resource, tool or object.
    pub object: Option<&'a str>,
    /// An address.
    pub url: Option<&'a str>,
    /// Whether somebody suppressed or accepted it.
    pub suppressed: bool,
    /// Texts with ids in other lists.
    pub tags: &'a [&'a str],
    /// The versions without the problem.
    pub fixed: Option<&'a str>,
    /// Of secrets: whether the tool found it to work.
    pub verified: Option<bool>,
    /// The tool's own id of this finding, where it stays the same from run to run.
    pub identity: Option<&'a str>,
    /// The tool, where a file holds those of several.
    pub tool: Option<&'a str>,
}

impl Default for Problem<'_> {
    fn default() -> Self {
        Self {
            rule: "",
            title: "",
            severity: None,
            otherwise: Severity::Medium,
            file: None,
            line: None,
            object: None,
            url: None,
            suppressed: false,
            tags: &[],
            fixed: None,
            verified: None,
            identity: None,
            tool: None,
        }
    }
}

impl Draft<'_> {
    /// Reports a finding: counts it, and keeps it while there is room.
    pub fn finding(&mut self, problem: &Problem<'_>) {
        self.assumed += u64::from(problem.severity.is_none());
        let severity = problem.severity.unwrap_or(problem.otherwise);
        let state = if problem.suppressed {
            FindingState::Suppressed
        } else {
            FindingState::Open
        };
        self.tally.add(state, severity);
        if self.findings.len() >= self.limits.findings {
            return;
        }
        let location = Location {
            file: self.place(problem.file.map(places::path)),
            line: problem
                .line
                .and_then(|l| u32::try_from(l).ok())
                .filter(|l| *l > 0),
            object: self.place(problem.object.map(str::to_owned)),
            url: self.place(problem.url.map(places::address)),
        };
        let title = if problem.title.trim().is_empty() {
            problem.rule
        } else {
            problem.title
        };
        let finding = Finding {
            rule: Label::clip(&self.masked(problem.rule)),
            title: Title::clip(&self.masked(title)),
            severity,
            fingerprint: self.fingerprint(problem, &location),
            location,
            state,
            tags: tags::ids(problem.tags),
            fixed_version: problem.fixed.map(Label::clip).filter(|f| !f.is_empty()),
            verified: problem.verified,
        };
        self.findings.push(finding);
    }

    fn fingerprint(
        &mut self,
        problem: &Problem<'_>,
        at: &Location,
    ) -> domain::evidence::Fingerprint {
        let tool = problem.tool.unwrap_or_else(|| self.tool.name.as_str());
        let base = fingerprint::base(tool, problem.rule, problem.identity, at);
        let seen = self.seen.entry(base).or_default();
        let which = *seen;
        *seen += 1;
        fingerprint::numbered(base, which)
    }

    fn place(&mut self, text: Option<String>) -> Option<Place> {
        let place = Place::clip(&self.masked(&text?));
        (!place.is_empty()).then_some(place)
    }

    /// The text without what looks like a secret or a person's address.
    pub(super) fn masked(&mut self, text: &str) -> String {
        // Nobody sees more than a place's 500 characters, and masks need to see a secret whole.
        let text: String = text.chars().take(4_000).collect();
        let (text, masked) = mask::mask(&text);
        self.masked += u64::from(masked);
        text
    }
}
