"""Shared by the peers in Python: what a job took, and the threads that it may use."""
import os
import resource
import time

THREADS = int(os.environ.get("BENCHMARK_THREADS", "2"))


def since_start():
    ticks = float(open("/proc/self/stat").read().rsplit(")", 1)[1].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")


def processor_seconds():
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


class Fit:
    """with Fit() as fit: ...; fit.took holds the times and the peak memory until its end."""

    def __enter__(self):
        self.begin, self.processor = time.perf_counter(), processor_seconds()
        return self

    def __exit__(self, *_):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self.took = dict(
            fit_s=time.perf_counter() - self.begin, job_s=since_start(),
            fit_cpu_s=processor_seconds() - self.processor, fit_rss_mb=peak / 1024)


def numbers(file):
    """churn and x1 ... x20 as arrays; polars is the fastest reader here, for all peers in Python."""
    import numpy
    import polars
    begin = time.perf_counter()
    frame = polars.read_csv(file)
    y = frame["churn"].to_numpy().astype(numpy.float64)
    x = frame.drop("churn").cast(polars.Float64).to_numpy()
    return x, y, time.perf_counter() - begin
