"""A new archive: what is known of an office becomes all files that it begins with."""
