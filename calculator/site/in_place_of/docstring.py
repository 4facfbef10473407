"""In the place of Pyodide's module: nobody asks the browser's functions for their help text.

The original looks up each function's signature while Python starts.
"""


def get_cmeth_docstring(_function: object) -> str:
    """The help text of a function of the runtime: none."""
    return ""
