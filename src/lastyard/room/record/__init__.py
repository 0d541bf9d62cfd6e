"""The record: events that nobody can change unseen. Pure: no server, no clock."""
