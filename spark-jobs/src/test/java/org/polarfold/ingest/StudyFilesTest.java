package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.UserException;
import org.polarfold.experiment.Settings;
import org.polarfold.study.Quantity;

class StudyFilesTest {

  private static final String PATTERN = "files = \"maps/{patient}_{state}.npy\"";
  private static final String STATES = "rest = R, stress = RS";

  private final Path outside;
  private final Path folder;

  StudyFilesTest(@TempDir Path outside) throws IOException {
    this.outside = outside;
    this.folder = Files.createDirectories(outside.resolve("birch"));
    Files.createDirectories(folder.resolve("maps"));
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }

  private StudyFiles files(String maps, String states) throws IOException {
    Settings settings =
        Settings.read(
            Files.writeString(folder.resolve("site.conf"), maps + "\nstate { " + states + " }\n"));
    Optional<StateWords> words =
        settings
            .optionalBlock("state")
            .filter(block -> !states.isEmpty())
            .map(block -> StateWords.of(block, Quantity.FLOW));
    StudyFiles files = StudyFiles.of(settings, new ExportFolder(folder), words);
    settings.done();
    return files;
  }

  /** Every file as "place identifier state path", or as far as its flaw. */
  private List<String> listed(String maps, String states) throws IOException {
    List<String> listed = new ArrayList<>();
    try (StudyFiles.Listing listing = files(maps, states).list()) {
      listing.forEachRemaining(file -> listed.add(told(file)));
    }
    return listed;
  }

  private String told(StudyFile file) {
    String told = file.place().file() + ":" + file.place().line();
    try {
      told += " " + file.identifier().orElse("-");
      told += " " + file.state().map(kind -> kind.key()).orElse("-");
      return told + " " + folder.relativize(file.path());
    } catch (RecordFlaw flaw) {
      return told + " " + flaw.at(file.place()).toString().replaceAll(".*reason=", "");
    }
  }

  private static String unfitting(int ordinal, String expected) {
    return "birch/%s:%d UNREADABLE_RECORD, detail=a file's name: expected it to fit %s]"
        .formatted(expected.replaceAll(" in one.*", ""), ordinal, expected);
  }

  @Test
  void namesAreReadInOrder() throws IOException {
    file("maps/b_R.npy");
    file("maps/a_RS.npy");
    file("maps/\uFB01_R.npy");
    file("maps/\uD83D\uDE00_R.npy");
    file("maps/a_b_R.npy");
    file("maps/.a_R.npy");
    file("maps/.hidden/a_R.npy");
    file("other/c_R.npy");

    assertThat(listed(PATTERN, STATES))
        .containsExactly(
            "birch/maps/{patient}_{state}.npy:1 a stress maps/a_RS.npy",
            "birch/maps/{patient}_{state}.npy:2 a_b rest maps/a_b_R.npy",
            "birch/maps/{patient}_{state}.npy:3 b rest maps/b_R.npy",
            "birch/maps/{patient}_{state}.npy:4 \uFB01 rest maps/\uFB01_R.npy",
            "birch/maps/{patient}_{state}.npy:5 \uD83D\uDE00 rest maps/\uD83D\uDE00_R.npy");
  }

  @Test
  void whatDoesNotFitIsListedAndRejectedWithoutItsName() throws IOException {
    String me = ExportFixture.IDENTITY;
    file("maps/" + me + "_MFR.npy");
    file("maps/" + me + ".txt");
    file("maps/" + me + "/x_R.npy");
    file("maps/x_R.npy");
    String expected = "maps/{patient}_{state}.npy in one way, the state one of R, RS";

    assertThat(listed(PATTERN, STATES))
        .containsExactly(
            unfitting(1, expected),
            unfitting(2, expected),
            unfitting(3, expected),
            "birch/maps/{patient}_{state}.npy:4 x rest maps/x_R.npy");
    assertThat(listed(PATTERN + ", not-maps = [\"maps/*.txt\", \"maps/*/*\"]", STATES))
        .containsExactly(
            unfitting(1, expected), "birch/maps/{patient}_{state}.npy:2 x rest maps/x_R.npy");
  }

