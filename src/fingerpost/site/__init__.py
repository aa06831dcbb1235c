"""Where an installation is put together: settings, folders, which engine stands where, addresses, start-up checks."""
