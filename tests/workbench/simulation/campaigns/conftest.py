"""olevba names functions that pyparsing has renamed; that warning is not ours to fail on."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import oletools.olevba  # noqa: F401 - imported early, for the tests after it
