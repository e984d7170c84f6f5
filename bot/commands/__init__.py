"""The commands of an operator or a developer beside `restride run`: one module each.

Those that work on the data have a function `work(settings, tell, **options)`. `tell` takes one line at a time for the
operator to read; `work` returns the exit code. They print nothing themselves and say no word about anybody's health.
"""
