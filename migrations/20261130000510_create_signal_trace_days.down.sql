DROP TABLE signal_trace_days;
