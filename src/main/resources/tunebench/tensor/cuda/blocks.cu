// Norm, rotation and gate of a decoder layer, forward and backward. Rows have strides, so that the
// parts of a fused matrix are used where they lie.

// Eight float32 numbers side by side, in two loads.
struct __align__(16) F8 { float f[8]; };

// One block normalises one group of `width` columns of one row: a whole row, or one head.
extern "C" __global__ void rmsNorm(
    const H* x, int xs, const float* w, float eps, H* y, int ys, H* copy, int cs, int width,
    int groups) {
  i64 row = blockIdx.x / groups;
  int from = (int)(blockIdx.x % groups) * width;
  x += row * xs + from;
  y += row * ys + from;
  if (copy) copy += row * cs + from;
  float sum = 0.f;
  for (int i = threadIdx.x * 8; i < width; i += blockDim.x * 8) {
    H8 v = *(const H8*)(x + i);
    if (copy) *(H8*)(copy + i) = v;
#pragma unroll
    for (int k = 0; k < 8; k++) sum += up(v.h[k]) * up(v.h[k]);
  }
  float r = rsqrtf(blockSum(sum) / width + eps);
  for (int i = threadIdx.x * 8; i < width; i += blockDim.x * 8) {
    H8 v = *(const H8*)(x + i);
    F8 f = *(const F8*)(w + i);
    uint4 o;
    unsigned* to = (unsigned*)&o;
#pragma unroll
    for (int k = 0; k < 4; k++)
      to[k] = down2(up(v.h[2 * k]) * r * f.f[2 * k], up(v.h[2 * k + 1]) * r * f.f[2 * k + 1]);
    *(uint4*)(y + i) = o;
  }
}

// dx (+)= r * (w dy - n mean(w dy n)), n = x r; y = the norm itself, where it is wanted.
extern "C" __global__ void rmsNormBackward(
    const H* x, int xs, const float* w, float eps, const H* dy, int ds, H* dx, int gs, int add,
    H* y, int ys, int width, int groups) {
  i64 row = blockIdx.x / groups;
  int from = (int)(blockIdx.x % groups) * width;
  x += row * xs + from;
  dy += row * ds + from;
  dx += row * gs + from;
  if (y) y += row * ys + from;
  float squares = 0.f, dot = 0.f;
  for (int i = threadIdx.x * 8; i < width; i += blockDim.x * 8) {
    H8 v = *(const H8*)(x + i), d = *(const H8*)(dy + i);
    F8 f = *(const F8*)(w + i);
#pragma unroll
    for (int k = 0; k < 8; k++) {
      float a = up(v.h[k]);
      squares += a * a;
      dot += a * up(d.h[k]) * f.f[k];
    }
  }
  squares = blockSum(squares);
  dot = blockSum(dot);
  float r = rsqrtf(squares / width + eps);
  float c = dot * r * r / width;
  for (int i = threadIdx.x * 8; i < width; i += blockDim.x * 8) {
    H8 v = *(const H8*)(x + i), d = *(const H8*)(dy + i), o;
    F8 f = *(const F8*)(w + i);
    if (add) o = *(const H8*)(dx + i);
#pragma unroll
    for (int k = 0; k < 8; k++) {
      float g = r * (up(d.h[k]) * f.f[k] - up(v.h[k]) * c);
      o.h[k] = down(add ? up(o.h[k]) + g : g);
    }
    *(H8*)(dx + i) = o;
    if (y) {
#pragma unroll
      for (int k = 0; k < 8; k++) o.h[k] = down(up(v.h[k]) * r * f.f[k]);
      *(H8*)(y + i) = o;
    }
  }
}

// Turns the first `rot` numbers of each head of `dim`, lower half against upper half, by the angle
// of the token's position; the rest is copied. inverse turns back, which is the gradient.
extern "C" __global__ void rotate(
    const H* x, int xs, H* y, int ys, const int* positions, const float* cosines,
    const float* sines, int heads, int dim, int rot, int inverse, i64 n) {
  i64 t = (i64)blockIdx.x * blockDim.x + threadIdx.x;
  if (t >= n) return;
  int quarter = dim >> 2;  // each thread has 4 numbers of which the first half's own their pairs
  int piece = (int)(t % quarter) * 4;
  i64 rest = t / quarter;
  int head = (int)(rest % heads);
  i64 row = rest / heads;
  const H* from = x + row * xs + head * dim;
  H* to = y + row * ys + head * dim;
  int half = rot >> 1;
  if (piece >= rot) {
    *(H4*)(to + piece) = *(const H4*)(from + piece);
  } else if (piece < half) {
    H4 lo = *(const H4*)(from + piece), hi = *(const H4*)(from + piece + half);
    i64 at = (i64)positions[row] * rot + piece;
#pragma unroll
    for (int k = 0; k < 4; k++) {
      float c = cosines[at + k], s = inverse ? -sines[at + k] : sines[at + k];
      float a = up(lo.h[k]), b = up(hi.h[k]);
      lo.h[k] = down(a * c - b * s);
      hi.h[k] = down(b * c + a * s);
    }
    *(H4*)(to + piece) = lo;
    *(H4*)(to + piece + half) = hi;
  }
}

__device__ __forceinline__ float sigmoid(float x) { return 1.f / (1.f + __expf(-x)); }

