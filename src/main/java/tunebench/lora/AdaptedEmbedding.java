package tunebench.lora;

import tunebench.nn.Code;
import tunebench.nn.Embedding;
import tunebench.nn.Emit;

/**
 * An embedding with a low-rank update beside its table: row i of b a is added to the token's row,
 * times the scaling ({@code Embedding} in PEFT 0.21).
 *
 * @param update b [vocabulary, rank], a [rank, width]
 */
record AdaptedEmbedding(Embedding base, Adapter.Update update) implements Embedding {
  @Override
  public int width() {
    return base.width();
  }

  @Override
  public String emit(Code code, String ids) {
    String rows = base.emit(code, ids);
    String low = code.let("torch.embedding(%s, %s)".formatted(code.frozen(update.b()), ids));
    String change = code.let("torch.matmul(%s, %s)".formatted(low, code.frozen(update.a())));
    return code.let(
        "torch.add(%s, torch.type_as(torch.mul(%s, %s), %s))"
            .formatted(rows, change, Emit.number(update.scaling()), rows));
  }
}
