//! A document that some browsers would run.

/// Its content.
pub const FILE: &[u8] = b"<html><script>alert(1)</script></html>";
