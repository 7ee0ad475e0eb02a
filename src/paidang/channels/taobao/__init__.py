"""Taobao and Tmall: the order report and the item report of the seller's back office."""
