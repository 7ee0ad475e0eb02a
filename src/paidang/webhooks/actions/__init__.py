"""Setting webhooks up, and telling."""
