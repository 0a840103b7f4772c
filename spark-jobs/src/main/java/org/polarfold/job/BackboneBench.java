package org.polarfold.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.polarfold.UserException;
import org.polarfold.backbone.FrozenPasses;
import org.polarfold.backbone.NativeBackend;
import org.polarfold.backbone.PublishedWeights;
import org.polarfold.backbone.TrainingPasses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Speed of a frozen ResNet-50 and of what learns after it, beside DL4J's own layers and PyTorch
 * where that is installed.
 */
@Command(
    name = "backbone",
    mixinStandardHelpOptions = true,
    description = {
      "Measure a frozen ResNet-50, and training of its last stage and of the compact network,",
      "beside DL4J's own layers and PyTorch, in turns.",
      "Takes about two minutes. OMP_NUM_THREADS says how many threads the frozen network has",
      "(default: all cores); training has one, as workers have it."
    })
final class BackboneBench implements Callable<Integer> {

  private static final int OF_A_WORKER = 1;

  @Option(
      names = "--side",
      paramLabel = "PIXELS",
      description = "Of the pictures (default: ${DEFAULT-VALUE}).")
  private int side = 96;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Pictures at a time (default: ${DEFAULT-VALUE}).")
  private int batch = 16;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Turns, of whose ratios the median counts (default: ${DEFAULT-VALUE}).")
  private int pairs = 5;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "A .safetensors of torchvision or timm, or an .h5 of Keras 2; with --sha256.")
  private Optional<String> weights = Optional.empty();

  @Option(names = "--sha256", paramLabel = "HEX", description = "Of the file of weights.")
  private Optional<String> sha256 = Optional.empty();

  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    if (side < 32 || side > 512 || batch < 1 || batch > 1024 || pairs < 1 || pairs > 1000) {
      throw new UserException(
          "Invalid value of --side, --batch or --pairs: "
              + side
              + ", "
              + batch
              + ", "
              + pairs
              + " (expected 32 to 512, 1 to 1024, 1 to 1000)");
    }
    if (weights.isPresent() != sha256.isPresent()) {
      throw new UserException(
          "Cannot use weights: "
              + weights.orElse("none")
              + " (expected --weights and --sha256 together)");
    }
    FrozenPasses passes =
        weights
            .map(file -> PublishedWeights.read(new Configuration(), file, sha256.orElseThrow()))
            .map(published -> new FrozenPasses(published, side, batch))
            .orElseGet(() -> new FrozenPasses(side, batch));
    print(
        new ThreeWays(
                "folded",
                "",
                batch,
                passes::folded,
                passes::stock,
                pyTorch(threads(), "resnet50.py", side, batch))
            .figures(
                pairs,
                rate -> {
                  Map<String, Object> detail =
                      detail(threads(), batch, rate * passes.operations(side));
                  detail.put("side", side);
                  detail.put("largestDifferenceFromUnfolded", passes.distance());
                  return detail;
                }));
    NativeBackend.useThreads(OF_A_WORKER);
    TrainingPasses lastStage = TrainingPasses.ofLastStage(side, batch);
    print(
        training(
            "training of the last stage",
            lastStage,
            batch,
            pyTorch(OF_A_WORKER, "training.py", "tail", lastStage.side(), batch)));
    TrainingPasses compact = TrainingPasses.ofCompactNetwork(2 * batch);
    print(
        training(
            "training of the compact network",
            compact,
            2 * batch,
            pyTorch(OF_A_WORKER, "training.py", "compact", compact.side(), 2 * batch)));
    return 0;
  }

  private List<Figure> training(String name, TrainingPasses passes, int pictures, PyTorch pyTorch) {
    return new ThreeWays(name, name + ", ", pictures, passes::ours, passes::stock, pyTorch)
        .figures(
            pairs,
            rate -> {
              Map<String, Object> detail =
                  detail(OF_A_WORKER, pictures, rate * passes.operations());
              detail.put("parameters", passes.parameters());
              return detail;
            });
  }

  private Map<String, Object> detail(int threads, int pictures, double operationsPerSecond) {
    Map<String, Object> detail = new TreeMap<>();
    detail.put("batch", pictures);
    detail.put("threads", threads);
    detail.put("pairs", pairs);
    detail.put("gigaFlopsPerSecond", operationsPerSecond * 1e-9);
    return detail;
  }

  private static PyTorch pyTorch(int threads, String script, Object... arguments) {
    return new PyTorch(
        script,
        Stream.concat(Stream.of(arguments), Stream.of(ThreeWays.TIMES, threads))
            .map(String::valueOf)
            .toList());
  }

  /** As {@code ./run} sets them. */
  private static int threads() {
    return Integer.parseInt(System.getenv().getOrDefault("OMP_NUM_THREADS", "1"));
  }

  private void print(List<Figure> figures) {
    figures.forEach(figure -> console.say(figure.json()));
  }
}
