"""All platforms on this machine, for trying and testing: shops, buyers, and HTTP in each platform's own manner."""
