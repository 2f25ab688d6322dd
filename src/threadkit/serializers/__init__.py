"""A Thread's ways out, and back: `json` and its published `schema`, `text`, and the tables that researchers use."""