  @Test
  void aPatternAtTheTopLeavesSiteConfAndDeclaredFilesAlone() throws IOException {
    file("x_R.npy");
    file("patients.csv");
    file("maps/patients.csv");

    assertThat(listed("files = \"{patient}_{state}.npy\", not-maps = [patients.csv]", STATES))
        .containsExactly(
            unfitting(1, "{patient}_{state}.npy in one way, the state one of R, RS"),
            "birch/{patient}_{state}.npy:2 x rest x_R.npy");
  }

  @Test
  void foldersMayNamePatientOrStateAndStarsStandForAnything() throws IOException {
    file("maps/P2/series 1/RS_x.npy");
    file("maps/P10/series/R_.npy");
    file("maps/P10/R_.npy");
    String pattern = "maps/{patient}/*/{state}_*.npy";

    assertThat(listed("files = \"" + pattern + "\"", STATES))
        .containsExactly(
            unfitting(1, pattern + " in one way, the state one of R, RS"),
            "birch/" + pattern + ":2 P10 rest maps/P10/series/R_.npy",
            "birch/" + pattern + ":3 P2 stress maps/P2/series 1/RS_x.npy");
  }

  @Test
  void aNameThatCanBeReadInTwoWaysIsRejected() throws IOException {
    file("maps/aRS.npy");
    file("maps/bR.npy");
    String pattern = "maps/{patient}{state}.npy";

    // With the words R, S and RS the first is a under RS, or aR under S.
    assertThat(listed("files = \"" + pattern + "\"", "rest = R, stress = S, reserve = RS"))
        .containsExactly(
            unfitting(1, pattern + " in one way, the state one of R, S, RS"),
            "birch/" + pattern + ":2 b rest maps/bR.npy");
  }

  @Test
  void aStateBeforeThePatientIsAWordAndNotWhateverFits() throws IOException {
    file("maps/R_x_y.npy");

    assertThat(listed("files = \"maps/{state}_{patient}.npy\"", STATES))
        .containsExactly("birch/maps/{state}_{patient}.npy:1 x_y rest maps/R_x_y.npy");
  }

  @Test
  void onlyOneStateOrNoneNeedsNoName() throws IOException {
    file("maps/x.npz");

    assertThat(listed("files = \"maps/{patient}.npz\"", "stress = any"))
        .containsExactly("birch/maps/{patient}.npz:1 x stress maps/x.npz");
    assertThat(listed("files = \"maps/*.npz\"\nstate {}", ""))
        .containsExactly("birch/maps/*.npz:1 - - maps/x.npz");
  }

  @Test
  void linksThatLeaveTheFolderAndLinksToFoldersAreRejectedOneWithinIsRead() throws IOException {
    Path within = file("maps/b_R.npy");
    Path secret = Files.writeString(outside.resolve("secret.npy"), "");
    Files.createSymbolicLink(folder.resolve("maps/a_R.npy"), secret);
    Files.createSymbolicLink(folder.resolve("maps/c_R.npy"), within);
    Files.createSymbolicLink(folder.resolve("maps/d_R.npy"), folder.resolve("absent"));
    Files.createSymbolicLink(folder.resolve("maps/loop"), folder);

    String flaw = "UNREADABLE_FILE, detail=the file: expected a file inside the site's folder]";
    assertThat(listed(PATTERN, STATES))
        .containsExactly(
            "birch/maps/{patient}_{state}.npy:1 a rest " + flaw,
            "birch/maps/{patient}_{state}.npy:2 b rest maps/b_R.npy",
            "birch/maps/{patient}_{state}.npy:3 c rest maps/c_R.npy",
            "birch/maps/{patient}_{state}.npy:4 d rest " + flaw,
            unfitting(5, "maps/{patient}_{state}.npy in one way, the state one of R, RS"));
  }

