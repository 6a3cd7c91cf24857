"""The law of contributions: pure functions of facts and statute."""
