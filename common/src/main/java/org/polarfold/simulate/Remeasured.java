package org.polarfold.simulate;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.polarfold.study.Segment17;

/**
 * One simulated patient, measured in every way that the literature compares.
 *
 * @param person who it is
 * @param studies the segments of each measurement
 */
record Remeasured(Person person, Map<Way, Segments> studies) {

  /** One study's means of the 17 segments: flow in mL/min/g, and reserve. */
  record Segments(double[] rest, double[] stress, double[] reserve) {

    static Segments of(Camera.Measured measured) {
      return new Segments(
          Segment17.means(measured.rest()),
          Segment17.means(measured.stress()),
          Segment17.means(measured.stress().over(measured.rest())));
    }

    double meanRest() {
      return mean(rest);
    }

    double meanStress() {
      return mean(stress);
    }

    double meanReserve() {
      return mean(reserve);
    }

    /** The lowest segment under stress as a share of the highest, as relative images show it. */
    double lowestUnderStress() {
      return Arrays.stream(stress).min().orElseThrow() / Arrays.stream(stress).max().orElseThrow();
    }

    private static double mean(double[] values) {
      return Arrays.stream(values).average().orElseThrow();
    }
  }

  /** A way to measure. */
  enum Way {
    /** The site that every other is compared with. */
    REFERENCE,
    /** The same on another day. */
    ANOTHER_DAY,
    /** Water on the first day: linear in flow. */
    WATER,
    /** Rubidium on another day, its roll-off corrected. */
    RUBIDIUM,
    /** Rubidium whose roll-off is wholly left. */
    RUBIDIUM_UNCORRECTED,
    /** Ammonia whose roll-off is wholly left. */
    AMMONIA_UNCORRECTED,
    /** The reference's data, reconstructed otherwise. */
    TOF_OSEM,
    /** SPECT with attenuation corrected: its tracer's roll-off is in the images. */
    SPECT,
    /** SPECT without, as strongly as in the preset {@code attenuation}. */
    SPECT_UNCORRECTED;

    private boolean sameDay() {
      return this != ANOTHER_DAY && this != RUBIDIUM;
    }

    private AcquisitionKnobs knobs() {
      return switch (this) {
        case REFERENCE, ANOTHER_DAY -> AcquisitionKnobs.REFERENCE;
        case WATER -> knobs(Tracer.O15_WATER, 0, Reconstruction.RAMLA);
        case RUBIDIUM -> knobs(Tracer.RB82, 0, Reconstruction.RAMLA);
        case RUBIDIUM_UNCORRECTED -> knobs(Tracer.RB82, 1, Reconstruction.RAMLA);
        case AMMONIA_UNCORRECTED -> knobs(Tracer.N13_AMMONIA, 1, Reconstruction.RAMLA);
        case TOF_OSEM -> knobs(Tracer.N13_AMMONIA, 0, Reconstruction.TOF_OSEM);
        case SPECT -> knobs(Tracer.TC99M, 1, Reconstruction.RAMLA);
        case SPECT_UNCORRECTED -> SPECT.knobs().with(new Attenuation(0.12, 0.10, 2));
      };
    }

    private static AcquisitionKnobs knobs(
        Tracer tracer, double rollOff, Reconstruction reconstruction) {
      return AcquisitionKnobs.of(
          new FlowResponse(tracer, rollOff, reconstruction, 1, 1),
          Resolution.REFERENCE,
          Rotation.NONE);
    }
  }

  /** Measures patients of one clinic in every way. */
  static final class Laboratory {

    private final Clinic clinic;
    private final Map<Way, Camera> cameras = new EnumMap<>(Way.class);

    Laboratory(Clinic clinic) {
      this.clinic = clinic;
      for (Way way : Way.values()) {
        cameras.put(way, new Camera(way.knobs()));
      }
    }

    Remeasured patient(int index) {
      Patient patient = clinic.patient(index);
      Map<Way, Segments> studies = new EnumMap<>(Way.class);
      cameras.forEach(
          (way, camera) ->
              studies.put(
                  way,
                  Segments.of(
                      camera.measure(
                          patient,
                          use ->
                              clinic.draws(index, way.sameDay() ? use : way.name() + " " + use)))));
      return new Remeasured(patient.person(), studies);
    }
  }

  Segments by(Way way) {
    Segments segments = studies.get(way);
    if (segments == null) {
      throw new IllegalArgumentException("Invalid way to measure: " + way);
    }
    return segments;
  }

  Segments reference() {
    return by(Way.REFERENCE);
  }
}
