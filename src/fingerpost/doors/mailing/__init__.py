"""Letters by e-mail: which server takes them, and how one is sent. Nothing is sent unless an operator has set it up."""
