DROP TABLE milestones, reviews, check_notes, answers, assessments, workloads, frameworks;
