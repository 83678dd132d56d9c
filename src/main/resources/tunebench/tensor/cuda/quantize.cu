// Blocks of 64 weights in 4 bits (bitsandbytes' layout): two codes a byte, the first in the high
// nibble.

// A block of threads makes 8192 weights, in four rounds; each thread stores 16 bytes a round, side
// by side with its neighbours. Scales are plain, or decoded from their 8-bit codes under double
// quantization; product and sum are rounded apart, as libtorch rounds them. n weights in all.
extern "C" __global__ void dequantize4(
    const u8* codes, const float* plain, const u8* scaleCodes, const float* code256,
    const float* second, const float* offset, const float* pairs, H* out, int stride, int columns,
    i64 n) {
  __shared__ float lut[16];
  __shared__ float book[256];
  if (threadIdx.x < 16) lut[threadIdx.x] = pairs[2 * threadIdx.x + 1];
  if (!plain) book[threadIdx.x] = code256[threadIdx.x];
  float mean = plain ? 0.f : offset[0];
  __syncthreads();
  i64 first = (i64)blockIdx.x * 8192 + threadIdx.x * 8;
  unsigned w[4];
  float s[4];
#pragma unroll
  for (int r = 0; r < 4; r++) {
    i64 from = first + r * 2048;
    if (from + 8 <= n) {
      w[r] = *(const unsigned*)(codes + (from >> 1));
      i64 block = from >> 6;
      s[r] = plain ? plain[block]
                   : __fadd_rn(__fmul_rn(book[scaleCodes[block]], second[block >> 8]), mean);
    }
  }
#pragma unroll
  for (int r = 0; r < 4; r++) {
    i64 from = first + r * 2048;
    if (from + 8 <= n) {
      unsigned o[4];
#pragma unroll
      for (int k = 0; k < 4; k++) {
        unsigned b = (w[r] >> (8 * k)) & 255u;
        o[k] = down2(__fmul_rn(lut[b >> 4], s[r]), __fmul_rn(lut[b & 15], s[r]));
      }
      // Eight numbers lie in one row where rows are whole eights; else there are no gaps.
      i64 to = from;
      if (stride != columns) {
        unsigned eighth = (unsigned)(from >> 3), width = columns >> 3;
        to = (i64)(eighth / width) * stride + eighth % width * 8;
      }
      *(uint4*)(out + to) = make_uint4(o[0], o[1], o[2], o[3]);
    } else {
      for (i64 i = from; i < n && i < from + 8; i++) {
        i64 block = i >> 6;
        float scale = plain
            ? plain[block]
            : __fadd_rn(__fmul_rn(book[scaleCodes[block]], second[block >> 8]), mean);
        unsigned b = codes[i >> 1];
        out[i] = down(__fmul_rn(lut[i & 1 ? b & 15 : b >> 4], scale));
      }
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
