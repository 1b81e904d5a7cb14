//! SPDX 3 in JSON-LD, with its profiles for AI and data sets. Texts such as limitations and risks are noted as
//! given, not kept; agents are never read.

use std::collections::{BTreeSet, HashMap};

use domain::evidence::{ComponentKind, IgnoredWhat, IgnoredWhy, ScopeKind, Unit};
use serde_json::Value;

use crate::{
    draft::{Draft, Part},
    fields::Fields,
    readers::{attributes::Attributes, energy},
};

/// Whether a document is one: its context is SPDX's, of whichever release of version 3 and wherever it was published.
pub fn is_document(v: &Value) -> bool {
    let contexts = v.texts("@context");
    let of_three = |c: &&str| c.contains("spdx") && (c.contains("/rdf/3") || c.contains("/v3"));
    (v.at("@graph").is_array() || v.has("spdxId")) && contexts.iter().any(of_three)
}

/// Reads a document; returns how many packages it lists.
pub fn read(document: &Value, draft: &mut Draft<'_>) -> usize {
    // An element alone needs no graph around it.
    let elements = document.at("@graph").as_array();
    let graph = Graph::of(elements.map_or(std::slice::from_ref(document), Vec::as_slice));
    let (mut packages, mut vulnerabilities) = (Vec::new(), 0);
    for element in graph.elements {
        match kind(element) {
            "CreationInfo" => created(element, draft),
            "SpdxDocument" => {
                for info in graph.values(element, "creationInfo") {
                    created(info, draft);
                }
            }
            "Tool" => draft.tool(element.text("name").unwrap_or("SPDX"), None),
            "ai_AIPackage" => packages.push((ComponentKind::Model, element)),
            "dataset_DatasetPackage" => packages.push((ComponentKind::Dataset, element)),
            "software_Package" => packages.push((purpose(element), element)),
            "security_Vulnerability" => vulnerabilities += 1,
            _ => {}
        }
    }
    // Models and data come first: a long list is cut at its end.
    packages.sort_by_key(|(kind, _)| *kind);
    for (kind, package) in &packages {
        one(*kind, package, &graph, draft);
    }
    draft.ignore_many(
        vulnerabilities,
        IgnoredWhat::Result,
        IgnoredWhy::OutOfScope,
        None,
    );
    packages.len()
}

fn created(info: &Value, draft: &mut Draft<'_>) {
    if let Some(date) = info.text("created") {
        draft.taken_at(date);
    }
}

/// The class of an element.
fn kind(element: &Value) -> &str {
    element.any_text(&["type", "@type"]).unwrap_or_default()
}

fn purpose(package: &Value) -> ComponentKind {
    match package.text("software_primaryPurpose") {
        Some("model") => ComponentKind::Model,
        Some("data") => ComponentKind::Dataset,
        Some("container") => ComponentKind::Image,
        _ => ComponentKind::Library,
    }
}

/// A document's elements, by id, with the relationships that start at each.
struct Graph<'g> {
    elements: &'g [Value],
    by_id: HashMap<&'g str, &'g Value>,
    from: HashMap<&'g str, Vec<&'g Value>>,
}

impl<'g> Graph<'g> {
    fn of(elements: &'g [Value]) -> Self {
        let id = |e: &'g Value| Some((e.any_text(&["spdxId", "@id"])?, e));
        let mut from: HashMap<_, Vec<_>> = HashMap::new();
        for relationship in elements {
            if let Some(start) = relationship.text("from") {
                from.entry(start).or_default().push(relationship);
            }
        }
        Self {
            elements,
            by_id: elements.iter().filter_map(id).collect(),
            from,
        }
    }

    /// The values of a property, which stand alone or in a list, in place or by their ids.
    fn values(&self, element: &'g Value, key: &str) -> Vec<&'g Value> {
        let value = element.at(key);
        let listed = value.as_array();
        let listed = listed.map_or(std::slice::from_ref(value), Vec::as_slice);
        let resolved = |v: &'g Value| {
            let named = v.as_str().and_then(|id| self.by_id.get(id));
            named.copied().unwrap_or(v)
        };
        let there = listed.iter().filter(|v| !v.is_null());
        there.map(resolved).collect()
    }

    /// The ids of what an element points to by relationships of these types.
    fn targets(&self, element: &Value, types: &[&str]) -> Vec<&'g str> {
        let start = element.any_text(&["spdxId", "@id"]).unwrap_or_default();
        let relationships = self.from.get(start).into_iter().flatten();
        let of_type = |r: &&&Value| {
            r.text("relationshipType")
                .is_some_and(|t| types.contains(&t))
        };
        let targets = relationships.filter(of_type);
        targets.flat_map(|r| r.texts("to")).collect()
    }

    /// The names of what an element points to by relationships of these types; ids that nothing in the
    /// document has are of lists elsewhere, such as `https://spdx.org/licenses/MIT`.
    fn named(&self, element: &Value, types: &[&str]) -> Vec<&'g str> {
        let targets = self.targets(element, types);
        let names: BTreeSet<_> = targets
            .into_iter()
            .map(|id| match self.by_id.get(id) {
                Some(found) => found
                    .any_text(&["simplelicensing_licenseExpression", "name"])
                    .unwrap_or(id),
                None => id.rsplit('/').next().unwrap_or(id),
            })
            .collect();
        names.into_iter().collect()
    }
}

