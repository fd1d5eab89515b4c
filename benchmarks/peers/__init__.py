"""The systems compared, one module each, importing nothing of the library's but `ours`.

``prepare(data)`` puts the figures into the system's own form and is not timed; ``score(prepared)``
is; ``read(result, rows)`` gives the chosen rows of the result for checking.
"""
