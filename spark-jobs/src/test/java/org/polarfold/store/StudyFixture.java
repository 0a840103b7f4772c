package org.polarfold.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.polarfold.provenance.Seeds;
import org.polarfold.split.Fold;
import org.polarfold.study.PatientId;
import org.polarfold.study.Segment17;
import org.polarfold.study.Target;

/** Studies with features as the store would make them, and their cut into a cell. */
public final class StudyFixture {

  private StudyFixture() {}

  /** A study of site "here", without an age; the map is the reserve map. */
  public static FeaturedStudy study(
      String patient, float[] features, double[] segments, Map<Target, Integer> labels) {
    EnumMap<Target, Integer> known = new EnumMap<>(Target.class);
    known.putAll(labels);
    return new FeaturedStudy(
        patient, "here", features, 1, segments, segments, known, Double.NaN, null);
  }

  /** A study of a site, of which nothing but features is known. */
  public static FeaturedStudy at(String site, String patient, float[] features) {
    double[] none = new double[Segment17.COUNT];
    return new FeaturedStudy(
        patient, site, features, 1, none, none, new EnumMap<>(Target.class), Double.NaN, null);
  }

  /** The same study at another site. */
  public static FeaturedStudy movedTo(String site, FeaturedStudy study) {
    EnumMap<Target, Integer> known = new EnumMap<>(Target.class);
    for (Target target : Target.values()) {
      study.label(target).ifPresent(label -> known.put(target, label));
    }
    double[] segments = study.reserveSegments();
    return new FeaturedStudy(
        study.patient(), site, study.features(), 1, segments, segments, known, Double.NaN, null);
  }

  /**
   * Studies p000, p001, ... whose labels follow from their random features, not without error; of
   * every fifth the sex is missing.
   */
  public static List<FeaturedStudy> studies(int count, int features) {
    Random random = new Random(20260101);
    List<FeaturedStudy> studies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] values = new float[features];
      for (int f = 0; f < features; f++) {
        values[f] = (float) random.nextGaussian();
      }
      double[] segments = new double[Segment17.COUNT];
      for (int s = 0; s < Segment17.COUNT; s++) {
        segments[s] = 2.3 + 0.5 * values[0] + 0.4 * random.nextGaussian();
      }
      Map<Target, Integer> labels = new EnumMap<>(Target.class);
      labels.put(Target.IMPAIRED_MFR, values[0] + 0.7 * random.nextGaussian() < 0 ? 1 : 0);
      int sex = values[1] + 0.7 * random.nextGaussian() < 0 ? 1 : 0;
      if (i % 5 != 0) {
        labels.put(Target.SEX, sex);
      }
      studies.add(study("p%03d".formatted(i), values, segments, labels));
    }
    return studies;
  }

  /**
   * The cell of a fold that holds some patients out.
   *
   * @param slices partitions that the studies lie in beforehand
   */
  public static CellStudies cell(
      SparkSession spark,
      List<FeaturedStudy> studies,
      List<String> heldOut,
      int workers,
      int slices) {
    return CellStudies.of(
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(studies, slices),
        studies.stream().map(study -> new PatientId(study.patient())).toList(),
        new Fold("fold-1", heldOut.stream().map(PatientId::new).toList()),
        workers,
        new Seeds(7));
  }
}
