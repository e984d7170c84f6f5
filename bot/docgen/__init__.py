"""Pages of `docs/` that are generated from the code: each module writes one, or checks that it is up to date."""
