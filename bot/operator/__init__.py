"""What an operator does with the data: one module a command, each with `work(settings, tell, **options)`.

`tell` is given one line at a time for the operator to read; `work` returns the exit code. Must not print, nor say
a word about anybody's health.
"""