fn one<'g>(kind: ComponentKind, package: &'g Value, graph: &Graph<'g>, draft: &mut Draft<'_>) {
    let Some(name) = package.text("name") else {
        draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
        return;
    };
    let digests = digests(package, graph);
    if kind == ComponentKind::Model {
        draft.scope(ScopeKind::ModelName, name);
        for (algorithm, digest) in &digests {
            draft.scope(ScopeKind::ModelDigest, &format!("{algorithm}:{digest}"));
        }
        measures(name, package, graph, draft);
    }
    let identifiers = graph.values(package, "externalIdentifier");
    let mut identifiers = identifiers.into_iter();
    let purl = identifiers.find(|i| i.text("externalIdentifierType") == Some("packageUrl"));
    let sources = [
        package.text("software_packageUrl"),
        purl.and_then(|i| i.text("identifier")),
        package.text("software_downloadLocation"),
    ];
    draft.component(&Part {
        kind,
        name,
        version: package.text("software_packageVersion"),
        digests: &digests,
        source: sources.into_iter().flatten().find(super::stated),
        attributes: &attributes(package, graph).pairs(),
    });
}

/// Its own hashes and those of the files in which it is distributed.
fn digests<'g>(package: &'g Value, graph: &Graph<'g>) -> Vec<(&'g str, &'g str)> {
    let files = graph.targets(package, &["hasDistributionArtifact"]);
    let files = files
        .into_iter()
        .filter_map(|id| graph.by_id.get(id).copied());
    std::iter::once(package)
        .chain(files)
        .flat_map(|of| graph.values(of, "verifiedUsing"))
        // A verification code is of a list of files, none of which has it.
        .filter(|hash| kind(hash) != "PackageVerificationCode")
        .filter_map(|hash| Some((hash.text("algorithm")?, hash.text("hashValue")?)))
        .collect()
}

fn attributes(package: &Value, graph: &Graph<'_>) -> Attributes {
    let mut attributes = Attributes::default();
    for (name, key) in [
        ("sensitive_data", "ai_useSensitivePersonalInformation"),
        ("sensitive_data", "dataset_hasSensitivePersonalInformation"),
        ("autonomy", "ai_autonomyType"),
        ("safety_risk", "ai_safetyRiskAssessment"),
        ("confidentiality", "dataset_confidentialityLevel"),
        ("availability", "dataset_datasetAvailability"),
    ] {
        // "No assertion" declares nothing.
        attributes.text(name, package.text(key).filter(|t| *t != "noAssertion"));
    }
    attributes.texts("model_type", &package.texts("ai_typeOfModel"));
    attributes.texts("domain", &package.texts("ai_domain"));
    for (name, key) in [
        ("limitations", "ai_limitation"),
        ("explainability", "ai_modelExplainability"),
        ("training_information", "ai_informationAboutTraining"),
        ("known_bias", "dataset_knownBias"),
        ("anonymisation", "dataset_anonymizationMethodUsed"),
        ("collection", "dataset_dataCollectionProcess"),
        ("intended_use", "dataset_intendedUse"),
    ] {
        attributes.counted(name, package.texts(key).len());
    }
    for (name, types) in [
        (
            "licences",
            &["hasDeclaredLicense", "hasConcludedLicense"][..],
        ),
        ("trained_on", &["trainedOn"]),
        ("tested_on", &["testedOn"]),
    ] {
        attributes.texts(name, &graph.named(package, types));
    }
    attributes
}

/// Metrics, which are texts, and energy.
fn measures<'g>(model: &str, package: &'g Value, graph: &Graph<'g>, draft: &mut Draft<'_>) {
    for metric in graph.values(package, "ai_metric") {
        let labels = [
            ("model", model),
            ("metric", metric.text("key").unwrap_or("unnamed")),
        ];
        match metric.number("value") {
            Some(value) => draft.measure("bom.performance", &labels, value, Unit::Score, None),
            None => draft.ignore(IgnoredWhat::Number, IgnoredWhy::Broken, None),
        }
    }
    for (activity, key) in [
        ("training", "ai_trainingEnergyConsumption"),
        ("fine-tuning", "ai_finetuningEnergyConsumption"),
        ("inference", "ai_inferenceEnergyConsumption"),
    ] {
        let consumed = graph.values(package, "ai_energyConsumption");
        let consumed = consumed.into_iter();
        for stated in consumed.flat_map(|all| graph.values(all, key)) {
            let labels = [("model", model), ("activity", activity)];
            let unit = stated.text("ai_energyUnit").unwrap_or_default();
            energy::report(
                "bom.energy",
                &labels,
                stated.number("ai_energyQuantity"),
                unit,
                draft,
            );
        }
    }
}
