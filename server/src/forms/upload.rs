//! A form with a file, read part by part so that no more than its limit is ever held.

use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request};
use axum::response::Response;
use http::StatusCode;
use services::assessing::{LARGEST_FILE, NewFile};

use super::data::FormData;
use super::sender::Sender;
use super::submission::Submission;
use crate::web::AppState;

/// How large all other fields may be together, in bytes.
pub(super) const LARGEST_TEXTS: usize = 64 * 1024;

/// How large the whole body may be, in bytes: a file, the other fields, and what stands between them.
pub(super) const LARGEST: usize = LARGEST_FILE + 2 * LARGEST_TEXTS;

/// A form with at most one file.
pub struct Upload {
    /// The fields.
    pub form: Submission,
    /// The file; none where none was chosen.
    pub file: Option<NewFile>,
}

impl Upload {
    /// Reads the form of somebody who is signed in.
    ///
    /// # Errors
    /// The answer to what is no such form, or too large.
    pub async fn read(
        sender: Sender,
        request: Request,
        state: &AppState,
    ) -> Result<Self, Response> {
        Self::read_up_to(LARGEST_FILE, sender, request, state).await
    }

    /// The same with another limit of the file, in bytes.
    ///
    /// # Errors
    /// The answer to what is no such form, or too large.
    pub async fn read_up_to(
        largest: usize,
        sender: Sender,
        request: Request,
        state: &AppState,
    ) -> Result<Self, Response> {
        let parts = Multipart::from_request(request, state).await;
        let mut parts = parts.map_err(|_| sender.page(StatusCode::UNSUPPORTED_MEDIA_TYPE))?;
        let mut data = FormData::default();
        let (mut file, mut texts) = (None, LARGEST_TEXTS);
        loop {
            let field = match parts.next_field().await {
                Ok(Some(field)) => field,
                Ok(None) => break,
                Err(error) => return Err(sender.page(error.status())),
            };
            let name = field.name().unwrap_or_default().to_owned();
            if let Some(file_name) = field.file_name().map(str::to_owned) {
                let bytes = read(field, largest)
                    .await
                    .map_err(|status| sender.page(status))?;
                // Browsers send an empty part without a name where no file was chosen.
                if !(file_name.is_empty() && bytes.is_empty()) {
                    file = Some(NewFile {
                        name: file_name,
                        bytes,
                    });
                }
                continue;
            }
            let bytes = read(field, texts)
                .await
                .map_err(|status| sender.page(status))?;
            texts = texts.saturating_sub(bytes.len());
            let text =
                String::from_utf8(bytes).map_err(|_| sender.page(StatusCode::BAD_REQUEST))?;
            data.push(name, text)
                .map_err(|_| sender.page(StatusCode::BAD_REQUEST))?;
        }
        Ok(Self {
            form: Submission { data, sender },
            file,
        })
    }
}

/// A part's bytes, no more than a limit.
async fn read(mut field: Field<'_>, limit: usize) -> Result<Vec<u8>, StatusCode> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| error.status())? {
        if bytes.len() + chunk.len() > limit {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
