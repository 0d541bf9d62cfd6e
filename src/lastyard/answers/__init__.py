"""The questions a user asks of a case: each a function from a case to a frozen result.

They connect what was said (:mod:`lastyard.case`) with the engines that know nothing of
cases (:mod:`lastyard.space`, :mod:`lastyard.blocking`, :mod:`lastyard.deals`).
"""
