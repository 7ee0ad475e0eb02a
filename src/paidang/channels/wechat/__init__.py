"""WeChat Pay: the trade bill of a merchant number."""
