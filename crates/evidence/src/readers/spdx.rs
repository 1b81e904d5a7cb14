//! SPDX 3 in JSON-LD, with its profiles for AI and data sets. SPDX 2 has neither and is not read. Texts such
//! as limitations and risks are noted as given, not kept; agents are never read.

use std::collections::{BTreeSet, HashMap};

use domain::evidence::{ComponentKind, IgnoredWhat, IgnoredWhy, Kind, Reason, ScopeKind, Unit};
use serde_json::Value;

use super::{Reader, attributes::Attributes, energy};
use crate::{
    draft::{Draft, Part},
    fields::{Fields, many},
    intake::Content,
};

pub static READER: Reader = Reader {
    kind: Kind::Spdx,
    tool: "SPDX",
    writes_nothing: false,
    matches: |content| {
        content.value().is_some_and(|v| {
            let contexts = v.texts("@context");
            v.at("@graph").is_array() && contexts.iter().any(|c| c.contains("spdx.org/rdf/3"))
        })
    },
    read,
};

fn read(content: &Content<'_>, draft: &mut Draft<'_>) {
    let graph = Graph::of(content.value().map_or(&[], |v| v.list("@graph")));
    let (mut packages, mut vulnerabilities) = (Vec::new(), 0);
    for element in graph.elements {
        match kind(element) {
            "CreationInfo" => draft.taken_at(element.text("created").unwrap_or_default()),
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
    draft.count("scan.objects", many(packages.len()));
    if packages.is_empty() {
        draft.nothing_scanned();
    } else {
        draft.partial(Reason::NotAnalysed);
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

    /// The names of what an element points to by relationships of these types; ids that nothing in the
    /// document has are of lists elsewhere, such as `https://spdx.org/licenses/MIT`.
    fn named(&self, element: &Value, types: &[&str]) -> Vec<&'g str> {
        let start = element.any_text(&["spdxId", "@id"]).unwrap_or_default();
        let relationships = self.from.get(start).into_iter().flatten();
        let of_type = |r: &&&Value| {
            r.text("relationshipType")
                .is_some_and(|t| types.contains(&t))
        };
        let names: BTreeSet<_> = relationships
            .filter(of_type)
            .flat_map(|r| r.texts("to"))
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

fn one(kind: ComponentKind, package: &Value, graph: &Graph<'_>, draft: &mut Draft<'_>) {
    let Some(name) = package.text("name") else {
        draft.ignore(IgnoredWhat::Result, IgnoredWhy::Incomplete, None);
        return;
    };
    let digests: Vec<_> = package
        .list("verifiedUsing")
        .iter()
        .filter_map(|h| Some((h.text("algorithm")?, h.text("hashValue")?)))
        .collect();
    if kind == ComponentKind::Model {
        draft.scope(ScopeKind::ModelName, name);
        for (algorithm, digest) in &digests {
            draft.scope(ScopeKind::ModelDigest, &format!("{algorithm}:{digest}"));
        }
        measures(name, package, draft);
    }
    let stated =
        |text: &&str| !text.to_ascii_uppercase().contains("NOASSERTION") && *text != "NONE";
    let source = ["software_packageUrl", "software_downloadLocation"];
    draft.component(&Part {
        kind,
        name,
        version: package.text("software_packageVersion"),
        digests: &digests,
        source: source
            .iter()
            .filter_map(|key| package.text(key))
            .find(stated),
        attributes: &attributes(package, graph).pairs(),
    });
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
fn measures(model: &str, package: &Value, draft: &mut Draft<'_>) {
    for metric in package.list("ai_metric") {
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
        for stated in package.at("ai_energyConsumption").list(key) {
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
