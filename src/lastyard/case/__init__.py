"""From a case file to a :class:`~lastyard.case.model.Case`, with every problem placed.

    text -> document (nodes with places) -> fields (typed access) -> case

``case`` reads the whole, ``statements``, ``issues``, ``packages``, ``conditions`` and
``agreement`` its parts, ``references`` checks what refers to what.
"""
