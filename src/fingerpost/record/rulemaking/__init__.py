"""Changes to the figures of the rules: who proposed which, who decided, and the files that put them in force."""
