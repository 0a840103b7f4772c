package org.polarfold.simulate;

import java.util.Arrays;
import org.polarfold.study.PolarMap;
import org.polarfold.study.Segment17;

/**
 * A patient's true flow, which no site measures exactly.
 *
 * @param rest blood flow at rest, mL/min/g
 * @param stress blood flow under stress, mL/min/g
 */
record LatentFlow(PolarMap rest, PolarMap stress) {

  /** Reserve below this is impaired. */
  static final double IMPAIRED_BELOW = 2.0;

  private static final double[] FRONT_TO_BELOW =
      Disc.of((ring, degrees) -> Disc.cos(degrees - 90) * Disc.reach(ring));

  /** The flow of a heart with these levels and this disease; its texture is drawn. */
  static LatentFlow draw(
      FlowLevels levels, CoronaryDisease disease, PatientModel model, Draws draws) {
    FlowModel flow = model.flow();
    // Wall thickness and the like are there at rest and under stress alike.
    double[] shared = Texture.draw(flow.texture() * Math.sqrt(flow.sharedTexture()), draws);
    double own = flow.texture() * Math.sqrt(1 - flow.sharedTexture());
    double[] rest = Texture.draw(own, draws);
    double[] stress = Texture.draw(own, draws);
    Disc.add(rest, 1, shared);
    Disc.add(stress, 1, shared);
    Disc.add(rest, flow.regional(), RegionalNorm.REST);
    Disc.add(stress, flow.regional(), RegionalNorm.STRESS);
    Disc.add(rest, levels.pattern(), FRONT_TO_BELOW);
    Disc.add(stress, levels.pattern(), FRONT_TO_BELOW);
    for (Lesion lesion : disease.lesions()) {
      double[] defect = lesion.defect();
      Disc.add(rest, lesion.atRest(model.obstructive()), defect);
      Disc.add(stress, lesion.underStress(model.obstructive()), defect);
    }
    return new LatentFlow(Disc.exp(levels.rest(), rest), Disc.exp(levels.stress(), stress));
  }

  /** Mean reserve over the 17 segments, dimensionless. */
  double meanReserve() {
    return Arrays.stream(Segment17.means(stress.over(rest))).average().orElseThrow();
  }

  /** The label: mean reserve below 2.0. */
  boolean impaired() {
    return meanReserve() < IMPAIRED_BELOW;
  }
}
