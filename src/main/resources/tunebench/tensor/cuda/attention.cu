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
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, "
               "{%8,%9}, {%0,%1,%2,%3};"
               : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

// A tile of COUNT rows of DIM numbers into shared memory by 128 threads, zero behind the `valid`
// first. The copies are asynchronous, so that all are under way at once: see arrived().
template <int COUNT>
__device__ __forceinline__ void load(H* tile, const H* from, i64 stride, int valid) {
#pragma unroll
  for (int round = 0; round < COUNT * TILES / 128; round++) {
    int i = round * 128 + threadIdx.x;
    int r = i / TILES, c = i % TILES * 8;
    unsigned to = (unsigned)__cvta_generic_to_shared(tile + r * STRIDE + c);
    const H* at = r < valid ? from + r * stride + c : from;
    int bytes = r < valid ? 16 : 0;
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(to), "l"(at), "r"(bytes));
  }
}

// Waits until the tiles that this thread asked for are there.
__device__ __forceinline__ void arrived() {
  asm volatile("cp.async.commit_group;\ncp.async.wait_group 0;" ::: "memory");
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

__device__ __forceinline__ void four(unsigned x[4], const H* at) {
  unsigned address = (unsigned)__cvta_generic_to_shared(at);
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];"
               : "=r"(x[0]), "=r"(x[1]), "=r"(x[2]), "=r"(x[3])
               : "r"(address));
}

// A left operand of 16 rows from shared memory, step k.
__device__ __forceinline__ void left(unsigned a[4], const H* tile, int row, int k, int lane) {
  four(a, tile + (row + (lane & 15)) * STRIDE + k * 16 + (lane >> 4) * 8);
}

