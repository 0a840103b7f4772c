package org.polarfold.experiment;

import java.util.Optional;

/**
 * How a network is trained: by parameter averaging, in two transfer steps.
 *
 * @param workers workers whose parameters are averaged; part of the experiment, whatever the
 *     cluster's size
 * @param batchSize examples of one gradient step of one worker
 * @param averagingPeriod gradient steps of a worker between two averagings
 * @param averaging who averages
 * @param hiddenUnits units of the layer between pretrained layers and heads
 * @param robustFrom how many standard deviations a segment's flow reserve may be missed by before
 *     its loss grows no longer squared but in proportion
 * @param balanced whether both classes of a target weigh the same
 * @param traits whether step 2 learns them together or each with a network of its own
 * @param selection who tells when enough is learnt and at which rate, where anybody does
 * @param step1 flow reserve by segment, and impaired flow reserve
 * @param step2 traits, from step 1's weights
 */
public record Training(
    int workers,
    int batchSize,
    int averagingPeriod,
    Averaging averaging,
    int hiddenUnits,
    double robustFrom,
    boolean balanced,
    Traits traits,
    Optional<Selection> selection,
    TransferStep step1,
    TransferStep step2) {

  /** Who averages. */
  public enum Averaging {
    /** Polarfold: each worker weighs the examples that it has used, and all are used. */
    WEIGHTED("weighted by examples, each of which is used once an epoch"),
    /** dl4j-spark's own master, for comparison. */
    DL4J(
        "by dl4j-spark's own master: without weights, not every example in every epoch, Adam's"
            + " correction anew in every round, batch statistics averaged as if they were weights");

    private final String description;

    Averaging(String description) {
      this.description = description;
    }

    /** How it averages, and what it loses, to follow "averaged". */
    public String description() {
      return description;
    }
  }

  /** How step 2 learns several traits. */
  public enum Traits {
    /** One network with a head for each. */
    TOGETHER,
    /** A network for each, as published. */
    EACH
  }

  /** How a learning rate changes over a step's epochs. */
  public enum Schedule {
    CONSTANT,
    /** From the rate towards 0, in equal steps from epoch to epoch. */
    LINEAR
  }

  /**
   * One transfer step.
   *
   * @param epochs passes over the training studies, at most
   * @param learningRate of Adam, for the heads
   * @param weightDecay weight of the squared parameters
   * @param schedule how the rate changes from epoch to epoch
   * @param depthFactor by which the rate is multiplied from the heads to the layer before them, and
   *     from each stage to the one before; 0 learns the heads alone
   */
  public record TransferStep(
      int epochs, double learningRate, double weightDecay, Schedule schedule, double depthFactor) {

    static TransferStep from(Settings settings) {
      return new TransferStep(
          settings.whole("epochs", 1, 10_000),
          settings.real("learning-rate", 1e-8, 10),
          settings.real("weight-decay", 0, 10),
          settings.has("schedule")
              ? settings.choice("schedule", Schedule.class)
              : Schedule.CONSTANT,
          settings.real("depth-factor", 0, 1, 1));
    }

    /** The same with another rate. */
    public TransferStep atRate(double rate) {
      return new TransferStep(epochs, rate, weightDecay, schedule, depthFactor);
    }
  }

  /** Whether cells choose by who is held out, so that their figures are too good. */
  public boolean looksAtHeldOut() {
    return selection.filter(chosen -> chosen.rule() == Selection.Rule.ORACLE).isPresent();
  }

  static Training from(Settings settings) {
    return new Training(
        settings.whole("workers", 1, 1000),
        settings.whole("batch-size", 1, 100_000),
        settings.whole("averaging-period", 1, 1_000_000),
        settings.has("averaging")
            ? settings.choice("averaging", Averaging.class)
            : Averaging.WEIGHTED,
        settings.whole("hidden-units", 1, 10_000),
        settings.real("robust-from", 0.01, 1000, 1),
        settings.has("balanced") && settings.truth("balanced"),
        settings.has("traits") ? settings.choice("traits", Traits.class) : Traits.TOGETHER,
        settings.optionalBlock("selection").map(Selection::from),
        TransferStep.from(settings.block("step-1")),
        TransferStep.from(settings.block("step-2")));
  }
}
