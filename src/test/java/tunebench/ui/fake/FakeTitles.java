package tunebench.ui.fake;

import tunebench.protocol.Task;

/** How jobs are called. */
final class FakeTitles {
  private FakeTitles() {}

  static String of(Task task) {
    return switch (task) {
      case Task.LoadModel load -> "Load in " + load.model().quantization();
      case Task.Train train -> "Train " + train.spec().name();
      case Task.ResumeRun resume -> "Resume " + resume.run();
      case Task.Evaluate evaluate -> "Evaluate " + evaluate.spec().name();
      case Task.Sweep sweep -> "Sweep";
      case Task.Predict predict -> "Predict";
      case Task.Replay replay -> "Replay " + replay.run();
      case Task.Seeds seeds -> "Noise floor of %d seeds".formatted(seeds.seeds().size());
      case Task.Merge merge -> "Merge";
      case Task.Export export -> "Export";
      case Task.Import in -> "Import";
      case Task.Check check -> "Check";
      case Task.Footprint footprint -> "Footprint";
      case Task.Tokenise tokenise -> "Tokenise";
      case Task.FetchLibtorch fetch -> "Fetch libtorch for the GPU";
      case Task.Download download -> "Download " + download.name();
      case Task.Upload upload -> "Upload to " + upload.repo();
    };
  }
}
