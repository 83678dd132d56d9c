package tunebench.labs;

import java.nio.file.Path;
import java.util.List;
import tunebench.BadInputException;
import tunebench.data.ImportSettings;
import tunebench.lora.LoraSettings;
import tunebench.quant.Quantization;
import tunebench.train.TrainSettings;

/**
 * What the five labs shall do.
 *
 * @param model folder of the base model
 * @param csv the products
 * @param columns which columns to read; what is left open is guessed
 * @param tested products held out for evaluation; fewer where the file is small
 * @param trained most products to train on
 * @param quantization what the tuned model's base is held in
 * @param lora shape of the adapter
 * @param train how to train
 * @param predictBatch questions at a time
 */
public record LabsSettings(
    Path model,
    Path csv,
    ImportSettings columns,
    int tested,
    int trained,
    Quantization quantization,
    LoraSettings lora,
    TrainSettings train,
    int predictBatch) {
  /** Rank and alpha are the course's; a model this small needs them on every projection. */
  private static final List<String> TARGETS =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

  public LabsSettings {
    if (tested < 2 || trained < 2) {
      throw new BadInputException(
          "The labs need at least 2 products to test on and 2 to train on, not %d and %d."
              .formatted(tested, trained));
    }
  }

  /**
   * What suits the model that ships, on two CPU cores: of the settings that were tried, the best
   * MAE in the mean of several seeds. The decision page on the labs' settings has the others.
   */
  public static LabsSettings of(Path model, Path csv) {
    return new LabsSettings(
        model,
        csv,
        ImportSettings.DEFAULT,
        400,
        2_600,
        Quantization.NF4_DOUBLE,
        new LoraSettings(64, 128, 0, TARGETS, false),
        new TrainSettings(8, 16, 1, 1e-3, 0.03, 0.001, 1.0, 182, false, true, false, 0, 42),
        64);
  }
}
