//! Schemas of types whose form on the wire is not that of their Rust definition.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::{Bounded, Tier};

impl<const MIN: u32, const MAX: u32> PartialSchema for Bounded<MIN, MAX> {
    fn schema() -> RefOr<Schema> {
        let length = |count: u32| usize::try_from(count).ok();
        ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(length(MIN).filter(|least| *least > 0))
            .max_length(length(MAX))
            .description(Some(format!("A text of at most {MAX} characters.")))
            .into()
    }
}

impl<const MIN: u32, const MAX: u32> ToSchema for Bounded<MIN, MAX> {
    fn name() -> Cow<'static, str> {
        format!("Text{MAX}").into()
    }
}

impl PartialSchema for Tier {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .enum_values(Some(Self::ALL.map(Self::number)))
            .description(Some("How much a workload matters: 1 the most."))
            .into()
    }
}

impl ToSchema for Tier {}
