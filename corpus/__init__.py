"""Past reports: readers, sections and the index."""
