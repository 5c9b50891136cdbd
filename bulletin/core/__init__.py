"""Problems, sentences in two languages, days and periods, exact numbers, text, TOML, processes, paths.

What every other package builds on. It knows nothing of bulletins.
"""
