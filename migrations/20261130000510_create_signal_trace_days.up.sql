-- How many traces of a day carried the same marks, for rules that look back further than traces are kept.
CREATE TABLE signal_trace_days (
    workload_id uuid NOT NULL CONSTRAINT signal_trace_days_workload_id_fkey REFERENCES workloads,
    day date NOT NULL,
    -- Bits of domain::rule::signal::Mark, as they stood when the traces went.
    marks integer NOT NULL,
    traces bigint NOT NULL,
    PRIMARY KEY (workload_id, day, marks)
);
CREATE INDEX signal_trace_days_day_idx ON signal_trace_days (day);
