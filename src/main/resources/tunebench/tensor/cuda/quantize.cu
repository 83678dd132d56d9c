// Blocks of 64 weights in 4 bits (bitsandbytes' layout): two codes a byte, the first in the high
// nibble.

// A scale: plain, or decoded from its 8-bit code under double quantization. Product and sum are
// rounded apart, as libtorch rounds them.
__device__ __forceinline__ float scaleOf(
    i64 block, const float* plain, const u8* codes, const float* code256, const float* second,
    const float* offset) {
  return plain ? plain[block]
               : __fadd_rn(__fmul_rn(code256[codes[block]], second[block >> 8]), offset[0]);
}

// One thread makes 16 weights of 8 bytes. n weights in all.
extern "C" __global__ void dequantize4(
    const u8* codes, const float* plain, const u8* scaleCodes, const float* code256,
    const float* second, const float* offset, const float* pairs, H* out, i64 n) {
  __shared__ float lut[16];
  if (threadIdx.x < 16) lut[threadIdx.x] = pairs[2 * threadIdx.x + 1];
  __syncthreads();
  i64 t = (i64)blockIdx.x * blockDim.x + threadIdx.x;
  i64 from = t * 16;
  if (from >= n) return;
  float s = scaleOf(from >> 6, plain, scaleCodes, code256, second, offset);
  if (from + 16 <= n) {
    uint2 v = ((const uint2*)codes)[t];
    unsigned w[2] = {v.x, v.y};
    unsigned r[8];
#pragma unroll
    for (int k = 0; k < 8; k++) {
      unsigned b = (w[k >> 2] >> ((k & 3) * 8)) & 255u;
      r[k] = down2(__fmul_rn(lut[b >> 4], s), __fmul_rn(lut[b & 15], s));
    }
    uint4* o = (uint4*)(out + from);
    o[0] = make_uint4(r[0], r[1], r[2], r[3]);
    o[1] = make_uint4(r[4], r[5], r[6], r[7]);
  } else {
    for (i64 i = from; i < n; i++) {
      unsigned b = codes[i >> 1];
      out[i] = down(__fmul_rn(lut[i & 1 ? b & 15 : b >> 4], s));
    }
  }
}

// One warp codes one block: each lane two weights, one byte. wide: the input is float32, else H.
extern "C" __global__ void quantize4(
    const void* in, int wide, const float* midpoints, const i64* order, u8* codes, float* scales,
    i64 n) {
  __shared__ float mid[16];
  __shared__ u8 ord[16];
  if (threadIdx.x < 16) {
    mid[threadIdx.x] = threadIdx.x < 15 ? midpoints[threadIdx.x] : 3.0e38f;
    ord[threadIdx.x] = (u8)order[threadIdx.x];
  }
  __syncthreads();
  i64 block = ((i64)blockIdx.x * blockDim.x + threadIdx.x) >> 5;
  int lane = threadIdx.x & 31;
  i64 at = block * 64 + lane * 2;
  if (block * 64 >= n) return;
  float v[2];
#pragma unroll
  for (int k = 0; k < 2; k++) {
    i64 i = at + k;
    v[k] = i < n ? (wide ? ((const float*)in)[i] : up(((const H*)in)[i])) : 0.f;
  }
  float largest = warpMax(fmaxf(fabsf(v[0]), fabsf(v[1])));
  unsigned byte = 0;
#pragma unroll
  for (int k = 0; k < 2; k++) {
    float x = largest > 0.f ? __fdiv_rn(v[k], largest) : 0.f;
    int c = 0;
#pragma unroll
    for (int j = 0; j < 15; j++) c += x > mid[j];
    byte |= (unsigned)ord[c] << (k ? 0 : 4);
  }
  if (at < n) codes[at >> 1] = (u8)byte;
  if (lane == 0) scales[block] = largest;
}
