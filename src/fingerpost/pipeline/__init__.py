"""The one road that every use of AI travels. Open `stages` first."""
