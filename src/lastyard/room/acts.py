"""What can be done in a room: the few functions that pages and commands call.

Time comes in as ``now`` and nothing here reads a clock, so that tests and rehearsals have their own. What is due
is done at its own instant whenever it is asked for: nobody's answer brings it forward or back.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from lastyard.case.cut import audience_of
from lastyard.case.cut import cut as case_for
from lastyard.case.load import load_text
from lastyard.case.model import Case
from lastyard.case.writing import dump
from lastyard.errors import RequestError
from lastyard.room.charter import Charter, charter_of
from lastyard.room.events import Content, Draft, Event, Kind, canonical, instant, moment
from lastyard.room.gates import Gate, GateState, context_of, rule_of, succeeds
from lastyard.room.record.bundle import Bundle, Salts, salted_root, written_bundle
from lastyard.room.record.commitments import commit, scalar, scalar_of, written_scalar
from lastyard.room.record.notes import checkpoint, origin, public_key, sign
from lastyard.room.record.tree import Frontier, leaf_hash, root_hash
from lastyard.room.record.verify import answer_at, package_of, receipt_text
from lastyard.room.roles import Role, compartments_of, cut, readable
from lastyard.room.room import Room, room_of
from lastyard.room.store import NotHere, Store, Writing

__all__ = ["Receipt", "act", "create", "export", "settle", "view"]
