//! What a file is about and what it lists.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Label, MeasureName, Place, Title};

/// A part of the system that a file lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Component {
    /// What it is.
    pub kind: ComponentKind,
    /// Its name.
    pub name: Label,
    /// Its version.
    pub version: Option<Label>,
    /// Hashes of its content.
    pub digests: Vec<Digest>,
    /// Where it comes from: a package URL or an address without user, password and query.
    pub source: Option<Place>,
    /// Other facts, such as `read_only` = `true`; at most 32.
    pub attributes: BTreeMap<MeasureName, Title>,
}

/// What a component is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ComponentKind {
    /// A model or its weights.
    Model,
    /// Data to train or test with.
    Dataset,
    /// An agent.
    Agent,
    /// A tool that agents call.
    Tool,
    /// A server of such tools.
    McpServer,
    /// Instructions and scripts that extend an agent.
    Skill,
    /// A running service.
    Service,
    /// A software package.
    Library,
    /// A container image.
    Image,
    /// A prompt under version control.
    Prompt,
}

/// A hash of a component's content.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Digest {
    /// `sha256`, in lower case without `-`.
    pub algorithm: Label,
    /// As the file writes it: mostly hex.
    pub value: Label,
}

/// What a file is about; rules compare it with a workload's own names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Scope {
    /// What is named.
    pub kind: ScopeKind,
    /// Its name.
    pub value: Place,
}

/// What a scope names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScopeKind {
    /// OpenTelemetry's `service.name`.
    ServiceName,
    /// A Kubernetes namespace.
    Namespace,
    /// A Kubernetes object, `Kind/name`.
    Object,
    /// A Kubernetes cluster.
    Cluster,
    /// A container image by name.
    Image,
    /// A container image by digest.
    ImageDigest,
    /// A source repository.
    Repository,
    /// A commit in a source repository.
    Commit,
    /// A model by name.
    ModelName,
    /// A model by digest.
    ModelDigest,
    /// A file or folder.
    Path,
    /// An address, without user, password and query.
    Url,
    /// A project in a tool.
    Project,
    /// An account, subscription or project of a cloud provider.
    Account,
}

impl ScopeKind {
    /// What it tells versions of, where it does.
    pub const fn versions(self) -> Option<Self> {
        match self {
            Self::Commit => Some(Self::Repository),
            Self::ImageDigest => Some(Self::Image),
            Self::ModelDigest => Some(Self::ModelName),
            _ => None,
        }
    }
}
