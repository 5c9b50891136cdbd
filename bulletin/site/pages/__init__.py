"""Pages of the generated site, by kind.

In: a render context and a route. Out: a page. Each kind is registered in
:mod:`bulletin.site.routes`. Modules here must not know how pages are written, or what MkDocs is.
"""
