"""What writes: one use case a function."""
