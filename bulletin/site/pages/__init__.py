"""Every kind of page: values in, HTML text out; one module a kind."""
