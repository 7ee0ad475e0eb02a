"""Alipay: the account statement, which is where the money of Taobao and Tmall comes in."""
