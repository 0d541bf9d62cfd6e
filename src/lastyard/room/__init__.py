"""The live room in confidence: mediator and parties on one case, each seeing only what it may.

Everything that happens in a room is an event (:mod:`lastyard.room.events`) in a compartment, and every
role may read some compartments (:mod:`lastyard.room.roles`). What a page, a feed or an export tells is a
function of the events that its reader may read, never a filter over what was computed on all.

::

    store = open_store("rooms", master_key("rooms/master.key"))       # lastyard.room.store
    id = create(store, case_text, charter, now=now)                   # lastyard.room.acts
    receipt = act(store, id, role, Draft("answer", {...}), key="form token", now=now)
    seen = view(store, id, role, now=now)                             # a Room, of this role's cut alone
    settle(store, id, now)                                            # what is due: roots, closes
    data = export(store, id, role, now=now)                           # a bundle for `room verify`
"""
