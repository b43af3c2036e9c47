#!/usr/bin/env bash
# Makes artifacts/gpu-check: a program for a machine with an NVIDIA driver, PyTorch and nothing else of ours. Carry it there with
# the checkout, whose golden files and PyTorch scripts it reads, and run it from the checkout's root (benchmarks/gpu/README.md).
# usage: benchmarks/gpu/publish.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
out=artifacts/gpu-check
most_bundle=20 most_together=63 # MiB

rm -rf "$out"
# The native compiler's version goes with the SDK, so what this restores is locked apart from the repository's lock files.
dotnet publish benchmarks/gpu/StyleGanIlgpu.GpuCheck -c Release -r linux-x64 -p:NuGetLockFilePath=obj/native.lock.json -o "$out" >&2
rm -f "$out"/*.dbg "$out"/*.pdb "$out"/*.xml

bundle=$(du -sb "$out" | cut -f1)
checkout=$(git ls-files -z --cached --others --exclude-standard | xargs -0 stat -c %s -- | awk '{ sum += $1 } END { print sum }')
echo "bundle $((bundle / 1048576)) MiB, checkout $((checkout / 1048576)) MiB: $out"
if [ "$bundle" -gt $((most_bundle * 1048576)) ] || [ $((bundle + checkout)) -gt $((most_together * 1048576)) ]; then
    echo "too large: the bundle may have $most_bundle MiB, both together $most_together MiB" >&2
    exit 1
fi
