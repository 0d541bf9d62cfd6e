"""Settings of the documentation; built strictly by `make docs`."""

project = "Last Yard"
author = "Last Yard developers"
copyright = "Last Yard developers, Apache-2.0"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Last Yard"
autodoc_typehints = "description"
autodoc_member_order = "bysource"
napoleon_use_ivar = True  # a field of a named tuple is otherwise described twice
# Our docstrings name things of other libraries and private helpers; links to these are not checked.
nitpicky = False
