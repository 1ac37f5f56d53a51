"""Where NAV's programs write their logs."""

import logging


def init_stderr_logging():
    """Everything goes to standard error."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
