#!/usr/bin/env bash
# What NVIDIA's own assembler makes of the kernels, without a GPU: registers, spills, shared memory and the instructions that count.
# Fails where it refuses a kernel or spills a register. Prints a Markdown table.
# usage: benchmarks/gpu/ptxas.sh [ARCHITECTURE...]   (default: sm_75 sm_80 sm_86 sm_89 sm_90)
# Needs ptxas and nvdisasm on the PATH: Debian's nvidia-cuda-toolkit (non-free) has them; unpacked by `dpkg -x` it needs no installing.
set -euo pipefail
cd "$(dirname "$0")/../.."
ptx=kernels/StyleGanIlgpu.Kernels/Ptx
architectures=("$@")
[ ${#architectures[@]} -gt 0 ] || architectures=(sm_75 sm_80 sm_86 sm_89 sm_90)
command -v ptxas >/dev/null && command -v nvdisasm >/dev/null || { echo "ptxas or nvdisasm isn't on the PATH; see the head of this script" >&2; exit 2; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export scratch

# A row of the table; nothing but a message where the kernel is refused, and a message beside it where it spills.
assemble() {
    local architecture=$1 file=$2 own
    own=$scratch/$architecture-$(basename "$file" .ptx)
    if ! ptxas -arch="$architecture" -v "$file" -o "$own.image" 2> "$own.log"; then
        sed "s|^|$file, $architecture: |" "$own.log" >&2
        return 1
    fi
    nvdisasm -c "$own.image" | sed -n 's|^ */\*[0-9a-f]*\*/ *\(@!\{0,1\}U\{0,1\}P[0-9T]* \)\{0,1\} *\([A-Z0-9_]*\).*|\2|p' > "$own.instructions"
    count() { grep -cx "$1" "$own.instructions" || true; }
    local registers shared spilled
    registers=$(sed -n 's/.*Used \([0-9]*\) registers.*/\1/p' "$own.log")
    shared=$(sed -n 's/.* \([0-9]*\) bytes smem.*/\1/p' "$own.log")
    spilled=$(sed -n 's/.*frame, \([0-9]*\) bytes spill stores, \([0-9]*\) bytes spill loads.*/\1 + \2/p' "$own.log" | sed 's/^0 + 0$/0/')
    echo "| $(basename "$file" .ptx) | $architecture | $registers | $spilled | ${shared:-0} | $(count FFMA) | $(count LDS) | $(count STS) | $(count LDG) | $(count STG) | $(count BAR) | $(grep -cv '^NOP$' "$own.instructions") |"
    [ "$spilled" = 0 ] || { echo "$file spills on $architecture: $spilled bytes" >&2; return 1; }
}
export -f assemble

echo "ptxas $(ptxas --version | sed -n 's/.*release \([0-9.]*\).*/\1/p')"
echo
echo "| kernel | architecture | registers | spilled bytes | static shared bytes | FFMA | LDS | STS | LDG | STG | BAR | all instructions |"
echo "|---|---|---|---|---|---|---|---|---|---|---|---|"
bad=0
for architecture in "${architectures[@]}"; do
    # The newest PTX that isn't newer than the architecture, as the library chooses it.
    source=$(ls "$ptx" | sort | awk -v most="$architecture" '$0 <= most' | tail -1)
    ls "$ptx/$source"/*.ptx | xargs -P "$(nproc)" -I{} bash -c 'assemble "$@"' _ "$architecture" {} > "$scratch/rows" || bad=1
    LC_ALL=C sort "$scratch/rows"
done
exit "$bad"
