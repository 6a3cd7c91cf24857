"""The project package and what every subsystem needs. It imports no app."""
