"""What pages say and how they name things, as data by language: one place for HTML, renderings and exports."""
