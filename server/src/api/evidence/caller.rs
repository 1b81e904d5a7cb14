//! Who hands a file in.

use axum::extract::FromRequestParts;
use domain::{TokenId, WorkloadId};
use http::request::Parts;
use services::{Services, evidence};

use crate::api::ApiError;
use crate::api::reports::Asked;
use crate::web::{AppState, RequestId, bearer};

/// A person with a session, or a machine with a token.
pub(in crate::api) enum Caller {
    Person(Box<Asked>),
    Machine {
        services: Box<Services>,
        token: TokenId,
        workload: WorkloadId,
        request: Option<RequestId>,
    },
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let Some(token) = bearer(&parts.headers).map(str::to_owned) else {
            let asked = Asked::from_request_parts(parts, state).await?;
            return Ok(Self::Person(Box::new(asked)));
        };
        let request = parts.extensions.get::<RequestId>().copied();
        let services = Box::new(state.services.clone());
        let admitted = evidence::admit(&services, &token);
        let admitted = admitted
            .await
            .map_err(|e| ApiError::from_use_case(e, request))?;
        let (token, workload) = admitted.ok_or_else(ApiError::token)?;
        Ok(Self::Machine {
            services,
            token,
            workload,
            request,
        })
    }
}