// The activation's value and slope: SiLU, or the tanh form of GELU.
__device__ __forceinline__ void activation(float g, int gelu, float* value, float* slope) {
  if (gelu) {
    float inner = 0.7978845608028654f * (g + 0.044715f * g * g * g);
    float t = tanhf(inner);
    *value = 0.5f * g * (1.f + t);
    *slope = 0.5f * (1.f + t)
        + 0.5f * g * (1.f - t * t) * 0.7978845608028654f * (1.f + 3.f * 0.044715f * g * g);
  } else {
    float s = sigmoid(g);
    *value = g * s;
    *slope = s * (1.f + g * (1.f - s));
  }
}

// out = act(gate) * up; the gate's columns come first.
extern "C" __global__ void gate(
    const H* both, int bs, H* out, int os, int width, int gelu, i64 n) {
  i64 t = (i64)blockIdx.x * blockDim.x + threadIdx.x;
  if (t >= n) return;
  int pieces = width >> 3;
  i64 row = t / pieces;
  int i = (int)(t % pieces) * 8;
  H8 g = *(const H8*)(both + row * bs + i), u = *(const H8*)(both + row * bs + width + i);
#pragma unroll
  for (int k = 0; k < 8; k++) {
    float value, slope;
    activation(up(g.h[k]), gelu, &value, &slope);
    g.h[k] = down(value * up(u.h[k]));
  }
  *(H8*)(out + row * os + i) = g;
}

// Overwrites gate and up by their gradients.
extern "C" __global__ void gateBackward(
    H* both, int bs, const H* dOut, int ds, int width, int gelu, i64 n) {
  i64 t = (i64)blockIdx.x * blockDim.x + threadIdx.x;
  if (t >= n) return;
  int pieces = width >> 3;
  i64 row = t / pieces;
  int i = (int)(t % pieces) * 8;
  H8 g = *(const H8*)(both + row * bs + i), u = *(const H8*)(both + row * bs + width + i);
  H8 d = *(const H8*)(dOut + row * ds + i);
#pragma unroll
  for (int k = 0; k < 8; k++) {
    float value, slope, dy = up(d.h[k]);
    activation(up(g.h[k]), gelu, &value, &slope);
    float du = dy * value;
    g.h[k] = down(dy * up(u.h[k]) * slope);
    u.h[k] = down(du);
  }
  *(H8*)(both + row * bs + i) = g;
  *(H8*)(both + row * bs + width + i) = u;
}

// y (+)= x, or y += one row for all rows where x has stride 0.
extern "C" __global__ void add(const H* x, int xs, H* y, int ys, int width, i64 n) {
  i64 t = (i64)blockIdx.x * blockDim.x + threadIdx.x;
  if (t >= n) return;
  int pieces = width >> 3;
  i64 row = t / pieces;
  int i = (int)(t % pieces) * 8;
  H8 a = *(const H8*)(x + row * xs + i), b = *(const H8*)(y + row * ys + i);
#pragma unroll
  for (int k = 0; k < 8; k++) b.h[k] = down(up(b.h[k]) + up(a.h[k]));
  *(H8*)(y + row * ys + i) = b;
}

// y's row i = x's row rows[i], or row i where rows is null.
extern "C" __global__ void gatherRows(
    const H* x, int xs, const i64* rows, H* y, int ys, int width, i64 n) {
  i64 t = (i64)blockIdx.x * blockDim.x + threadIdx.x;
  if (t >= n) return;
  int pieces = width >> 3;
  i64 row = t / pieces;
  int i = (int)(t % pieces) * 8;
  *(H8*)(y + row * ys + i) = *(const H8*)(x + (rows ? rows[row] : row) * xs + i);
}

// y is 0 but for its rows rows[i], which are x's; y's rows are given back in order.
extern "C" __global__ void scatterRows(
    const H* x, int xs, const int* from, H* y, int ys, int width, i64 n) {
  i64 t = (i64)blockIdx.x * blockDim.x + threadIdx.x;
  if (t >= n) return;
  int pieces = width >> 3;
  i64 row = t / pieces;
  int i = (int)(t % pieces) * 8;
  H8 v;
#pragma unroll
  for (int k = 0; k < 8; k++) v.h[k] = 0;
  if (from[row] >= 0) v = *(const H8*)(x + (i64)from[row] * xs + i);
  *(H8*)(y + row * ys + i) = v;
}

// Whether number `index` of a dropout's mask is kept: a hash (Murmur3's finalizer) of seed and
// index, so that a second run drops what the first one dropped.
__device__ __forceinline__ bool keeps(i64 index, unsigned seed, unsigned limit) {
  unsigned h = (unsigned)index * 0x9e3779b1u ^ seed;
  h ^= h >> 16;
  h *= 0x85ebca6bu;
  h ^= h >> 13;
  h *= 0xc2b2ae35u;
  h ^= h >> 16;
  return h >= limit;
}

// y (+)= x where kept, scaled by 1 / (1 - p); limit = p 2^32.
extern "C" __global__ void dropout(
    const H* x, int xs, H* y, int ys, int add, unsigned seed, unsigned limit, float factor,
    int width, i64 n) {
  i64 t = (i64)blockIdx.x * blockDim.x + threadIdx.x;
  if (t >= n) return;
  int pieces = width >> 3;
  i64 row = t / pieces;
  int i = (int)(t % pieces) * 8;
  H8 v = *(const H8*)(x + row * xs + i), o;
  if (add) o = *(const H8*)(y + row * ys + i);
#pragma unroll
  for (int k = 0; k < 8; k++) {
    float kept = keeps(row * width + i + k, seed, limit) ? up(v.h[k]) * factor : 0.f;
    o.h[k] = down(add ? up(o.h[k]) + kept : kept);
  }
  *(H8*)(y + row * ys + i) = o;
}
