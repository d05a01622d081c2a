"""The record of a raccordement: its states, who may move it, what each move writes and mails."""
