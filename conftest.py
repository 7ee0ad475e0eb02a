"""The cast of the tests (`tests/cast.py`) is at hand in every test, beside the code or under `tests/`."""

pytest_plugins = ["tests.cast"]
