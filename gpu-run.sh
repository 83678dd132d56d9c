J="bash .gpu/java tunebench.launch.Main"
S="--device gpu --shape llama-3.1-8b"
N="$S --quantize nf4-double"
for i in 1 2; do
$J bench $N --batches 16 --rounds 15 --work train --json $OUT/train16-$i.json 2>&1 | tail -1
done
$J bench $N --batches 16 --rounds 15 --work recompute --json $OUT/recompute16.json 2>&1 | tail -1
$J bench $N --batches 16 --rounds 9 --work train-composed 2>&1 | tail -1
$J bench $N --batches 1,16,64 --rounds 20 --work predict --json $OUT/predict.json 2>&1 | tail -3
$J bench $N --batches 1,16 --rounds 9 --work predict-composed 2>&1 | tail -2
$J bench $S --quantize int8 --batches 1,16 --rounds 9 --work predict --json $OUT/int8.json 2>&1 | tail -2
$J labs --device gpu --out /tmp/labs 2>&1 | tail -26
