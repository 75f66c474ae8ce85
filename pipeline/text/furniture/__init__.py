"""Which lines are page furniture, by a small model that is learned from authored lines and pages.

``wording`` looks at a line by itself, ``place`` at what stands around it, ``model`` decides. The
weights are ``model.json``; ``make learn-furniture`` writes them.
"""
