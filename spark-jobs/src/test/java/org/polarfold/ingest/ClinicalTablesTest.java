package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarfold.UserException;
import org.polarfold.ingest.ClinicalTables.ClinicalRow;
import org.polarfold.ingest.IngestOutcome.Rejected;
import org.polarfold.study.ClinicalFacts;
import org.polarfold.study.MapKind;
import org.polarfold.study.PerfusionStudy;
import org.polarfold.study.Target;

class ClinicalTablesTest {

  private static final String LABS =
      """
      more-tables = [
        { file = "labs.tsv", delimiter = "\\t", patient = "Fall", missing = ["", "k.A."]
          labels { diabetes { column = "DM", positive = ["ja", "Typ 2"], negative = ["nein"] } }
          race { column = "race", words { "White" = ["W", "1"], "Black" = ["B"] } }
          readers {
            reader-a { column = "A", positive = ["abn"], negative = ["norm"] }
            reader-b { column = "B", positive = ["1"], negative = ["0"] }
          }
          angiography {
            done { column = "cag", positive = ["1"], negative = ["0"] }
            obstructive { column = "cad", positive = ["1"], negative = ["0"] }
          }
          acquisition {
            tracer { column = "tr", words { "N-13 ammonia" = ["NH3"], "Rb-82" = ["Rb", "RB82"] } }
            kinetic-model { column = "km", words { "one-tissue compartment" = ["1TC"] } }
          }
        }
        { file = "dates.csv", delimiter = ",", patient = "id"
          examined { column = "date", format = "dd.MM.yyyy" } }
      ]
      """;

  private static final String HEADER = "Fall\tDM\trace\tA\tB\tcag\tcad\ttr\tkm";

  private final WrittenExport export;

  ClinicalTablesTest(@TempDir Path exports) throws IOException {
    this.export = new WrittenExport(exports);
    StringBuilder header = new StringBuilder("pid");
    for (int s = 1; s <= 17; s++) {
      header.append(",v").append(s);
    }
    export
        .file("maps.csv", header.toString(), "a" + ",1.5".repeat(17))
        .file("patients.csv", "pid,age,sex", "a,61.5,M")
        .file("labs.tsv", HEADER, "a\tTyp 2\t1\tabn\t0\t1\t0\tNH3\t1TC")
        .file("dates.csv", "id,date", "a,07.03.2019")
        .conf(
            "segments { rest = \"v\" }",
            "age-years = age, labels { sex { column = sex, positive = [M], negative = [F] } }",
            LABS);
  }

  @Test
  void everyFactOfEveryTableReachesTheStudy() throws IOException {
    PerfusionStudy study = export.onlyStudy();
    ClinicalFacts facts = study.clinical();

    assertThat(facts.ageYears()).hasValue(61.5);
    assertThat(facts.examined()).contains(YearMonth.of(2019, 3));
    assertThat(facts.labels()).isEqualTo(Map.of(Target.SEX, 1, Target.DIABETES, 1));
    assertThat(facts.race()).contains("White");
    assertThat(facts.readers()).isEqualTo(Map.of("reader-a", 1, "reader-b", 0));
    assertThat(facts.angiographyDone()).contains(true);
    assertThat(facts.obstructiveDisease()).contains(false);
    assertThat(study.acquisition().tracer()).isEqualTo("N-13 ammonia");
    assertThat(study.acquisition().kineticModel()).isEqualTo("one-tissue compartment");
    assertThat(study.acquisition().scanner()).isEqualTo("old");
    assertThat(study.acquisition().software()).isEqualTo("unknown");
  }

