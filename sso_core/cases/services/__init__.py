"""Every act on a case. Each locks the case's row, moves it by the flow table and writes the timeline."""
