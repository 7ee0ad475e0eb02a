"""Tests that cross slices: the cast, journeys, architecture."""
