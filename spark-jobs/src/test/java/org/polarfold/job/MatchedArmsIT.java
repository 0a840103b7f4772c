package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole study with all four arms and harmonised features through the real main: the drop comes
 * apart into its parts.
 */
final class MatchedArmsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SMALL =
      Path.of(System.getProperty("polarfold.conf", "../conf"), "demo-small.conf").toAbsolutePath();

  @TempDir static Path folder;
  private static Told told = new Told(-1, "", "");

  @BeforeAll
  static void runOnce() throws IOException {
    Path conf = conf();
    String text =
        Files.readString(SMALL)
            .replace(
                "designs = [internal, external]",
                "designs = [internal, external, matched-internal, matched-external]")
            .replace(
                "\"simulated/demo-small.conf\"",
                '"' + SMALL.resolveSibling("simulated/demo-small.conf").toString() + '"');
    assertThat(text).contains("matched-external]");
    Files.writeString(
        conf,
        text.replace("../runs/demo-small/", folder.resolve("out") + "/")
            + "harmonisation { method = combat, unseen = none }\n");
    told = Told.by("demo", "--config", conf.toString(), "--out", folder.resolve("out").toString());
  }

  @Test
  void everyTargetOfEveryModelHasANovelty() throws IOException {
    assertThat(told.status()).as(told.err()).isZero();
    JsonNode targets = json("results.json").path("targets");
    assertThat(targets).hasSize(4);
    for (JsonNode target : targets) {
      JsonNode parts = target.path("drop").path("parts");
      assertThat(target.path("arms").path("matched-internal").path("pooled").path("n").asInt())
          .isEqualTo(target.path("arms").path("matched-external").path("pooled").path("n").asInt())
          .isPositive();
      JsonNode novelty = parts.path("novelty").path("metaAnalysis");
      assertThat(novelty.path("k").asInt()).isGreaterThanOrEqualTo(2);
      assertThat(novelty.path("lower").isNumber() && novelty.path("upper").isNumber()).isTrue();
      double sum = 0;
      for (String part : List.of("internalSize", "novelty", "externalSize")) {
        sum += parts.path(part).path("pooled").path("difference").asDouble();
      }
      assertThat(sum)
          .isCloseTo(target.path("drop").path("pooled").path("drop").asDouble(), within(1e-12));
    }
    assertThat(told.out()).contains("novelty (matched-internal minus matched-external): ");
    assertThat(told.out().lines().filter(line -> line.contains(", novelty "))).hasSize(3);
  }

  @Test
  void bothMatchedArmsOfASiteLearntFromEquallyManyStudies() throws IOException {
    List<Integer> internal = new ArrayList<>();
    List<Integer> external = new ArrayList<>();
    for (JsonNode design : json("splits.json").path("designs")) {
      String arm = design.path("arm").asText();
      for (JsonNode fold : design.path("folds")) {
        String cell = String.join("-", arm, fold.path("name").asText(), "reserve-seed-1-step-1");
        int studies = json("cells/" + cell + "/cell.json").path("trainingStudies").asInt();
        if (arm.equals("matched-internal")) {
          internal.add(studies);
        } else if (arm.equals("matched-external")) {
          external.add(studies);
          assertThat(fold.path("setAside").size()).isPositive();
        }
      }
    }
    // Two folds leave a half to learn from, fewer than two sites of three.
    assertThat(internal).hasSize(2);
    assertThat(external).hasSize(3).allMatch(studies -> studies.equals(internal.get(0)));
    assertThat(internal.get(1)).isEqualTo(internal.get(0));
  }

  @Test
  void theAuditTellsSitesFromSegmentsAndFeaturesOfTheRun() throws IOException {
    Told audit = Told.by("audit", conf().toString());

    assertThat(audit.status()).as(audit.err()).isZero();
    assertThat(audit.out())
        .contains("Site told from segments of the reserve map: ")
        .contains("Site told from features of the reserve map: ")
        .contains("Site told from noise of the reserve map: ")
        .contains("Site told from features of the reserve map after combat: ")
        .contains("farther than the others 0.")
        .contains("Simulated data");
    String first = text("audit.json");
    JsonNode maps = JSON.readTree(first).path("maps");
    assertThat(maps).hasSize(3);
    for (JsonNode map : maps) {
      JsonNode sites = map.path("sites");
      assertThat(sites.path("sites")).hasSize(3);
      assertThat(sites.path("balancedAccuracy").path("chance").asDouble()).isEqualTo(1.0 / 3);
      assertThat(sites.path("auroc").path("p").asDouble()).isBetween(0.01, 1.0);
      JsonNode distances = map.path("distances");
      assertThat(distances.path("sites")).hasSize(3);
      assertThat(distances.path("pairs")).hasSize(3);
      for (JsonNode site : distances.path("sites")) {
        assertThat(site.path("nearest").path("farther").asDouble()).isBetween(0.0, 1.0);
        assertThat(site.path("mahalanobis").path("beyond").asDouble()).isBetween(0.0, 1.0);
        assertThat(site.path("discrepancy").path("p").asDouble()).isBetween(0.005, 1.0);
      }
    }
    assertThat(maps.path(0).path("sites").path("values").asInt()).isEqualTo(17);
    assertThat(maps.path(1).path("sites").path("values").asInt()).isEqualTo(128);
    assertThat(maps.path(2).path("sites").path("values").asInt()).isEqualTo(15);
    JsonNode harmonised = JSON.readTree(first).path("harmonised");
    assertThat(harmonised).hasSize(1);
    assertThat(harmonised.path(0).path("method").asText()).isEqualTo("combat");
    JsonNode left = harmonised.path(0).path("sites").path("auroc");
    assertThat(left.path("value").asDouble())
        .isLessThan(maps.path(1).path("sites").path("auroc").path("value").asDouble());
    assertThat(left.path("chance").asDouble()).isBetween(0.2, 0.55);
    // Four targets and models, three ways to see a map, three distances.
    JsonNode drops = JSON.readTree(first).path("drops");
    assertThat(drops).hasSize(4 * 3 * 3);
    for (JsonNode drop : drops) {
      assertThat(drop.path("sites")).hasSize(3);
      assertThat(drop.path("sites").path(0).path("drop").isNumber()).isTrue();
      assertThat(drop.path("relation").path("notEstimable").asText())
          .isEqualTo("fewer than 4 sites with a drop");
    }
    assertThat(Told.by("audit", conf().toString()).status()).isZero();
    assertThat(text("audit.json")).isEqualTo(first);
  }

  private static Path conf() {
    return folder.resolve("four-arms.conf");
  }

  private static String text(String file) throws IOException {
    return Files.readString(folder.resolve("out/lake/runs/demo-small-1").resolve(file));
  }

  private static JsonNode json(String file) throws IOException {
    return JSON.readTree(folder.resolve("out/lake/runs/demo-small-1").resolve(file).toFile());
  }
}
