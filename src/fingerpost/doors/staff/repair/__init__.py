"""For those who write the guidance: the answers that would come out otherwise since it changed."""
