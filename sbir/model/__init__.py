"""F (trunk, attention, pooling), M (the head), the margin network, and their checkpoint."""
