"""Cho phép chạy bằng `python -m monitor`.
Lets the command be run as a module."""

from monitor.cli.main import main

if __name__ == "__main__":
    main()
