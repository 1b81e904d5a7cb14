//! The fields of a form as a browser sends them.

use std::collections::BTreeMap;

/// More fields than any page has.
const MOST_FIELDS: usize = 2_000;

/// Fields that hold secrets: they never come back.
const SECRET: [&str; 4] = ["password", "repeat", "current", "new"];

/// What separates several values of one field where they come back as one text; no id has one.
const SEPARATOR: char = ',';

/// Fields in their order; a name can stand more than once.
#[derive(Clone, Default)]
pub struct FormData(Vec<(String, String)>);

/// The bytes are no form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl FormData {
    /// Reads `application/x-www-form-urlencoded`, strictly: what is not UTF-8 is refused, not replaced.
    ///
    /// # Errors
    /// [`Malformed`] where it is not UTF-8 or has too many fields.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let text = |bytes| {
            percent_decoded(bytes, true)
                .and_then(|bytes| String::from_utf8(bytes).ok())
                .ok_or(Malformed)
        };
        let mut fields = Vec::new();
        for pair in bytes
            .split(|byte| *byte == b'&')
            .filter(|pair| !pair.is_empty())
        {
            if fields.len() == MOST_FIELDS {
                return Err(Malformed);
            }
            let mut parts = pair.splitn(2, |byte| *byte == b'=');
            let (name, value) = (
                parts.next().unwrap_or_default(),
                parts.next().unwrap_or_default(),
            );
            fields.push((text(name)?, text(value)?));
        }
        Ok(Self(fields))
    }

    /// Adds a field, as parts of a multipart form come in.
    ///
    /// # Errors
    /// [`Malformed`] where there are too many.
    pub fn push(&mut self, name: String, value: String) -> Result<(), Malformed> {
        if self.0.len() == MOST_FIELDS {
            return Err(Malformed);
        }
        self.0.push((name, value));
        Ok(())
    }

    /// Whether a field was sent.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// The first value of a field; empty where there is none.
    pub fn text(&self, name: &str) -> String {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    }

    /// All values of a field.
    pub fn list(&self, name: &str) -> Vec<String> {
        self.0
            .iter()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
            .collect()
    }

    /// The fields whose name starts with something, without it.
    pub fn below(&self, prefix: &str) -> BTreeMap<String, String> {
        let rest = |(key, value): &(String, String)| {
            Some((key.strip_prefix(prefix)?.to_owned(), value.clone()))
        };
        self.0.iter().filter_map(rest).collect()
    }

    /// What was typed, without secrets, to fill the form again.
    pub fn values(&self) -> BTreeMap<String, String> {
        let mut values = BTreeMap::<String, String>::new();
        for (key, value) in self
            .0
            .iter()
            .filter(|(key, _)| !SECRET.contains(&key.as_str()))
        {
            match values.get_mut(key) {
                Some(all) => {
                    all.push(SEPARATOR);
                    all.push_str(value);
                }
                None => {
                    values.insert(key.clone(), value.clone());
                }
            }
        }
        values
    }
}

/// Replaces `%41` by its byte, and `+` by a space where forms mean that; none where a `%` stands alone.
pub fn percent_decoded(bytes: &[u8], plus: bool) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    let digit = |byte: &u8| {
        char::from(*byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    while let Some(byte) = rest.next() {
        out.push(match byte {
            b'%' => digit(rest.next()?)? * 16 + digit(rest.next()?)?,
            b'+' if plus => b' ',
            other => *other,
        });
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::{FormData, MOST_FIELDS};

    fn parse(text: &str) -> FormData {
        FormData::parse(text.as_bytes()).ok().unwrap()
    }

    #[test]
    fn fields_are_decoded_in_order() {
        let form = parse("name=%E7%BD%91%E5%85%B3+a%26b&profile=rag&profile=agents&empty=&bare&=x");
        assert_eq!(form.text("name"), "网关 a&b");
        assert_eq!(form.list("profile"), ["rag", "agents"]);
        assert!(form.has("empty") && form.has("bare") && !form.has("nothing"));
        assert_eq!(form.text("nothing"), "");
        assert_eq!(
            parse("state.S01.2a=met&state.=x").below("state.")["S01.2a"],
            "met"
        );
    }

    #[test]
    fn what_is_broken_is_refused() {
        for bad in ["a=%", "a=%4", "a=%zz", "a=%ff", "a=%C3%28", "%ff=a"] {
            assert!(FormData::parse(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(FormData::parse(b"a=\xff").is_err());
        assert!(FormData::parse("a=1&".repeat(MOST_FIELDS).as_bytes()).is_ok());
        assert!(FormData::parse("a=1&".repeat(MOST_FIELDS + 1).as_bytes()).is_err());
    }

    #[test]
    fn secrets_do_not_come_back() {
        let form =
            parse("email=a%40b.c&password=x&repeat=x&current=x&new=x&profile=rag&profile=agents");
        let values = form.values();
        assert_eq!(values.keys().collect::<Vec<_>>(), ["email", "profile"]);
        assert_eq!(values["profile"], "rag,agents");
    }
}
