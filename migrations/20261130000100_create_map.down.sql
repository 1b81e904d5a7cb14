DROP TABLE map_bearings, map_components, map_calls, map_parts;
