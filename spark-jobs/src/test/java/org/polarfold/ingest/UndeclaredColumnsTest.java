package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UndeclaredColumnsTest {

  private final WrittenExport export;

  UndeclaredColumnsTest(@TempDir Path exports) throws IOException {
    this.export = new WrittenExport(exports);
    mapsWith("");
  }

  /** A table of maps with one more column. */
  private void mapsWith(String column) throws IOException {
    StringBuilder header = new StringBuilder("pid");
    for (int s = 1; s <= 17; s++) {
      header.append(",v").append(s);
    }
    boolean more = !column.isEmpty();
    export
        .file(
            "maps.csv",
            header + (more ? "," + column : ""),
            "p1" + ",1.5".repeat(17) + (more ? ",x" : ""))
        .conf("segments { rest = \"v\" }", "", "");
  }

  /** The refusal of a patient table with one more column of these cells, one a patient. */
  private String refusalOf(String header, String... cells) throws IOException {
    List<String> lines = new ArrayList<>(List.of("pid,\"" + header + "\""));
    for (int i = 0; i < cells.length; i++) {
      lines.add("p" + i + ",\"" + cells[i] + "\"");
    }
    export.file("patients.csv", lines.toArray(String[]::new));
    return export.refusal();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name",
        "Name",
        "NAME",
        "patient_name",
        "PatientName",
        "Patientenname",
        "name of patient",
        "surname",
        "firstName",
        "LASTNAME",
        "Family Name",
        "given-name",
        "Nom",
        "Pr\u00E9nom",
        "PRE\u0301NOM",
        "Vorname",
        "Nachname",
        "cognome",
        "apellidos",
        "birth_date",
        "DOB",
        "dateOfBirth",
        "Geburtsdatum",
        "GebDatum",
        "date de naissance",
        "fecha_nacimiento",
        "Data Nascita",
        "address",
        "HomeAddress",
        "Stra\u00DFe",
        "indirizzo",
        "phone",
        "mobile_no",
        "Tel.",
        "e-mail",
        "EMail",
        "PLZ",
        "zip code",
        "postcode",
        "social security no",
        "SSN",
        "nhs_number",
        "MRN",
        "medical_record_number",
        "Versichertennummer",
        "insurance_id",
        "passport",
        "Patient ID",
        "patient_nr",
        "f\u00F8dselsdato",
        "\u0424\u0430\u043C\u0438\u043B\u0438\u044F"
      })
  void aHeaderOfIdentifiersStopsTheSiteUntilItIsDeclared(String header) throws IOException {
    assertThat(refusalOf(header, "x"))
        .startsWith(
            "Refused an undeclared column in birch/patients.csv:1: column 2 may hold identifiers:"
                + " its header has the word \"")
        .endsWith("in patients.unread, as unread = [\"the column's name\"])");

    export.conf("segments { rest = \"v\" }", "unread = [\"" + header + "\"]", "");
    assertThat(export.refusal()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "segment_name",
        "scanner name",
        "fileName",
        "age",
        "sex",
        "weight",
        "telemetry",
        "hotel",
        "nominal",
        "snapshot",
        "tracer",
        "BMI",
        "renamed",
        "dobutamine",
        "city_block_x1",
        "comment",
        "streetwise",
        "",
        "7",
        "v18",
        "visit",
        "ethnicity"
      })
  void otherHeadersAreLeftAlone(String header) throws IOException {
    boolean expected = header.startsWith("city");
    assertThat(refusalOf(header, "x").isEmpty()).as(header).isEqualTo(!expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x@example.org ~ none ~ none | addresses of e-mail",
        "1957-03-02 ~ 1961-12-24 ~ 1940-01-31 | dates of birth",
        "02.03.1957 ~ 24.12.1961 ~ ? | dates of birth",
        "3/2/1957 ~ 12/24/1961 ~ 1/31/1940 | dates of birth",
        "19570302 ~ 19611224 ~ 19400131 | dates of birth",
        "2-Mar-1957 ~ 24 December 1961 ~ 31. Jan. 1940 | dates of birth",
        "1957-03-02T00:00:00 ~ 1961-12-24 00:00 ~ ? | dates of birth",
        "Erika Musterfrau ~ Hans M\u00FCller ~ rest | names of persons",
        "MUSTERFRAU ERIKA ~ M\u00DCLLER HANS ~ O'NEIL A. | names of persons",
        "Musterfrau, Erika ~ M\u00FCller-L\u00FCdenscheidt,Hans ~ de la Cruz, Ana | names of persons",
        "Musterfrau^Erika ~ M\u00FCller^Hans ~ ? | names of persons",
        "+49 89 1234567 ~ 089/1234567 ~ (089) 123-4567 | telephone numbers",
        "0891234567 ~ 06.12.34.56.78 ~ 555 123 4567 | telephone numbers",
      })
  void cellsOfIdentifiersStopTheSiteAndAreNotShown(String cells, String kind) throws IOException {
    String[] all = cells.split(" ~ ");

    assertThat(refusalOf("x7", all))
        .contains("column 2 may hold identifiers: its cells look like " + kind)
        .doesNotContain("x7")
        .doesNotContain(all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2345678 ~ 0.12345678 ~ 12345678.5",
        "1,2345678 ~ 0,12345678 ~ 3",
        "1234567 ~ 99999999 ~ 87654321",
        "Siemens Biograph ~ Siemens Biograph ~ Siemens Biograph ~ Siemens Biograph",
        "normal ~ abnormal ~ not done",
        "201234 ~ 202345 ~ 203456",
        "2190-01-01 ~ 1857-01-01 ~ 2019-02-30",
        "-0.1234567 ~ 1e-7 ~ 1234567e10",
      })
  void otherCellsAreLeftAlone(String cells) throws IOException {
    assertThat(refusalOf("x7", cells.split(" ~ "))).isEmpty();
  }

  @Test
  void namesAreToldFromWordsByTheirNumberAndPatientsMayHaveManyRows() throws IOException {
    List<String> lines = new ArrayList<>(List.of("pid,phase,seg,mbf,x7"));
    for (String patient : List.of("p1", "p2", "p3")) {
      for (int s = 1; s <= 17; s++) {
        lines.add(patient + ",R," + s + ",1,Erika Nummer" + patient.replace("p", "I".repeat(2)));
      }
    }
    lines.replaceAll(line -> line.replace("II1", "a").replace("II2", "b").replace("II3", "c"));
    export
        .file("patients.csv", "pid", "p1")
        .file("maps.csv", lines.toArray(String[]::new))
        .conf("long { state = phase, segment = seg, value = mbf, rest = R }", "", "");

    assertThat(export.refusal())
        .contains("birch/maps.csv:1: column 5 ")
        .contains("names of persons")
        .contains("maps.unread");
  }

  @Test
  void everyTableIsLookedAt() throws IOException {
    export.file("patients.csv", "pid", "p1");
    mapsWith("surname");
    assertThat(export.refusal()).contains("birch/maps.csv:1: column 19 ").contains("maps.unread");

    mapsWith("");
    export
        .file("more.csv", "pid,MRN", "p1,77")
        .conf(
            "segments { rest = \"v\" }",
            "",
            "more-tables = [ { file = \"more.csv\", delimiter = \",\", patient = pid } ]");
    assertThat(export.refusal())
        .contains("birch/more.csv:1: column 2 ")
        .contains("more-tables[0].unread");

    mapsWith("dob");
    export.conf(
        "segments { rest = \"v\" }, unread = [dob]",
        "",
        "segment-means { file = \"maps.csv\", delimiter = \",\", patient = pid, rest = \"v\","
            + " unit = \"mL/min/g\" }");
    assertThat(export.refusal())
        .contains("birch/maps.csv:1: column 19 ")
        .contains("segment-means.unread");
  }

  @Test
  void aColumnIsEitherReadOrUnread() throws IOException {
    export
        .file("patients.csv", "pid,age", "p1,60")
        .conf("segments { rest = \"v\" }", "age-years = age, unread = [age]", "");

    assertThat(export.refusal())
        .contains("age (expected either in unread or as patients.age-years");
  }

  @Test
  void aWideTableIsToldByItsHeaderAlone() throws IOException {
    StringBuilder header = new StringBuilder("pid");
    StringBuilder row = new StringBuilder("p1");
    for (int i = 0; i < 1_001; i++) {
      header.append(",c").append(i);
      row.append(",x@example.org");
    }
    export.file("patients.csv", header.toString(), row.toString());
    assertThat(export.refusal()).isEmpty();

    export.file("patients.csv", header + ",surname", row + ",x");
    assertThat(export.refusal()).contains("column 1003 ");
  }

  @Test
  void aPatientsRowInThePlaceOfTheHeaderIsNotShown() throws IOException {
    export.file("patients.csv", "pid,M\u00FCller-L\u00FCdenscheidt name,1957-03-02", "p1,x,y");

    assertThat(export.refusal())
        .contains("column 2 ")
        .contains("\"name\"")
        .doesNotContain("denscheidt")
        .doesNotContain("1957");
  }
}
