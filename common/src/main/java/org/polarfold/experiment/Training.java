package org.polarfold.experiment;

/**
 * How a network is trained: by parameter averaging, in two transfer steps.
 *
 * @param workers workers whose parameters are averaged; part of the experiment, whatever the
 *     cluster's size
 * @param batchSize examples of one gradient step of one worker
 * @param averagingPeriod gradient steps of a worker between two averagings
 * @param hiddenUnits units of the layer between cached features and heads
 * @param step1 flow reserve by segment, and impaired flow reserve
 * @param step2 traits, from step 1's weights
 */
public record Training(
    int workers,
    int batchSize,
    int averagingPeriod,
    int hiddenUnits,
    TransferStep step1,
    TransferStep step2) {

  /**
   * One transfer step.
   *
   * @param epochs passes over the training studies
   * @param learningRate of Adam
   * @param weightDecay weight of the squared parameters
   */
  public record TransferStep(int epochs, double learningRate, double weightDecay) {

    static TransferStep from(Settings settings) {
      return new TransferStep(
          settings.whole("epochs", 1, 10_000),
          settings.real("learning-rate", 1e-8, 10),
          settings.real("weight-decay", 0, 10));
    }
  }

  static Training from(Settings settings) {
    return new Training(
        settings.whole("workers", 1, 1000),
        settings.whole("batch-size", 1, 100_000),
        settings.whole("averaging-period", 1, 1_000_000),
        settings.whole("hidden-units", 1, 10_000),
        TransferStep.from(settings.block("step-1")),
        TransferStep.from(settings.block("step-2")));
  }
}
