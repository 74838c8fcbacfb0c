"""Where the parts are put together: settings, addresses, navigation and the `goldenthread` command."""
