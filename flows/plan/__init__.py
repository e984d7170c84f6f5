"""The engine: `decide(case, book)` says what a situation calls for, and why. Pure; every number is the
book's.
"""
