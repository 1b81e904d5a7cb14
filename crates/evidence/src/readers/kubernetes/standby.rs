//! Whether another backend answers where one fails: routes of Envoy AI Gateway.

use std::collections::BTreeSet;

use domain::evidence::Unit;
use serde_json::Value;

use crate::{draft::Draft, fields::Fields, readers::objects::Object};

/// Reports each rule of each route; whether there is any.
pub fn report(objects: &[Object<'_>], draft: &mut Draft<'_>) -> bool {
    let mut said = false;
    let is_route =
        |o: &&Object<'_>| o.group == "aigateway.envoyproxy.io" && o.kind == "AIGatewayRoute";
    for route in objects.iter().filter(is_route) {
        for (number, rule) in route.spec().list("rules").iter().enumerate() {
            let name = format!("{}#{}", route.title(), number + 1);
            let labels = [("object", name.as_str())];
            let standby = f64::from(u8::from(has_standby(rule)));
            for (measure, value) in [("gateway.models", 1.0), ("gateway.models.standby", standby)] {
                draft.measure(measure, &labels, value, Unit::Count, None);
            }
            said = true;
        }
    }
    said
}

/// Backends of one priority share the load; one of a later priority waits.
fn has_standby(rule: &Value) -> bool {
    let backends = rule.list("backendRefs").iter();
    let priorities: BTreeSet<u64> = backends
        .filter(|b| b.text("name").is_some())
        .map(|b| b.count("priority").unwrap_or(0))
        .collect();
    priorities.len() > 1
}
