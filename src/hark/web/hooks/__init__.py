"""Where networks deliver: /hooks/x/… . Not a page: no session, no template."""
