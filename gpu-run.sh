J="bash .gpu/java tunebench.launch.Main"
S="--device gpu --shape llama-3.1-8b"
N="$S --quantize nf4-double"
$J bench $N --batches 16 --rounds 7 --work train --profile 2>&1 | tail -36
$J bench $N --batches 1,16,64 --rounds 20 --work predict --profile 2>&1 | tail -56
