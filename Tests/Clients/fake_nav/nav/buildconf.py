"""Which NAV this is."""

import os

VERSION = os.environ.get("FAKE_NAV_VERSION", "5.13.0")
