//! Bodies that no type of ours describes.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

macro_rules! bytes {
    ($($(#[$doc:meta])* $name:ident: $description:literal;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
                    .description(Some($description))
                    .into()
            }
        }

        impl ToSchema for $name {}
    )*};
}

bytes! {
    /// Any bytes.
    Bytes: "Bytes.";
    /// A file of another tool.
    File: "A file as its tool wrote it.";
    /// A PDF.
    Pdf: "A PDF.";
    /// A page.
    WebPage: "One HTML file without script, with everything inside.";
    /// A workbook.
    Workbook: "A workbook with a sheet for each table.";
    /// A table.
    Spreadsheet: "A table as CSV, in UTF-8 with a byte order mark. A long one is written while it is sent and has no `ETag`.";
}

/// Any JSON object.
pub(crate) struct Json;

impl PartialSchema for Json {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Object).into()
    }
}

impl ToSchema for Json {}

/// How a body may be packed.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "it only stands in the document")]
pub(crate) enum Packed {
    Gzip,
    Identity,
}

/// How remote write packs.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "it only stands in the document")]
pub(crate) enum Snappy {
    Snappy,
}
