"""A searchable archive of an office's internal bulletin, with statistics that explain themselves."""

__version__ = "0.2.0"
