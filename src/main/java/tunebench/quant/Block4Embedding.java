package tunebench.quant;

import tunebench.nn.Code;
import tunebench.nn.Embedding;
import tunebench.tensor.Dtype;

/** An embedding in 4-bit blocks; only the rows that are asked for are made dense. */
public record Block4Embedding(Block4 weight, Dtype compute) implements Embedding {
  @Override
  public int width() {
    return weight.columns();
  }

  @Override
  public String emit(Code code, String ids) {
    String rows = weight.emitRows(code, ids, compute);
    return code.let(
        "torch.view(%s, [torch.size(%s, 0), torch.size(%s, 1), %d])"
            .formatted(rows, ids, ids, weight.columns()));
  }
}
