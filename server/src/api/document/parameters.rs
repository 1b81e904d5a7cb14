//! Parameters that may be left out: `Option` makes their schemas take `null` as well, which no address or header can say.

use utoipa::openapi::RefOr;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{Schema, SchemaType, Type};

/// Takes `null` out of the schemas of parameters.
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
