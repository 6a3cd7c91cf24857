"""The law of benefits: pure functions of facts and statute."""
