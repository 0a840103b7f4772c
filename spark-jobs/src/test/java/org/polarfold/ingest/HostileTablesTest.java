package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.UserException;

/**
 * Tables that are broken or mean ill: an outcome a record, or one refusal, and no identity told.
 */
class HostileTablesTest {

  private static final String ME = "M\u00FCller-L\u00FCdenscheidt";

  private final WrittenExport export;

  HostileTablesTest(@TempDir Path exports) throws IOException {
    this.export = new WrittenExport(exports);
  }

  private static String wide() {
    StringBuilder text = new StringBuilder("pid");
    for (int s = 1; s <= 17; s++) {
      text.append(",v").append(s);
    }
    return text + "\n" + ME + ",1.5".repeat(17) + "\n\"b\"" + ",1.7".repeat(17) + "\n";
  }

  private static String tall() {
    StringBuilder text = new StringBuilder("pid,phase,seg,mbf\n");
    for (int s = 1; s <= 17; s++) {
      text.append(ME).append(",R,").append(s).append(",1.").append(s).append('\n');
      text.append("b,R,").append(18 - s).append(",\"2\"\n");
    }
    return text.toString();
  }

  private static final String PATIENTS =
      "pid,age,sex,day,note\n" + ME + ",61,M,2019-03-07,Herr " + ME + "\nb,60,F,,x\n";

  /** Bytes with a few of them changed, taken out, doubled or cut off. */
  private static byte[] damaged(String text, Random random) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int damage = random.nextInt(6);
    for (int i = 0; i < damage; i++) {
      if (bytes.length == 0) {
        return bytes;
      }
      int at = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, at + 1 + random.nextInt(12));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(bytes, 0, at);
      switch (random.nextInt(5)) {
        case 0 -> out.write(random.nextInt(256));
        case 1 -> out.writeBytes("\"".getBytes(StandardCharsets.UTF_8));
        case 2 -> {
          out.write(bytes, at, to - at);
          out.write(bytes, at, to - at);
        }
        case 3 -> {
          byte[] odd = {0, '\n', ',', '\r', (byte) 0xFF, '\t', '^', (byte) 0xEF};
          out.write(odd[random.nextInt(odd.length)]);
        }
        default -> {
          // Taken out.
        }
      }
      out.write(bytes, to, bytes.length - to);
      bytes = out.toByteArray();
    }
    return random.nextInt(8) == 0
        ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))
        : bytes;
  }

  /** Whether the tables were read; what is said of them tells nobody's name. */
  private boolean isRead() throws IOException {
    try {
      List<IngestOutcome> outcomes = export.outcomes();
      assertThat(outcomes.toString()).doesNotContain("denscheidt").doesNotContain("Herr");
      return true;
    } catch (UserException e) {
      assertThat(e.getMessage())
          .contains("birch/")
          .contains("expected")
          .doesNotContain("denscheidt")
          .doesNotContain("Herr");
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "segments { rest = \"v\" }",
        "long { state = phase, segment = seg, value = mbf, rest = R }"
      })
  void damagedTablesGiveOutcomesOrOneRefusal(String maps) throws IOException {
    export.conf(
        maps + ", unread = [note]",
        "age-years = age, unread = [note], labels { sex { column = sex, positive = [M],"
            + " negative = [F] } }, examined { column = day, format = \"yyyy-MM-dd\" }",
        "");
    Random random = new Random(2_026);
    int read = 0;
    int tables = 400;
    for (int i = 0; i < tables; i++) {
      export
          .file("maps.csv", damaged(maps.startsWith("long") ? tall() : wide(), random))
          .file("patients.csv", damaged(PATIENTS, random));
      read += isRead() ? 1 : 0;
    }
    assertThat(read).as("tables that could be read").isBetween(tables / 10, tables - 1);
  }

  @Test
  void randomBytesGiveOutcomesOrOneRefusal() throws IOException {
    export.conf("segments { rest = \"v\" }", "", "");
    Random random = new Random(77);
    for (int i = 0; i < 300; i++) {
      byte[] noise = new byte[random.nextInt(3_000)];
      random.nextBytes(noise);
      ByteArrayOutputStream rows = new ByteArrayOutputStream();
      rows.writeBytes(wide().getBytes(StandardCharsets.UTF_8));
      rows.writeBytes(noise);
      export
          .file("maps.csv", i % 3 == 0 ? noise : rows.toByteArray())
          .file(
              "patients.csv", i % 3 == 1 ? noise : ("pid\n" + ME).getBytes(StandardCharsets.UTF_8));
      isRead();
    }
  }

  @Test
  void anIdentityInAnyUndeclaredPlaceIsToldNowhere() throws IOException {
    export.conf("segments { rest = \"v\" }", "age-years = age", "");
    String patients = "pid,age\n" + ME + ",61\n";
    for (String table :
        List.of(
            wide().replace("v17", "v17,x").replace("\n" + ME, "\n" + ME + "," + ME),
            wide().replace("pid", ME),
            wide().replace("v17", "v17," + ME),
            wide().replace("1.5,1.5\n", "1.5," + ME + "\n"),
            wide().replace(ME + ",", "\"" + ME + ","),
            wide() + ME,
            wide() + ME + "," + ME,
            ME)) {
      export.file("maps.csv", table).file("patients.csv", patients);
      isRead();
    }
    for (String table :
        List.of(
            "pid,age,x\n" + ME + ",61,Herr " + ME + "\n",
            "pid,age," + ME + "\n" + ME + ",61,1\n",
            "pid,age\n" + ME + "," + ME + "\n",
            "pid,age\n" + ME + ",61," + ME + "\n",
            "pid,age,name\n" + ME + ",61," + ME + "\n",
            ME + ",61\n")) {
      export.file("maps.csv", wide()).file("patients.csv", table);
      isRead();
    }
  }
}
