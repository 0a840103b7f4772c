package org.polarfold.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.polarfold.UserException;
import org.polarfold.planted.NoveltyCheck;
import org.polarfold.planted.NoveltyCoverage;
import org.polarfold.planted.ShortcutCheck;
import org.polarfold.simulate.MarginalFigure;
import org.polarfold.simulate.Marginals;
import org.polarfold.simulate.ShiftCheck;
import org.polarfold.simulate.ShiftEffect;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Holds simulated patients against the literature: the tables of docs/simulator.md. */
@Command(
    name = "simulator",
    mixinStandardHelpOptions = true,
    description = {
      "Compare simulated flow with the figures it was made from, what shifts move with what they",
      "should, and how often an interval covers nothing with how often it says.",
      "Prints Markdown; exit status 1 where anything is outside. No Spark, all processors."
    })
final class SimulatorCheckJob implements Callable<Integer> {

  private static final String ALL = "all";
  private static final String MARGINALS = "marginals";
  private static final String SHIFTS = "shifts";
  private static final String NOVELTY = "novelty";
  private static final String SHORTCUT = "shortcut";
  private static final List<String> PARTS = List.of(MARGINALS, SHIFTS, NOVELTY, SHORTCUT, ALL);
  private static final String LOGISTIC = "logistic";
  private static final String NETWORK = "network";
  private static final int USUAL_SEEDS = 20;
  private static final int SEEDS_OF_A_SHARE = 200;
  private static final int MOST_SEEDS = 10_000;
  private static final int FEWEST_PATIENTS = 40;
  private static final int MOST_PATIENTS = 100_000;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description =
          "How many times everything is simulated (default: 20, and 200 where a share is counted).")
  private @Nullable Integer seeds;

  @Option(
      names = "--patients",
      paramLabel = "N",
      defaultValue = "300",
      description = "Patients of a site (default: ${DEFAULT-VALUE}).")
  private int patients;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Root of all draws (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--part",
      paramLabel = "PART",
      defaultValue = ALL,
      description = "marginals, shifts, novelty, shortcut or all (default: ${DEFAULT-VALUE}).")
  private String part = ALL;

  @Option(
      names = "--learner",
      paramLabel = "LEARNER",
      defaultValue = LOGISTIC,
      description =
          "Of part novelty: logistic, or network for the whole pipeline on Spark, with what"
              + " conf/novelty-network.conf says, minutes a seed (default: ${DEFAULT-VALUE}).")
  private String learner = LOGISTIC;

  @Mixin private SparkOptions options = new SparkOptions();
  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    require("--seeds", seeds(USUAL_SEEDS), 2, MOST_SEEDS);
    require("--patients", patients, FEWEST_PATIENTS, MOST_PATIENTS);
    if (!PARTS.contains(part)) {
      throw new UserException(
          "Invalid part: \"" + part + "\" (expected one of " + String.join(", ", PARTS) + ")");
    }
    if (!learner.equals(LOGISTIC) && !(learner.equals(NETWORK) && part.equals(NOVELTY))) {
      throw new UserException(
          "Invalid learner: \""
              + learner
              + "\" (expected logistic, or network with --part novelty)");
    }
    boolean fails = asked(MARGINALS) && marginals();
    fails |= asked(SHIFTS) && shifts();
    fails |= asked(NOVELTY) && novelty();
    fails |= asked(SHORTCUT) && shortcut();
    return fails ? 1 : 0;
  }

  private boolean asked(String one) {
    return part.equals(ALL) || part.equals(one);
  }

  private int seeds(int usual) {
    return Optional.ofNullable(seeds).orElse(usual);
  }

  private static void require(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new UserException(
          "Invalid value of "
              + option
              + ": "
              + value
              + " (expected "
              + least
              + " to "
              + most
              + ")");
    }
  }

  private boolean marginals() {
    int all = (int) Math.min((long) seeds(USUAL_SEEDS) * patients, Integer.MAX_VALUE);
    Progress progress = counting(all, "patients");
    List<MarginalFigure> figures =
        Marginals.of(seed, all, () -> progress.finished(1, "Measuring patients"));
    console
        .out()
        .printf(
            Locale.ROOT,
            "Simulated patients beside the literature: %d patients, seed %d%n%n"
                + "| figure | patients | cited | source | bounds | simulated | |%n"
                + "|---|---|---|---|---|---|---|%n",
            all,
            seed);
    for (MarginalFigure figure : figures) {
      console
          .out()
          .printf(
              Locale.ROOT,
              "| %s | %s | %s | %s | %s | %.3f | %s |%n",
              figure.what(),
              figure.whom(),
              figure.cited(),
              figure.source(),
              figure.bounds().map(SimulatorCheckJob::bounds).orElse("-"),
              figure.simulated(),
              figure.verdict() + figure.departure().map(why -> ": " + why).orElse(""));
    }
    long outside = figures.stream().filter(figure -> figure.verdict().fails()).count();
    console.out().printf(Locale.ROOT, "%n%d of %d figures fail%n", outside, figures.size());
    return outside > 0;
  }

  private boolean shifts() {
    int all = seeds(USUAL_SEEDS);
    Progress progress =
        counting((double) all * (ShiftCheck.PRESETS.size() + ShiftCheck.knobs()), "simulations");
    ShiftCheck check = new ShiftCheck(presets(), patients);
    List<ShiftEffect> presets =
        check.of(ShiftCheck.PRESETS, seed, all, () -> progress.finished(1, "Simulating presets"));
    List<ShiftEffect> steps = check.steps(seed, all, () -> progress.finished(1, "Turning knobs"));
    boolean missing = tell("What presets move", presets, all);
    return tell("What knobs move, step by step", steps, all) || missing;
  }

  private boolean novelty() {
    return learner.equals(NETWORK) ? noveltyOfNetworks() : noveltyOfRegressions();
  }

  private boolean noveltyOfNetworks() {
    int all = seeds(USUAL_SEEDS);
    try (SparkSession spark = options.open("check")) {
      Progress progress = counting(all, "consortia");
      List<NoveltyCoverage> rows =
          new NetworkNovelty(spark, shipped().resolve("novelty-network.conf"), presets(), patients)
              .of(
                  seed,
                  all,
                  (number, parts) -> {
                    NoveltyTable.printOne(number, parts, console.out());
                    progress.finished(1, "Whole studies without a shift");
                  });
      return NoveltyTable.print(rows, seed, patients, console.out());
    }
  }

  private boolean noveltyOfRegressions() {
    int all = seeds(SEEDS_OF_A_SHARE);
    Progress progress = counting(all, "consortia");
    List<NoveltyCoverage> rows =
        new NoveltyCheck(presets(), patients)
            .of(
                seed,
                all,
                () -> progress.finished(1, "Splitting, learning and evaluating without a shift"));
    return NoveltyTable.print(rows, seed, patients, console.out());
  }

  private boolean shortcut() {
    int all = seeds(SEEDS_OF_A_SHARE);
    Progress progress = counting(all, "consortia");
    ShortcutCheck.Found found =
        new ShortcutCheck(presets(), patients)
            .of(
                seed,
                all,
                () -> progress.finished(1, "Splitting, learning and auditing with a shortcut"));
    boolean missing = tell("What the shortcut moves, by the pipeline's arms", found.moves(), all);
    return AuditTable.printCoverage(found.audits(), seed, patients, console.out()) || missing;
  }

  private Progress counting(double all, String things) {
    Progress progress = console.progress(all);
    progress.count(things);
    return progress;
  }

  private static Path shipped() {
    return Path.of(System.getProperty("polarfold.conf", "conf"));
  }

  private static Path presets() {
    return shipped().resolve("simulated/presets");
  }

  private boolean tell(String title, List<ShiftEffect> effects, int all) {
    console
        .out()
        .printf(
            Locale.ROOT,
            "%n%s: %d seeds from %d, 6 sites of %d patients%n%n"
                + "| shift | figure | move | 95 %% interval | expected | |%n|---|---|---|---|---|---|%n",
            title,
            all,
            seed,
            patients);
    for (ShiftEffect effect : effects) {
      console
          .out()
          .printf(
              Locale.ROOT,
              "| %s | %s | %+.4f | %+.4f to %+.4f | %s | %s |%n",
              effect.shift(),
              effect.figure(),
              effect.mean(),
              effect.lower(),
              effect.upper(),
              effect.expectation(),
              effect.expectation() == ShiftEffect.Expectation.NONE
                  ? "-"
                  : effect.shown() ? "shown" : "not shown");
    }
    long missing = effects.stream().filter(effect -> !effect.shown()).count();
    console
        .out()
        .printf(
            Locale.ROOT,
            "%n%d of %d expected moves are not shown%n",
            missing,
            effects.stream()
                .filter(effect -> effect.expectation() != ShiftEffect.Expectation.NONE)
                .count());
    return missing > 0;
  }

  private static String bounds(MarginalFigure.Bounds bounds) {
    return Double.isInfinite(bounds.least()) || Double.isInfinite(bounds.most())
        ? bounds.why()
        : String.format(
            Locale.ROOT, "%.3f to %.3f (%s)", bounds.least(), bounds.most(), bounds.why());
  }
}
