"""Files that people send: opened with care, read in blocks."""