// Two right operands whose columns are rows of the tile: tile rows n.. and n + 8.., step k.
__device__ __forceinline__ void right(unsigned b[4], const H* tile, int n, int k, int lane) {
  four(b, tile + (n + (lane >> 4) * 8 + (lane & 7)) * STRIDE + k * 16 + ((lane >> 3) & 1) * 8);
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

// Turns a gradient back by its token's position: a lane holds both halves of a pair. Row h of the
// lane's two.
__device__ __forceinline__ void turnBack(
    float x[TILES][4], int h, int position, const float* cosines, const float* sines, int lane) {
#pragma unroll
  for (int d = 0; d < TILES / 2; d++)
#pragma unroll
    for (int c = 0; c < 2; c++) {
      i64 at = (i64)position * DIM + d * 8 + (lane & 3) * 2 + c;
      float cosine = cosines[at], sine = sines[at];
      float low = x[d][2 * h + c], high = x[d + TILES / 2][2 * h + c];
      x[d][2 * h + c] = low * cosine + high * sine;
      x[d + TILES / 2][2 * h + c] = high * cosine - low * sine;
    }
}

// One block has 64 queries of one head of one row; those with the most keys to see come first, so
// that the last ones to end are short. logs[token, head] = the logarithm of the sum of exponentials,
// for the backward pass.
extern "C" __global__ void __launch_bounds__(128) attend(
    const H* qkv, int stride, const int* starts, H* out, int outStride, float* logs, int heads,
    int kv, float scale, int window) {
  extern __shared__ __align__(16) H shared[];
  int from = starts[blockIdx.x], length = starts[blockIdx.x + 1] - from;
  int q0 = (gridDim.z - 1 - blockIdx.z) * 64, head = blockIdx.y;
  if (q0 >= length) return;
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31;
  int mine = q0 + warp * 16;
  const H* base = qkv + (i64)from * stride;
  const H* keys = base + (heads + head / (heads / kv)) * DIM;
  const H* values = keys + kv * DIM;
  int begin = window > 0 ? max(0, q0 - window + 1) / 64 * 64 : 0;
  load<64>(shared, keys + (i64)begin * stride, stride, length - begin);
  load<64>(shared + 64 * STRIDE, values + (i64)begin * stride, stride, length - begin);
  unsigned q[STEPS][4];
  rows16(q, base + (i64)mine * stride + head * DIM, stride, length - mine, lane);
  float o[TILES][4];
#pragma unroll
  for (int d = 0; d < TILES; d++) o[d][0] = o[d][1] = o[d][2] = o[d][3] = 0.f;
  float most[2] = {NONE, NONE}, sum[2] = {0.f, 0.f};
  int query[2] = {mine + (lane >> 2), mine + (lane >> 2) + 8};
  int end = min(q0 + 64, length), half = 0;
  for (int j0 = begin; j0 < end; j0 += 64) {
    arrived();
    __syncthreads();
    const H* k = shared + half * 128 * STRIDE;
    const H* v = k + 64 * STRIDE;
    half ^= 1;
    if (j0 + 64 < end) {
      // The next tiles are on their way while these are used.
      H* next = shared + half * 128 * STRIDE;
      i64 at = (i64)(j0 + 64) * stride;
      load<64>(next, keys + at, stride, length - j0 - 64);
      load<64>(next + 64 * STRIDE, values + at, stride, length - j0 - 64);
    }
    float s[8][4];
#pragma unroll
    for (int n = 0; n < 8; n++) s[n][0] = s[n][1] = s[n][2] = s[n][3] = 0.f;
#pragma unroll
    for (int step = 0; step < STEPS; step++)
#pragma unroll
      for (int n = 0; n < 8; n += 2) {
        unsigned b[4];
        right(b, k, n * 8, step, lane);
        mma(s[n], q[step], b[0], b[1]);
        mma(s[n + 1], q[step], b[2], b[3]);
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

// deltas[token, head] = the inner product of a head's output and its gradient. TILES threads each.
extern "C" __global__ void attendDelta(
    const H* out, int outStride, const H* dOut, int dStride, float* deltas, int heads, i64 n) {
  i64 t = (i64)blockIdx.x * blockDim.x + threadIdx.x;
  i64 at = t / TILES;
  int part = (int)(t % TILES) * 8;
  float sum = 0.f;
  if (t < n) {
    i64 token = at / heads;
    int column = (int)(at % heads) * DIM + part;
    H8 o = *(const H8*)(out + token * outStride + column);
    H8 d = *(const H8*)(dOut + token * dStride + column);
#pragma unroll
    for (int k = 0; k < 8; k++) sum += up(o.h[k]) * up(d.h[k]);
  }
#pragma unroll
  for (int i = TILES / 2; i; i >>= 1) sum += __shfl_xor_sync(0xffffffffu, sum, i);
  if (t < n && part == 0) deltas[at] = sum;
}

// Gradients of 64 keys and values of one key head of one row; all its query heads are gone through.
__device__ __forceinline__ void attendKeys(
    const H* qkv, int stride, const int* starts, const H* dOut, int dStride, const float* logs,
    const float* deltas, H* dQkv, int gStride, const float* cosines, const float* sines, int heads,
    int kv, float scale, int window, H* shared) {
  H* k = shared;
  H* v = k + 64 * STRIDE;
  H* halves = v + 64 * STRIDE;
  float* numbers = (float*)(halves + 128 * STRIDE);
  int from = starts[blockIdx.x], length = starts[blockIdx.x + 1] - from;
  int j0 = blockIdx.z * 64, own = blockIdx.y, group = heads / kv;
  if (j0 >= length) return;
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31;
  const H* base = qkv + (i64)from * stride;
  load<64>(k, base + (i64)j0 * stride + (heads + own) * DIM, stride, length - j0);
  load<64>(v, base + (i64)j0 * stride + (heads + kv + own) * DIM, stride, length - j0);
  float dk[TILES][4], dv[TILES][4];
#pragma unroll
  for (int d = 0; d < TILES; d++)
#pragma unroll
    for (int c = 0; c < 4; c++) dk[d][c] = dv[d][c] = 0.f;
  int end = window > 0 ? min(length, j0 + 63 + window) : length;
  int tiles = (end - j0 + 31) / 32, count = tiles * group;
  // Queries, their outputs' gradients and two numbers each: of tile `it` over all heads.
  auto ask = [&](int it) {
    int head = own * group + it / tiles, i0 = j0 + it % tiles * 32, half = it & 1;
    H* q = halves + half * 64 * STRIDE;
    load<32>(q, base + (i64)i0 * stride + head * DIM, stride, length - i0);
    load<32>(
        q + 32 * STRIDE, dOut + (i64)(from + i0) * dStride + head * DIM, dStride, length - i0);
    if (threadIdx.x < 32) {
      bool there = i0 + threadIdx.x < length;
      i64 at = (i64)(from + i0 + threadIdx.x) * heads + head;
      numbers[half * 64 + threadIdx.x] = there ? logs[at] * LOG2E : 0.f;
      numbers[half * 64 + 32 + threadIdx.x] = there ? deltas[at] : 0.f;
    }
  };
  ask(0);
  for (int it = 0; it < count; it++) {
    arrived();
    __syncthreads();
    if (it + 1 < count) ask(it + 1);
    int i0 = j0 + it % tiles * 32;
    const H* q = halves + (it & 1) * 64 * STRIDE;
    const H* g = q + 32 * STRIDE;
    const float* log32 = numbers + (it & 1) * 64;
    const float* delta32 = log32 + 32;
    {
      float s[4][4], p[4][4];
#pragma unroll
      for (int n = 0; n < 4; n++)
#pragma unroll
        for (int c = 0; c < 4; c++) s[n][c] = p[n][c] = 0.f;
#pragma unroll
      for (int step = 0; step < STEPS; step++) {
        unsigned a[4], b[4];
        left(a, k, warp * 16, step, lane);
#pragma unroll
        for (int n = 0; n < 4; n += 2) {
          right(b, q, n * 8, step, lane);
          mma(s[n], a, b[0], b[1]);
          mma(s[n + 1], a, b[2], b[3]);
        }
        left(a, v, warp * 16, step, lane);
#pragma unroll
        for (int n = 0; n < 4; n += 2) {
          right(b, g, n * 8, step, lane);
          mma(p[n], a, b[0], b[1]);
          mma(p[n + 1], a, b[2], b[3]);
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
      if (cosines) turnBack(dk, h, key, cosines, sines, lane);
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
__device__ __forceinline__ void attendQueries(
    const H* qkv, int stride, const int* starts, const H* dOut, int dStride, const float* logs,
    const float* deltas, H* dQkv, int gStride, const float* cosines, const float* sines, int heads,
    int kv, float scale, int window, H* halves) {
  int from = starts[blockIdx.x], length = starts[blockIdx.x + 1] - from;
  int q0 = (gridDim.z - 1 - blockIdx.z) * 64, head = blockIdx.y - kv;
  if (q0 >= length) return;
  int warp = threadIdx.x >> 5, lane = threadIdx.x & 31;
  int mine = q0 + warp * 16;
  const H* base = qkv + (i64)from * stride;
  const H* keys = base + (heads + head / (heads / kv)) * DIM;
  const H* values = keys + kv * DIM;
  int begin = window > 0 ? max(0, q0 - window + 1) / 32 * 32 : 0;
  load<32>(halves, keys + (i64)begin * stride, stride, length - begin);
  load<32>(halves + 32 * STRIDE, values + (i64)begin * stride, stride, length - begin);
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
  int end = min(q0 + 64, length), half = 0;
  for (int j0 = begin; j0 < end; j0 += 32) {
    arrived();
    __syncthreads();
    const H* k = halves + half * 64 * STRIDE;
    const H* v = k + 32 * STRIDE;
    half ^= 1;
    if (j0 + 32 < end) {
      H* next = halves + half * 64 * STRIDE;
      i64 at = (i64)(j0 + 32) * stride;
      load<32>(next, keys + at, stride, length - j0 - 32);
      load<32>(next + 32 * STRIDE, values + at, stride, length - j0 - 32);
    }
    float s[4][4], p[4][4];
#pragma unroll
    for (int n = 0; n < 4; n++)
#pragma unroll
      for (int c = 0; c < 4; c++) s[n][c] = p[n][c] = 0.f;
#pragma unroll
    for (int step = 0; step < STEPS; step++)
#pragma unroll
      for (int n = 0; n < 4; n += 2) {
        unsigned b[4];
        right(b, k, n * 8, step, lane);
        mma(s[n], q[step], b[0], b[1]);
        mma(s[n + 1], q[step], b[2], b[3]);
        right(b, v, n * 8, step, lane);
        mma(p[n], g[step], b[0], b[1]);
        mma(p[n + 1], g[step], b[2], b[3]);
      }
#pragma unroll
    for (int n = 0; n < 4; n++) {
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
      if (cosines) turnBack(dq, h, query[h], cosines, sines, lane);
      H* to = dQkv + (i64)(from + query[h]) * gStride + head * DIM + (lane & 3) * 2;
#pragma unroll
      for (int d = 0; d < TILES; d++)
        *(unsigned*)(to + d * 8) = down2(dq[d][2 * h], dq[d][2 * h + 1]);
    }
  }
}

// Both kinds of gradients in one launch: blocks of keys are few and long, those of queries many and
// short, and the longest of each come first. blockIdx is row, key heads before query heads, tile.
extern "C" __global__ void __launch_bounds__(128, DIM == 128 ? 2 : 3) attendBackward(
    const H* qkv, int stride, const int* starts, const H* dOut, int dStride, const float* logs,
    const float* deltas, H* dQkv, int gStride, const float* cosines, const float* sines, int heads,
    int kv, float scale, int window) {
  extern __shared__ __align__(16) H shared[];
  if (blockIdx.y < kv)
    attendKeys(qkv, stride, starts, dOut, dStride, logs, deltas, dQkv, gStride, cosines, sines,
               heads, kv, scale, window, shared);
  else
    attendQueries(qkv, stride, starts, dOut, dStride, logs, deltas, dQkv, gStride, cosines, sines,
                  heads, kv, scale, window, shared);
}
