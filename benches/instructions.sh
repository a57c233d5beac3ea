#!/usr/bin/env bash
# Instructions of each kernel of benches/kernels.rs, counted by valgrind: a figure that is the same
# in every run, and on every machine with the same processor features and compiler.
#
#     benches/instructions.sh [KERNEL...]
set -euo pipefail
cd "$(dirname "$0")/.."

kernels=("$@")
if [[ ${#kernels[@]} == 0 ]]; then
    mapfile -t kernels < <(sed -n 's/^    ("\([a-z0-9_]*\)", .*/\1/p' benches/kernels.rs)
fi
built=$(cargo bench -p kofn-benches --bench kernels --no-run 2>&1 | tee /dev/stderr)
program=$(sed -n 's/.*kernels.rs (\(.*\))$/\1/p' <<<"$built")
printf '| kernel | instructions |\n| --- | --- |\n'
for kernel in "${kernels[@]}"; do
    # Only what is called by `measured_kernel` counts, not what prepares it.
    said=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null \
        --toggle-collect='*measured_kernel*' "$program" --once "$kernel" 2>&1)
    count=$(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' <<<"$said")
    printf '| %s | %s |\n' "$kernel" "$count"
done
