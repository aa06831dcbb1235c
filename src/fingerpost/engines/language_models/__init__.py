"""Language models behind one port: the suppliers' own clients, a model on this machine, and a scripted twin."""
