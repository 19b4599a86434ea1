"""``python -m longtail_sim`` is ``longtail``."""

from longtail_sim.cli import main

if __name__ == "__main__":
    main()
