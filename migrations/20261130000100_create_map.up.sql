-- The three-layer map of a workload: its parts, the calls between them, and what people say sits where.

CREATE TABLE map_parts (
    id uuid PRIMARY KEY,
    workload_id uuid NOT NULL CONSTRAINT map_parts_workload_id_fkey REFERENCES workloads,
    kind text NOT NULL,
    layer text NOT NULL,
    name text NOT NULL,
    note text NOT NULL DEFAULT '',
    -- The cell that somebody put it into; laid out by itself without.
    pin_column smallint,
    pin_row smallint,
    created_by uuid NOT NULL CONSTRAINT map_parts_created_by_fkey REFERENCES users,
    created_at timestamptz NOT NULL,
    -- Taken off the map; it can come back, with the calls that went with it.
    removed_by uuid CONSTRAINT map_parts_removed_by_fkey REFERENCES users,
    removed_at timestamptz,
    version int NOT NULL DEFAULT 1,
    CONSTRAINT map_parts_layer_check CHECK (layer IN ('resource', 'architecture', 'application')),
    CONSTRAINT map_parts_pin_check CHECK ((pin_column IS NULL) = (pin_row IS NULL)
        AND pin_column BETWEEN 0 AND 11 AND pin_row BETWEEN 0 AND 99),
    CONSTRAINT map_parts_removed_check CHECK ((removed_by IS NULL) = (removed_at IS NULL)),
    -- Calls and bearings name a part together with its workload.
    CONSTRAINT map_parts_workload_key UNIQUE (workload_id, id)
);
-- Two parts of one kind and name can't be told apart.
CREATE UNIQUE INDEX map_parts_name_key ON map_parts (workload_id, kind, name) WHERE removed_at IS NULL;
CREATE INDEX map_parts_created_by_idx ON map_parts (created_by);
CREATE INDEX map_parts_removed_by_idx ON map_parts (removed_by);

CREATE TABLE map_calls (
    id uuid PRIMARY KEY,
    workload_id uuid NOT NULL,
    from_part uuid NOT NULL,
    to_part uuid NOT NULL,
    kind text NOT NULL,
    created_by uuid NOT NULL CONSTRAINT map_calls_created_by_fkey REFERENCES users,
    created_at timestamptz NOT NULL,
    CONSTRAINT map_calls_from_part_fkey FOREIGN KEY (workload_id, from_part) REFERENCES map_parts (workload_id, id),
    CONSTRAINT map_calls_to_part_fkey FOREIGN KEY (workload_id, to_part) REFERENCES map_parts (workload_id, id),
    CONSTRAINT map_calls_self_check CHECK (from_part <> to_part),
    CONSTRAINT map_calls_key UNIQUE (workload_id, from_part, to_part, kind)
);
CREATE INDEX map_calls_to_part_idx ON map_calls (workload_id, to_part);
CREATE INDEX map_calls_created_by_idx ON map_calls (created_by);

-- What of the inventory stands on the map, as which part; without a part somebody does not want it there.
CREATE TABLE map_components (
    component_id uuid PRIMARY KEY CONSTRAINT map_components_component_id_fkey REFERENCES components ON DELETE CASCADE,
    workload_id uuid NOT NULL CONSTRAINT map_components_workload_id_fkey REFERENCES workloads,
    part_id uuid,
    decided_by uuid NOT NULL CONSTRAINT map_components_decided_by_fkey REFERENCES users,
    decided_at timestamptz NOT NULL,
    CONSTRAINT map_components_part_id_fkey FOREIGN KEY (workload_id, part_id) REFERENCES map_parts (workload_id, id)
);
CREATE INDEX map_components_part_id_idx ON map_components (workload_id, part_id);
CREATE INDEX map_components_decided_by_idx ON map_components (decided_by);

-- Where a person says otherwise than the table of kinds: a check sits on a part, or does not.
CREATE TABLE map_bearings (
    workload_id uuid NOT NULL,
    part_id uuid NOT NULL,
    check_id text NOT NULL,
    sits boolean NOT NULL,
    said_by uuid NOT NULL CONSTRAINT map_bearings_said_by_fkey REFERENCES users,
    said_at timestamptz NOT NULL,
    PRIMARY KEY (workload_id, part_id, check_id),
    CONSTRAINT map_bearings_part_id_fkey FOREIGN KEY (workload_id, part_id) REFERENCES map_parts (workload_id, id)
);
CREATE INDEX map_bearings_said_by_idx ON map_bearings (said_by);
