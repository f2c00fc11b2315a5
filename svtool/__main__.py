"""`python -m svtool`, for machines where only Python may run."""

from svtool.cli import main

if __name__ == "__main__":
    main()
