// Cross-entropy and the optimizer.

// One block per labelled token: its loss, and the logits' gradient times `share`.
extern "C" __global__ void crossEntropy(
    const float* logits, const i64* labels, float share, float* losses, H* gradient, int vocabulary) {
  i64 row = blockIdx.x;
  logits += row * vocabulary;
  float largest = -3.0e38f;
  for (int i = threadIdx.x; i < vocabulary; i += blockDim.x) largest = fmaxf(largest, logits[i]);
  largest = blockMax(largest);
  float sum = 0.f;
  for (int i = threadIdx.x; i < vocabulary; i += blockDim.x) sum += expf(logits[i] - largest);
  sum = blockSum(sum);
  int label = (int)labels[row];
  if (threadIdx.x == 0) losses[row] = logf(sum) + largest - logits[label];
  if (!gradient) return;
  gradient += row * vocabulary;
  float scale = share / sum;
  for (int i = threadIdx.x; i < vocabulary; i += blockDim.x) {
    float p = expf(logits[i] - largest) * scale;
    gradient[i] = down(i == label ? p - share : p);
  }
}

// One row of the optimizer's table: a tensor of `count` numbers.
struct Slot {
  float* param;
  float* grad;
  float* first;
  float* second;
  H* shadow;
  i64 count;
  float decay;
  int chunk;    // number of the tensor's first chunk
  int columns;  // of the tensor
  int stride;   // from row to row of the shadow
};

__device__ const Slot* slotOf(const Slot* slots, int tensors, int chunk) {
  int lo = 0, hi = tensors - 1;
  while (lo < hi) {
    int mid = (lo + hi + 1) >> 1;
    if (slots[mid].chunk <= chunk) lo = mid; else hi = mid - 1;
  }
  return slots + lo;
}

// Sums of squares, one per chunk: added up in one order, so that the norm is the same every time.
extern "C" __global__ void squares(const Slot* slots, int tensors, int chunkSize, float* partial) {
  const Slot* s = slotOf(slots, tensors, blockIdx.x);
  i64 from = (i64)(blockIdx.x - s->chunk) * chunkSize;
  i64 to = from + chunkSize < s->count ? from + chunkSize : s->count;
  float sum = 0.f;
  for (i64 i = from + threadIdx.x; i < to; i += blockDim.x) sum += s->grad[i] * s->grad[i];
  sum = blockSum(sum);
  if (threadIdx.x == 0) partial[blockIdx.x] = sum;
}

// norm[0] = the gradient's norm, in one block.
extern "C" __global__ void total(const float* partial, int chunks, float* norm) {
  float sum = 0.f;
  for (int i = threadIdx.x; i < chunks; i += blockDim.x) sum += partial[i];
  sum = blockSum(sum);
  if (threadIdx.x == 0) norm[0] = sqrtf(sum);
}

// AdamW (Loshchilov and Hutter 2019) over all tensors at once; a norm that is no number changes
// nothing.
extern "C" __global__ void adamW(
    const Slot* slots, int tensors, int chunkSize, const float* norm, float limit,
    float beta1, float beta2, float rate, float corrected, float root, float eps) {
  const Slot* s = slotOf(slots, tensors, blockIdx.x);
  float length = norm[0];
  if (!(length < 3.0e38f)) return;
  float factor = fminf(limit / (length + 1e-6f), 1.f);
  i64 from = (i64)(blockIdx.x - s->chunk) * chunkSize;
  i64 to = from + chunkSize < s->count ? from + chunkSize : s->count;
  for (i64 i = from + threadIdx.x; i < to; i += blockDim.x) {
    float g = s->grad[i] * factor;
    float m = s->first[i], v = s->second[i], p = s->param[i] * (1.f - rate * s->decay);
    m = m + (1.f - beta1) * (g - m);
    v = v * beta2 + (1.f - beta2) * g * g;
    p -= corrected * m / (sqrtf(v) / root + eps);
    s->first[i] = m;
    s->second[i] = v;
    s->param[i] = p;
    if (s->shadow) s->shadow[i / s->columns * s->stride + i % s->columns] = down(p);
  }
}
