"""The law of registration: pure functions of facts and statute."""
