"""As much of NAV as nav-argus-glue imports. Its database is the JSON file that FAKE_NAV_DATABASE names."""
