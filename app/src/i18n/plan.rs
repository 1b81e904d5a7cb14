//! The remediation plan.

super::messages! {
}
