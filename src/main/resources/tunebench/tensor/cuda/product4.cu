// y = x W^T for few rows of x (tokens) on Hopper: weights in 4-bit blocks go from memory to
// registers as codes, are made bfloat16 there, and are the left factor of wgmma, so that no dense
// weight is ever in memory.
//
// A block of threads has 128 rows of W, 64 for each of two warpgroups, and all rows of x, at most
// TOKENS; blockIdx.y is a share of the columns. Each step takes 64 columns: one scale of each row
// of W; columns are whole fours of steps. Tiles of x come by the copy engine, codes by the warp
// that decodes them; while one step is multiplied, the weights of the next are decoded.
#define STEP 64
#define ROWS 128
#define THREADS 256
#define STAGES 4
#define CHUNKS (TOKENS / 64)
#define TILE (TOKENS * 2 * STEP)
// Steps whose codes are on their way or decoded, and bytes of one for a warp: 16 rows of 32 bytes.
// The halves of every other four rows are exchanged, so that eight rows lie in banks of their own.
#define SLOTS 8
#define SLOT (16 * 32)
// The two levels of each byte lie in shared memory once for each lane of half a warp, so that no
// two lanes ever want the same bank.
#define COPIES 16
#define TABLE (256 * 8 * COPIES)
typedef unsigned long long u64;

// A weight in blocks.
struct Weight {
  const u8* codes;
  const float* plain;  // scales; under double quantization the next four instead
  const u8* scaleCodes;
  const float* code256;
  const float* second;
  const float* offset;
  const float2* pairs;
  i64 rows;
  i64 to;     // its first column in y
  i64 block;  // its first block of threads
};

// Weights that share x; those that are not there begin behind the last block.
struct Weights {
  Weight w[3];
};

// As the driver describes a matrix to the copy engine.
struct __align__(64) Map {
  u64 m[16];
};

// d [64, 64] += a [64, 16] b [64, 16]^T, b in shared memory.
__device__ __forceinline__ void wgmma(float (&d)[32], const unsigned* a, u64 b) {
  asm volatile(
      "{.reg .pred p;\nsetp.eq.u32 p, 1, 1;\n"
      "wgmma.mma_async.sync.aligned.m64n64k16.f32.bf16.bf16 "
      "{%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, "
      "%16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31}, "
      "{%32, %33, %34, %35}, %36, p, 1, 1, 0;}"
      : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3]), "+f"(d[4]), "+f"(d[5]),
      "+f"(d[6]), "+f"(d[7]), "+f"(d[8]), "+f"(d[9]), "+f"(d[10]), "+f"(d[11]),
      "+f"(d[12]), "+f"(d[13]), "+f"(d[14]), "+f"(d[15]), "+f"(d[16]), "+f"(d[17]),
      "+f"(d[18]), "+f"(d[19]), "+f"(d[20]), "+f"(d[21]), "+f"(d[22]), "+f"(d[23]),
      "+f"(d[24]), "+f"(d[25]), "+f"(d[26]), "+f"(d[27]), "+f"(d[28]), "+f"(d[29]),
      "+f"(d[30]), "+f"(d[31])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "l"(b));
}

__device__ __forceinline__ unsigned place(const void* shared) {
  return (unsigned)__cvta_generic_to_shared(shared);
}

// Lets the compiler keep a number in a register rather than compute it anew at each use.
__device__ __forceinline__ void keep(unsigned& x) { asm("" : "+r"(x)); }

__device__ __forceinline__ void begin(unsigned barrier, int arrivals) {
  asm volatile(
      "mbarrier.init.shared::cta.b64 [%0], %1;" ::"r"(barrier), "r"(arrivals) : "memory");
}

__device__ __forceinline__ void arrive(unsigned barrier) {
  asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];" ::"r"(barrier) : "memory");
}

__device__ __forceinline__ void await(unsigned barrier, int parity) {
  asm volatile(
      "{.reg .pred p;\n"
      "again: mbarrier.try_wait.parity.shared::cta.b64 p, [%0], %1;\n"
      "@p bra done;\nbra again;\ndone:}" ::"r"(barrier), "r"(parity) : "memory");
}

