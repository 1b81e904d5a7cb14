//! Tables that are written while they are sent.

use std::future::Future;

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http_body_util::channel::{Channel, Sender};
use services::Error;
use services::export::Table;

use super::{ApiError, Asked, CSV};
use crate::web::{attachment, failure};

/// Bytes that are waited for before anything is sent. A table that is not larger has a tag, and what fails in it is said
/// with a status; of a larger one nobody holds more than a few pages.
const WAITED_FOR: usize = 256 * 1024;

impl Asked {
    /// Waits for the beginning of a table and for what it is called; the rest is made while it is sent, for as long as
    /// somebody reads.
    pub(in crate::api) async fn table(
        &self,
        content: impl Future<Output = Result<(String, Table), Error>>,
    ) -> Result<Response, ApiError> {
        let begun = async {
            let (name, mut table) = content.await?;
            let (first, whole) = begin(&mut table).await?;
            Ok::<_, Error>((name, table, first, whole))
        };
        let (name, mut table, first, whole) = begun
            .await
            .map_err(|error| ApiError::from_use_case(error, self.request))?;
        if whole {
            return Ok(self.file(CSV, &name, first));
        }
        let (mut sender, body) = Channel::<Bytes, Error>::new(2);
        let request = self.request;
        tokio::spawn(async move {
            if let Err(error) = send(first, &mut table, &mut sender).await {
                failure::log(&error, request);
                // The receiver sees a body that broke off.
                sender.abort(error);
            }
        });
        let mut response = Body::new(body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(CSV));
        headers.insert(CONTENT_DISPOSITION, attachment::header(&name));
        Ok(response)
    }
}

/// The first parts of a table, and whether they are the whole.
async fn begin(table: &mut Table) -> Result<(Vec<u8>, bool), Error> {
    let mut first = Vec::new();
    while first.len() <= WAITED_FOR {
        match table.part().await? {
            Some(part) => first.extend(part),
            None => return Ok((first, true)),
        }
    }
    Ok((first, false))
}

async fn send(
    first: Vec<u8>,
    table: &mut Table,
    sender: &mut Sender<Bytes, Error>,
) -> Result<(), Error> {
    let mut next = Some(first);
    while let Some(part) = next {
        if !part.is_empty() && sender.send_data(Bytes::from(part)).await.is_err() {
            return Ok(());
        }
        next = table.part().await?;
    }
    Ok(())
}
