"""Words to vectors.

| module | what it is |
|---|---|
| `minilm` | the encoder on onnxruntime: what is served |
| `encoder/` | its weights and their model card |
| `memory` | hashed words, no weights: the twin for tests |
| `layout` | which tokens go into which model run, and which line each belongs to |
| `weights` | finds pinned files in installed packages and checks their digests |
"""
