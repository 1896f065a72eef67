"""Terms to names: which unknown words belong to an entity, and what the names of a list share."""
