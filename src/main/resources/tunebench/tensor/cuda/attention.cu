// Causal attention of packed rows with grouped key and value heads, forward and backward, on the
// matrix units (FlashAttention-2's recurrence, Dao 2023). DIM is the size of a head, 64 or 128.
// Lanes hold matrix parts as mma.m16n8k16 wants them: of a 16 x 8 result, lane l has the columns
// 2 (l % 4) and the next of the rows l / 4 and l / 4 + 8.
#define STRIDE (DIM + 8)
#define STEPS (DIM / 16)
#define TILES (DIM / 8)
#define LOG2E 1.4426950408889634f
#define NONE (-1e30f)

__device__ __forceinline__ void mma(float* c, const unsigned* a, unsigned b0, unsigned b1) {
#if HALF == 16
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, "
#else
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, "
#endif
               "{%8,%9}, {%0,%1,%2,%3};"
               : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

// A tile of `count` rows of DIM numbers into shared memory, zero behind the `valid` first.
__device__ __forceinline__ void load(H* tile, const H* from, i64 stride, int valid, int count) {
  for (int i = threadIdx.x; i < count * TILES; i += blockDim.x) {
    int r = i / TILES, c = i % TILES * 8;
    uint4 v = make_uint4(0, 0, 0, 0);
    if (r < valid) v = *(const uint4*)(from + r * stride + c);
    *(uint4*)(tile + r * STRIDE + c) = v;
  }
}

// Sixteen rows as left operands, from global memory.
__device__ __forceinline__ void rows16(
    unsigned f[STEPS][4], const H* from, i64 stride, int valid, int lane) {
  int r = lane >> 2, c = (lane & 3) * 2;
#pragma unroll
  for (int k = 0; k < STEPS; k++) {
    const H* at = from + r * stride + k * 16 + c;
    f[k][0] = r < valid ? *(const unsigned*)at : 0;
    f[k][1] = r + 8 < valid ? *(const unsigned*)(at + 8 * stride) : 0;
    f[k][2] = r < valid ? *(const unsigned*)(at + 8) : 0;
    f[k][3] = r + 8 < valid ? *(const unsigned*)(at + 8 * stride + 8) : 0;
  }
}

// A left operand of 16 rows from shared memory, step k.
__device__ __forceinline__ void left(unsigned a[4], const H* tile, int row, int k, int lane) {
  const H* at = tile + (row + (lane >> 2)) * STRIDE + k * 16 + (lane & 3) * 2;
  a[0] = *(const unsigned*)at;
  a[1] = *(const unsigned*)(at + 8 * STRIDE);
  a[2] = *(const unsigned*)(at + 8);
  a[3] = *(const unsigned*)(at + 8 * STRIDE + 8);
}

// A right operand whose columns are rows of the tile: tile rows n.. times dimension step k.
__device__ __forceinline__ void right(unsigned b[2], const H* tile, int n, int k, int lane) {
  const H* at = tile + (n + (lane >> 2)) * STRIDE + k * 16 + (lane & 3) * 2;
  b[0] = *(const unsigned*)at;
  b[1] = *(const unsigned*)(at + 8);
}

// Two right operands whose rows are rows of the tile: tile rows row.., columns col.. and col + 8..
__device__ __forceinline__ void turned(unsigned b[4], const H* tile, int row, int col, int lane) {
  const H* at =
      tile + (row + ((lane >> 3) & 1) * 8 + (lane & 7)) * STRIDE + col + (lane >> 4) * 8;
  unsigned address = (unsigned)__cvta_generic_to_shared(at);
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];"
               : "=r"(b[0]), "=r"(b[1]), "=r"(b[2]), "=r"(b[3])
               : "r"(address));
}

// Two neighbouring 16 x 8 results as the left operand of 16 x 16.
__device__ __forceinline__ void asLeft(unsigned a[4], const float* x, const float* y) {
  a[0] = down2(x[0], x[1]);
  a[1] = down2(x[2], x[3]);
  a[2] = down2(y[0], y[1]);
  a[3] = down2(y[2], y[3]);
}

__device__ __forceinline__ bool sees(int query, int key, int window) {
  return key <= query && (window == 0 || key > query - window);
}

