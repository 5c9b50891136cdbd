"""The commands, one module each: ``command`` returns what click runs; most have a ``run`` that tests call."""
