"""Access tokens of other programs: for owners to make and to revoke."""