  @Test
  void aFolderDeeperThanAnyPatternIsRejectedAsOne() throws IOException {
    file("maps/2/3/4/5/6/7/8/a_R.npy");
    file("maps/2/3/4/5/6/7/8/b_R.npy");

    assertThat(listed(PATTERN, STATES)).hasSize(1);
  }

  @Test
  void anIdentifierIsBoundedAndLegible() throws IOException {
    file("maps/" + "x".repeat(128) + "_R.npy");
    file("maps/" + "x".repeat(129) + "_R.npy");
    file("maps/a\nb_R.npy");
    file("maps/ _R.npy");

    assertThat(listed(PATTERN, STATES).stream().map(t -> t.split(" ", 3)[1]))
        .containsExactly(
            "UNREADABLE_RECORD,", "UNREADABLE_RECORD,", "x".repeat(128), "UNREADABLE_RECORD,");
  }

  @Test
  void anIndexNamesFilesStatesAndPatients() throws IOException {
    file("maps/1.npy");
    file("maps/sub/2.npy");
    Files.writeString(outside.resolve("secret.npy"), "");
    Files.createSymbolicLink(folder.resolve("link.npy"), outside.resolve("secret.npy"));
    Files.writeString(
        folder.resolve("index.csv"),
        """
        pid;file;phase
        a;maps/1.npy;R
        a;maps\\sub\\2.npy;RS
        b;maps/3.npy;R
        b;../secret.npy;R
        b;link.npy;R
        b;maps;R
        b;;R
        c;maps/1.npy;MFR
        ;maps/1.npy;R
        """);
    String bad =
        " UNREADABLE_FILE, detail=column file: expected the path of a file inside the site's folder]";

    assertThat(
            listed(
                "index { file = index.csv, delimiter = \";\", patient = pid, path = file, state ="
                    + " phase }",
                STATES))
        .containsExactly(
            "birch/index.csv:2 a rest maps/1.npy",
            "birch/index.csv:3 a stress maps/sub/2.npy",
            "birch/index.csv:4 b rest" + bad,
            "birch/index.csv:5 b rest" + bad,
            "birch/index.csv:6 b rest" + bad,
            "birch/index.csv:7 b rest" + bad,
            "birch/index.csv:8 b rest" + bad,
            "birch/index.csv:9 c UNREADABLE_RECORD, detail=column phase: expected one of R, RS]",
            "birch/index.csv:10 UNREADABLE_RECORD, detail=column pid: expected 1 to 128"
                + " characters]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "files = \"../birch/{patient}_{state}.npy\"",
        "files = \"/maps/{patient}_{state}.npy\"",
        "files = \"maps//{patient}_{state}.npy\"",
        "files = \"maps/{patient}_{patient}_{state}.npy\"",
        "files = \"maps/{patient}_{state}_{state}.npy\"",
        "files = \"maps/{patient}_{phase}_{state}.npy\"",
        "files = \"maps/*{patient}_{state}.npy\"",
        "files = \"maps/**/{patient}_{state}.npy\"",
        "files = \"maps/*a*b{patient}_{state}.npy\"",
        "files = \"1/2/3/4/5/6/7/8/{patient}_{state}.npy\"",
        "files = \"absent/{patient}_{state}.npy\"",
        "files = \"maps/{patient}.npy\"",
        "files = \"maps/{patient}_{state}.npy\", not-maps = [\"{patient}.txt\"]",
        "files = \"maps/{patient}_{state}.npy\", index {}",
      })
  void aWrongPatternIsNamed(String maps) {
    assertThatThrownBy(() -> files(maps, STATES))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid value in ")
        .hasMessageContaining("site.conf:1: " + (maps.contains("txt") ? "not-maps" : "files"));
  }

  @Test
  void aFolderThatIsALinkOutIsRefused() throws IOException {
    Files.createDirectories(outside.resolve("other"));
    Files.createSymbolicLink(folder.resolve("link"), outside.resolve("other"));

    assertThatThrownBy(() -> files("files = \"link/{patient}_{state}.npy\"", STATES))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("expected a folder inside this folder before the first gap");
  }
}
