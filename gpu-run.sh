J="bash .gpu/java tunebench.launch.Main"
S="--device gpu --shape llama-3.1-8b --quantize nf4-double --rounds 7"
$J bench $S --batches 16 --work train --profile 2>&1 | grep -v "^ .* 0\.0.. "
$J bench $S --batches 16 --work recompute 2>&1 | tail -1
$J bench $S --batches 1 --work predict --profile 2>&1 | tail -30
$J bench $S --batches 64 --work predict --profile 2>&1 | tail -30
