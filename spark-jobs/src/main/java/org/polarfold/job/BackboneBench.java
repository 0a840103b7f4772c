package org.polarfold.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.apache.hadoop.conf.Configuration;
import org.polarfold.UserException;
import org.polarfold.backbone.FrozenPasses;
import org.polarfold.backbone.PublishedWeights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Speed of a frozen ResNet-50, beside DL4J's own layers and PyTorch where that is installed. */
@Command(
    name = "backbone",
    mixinStandardHelpOptions = true,
    description = {
      "Measure a frozen ResNet-50 beside DL4J's own layers and PyTorch, in turns.",
      "Takes about a minute. OMP_NUM_THREADS says how many threads (default: all cores)."
    })
final class BackboneBench implements Callable<Integer> {

  private static final String BENCH = "backbone";
  private static final int WARM_UPS = 3;
  private static final String UNIT = "images/s";

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
    for (int i = 0; i < WARM_UPS; i++) {
      passes.folded();
      passes.stock();
    }
    List<Double> ours = new ArrayList<>();
    List<Double> stock = new ArrayList<>();
    List<Double> torch = new ArrayList<>();
    Optional<String> versions = Optional.empty();
    for (int pair = 0; pair < pairs; pair++) {
      ours.add(perSecond(Timing.median(0, 3, passes::folded).seconds()));
      stock.add(perSecond(Timing.once(passes::stock).seconds()));
      Optional<JsonNode> answer = pyTorch();
      if (answer.isPresent()) {
        torch.add(perSecond(median(answer.get().path("seconds"))));
        versions =
            Optional.of(
                "torch "
                    + answer.get().path("torch").asText()
                    + ", torchvision "
                    + answer.get().path("torchvision").asText());
      }
    }
    Map<String, Object> detail = new TreeMap<>();
    detail.put("side", side);
    detail.put("batch", batch);
    detail.put("threads", threads());
    detail.put("pairs", pairs);
    double rate = median(ours);
    detail.put("gigaFlopsPerSecond", rate * passes.operations(side) * 1e-9);
    detail.put("largestDifferenceFromUnfolded", passes.distance());
    print(Figure.of(BENCH, "folded", rate, UNIT, detail));
    print(Figure.of(BENCH, "DL4J's own layers", median(stock), UNIT, Map.of()));
    print(Figure.of(BENCH, "folded / DL4J's own layers", ratio(ours, stock), "times", Map.of()));
    if (torch.isEmpty()) {
      print(Figure.notMeasured(BENCH, "PyTorch", "no python3 with torch and torchvision"));
    } else {
      print(
          Figure.of(
              BENCH, "PyTorch", median(torch), UNIT, Map.of("versions", versions.orElse(""))));
      print(Figure.of(BENCH, "folded / PyTorch", ratio(ours, torch), "times", Map.of()));
    }
    return 0;
  }

  private double perSecond(double seconds) {
    return batch / seconds;
  }

  private static String threads() {
    return System.getenv().getOrDefault("OMP_NUM_THREADS", "unset");
  }

  private static double ratio(List<Double> one, List<Double> other) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < other.size(); i++) {
      ratios.add(one.get(i) / other.get(i));
    }
    return median(ratios);
  }

  private static double median(List<Double> values) {
    return new Median().evaluate(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double median(JsonNode values) {
    List<Double> all = new ArrayList<>();
    values.forEach(value -> all.add(value.asDouble()));
    return median(all);
  }

  /** Empty where there is no PyTorch; Debian's stands beside whatever comes first on the path. */
  private Optional<JsonNode> pyTorch() {
    return Stream.of("python3", "/usr/bin/python3")
        .map(this::pyTorch)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<JsonNode> pyTorch(String python) {
    try {
      Path script = Files.createTempFile("polarfold", ".py");
      try (InputStream resource = BackboneBench.class.getResourceAsStream("resnet50.py")) {
        if (resource == null) {
          throw new IllegalStateException("Cannot find resnet50.py");
        }
        Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
        String cores = threads().equals("unset") ? "1" : threads();
        Process process =
            new ProcessBuilder(
                    python,
                    script.toString(),
                    String.valueOf(side),
                    String.valueOf(batch),
                    "3",
                    cores)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0
            ? Optional.of(new ObjectMapper().readTree(out))
            : Optional.empty();
      } finally {
        Files.delete(script);
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void print(Figure figure) {
    System.out.println(figure.json());
  }
}