// One block has 64 queries of one head of one row. logs[token, head] = the logarithm of the sum of
// exponentials, for the backward pass.
extern "C" __global__ void __launch_bounds__(128) attend(
    const H* qkv, int stride, const int* starts, H* out, int outStride, float* logs, int heads,
    int kv, float scale, int window) {
  __shared__ __align__(16) H k[64 * STRIDE];
  __shared__ __align__(16) H v[64 * STRIDE];
  int from = starts[blockIdx.z], length = starts[blockIdx.z + 1] - from;
  int q0 = blockIdx.x * 64, head = blockIdx.y;
  if (q0 >= length) return;
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31;
  int mine = q0 + warp * 16;
  const H* base = qkv + (i64)from * stride;
  const H* keys = base + (heads + head / (heads / kv)) * DIM;
  const H* values = keys + kv * DIM;
  unsigned q[STEPS][4];
  rows16(q, base + (i64)mine * stride + head * DIM, stride, length - mine, lane);
  float o[TILES][4];
#pragma unroll
  for (int d = 0; d < TILES; d++) o[d][0] = o[d][1] = o[d][2] = o[d][3] = 0.f;
  float most[2] = {NONE, NONE}, sum[2] = {0.f, 0.f};
  int query[2] = {mine + (lane >> 2), mine + (lane >> 2) + 8};
  int begin = window > 0 ? max(0, q0 - window + 1) / 64 * 64 : 0;
  for (int j0 = begin; j0 < min(q0 + 64, length); j0 += 64) {
    __syncthreads();
    load(k, keys + (i64)j0 * stride, stride, length - j0, 64);
    load(v, values + (i64)j0 * stride, stride, length - j0, 64);
    __syncthreads();
    float s[8][4];
#pragma unroll
    for (int n = 0; n < 8; n++) {
      s[n][0] = s[n][1] = s[n][2] = s[n][3] = 0.f;
#pragma unroll
      for (int step = 0; step < STEPS; step++) {
        unsigned b[2];
        right(b, k, n * 8, step, lane);
        mma(s[n], q[step], b[0], b[1]);
      }
    }
    float top[2] = {NONE, NONE};
#pragma unroll
    for (int n = 0; n < 8; n++)
#pragma unroll
      for (int c = 0; c < 4; c++) {
        int key = j0 + n * 8 + (lane & 3) * 2 + (c & 1);
        s[n][c] = sees(query[c >> 1], key, window) ? s[n][c] * (scale * LOG2E) : NONE;
        top[c >> 1] = fmaxf(top[c >> 1], s[n][c]);
      }
#pragma unroll
    for (int h = 0; h < 2; h++) {
      top[h] = fmaxf(top[h], __shfl_xor_sync(0xffffffffu, top[h], 1));
      top[h] = fmaxf(top[h], __shfl_xor_sync(0xffffffffu, top[h], 2));
      top[h] = fmaxf(top[h], most[h]);
      float shrink = exp2f(most[h] - top[h]);
      sum[h] *= shrink;
      most[h] = top[h];
#pragma unroll
      for (int d = 0; d < TILES; d++) {
        o[d][2 * h] *= shrink;
        o[d][2 * h + 1] *= shrink;
      }
    }
#pragma unroll
    for (int n = 0; n < 8; n++)
#pragma unroll
      for (int c = 0; c < 4; c++) {
        s[n][c] = s[n][c] > 0.5f * NONE ? exp2f(s[n][c] - most[c >> 1]) : 0.f;
        sum[c >> 1] += s[n][c];
      }
#pragma unroll
    for (int step = 0; step < 4; step++) {
      unsigned a[4];
      asLeft(a, s[2 * step], s[2 * step + 1]);
#pragma unroll
      for (int d = 0; d < TILES; d += 2) {
        unsigned b[4];
        turned(b, v, step * 16, d * 8, lane);
        mma(o[d], a, b[0], b[1]);
        mma(o[d + 1], a, b[2], b[3]);
      }
    }
  }
#pragma unroll
  for (int h = 0; h < 2; h++) {
    sum[h] += __shfl_xor_sync(0xffffffffu, sum[h], 1);
    sum[h] += __shfl_xor_sync(0xffffffffu, sum[h], 2);
    if (query[h] < length) {
      i64 token = from + query[h];
      float share = 1.f / sum[h];
      H* to = out + token * outStride + head * DIM + (lane & 3) * 2;
#pragma unroll
      for (int d = 0; d < TILES; d++)
        *(unsigned*)(to + d * 8) = down2(o[d][2 * h] * share, o[d][2 * h + 1] * share);
      if ((lane & 3) == 0) logs[token * heads + head] = most[h] / LOG2E + logf(sum[h]);
    }
  }
}

