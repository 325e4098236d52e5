"""Runs over folders of any size: parts of the work in files, made by processes that may die.

Nothing is imported here: a child must be up before it could open what only its parent needs.
"""
