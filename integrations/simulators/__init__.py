"""Stand-ins for outside systems, each a process of its own that speaks the same protocol over a socket.

Start one: ``python -m integrations.simulators dopa --port 8102``. Every one answers ``/health`` and takes
``POST /_fault {"mode": "down" | "slow" | "nonsense" | "ok", "seconds": 10}``, so that a fault can be tried by
hand. What must outlive a simulator lies in the folder ``SIM_STATE_DIR``.
"""
