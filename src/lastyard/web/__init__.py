"""The workbench: all of Last Yard in a browser, on the files of one folder, on this machine alone.

Files stay the truth: what is shown and changed is the same YAML that the commands use. There is no
database and no account, and the server listens on 127.0.0.1 only.
"""
