package org.polarfold.simulate;

import org.apache.commons.math3.linear.ArrayRealVector;
import org.polarfold.study.MapKind;

/** What is told from which map's 17 segments. */
enum SegmentTask {
  IMPAIRED_FROM_REST("impaired reserve from rest", MapKind.REST),
  IMPAIRED_FROM_STRESS("impaired reserve from stress", MapKind.STRESS),
  IMPAIRED_FROM_RESERVE("impaired reserve from reserve", MapKind.RESERVE),
  /** Its pattern lies in front and below: it can turn. */
  SEX_FROM_REST("sex from rest", MapKind.REST),
  /** Narrowed arteries leave defects: they can be smeared and weakened. */
  DISEASE_FROM_STRESS("narrowed arteries from stress", MapKind.STRESS),
  /** As relative images are read: by the deepest defect, whatever the level. */
  DISEASE_FROM_LOWEST("narrowed arteries from lowest over highest stress", MapKind.STRESS);

  final String words;
  private final MapKind map;

  SegmentTask(String words, MapKind map) {
    this.words = words;
    this.map = map;
  }

  /** One patient for a regression. */
  RidgeLogistic.Row row(Examined examined, int site) {
    if (this == DISEASE_FROM_LOWEST) {
      double[] depth = {examined.segments().lowestUnderStress()};
      return new RidgeLogistic.Row(new ArrayRealVector(depth), label(examined), site);
    }
    double[] values =
        switch (map) {
          case REST -> examined.segments().rest();
          case STRESS -> examined.segments().stress();
          case RESERVE -> examined.segments().reserve();
        };
    return new RidgeLogistic.Row(new ArrayRealVector(values), label(examined), site);
  }

  private int label(Examined examined) {
    return switch (this) {
      case IMPAIRED_FROM_REST, IMPAIRED_FROM_STRESS, IMPAIRED_FROM_RESERVE ->
          examined.impaired() ? 1 : 0;
      case SEX_FROM_REST -> examined.person().male() ? 1 : 0;
      case DISEASE_FROM_STRESS, DISEASE_FROM_LOWEST -> examined.person().obstructive() ? 1 : 0;
    };
  }

  /**
   * What is kept of an examination.
   *
   * @param impaired whether true reserve is
   * @param sent whether to angiography
   */
  record Examined(Person person, boolean impaired, boolean sent, Remeasured.Segments segments) {

    static Examined of(Examination examination) {
      return new Examined(
          examination.patient().person(),
          examination.patient().flow().impaired(),
          examination.findings().angiography(),
          Remeasured.Segments.of(examination.measured()));
    }
  }
}
