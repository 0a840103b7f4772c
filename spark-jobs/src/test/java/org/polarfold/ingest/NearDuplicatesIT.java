package org.polarfold.ingest;

import static java.util.Objects.requireNonNull;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.LocalSpark;
import org.polarfold.ingest.IngestOutcome.Accepted;
import org.polarfold.provenance.Seeds;
import org.polarfold.simulate.AcquisitionKnobs;
import org.polarfold.simulate.Resolution;
import org.polarfold.simulate.SimulatedStudies;
import org.polarfold.store.StoredStudy;
import org.polarfold.store.StudyCodec;
import org.polarfold.store.StudyStore;
import org.polarfold.study.PerfusionStudy;

/**
 * Prints the figures of {@code docs/decisions/near-duplicates.md}: how many of simulated patients'
 * maps that come again from another site in another form are found, and that no other patient's is.
 */
final class NearDuplicatesIT {

  private static final Seeds SEEDS = new Seeds(20260101).family("near-duplicates");
  private static final int PATIENTS = 3_000;
  private static final int OF_EACH_FORM = 150;
  private static final int OF_PICTURES = 40;
  private static final int WITH_ONE_DEFECT = 1_500;

  /** Shares that are found at least; of every other form more. */
  private static final Map<String, Double> FOUND_LESS =
      Map.of(
          "12 x 36 values", 0.9,
          "picture, colours, JPEG", 0.5);

  /** The first site by name, whose studies stay. */
  private static final String FIRST = "a";

  private static final String DEFECT = "defect";

  @TempDir static Path folder;

  /** By site, its studies; the line is the patient's number. */
  private static final Map<String, List<Accepted>> SITES = new TreeMap<>();

  /** By form, its site. */
  private static final Map<String, String> FORMS = new LinkedHashMap<>();

  /** By site, those that were found. */
  private static final Map<String, List<Row>> FOUND = new TreeMap<>();

  @BeforeAll
  static void findThem() {
    List<PerfusionStudy> patients = patients("patients", PATIENTS, AcquisitionKnobs.REFERENCE);
    place(FIRST, 0, patients, Reexport.asItIs());
    List<PerfusionStudy> others = patients("others", WITH_ONE_DEFECT, AcquisitionKnobs.REFERENCE);
    place(DEFECT, PATIENTS, others, Reexport.withDefect());
    Map<String, Reexport> forms = new LinkedHashMap<>(Reexport.found(folder));
    forms.putAll(Reexport.missed());
    int next = 0;
    for (Map.Entry<String, Reexport> form : forms.entrySet()) {
      // Every form has patients of its own, so that none is found for the sake of another form.
      int end = next + (form.getKey().startsWith("picture") ? OF_PICTURES : OF_EACH_FORM);
      String site = "b-" + FORMS.size();
      FORMS.put(form.getKey(), site);
      place(site, next, patients.subList(next, end), form.getValue());
      next = end;
    }
    search();
  }

  private static List<PerfusionStudy> patients(String family, int count, AcquisitionKnobs knobs) {
    return SimulatedStudies.studies(SEEDS.family(family), count, knobs).toList();
  }

  private static void place(String site, int first, List<PerfusionStudy> studies, Reexport form) {
    SITES.put(
        site,
        IntStream.range(0, studies.size())
            .mapToObj(
                i -> new Accepted(new RecordPlace(site, first + i), form.of(studies.get(i), site)))
            .toList());
  }

  private static void search() {
    List<Row> rows = new ArrayList<>();
    for (List<Accepted> site : SITES.values()) {
      site.forEach(a -> rows.add(OutcomeCodec.accepted(a, StoredStudy.of(a.study(), true))));
    }
    try (SparkSession spark = LocalSpark.start()) {
      Dataset<Row> keys =
          spark
              .createDataFrame(rows, OutcomeCodec.SCHEMA)
              .select(StudyCodec.SITE, StudyStore.KEYS_SCHEMA.fieldNames());
      try (Duplicates duplicates = Duplicates.among(keys)) {
        assertThat(duplicates.rows().where(col("reason").notEqual("near-duplicate-map")).count())
            .as("other duplicates")
            .isZero();
        for (Row row : duplicates.rows().collectAsList()) {
          FOUND.computeIfAbsent(row.getAs(StudyCodec.SITE), site -> new ArrayList<>()).add(row);
        }
      }
    }
  }

  private static double share(String form) {
    String site = requireNonNull(FORMS.get(form));
    return FOUND.getOrDefault(site, List.of()).size()
        / (double) requireNonNull(SITES.get(site)).size();
  }

  @Test
  void mapsThatComeAgainInAnotherFormAreFound() {
    SoftAssertions all = new SoftAssertions();
    for (String form : Reexport.found(folder).keySet()) {
      print(form);
      all.assertThat(share(form))
          .as(form)
          .isGreaterThanOrEqualTo(FOUND_LESS.getOrDefault(form, 0.96));
    }
    all.assertAll();
  }

