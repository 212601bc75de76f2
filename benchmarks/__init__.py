"""One script a figure; what they measured is kept in `results/`."""
