"""人人商城: its order export."""
