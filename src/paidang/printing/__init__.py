"""Paper in and out: typst PDF, xlsx and docx. A low layer: it imports only `paidang.kit`."""
