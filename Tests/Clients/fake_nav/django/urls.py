"""The addresses of NAV's pages."""


def reverse(name, args=()):
    """The address of the page about an alert, without NAV's own address in front."""
    assert name == "event-details", name
    return f"/event-details/{args[0]}/"
