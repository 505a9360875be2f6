"""The public pages, the layout and its forms."""
