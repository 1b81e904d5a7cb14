//! Locks of object stores: write once, read many.

use domain::evidence::Unit;
use serde_json::Value;

use crate::{draft::Draft, fields::Fields};

/// Whose lock it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cloud {
    /// `aws s3api get-object-lock-configuration`; `MinIO` and others answer the same.
    S3,
    /// `az storage container immutability-policy show`.
    Azure,
    /// `gcloud storage buckets describe`.
    Google,
}

impl Cloud {
    pub fn of(v: &Value) -> Option<Self> {
        let period = "immutabilityPeriodSinceCreationInDays";
        if v.at("ObjectLockConfiguration").is_object() {
            Some(Self::S3)
        } else if v.has(period) || v.at("properties").has(period) {
            Some(Self::Azure)
        } else if policy(v).is_object() && (v.has("storage_url") || v.has("name")) {
            Some(Self::Google)
        } else {
            None
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::S3 => "S3",
            Self::Azure => "Azure Blob Storage",
            Self::Google => "Google Cloud Storage",
        }
    }

    fn locked(self, v: &Value) -> bool {
        match self {
            Self::S3 => {
                let lock = v.at("ObjectLockConfiguration");
                let kept = lock.path(&["Rule", "DefaultRetention"]);
                let long = ["Days", "Years"].iter().any(|key| positive(kept, key));
                lock.text("ObjectLockEnabled") == Some("Enabled")
                    && kept.text("Mode") == Some("COMPLIANCE")
                    && long
            }
            Self::Azure => [v, v.at("properties")].iter().any(|policy| {
                let state = policy.text("state");
                state.is_some_and(|state| state.eq_ignore_ascii_case("locked"))
                    && positive(policy, "immutabilityPeriodSinceCreationInDays")
            }),
            Self::Google => {
                let locked = ["isLocked", "is_locked"].map(|key| policy(v).flag(key));
                let long = ["retentionPeriod", "retention_period"];
                locked.contains(&Some(true)) && long.iter().any(|key| positive(policy(v), key))
            }
        }
    }
}

fn policy(v: &Value) -> &Value {
    match v.at("retention_policy") {
        Value::Null => v.at("retentionPolicy"),
        policy => policy,
    }
}

fn positive(v: &Value, key: &str) -> bool {
    v.number(key).is_some_and(|number| number > 0.0)
}

/// Reports one archive. What AWS prints does not name its bucket.
pub fn report(cloud: Cloud, v: &Value, draft: &mut Draft<'_>) {
    let object = v.any_text(&["name", "id"]).unwrap_or("archive");
    let object = object.rsplit('/').next().unwrap_or(object);
    let labels = [("object", object), ("store", cloud.name())];
    let locked = f64::from(u8::from(cloud.locked(v)));
    for (name, value) in [("log.archives", 1.0), ("log.archives.locked", locked)] {
        draft.measure(name, &labels, value, Unit::Count, None);
    }
}
