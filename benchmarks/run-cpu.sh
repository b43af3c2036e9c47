#!/usr/bin/env bash
# Times the CPU engine and the PyTorch baseline in turn, so that both meet the same load, and prints their ratios.
# usage: benchmarks/run-cpu.sh [--threads N] [--rounds N] [--runs N] [NETWORK...]
# Needs python3 with PyTorch and NumPy (PYTHON names another interpreter); `apt-get install python3-torch libopenblas0` does on Debian.
set -euo pipefail
cd "$(dirname "$0")"

threads=$(nproc) rounds=2 runs=2 networks=()
while [ $# -gt 0 ]; do
    case $1 in
        --threads | --rounds | --runs)
            [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || { echo "$1 takes a number" >&2; exit 2; }
            declare "${1#--}=$2"
            shift 2
            ;;
        -*) sed -n 3p "$0" >&2; exit 2 ;;
        *) networks+=("$1"); shift ;;
    esac
done
[ ${#networks[@]} -gt 0 ] || networks=(stylegan2-256 stylegan2-1024 stylegan3-t-256 stylegan3-r-256)
python=${PYTHON:-python3}
"$python" pytorch/verify.py >&2

dotnet build -c Release StyleGanIlgpu.Benchmarks >&2
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
for network in "${networks[@]}"; do
    for ((round = 0; round < rounds; round++)); do
        # More runs where a picture takes little: the best of a few is noise.
        dotnet run -c Release --no-build --project StyleGanIlgpu.Benchmarks -- \
            --quick "$network" --threads "$threads" --runs $((runs * 3)) | tee -a "$lines" >&2
        "$python" pytorch/bench.py "$network" --threads "$threads" --runs "$runs" --seconds 60 | tee -a "$lines" >&2
    done
done
"$python" pytorch/ratios.py < "$lines"
if [ "$threads" -eq 1 ]; then
    echo "By processor time:"
    "$python" pytorch/ratios.py --processor < "$lines"
fi