  @Test
  void eachIsFoundForItsOwnPatientsSake() {
    for (String site : FORMS.values()) {
      for (Row row : FOUND.getOrDefault(site, List.of())) {
        assertThat(row.<String>getAs("detail"))
            .isEqualTo("expected once, and is the maps of a:" + row.<Long>getAs("line"));
      }
    }
  }

  @Test
  void whatTheDecisionSaysIsMissedIsMissed() {
    SoftAssertions all = new SoftAssertions();
    for (String form : Reexport.missed().keySet()) {
      print(form);
      all.assertThat(share(form)).as(form).isLessThanOrEqualTo(0.05);
    }
    all.assertAll();
  }

  @Test
  void noOtherPatientsMapsAreFound() {
    assertThat(FOUND.getOrDefault(FIRST, List.of())).isEmpty();
    assertThat(FOUND.getOrDefault(DEFECT, List.of())).isEmpty();
  }

  /** Every pair is looked at here, not only those that fall into one cell. */
  @Test
  void otherPatientsMapsAreFarFromOneAnother() {
    int more = Integer.getInteger("polarfold.patients", PATIENTS);
    List<float[]> all =
        SimulatedStudies.studies(SEEDS.family("patients"), more, AcquisitionKnobs.REFERENCE)
            .map(MapShape::of)
            .toList();
    List<float[]> normal = all.stream().filter(NearDuplicatesIT::isNormal).toList();
    assertThat(normal).hasSizeGreaterThan(500);

    assertThat(nearest("patients", all)).isGreaterThan(2 * MapShape.SAME);
    assertThat(nearest("of these normal", normal)).isGreaterThan(2 * MapShape.SAME);
    assertThat(nearest("one defect", shapes(requireNonNull(SITES.get(DEFECT)))))
        .isGreaterThan(2 * MapShape.SAME);
    // A camera that smooths as no other does, with hardly any noise: the least favourable of all.
    AcquisitionKnobs smooth =
        AcquisitionKnobs.of(
            AcquisitionKnobs.REFERENCE.response(),
            new Resolution(15, 2, 0.02),
            AcquisitionKnobs.REFERENCE.rotation());
    List<float[]> smoothed =
        patients("patients", PATIENTS, smooth).stream().map(MapShape::of).toList();
    assertThat(nearest("smoothed", smoothed)).isGreaterThan(1.5 * MapShape.SAME);
  }

  private static List<float[]> shapes(List<Accepted> site) {
    return site.stream().map(accepted -> MapShape.of(accepted.study())).toList();
  }

  /** No segment lies farther than 15 % from the mean of its map. */
  private static boolean isNormal(float[] shape) {
    for (float segment : shape) {
      if (Math.abs(segment - 1) > 0.15) {
        return false;
      }
    }
    return true;
  }

  /** The least difference of two. */
  private static double nearest(String what, List<float[]> shapes) {
    double[] nearest = new double[shapes.size()];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (int i = 0; i < nearest.length; i++) {
      for (int j = 0; j < i; j++) {
        double difference = difference(shapes.get(i), shapes.get(j));
        nearest[i] = Math.min(nearest[i], difference);
        nearest[j] = Math.min(nearest[j], difference);
      }
    }
    Arrays.sort(nearest);
    System.out.printf(
        Locale.ROOT,
        "near-duplicates: %-32s %5d patients, nearest other: least %.4f, 1 %% %.4f, median %.4f%n",
        what,
        nearest.length,
        nearest[0],
        nearest[nearest.length / 100],
        nearest[nearest.length / 2]);
    return nearest[0];
  }

  private static void print(String form) {
    List<Accepted> again = requireNonNull(SITES.get(requireNonNull(FORMS.get(form))));
    List<Accepted> first = requireNonNull(SITES.get(FIRST));
    double[] differences =
        again.stream()
            .mapToDouble(
                a ->
                    difference(
                        MapShape.of(a.study()),
                        MapShape.of(first.get((int) a.place().line()).study())))
            .sorted()
            .toArray();
    System.out.printf(
        Locale.ROOT,
        "near-duplicates: %-32s %5d again, found %.3f, difference: median %.4f, largest %.4f%n",
        form,
        again.size(),
        share(form),
        differences[differences.length / 2],
        DoubleStream.of(differences).max().orElseThrow());
  }

  /** Root mean square difference, infinite where other maps were sent. */
  private static double difference(float[] a, float[] b) {
    if (a.length != b.length) {
      return Double.POSITIVE_INFINITY;
    }
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      squares += (a[i] - b[i]) * (double) (a[i] - b[i]);
    }
    return Math.sqrt(squares / a.length);
  }
}
