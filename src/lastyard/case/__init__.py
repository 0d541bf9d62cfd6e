"""From a case file to a :class:`~lastyard.case.model.Case`, with every problem placed, and back.

    text -> yaml (nodes with places) -> shapes (kinds that read and write) -> issue, statement, model, votes, moves

The records of the model declare what the file holds; ``load`` reads the whole and checks what refers to what, ``writing``
and ``editing`` put it into files, ``schema`` describes it to editors. What was said is asked of ``said``.
"""
