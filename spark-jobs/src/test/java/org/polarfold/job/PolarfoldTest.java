package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes of the user, through the real main: one line, exit 2, nothing written. */
final class PolarfoldTest {

  private static final String HEADER = "patient,site,arm,target,model,label,score\n";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "test",
        "simulate",
        "ingest",
        "split",
        "plan",
        "train",
        "evaluate",
        "stress",
        "report",
        "evidence",
        "study",
        "pretrain",
        "check",
        "doctor",
        "bench"
      })
  void everyCommandHasHelp(String command) {
    Told told = Told.by(command, "--help");

    assertThat(told.status()).isZero();
    assertThat(told.out()).contains("Usage: ./run " + command);
    assertThat(Told.by("--help").out()).contains("  " + command);
  }

  @Test
  void commandsThatAreSpeltAlikeAreOffered() {
    assertOneLine(
        Told.by("ingst"), "Invalid command: ", "'ingst' (did you mean ingest or ", "? see ");
    assertOneLine(Told.by("xyzzy"), "Invalid command: ", "'xyzzy' (see ");
    assertOneLine(Told.by("train", "one.conf", "trian"), "Invalid command: ", "'trian' (see ");
  }

  @Test
  void anUnknownCommandIsOneLine() {
    assertThat(Told.by("trian").status()).isEqualTo(2);
    assertOneLine(Told.by("trian"), "Invalid command: ", "trian");
    assertOneLine(Told.by("demo", "--executers", "2"), "Invalid command: ", "--executers");
    assertOneLine(
        Told.by("demo", "--executors", "many"),
        "Invalid command: ",
        "'--executors': 'many' is not a whole number (see ./run demo --help)");
    assertOneLine(
        Told.by("plan", "--tau", "much"), "Invalid command: ", "'--tau': 'much' is not a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest", "split", "train", "evaluate", "report", "evidence", "study"})
  void aConfigurationThatIsNotThereIsOneLine(String command) {
    assertOneLine(
        Told.by(command, folder.resolve("none.conf").toString()),
        "Cannot read configuration: ",
        "none.conf");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "folds = 5                     | folds = five  | split.folds = five (expected a whole number from 2 to 20)",
        "folds = 5                     | fold = 5      | (expected it to be set)",
        "batch-size = 32               | batch-size = 0| training.batch-size = 0 (expected a whole number from 1",
        "maps = [reserve, rest]        | maps = [rust] | maps = [rust] (expected one of rest, stress, reserve)",
        "comparators {                 | comparator {  | comparators (expected it to be set)",
        "seeds = [1]                   | seeds = [1], sedes = 2 | sedes (expected one of",
      })
  void aMistakeInTheConfigurationNamesFileAndLine(String right, String wrong, String told)
      throws IOException {
    Path shipped = Path.of(System.getProperty("polarfold.conf", "../conf"), "demo.conf");
    String text = Files.readString(shipped);
    assertThat(text).contains(right.strip());
    Path conf =
        Files.writeString(folder.resolve("x.conf"), text.replace(right.strip(), wrong.strip()));

    assertOneLine(Told.by("study", conf.toString()), conf.toString() + ":", told.strip());
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(conf));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p1,s,internal,t,m,1,1.7 | column score | 1.7",
        "p1,s,internal,t,m,2,0.7 | column label | 2",
        "p1,s,internal,t,m,1,x | column score | \"x\"",
        "p1,s,inside,t,m,1,0.5 | column arm | inside",
        "p1,s,internal,t,m,1 | 6 columns | expected 7",
      })
  void aMistakeInPredictionsNamesLineColumnAndValue(String row, String place, String value)
      throws IOException {
    Path file = Files.writeString(folder.resolve("p.csv"), HEADER + row.strip() + "\n");
    Path out = folder.resolve("out");

    Told told = Told.by("evaluate", "--predictions", file.toString(), "--out", out.toString());

    assertOneLine(told, file + ":2", place.strip(), value.strip());
    assertThat(told.err()).doesNotContain("p1");
    assertThat(out).doesNotExist();
  }

  @Test
  void aMissingColumnIsNamed() throws IOException {
    Path file =
        Files.writeString(folder.resolve("p.csv"), "patient,site,arm,target,model,label\na,b,c\n");

    assertOneLine(
        Told.by("evaluate", "--predictions", file.toString(), "--out", folder.toString()),
        file.toString(),
        "score");
  }

  @Test
  void predictionsOfAnyProgramAreEvaluated() throws IOException {
    Path file = PredictionsOfAnyProgram.write(folder.resolve("p.csv"));
    Path out = folder.resolve("out");

    Told told = Told.by("evaluate", "--predictions", file.toString(), "--out", out.toString());

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(told.out()).contains("site-0", "site-1", "pooled within sites");
    assertThat(out.resolve("results.json")).content().contains("\"polarfold-results/1\"");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsToldBeforeAnythingIsDone() throws IOException {
    String file = Files.writeString(folder.resolve("file"), "").toString();

    assertOneLine(
        Told.by("pretrain", "--out", file),
        "Cannot write the backbone: " + file,
        "expected a folder");
    assertOneLine(
        Told.by("package", "--out", file + "/x"), "Cannot make a package: " + file + "/x");
    assertOneLine(
        Told.by("pretrain", "--out", file, "--epochs", "0"),
        "Invalid value of --epochs: 0 (expected 1 to 10000)");
    assertOneLine(
        Told.by("pretrain", "--out", file, "--patients", "-1"),
        "Invalid value of --patients: -1 (expected 1 to 1000000)");
  }

  private static void assertOneLine(Told told, String... parts) {
    assertThat(told.err()).contains(parts);
    assertThat(told.err().lines()).hasSize(1);
    assertThat(told.out()).isEmpty();
    assertThat(told.status()).isEqualTo(2);
  }
}
