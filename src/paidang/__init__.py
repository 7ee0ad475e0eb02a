"""Paidang 拍档: brand and agency work and settle under one contract, and the contract is the program."""
