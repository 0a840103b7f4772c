package org.polarfold.train;

import java.io.Serializable;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.polarfold.store.TrainingStudies;
import org.polarfold.study.Target;

/** How much a study of either class weighs in the loss of a target. */
final class ClassWeights {

  /** Every study weighs 1. */
  static final ClassWeights EQUAL = new ClassWeights(Map.of());

  private final Map<Target, long[]> counts;

  private ClassWeights(Map<Target, long[]> counts) {
    this.counts = counts;
  }

  private record Counted(int worker, long[][] counts) implements Serializable {}

  /** Weights under which both classes of a target weigh the same over the training studies. */
  static ClassWeights fit(TrainingStudies studies, List<Target> targets) {
    List<Counted> shares =
        studies
            .shares()
            .mapPartitionsWithIndex(
                (worker, share) -> {
                  long[][] counts = new long[targets.size()][2];
                  share.forEachRemaining(
                      study -> {
                        for (int t = 0; t < counts.length; t++) {
                          long[] ofTarget = counts[t];
                          study.label(targets.get(t)).ifPresent(label -> ofTarget[label]++);
                        }
                      });
                  return List.of(new Counted(worker, counts)).iterator();
                },
                true)
            .collect()
            .stream()
            .sorted(Comparator.comparingInt(Counted::worker))
            .toList();
    Map<Target, long[]> all = new EnumMap<>(Target.class);
    for (Counted share : shares) {
      for (int t = 0; t < targets.size(); t++) {
        long[] sum = all.computeIfAbsent(targets.get(t), target -> new long[2]);
        sum[0] += share.counts[t][0];
        sum[1] += share.counts[t][1];
      }
    }
    return new ClassWeights(all);
  }

  /** The loss of a target; equal weights where a class has nobody. */
  ILossFunction loss(Target target) {
    long[] known = counts.getOrDefault(target, new long[2]);
    if (known[0] == 0 || known[1] == 0) {
      return new TargetLoss(1, 1);
    }
    double all = (double) known[0] + known[1];
    return new TargetLoss(all / (2 * known[0]), all / (2 * known[1]));
  }
}