  @Test
  void everyFactMayBeMissing() throws IOException {
    export.file("labs.tsv", HEADER, "a\tk.A.\t\t\t\t\t\t\tk.A.").file("dates.csv", "id,date");

    PerfusionStudy study = export.onlyStudy();

    assertThat(study.clinical().labels()).containsOnlyKeys(Target.SEX);
    assertThat(study.clinical().examined()).isEmpty();
    assertThat(study.clinical().race()).isEmpty();
    assertThat(study.clinical().readers()).isEmpty();
    assertThat(study.clinical().angiographyDone()).isEmpty();
    assertThat(study.clinical().obstructiveDisease()).isEmpty();
    assertThat(study.acquisition().tracer()).isEqualTo("Rb-82");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vielleicht~1~abn~0~1~0~NH3~1TC | label-not-in-vocabulary | DM: expected one of ja, Typ 2",
        "ja~Blanc~abn~0~1~0~NH3~1TC | label-not-in-vocabulary | race: expected one of B, W, 1",
        "ja~1~denscheidt~0~1~0~NH3~1TC | label-not-in-vocabulary | A: expected one of abn, norm",
        "ja~1~abn~2~1~0~NH3~1TC | label-not-in-vocabulary | B: expected one of 1, 0",
        "ja~1~abn~0~yes~0~NH3~1TC | label-not-in-vocabulary | cag: expected",
        "ja~1~abn~0~1~x~NH3~1TC | label-not-in-vocabulary | cad: expected",
        "ja~1~abn~0~1~0~Herr denscheidt~1TC | label-not-in-vocabulary | tr: expected one of NH3",
        "ja~1~abn~0~0~0~NH3~1TC | contradictory-labels | angiography.obstructive: expected none",
        "ja~1~abn~0~0~1~NH3~1TC | contradictory-labels | angiography.obstructive: expected none",
        "ja~1~abn~0~1~0~NH3 | wrong-shape | 8 cells: expected 9",
      })
  void aWordThatNobodyDeclaredRejectsTheRecordAndIsNotShown(
      String row, String reason, String detail) throws IOException {
    export.file("labs.tsv", HEADER, "a\t" + row.replace('~', '\t'));

    Rejected rejected = export.onlyRejected();

    assertThat(WrittenExport.told(rejected)).isEqualTo("birch/labs.tsv:2 " + reason);
    assertThat(rejected.detail()).contains(detail).doesNotContain("denscheidt");
  }

  @ParameterizedTest
  @CsvSource({
    "31.04.2019, unreadable-record",
    "2019-03-07, unreadable-record",
    "denscheidt, unreadable-record",
    "31.12.1969, out-of-physiological-range",
    "01.01.2199, out-of-physiological-range",
  })
  void aDateThatCannotBeRejectsTheRecord(String date, String reason) throws IOException {
    export.file("dates.csv", "id,date", "a," + date);

    Rejected rejected = export.onlyRejected();

    assertThat(WrittenExport.told(rejected)).isEqualTo("birch/dates.csv:2 " + reason);
    assertThat(rejected.detail()).contains("column date: expected").doesNotContain(date);
  }

  @Test
  void todayIsADateAndTheDayIsNotKept() throws IOException {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    export.file(
        "dates.csv",
        "id,date",
        String.format(
            "a,%02d.%02d.%d", today.getDayOfMonth(), today.getMonthValue(), today.getYear()));

    PerfusionStudy study = export.onlyStudy();

    assertThat(study.clinical().examined()).contains(YearMonth.from(today));
  }

  @ParameterizedTest
  @CsvSource({
    "yyyyMMdd, 20190307",
    "yyyy-MM, 2019-03",
    "MMM d uuuu, mar 7 2019",
    "d/M/yy, 7/3/19",
    "yyyy-MM-dd'T'HH:mm:ss, 2019-03-07T24:00:00"
  })
  void datesAreWrittenInManyWays(String format, String text) throws IOException, RecordFlaw {
    export.conf(
        "segments { rest = \"v\" }", "examined { column = day, format = \"" + format + "\" }", "");
    export.file("patients.csv", "pid,day", "a,\"" + text + "\"");

    if (text.endsWith("24:00:00")) {
      assertThat(export.onlyRejected().reason()).isEqualTo(RejectionReason.UNREADABLE_RECORD);
    } else {
      assertThat(export.onlyStudy().clinical().examined()).contains(YearMonth.of(2019, 3));
    }
  }

  @Test
  void rowsOfFurtherTablesBelongToPatientsOfThePatientTable() throws IOException {
    export
        .file(
            "labs.tsv",
            HEADER,
            "stranger\tja\t1\tabn\t0\t1\t0\tNH3\t1TC",
            "a\tja\t1\tabn\t0\t1\t0\tNH3\t1TC",
            "a\tnein\t1\tabn\t0\t1\t0\tNH3\t1TC",
            "stranger\tja\t1\tabn\t0\t1\t0\tNH3\t1TC",
            "\tja\t1\tabn\t0\t1\t0\tNH3\t1TC")
        .file("dates.csv", "id,date", "stranger,07.03.2019", "a,07.03.2019");

    assertThat(export.told())
        .containsExactly(
            "birch/labs.tsv:2 no-patient-row",
            "birch/labs.tsv:4 duplicate-record",
            "birch/labs.tsv:5 duplicate-record",
            "birch/labs.tsv:6 unreadable-record",
            "birch/maps.csv:2 accepted");
    assertThat(
            export.outcomes().stream()
                .flatMap(
                    o ->
                        o instanceof IngestOutcome.Accepted a
                            ? java.util.stream.Stream.of(a)
                            : null)
                .findFirst()
                .orElseThrow()
                .study()
                .clinical()
                .label(Target.DIABETES))
        .hasValue(1);
  }

  @Test
  void aPatientWhoseRowsAreAllFlawedIsRejectedOnce() throws IOException {
    export
        .file("patients.csv", "pid,age,sex", "a,400,M")
        .file("labs.tsv", HEADER, "a\t?\t1\tabn\t0\t1\t0\tNH3\t1TC");

    assertThat(export.told()).containsExactly("birch/patients.csv:2 out-of-physiological-range");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "column = \"DM\" | column = \"DM\", colour = 1 | more-tables[0].labels.diabetes.colour",
        "labels { diabetes | labels { sex | more-tables[0].labels",
        "\"Black\" = [\"B\"] | \"Black\" = [\"W\"] | more-tables[0].race.words.White",
        "\"Black\" = [\"B\"] | \"Black\" = [] | more-tables[0].race.words.Black",
        "\"Black\" = [\"B\"] | \"Black\" = [\"k.A.\"] | more-tables[0].race.words.Black",
        "reader-a { | \"Dr. A\" { | more-tables[0].readers.Dr. A",
        "dd.MM.yyyy | dd.MM | more-tables[1].examined.format",
        "dd.MM.yyyy | {bad | more-tables[1].examined.format",
        "\"dates.csv\" | \"../dates.csv\" | more-tables[1].file",
        "done { | finished { | more-tables[0].angiography.finished",
        "kinetic-model { | colour { | more-tables[0].acquisition.colour",
      })
  void whatSiteConfCannotMeanIsNamed(String from, String to, String named) throws IOException {
    assertThat(LABS).contains(from);
    export.conf(
        "segments { rest = \"v\" }",
        "labels { sex { column = sex, positive = [M], negative = [F] } }",
        LABS.replace(from, to));

    assertThatThrownBy(export::export)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("site.conf:")
        .hasMessageContaining(named)
        .hasMessageContaining("expected");
  }

  @Test
  void aColumnOfAFurtherTableThatIsNotThereIsNamed() throws IOException {
    export.file("dates.csv", "id,datum", "a,07.03.2019");

    assertThat(export.refusal())
        .isEqualTo(
            "Cannot find a column in birch/dates.csv:1: date (expected once in the header, as"
                + " more-tables[1].examined in site.conf says)");
  }

  private static String means(String unit) {
    return "segment-means { file = \"means.csv\", delimiter = \";\", decimal = \",\", patient = Id,"
        + " missing = [\"-\"], rest = \"r\", reserve = \"m\", unit = \""
        + unit
        + "\" }";
  }

  private void meansTable(String cells) throws IOException {
    StringBuilder header = new StringBuilder("Id");
    for (String state : new String[] {"r", "m"}) {
      for (int s = 1; s <= 17; s++) {
        header.append(';').append(state).append(s);
      }
    }
    export
        .file("means.csv", header.toString(), cells)
        .conf("segments { rest = \"v\" }", "unread = [age]", means("mL/min/100g"));
  }

  @Test
  void suppliedSegmentMeansAreReadInTheLakesUnit() throws IOException, RecordFlaw {
    meansTable("a;151,5" + ";150".repeat(16) + ";-".repeat(17));
    PatientFacts facts = new PatientFacts(Map.of());
    try (ClinicalTables tables = export.export().clinical().open()) {
      for (Optional<ClinicalRow> row = tables.next(); row.isPresent(); row = tables.next()) {
        assertThat(row.get().identifier()).isEqualTo("a");
        row.get().addTo(facts);
      }
    }

    double[] rest = facts.segmentMeans(MapKind.REST);
    assertThat(rest).hasSize(17);
    assertThat(rest[0]).isEqualTo(1.515f);
    assertThat(rest[16]).isEqualTo(1.5);
    assertThat(facts.segmentMeans(MapKind.RESERVE)).isEmpty();
    assertThat(facts.segmentMeans(MapKind.STRESS)).isEmpty();
    assertThat(export.told()).containsExactly("birch/maps.csv:2 accepted");
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, unit-mismatch",
    "150x, not-a-number",
    "-, not-a-number",
    "900, out-of-physiological-range"
  })
  void suppliedSegmentMeansThatCannotBeRejectTheRecord(String first, String reason)
      throws IOException {
    String rest = first.equals("1.5") ? ";1,5".repeat(17) : ";" + first + ";150".repeat(16);
    meansTable("a" + rest + ";2".repeat(17));

    assertThat(WrittenExport.told(export.onlyRejected())).isEqualTo("birch/means.csv:2 " + reason);
  }

  @ParameterizedTest
  @CsvSource({"'%'", "'{counts}'", "'1'"})
  void suppliedSegmentMeansAreOfTheQuantityOfTheMaps(String unit) throws IOException {
    meansTable("a" + ";150".repeat(34));
    export.conf("segments { rest = \"v\" }", "", means(unit));

    assertThatThrownBy(export::export)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("segment-means.unit");
  }
}
