package org.polarfold.split;

import java.util.List;
import org.polarfold.split.SplitPlan.PlannedDesign;

/** The named external sites are held out together, for a network that learns from all others. */
record NamedExternal() implements ValidationDesign {

  @Override
  public List<PlannedDesign> planned(Enrolment enrolment) {
    return List.of(
        new PlannedDesign(
            SplitPlan.NAMED_EXTERNAL, List.of(new Fold("named", enrolment.untouched()))));
  }
}
