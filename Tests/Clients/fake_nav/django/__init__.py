"""As much of Django as nav-argus-glue imports."""
