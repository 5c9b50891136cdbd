"""The generated site: routes, templates, tables, lists, and pages by kind.

In: the archive, its rendered texts and the theme's templates. Out: pages, as pieces that shells are filled with.
It must not know where pages are written, what is rebuilt, or what MkDocs is.
"""