// Columns from k on of TOKENS rows of x; zeros behind the last.
__device__ __forceinline__ void load(const Map& x, int k, unsigned to, unsigned barrier) {
  asm volatile(
      "mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;" ::"r"(barrier), "n"(TILE)
      : "memory");
  asm volatile(
      "cp.async.bulk.tensor.2d.shared::cluster.global.tile.mbarrier::complete_tx::bytes"
      " [%0], [%1, {%2, %3}], [%4];" ::"r"(to), "l"(&x), "r"(k), "r"(0), "r"(barrier) : "memory");
}

// Both weights of a byte, rounded twice as libtorch rounds them. table knows its lane.
__device__ __forceinline__ unsigned pairOf(const u8* table, unsigned b, float s) {
  float2 v = *(const float2*)(table + b * (8 * COPIES));
  return down2(__fmul_rn(v.x, s), __fmul_rn(v.y, s));
}

extern "C" __global__ void __launch_bounds__(THREADS, RESIDENT) product4(
    const __grid_constant__ Map map, const __grid_constant__ Weights weights, H* y, int ys,
    float* parts, int width, int tokens, int columns, int add) {
  extern __shared__ __align__(1024) u8 shared[];
#if NESTED
  __shared__ float book[256];
#endif
  __shared__ u64 full[STAGES], empty[STAGES];
  int tid = threadIdx.x, lane = tid & 31, warp = tid >> 5, g = lane >> 2, t = lane & 3;
  int member = (blockIdx.x >= weights.w[1].block) + (blockIdx.x >= weights.w[2].block);
  const Weight& w = weights.w[member];
#if NESTED
  book[tid] = w.code256[tid];
  float mean = w.offset[0];
#endif
  int n0 = (blockIdx.x - (int)w.block) * ROWS + warp * 16;
  int most = (int)w.rows - 1;
  int all = columns / STEP;
  int from = (int)((i64)(all / STAGES) * blockIdx.y / gridDim.y) * STAGES;
  int count = (int)((i64)(all / STAGES) * (blockIdx.y + 1) / gridDim.y) * STAGES - from;
  unsigned tiles = place(shared), fulls = place(full), empties = place(empty);
  if (tid == 0) {
    for (int i = 0; i < STAGES; i++) {
      begin(fulls + 8 * i, 1);
      begin(empties + 8 * i, THREADS / 32);
    }
    asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
    for (int i = 0; i < STAGES; i++)
      load(map, (from + i) * STEP, tiles + i * TILE, fulls + 8 * i);
  }

  // Codes: a lane copies half a row of its warp's 16.
  u8* mine = shared + STAGES * TILE + TABLE + warp * SLOTS * SLOT;
  i64 half = (i64)min(n0 + (lane >> 1), most) * columns + (i64)from * STEP;
  const u8* codes = w.codes + half / 2 + (lane & 1) * 16;
  unsigned codesTo = place(mine) + (lane >> 1) * 32 + ((lane ^ lane >> 3) & 1) * 16;
  keep(codesTo);
  unsigned copied = 0;
  auto copy = [&]() {
    if (copied < (unsigned)count)
      asm volatile("cp.async.cg.shared.global.L2::128B [%0], [%1], 16;" ::
                   "r"(codesTo + copied % SLOTS * SLOT), "l"(codes) : "memory");
    codes += STEP / 2;
    asm volatile("cp.async.commit_group;" ::: "memory");
    copied++;
  };

  // Scales of rows g and g + 8 for four steps, and for the four after those.
  int at[2];
#if NESTED
  unsigned scales[2][1], ahead[2][1];
  float factor[2], factorAhead[2];
#else
  float scales[2][4], ahead[2][4];
#endif
#pragma unroll
  for (int h = 0; h < 2; h++) at[h] = min(n0 + g + 8 * h, most) * all + from;
  auto fetch = [&]() {
#pragma unroll
    for (int h = 0; h < 2; h++) {
#if NESTED
      ahead[h][0] = *(const unsigned*)(w.scaleCodes + at[h]);
      factorAhead[h] = w.second[at[h] >> 8];
#else
      float4 four = *(const float4*)(w.plain + at[h]);
      ahead[h][0] = four.x;
      ahead[h][1] = four.y;
      ahead[h][2] = four.z;
      ahead[h][3] = four.w;
#endif
    }
  };
  // The scale of the k-th step of four, decoded.
  auto scale = [&](int h, int k) {
#if NESTED
    return __fadd_rn(__fmul_rn(book[scales[h][0] >> 8 * k & 255], factor[h]), mean);
#else
    return scales[h][k];
#endif
  };
  auto nextFour = [&]() {
#pragma unroll
    for (int h = 0; h < 2; h++) {
#if NESTED
      scales[h][0] = ahead[h][0];
      factor[h] = factorAhead[h];
#else
#pragma unroll
      for (int k = 0; k < 4; k++) scales[h][k] = ahead[h][k];
#endif
    }
  };

  unsigned table = STAGES * TILE + lane % COPIES * 8;
  keep(table);
  unsigned row[2];
#pragma unroll
  for (int i = 0; i < 2; i++) {
    row[i] = (unsigned)(mine - shared) + g * 32 + ((g >> 2 ^ i) & 1) * 16 + t;
    keep(row[i]);
  }
  // This thread's codes of the next 64 columns of W.
  unsigned bytes[2][8], slot = 0;
  auto take = [&]() {
    asm volatile("cp.async.wait_group %0;" ::"n"(SLOTS - 3) : "memory");
    __syncwarp();
#pragma unroll
    for (int i = 0; i < 16; i++) {
      const u8* c = shared + row[i / 4 % 2] + slot * SLOT;
      bytes[i / 8][i % 8] = c[8 * 32 * (i / 8) + i % 4 / 2 * 8 + i % 2 * 4];
    }
    slot = (slot + 1) % SLOTS;
  };
  // Their weights as wgmma takes them.
  auto make = [&](unsigned (&a)[16], int k) {
#pragma unroll
    for (int h = 0; h < 2; h++) {
      float s = scale(h, k);
#pragma unroll
      for (int j = 0; j < 8; j++)
        a[j / 2 * 4 + j % 2 * 2 + h] = pairOf(shared + table, bytes[h][j], s);
    }
  };

  float acc[CHUNKS][32];
#pragma unroll
  for (int i = 0; i < CHUNKS; i++)
#pragma unroll
    for (int k = 0; k < 32; k++) acc[i][k] = 0.f;
  unsigned a[2][16];
  for (int i = 0; i < SLOTS - 2; i++) copy();
  float2* levels = (float2*)(shared + STAGES * TILE);
#pragma unroll
  for (int i = 0; i < 256 * COPIES / THREADS; i++)
    levels[i * THREADS + tid] = w.pairs[(i * THREADS + tid) / COPIES];
  __syncthreads();
  fetch();
  take();
  nextFour();
  make(a[0], 0);

  // 128-byte swizzle, eight rows of 128 bytes after another.
  const u64 form = (u64)1 << 62 | (u64)64 << 32 | (u64)1 << 16;
  int step = 0, parity = 0;
  auto turn = [&](unsigned (&now)[16], unsigned (&then)[16], int stage) {
    bool more = stage + 1 < STAGES || step + STAGES < count;
    copy();
    if (more) take();
    await(fulls + 8 * stage, parity);
    asm volatile("wgmma.fence.sync.aligned;" ::: "memory");
    u64 tile = form | ((tiles + stage * TILE) & 0x3FFFF) >> 4;
#pragma unroll
    for (int j = 0; j < 4; j++)
#pragma unroll
      for (int i = 0; i < CHUNKS; i++)
        wgmma(acc[i], now + 4 * j, tile + (i * 64 * 2 * STEP + j * 32) / 16);
    asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory");
    // The step before has ended: its weights may be written over, its tile of x too.
    asm volatile("wgmma.wait_group.sync.aligned 1;" ::: "memory");
    if (lane == 0 && (stage > 0 || step > 0))
      arrive(empties + 8 * ((stage + STAGES - 1) % STAGES));
    // The tile of two steps back, so that the other warpgroup is seldom waited for.
    int refill = (stage + STAGES - 2) % STAGES;
    if (tid == 0 && (stage > 1 ? step + STAGES < count : step > 0)) {
      await(empties + 8 * refill, stage < 2 ? parity ^ 1 : parity);
      int next = from + step + stage - 2 + STAGES;
      load(map, next * STEP, tiles + refill * TILE, fulls + 8 * refill);
    }
    if (more) {
      if (stage + 1 == STAGES) nextFour();
      make(then, (stage + 1) % STAGES);
    }
  };
  for (; step < count; step += STAGES) {
#pragma unroll
    for (int h = 0; h < 2; h++) at[h] += STAGES;
    if (step + STAGES < count) fetch();
    turn(a[0], a[1], 0);
    turn(a[1], a[0], 1);
    turn(a[0], a[1], 2);
    turn(a[1], a[0], 3);
    parity ^= 1;
  }
  asm volatile("wgmma.wait_group.sync.aligned 0;" ::: "memory");

  // A thread holds, of each eight tokens, two neighbours for rows g and g + 8.
  int rows = (int)w.rows;
  if (gridDim.y > 1) {
    // [share, token, all rows of W] in float32, summed by sumShares.
    parts += (i64)blockIdx.y * tokens * width + w.to;
#pragma unroll
    for (int i = 0; i < TOKENS / 8; i++)
#pragma unroll
      for (int k = 0; k < 4; k++) {
        int token = i * 8 + 2 * t + (k & 1), n = n0 + g + (k >> 1) * 8;
        if (token < tokens && n < rows) parts[(i64)token * width + n] = acc[i / 8][i % 8 * 4 + k];
      }
    return;
  }
  // Turned in shared memory, so that y is written 16 bytes at a time.
  asm volatile("cp.async.wait_group 0;" ::: "memory");
  __syncthreads();
  H* turned = (H*)shared;
  y += w.to;
  n0 -= warp * 16;
#pragma unroll
  for (int i = 0; i < TOKENS / 8; i++)
#pragma unroll
    for (int k = 0; k < 4; k++) {
      int token = i * 8 + 2 * t + (k & 1), n = warp * 16 + g + (k >> 1) * 8;
      float v = acc[i / 8][i % 8 * 4 + k];
      if (add && token < tokens && n0 + n < rows) v += up(y[(i64)token * ys + n0 + n]);
      turned[token * (ROWS + 8) + n] = down(v);
    }
  __syncthreads();
  for (int i = tid; i < tokens * (ROWS / 8); i += THREADS) {
    int token = i / (ROWS / 8), c = i % (ROWS / 8) * 8;
    if (n0 + c < rows)
      *(H8*)(y + (i64)token * ys + n0 + c) = *(const H8*)(turned + token * (ROWS + 8) + c);
  }
}

// y = the sum of shares in their order, or y += that. A thread has four columns of a row.
extern "C" __global__ void sumShares(
    const float* parts, int shares, H* y, int ys, int width, int add, i64 n) {
  i64 i = (i64)blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  i64 token = i / (width >> 2);
  int c = (int)(i % (width >> 2)) * 4;
  const float4* from = (const float4*)(parts + token * width + c);
  float4 v = *from;
  for (int s = 1; s < shares; s++) {
    float4 o = from[s * n];
    v.x += o.x;
    v.y += o.y;
    v.z += o.z;
    v.w += o.w;
  }
  uint2* to = (uint2*)(y + token * ys + c);
  if (add) {
    uint2 o = *to;
    v.x += up((H)o.x);
    v.y += up((H)(o.x >> 16));
    v.z += up((H)o.y);
    v.w += up((H)(o.y >> 16));
  }
  *to = make_uint2(down2(v.x, v.y), down2(v.z, v.w));
}
