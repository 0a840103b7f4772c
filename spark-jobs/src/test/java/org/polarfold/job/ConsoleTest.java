package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.UserException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What commands say, to people and to scripts. */
final class ConsoleTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Console console(int columns) {
    return new Console(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        columns);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** All of them but those that are the script's own. */
  static Stream<CommandLine> commands() {
    return below(Polarfold.commands())
        .filter(command -> command.getSubcommands().isEmpty())
        .filter(command -> !command.getCommandName().matches("test|notebook"));
  }

  private static Stream<CommandLine> below(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(ConsoleTest::below));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasItsOptions(CommandLine command) {
    assertThat(command.getCommandSpec().optionsMap())
        .as(command.getCommandSpec().qualifiedName())
        .containsKeys("--json", "--verbose");
  }

  @Test
  void withoutATerminalProgressIsSilent() {
    console(0).progress(2).finished(1, "half");

    assertThat(err()).isEmpty();
  }

  @Test
  void aLineIsWrittenInThePlaceOfTheProgress() {
    Console console = console(40);
    console.progress(2).finished(1, "half");
    console.warn("Unlike anything");

    assertThat(err()).endsWith("\r" + " ".repeat(39) + "\rUnlike anything\n");
  }

  @Test
  void whatIsWrittenIsSaidToPeople() {
    console(0).wrote("report", "/runs/demo-1/report.html");

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("Report: /runs/demo-1/report.html\n");
  }

  @Test
  void theLastLineSaysWhatWasWritten(@TempDir Path folder) throws IOException {
    Path predictions = PredictionsOfAnyProgram.write(folder.resolve("p.csv"));
    String[] command = {
      "evaluate", "--predictions", predictions.toString(), "--out", folder.resolve("out").toString()
    };
    Told plain = Told.by(command);
    Told told =
        Told.by(Stream.concat(Stream.of(command), Stream.of("--json")).toArray(String[]::new));

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(told.out()).startsWith(plain.out());
    assertThat(told.out().lines().count()).isEqualTo(plain.out().lines().count() + 1);
    JsonNode last = told.json();
    assertThat(last.path("command").textValue()).isEqualTo("evaluate");
    assertThat(last.path("status").intValue()).isZero();
    assertThat(last.path("wrote").path("results").textValue())
        .isEqualTo(folder.resolve("out/results.json").toString());
    assertThat(last.has("error")).isFalse();
    assertThat(last.has("simulated")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "report none.conf --json",
        "report --json none.conf",
        "evaluate --predictions none.csv --out here --json",
        "status none --json",
        "check coverage --scenario drift --json",
        "train none.conf --executors -1 --json",
        "train x.conf --on nowhere --dry-run --json",
      })
  void theLastLineSaysWhyNot(String command) {
    Told told = Told.by(command.split(" ", -1));

    assertThat(told.status()).isEqualTo(2);
    assertThat(told.out()).hasLineCount(1);
    JsonNode last = told.json();
    assertThat(command).startsWith(last.path("command").textValue());
    assertThat(last.path("status").intValue()).isEqualTo(2);
    assertThat(told.err()).isEqualTo(last.path("error").textValue() + "\n");
    assertThat(last.path("wrote")).isEmpty();
  }

  @Test
  void aCommandThatCannotBeParsedHasALastLineToo() {
    JsonNode unknown = Told.by("trian", "--json").json();
    assertThat(unknown.path("command").isNull()).isTrue();
    assertThat(unknown.path("error").textValue()).startsWith("Invalid command: ");
    JsonNode option = Told.by("train", "--json", "--executers", "2").json();
    assertThat(option.path("command").textValue()).isEqualTo("train");
    assertThat(option.path("error").textValue()).contains("--executers");
    assertThat(Told.by("check", "--json").json().path("command").textValue()).isEqualTo("check");
  }

  @Test
  void aFaultOfOursQuotesNoData() {
    Console console = CommandLine.populateCommand(console(0), "--json");
    CommandSpec train = Polarfold.commands().parseArgs("train", "x").subcommand().commandSpec();
    console.fault(new IllegalStateException("patient 4711"));

    assertThat(console.end(train, 1)).isEqualTo(1);
    assertThat(err()).contains("patient 4711", "\tat ");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"command\":\"train\",\"status\":1,\"error\":\"A fault of Polarfold's own:"
                + " java.lang.IllegalStateException\",\"wrote\":{}}\n");
  }

  @Test
  void aMistakeHasAStackTraceOnlyWhereItIsAskedFor() {
    assertThat(Told.by("report", "none.conf").err()).hasLineCount(1);
    assertThat(Told.by("report", "none.conf", "--verbose").err())
        .startsWith("Cannot read configuration: none.conf")
        .contains(UserException.class.getName(), "\tat org.polarfold.");
  }
}
