package org.polarfold.reference;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.polarfold.evaluate.Arm;
import org.polarfold.evaluate.ArmSamples;
import org.polarfold.evaluate.CarriedThresholds;
import org.polarfold.evaluate.CellSamples;
import org.polarfold.evaluate.Codes;
import org.polarfold.evaluate.Estimate;
import org.polarfold.evaluate.Sample;
import org.polarfold.evaluate.Supplement;
import org.polarfold.evaluate.Supplements;
import org.polarfold.study.SiteId;

/**
 * The blocks {@code readers} of a target and {@code partialVerification} of its arms and drop,
 * where the file has the columns that they need.
 */
public final class ImperfectReference implements Supplement {

  private static final long serialVersionUID = 1L;
  private static final String VERIFICATION = "partialVerification";
  private static final String READERS = "readers";

  @Override
  public Supplements of(CellSamples cell) {
    SortedMap<String, double[]> readings = cell.sources().readers();
    Estimate<ReadersResult> readers =
        readings.size() < 2
            ? Estimate.none("fewer than two columns reader:<name>")
            : Estimate.of(new Readers(cell, readings).result());
    Map<String, Map<String, Serializable>> arms = new LinkedHashMap<>();
    cell.arms()
        .forEach(
            (arm, samples) ->
                arms.put(arm.name(), Map.of(VERIFICATION, ofArm(cell, arm, samples))));
    return new Supplements(arms, Map.of(VERIFICATION, ofDrop(cell)), Map.of(READERS, readers));
  }

  private static Estimate<PartialVerification> ofArm(
      CellSamples cell, Arm arm, ArmSamples samples) {
    Estimate<Sample> all = all(cell, samples);
    return all.map(
        patients -> {
          return verification(cell, patients, samples)
              .estimates(positive(cell, arm, patients), cell.resampling(), seed(cell, arm.name()));
        });
  }

  private static Object[] seed(CellSamples cell, String place) {
    return new Object[] {cell.target(), cell.model(), cell.map(), place, VERIFICATION};
  }

  /** Verified and unverified patients of an arm. */
  private static Estimate<Sample> all(CellSamples cell, ArmSamples samples) {
    if (!cell.sources().hasVerified()) {
      return Estimate.none("no column verified");
    }
    Sample unverified = samples.unverified();
    return unverified.size() == 0 || samples.pooled().size() == 0
        ? Estimate.none("no patient is unverified, or none verified")
        : Estimate.of(Sample.pool(List.of(samples.pooled(), unverified)));
  }

  private static Verification verification(CellSamples cell, Sample all, ArmSamples samples) {
    byte[] verified = new byte[all.size()];
    for (int place :
        Codes.positions(
            all.patients(), Codes.common(all.patients(), samples.pooled().patients()))) {
      verified[place] = 1;
    }
    return new Verification(all, verified, cell.attributes());
  }

  /** On the patients of both arms; whoever is verified in one is in the other. */
  private static Estimate<PartialVerification> ofDrop(CellSamples cell) {
    ArmSamples internal = cell.arms().get(Arm.INTERNAL);
    ArmSamples external = cell.arms().get(Arm.EXTERNAL);
    if (internal == null || external == null) {
      return Estimate.none("no internal and external arm");
    }
    return all(cell, internal)
        .flatMap(
            first ->
                all(cell, external)
                    .map(
                        second -> {
                          int[] both = Codes.common(first.patients(), second.patients());
                          return verification(cell, first.only(both), internal)
                              .drop(
                                  verification(cell, second.only(both), external),
                                  cell.resampling(),
                                  seed(cell, "drop"));
                        }));
  }

  /** Repeats x patients: 1 where the score is not below the threshold that other sites chose. */
  private static Estimate<double[][]> positive(CellSamples cell, Arm arm, Sample all) {
    ArmSamples chosenOn = cell.arms().get(Arm.INTERNAL);
    if (chosenOn == null || arm.trainingSite().isPresent()) {
      return Estimate.none("no threshold is carried to this arm");
    }
    CarriedThresholds carried = CarriedThresholds.of(chosenOn.sites());
    double[][] positive = new double[all.repeats().size()][all.size()];
    SortedMap<SiteId, Sample> sites = cell.bySite(all);
    for (Map.Entry<SiteId, Sample> site : sites.entrySet()) {
      Estimate<Map<Integer, Double>> at = carried.at(site.getKey(), site.getValue());
      if (at instanceof Estimate.NotEstimable<Map<Integer, Double>> none) {
        return Estimate.none(none.why());
      }
      if (at instanceof Estimate.Value<Map<Integer, Double>> thresholds) {
        int[] places = Codes.positions(all.patients(), site.getValue().patients());
        for (int r = 0; r < positive.length; r++) {
          Double threshold = thresholds.value().get(r);
          if (threshold == null) {
            return Estimate.none("a repeat without a threshold");
          }
          for (int place : places) {
            positive[r][place] = all.scores()[r][place] >= threshold ? 1 : 0;
          }
        }
      }
    }
    return Estimate.of(positive);
  }
}
