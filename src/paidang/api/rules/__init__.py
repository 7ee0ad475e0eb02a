"""What the API is made of besides the law: cursors."""
