"""Over the network."""
