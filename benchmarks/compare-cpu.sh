#!/usr/bin/env bash
# Times the CPU engine, PyTorch and ONNX Runtime in turn, so that all meet the same load, then the engine by size, threads and batch, and
# writes results/cpu.md with its plots.
# usage: benchmarks/compare-cpu.sh [--threads N] [--rounds N] [--out FOLDER] [--short] [--add] [NETWORK...]
# --short: one round of the smallest network and small sizes, a minute, into artifacts/compare: to see that everything works.
# --add: keeps what the last run measured, in artifacts/compare, and adds to it: on a busy machine the best of few rounds is noise.
# Needs what install-baselines.sh installs; PYTHON names another interpreter than Debian's.
set -euo pipefail
start=$PWD
cd "$(dirname "$0")"

threads=$(nproc) rounds=2 out=results networks=() short= add=
while [ $# -gt 0 ]; do
    case $1 in
        --threads | --rounds)
            [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || { echo "$1 takes a number" >&2; exit 2; }
            declare "${1#--}=$2"
            shift 2
            ;;
        --out) out=$(cd "$start" && realpath -m "${2:?--out takes a folder}"); shift 2 ;;
        --short) short=1 rounds=1 out=../artifacts/compare networks=(stylegan2-256); shift ;;
        --add) add=1; shift ;;
        -*) grep '^# usage' "$0" >&2; exit 2 ;;
        *) networks+=("$1"); shift ;;
    esac
done
[ ${#networks[@]} -gt 0 ] || networks=(stylegan2-256 stylegan2-1024 stylegan3-t-256 stylegan3-r-256)
sizes=(32-4096 32-16384 64-8192 64-32768 128-8192 128-32768)
swept=(stylegan2-256)
[ "$short" ] || { sizes+=(256-16384 512-16384 512-32768 1024-32768); swept=("${networks[@]}"); }
python=${PYTHON:-/usr/bin/python3}

"$python" -c 'import numpy, torch' || { echo "$python has no PyTorch: benchmarks/install-baselines.sh installs it" >&2; exit 1; }
"$python" pytorch/verify.py >&2
dotnet build -c Release StyleGanIlgpu.Benchmarks >&2
dotnet build -c Release StyleGanIlgpu.OnnxRuntime >&2
graphs=$(mktemp -d)
trap 'rm -rf "$graphs"' EXIT
lines=../artifacts/compare/lines${short:+-short}
[ "$add" ] || rm -rf "$lines"
mkdir -p "$lines" "$out"

ours() { dotnet StyleGanIlgpu.Benchmarks/bin/Release/net10.0/StyleGanIlgpu.Benchmarks.dll "$@"; }
onnx() { dotnet StyleGanIlgpu.OnnxRuntime/bin/Release/net10.0/StyleGanIlgpu.OnnxRuntime.dll "$@"; }
into() { tee -a "$lines/$1.jsonl" >&2; }

for network in "${networks[@]}"; do
    [[ $network == stylegan2-* ]] || continue
    for upsampling in transposed phases; do
        "$python" pytorch/export_onnx.py "$network" "$graphs/$network.$upsampling.onnx" --upsampling "$upsampling"
    done
done

cut -d ' ' -f 1 /proc/loadavg >> "$lines/loads"
declare -A setting
for ((round = 0; round < rounds; round++)); do
    for network in "${networks[@]}"; do
        # As many runs for each, since the best of more is less; PyTorch's stop after a minute.
        ours --quick "$network" --threads "$threads" --runs 6 | into compare
        # The first round finds the setting out.
        "$python" pytorch/bench.py "$network" --threads "$threads" --runs 6 --seconds 60 ${setting[$network]:+--setting "${setting[$network]}"} |
            tee "$graphs/last" | into compare
        setting[$network]=$(sed -n 's/.*"setting": "\([^"]*\)".*/\1/p' "$graphs/last")
        [[ $network != stylegan2-* ]] || onnx "$graphs" "$network" "$threads" 6 | into compare
    done
done

ours --quick "${sizes[@]/#/stylegan2-}" --threads "$threads" --runs 5 | into sizes
for network in "${swept[@]}"; do
    for ((count = 1; count < threads; count *= 2)); do
        ours --quick "$network" --threads "$count" --runs 3 | into threads
    done
    ours --quick "$network" --threads "$threads" --runs 3 | into threads
    for batch in 1 8; do
        [[ $network != stylegan2-* ]] || ours --quick "$network" --threads "$threads" --batch "$batch" --runs 3 | into batches
    done
done

ours --report "$lines" "$out/cpu.md" "The load average of the machine was $(paste -sd , "$lines/loads" | sed 's/,/, then /g') before it."
echo "written: $(realpath --relative-to="$start" "$out")/cpu.md"
