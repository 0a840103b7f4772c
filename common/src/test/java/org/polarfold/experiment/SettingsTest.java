package org.polarfold.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarfold.UserException;
import org.polarfold.study.MapKind;

class SettingsTest {

  private final Path folder;
  private final Path file;

  SettingsTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("a.conf");
  }

  @Test
  void valuesAreReadAsTheyAreWritten() throws IOException {
    Settings settings =
        settings(
            "text = some words",
            "whole = -3",
            "real = 2.5",
            "truth = true",
            "choice = stress",
            "texts = [a, \"\"]",
            "wholes = [3, -9007199254740993]",
            "huge = 9223372036854775807",
            "nothing = null");

    assertThat(settings.text("text")).isEqualTo("some words");
    assertThat(settings.whole("whole", -3, 3)).isEqualTo(-3);
    assertThat(settings.real("real", 2.5, 2.5)).isEqualTo(2.5);
    assertThat(settings.truth("truth")).isTrue();
    assertThat(settings.choice("choice", MapKind.class)).isEqualTo(MapKind.STRESS);
    assertThat(settings.textsOrEmpty("texts", List.of())).containsExactly("a", "");
    assertThat(settings.wholes("wholes")).containsExactly(3L, -9007199254740993L);
    assertThat(settings.wholeLong("huge", 0, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(settings.has("nothing")).isFalse();
    settings.done();
  }

  @Test
  void aBlockTellsItsKeysAndWhichOfThemAreLists() throws IOException {
    Settings words = settings("words { \"N-13 ammonia\" = [NH3], b.c = x, a = x }").block("words");

    assertThat(words.keys()).containsExactly("N-13 ammonia", "a", "b");
    assertThat(words.isList("N-13 ammonia")).isTrue();
    assertThat(words.isList("a")).isFalse();
    assertThat(words.isList("absent")).isFalse();
  }

  @Test
  void whatIsAbsentHasItsDefault() throws IOException {
    Settings settings = settings("nothing = null");

    assertThat(settings.text("nothing", "x")).isEqualTo("x");
    assertThat(settings.whole("w", 0, 1, 7)).isEqualTo(7);
    assertThat(settings.real("r", 0, 1, 7)).isEqualTo(7);
    assertThat(settings.texts("t", List.of("x"))).containsExactly("x");
    assertThat(settings.textsOrEmpty("e", List.of("x"))).containsExactly("x");
    assertThat(settings.optionalBlock("b")).isEmpty();
    settings.done();
  }

  @Test
  void aDefaultIsNoRefugeForAWrongValue() throws IOException {
    Settings settings = settings("w = 2", "r = 2", "t = 2", "text = 2", "b = 2");

    complaint(() -> settings.whole("w", 0, 1, 0)).hasMessageContaining(":1: w = 2");
    complaint(() -> settings.real("r", 0, 1, 0)).hasMessageContaining(":2: r = 2");
    complaint(() -> settings.texts("t", List.of())).hasMessageContaining(":3: t = 2");
    complaint(() -> settings.text("text", "x")).hasMessageContaining(":4: text = 2");
    complaint(() -> settings.optionalBlock("b")).hasMessageContaining(":5: b = 2");
  }

  @Test
  void everyComplaintNamesLineKeyValueAndWhatWasExpected() throws IOException {
    Settings settings = settings("", "outer {", "  truth = 1", "  texts = [a, 1]", "}");
    Settings outer = settings.block("outer");

    complaint(() -> outer.truth("truth"))
        .hasMessage("Invalid value in " + file + ":3: outer.truth = 1 (expected true or false)");
    complaint(() -> outer.textsOrEmpty("texts", List.of()))
        .hasMessage(
            "Invalid value in " + file + ":4: outer.texts = [a, 1] (expected a list of texts)");
    complaint(() -> outer.blocks("texts"))
        .hasMessage("Invalid value in " + file + ":4: outer.texts = [a, 1] (expected a { block })");
    complaint(() -> outer.text("absent"))
        .hasMessage("Cannot find a key in " + file + ":2: outer.absent (expected it to be set)");
    assertThat(outer.invalid("absent", "anything"))
        .hasMessage("Cannot find a key in " + file + ":2: outer.absent (expected it to be set)");
  }

  @Test
  void aNumberThatCannotBeHeldIsNotRounded() throws IOException {
    Settings settings = settings("seed = 1e30", "seeds = [1, 1e30]", "text = \"\"");

    complaint(() -> settings.wholeLong("seed", 0, Long.MAX_VALUE))
        .hasMessageContaining(":1: seed = 1e30 (expected a whole number");
    complaint(() -> settings.wholes("seeds"))
        .hasMessageContaining(":2: seeds = [1, 1e30] (expected a list of whole numbers");
    complaint(() -> settings.text("text")).hasMessageContaining(":3: text =  (expected a text)");
  }

  @Test
  void aLongValueIsShownInPart() throws IOException {
    Settings settings = settings("w = \"" + "x".repeat(500) + "\"");

    complaint(() -> settings.whole("w", 0, 1))
        .hasMessage(
            "Invalid value in %s:1: w = %s... (expected a whole number from 0 to 1)",
            file, "x".repeat(60));
  }

  @Test
  void theCheckOfAnotherClassIsToldWithTheKey() throws IOException {
    Settings settings = settings("a = 1", "b = 2");

    complaint(
            () ->
                settings.checked(
                    "b",
                    () -> {
                      throw new IllegalArgumentException("Invalid angle: 2");
                    }))
        .hasMessage("Invalid value in " + file + ":2: b: Invalid angle: 2");
    complaint(
            () ->
                settings.checked(
                    "c",
                    () -> {
                      throw new UserException("Invalid angle: 0");
                    }))
        .hasMessage("Invalid value in " + file + ": c: Invalid angle: 0");
    assertThat(settings.checked("a", () -> "fine")).isEqualTo("fine");
  }

  @Test
  void aKeyThatNobodyAskedForIsToldWithItsLine() throws IOException {
    Settings settings = settings("a = 1", "c = 2", "b = 3");
    settings.has("c");
    settings.has("a");

    complaint(settings::done).hasMessage("Invalid key in " + file + ":3: b (expected one of a, c)");
  }

  @Test
  void soIsOneInABlockWithinABlock() throws IOException {
    Settings settings = settings("a {", "  b {", "    right = 1", "    wrong = 2", "  }", "}");
    settings.block("a").block("b").has("right");

    complaint(settings::done)
        .hasMessage("Invalid key in " + file + ":4: a.b.wrong (expected one of right)");
  }

  @Test
  void andOneInAListOfBlocks() throws IOException {
    Settings settings = settings("sites = [", "  { id = a },", "  { id = b, size = 2 }", "]");
    assertThat(settings.blocks("sites").stream().map(site -> site.text("id")))
        .containsExactly("a", "b");

    complaint(settings::done)
        .hasMessage("Invalid key in " + file + ":3: sites[1].size (expected one of id)");
  }

  @Test
  void aRelativePathStartsAtTheFilesFolder() throws IOException {
    Settings settings = settings("in = sub/x", "up = ../x", "absolute = /x");

    assertThat(settings.path("in")).isEqualTo(folder.resolve("sub/x"));
    assertThat(settings.path("up")).isEqualTo(folder.resolveSibling("x"));
    assertThat(settings.path("absolute")).isEqualTo(Path.of("/x"));
  }

  @Test
  void anAddressOnAnotherFileSystemStaysAsItStands() throws IOException {
    Settings settings =
        settings("a = \"hdfs://host:8020/lake\"", "b = \"file:/x\"", "c = sub/x", "d = \"c:/x\"");

    assertThat(settings.location("a")).isEqualTo("hdfs://host:8020/lake");
    assertThat(settings.location("b")).isEqualTo("file:/x");
    assertThat(settings.location("c")).isEqualTo(folder.resolve("sub/x").toString());
    assertThat(settings.location("d")).isEqualTo(folder.resolve("c:/x").toString());
  }

  @Test
  void whatIsNoPathIsToldWithItsKey() throws IOException {
    Settings settings = settings("in = \"a\\u0000b\"");

    complaint(() -> settings.path("in"))
        .hasMessageContaining(":1: in = ")
        .hasMessageEndingWith(" (expected a path)");
  }

  @Test
  void aFileThatIsNotThereIsTold() {
    complaint(() -> Settings.read(folder.resolve("none.conf")))
        .hasMessage(
            "Cannot read configuration: " + folder.resolve("none.conf") + " (no such file)");
    complaint(() -> Settings.read(folder))
        .hasMessage("Cannot read configuration: " + folder + " (no such file)");
  }

  @ParameterizedTest
  @CsvSource({"a = [1, 3", "a = {, 3", "a = \"x, 2", "= 1, 2", "a = ${b}, 2", "a = ${HOME}, 2"})
  void aFileThatIsNotHoconIsToldInOneLine(String line, int number) throws IOException {
    complaint(() -> settings("ok = 1", line))
        .hasMessageStartingWith("Cannot read configuration: ")
        .hasMessageContaining(file + ": " + number)
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain("\n");
  }

  @Test
  void aFileOfTheSameFolderIsIncluded() throws IOException {
    Files.createDirectory(folder.resolve("sites"));
    Files.writeString(folder.resolve("sites/oslo.conf"), "\nsize = many\n");
    Settings settings = settings("include \"sites/oslo.conf\"");

    complaint(() -> settings.whole("size", 0, 9))
        .hasMessage(
            "Invalid value in %s:2: size = many (expected a whole number from 0 to 9)",
            folder.resolve("sites/oslo.conf"));
  }

  /** A run keeps it: what it was begun with must be read again without the files around it. */
  @Test
  void theTextOfAFileIsCompleteInItself() throws IOException {
    Files.writeString(folder.resolve("shared.conf"), "seeds = [1, 2]");
    Path alone = Files.writeString(folder.resolve("alone.conf"), "name = a # as it is\n");
    Path whole =
        Files.writeString(
            folder.resolve("whole.conf"), "include \"shared.conf\"\nname = a\nagain = ${name}\n");

    assertThat(Settings.textOf(alone)).isEqualTo("name = a # as it is\n");
    Settings read = Settings.ofText(Settings.textOf(whole));
    assertThat(read.wholes("seeds")).containsExactly(1L, 2L);
    assertThat(read.text("again")).isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"/etc/hostname\"|/etc/hostname",
        "\"../b.conf\"|../b.conf",
        "\"sub/../../b.conf\"|sub/../../b.conf",
        "\"http://127.0.0.1/b.conf\"|http://127.0.0.1/b.conf",
        "\"..\\\\b.conf\"|..\\b.conf",
        "file(\"b.conf\")|b.conf",
        "file(\"/etc/hostname\")|/etc/hostname",
        "url(\"http://127.0.0.1/b.conf\")|http://127.0.0.1/b.conf",
        "classpath(\"reference.conf\")|reference.conf",
        "required(file(\"b.conf\"))|b.conf",
        "required(\"../b.conf\")|../b.conf",
      })
  void anIncludeFromElsewhereIsRefused(String include, String what) throws IOException {
    Files.writeString(folder.resolve("b.conf"), "b = 1");

    complaint(() -> settings("include " + include))
        .hasMessage(
            "Cannot read configuration: %s: an include of %s is refused (expected a relative path"
                + " inside the configuration's folder)",
            file, what);
  }

  @Test
  void anIncludedFileIncludesNothingFromElsewhereEither() throws IOException {
    Files.writeString(folder.resolve("b.conf"), "include \"../c.conf\"");

    complaint(() -> settings("include \"b.conf\""))
        .hasMessageContaining("an include of ../c.conf is");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "include \"b.conf\"|an include is refused (expected none in this file)",
        "include file(\"b.conf\")|an include is refused",
        "include url(\"http://127.0.0.1/b.conf\")|an include is refused",
        "include classpath(\"reference.conf\")|an include is refused",
        "include required(\"b.conf\")|an include is refused",
        "a = 1, b = ${a}|(expected no substitution as ${key} or +=)",
        "a = [], a += 1|(expected no substitution as ${key} or +=)",
        "a = ${?HOME}|(expected no substitution as ${key} or +=)",
      })
  void aForeignFileStandsForItself(String text, String refusal) throws IOException {
    Files.writeString(folder.resolve("b.conf"), "b = 1");
    Files.writeString(file, text);

    complaint(() -> Settings.readForeign(file))
        .hasMessageStartingWith("Cannot read configuration: " + file)
        .hasMessageContaining(refusal);
  }

  @ParameterizedTest
  @CsvSource({"a=, [, ''", "'', {a:, 1", "'', a., a=1"})
  void blocksWithoutEndAreRefused(String before, String block, String after) throws IOException {
    Files.writeString(file, before + block.repeat(200_000) + after);

    complaint(() -> Settings.readForeign(file))
        .hasMessage(
            "Cannot read configuration: " + file + " (expected blocks in blocks less deep)");
  }

  @Test
  void aForeignFileIsReadAsAnyOther() throws IOException {
    Files.writeString(file, "a { b = 7 } // as usual");

    assertThat(Settings.readForeign(file).block("a").whole("b", 0, 9)).isEqualTo(7);
  }

  @Test
  void aTableOfPatientsCannotBeIncludedUnderAnyName(@TempDir Path elsewhere) throws IOException {
    Path table = Files.writeString(elsewhere.resolve("t.conf"), "Planted;Person\n");
    Files.writeString(folder.resolve("patients.csv"), "Planted;Person\n");
    Files.createSymbolicLink(folder.resolve("link.conf"), table);
    Files.createDirectory(folder.resolve("folder.conf"));
    try (RandomAccessFile large = new RandomAccessFile(folder.resolve("l.conf").toFile(), "rw")) {
      large.setLength((1 << 20) + 1);
    }

    for (String name : List.of("patients.csv", "link.conf", "folder.conf", "l.conf")) {
      complaint(() -> settings("include \"" + name + "\""))
          .hasMessageContaining("an include of " + name + " is refused (expected a ")
          .hasMessageNotContaining("Planted");
    }
  }

  @Test
  void anIncludeThatIsNotThereIsTold() {
    complaint(() -> settings("include \"missing.conf\""))
        .hasMessageStartingWith("Cannot read configuration: ")
        .hasMessageContaining("missing.conf");
  }

  private Settings settings(String... lines) throws IOException {
    return Settings.read(Files.write(file, List.of(lines)));
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> complaint(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
    return assertThatThrownBy(reading).isInstanceOf(UserException.class);
  }
}
