"""Run the command line: `python -m claimkit.cli`."""

from claimkit.cli import main

if __name__ == "__main__":
    main()
