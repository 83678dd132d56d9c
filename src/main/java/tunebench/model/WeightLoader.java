package tunebench.model;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import tunebench.llama.ModelConfig;
import tunebench.llama.ModelShapes;
import tunebench.llama.Parts;
import tunebench.llama.TensorShape;
import tunebench.llama.TensorShape.Role;
import tunebench.llama.WeightReader;
import tunebench.nn.DenseEmbedding;
import tunebench.nn.DenseProjection;
import tunebench.nn.Embedding;
import tunebench.nn.Projection;
import tunebench.nn.RmsNorm;
import tunebench.quant.Block4;
import tunebench.quant.Block4Embedding;
import tunebench.quant.Block4Projection;
import tunebench.quant.Block4Tables;
import tunebench.quant.CastProjection;
import tunebench.quant.CodeBook;
import tunebench.quant.Int8Projection;
import tunebench.quant.Quantization;
import tunebench.tensor.Dtype;
import tunebench.tensor.Gradients;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * Brings a checkpoint to the device in the wanted format, tensor by tensor: at any moment one dense
 * tensor exists besides what is kept.
 */
final class WeightLoader {
  private final Scope scope;
  private final ModelConfig config;
  private final WeightReader reader;
  private final OpenSettings settings;
  private final @Nullable StoredProjections stored;
  private final @Nullable Block4Tables tables;
  private final Map<String, Projection> projections = new LinkedHashMap<>();
  private final Map<String, RmsNorm> norms = new LinkedHashMap<>();
  private @Nullable Embedding embedding;
  private @Nullable Projection output;

  WeightLoader(
      Scope scope,
      ModelConfig config,
      WeightReader reader,
      OpenSettings settings,
      @Nullable StoredProjections stored) {
    this.scope = scope;
    this.config = config;
    this.reader = reader;
    this.settings = settings;
    this.stored = stored;
    CodeBook book = settings.quantization().book();
    this.tables = book == null ? null : Block4Tables.of(scope, book);
  }

  Parts load(DoubleConsumer progress) {
    List<TensorShape> shapes = ModelShapes.of(config);
    CheckpointCheck.check(reader, shapes, stored);
    Map<String, NDArray> biases = new LinkedHashMap<>();
    long total = shapes.stream().mapToLong(TensorShape::size).sum();
    long done = 0;
    // Biases first: a projection is made complete at once.
    for (TensorShape shape : shapes) {
      if (shape.role() == Role.BIAS) {
        biases.put(shape.name(), reader.read(scope, shape, settings.compute()));
      }
    }
    for (TensorShape shape : shapes) {
      load(shape, biases.get(shape.name().replace(".weight", ".bias")));
      done += shape.size();
      progress.accept((double) done / total);
    }
    Embedding embed = Objects.requireNonNull(embedding);
    Projection out = output;
    return new Parts(
        projections, norms, embed, out == null ? tied(embed) : out, settings.compute());
  }

  /** One weight in the form that a loaded model holds it in: what a merge dequantizes. */
  Projection weight(TensorShape shape) {
    return switch (shape.role()) {
      case LINEAR -> projection(shape, null);
      case EMBEDDING -> tied(embedding(shape));
      case OUTPUT -> output(shape);
      case NORM, BIAS -> throw new IllegalArgumentException(shape.name() + " is no matrix");
    };
  }

  private void load(TensorShape shape, @Nullable NDArray bias) {
    String module = shape.name().replaceFirst("\\.weight$", "");
    switch (shape.role()) {
      case LINEAR -> projections.put(module, projection(shape, bias));
      case NORM -> norms.put(module, norm(shape));
      case EMBEDDING -> embedding = embedding(shape);
      case OUTPUT -> output = output(shape);
      case BIAS -> {}
    }
  }

  private Projection projection(TensorShape shape, @Nullable NDArray bias) {
    Projection found = stored == null ? null : stored.projection(shape, bias);
    if (found != null) {
      return found;
    }
    if (stored != null && stored.skips(shape)) {
      return new DenseProjection(dense(shape), bias, settings.compute(), false);
    }
    Block4Tables codes = tables;
    if (codes != null) {
      return CastProjection.around(
          scope,
          new Block4Projection(block4(shape, codes), bias, settings.products()),
          settings.compute());
    }
    if (settings.quantization() == Quantization.INT8) {
      try (Scope step = scope.child()) {
        return Int8Projection.encode(
                scope, reader.read(step, shape, Dtype.FLOAT32), bias, settings.compute())
            .forCpu(scope, settings.products());
      }
    }
    return CastProjection.around(
        scope,
        new DenseProjection(dense(shape), bias, settings.products(), settings.trained()),
        settings.compute());
  }

  private Block4 block4(TensorShape shape, Block4Tables codes) {
    try (Scope step = scope.child()) {
      Dtype stored = reader.isBrain(shape.name()) ? Dtype.BFLOAT16 : Dtype.FLOAT32;
      NDArray dense = reader.read(step, shape, stored);
      return Block4.encode(scope, codes, dense, settings.quantization().doubly());
    }
  }

  private Embedding embedding(TensorShape shape) {
    Block4Tables codes = tables;
    return codes != null
            && settings.quantization().all()
            && config.hiddenSize() % CodeBook.BLOCK == 0
        ? new Block4Embedding(block4(shape, codes), settings.compute())
        : new DenseEmbedding(dense(shape), settings.compute(), settings.trained());
  }

  private Projection output(TensorShape shape) {
    Projection found = stored == null ? null : stored.projection(shape, null);
    if (found != null) {
      return found;
    }
    Block4Tables codes = tables;
    return codes != null && settings.quantization().all()
        ? new Block4Projection(block4(shape, codes), null, settings.compute())
        : new DenseProjection(dense(shape), null, settings.compute(), settings.trained());
  }

  private Projection tied(Embedding embed) {
    return switch (embed) {
      case DenseEmbedding dense ->
          new DenseProjection(dense.weight(), null, settings.compute(), settings.trained());
      case Block4Embedding blocks ->
          new Block4Projection(blocks.weight(), null, settings.compute());
      default -> throw new IllegalStateException("no output layer from " + embed.getClass());
    };
  }

  private RmsNorm norm(TensorShape shape) {
    NDArray weight = dense(shape);
    if (config.family().isGemma()) {
      try (Scope step = scope.child()) {
        weight = Tensors.plusOne(scope, Tensors.cast(step, weight, Dtype.FLOAT32));
      }
    }
    return new RmsNorm(weight, config.rmsNormEps(), settings.compute(), settings.trained());
  }

  /** What is not quantized keeps the width that the checkpoint has: 32 bits stay 32, else 16. */
  private NDArray dense(TensorShape shape) {
    Dtype stored =
        switch (settings.quantization()) {
          case FP32 -> Dtype.FLOAT32;
          case BF16 -> Dtype.BFLOAT16;
          default -> reader.isWide(shape.name()) ? Dtype.FLOAT32 : Dtype.BFLOAT16;
        };
    NDArray weight = reader.read(scope, shape, settings.trained() ? settings.compute() : stored);
    if (settings.trained()) {
      Gradients.track(weight);
    }
    return weight;
  }
}
