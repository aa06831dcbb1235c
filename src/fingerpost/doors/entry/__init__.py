"""Who gets in: signing in and out, how often one may try, and what each page needs."""
