"""The case file that ``lastyard new`` writes: small, complete, commented."""

__all__ = ["STARTER"]

STARTER = """\
# A case file for Last Yard: what was said, by whom, when. Change it line by line, then
#   lastyard check THIS_FILE       is it right?
#   lastyard analyse THIS_FILE     where do the talks stand, what blocks a deal?
# The dispute below is made up.

title: Wage talks at a workshop
# as_of: 2024-02-01          the day to look at; default: the day of the last statement

parties:                     # who is at the table; the names before the colon are used below
  union: {name: Union}
  firm:  {name: Firm}
  # chair: {name: Chair, role: mediator}      proposes, but neither accepts nor refuses

issues:                      # what is negotiated
  wage:
    name: Wage increase
    range: [0, 8]            # a numeric issue: first and last number, and the step between
    step: 0.5
    unit: "%"
  hours:
    name: Weekly hours
    options: ["40", "38", "36"]
    ordered: true            # the order means something: neighbours are close
  shifts: {name: Night shifts, options: [as now, by choice]}

rules:                       # what no package may break, whoever proposes it
  - {id: budget, require: "wage >= 6 implies hours == '40'"}

agreement: all               # who must accept; also "union and firm", "at least 2 of (a, b, c)"

sources:
  notes: {title: Minutes of the meeting, date: 2024-01-15}

# One statement says one thing. Verbs: requires, rejects, offers, accepts, refuses, position,
# wants, prefers (with to), ranks, stresses, values, withdraws. `lastyard schema` describes them all.
statements:
  - id: union-floor
    party: union
    by: A. Example           # who said it, when known
    on: 2024-01-15
    source: notes
    requires: "wage >= 4"
    firmness: firm           # how sure it is to hold: tentative, stated, firm, absolute or 0 to 1
  - {id: union-hours, party: union, on: 2024-01-15, source: notes, position: {hours: "36"}}
  - {id: firm-ceiling, party: firm, on: 2024-01-15, source: notes, rejects: "wage > 3", firmness: stated}
  - {id: firm-offer, party: firm, on: 2024-01-22, source: notes, offers: {wage: 2.5, hours: "38"}}
"""
