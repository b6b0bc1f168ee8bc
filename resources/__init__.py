"""Data that ships with the workbench: rules, help, icons, fonts; read by importlib.resources."""
