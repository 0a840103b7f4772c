package org.polarfold.split;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.polarfold.experiment.Splitting;
import org.polarfold.provenance.Seeds;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;
import org.polarfold.study.Target;

/** Patients as tests need them. */
final class EnrolledMade {

  static final Splitting SPLITTING = new Splitting(5, Target.IMPAIRED_MFR, 20, 5, Splitting.USUAL);

  private EnrolledMade() {}

  /** Two to seven sites of 1 to 80 patients, with labels missing here and there, in any order. */
  static List<Enrolled> consortium(Random random) {
    int sites = 2 + random.nextInt(6);
    List<Enrolled> patients = new ArrayList<>();
    for (int site = 0; site < sites; site++) {
      // The first is never so small that k folds could not be made.
      int size = site == 0 ? 40 + random.nextInt(40) : 1 + random.nextInt(80);
      double impaired = random.nextDouble();
      for (int i = 0; i < size; i++) {
        Map<Target, Integer> labels = new EnumMap<>(Target.class);
        if (random.nextInt(10) > 0) {
          labels.put(Target.IMPAIRED_MFR, random.nextDouble() < impaired ? 1 : 0);
        }
        if (random.nextInt(10) > 0) {
          labels.put(Target.SEX, random.nextInt(2));
        }
        PatientId patient = new PatientId(Long.toHexString(random.nextLong()) + "-" + site);
        patients.add(new Enrolled(patient, siteId("site-" + site), labels));
      }
    }
    Collections.shuffle(patients, random);
    return patients;
  }

  /** A site with so many patients, the first of them impaired, every second one male. */
  static List<Enrolled> site(String name, int patients, int impaired) {
    return IntStream.range(0, patients)
        .mapToObj(
            i ->
                new Enrolled(
                    new PatientId(name + "-" + i),
                    siteId(name),
                    Map.of(Target.IMPAIRED_MFR, i < impaired ? 1 : 0, Target.SEX, i % 2)))
        .toList();
  }

  static Enrolment enrolment(List<Enrolled> patients, long seed) {
    return new Enrolment(patients, SPLITTING, new Seeds(seed));
  }

  static SiteId siteId(String name) {
    return new SiteId(name);
  }
}
