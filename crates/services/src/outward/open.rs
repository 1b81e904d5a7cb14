//! Opening a link, without an account.

use std::net::IpAddr;

use domain::views::reports::ReportFormat;
use store::{StoreError, shares};

use crate::{
    Error, Services,
    accounts::{Address, allowed, token_hash},
};

/// The report that a link leads to.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its content, as it was when the link was made.
    pub bytes: Vec<u8>,
    /// Its form.
    pub format: ReportFormat,
    /// What it is called.
    pub file_name: String,
}

/// Opens a link. One that never was, one that has ended and one that somebody ended are told the same. Tries are counted
/// by network address before anything is looked up, and given back where the link is right.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::TooMany`].
#[tracing::instrument(skip_all)]
pub async fn open(services: &Services, token: &str, address: IpAddr) -> Result<Opened, Error> {
    let (address, now) = (Address::opening(address), services.now());
    let mut tx = services.begin().await?;
    let tried = address.take(&mut tx, now).await?;
    tx.commit().await.map_err(StoreError::from)?;
    allowed(tried, now)?;
    let mut tx = services.begin().await?;
    let found = shares::open(&mut tx, &token_hash(token), now)
        .await?
        .ok_or(Error::NotFound)?;
    address.give_back(&mut tx).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(Opened {
        bytes: found.bytes,
        format: found.format,
        file_name: found.file_name,
    })
}
