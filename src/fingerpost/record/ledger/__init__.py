"""The Merkle tree over the entries, its signed checkpoints, and what verifies them."""
