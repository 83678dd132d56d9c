// LLM.int8 (Dettmers et al. 2022).

// flags[c] = 1 where any row of column c reaches the threshold. One thread has 8 columns of a
// stretch of rows.
extern "C" __global__ void outliers(
    const H* x, int xs, float threshold, int* flags, int width, int rows, int stretch) {
  int i = (blockIdx.x * blockDim.x + threadIdx.x) * 8;
  if (i >= width) return;
  int from = blockIdx.y * stretch, to = min(rows, from + stretch);
  unsigned hit = 0;
  for (int r = from; r < to; r++) {
    H8 v = *(const H8*)(x + (i64)r * xs + i);
#pragma unroll
    for (int k = 0; k < 8; k++) hit |= (fabsf(up(v.h[k])) >= threshold ? 1u : 0u) << k;
  }
  for (int k = 0; k < 8; k++) if (hit >> k & 1) flags[i + k] = 1;
}

// columns = the flagged ones in order, count[0] their number. One block.
extern "C" __global__ void compact(const int* flags, int width, int* columns, int* count) {
  __shared__ int base;
  __shared__ int part[32];
  if (threadIdx.x == 0) base = 0;
  __syncthreads();
  for (int from = 0; from < width; from += blockDim.x) {
    int i = from + threadIdx.x;
    int f = i < width && flags[i];
    unsigned vote = __ballot_sync(0xffffffffu, f);
    int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
    if (lane == 0) part[warp] = __popc(vote);
    __syncthreads();
    int before = 0;
    for (int w = 0; w < warp; w++) before += part[w];
    if (f) columns[base + before + __popc(vote & ((1u << lane) - 1u))] = i;
    __syncthreads();
    if (threadIdx.x == 0)
      for (int w = 0; w < (blockDim.x >> 5); w++) base += part[w];
    __syncthreads();
  }
  if (threadIdx.x == 0) count[0] = base;
}

// 8-bit codes of a row without its outlier columns, and its largest magnitude. One block per row.
extern "C" __global__ void quantizeRows(
    const H* x, int xs, const int* flags, signed char* codes, float* largest, int width) {
  i64 row = blockIdx.x;
  x += row * xs;
  float most = 0.f;
  for (int i = threadIdx.x * 8; i < width; i += blockDim.x * 8) {
    H8 v = *(const H8*)(x + i);
#pragma unroll
    for (int k = 0; k < 8; k++) if (!flags[i + k]) most = fmaxf(most, fabsf(up(v.h[k])));
  }
  most = fmaxf(blockMax(most), 1e-30f);
  if (threadIdx.x == 0) largest[row] = most;
  float factor = __fmul_rn(__frcp_rn(most), 127.f);
  for (int i = threadIdx.x * 8; i < width; i += blockDim.x * 8) {
    H8 v = *(const H8*)(x + i);
    union { signed char c[8]; uint2 u; } o;
#pragma unroll
    for (int k = 0; k < 8; k++)
      o.c[k] = flags[i + k] ? 0 : (signed char)__float2int_rn(__fmul_rn(up(v.h[k]), factor));
    *(uint2*)(codes + row * width + i) = o.u;
  }
}

// y = sums * largest * scales / 127^2, or y += that.
extern "C" __global__ void rescale(
    const int* sums, const float* largest, const float* scales, H* y, int ys, int add, int width, i64 n) {
  i64 t = (i64)blockIdx.x * blockDim.x + threadIdx.x;
  if (t >= n) return;
  int pieces = width >> 3;
  i64 row = t / pieces;
  int i = (int)(t % pieces) * 8;
  const int* from = sums + row * width + i;
  float l = largest[row];
  H8 o;
  if (add) o = *(const H8*)(y + row * ys + i);
#pragma unroll
  for (int k = 0; k < 8; k++) {
    float z =
        __fmul_rn(__fmul_rn((float)from[k], __fmul_rn(l, scales[i + k])), 6.2000124e-05f);
    o.h[k] = down(add ? up(o.h[k]) + z : z);
  }
  *(H8*)(y + row * ys + i) = o;
}

// out = codes * scales / 127. One thread has 8 weights of a row; n threads in all.
extern "C" __global__ void dequantize8(
    const signed char* codes, const float* scales, H* out, int stride, int columns, i64 n) {
  i64 t = (i64)blockIdx.x * blockDim.x + threadIdx.x;
  if (t >= n) return;
  int width = columns >> 3;
  i64 row = t / width;
  int i = (int)(t % width) * 8;
  float factor = scales[row] / 127.f;
  union { uint2 u; signed char c[8]; } v;
  v.u = *(const uint2*)(codes + row * columns + i);
  H8 o;
#pragma unroll
  for (int k = 0; k < 8; k++) o.h[k] = down(__fmul_rn((float)v.c[k], factor));
  *(H8*)(out + row * stride + i) = o;
}

// The outlier columns of x [rows, count], zero beyond count up to `padded`.
extern "C" __global__ void takeColumns(
    const H* x, int xs, const int* columns, int count, H* y, int padded, i64 n) {
  i64 t = (i64)blockIdx.x * blockDim.x + threadIdx.x;
  if (t >= n) return;
  int c = (int)(t % padded);
  i64 row = t / padded;
  y[t] = c < count ? x[row * xs + columns[c]] : (H)0;
}

// The same columns of the weight, made dense.
extern "C" __global__ void takeWeights(
    const signed char* codes, const float* scales, int width, const int* columns, int count, H* y,
    int padded, i64 n) {
  i64 t = (i64)blockIdx.x * blockDim.x + threadIdx.x;
  if (t >= n) return;
  int c = (int)(t % padded);
  i64 row = t / padded;
  y[t] = c < count ? down(codes[row * width + columns[c]] * (scales[row] / 127.f)) : (H)0;
}
