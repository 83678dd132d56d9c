// Shared by every kernel. H is bfloat16, which cards of compute capability 8.0 and more round to.
// No header is included: a machine with a driver alone has none.
typedef unsigned short H;
typedef unsigned char u8;
typedef long long i64;

struct __align__(16) H8 { H h[8]; };
struct __align__(8) H4 { H h[4]; };

__device__ __forceinline__ float up(H x) { return __uint_as_float((unsigned)x << 16); }

__device__ __forceinline__ H down(float f) {
  H h;
  asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(h) : "f"(f));
  return h;
}

// Two at once: the first in the low half.
__device__ __forceinline__ unsigned down2(float a, float b) {
  unsigned r;
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(r) : "f"(b), "f"(a));
  return r;
}

__device__ __forceinline__ float warpSum(float v) {
  for (int i = 16; i; i >>= 1) v += __shfl_xor_sync(0xffffffffu, v, i);
  return v;
}

__device__ __forceinline__ float warpMax(float v) {
  for (int i = 16; i; i >>= 1) v = fmaxf(v, __shfl_xor_sync(0xffffffffu, v, i));
  return v;
}

// Over all threads of a block of whole warps; every thread gets the result.
__device__ float blockSum(float v) {
  __shared__ float part[33];
  v = warpSum(v);
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31;
  __syncthreads();
  if (lane == 0) part[warp] = v;
  __syncthreads();
  if (warp == 0) {
    float t = lane < (blockDim.x >> 5) ? part[lane] : 0.f;
    t = warpSum(t);
    if (lane == 0) part[32] = t;
  }
  __syncthreads();
  return part[32];
}

__device__ float blockMax(float v) {
  __shared__ float part[33];
  v = warpMax(v);
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31;
  __syncthreads();
  if (lane == 0) part[warp] = v;
  __syncthreads();
  if (warp == 0) {
    float t = lane < (blockDim.x >> 5) ? part[lane] : -3.0e38f;
    t = warpMax(t);
    if (lane == 0) part[32] = t;
  }
  __syncthreads();
  return part[32];
}
