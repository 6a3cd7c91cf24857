"""Stand-ins for outside systems, each a process of its own that speaks the same protocol over a socket.

Start one: ``python -m integrations.simulators dopa --port 8102``. Every one answers ``/health`` and takes
``POST /_fault {"mode": "down" | "slow" | "nonsense" | "ok"}``, so that a fault can be tried by hand.
"""
