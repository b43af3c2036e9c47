#!/usr/bin/env bash
# fuzz.sh [TARGET|all] [SECONDS]: lets afl-fuzz damage the files of a target (all of them by default) for so long each (120 s by default), with the
# library instrumented. What fails or hangs is made small and kept as a test in ../StyleGanIlgpu.Tests/Weights/Regressions. Installs afl++ (as
# root, on Debian and Ubuntu) and the instrumenting tool where they are missing. The exit status is 1 if there were finds.
set -euo pipefail
cd "$(dirname "$0")"
wanted=${1:-all}
seconds=${2:-120}
work=$PWD/../../artifacts/fuzz
regressions=$PWD/../StyleGanIlgpu.Tests/Weights/Regressions
tool_version=2.3.0

command -v afl-fuzz >/dev/null || { apt-get update -qq && apt-get install -y -qq afl++ >/dev/null; }
[ -x "$work/tool/sharpfuzz" ] || dotnet tool install --tool-path "$work/tool" SharpFuzz.CommandLine --version "$tool_version"

# An assembly can be instrumented once.
rm -rf "$work/program" "$work/corpus"
dotnet publish -c Release -v quiet -o "$work/program" StyleGanIlgpu.Fuzz.csproj
program=(dotnet "$work/program/StyleGanIlgpu.Fuzz.dll")
# Before: an instrumented assembly runs only under the fuzzer.
"${program[@]}" corpus "$work/corpus"
"$work/tool/sharpfuzz" "$work/program/StyleGanIlgpu.dll"
[ "$wanted" = all ] || [ -d "$work/corpus/$wanted" ] || { echo "no target '$wanted', expected all or one of: $(ls "$work/corpus" | xargs)" >&2; exit 2; }

# No terminal, no permission to set the machine's governor or core pattern, and a program that afl can't see is instrumented.
export AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_BIN_CHECK=1 AFL_NO_AFFINITY=1
# Many finds are mostly one fault: enough to begin with, and minimising takes a while.
most_kept=3
finds=0
for corpus in "$work/corpus"/*/; do
    target=$(basename "$corpus")
    [ "$wanted" = all ] || [ "$wanted" = "$target" ] || continue
    found=$work/found/$target
    rm -rf "$found"
    mkdir -p "$found"
    log=$work/$target.log
    afl-fuzz -V "$seconds" -t 5000 -m none -i "$corpus" -o "$found" -- "${program[@]}" >"$log" 2>&1 || { tail -30 "$log" >&2; exit 2; }
    awk -F ' *: *' -v target="$target" '{ value[$1] = $2 }
        END { printf "%s: %s runs, %s paths, %s failures, %s hangs\n", target, value["execs_done"], value["corpus_count"], value["saved_crashes"], value["saved_hangs"] }' \
        "$found/default/fuzzer_stats"
    kept_here=0
    for find in "$found"/default/crashes/id* "$found"/default/hangs/id*; do
        [ -e "$find" ] || continue
        finds=$((finds + 1))
        kept_here=$((kept_here + 1))
        [ "$kept_here" -le "$most_kept" ] || continue
        small=$work/small
        afl-tmin -t 5000 -m none -i "$find" -o "$small" -- "${program[@]}" >>"$log" 2>&1 || cp "$find" "$small"
        kept=$regressions/$target-$(sha256sum "$small" | cut -c1-8).bin
        install -m 644 "$small" "$kept"
        echo "$target: kept $(basename "$kept")"
    done
done
[ "$finds" -eq 0 ]
