//! The session layer's store over the rows of `sessions`.

use std::fmt;
use std::pin::Pin;

use serde_json::{Map, Value};
use services::{Services, sessions};
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

/// What the store's functions answer; spelled out because the trait is made by `async-trait`.
type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// Ids that are taken are as good as impossible; more than this many in a row are a defect.
const TRIES: usize = 3;

/// Sessions in Postgres, by the hash of their id.
#[derive(Clone)]
pub struct Sessions {
    services: Services,
}

impl Sessions {
    /// Over the use cases' database.
    pub const fn new(services: Services) -> Self {
        Self { services }
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").finish_non_exhaustive()
    }
}

impl SessionStore for Sessions {
    fn create<'a, 'b, 'r>(&'a self, record: &'b mut Record) -> Answer<'r, ()>
    where
        'a: 'r,
        'b: 'r,
        Self: 'r,
    {
        Box::pin(async move {
            for _ in 0..TRIES {
                if sessions::create(&self.services, bytes(record.id), &data(record))
                    .await
                    .map_err(failed)?
                {
                    return Ok(());
                }
                record.id = Id::default();
            }
            Err(Error::Backend("no free session id".to_owned()))
        })
    }

    fn save<'a, 'b, 'r>(&'a self, record: &'b Record) -> Answer<'r, ()>
    where
        'a: 'r,
        'b: 'r,
        Self: 'r,
    {
        Box::pin(async move {
            // A session that was revoked meanwhile does not come back; its cookie then opens nothing.
            sessions::save(&self.services, bytes(record.id), &data(record))
                .await
                .map_err(failed)?;
            Ok(())
        })
    }

    fn load<'a, 'b, 'r>(&'a self, id: &'b Id) -> Answer<'r, Option<Record>>
    where
        'a: 'r,
        'b: 'r,
        Self: 'r,
    {
        Box::pin(async move {
            let loaded = sessions::load(&self.services, bytes(*id))
                .await
                .map_err(failed)?;
            Ok(loaded.map(|loaded| Record {
                id: *id,
                data: match loaded.data {
                    Value::Object(data) => data.into_iter().collect(),
                    _ => std::collections::HashMap::new(),
                },
                expiry_date: loaded.expires_at,
            }))
        })
    }

    fn delete<'a, 'b, 'r>(&'a self, id: &'b Id) -> Answer<'r, ()>
    where
        'a: 'r,
        'b: 'r,
        Self: 'r,
    {
        Box::pin(async move {
            sessions::delete(&self.services, bytes(*id))
                .await
                .map_err(failed)
        })
    }
}

const fn bytes(id: Id) -> [u8; 16] {
    id.0.to_be_bytes()
}

fn data(record: &Record) -> Value {
    Value::Object(record.data.clone().into_iter().collect::<Map<_, _>>())
}

/// The layer keeps texts only, so the causes are logged here.
fn failed(error: services::Error) -> Error {
    crate::web::failure::log(&error, None);
    Error::Backend(error.to_string())
}
