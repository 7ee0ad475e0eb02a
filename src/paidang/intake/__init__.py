"""Files in: received whole, test-read, written as one transaction; bad rows wait in quarantine."""
