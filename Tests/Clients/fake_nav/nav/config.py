"""Where NAV's programs find their configuration."""

import os


def open_configfile(name):
    """Opens a file of the folder that NAV_CONFIG_DIR names."""
    return open(os.path.join(os.environ["NAV_CONFIG_DIR"], name), encoding="utf-8")
