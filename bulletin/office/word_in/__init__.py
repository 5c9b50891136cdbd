"""Word files in, Markdown of items out.

package (zip, relations) → document_reader (XML → blocks) → structure (blocks → items) → markdown_writer (text).
Everything behind the reader knows blocks only, so that another reader can feed it.
"""
