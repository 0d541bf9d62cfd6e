"""The room's pages: a party's phone, the mediator's desk, what an observer may see.

Every page is a function of the room as its role's own cut tells it (:func:`lastyard.room.acts.view`); which
row of the table who-sees-what it stands on is written beside its address (:mod:`lastyard.room.pages.routes`).
"""
