#!/usr/bin/env bash
# Tells Spark which GPUs this machine has, as the JSON that spark.{worker,executor}.resource.gpu.discoveryScript
# is to print. Addresses are CUDA's numbers of the devices in the order of the PCI bus (gpu.conf sets
# CUDA_DEVICE_ORDER); where CUDA_VISIBLE_DEVICES is set, they count what it names. Without a GPU it fails.
set -euo pipefail

fail() {
  echo "Cannot discover GPUs on $(uname -n): $1" >&2
  exit 1
}

# A hanging driver must not hang the worker.
ask() {
  local told
  told=$(timeout --kill-after=2 20 nvidia-smi "$@" --query-gpu=uuid --format=csv,noheader 2>&1) ||
    fail "nvidia-smi ended with status $? (124: after 20 seconds), saying '$(head -n 1 <<< "$told")'"
  grep -q '^GPU-' <<< "$told" || fail "nvidia-smi says '$(head -n 1 <<< "$told")' (expected a line GPU-... a device)"
  grep '^GPU-' <<< "$told"
}

command -v nvidia-smi > /dev/null || fail "no nvidia-smi on the path (expected NVIDIA's driver, version 510 or later)"
if [ -n "${CUDA_VISIBLE_DEVICES+set}" ]; then
  found=
  for device in ${CUDA_VISIBLE_DEVICES//,/ }; do
    found+=$(ask -i "$device")$'\n'
  done
  found=${found%$'\n'}
  [ -n "$found" ] || fail "CUDA_VISIBLE_DEVICES is set and names no device"
else
  found=$(ask)
fi
addresses=$(seq -f '"%g"' -s , 0 $(($(wc -l <<< "$found") - 1)))
echo "{\"name\": \"gpu\", \"addresses\": [$addresses]}"
