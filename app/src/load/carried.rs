//! How a page's data comes from the server into the browser: of one type for all pages.
//!
//! The code around a resource is compiled once for each type it holds, and readers of JSON once for each type and
//! source. In the browser's part that would be a copy of the same machinery for each page.

use std::any::Any;
use std::sync::Arc;

use leptos::serde_json;
use leptos::server::codee::{Decoder, Encoder};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::AppError;

/// How values stand in the document: as JSON, read from bytes, as the answers of server functions are.
#[derive(Debug)]
pub struct Embedded;

impl<T: Serialize> Encoder<T> for Embedded {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, serde_json::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Embedded {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, serde_json::Error> {
        serde_json::from_slice(text.as_bytes())
    }
}

/// Data of any page, or why there is none.
#[derive(Clone)]
pub(super) struct Carried(Arc<dyn Cargo>);

impl Carried {
    /// What a server function answered.
    pub(super) fn new<T>(answer: Result<T, AppError>) -> Self
    where
        T: Serialize + Send + Sync + 'static,
    {
        Self(Arc::new(Answer(answer)))
    }

    /// As the page wants it; `T` is what it was made of.
    pub(super) fn open<T>(&self) -> Result<T, AppError>
    where
        T: Clone + DeserializeOwned + 'static,
    {
        let cargo = self.0.as_any();
        if let Some(Answer(answer)) = cargo.downcast_ref::<Answer<T>>() {
            return answer.clone();
        }
        let text = cargo.downcast_ref::<Text>().map(|Text(text)| text.as_str());
        let read = text.and_then(|text| serde_json::from_slice(text.as_bytes()).ok());
        read.unwrap_or(Err(AppError::Internal { id: String::new() }))
    }
}

/// Writes it into the document and takes it from there, unread.
pub(super) struct Unread;

#[cfg(feature = "ssr")]
impl Encoder<Carried> for Unread {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &Carried) -> Result<String, serde_json::Error> {
        value.0.text()
    }
}

/// Browsers write no document; if they could, they would hold a writer for each page's data.
#[cfg(not(feature = "ssr"))]
impl Encoder<Carried> for Unread {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(_: &Carried) -> Result<String, serde_json::Error> {
        Ok(String::new())
    }
}

impl Decoder<Carried> for Unread {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<Carried, serde_json::Error> {
        Ok(Carried(Arc::new(Text(text.to_owned()))))
    }
}

trait Cargo: Send + Sync {
    fn as_any(&self) -> &dyn Any;

    /// As it stands in the document.
    #[cfg(feature = "ssr")]
    fn text(&self) -> Result<String, serde_json::Error>;
}

struct Answer<T>(Result<T, AppError>);

impl<T: Serialize + Send + Sync + 'static> Cargo for Answer<T> {
    fn as_any(&self) -> &dyn Any {
        self
    }

    #[cfg(feature = "ssr")]
    fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(&self.0)
    }
}

/// What stands in the document.
struct Text(String);

impl Cargo for Text {
    fn as_any(&self) -> &dyn Any {
        self
    }

    #[cfg(feature = "ssr")]
    fn text(&self) -> Result<String, serde_json::Error> {
        Ok(self.0.clone())
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use leptos::server::codee::{Decoder, Encoder};

    use super::{Carried, Unread};
    use crate::error::AppError;

    #[test]
    fn the_browser_opens_what_the_server_put_into_the_document() {
        let answers: [Result<String, AppError>; 2] = [
            Ok("“风险”\n</script>".to_owned()),
            Err(AppError::TooMany(3)),
        ];
        for answer in answers {
            let sent = Carried::new(answer.clone());
            assert_eq!(sent.open::<String>(), answer);
            let text = Unread::encode(&sent).unwrap();
            let read = Unread::decode(text.as_str()).unwrap();
            assert_eq!(read.open::<String>(), answer);
        }
    }

    #[test]
    fn what_cannot_be_read_is_an_error_and_no_page() {
        let read = Unread::decode("[1]").unwrap();
        let failed = Err(AppError::Internal { id: String::new() });
        assert_eq!(read.open::<String>(), failed);
    }
}
