package org.polarfold.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.polarfold.report.AttributionFacts;
import org.polarfold.store.AttributionStore.Attribution;
import org.polarfold.study.Segment17;
import org.polarfold.train.Explainer.Method;

/**
 * Attributions as the report draws them: by segment, and place by place where they differ there.
 */
final class AttributionSummary {

  private AttributionSummary() {}

  /** What stands in {@code attributions.json}. */
  static AttributionFacts of(Map<String, Object> provenance, List<Attribution> all) {
    return new AttributionFacts(provenance, all.stream().map(AttributionSummary::of).toList());
  }

  private static AttributionFacts.Attribution of(Attribution one) {
    boolean gradient = one.method().equals(Method.GRADIENT.key());
    return new AttributionFacts.Attribution(
        one.target(),
        one.map(),
        one.kind(),
        one.method(),
        one.patients(),
        bySegment(one.mean(), gradient),
        bySegment(one.meanAbsolute(), gradient),
        gradient ? places(one.mean()) : List.of());
  }

  /**
   * What a whole segment contributes: occlusion says it at each of its places; of a gradient, to
   * first order, it is the sum over them.
   */
  private static List<Double> bySegment(double[] places, boolean sum) {
    List<Double> segments = new ArrayList<>(Collections.nCopies(Segment17.COUNT, 0.0));
    for (int place = 0; place < places.length; place++) {
      int index = Segment17.at(place) - 1;
      segments.set(index, sum ? segments.get(index) + places[place] : places[place]);
    }
    return segments;
  }

  private static List<Float> places(double[] places) {
    List<Float> rounded = new ArrayList<>();
    for (double place : places) {
      rounded.add((float) place);
    }
    return rounded;
  }
}
