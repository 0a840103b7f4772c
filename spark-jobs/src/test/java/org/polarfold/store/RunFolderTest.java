package org.polarfold.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  private final Path root;
  private final RunFolder run;

  RunFolderTest(@TempDir Path folder) {
    this.root = folder.resolve("runs/demo-1");
    this.run = RunFolder.at(root.toString(), new Configuration());
  }

  @Test
  void aFolderThatIsNotThereIsEmptyAndUnfinished() {
    assertThat(run.isDone()).isFalse();
    assertThat(run.folders()).isEmpty();
    assertThat(run.text("cell.json")).isEmpty();
    assertThat(run.bytes("model.zip")).isEmpty();
    assertThat(run.has("cell.json")).isFalse();
    run.delete();
    assertThat(root).doesNotExist();
  }

  @Test
  void aFileIsReplacedAsAWhole() throws IOException {
    run.write("cell.json", "a longer text, first");
    run.write("cell.json", "größer");

    assertThat(run.text("cell.json")).contains("größer");
    assertThat(root.resolve("cell.json")).hasContent("größer");
    try (var files = Files.list(root)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .filteredOn(name -> !name.endsWith(".crc"))
          .containsExactly("cell.json");
    }
  }

  @Test
  void whatADyingWriterLeftIsNotTheFile() throws IOException {
    Files.createDirectories(root);
    Files.writeString(root.resolve(".cell.json.unfinished"), "half");

    assertThat(run.text("cell.json")).isEmpty();
    run.write("cell.json", "whole");
    assertThat(run.text("cell.json")).contains("whole");
    assertThat(root.resolve(".cell.json.unfinished")).doesNotExist();
  }

  @Test
  void aFolderOfFilesTakesThePlaceOfTheOneBefore() throws IOException {
    Files.createDirectories(root.resolve(".evidence.unfinished"));
    Files.writeString(root.resolve(".evidence.unfinished/of-a-dying-writer"), "half");
    byte[] text = "text".getBytes(StandardCharsets.UTF_8);
    run.writeFolder("evidence", Map.of("a.txt", text, "tables/b.csv", text));
    run.writeFolder("evidence", Map.of("a.txt", text, "tables/c.csv", text));

    try (var files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile).map(root::relativize).map(Path::toString))
          .filteredOn(name -> !name.endsWith(".crc"))
          .containsExactlyInAnyOrder("evidence/a.txt", "evidence/tables/c.csv");
    }
  }

  @Test
  void bytesComeBackAsTheyWere() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    run.write("model.zip", bytes);

    assertThat(run.bytes("model.zip").orElseThrow()).isEqualTo(bytes);
  }

  @Test
  void foldersAreListedByNameAndFilesAreNot() {
    run.folder("external-cedar").write("cell.json", "");
    run.folder("external-birch").done();
    run.write("config.json", "");

    assertThat(run.folders()).containsExactly("external-birch", "external-cedar");
    assertThat(run.folder("external-birch").isDone()).isTrue();
    assertThat(run.folder("external-cedar").isDone()).isFalse();
    assertThat(run.isDone()).isFalse();
  }

  @Test
  void deletingTakesAwayTheFolderAndItsMark() {
    RunFolder cell = run.folder("cell");
    cell.write("cell.json", "");
    cell.done();

    cell.delete();

    assertThat(cell.isDone()).isFalse();
    assertThat(cell.has("cell.json")).isFalse();
    assertThat(root).exists();
  }

  @Test
  void pathsAreWrittenAsEachReaderTakesThem() {
    assertThat(run.name()).isEqualTo("demo-1");
    assertThat(run).hasToString(root.toString());
    assertThat(run.shownPathOf("results.json")).isEqualTo(root + "/results.json");
    assertThat(run.pathOf("predictions")).isEqualTo("file:" + root.resolve("predictions"));
  }
}
