package org.polarfold.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.polarfold.report.Results.Analysis;
import org.polarfold.report.Results.Arm;
import org.polarfold.report.Results.Meta;

/**
 * The page's answer, in words that say no more than the figures do.
 *
 * @param lost how much is lost where the network has never been
 * @param compared whether the conventional model loses less
 * @param caution what to know before believing it; empty where there is nothing
 * @param figures the same as figures, one entry a model
 */
record Answer(String lost, String compared, String caution, List<Figure> figures) {

  static final String CIRCULAR =
      "This target is computed from this very map: the AUROC itself is expected to be high and is no"
          + " evidence of diagnostic value; only its change between sites is of interest.";

  /** One model's figures across sites, ready to read. */
  record Figure(String model, String drop, String interval, List<String> arms) {}

  /** The answer for the run's primary target and map. */
  static Answer of(Results results, RunFacts run, PairedTests tests) {
    List<Map.Entry<String, String>> models = List.copyOf(run.models().entrySet());
    Optional<Analysis> network =
        models.isEmpty() ? Optional.empty() : primary(results, run, models.get(0).getKey());
    Optional<Analysis> conventional =
        models.size() < 2 ? Optional.empty() : primary(results, run, models.get(1).getKey());
    String task =
        "for %s, read from the %s"
            .formatted(
                Words.targetInSentence(run.primaryTarget()),
                Words.map(run.primaryMap()).toLowerCase(Locale.ROOT));
    List<Figure> figures = new ArrayList<>();
    network.ifPresent(analysis -> figures.add(figure(analysis, run)));
    conventional.ifPresent(analysis -> figures.add(figure(analysis, run)));
    return new Answer(
        lost(network.map(analysis -> analysis.drop().meta()), task),
        compared(
            network.map(analysis -> analysis.drop().meta().headline()),
            conventional.map(analysis -> analysis.drop().meta().headline()),
            models.size() < 2 ? null : Words.clean(models.get(1).getValue()),
            models.size() < 2
                ? null
                : tests
                    .drop(
                        run.primaryTarget(),
                        run.primaryMap(),
                        models.get(0).getKey(),
                        models.get(1).getKey())
                    .orElse(null)),
        circular(run),
        List.copyOf(figures));
  }

  private static String circular(RunFacts run) {
    return run.circular().contains(new RunFacts.Pair(run.primaryTarget(), run.primaryMap()))
        ? CIRCULAR
        : "";
  }

  /** The analysis of the primary target and map with a model. */
  static Optional<Analysis> primary(Results results, RunFacts run, String model) {
    return results.analyses().stream()
        .filter(analysis -> analysis.model().equals(model))
        .filter(analysis -> analysis.target().equals(run.primaryTarget()))
        .filter(analysis -> analysis.map().equals(run.primaryMap()))
        .findFirst();
  }

  private static String lost(Optional<Meta> meta, String task) {
    if (meta.isEmpty()) {
      return "How much AUROC the network loses at a site it has never seen is not known: "
          + "results.json holds no such analysis "
          + task
          + ".";
    }
    Estimate drop = meta.get().headline();
    Double value = drop.value();
    Interval interval = drop.interval();
    if (value == null || interval == null) {
      return "How much AUROC the network loses at a site it has never seen cannot be estimated "
          + task
          + ": "
          + drop.why()
          + ".";
    }
    String basis = within(meta.get().k(), interval);
    if (interval.lower() > 0) {
      return "At a site it has never seen, the network loses %s of AUROC %s %s."
          .formatted(Words.figure(value), task, basis);
    }
    if (interval.upper() < 0) {
      return "At a site it has never seen, the network does not lose AUROC but gains %s %s %s."
          .formatted(Words.figure(-value), task, basis);
    }
    return ("A loss of AUROC at sites the network has never seen is not established %s: the "
            + "estimate is %s %s, which holds no loss at all as well as a loss of %s.")
        .formatted(task, Words.figure(value), basis, Words.figure(interval.upper()));
  }

  private static String within(@Nullable Long k, Interval interval) {
    String sites = k == null ? "" : "; " + k + " sites";
    return "(95 % interval " + Words.interval(interval) + sites + "; same patients, within sites)";
  }

  private static String compared(
      Optional<Estimate> network,
      Optional<Estimate> conventional,
      @Nullable String name,
      @Nullable Estimate test) {
    if (name == null || conventional.isEmpty()) {
      return "No conventional model was judged beside it on the same patients.";
    }
    Estimate other = conventional.get();
    if (other.value() == null || other.interval() == null) {
      return "The loss of the conventional model (%s) cannot be estimated: %s."
          .formatted(name, other.why());
    }
    String figures =
        "The conventional model (%s) has a drop of %s".formatted(name, Words.withInterval(other));
    if (network.isEmpty() || network.get().value() == null || network.get().interval() == null) {
      return figures + "; there is no figure of the network to compare it with.";
    }
    if (test != null && test.value() != null && test.interval() != null) {
      return figures + tested(test.value(), test.interval());
    }
    return figures
        + verdict(network.get().value(), network.get().interval(), other.value(), other.interval());
  }

  /** What the network loses more than the conventional model, on identical patients. */
  private static String tested(double difference, Interval interval) {
    String told =
        "on the same patients the network\u2019s drop is %s %s (95 %% interval of the difference %s)"
            .formatted(
                Words.figure(Math.abs(difference)),
                difference < 0 ? "smaller" : "larger",
                Words.interval(interval));
    if (interval.lower() > 0) {
      return ": it loses less; " + told + ".";
    }
    if (interval.upper() < 0) {
      return ": it loses more; " + told + ".";
    }
    return "; " + told + ", so that it loses less is not established.";
  }

  /** Two intervals are compared by eye only, where results.json has no test between models. */
  private static String verdict(double network, Interval ours, double other, Interval theirs) {
    if (!ours.overlaps(theirs)) {
      return other < network
          ? ": it loses less, for the two intervals do not overlap."
          : ": it loses more, for the two intervals do not overlap.";
    }
    String direction = other < network ? "smaller" : other > network ? "larger" : "equal";
    return ", a %s figure; the two intervals overlap, so that it loses less is not established."
        .formatted(direction);
  }

  private static Figure figure(Analysis analysis, RunFacts run) {
    Estimate drop = analysis.drop().meta().headline();
    List<String> arms = new ArrayList<>();
    for (Map.Entry<String, Arm> arm : analysis.arms().entrySet()) {
      arms.add(
          Words.sentence(arm.getKey()) + " AUROC " + Words.value(arm.getValue().meta().headline()));
    }
    return new Figure(
        Page.model(run, analysis.model()),
        Words.value(drop),
        drop.interval() == null ? "no interval" : Words.interval(drop.interval()),
        List.copyOf(arms));
  }
}
