"""Counts of requests for Prometheus: by route, method and status. No login, no address, nothing of what was asked."""

import threading
from collections import Counter, defaultdict

BUCKETS_S = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Meter:
    """Counts since the service began."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._within: Counter[tuple[str, float]] = Counter()
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count an answer; ``route`` is the pattern of its path, never the path."""
        with self._lock:
            self._requests[route, method, status] += 1
            self._seconds[route] += seconds
            for bound in BUCKETS_S:
                self._within[route, bound] += seconds <= bound

    def text(self) -> str:
        """All counts in Prometheus' text format."""
        with self._lock:
            requests, within, seconds = dict(self._requests), dict(self._within), dict(self._seconds)
        lines = ["# HELP waterbed_requests_total Answers given.", "# TYPE waterbed_requests_total counter"]
        lines += [
            f'waterbed_requests_total{{route="{route}",method="{method}",status="{status}"}} {n}'
            for (route, method, status), n in sorted(requests.items())
        ]
        lines += ["# HELP waterbed_request_seconds Time to an answer.", "# TYPE waterbed_request_seconds histogram"]
        totals: Counter[str] = Counter()
        for (route, _, _), n in requests.items():
            totals[route] += n
        for route, n in sorted(totals.items()):
            lines += [
                f'waterbed_request_seconds_bucket{{route="{route}",le="{bound}"}} {within.get((route, bound), 0)}'
                for bound in BUCKETS_S
            ]
            lines.append(f'waterbed_request_seconds_bucket{{route="{route}",le="+Inf"}} {n}')
            lines.append(f'waterbed_request_seconds_sum{{route="{route}"}} {seconds[route]:.6f}')
            lines.append(f'waterbed_request_seconds_count{{route="{route}"}} {n}')
        return "\n".join(lines) + "\n"
