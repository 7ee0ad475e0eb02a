"""What was sold, refunded, carried and charged in the stores; what a corrected file changed; sales below the floor."""
