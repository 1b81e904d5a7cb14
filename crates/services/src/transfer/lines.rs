//! A file, document by document: one line each, or one document over many lines.

use std::io::{BufRead, Seek};

use domain::views::transfer::Obstacle;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::document::{About, FORMAT, Probe};

/// The longest line: the largest files of a workload in base64, and its rows.
const LONGEST: u64 = 128 * 1024 * 1024;

/// A document of a file, and where it stands.
#[expect(clippy::struct_field_names, reason = "it is a text")]
pub(super) struct Text {
    /// Its first line, from 1.
    pub line: u64,
    pub text: String,
    pub about: About,
}

/// A file that can be read twice: once for what is in it, and once for what was said to come of it.
pub trait Reread: BufRead + Seek + Send {}

impl<T: BufRead + Seek + Send> Reread for T {}

/// Reads a file's documents one after the other.
pub(super) struct Lines<'a> {
    reader: &'a mut dyn Reread,
    line: u64,
}

impl<'a> Lines<'a> {
    pub fn new(reader: &'a mut dyn Reread) -> Self {
        Self { reader, line: 0 }
    }

    /// The next document; none at the end.
    pub fn next(&mut self) -> Result<Option<Text>, Obstacle> {
        let Some(mut text) = self.read()? else {
            return Ok(None);
        };
        let line = self.line;
        if line == 1 && serde_json::from_str::<Value>(&text).is_err() {
            // One document over many lines, as people read it.
            self.rest(&mut text)?;
        }
        let about = probe(&text, line)?;
        Ok(Some(Text { line, text, about }))
    }

    /// The next line that is not empty.
    fn read(&mut self) -> Result<Option<String>, Obstacle> {
        loop {
            let mut bytes = Vec::new();
            let mut limited = std::io::Read::take(&mut *self.reader, LONGEST);
            self.line += 1;
            let read = limited.read_until(b'\n', &mut bytes);
            let read = read.map_err(|error| self.broken(&error))?;
            if read == 0 {
                return Ok(None);
            }
            let text = self.text(bytes)?;
            if !text.trim().is_empty() {
                return Ok(Some(text));
            }
        }
    }

    fn rest(&mut self, text: &mut String) -> Result<(), Obstacle> {
        let mut bytes = Vec::new();
        let mut limited = std::io::Read::take(&mut *self.reader, LONGEST);
        let read = std::io::Read::read_to_end(&mut limited, &mut bytes);
        read.map_err(|error| self.broken(&error))?;
        text.push_str(&self.text(bytes)?);
        Ok(())
    }

    fn text(&self, bytes: Vec<u8>) -> Result<String, Obstacle> {
        String::from_utf8(bytes).map_err(|error| self.broken(&error))
    }

    fn broken(&self, error: &dyn std::error::Error) -> Obstacle {
        Obstacle::Malformed {
            line: self.line,
            field: String::new(),
            said: error.to_string(),
        }
    }
}

fn probe(text: &str, line: u64) -> Result<About, Obstacle> {
    let probe: Probe = match serde_json::from_str(text) {
        Ok(probe) => probe,
        // JSON of something else, such as an assessment or another tool's file.
        Err(error) if error.is_data() => return Err(Obstacle::Unknown),
        Err(error) => return Err(malformed(&error, String::new(), line)),
    };
    let about = probe.export.ok_or(Obstacle::Unknown)?;
    if about.format > FORMAT {
        return Err(Obstacle::Format {
            number: about.format,
        });
    }
    Ok(about)
}

fn malformed(error: &serde_json::Error, field: String, line: u64) -> Obstacle {
    // The reader counts from 1 in its own text, and adds where it was: here the line is the file's.
    let within = u64::try_from(error.line().saturating_sub(1)).unwrap_or(0);
    let said = error.to_string();
    let said = said
        .rsplit_once(" at line ")
        .map_or(said.as_str(), |(said, _)| said);
    Obstacle::Malformed {
        line: line + within,
        field,
        said: said.to_owned(),
    }
}

impl Text {
    /// Reads the document as what it should be; what is wrong names the field.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, Obstacle> {
        let mut json = serde_json::Deserializer::from_str(&self.text);
        serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let field = error.path().to_string();
            malformed(error.inner(), field, self.line)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Result<Vec<(u64, About)>, Obstacle> {
        let mut bytes = std::io::Cursor::new(text.as_bytes());
        let mut lines = Lines::new(&mut bytes);
        let mut found = Vec::new();
        while let Some(text) = lines.next()? {
            found.push((text.line, text.about));
        }
        Ok(found)
    }

    #[test]
    fn documents_stand_on_lines_or_over_many() {
        let line = r#"{"export":{"format":1,"kind":"workload"}}"#;
        let found = all(&format!("{line}\n\n{line}\n")).unwrap();
        assert_eq!(found.iter().map(|(l, _)| *l).collect::<Vec<_>>(), [1, 3]);
        let found = all("{\n \"export\": {\n \"format\": 1, \"kind\": \"workload\"}\n}\n").unwrap();
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn what_is_no_export_is_said_so() {
        assert!(matches!(all("{\"a\":1}"), Err(Obstacle::Unknown)));
        assert!(matches!(all("[1]"), Err(Obstacle::Unknown)));
        let newer = r#"{"export":{"format":9,"kind":"workload"}}"#;
        assert!(matches!(all(newer), Err(Obstacle::Format { number: 9 })));
        let broken = "{\n \"export\": {\n  \"format\" 1}}";
        assert!(matches!(
            all(broken),
            Err(Obstacle::Malformed { line: 3, .. })
        ));
    }

    #[test]
    fn a_wrong_field_is_named() {
        #[derive(Debug, serde::Deserialize)]
        struct Inner {
            #[expect(dead_code, reason = "only read")]
            name: domain::Name,
        }
        let text = Text {
            line: 4,
            text: "{\"people\":[{\"name\":\"a\"},{\"name\":\"\"}]}".to_owned(),
            about: About {
                format: 1,
                kind: super::super::document::Kind::End,
            },
        };
        let read = text.parse::<std::collections::BTreeMap<String, Vec<Inner>>>();
        let Err(Obstacle::Malformed { line, field, .. }) = read else {
            panic!("it was read")
        };
        assert_eq!((line, field.as_str()), (4, "people[1].name"));
    }
}
