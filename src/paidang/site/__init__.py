"""Settings, root urls, the embedded database: mounts the slices."""
