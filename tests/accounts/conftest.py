from tests.integrations.simulators import simulator_processes, simulators

__all__ = ["simulator_processes", "simulators"]
