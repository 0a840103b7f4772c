package org.polarfold.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarfold.UserException;
import org.polarfold.study.PatientId;
import org.polarfold.study.SiteId;

class PredictionsCsvTest {

  private static final String HEADER = "patient,site,arm,target,model,label,score\n";
  private static final String GOOD = "secret-1,oslo,internal,mfr,dl,0,0.25\n";
  private static final String OTHER = "secret-3,oslo,internal,mfr,dl,1,0.75\n";

  private final Path folder;

  PredictionsCsvTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "secret-2,oslo,internal,mfr,dl,1,1.7|, column score: value 1.7 (expected a number from 0 to"
            + " 1, or empty where missing)",
        "secret-2,oslo,internal,mfr,dl,1,-0.1|, column score: value -0.1 (expected a number from 0"
            + " to 1, or empty where missing)",
        "secret-2,oslo,internal,mfr,dl,1,NaN|, column score: value \"NaN\" (expected a number from"
            + " 0 to 1, or empty where missing)",
        "secret-2,oslo,internal,mfr,dl,1,0.5f|, column score: value \"0.5f\" (expected a number"
            + " from 0 to 1, or empty where missing)",
        "secret-2,oslo,internal,mfr,dl,yes,0.5|, column label: value \"yes\" (expected 0 or 1, or"
            + " a real value; empty where missing)",
        "secret-2,oslo,internal,mfr,dl,2,0.5|, column label: value 2 (expected 0 or 1, or empty"
            + " where missing; most labels of a regression target are neither)",
        "secret-2,oslo,internal,mfr,dl,0.37,0.5|, column label: value 0.37 (expected 0 or 1, or"
            + " empty where missing; most labels of a regression target are neither)",
        "secret-2,Oslo,internal,mfr,dl,1,0.5|, column site: value \"Oslo\" (expected 1 to 40 of a-z,"
            + " 0-9 and -)",
        "secret-2,oslo,inside,mfr,dl,1,0.5|, column arm: value \"inside\" (expected internal,"
            + " external, matched-internal, matched-external, external-adapted, named-external,"
            + " temporal or single-site:<training site>)",
        "secret-2,oslo,single-site:A,mfr,dl,1,0.5|, column arm: value \"single-site:A\" (expected"
            + " internal, external, matched-internal, matched-external, external-adapted,"
            + " named-external, temporal or single-site:<training site>)",
        "secret-2,oslo,internal,,dl,1,0.5|, column target: value \"\" (expected a name)",
        ",oslo,internal,mfr,dl,1,0.5|, column patient: value \"\" (expected a pseudonym)",
        "secret-2,oslo,internal,mfr,dl,1|: 6 columns (expected 7, as in the header)",
        "secret-2,oslo,internal,mfr,dl,1,0.5,9|: 8 columns (expected 7, as in the header)",
        "secret-1,oslo,internal,mfr,dl,0,0.5|: a second row of the same patient, arm, target, model,"
            + " map, repeat, seed and segment (expected one, which is row 2; a patient's pseudonym must"
            + " differ from those of all other sites)",
        "secret-1,rome,external,mfr,dl,0,0.5|, column site: value \"rome\" (expected \"oslo\", as in"
            + " row 2 of the same patient)",
        "secret-1,oslo,external,mfr,dl,1,0.5|, column label: value 1 (expected 0, as in row 2 of the"
            + " same patient and target)"
      })
  void aRowThatIsNotRightStopsTheReading(String row, String complaint) throws IOException {
    Path file = file(HEADER + GOOD + row + "\n" + OTHER);
    assertComplaint(file, "Invalid predictions: " + file + ":3" + complaint);
  }

  @Test
  void quotationMarksThatDoNotMatch() throws IOException {
    Path file = file(HEADER + GOOD + "\"secret-2\"x,oslo,internal,mfr,dl,1,0.5\n");
    assertComplaint(
        file,
        "Invalid predictions: "
            + file
            + ":3: quotation marks that do not match (expected CSV as in RFC 4180)");
  }

  @Test
  void wholeNumbers() throws IOException {
    Path file = file(HEADER.replace("score", "score,repeat,seed") + GOOD.trim() + ",0,1.5\n");
    assertComplaint(
        file,
        "Invalid predictions: "
            + file
            + ":2, column seed: value \"1.5\" (expected a whole number)");
  }

  @Test
  void headers() throws IOException {
    Path none = file(GOOD + OTHER);
    assertComplaint(
        none,
        "Invalid predictions: "
            + none
            + ":1, column patient: missing (expected a header with"
            + " patient,site,arm,target,model,label,score, in any order)");
    Path twice = file(HEADER.trim() + ",score\n" + GOOD);
    assertComplaint(
        twice, "Invalid predictions: " + twice + ":1, column score: named twice (expected once)");
    Path noScore = file(HEADER.replace(",score", ",risk") + GOOD);
    assertComplaint(
        noScore,
        "Invalid predictions: "
            + noScore
            + ":1, column score: missing (expected a header with"
            + " patient,site,arm,target,model,label,score, in any order)");
  }

  @Test
  void filesThatAreNone() throws IOException {
    Path missing = folder.resolve("no.csv");
    assertComplaint(missing, "Cannot read predictions: " + missing + " (no such file)");
    assertComplaint(folder, "Cannot read predictions: " + folder + " (a folder; expected a file)");
    Path empty = file("");
    assertComplaint(
        empty,
        "Cannot read predictions: "
            + empty
            + " (empty; expected a header: patient,site,arm,target,model,label,score)");
    Path header = file(HEADER);
    assertComplaint(header, "Cannot read predictions: " + header + " (a header and no rows)");
    Path latin = folder.resolve("latin.csv");
    Files.write(latin, (HEADER + GOOD + "f\u00fcr").getBytes(StandardCharsets.ISO_8859_1));
    assertComplaint(latin, "Cannot read predictions: " + latin + " (not UTF-8)");
  }

  @Test
  void emptyLabelsAndScoresAreCounted() throws IOException {
    String rows =
        """
        p3,oslo,internal,mfr,dl,,0.5
        p4,oslo,internal,mfr,dl,1,
        p5,oslo,internal,mfr,dl,,
        """;
    Results ours =
        Evaluation.of(PredictionsCsv.read(file(HEADER + GOOD + OTHER + rows)), Resampling.NONE);
    assertThat(ours.counts()).isEqualTo(new Counts(5, 2, new Counts.Excluded(2, 1, 0)));
    assertThat(Made.arm(ours.binary().get(0), "internal").pooled().n()).isEqualTo(2);
  }

  @Test
  void columnsInAnyOrderWithOthersBetween() throws IOException {
    String rows =
        """
        map,score,age,label,model,fold,target,arm,site,patient,repeat,seed
        rest,0.75,61,1,dl,a,mfr,internal,oslo,"secret, 1",0,-9223372036854775808

        rest,.25,,0.0,dl,,mfr,internal,oslo,secret-2,,-9223372036854775808
        ,5e-1,,0.0,dl,,mfr,internal,oslo,secret-2,,\
        """;
    Path file = file("\uFEFF" + rows.replace("\n", "\r\n"));
    Results ours = Evaluation.of(PredictionsCsv.read(file), Resampling.NONE);
    assertThat(ours.targets()).extracting("map").containsExactly("rest", "unspecified");
    Performance rest = Made.arm(ours.binary().get(0), "internal").pooled();
    assertThat(rest.n()).isEqualTo(2);
    assertThat(Made.present(rest.auroc()).value()).isEqualTo(1);
  }

  @Test
  void mostlyOtherLabelsMakeARegressionTarget() throws IOException {
    String rows =
        """
        p1,a,internal,mfr,m,%s,0.5
        p2,a,internal,mfr,m,%s,0.25
        p3,a,internal,mfr,m,1,0
        """;
    Cell cell = new Cell("mfr", "m", Prediction.NO_MAP);
    assertThat(PredictionsCsv.read(file(HEADER + rows.formatted("3", "2"))).isRegression(cell))
        .isTrue();
    assertThat(PredictionsCsv.read(file(HEADER + rows.formatted("2.5", "2.5"))).isRegression(cell))
        .isTrue();
    // Two classes under other names are no measurements.
    Path coded = file(HEADER + rows.formatted("2", "2"));
    assertComplaint(
        coded,
        "Invalid predictions: "
            + coded
            + ":2, column label: value 2 (expected 0 or 1, or empty where missing; most labels of a"
            + " regression target are neither)");
  }

  @Test
  void aWeightIsTheSameInAllArms() throws IOException {
    String header = HEADER.replace("score", "score,weight");
    Path file =
        file(
            header
                + "secret-1,oslo,internal,mfr,dl,0,0.5,0.25\n"
                + "secret-1,oslo,external,mfr,dl,0,0.5,\n"
                + "secret-1,oslo,temporal,mfr,dl,0,0.5,0.75\n");
    assertComplaint(
        file,
        "Invalid predictions: "
            + file
            + ":4, column weight: value 0.75 (expected 0.25, as in row 2 of the same patient and"
            + " target)");
    Path one =
        file(
            header
                + "secret-1,oslo,internal,mfr,dl,0,0.5,1\n"
                + "secret-2,oslo,internal,mfr,dl,1,0.5,1.5\n");
    assertComplaint(
        one,
        "Invalid predictions: "
            + one
            + ":3, column weight: value 1.5 (expected a number above 0, at most 1, or empty for"
            + " 1)");
  }

  /** What another reader than that of CSV might let through. */
  @Test
  void numbersThatAreNoneAreRefused() {
    for (double none : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertThatThrownBy(() -> add(OptionalDouble.of(none), OptionalDouble.of(0.5)))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("table:1, column label: value " + none);
      assertThatThrownBy(() -> add(OptionalDouble.of(1), OptionalDouble.of(none)))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("table:1, column score: value " + none);
    }
  }

  private static void add(OptionalDouble label, OptionalDouble score) {
    Predictions.from("table")
        .add(
            1,
            new Prediction(
                new PatientId("p"),
                new SiteId("oslo"),
                Arm.INTERNAL,
                "mfr",
                "dl",
                Prediction.NO_MAP,
                0,
                0,
                Optional.empty(),
                0,
                OptionalDouble.empty(),
                label,
                score));
  }

  @Test
  void segmentsBelongToRegressionTargets() throws IOException {
    String header = HEADER.replace("score", "score,segment,weight");
    Path classes = file(header + GOOD.trim() + ",4,\n");
    assertComplaint(
        classes,
        "Invalid predictions: "
            + classes
            + ":2, column segment: value 4 (expected none, since the labels of this target are 0 or"
            + " 1: segments belong to regression targets)");
    Path eighteen = file(header + GOOD.trim() + ",18,\n");
    assertComplaint(
        eighteen,
        "Invalid predictions: "
            + eighteen
            + ":2, column segment: value 18 (expected 1 to 17, or empty for the whole heart)");
    Path weight = file(header + GOOD.trim() + ",,0\n");
    assertComplaint(
        weight,
        "Invalid predictions: "
            + weight
            + ":2, column weight: value 0 (expected a number above 0, at most 1, or empty for 1)");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("predictions.csv"), text);
  }

  private static void assertComplaint(Path file, String message) {
    assertThatThrownBy(() -> PredictionsCsv.read(file))
        .isInstanceOf(UserException.class)
        .hasMessage(message)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "male,60,|4, column sex: value \"male\" (expected \"female\", as in row 3 of the same"
            + " patient)",
        "female,61,|4, column age: value 61 (expected 60.0, as in row 3 of the same patient)",
        ",,x|none",
        "female,old,|4, column age: value \"old\" (expected years from 0 to 130, or empty where"
            + " unknown)",
        "female,131,|4, column age: value 131 (expected years from 0 to 130, or empty where"
            + " unknown)"
      })
  void attributesAreThoseOfThePatient(String attributes, String told) throws IOException {
    Path file = folder.resolve("a.csv");
    Files.writeString(
        file,
        "patient,site,arm,target,model,label,score,sex,age,race\n"
            + "secret-1,oslo,internal,mfr,dl,1,0.5,,,\n"
            + "secret-2,oslo,internal,mfr,dl,1,0.5,female,60,\n"
            + "secret-2,oslo,external,mfr,dl,1,0.5,"
            + attributes
            + "\n");

    if (told.equals("none")) {
      assertThat(PredictionsCsv.read(file).attributes().race(1)).contains("x");
      assertThat(PredictionsCsv.read(file).attributes().sex(1)).contains("female");
      assertThat(PredictionsCsv.read(file).attributes().age(0)).isEmpty();
    } else {
      assertThatThrownBy(() -> PredictionsCsv.read(file))
          .isInstanceOf(UserException.class)
          .hasMessage("Invalid predictions: " + file + ":" + told);
    }
  }
}