// deltas[token, head] = the inner product of a head's output and its gradient. One warp each.
extern "C" __global__ void attendDelta(
    const H* out, int outStride, const H* dOut, int dStride, float* deltas, int heads, i64 n) {
  i64 at = ((i64)blockIdx.x * blockDim.x + threadIdx.x) >> 5;
  if (at * 32 >= n) return;
  int lane = threadIdx.x & 31;
  i64 token = at / heads;
  int head = (int)(at % heads);
  float sum = 0.f;
  for (int i = lane * 2; i < DIM; i += 64) {
    const H* o = out + token * outStride + head * DIM + i;
    const H* d = dOut + token * dStride + head * DIM + i;
    sum += up(o[0]) * up(d[0]) + up(o[1]) * up(d[1]);
  }
  sum = warpSum(sum);
  if (lane == 0) deltas[at] = sum;
}

// Gradients of 64 keys and values of one key head of one row; all its query heads are gone through.
extern "C" __global__ void __launch_bounds__(128) attendKeys(
    const H* qkv, int stride, const int* starts, const H* dOut, int dStride, const float* logs,
    const float* deltas, H* dQkv, int gStride, int heads, int kv, float scale, int window) {
  extern __shared__ __align__(16) H shared[];
  H* k = shared;
  H* v = k + 64 * STRIDE;
  H* q = v + 64 * STRIDE;
  H* g = q + 32 * STRIDE;
  float* log32 = (float*)(g + 32 * STRIDE);
  float* delta32 = log32 + 32;
  int from = starts[blockIdx.z], length = starts[blockIdx.z + 1] - from;
  int j0 = blockIdx.x * 64, own = blockIdx.y, group = heads / kv;
  if (j0 >= length) return;
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31;
  const H* base = qkv + (i64)from * stride;
  load(k, base + (i64)j0 * stride + (heads + own) * DIM, stride, length - j0, 64);
  load(v, base + (i64)j0 * stride + (heads + kv + own) * DIM, stride, length - j0, 64);
  float dk[TILES][4], dv[TILES][4];
#pragma unroll
  for (int d = 0; d < TILES; d++)
#pragma unroll
    for (int c = 0; c < 4; c++) dk[d][c] = dv[d][c] = 0.f;
  int end = window > 0 ? min(length, j0 + 63 + window) : length;
  for (int head = own * group; head < (own + 1) * group; head++) {
    for (int i0 = j0; i0 < end; i0 += 32) {
      __syncthreads();
      load(q, base + (i64)i0 * stride + head * DIM, stride, length - i0, 32);
      load(g, dOut + (i64)(from + i0) * dStride + head * DIM, dStride, length - i0, 32);
      if (threadIdx.x < 32) {
        bool there = i0 + threadIdx.x < length;
        i64 at = (i64)(from + i0 + threadIdx.x) * heads + head;
        log32[threadIdx.x] = there ? logs[at] * LOG2E : 0.f;
        delta32[threadIdx.x] = there ? deltas[at] : 0.f;
      }
      __syncthreads();
      float s[4][4], p[4][4];
#pragma unroll
      for (int n = 0; n < 4; n++)
#pragma unroll
        for (int c = 0; c < 4; c++) s[n][c] = p[n][c] = 0.f;
#pragma unroll
      for (int step = 0; step < STEPS; step++) {
        unsigned a[4], b[2];
        left(a, k, warp * 16, step, lane);
#pragma unroll
        for (int n = 0; n < 4; n++) {
          right(b, q, n * 8, step, lane);
          mma(s[n], a, b[0], b[1]);
        }
        left(a, v, warp * 16, step, lane);
#pragma unroll
        for (int n = 0; n < 4; n++) {
          right(b, g, n * 8, step, lane);
          mma(p[n], a, b[0], b[1]);
        }
      }
#pragma unroll
      for (int n = 0; n < 4; n++)
#pragma unroll
        for (int c = 0; c < 4; c++) {
          int key = j0 + warp * 16 + (lane >> 2) + (c >> 1) * 8;
          int i = n * 8 + (lane & 3) * 2 + (c & 1);
          bool seen = sees(i0 + i, key, window) && i0 + i < length;
          float e = seen ? exp2f(s[n][c] * (scale * LOG2E) - log32[i]) : 0.f;
          s[n][c] = e;
          p[n][c] = e * (p[n][c] - delta32[i]) * scale;
        }
#pragma unroll
      for (int step = 0; step < 2; step++) {
        unsigned a[4], b[4];
        asLeft(a, s[2 * step], s[2 * step + 1]);
#pragma unroll
        for (int d = 0; d < TILES; d += 2) {
          turned(b, g, step * 16, d * 8, lane);
          mma(dv[d], a, b[0], b[1]);
          mma(dv[d + 1], a, b[2], b[3]);
        }
        asLeft(a, p[2 * step], p[2 * step + 1]);
#pragma unroll
        for (int d = 0; d < TILES; d += 2) {
          turned(b, q, step * 16, d * 8, lane);
          mma(dk[d], a, b[0], b[1]);
          mma(dk[d + 1], a, b[2], b[3]);
        }
      }
    }
  }
#pragma unroll
  for (int h = 0; h < 2; h++) {
    int key = j0 + warp * 16 + (lane >> 2) + h * 8;
    if (key < length) {
      H* to = dQkv + (i64)(from + key) * gStride + (heads + own) * DIM + (lane & 3) * 2;
#pragma unroll
      for (int d = 0; d < TILES; d++) {
        *(unsigned*)(to + d * 8) = down2(dk[d][2 * h], dk[d][2 * h + 1]);
        *(unsigned*)(to + kv * DIM + d * 8) = down2(dv[d][2 * h], dv[d][2 * h + 1]);
      }
    }
  }
}

