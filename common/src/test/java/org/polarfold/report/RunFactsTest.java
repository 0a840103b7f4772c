package org.polarfold.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.UserException;

class RunFactsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Path file;
  private ObjectNode root;

  @BeforeEach
  void readFixture(@TempDir Path folder) throws IOException {
    file = folder.resolve("run.json");
    try (InputStream stream = RunFactsTest.class.getResourceAsStream("run.json")) {
      root = (ObjectNode) JSON.readTree(stream);
    }
  }

  @Test
  void writesWhatItRead() throws IOException {
    RunFacts facts = read();
    Path copy = file.resolveSibling("copy.json");
    facts.write(copy);
    assertThat(JSON.readTree(copy.toFile())).isEqualTo(root);
    assertThat(RunFacts.read(copy)).isEqualTo(facts);
    assertThat(List.copyOf(facts.models().keySet())).containsExactly("dl", "logistic");
    assertThat(Files.readString(copy)).startsWith("{\n  \"schema\" : \"polarfold-run/2\"");
  }

  @Test
  void namesTheKeyThatIsMissing() throws IOException {
    ((ObjectNode) root.path("cohort").get(1)).remove("acquisition");
    assertThatThrownBy(this::read)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("run.json, key cohort.[1]")
        .hasMessageContaining("acquisition, which is missing");
    root.remove("seed");
    ((ObjectNode) root.path("cohort").get(1)).putNull("acquisition");
    assertThatThrownBy(this::read).isInstanceOf(UserException.class);
  }

  @Test
  void refusesACohortThatLosesStudies() {
    ObjectNode site = (ObjectNode) root.path("cohort").get(0);
    site.put("received", site.path("received").intValue() + 1);
    assertThatThrownBy(this::read)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cohort.[0]")
        .hasMessageContaining("received = accepted + rejected");
  }

  /** Of everybody it is told what he has, or that it is missing. */
  @Test
  void refusesACohortThatLosesPatients() {
    for (String share : List.of("labels/sex", "race", "angiographyDone", "acquisition/tracer")) {
      ObjectNode intact = root.deepCopy();
      ObjectNode part = (ObjectNode) root.path("cohort").get(0).at("/" + share);
      part.put("missing", part.path("missing").longValue() + 1);
      assertThatThrownBy(this::read)
          .isInstanceOf(UserException.class)
          .hasMessageContaining(share.replace('/', '.') + ": known and missing to sum to n");
      root = intact;
    }
    ObjectNode share = (ObjectNode) root.path("cohort").get(0).at("/labels/sex");
    share.put("positive", share.path("known").longValue() + 1);
    assertThatThrownBy(this::read).hasMessageContaining("positive <= known");
  }

  @Test
  void refusesAMeanMapWithoutSeventeenSegments() {
    ((ArrayNode) root.path("meanMaps").get(2).path("segments")).remove(0);
    assertThatThrownBy(this::read)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("meanMaps.[2]")
        .hasMessageContaining("17 finite segment values");
  }

  @Test
  void takesASiteThatWasNotHeldOutWithoutAWordForNotHeldOut() {
    ((ObjectNode) root.path("cohort").get(0)).put("heldOut", false);
    assertThat(read().cohort().get(0).heldOut()).isFalse();
    assertThat(read().cohort().get(0).notHeldOutBecause()).isEqualTo("reason not recorded");
  }

  @Test
  void neverHoldsAFigureThatIsNotFinite() {
    assertThatThrownBy(() -> Measured.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Measured(null, null)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                RunFacts.MeanMap.of("a", "rest", Collections.nCopies(17, Double.POSITIVE_INFINITY)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesAFigureOrItsReason() throws IOException {
    SiteFacts.Levels nobody = new SiteFacts.Levels(Map.of(), 2);
    SiteFacts site =
        new SiteFacts(
            "alder",
            3,
            2,
            1,
            Map.of("duplicate-study", 1L),
            2,
            1,
            new SiteFacts.Age(0, 2, Measured.notEstimable("no ages"), Measured.of(1)),
            Map.of("sex", new SiteFacts.Share(1, 2, 0)),
            nobody,
            new SiteFacts.Share(0, 0, 2),
            new SiteFacts.Share(0, 0, 0),
            null,
            new SiteFacts.Levels(Map.of("flow", 2L), 0),
            Map.of("tracer", nobody),
            null);
    JsonNode json = JSON.valueToTree(site);
    assertThat(json.at("/age/meanYears/notEstimable").textValue()).isEqualTo("no ages");
    assertThat(json.at("/labels/sex/positive").longValue()).isEqualTo(1);
    assertThat(json.at("/quantity/counts/flow").longValue()).isEqualTo(2);
    assertThat(json.has("examined")).isFalse();
    assertThat(json.path("heldOut").booleanValue()).isTrue();
    assertThat(json.has("notHeldOutBecause")).isFalse();
  }

  private RunFacts read() {
    try {
      JSON.writeValue(file.toFile(), root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return RunFacts.read(file);
  }
}
