//! From columns to domain types.

use std::str::FromStr;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::StoreError;

/// Reads a column that holds a wire name or framework id.
pub(crate) fn parse<T: FromStr>(
    text: &str,
    table: &'static str,
    column: &'static str,
) -> Result<T, StoreError> {
    text.parse()
        .map_err(|_| StoreError::Inconsistent { table, column })
}

/// Reads an optional column that holds a wire name or framework id.
pub(crate) fn parse_opt<T: FromStr>(
    text: Option<&str>,
    table: &'static str,
    column: &'static str,
) -> Result<Option<T>, StoreError> {
    text.map(|t| parse(t, table, column)).transpose()
}

/// Reads a JSON column.
pub(crate) fn from_json<T: DeserializeOwned>(
    value: Value,
    table: &'static str,
    column: &'static str,
) -> Result<T, StoreError> {
    serde_json::from_value(value).map_err(|source| StoreError::Json {
        table,
        column,
        source,
    })
}

/// Writes a JSON column.
pub(crate) fn to_json<T: Serialize>(
    value: &T,
    table: &'static str,
    column: &'static str,
) -> Result<Value, StoreError> {
    serde_json::to_value(value).map_err(|source| StoreError::Json {
        table,
        column,
        source,
    })
}
