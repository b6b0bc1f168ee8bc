"""From a letter and one of its copies to the bytes a mail service would hand out."""
