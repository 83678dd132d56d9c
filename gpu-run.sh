J="bash .gpu/java tunebench.launch.Main"
S="--device gpu --shape llama-3.1-8b"
N="$S --quantize nf4-double"
$J bench $N --batches 16 --rounds 15 --work train --profile 2>&1 | grep -E "differ|compar|\): |attend|rmsNorm|rotate|dequant|train|Exce|at "
$J bench $N --batches 16 --rounds 15 --work train 2>&1 | tail -1
$J bench $N --batches 4 --rounds 9 --work train,recompute 2>&1 | tail -2
$J bench $N --batches 1,64 --rounds 20 --work predict 2>&1 | tail -2
