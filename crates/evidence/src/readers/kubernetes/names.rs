//! Names that must mean the same.

/// Whether two namespaces can be the same; one that is left out is that of whoever applies the manifest.
pub fn same_namespace(one: Option<&str>, other: Option<&str>) -> bool {
    one.is_none() || other.is_none() || one == other
}
