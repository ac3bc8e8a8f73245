"""A race that a retry mends isn't told to who typed a command."""

import subprocess
import sys

RETRY = "import logging, graph.store.database; logging.getLogger('neo4j.session').warning('will be retried')"


def test_what_the_driver_says_of_a_retry_does_not_reach_the_terminal() -> None:
    done = subprocess.run([sys.executable, "-c", RETRY], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_who_asks_for_a_log_hears_of_it() -> None:
    asked = f"import logging; logging.basicConfig(); {RETRY}"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)
    assert b"will be retried" in done.stderr
