"""Where NAV sets up Django."""


def bootstrap_django(caller=None):
    """There is no Django here to set up."""
