"""The tables of NAV that nav-argus-glue reads."""
