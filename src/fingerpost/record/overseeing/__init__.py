"""What overseers work with: figures of each run, the months that were published, and who opened a resident's words."""
