"""Report a problem, follow it by a private link, and see what others reported: no account, no cookie, no scripts."""
