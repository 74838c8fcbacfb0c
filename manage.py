"""Django's usual entry; the same as the `goldenthread` command."""

from goldenthread.config.command import main

if __name__ == "__main__":
    main()
