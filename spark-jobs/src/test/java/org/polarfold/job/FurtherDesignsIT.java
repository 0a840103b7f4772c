package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study of two repeats, single sites and a named external site, through the real command. */
final class FurtherDesignsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void everyDesignIsTrainedAndTheSecondLookIsTold(@TempDir Path folder) throws IOException {
    SmallStudy study = SmallStudy.simulated(Files.createDirectories(folder.resolve("study")));
    Path lake = folder.resolve("lake");
    Path conf = study.onLake(lake.toString());
    Files.writeString(
        conf,
        Files.readString(conf)
            .replaceFirst(
                "designs = .*",
                """
                designs = [internal, external, single-site, named-external]
                  repeats = 2
                  named-external-sites = [dogwood]""")
            .replaceFirst("models = \\[logistic]", "models = [majority]"));
    Path look = Files.createDirectories(lake.resolve("named-external/earlier-1-abc"));
    Files.writeString(
        look.resolve("look.json"),
        """
        {"time": "2026-01-02T03:04:05Z", "run": "earlier-1", "planDigest": "0123456789abcdef", "sites": ["dogwood"]}
        """);

    Told told = Told.by("study", conf.toString());

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(told.err())
        .contains(
            "Named external sites were looked at before: dogwood by earlier-1 at"
                + " 2026-01-02T03:04:05Z, plan 0123456789ab. Whatever was changed since is not"
                + " external to them\n");
    JsonNode results = JSON.readTree(lake.resolve("runs/demo-small-1/results.json").toFile());
    JsonNode looks = results.path("provenance").path("namedExternalLooks");
    assertThat(looks)
        .extracting(one -> one.path("run").asText())
        .containsExactly("earlier-1", "demo-small-1");
    for (JsonNode target : results.path("targets")) {
      JsonNode arms = target.path("arms");
      assertThat(arms.fieldNames())
          .toIterable()
          .containsExactly(
              "internal", "external", "named-external", "single-site:alder", "single-site:birch");
      assertThat(arms.path("internal").path("pooled").path("repeats").asInt()).isEqualTo(2);
      assertThat(arms.path("external").path("pooled").path("repeats").asInt()).isEqualTo(1);
      assertThat(sites(arms.path("internal"))).containsExactly("alder", "birch");
      assertThat(sites(arms.path("named-external"))).containsExactly("dogwood");
      List<String> matrix = new ArrayList<>();
      target
          .path("siteMatrix")
          .forEach(
              entry ->
                  matrix.add(entry.path("train").asText() + " " + entry.path("test").asText()));
      assertThat(matrix)
          .containsExactly("alder alder", "alder birch", "birch alder", "birch birch");
      if (target.path("model").asText().equals("majority")) {
        assertThat(arms.path("external").path("pooled").path("auroc").path("value").asDouble())
            .isEqualTo(0.5);
      }
    }
  }

  private static List<String> sites(JsonNode arm) {
    List<String> sites = new ArrayList<>();
    arm.path("sites").forEach(site -> sites.add(site.path("site").asText()));
    return sites;
  }
}
