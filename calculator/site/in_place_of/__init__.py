"""Our own short forms of modules of Pyodide that do much while Python starts."""
