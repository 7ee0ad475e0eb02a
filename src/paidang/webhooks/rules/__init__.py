"""What a webhook tells and when it tries again: pure."""