// Gradients of 64 queries of one head of one row.
extern "C" __global__ void __launch_bounds__(128) attendQueries(
    const H* qkv, int stride, const int* starts, const H* dOut, int dStride, const float* logs,
    const float* deltas, H* dQkv, int gStride, int heads, int kv, float scale, int window) {
  __shared__ __align__(16) H k[32 * STRIDE];
  __shared__ __align__(16) H v[32 * STRIDE];
  int from = starts[blockIdx.z], length = starts[blockIdx.z + 1] - from;
  int q0 = blockIdx.x * 64, head = blockIdx.y;
  if (q0 >= length) return;
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31;
  int mine = q0 + warp * 16;
  const H* base = qkv + (i64)from * stride;
  const H* keys = base + (heads + head / (heads / kv)) * DIM;
  const H* values = keys + kv * DIM;
  unsigned q[STEPS][4], g[STEPS][4];
  rows16(q, base + (i64)mine * stride + head * DIM, stride, length - mine, lane);
  rows16(g, dOut + (i64)(from + mine) * dStride + head * DIM, dStride, length - mine, lane);
  int query[2] = {mine + (lane >> 2), mine + (lane >> 2) + 8};
  float log2[2], delta[2];
#pragma unroll
  for (int h = 0; h < 2; h++) {
    bool there = query[h] < length;
    i64 at = (i64)(from + query[h]) * heads + head;
    log2[h] = there ? logs[at] * LOG2E : 0.f;
    delta[h] = there ? deltas[at] : 0.f;
  }
  float dq[TILES][4];
#pragma unroll
  for (int d = 0; d < TILES; d++) dq[d][0] = dq[d][1] = dq[d][2] = dq[d][3] = 0.f;
  int begin = window > 0 ? max(0, q0 - window + 1) / 32 * 32 : 0;
  for (int j0 = begin; j0 < min(q0 + 64, length); j0 += 32) {
    __syncthreads();
    load(k, keys + (i64)j0 * stride, stride, length - j0, 32);
    load(v, values + (i64)j0 * stride, stride, length - j0, 32);
    __syncthreads();
    float s[4][4], p[4][4];
#pragma unroll
    for (int n = 0; n < 4; n++) {
#pragma unroll
      for (int c = 0; c < 4; c++) s[n][c] = p[n][c] = 0.f;
#pragma unroll
      for (int step = 0; step < STEPS; step++) {
        unsigned b[2];
        right(b, k, n * 8, step, lane);
        mma(s[n], q[step], b[0], b[1]);
        right(b, v, n * 8, step, lane);
        mma(p[n], g[step], b[0], b[1]);
      }
#pragma unroll
      for (int c = 0; c < 4; c++) {
        int h = c >> 1, key = j0 + n * 8 + (lane & 3) * 2 + (c & 1);
        bool seen = sees(query[h], key, window) && query[h] < length;
        float e = seen ? exp2f(s[n][c] * (scale * LOG2E) - log2[h]) : 0.f;
        s[n][c] = e * (p[n][c] - delta[h]) * scale;
      }
    }
#pragma unroll
    for (int step = 0; step < 2; step++) {
      unsigned a[4], b[4];
      asLeft(a, s[2 * step], s[2 * step + 1]);
#pragma unroll
      for (int d = 0; d < TILES; d += 2) {
        turned(b, k, step * 16, d * 8, lane);
        mma(dq[d], a, b[0], b[1]);
        mma(dq[d + 1], a, b[2], b[3]);
      }
    }
  }
#pragma unroll
  for (int h = 0; h < 2; h++) {
    if (query[h] < length) {
      H* to = dQkv + (i64)(from + query[h]) * gStride + head * DIM + (lane & 3) * 2;
#pragma unroll
      for (int d = 0; d < TILES; d++)
        *(unsigned*)(to + d * 8) = down2(dq[d][2 * h], dq[d][2 * h + 1]);
    }
  }
}
