DROP TABLE attestations, evidence_criteria, evidence, blobs;
