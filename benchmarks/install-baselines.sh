#!/usr/bin/env bash
# Installs what compare-cpu.sh compares with, on Debian or Ubuntu: PyTorch with oneDNN and OpenBLAS. ONNX Runtime comes with its project.
set -euo pipefail
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update
"${as_root[@]}" apt-get install -y --no-install-recommends python3-torch python3-numpy python3-onnx libopenblas0
