package org.polarfold.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.polarfold.store.FeaturedStudy;
import org.polarfold.study.InputMaps;
import org.polarfold.study.MapKind;
import org.polarfold.study.Segment17;
import org.polarfold.study.Target;

/**
 * Everything single that a conventional model is told of a study, by name; what the frozen network
 * makes of a map is not single.
 */
public final class Covariates {

  /** What is known beside the maps, where all of it is told. */
  static final List<String> CLINICAL = List.of("age", "age unknown", "sex", "sex unknown");

  /** Of every map. */
  static final List<String> SUMMARY = List.of("mean", "least", "greatest", "standard deviation");

  private Covariates() {}

  /**
   * One value that models are told.
   *
   * @param name as {@code age} or {@code segment 4 of reserve}
   * @param ofMap whether the map says it, and not the clinic
   */
  public record Covariate(String name, boolean ofMap) implements Serializable {}

  /** The names of what {@link #of} yields. */
  public static List<Covariate> names(InputMaps maps, Target target) {
    List<Covariate> names = new ArrayList<>();
    for (String name : target == Target.SEX ? CLINICAL.subList(0, 2) : CLINICAL) {
      names.add(new Covariate(name, false));
    }
    for (MapKind map : maps.kinds()) {
      for (int segment = 1; segment <= Segment17.COUNT; segment++) {
        names.add(new Covariate("segment " + segment + " of " + map.key(), true));
      }
    }
    for (MapKind map : maps.kinds()) {
      for (String name : SUMMARY) {
        names.add(new Covariate(name + " of the segments of " + map.key(), true));
      }
    }
    return List.copyOf(names);
  }

  /** The values of a study, NaN where unknown. */
  public static double[] of(FeaturedStudy study, Target target) {
    return Stream.of(
            Predictors.clinical(study, Double.NaN, Double.NaN, target != Target.SEX),
            study.segments(),
            Predictors.summary(study))
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }
}
