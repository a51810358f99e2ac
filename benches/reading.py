"""Reads a CSV with pandas or polars: python reading.py pandas|polars FILE. Prints JSON: CPU seconds of all threads,
seconds by the clock, rows, columns, and the most memory that the process has had beyond what it had before, in bytes."""

import json
import resource
import sys
import time

name, path = sys.argv[1:]
if name == "pandas":
    import pandas

    read = pandas.read_csv
else:
    import polars

    read = polars.read_csv


def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


(cpu, memory), clock = used(), time.perf_counter()
table = read(path)
seconds = time.perf_counter() - clock
after, peak = used()
rows, columns = table.shape
print(json.dumps({"cpu_seconds": after - cpu, "seconds": seconds, "rows": rows, "columns": columns, "memory": peak - memory}))
