package org.polarfold.backbone;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.Segment17;
import org.polarfold.study.Target;

/**
 * Heads of the demonstration's size and settings on given features: a shared layer, flow reserve of
 * the 17 segments, impaired flow reserve, sex. All together and by one worker, so that many can be
 * learnt; what is compared is what goes in.
 */
final class TrialHeads {

  /** What is told. */
  static final List<Target> TARGETS = List.of(Target.IMPAIRED_MFR, Target.SEX);

  private static final int HIDDEN_UNITS = 64;
  private static final int EPOCHS = 20;
  private static final int BATCH = 32;
  private static final double LEARNING_RATE = 0.002;
  private static final float WEIGHT_DECAY = 0.001f;

  /** By patient, the 17 segments and a label a target. */
  private final float[][] wanted;

  /** Heads for some patients. */
  TrialHeads(List<PerfusionStudy> patients) {
    this.wanted = patients.stream().map(TrialHeads::wanted).toArray(float[][]::new);
  }

  private static float[] wanted(PerfusionStudy study) {
    float[] segments =
        MapImage.scaled(Segment17.means(study.map(MapKind.RESERVE).orElseThrow()), MapKind.RESERVE);
    float[] wanted = Arrays.copyOf(segments, Segment17.COUNT + TARGETS.size());
    for (int i = 0; i < TARGETS.size(); i++) {
      wanted[Segment17.COUNT + i] = study.clinical().label(TARGETS.get(i)).orElseThrow();
    }
    return wanted;
  }

  /**
   * Learns from some patients and tells others.
   *
   * @param features a row a patient
   * @param learntFrom places of the patients that are learnt from
   * @param told places of the others
   * @return by target, a probability for each of those told, in their order
   */
  Map<Target, double[]> scores(float[][] features, int[] learntFrom, int[] told, Seeds seeds) {
    float[][] rows = scaled(features, learntFrom);
    int outputs = Segment17.COUNT + TARGETS.size();
    Random random = new Random(seeds.seed("weights"));
    DenseWeights shared =
        new DenseWeights(rows[0].length, HIDDEN_UNITS, Math.sqrt(2.0 / rows[0].length), random);
    DenseWeights heads =
        new DenseWeights(HIDDEN_UNITS, outputs, Math.sqrt(2.0 / (HIDDEN_UNITS + 1)), random);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      int[] order = shuffled(learntFrom, seeds.seed("epoch", epoch));
      for (int start = 0; start < order.length; start += BATCH) {
        int end = Math.min(start + BATCH, order.length);
        for (int i = start; i < end; i++) {
          learn(rows[order[i]], wanted[order[i]], shared, heads);
        }
        shared.step(end - start, LEARNING_RATE, WEIGHT_DECAY);
        heads.step(end - start, LEARNING_RATE, WEIGHT_DECAY);
      }
    }
    double[][] probabilities = new double[TARGETS.size()][told.length];
    for (int i = 0; i < told.length; i++) {
      float[] made = heads.forward(positive(shared.forward(rows[told[i]])));
      for (int t = 0; t < TARGETS.size(); t++) {
        probabilities[t][i] = sigmoid(made[Segment17.COUNT + t]);
      }
    }
    Map<Target, double[]> scores = new EnumMap<>(Target.class);
    for (int t = 0; t < TARGETS.size(); t++) {
      scores.put(TARGETS.get(t), probabilities[t]);
    }
    return scores;
  }

  /** Mean squared error of the segments, cross-entropy of the labels. */
  private static void learn(float[] row, float[] wanted, DenseWeights shared, DenseWeights heads) {
    float[] hidden = positive(shared.forward(row));
    float[] error = heads.forward(hidden);
    for (int i = 0; i < error.length; i++) {
      error[i] =
          i < Segment17.COUNT
              ? 2 * (error[i] - wanted[i]) / Segment17.COUNT
              : sigmoid(error[i]) - wanted[i];
    }
    float[] before = heads.inputError(error);
    for (int i = 0; i < before.length; i++) {
      before[i] = hidden[i] > 0 ? before[i] : 0;
    }
    heads.backward(hidden, error);
    shared.backward(row, before);
  }

  private static float[] positive(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(values[i], 0);
    }
    return values;
  }

  private static float sigmoid(float logit) {
    return (float) (1 / (1 + Math.exp(-logit)));
  }

  /** Mean 0 and standard deviation 1 over those that are learnt from. */
  private static float[][] scaled(float[][] features, int[] learntFrom) {
    int length = features[0].length;
    double[] mean = new double[length];
    double[] square = new double[length];
    for (int patient : learntFrom) {
      for (int i = 0; i < length; i++) {
        mean[i] += (double) features[patient][i] / learntFrom.length;
        square[i] += (double) features[patient][i] * features[patient][i] / learntFrom.length;
      }
    }
    float[][] scaled = new float[features.length][length];
    for (int patient = 0; patient < features.length; patient++) {
      for (int i = 0; i < length; i++) {
        double variance = square[i] - mean[i] * mean[i];
        scaled[patient][i] =
            variance > 1e-10 ? (float) ((features[patient][i] - mean[i]) / Math.sqrt(variance)) : 0;
      }
    }
    return scaled;
  }

  private static int[] shuffled(int[] places, long seed) {
    int[] order = places.clone();
    Random random = new Random(seed);
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }
}
