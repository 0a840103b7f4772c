package org.polarfold.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.backbone.CompactFeatures;
import org.polarfold.backbone.FeatureTrial;
import org.polarfold.experiment.Settings;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.Consortium;
import org.polarfold.simulate.ShiftEffect;
import org.polarfold.simulate.ShiftEffect.Expectation;
import org.polarfold.simulate.SimulatedStudies;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.Segment17;
import org.polarfold.study.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether the shipped network is worth its place: the table of docs/decisions/backbone.md. */
@Command(
    name = "backbone",
    mixinStandardHelpOptions = true,
    description = {
      "Compare what the same heads learn from the shipped network's features, from those of the",
      "same network before it learnt anything, and from the 17 segment values, on consortia like",
      "the demonstration's that have other patients.",
      "Prints Markdown; exit status 1 where the shipped network is not shown to be better than the",
      "unlearnt one at what it claims: impaired reserve from the rest map. No Spark, all processors."
    })
final class BackboneCheckJob implements Callable<Integer> {

  private static final List<MapKind> MAPS = List.of(MapKind.RESERVE, MapKind.REST);
  private static final String SHIPPED = "shipped";
  private static final String RANDOM = "random";
  private static final String SEGMENTS = "segments";
  private static final String BOTH = "shipped, segments";
  private static final String OTHER = "other";
  private static final int MOST_SEEDS = 10_000;
  private static final int FEWEST_PATIENTS = 60;
  private static final int MOST_PATIENTS = 100_000;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "10",
      description = "Consortia (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--patients",
      paramLabel = "N",
      defaultValue = "180",
      description = "Patients of a site (default: ${DEFAULT-VALUE}).")
  private int patients;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Root of all draws (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--network",
      paramLabel = "FOLDER",
      description = "Compare with a network that ./run pretrain has left there, too.")
  private @Nullable Path other;

  /** One area of one consortium, by the features it was learnt from. */
  private record Row(MapKind map, FeatureTrial.Told told) {}

  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    require("--seeds", seeds, 2, MOST_SEEDS);
    require("--patients", patients, FEWEST_PATIENTS, MOST_PATIENTS);
    if (other != null) {
      read(other);
    }
    Consortium consortium = consortium();
    Progress progress = console.progress((double) seeds * MAPS.size());
    List<Map<Row, Map<String, Double>>> all =
        IntStream.range(0, seeds)
            .parallel()
            .mapToObj(number -> areas(consortium, number, progress))
            .toList();
    return print(all) ? 0 : 1;
  }

  private static void require(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new UserException(
          "Invalid value of %s: %d (expected %d to %d)".formatted(option, value, least, most));
    }
  }

  private static CompactFeatures read(Path folder) {
    try {
      return CompactFeatures.read(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Consortium consortium() {
    Settings settings =
        Settings.read(
            Path.of(System.getProperty("polarfold.conf", "conf")).resolve("simulated/demo.conf"));
    Consortium consortium = Consortium.from(settings.block("simulate"));
    settings.done();
    return consortium;
  }

  /** What becomes of one consortium. */
  private Map<Row, Map<String, Double>> areas(
      Consortium consortium, int number, Progress progress) {
    Seeds own = new Seeds(seed).family("backbone", number);
    List<PerfusionStudy> studies =
        SimulatedStudies.ofConsortium(consortium, own.family("patients"), patients).toList();
    FeatureTrial trial = new FeatureTrial(studies, own.family("trial"));
    Map<Row, Map<String, Double>> areas = new LinkedHashMap<>();
    for (MapKind map : MAPS) {
      features(studies, map, own)
          .forEach(
              (origin, features) ->
                  trial
                      .areas(features)
                      .forEach(
                          (told, area) ->
                              areas
                                  .computeIfAbsent(new Row(map, told), row -> new HashMap<>())
                                  .put(origin, area)));
      progress.finished(1, "Learning from features");
    }
    return areas;
  }

  private Map<String, float[][]> features(List<PerfusionStudy> studies, MapKind map, Seeds own) {
    List<float[]> maps =
        studies.stream().map(study -> study.map(map).orElseThrow().toArray()).toList();
    float[][] segments =
        studies.stream()
            .map(study -> floats(Segment17.means(study.map(map).orElseThrow())))
            .toArray(float[][]::new);
    Map<String, float[][]> features = new LinkedHashMap<>();
    try {
      features.put(SHIPPED, CompactFeatures.shipped().features(maps, map));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    features.put(RANDOM, CompactFeatures.random(own.seed("random")).features(maps, map));
    features.put(SEGMENTS, segments);
    features.put(BOTH, beside(features.get(SHIPPED), segments));
    if (other != null) {
      features.put(OTHER, read(other).features(maps, map));
    }
    return features;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static float[][] beside(float[][] left, float[][] right) {
    float[][] both = new float[left.length][];
    for (int i = 0; i < both.length; i++) {
      both[i] = new float[left[i].length + right[i].length];
      System.arraycopy(left[i], 0, both[i], 0, left[i].length);
      System.arraycopy(right[i], 0, both[i], left[i].length, right[i].length);
    }
    return both;
  }

  /** Prints the tables, and says whether what is claimed was shown. */
  private boolean print(List<Map<Row, Map<String, Double>>> all) {
    console
        .out()
        .printf(
            Locale.ROOT,
            "Features under the same heads: %d consortia from seed %d, 6 sites of %d patients;"
                + " AUROC within sites, means over consortia%n%n",
            seeds,
            seed,
            patients);
    List<String> origins = new ArrayList<>(List.of(SHIPPED, RANDOM, SEGMENTS, BOTH));
    if (other != null) {
      origins.add(OTHER);
    }
    List<Row> rows =
        all.get(0).keySet().stream()
            .sorted(
                Comparator.comparing((Row row) -> row.told().arm())
                    .reversed()
                    .thenComparing(row -> row.map())
                    .thenComparing(row -> row.told().target()))
            .toList();
    console.say("| arm | target | map | " + String.join(" | ", origins) + " |");
    console.say("|---|---|---|" + "---|".repeat(origins.size()));
    for (Row row : rows) {
      StringBuilder line = new StringBuilder(named(row));
      for (String origin : origins) {
        line.append(String.format(Locale.ROOT, " %.3f |", mean(values(all, row, origin))));
      }
      console.say(line.toString());
    }
    console
        .out()
        .printf("%nPaired over consortia, with a 95 %% interval of the mean (Student's t)%n%n");
    console.say("| arm | target | map | features | area more | 95 % interval | |");
    console.say("|---|---|---|---|---|---|---|");
    int missing = 0;
    for (Row row : rows) {
      for (String origin : origins.subList(1, origins.size())) {
        ShiftEffect effect = difference(all, row, origin);
        missing += effect.shown() ? 0 : 1;
        console
            .out()
            .printf(
                Locale.ROOT,
                "%s %s | %+.4f | %+.4f to %+.4f | %s |%n",
                named(row),
                origin.equals(OTHER) ? OTHER + " - " + SHIPPED : SHIPPED + " - " + origin,
                effect.mean(),
                effect.lower(),
                effect.upper(),
                effect.expectation() == Expectation.NONE
                    ? "-"
                    : effect.shown() ? "better, as claimed" : "not shown to be better");
      }
    }
    console.out().printf("%n%d of the claims are not shown%n", missing);
    return missing == 0;
  }

  /**
   * That the shipped network tells more than an unlearnt one is claimed of what it was found for on
   * the consortia of seed 1, impaired reserve from the rest map; docs/decisions/backbone.md has
   * all.
   */
  private static ShiftEffect difference(
      List<Map<Row, Map<String, Double>>> all, Row row, String origin) {
    double[] shipped = values(all, row, SHIPPED);
    double[] others = values(all, row, origin);
    double[] differences = new double[shipped.length];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = origin.equals(OTHER) ? others[i] - shipped[i] : shipped[i] - others[i];
    }
    boolean claimed =
        origin.equals(RANDOM)
            && row.map() == MapKind.REST
            && row.told().target() == Target.IMPAIRED_MFR;
    return ShiftEffect.of(
        named(row), origin, claimed ? Expectation.RISES : Expectation.NONE, differences);
  }

  private static String named(Row row) {
    return "| %s | %s | %s |"
        .formatted(row.told().arm(), row.told().target().key(), row.map().key());
  }

  private static double[] values(List<Map<Row, Map<String, Double>>> all, Row row, String origin) {
    return all.stream()
        .mapToDouble(one -> one.getOrDefault(row, Map.of()).getOrDefault(origin, Double.NaN))
        .toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
