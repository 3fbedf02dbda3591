"""What Schemathesis loads before it generates: see fuzz_api.py."""

import schemathesis


def as_written(value):
    """1.0 is an integer to JSON Schema and a fraction to most readers; no encoder writes an integer like that."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, list):
        return [as_written(item) for item in value]
    if isinstance(value, dict):
        return {name: as_written(item) for name, item in value.items()}
    return value


@schemathesis.hook
def map_body(context, body):
    return as_written(body)
