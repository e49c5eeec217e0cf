"""The register of emission factors: rows of ``*.yaml`` here, units, and what a sheet keeps of a row. Pure: no database, no HTTP.

``register`` loads and checks the files; ``kept`` compares what a sheet holds with the register of a day. How a factor is
added: ``docs/factors.md``.
"""
