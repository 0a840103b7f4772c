package org.polarfold.split;

import java.util.ArrayList;
import java.util.List;
import org.polarfold.split.SplitPlan.PlannedDesign;

/**
 * A design that is drawn several times, as repeated k-fold cross-validation: Kim, Comput Stat Data
 * Anal 2009;53:3735. The first draw is that of the design by itself.
 *
 * @param design what is drawn
 * @param repeats how often, at least once
 */
record Repeated(ValidationDesign design, int repeats) implements ValidationDesign {

  @Override
  public List<PlannedDesign> planned(Enrolment enrolment) {
    List<PlannedDesign> all = new ArrayList<>(design.planned(enrolment));
    for (int repeat = 1; repeat < repeats; repeat++) {
      int number = repeat;
      design
          .planned(enrolment.withSeeds(enrolment.seeds().family("repeat", number)))
          .forEach(drawn -> all.add(drawn.asRepeat(number)));
    }
    return all;
  }
}
