package org.polarfold.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.polarfold.UserException;
import org.polarfold.train.AveragingRounds;
import org.polarfold.train.AveragingRounds.Round;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a round of averaging takes beside its gradient steps, beside dl4j-spark's own master. */
@Command(
    name = "averaging",
    mixinStandardHelpOptions = true,
    description = {
      "Measure rounds of parameter averaging with one worker and with two, of a core each, by the",
      "number of parameters, beside dl4j-spark's own master, in turns. Every worker takes as many",
      "gradient steps, so that two do twice the work. LARGE takes POLARFOLD_MEMORY=5g."
    })
final class AveragingBench implements Callable<Integer> {

  private static final String BENCH = "averaging";
  private static final double MEGABYTE = 1e6;
  private static final int FLOATS_OF_ADAM = 3;
  private static final int WARM_UPS = 3;

  /** How large a network is: features, and units of its hidden layer. */
  enum Size {
    /** The demo's heads. */
    SMALL(128, 64, 1 << 30),
    /** Heads behind a ResNet-50. */
    MEDIUM(2048, 145, 1 << 30),
    /** As many as the last stage of a ResNet-50. */
    LARGE(2048, 7254, 4L << 30);

    private final int features;
    private final int hidden;
    private final long memory;

    Size(int features, int hidden, long memory) {
      this.features = features;
      this.hidden = hidden;
      this.memory = memory;
    }
  }

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description = "Only this one: ${COMPLETION-CANDIDATES}.")
  private List<Size> sizes = List.of(Size.values());

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Gradient steps of a round, of 32 examples (default: ${DEFAULT-VALUE}).")
  private int steps = 8;

  @Option(
      names = "--turns",
      paramLabel = "N",
      description = "Rounds of each, of which the median counts (default: ${DEFAULT-VALUE}).")
  private int turns = 9;

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    if (steps < 1 || steps > 1000 || turns < 1 || turns > 1000) {
      throw new UserException(
          "Invalid value of --steps or --turns: "
              + steps
              + ", "
              + turns
              + " (expected 1 to 1000 of each)");
    }
    for (Size size : sizes) {
      if (Runtime.getRuntime().maxMemory() < size.memory * 9 / 10) {
        throw new UserException(
            "Invalid value of POLARFOLD_MEMORY: too little for --size "
                + size
                + " (expected at least "
                + (size.memory >> 30)
                + "g)");
      }
    }
    try (SparkSession session = options.open("bench")) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      sizes.forEach(size -> measure(spark, size));
    }
    return 0;
  }

  /** One of the two contenders' rounds, in every turn. */
  private record Turn(Round ours, double transfer, double stock) {

    double seconds() {
      return ours.seconds();
    }

    double overhead() {
      return ours.seconds() - ours.stepSeconds() - transfer;
    }
  }

  private void measure(JavaSparkContext spark, Size size) {
    try (AveragingRounds one = new AveragingRounds(spark, size.features, size.hidden, 1, steps);
        AveragingRounds two = new AveragingRounds(spark, size.features, size.hidden, 2, steps)) {
      List<Turn> ofOne = new ArrayList<>();
      List<Turn> ofTwo = new ArrayList<>();
      for (int turn = -WARM_UPS; turn < turns; turn++) {
        Turn first = turn(one);
        Turn second = turn(two);
        if (turn >= 0) {
          ofOne.add(first);
          ofTwo.add(second);
        }
      }
      tell(one, 1, ofOne);
      tell(two, 2, ofTwo);
      List<Double> efficiency = new ArrayList<>();
      for (int turn = 0; turn < turns; turn++) {
        efficiency.add(ofOne.get(turn).seconds() / ofTwo.get(turn).seconds());
      }
      print(
          Figure.of(
              BENCH,
              one.parameters() + " parameters, parallel efficiency of 2 workers",
              median(efficiency),
              "times",
              Map.of("steps", steps)));
    }
  }

  private static Turn turn(AveragingRounds rounds) {
    Round ours = rounds.ours();
    double transfer = rounds.transfer();
    return new Turn(ours, transfer, rounds.stock());
  }

  private void tell(AveragingRounds rounds, int workers, List<Turn> all) {
    String name =
        rounds.parameters() + " parameters, " + workers + (workers == 1 ? " worker" : " workers");
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("ofSteps", median(all, turn -> turn.ours().stepSeconds()));
    detail.put("ofTransfer", median(all, Turn::transfer));
    detail.put("megabytesEachWay", FLOATS_OF_ADAM * Float.BYTES * rounds.parameters() / MEGABYTE);
    detail.put("steps", steps);
    detail.put("turns", turns);
    print(Figure.of(BENCH, name + ", round", median(all, Turn::seconds), "s", detail));
    print(Figure.of(BENCH, name + ", overhead", median(all, Turn::overhead), "s", Map.of()));
    print(
        Figure.of(BENCH, name + ", round of dl4j-spark", median(all, Turn::stock), "s", Map.of()));
    print(
        Figure.of(
            BENCH,
            name + ", round of dl4j-spark / round",
            median(all, turn -> turn.stock() / turn.seconds()),
            "times",
            Map.of()));
  }

  private static double median(List<Turn> all, ToDoubleFunction<Turn> value) {
    return new Median().evaluate(all.stream().mapToDouble(value).toArray());
  }

  private static double median(List<Double> values) {
    return new Median().evaluate(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private void print(Figure figure) {
    console.say(figure.json());
  }
}
