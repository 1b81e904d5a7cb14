//! Parameters: those that many operations take, and what an address or a header can't say.

use domain::Locale;
use utoipa::IntoParams;
use utoipa::openapi::RefOr;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{Schema, SchemaType, Type};

/// In which language a file or a page is.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it only stands in the document")]
pub(crate) struct Language {
    /// The language; the reader's own where it is left out.
    #[param(inline)]
    lang: Option<Locale>,
}

/// Which copy the sender has.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "it only stands in the document")]
pub(crate) struct IfNoneMatch {
    /// The `ETag` of a copy that the sender has.
    #[param(rename = "If-None-Match")]
    tag: Option<String>,
}

/// Takes `null` out of the schemas of parameters that may be left out: `Option` puts it there, and no address or header
/// can say it.
pub(super) fn tidy(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter
            && let Some(RefOr::T(schema)) = &mut parameter.schema
            && let Some(tidied) = without_null(schema)
        {
            parameter.schema = Some(tidied);
        }
    }
}

fn without_null(schema: &mut Schema) -> Option<RefOr<Schema>> {
    match schema {
        Schema::Object(object) => {
            if let SchemaType::Array(types) = &object.schema_type
                && let [one, Type::Null] | [Type::Null, one] = types.as_slice()
            {
                object.schema_type = SchemaType::Type(one.clone());
            }
            None
        }
        Schema::OneOf(choice) => {
            choice.items.retain(|item| !is_null(item));
            match choice.items.as_slice() {
                [one] => Some(one.clone()),
                _ => None,
            }
        }
        _ => None,
    }
}

fn is_null(item: &RefOr<Schema>) -> bool {
    let RefOr::T(Schema::Object(object)) = item else {
        return false;
    };
    matches!(object.schema_type, SchemaType::Type(Type::Null))
}
